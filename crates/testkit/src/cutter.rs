//! A cut between a server and its PostgreSQL: at the commit that a test chooses, the database hears
//! no more of the server, or the server no more of the database, as when the power fails there.
//!
//! It stands between the two and reads what the server sends, message by message (PostgreSQL
//! documentation, 54.7 "Message Formats"); commits of what only reads are not counted.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

/// At which side of a commit the power fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// The database never hears of the commit.
    Before,
    /// It commits, and the server never hears of that.
    After,
}

/// Where the next cut is.
#[derive(Clone, Copy, Debug)]
enum Plan {
    /// Nowhere.
    Whole,
    /// At the commit after so many others.
    At(usize, Moment),
    /// At a commit that is under way.
    Falling,
    /// It has happened: nothing passes any more.
    Cut,
}

#[derive(Debug)]
struct Shared {
    database: SocketAddr,
    plan: Mutex<Plan>,
    open: Mutex<Vec<TcpStream>>,
    cut: Notify,
}

/// The place to cut at.
#[derive(Debug)]
pub struct Cutter {
    address: SocketAddr,
    shared: Arc<Shared>,
}

fn lock<T>(it: &Mutex<T>) -> MutexGuard<'_, T> {
    it.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Cutter {
    /// Stands before the PostgreSQL server at `database`.
    pub fn before(database: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (plan, open) = (Mutex::new(Plan::Whole), Mutex::default());
        let shared = Arc::new(Shared { database, plan, open, cut: Notify::new() });
        let ours = shared.clone();
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                join(&ours, client);
            }
        });
        Self { address, shared }
    }

    /// Where it listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Cuts at the commit after `others` more that write.
    pub fn arm(&self, others: usize, moment: Moment) {
        *lock(&self.shared.plan) = Plan::At(others, moment);
    }

    /// Cuts nowhere any more, unless it did already: a cut whose commit is under way comes now, so that
    /// it cannot come unseen.
    pub fn disarm(&self) {
        let mut plan = lock(&self.shared.plan);
        match *plan {
            Plan::At(..) => *plan = Plan::Whole,
            Plan::Falling => *plan = Plan::Cut,
            Plan::Whole | Plan::Cut => {}
        }
    }

    /// Resolves at the cut.
    pub async fn cut(&self) {
        while !self.is_cut() {
            self.shared.cut.notified().await;
        }
    }

    /// True since the cut.
    pub fn is_cut(&self) -> bool {
        matches!(*lock(&self.shared.plan), Plan::Cut)
    }

    /// Lets everything pass again, over new connections; those of before are gone.
    pub fn mend(&self) {
        *lock(&self.shared.plan) = Plan::Whole;
        for stream in lock(&self.shared.open).drain(..) {
            // Which may have been closed by the other side.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

/// Joins a client to the database.
fn join(shared: &Arc<Shared>, client: TcpStream) {
    let Ok(database) = TcpStream::connect(shared.database) else { return };
    // Messages leave as they come: nobody waits for more of them.
    let quick = [&client, &database].map(|stream| stream.set_nodelay(true));
    let both = [&client, &database].map(TcpStream::try_clone);
    let [Ok(()), Ok(())] = quick else { return };
    let [Ok(to_client), Ok(to_database)] = both else { return };
    lock(&shared.open).extend([&client, &database].into_iter().flat_map(TcpStream::try_clone));
    // The commit was sent, and its answer is where the power fails.
    let last = Arc::new(Mutex::new(false));
    let (ours, seen) = (shared.clone(), last.clone());
    std::thread::spawn(move || up(&ours, client, to_database, &last));
    let ours = shared.clone();
    std::thread::spawn(move || down(&ours, database, to_client, &seen));
}

/// From the server to the database, message by message.
fn up(shared: &Shared, mut from: TcpStream, mut to: TcpStream, last: &Mutex<bool>) {
    let mut reads_only = false;
    let mut begun = false;
    while let Some(message) = read(&mut from, begun) {
        begun = true;
        let query = message.strip_prefix(b"Q").and_then(|rest| rest.get(4..));
        let query = query.unwrap_or_default();
        if query.starts_with(b"BEGIN") {
            reads_only = query.windows(9).any(|words| words == b"READ ONLY");
        }
        let counts = query.starts_with(b"COMMIT") && !reads_only;
        match counts.then(|| shared.next_commit()).flatten() {
            Some(Moment::Before) => return shared.fire(),
            Some(Moment::After) => *lock(last) = true,
            None => {}
        }
        if shared.is_cut() || to.write_all(&message).is_err() {
            return;
        }
    }
    // The server hung up, and so does the database.
    let _ = to.shutdown(Shutdown::Write);
}

/// From the database to the server, byte by byte.
fn down(shared: &Shared, mut from: TcpStream, mut to: TcpStream, last: &Mutex<bool>) {
    let mut buffer = [0_u8; 16 * 1024];
    while let Ok(count) = from.read(&mut buffer) {
        if count == 0 {
            break;
        }
        // `CommandComplete` of the commit, which may come after answers to what was sent with it.
        let done = buffer[..count].windows(7).any(|words| words == b"COMMIT\0");
        if *lock(last) && done {
            return shared.fire();
        }
        if shared.is_cut() || to.write_all(&buffer[..count]).is_err() {
            return;
        }
    }
    let _ = to.shutdown(Shutdown::Write);
}

impl Shared {
    /// Counts a commit; gives the moment when it is the one to cut at.
    fn next_commit(&self) -> Option<Moment> {
        let mut plan = lock(&self.plan);
        match *plan {
            Plan::At(0, moment) => {
                *plan = Plan::Falling;
                Some(moment)
            }
            Plan::At(others, moment) => {
                *plan = Plan::At(others - 1, moment);
                None
            }
            Plan::Whole | Plan::Falling | Plan::Cut => None,
        }
    }

    fn is_cut(&self) -> bool {
        matches!(*lock(&self.plan), Plan::Cut)
    }

    /// The cut that was about to come, unless it was overtaken.
    fn fire(&self) {
        let mut plan = lock(&self.plan);
        if matches!(*plan, Plan::Falling) {
            *plan = Plan::Cut;
        }
        self.cut.notify_one();
    }
}

/// The next message. The first one of a connection has no letter.
fn read(from: &mut TcpStream, begun: bool) -> Option<Vec<u8>> {
    let letter = usize::from(begun);
    let mut message = vec![0; letter + 4];
    from.read_exact(&mut message).ok()?;
    let length = u32::from_be_bytes(message[letter..].try_into().ok()?);
    let body = usize::try_from(length).ok()?.checked_sub(4)?;
    message.resize(letter + 4 + body, 0);
    from.read_exact(&mut message[letter + 4..]).ok()?;
    Some(message)
}
