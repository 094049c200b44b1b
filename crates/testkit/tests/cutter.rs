//! The cutter cuts where it is told, and never behind the back of whoever looks.
#![expect(clippy::expect_used, reason = "whatever goes wrong here fails the test")]

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};

use testkit::cutter::{Cutter, Moment};

/// The first message of a connection, which has no letter.
const STARTUP: &[u8] = b"\0\0\0\x08\0\x03\0\0";
const COMMIT: &[u8] = b"Q\0\0\0\x0bCOMMIT\0";
const DONE: &[u8] = b"C\0\0\0\x0bCOMMIT\0";

/// A database that hears one commit, tells so, and answers when it is told to.
fn slow_database() -> (SocketAddr, Receiver<()>, Sender<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    let ((heard, hears), (answer, answers)) = (channel(), channel());
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        let mut message = vec![0; STARTUP.len() + COMMIT.len()];
        stream.read_exact(&mut message).expect("a commit");
        heard.send(()).expect("somebody listens");
        answers.recv().expect("somebody asks");
        // The connection may be gone by now.
        let _ = stream.write_all(DONE);
    });
    (address, hears, answer)
}

#[test]
fn a_cut_under_way_is_seen() {
    let (database, hears, answer) = slow_database();
    let cutter = Cutter::before(database);
    cutter.arm(0, Moment::After);
    let mut server = TcpStream::connect(cutter.address()).expect("a connection");
    server.write_all(&[STARTUP, COMMIT].concat()).expect("sent");
    hears.recv().expect("the commit arrives");
    assert!(!cutter.is_cut());
    cutter.disarm();
    assert!(cutter.is_cut());
    // What comes late cuts nothing that was mended.
    cutter.mend();
    answer.send(()).expect("the database waits");
    let mut rest = Vec::new();
    let _ = server.read_to_end(&mut rest);
    assert!(rest.is_empty());
    assert!(!cutter.is_cut());
}
