//! Who waits for what to happen within this process: payers for outcomes, the clock for jobs.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use crate::extract::Merchant;
use domain::ids::SessionId;
use tokio::sync::{Mutex, MutexGuard, Notify, broadcast};

/// Announcements kept for a waiter that is slow; one that misses some looks again anyway.
const CAPACITY: usize = 1_024;
/// How often a waiter looks without having been told: another node may have made the change.
const LOOK_AGAIN: Duration = Duration::from_millis(250);

/// Calls with different idempotency keys seldom wait for each other.
const TURNS: usize = 64;

/// Announces that sessions changed and jobs ended.
#[derive(Debug)]
pub struct Changes {
    sessions: broadcast::Sender<SessionId>,
    jobs: Notify,
    walk: Mutex<()>,
    turns: [Mutex<()>; TURNS],
}

impl Default for Changes {
    fn default() -> Self {
        Self {
            sessions: broadcast::Sender::new(CAPACITY),
            jobs: Notify::new(),
            walk: Mutex::new(()),
            turns: [const { Mutex::const_new(()) }; TURNS],
        }
    }
}

impl Changes {
    /// Tells whoever waits that a session changed. Called after COMMIT.
    pub fn announce(&self, session: SessionId) {
        // Nobody waiting is no error.
        let _ = self.sessions.send(session);
    }

    /// The same for several.
    pub fn announce_all(&self, sessions: impl IntoIterator<Item = SessionId>) {
        sessions.into_iter().for_each(|session| self.announce(session));
    }

    /// Tells whoever waits that a job ended.
    pub fn job_done(&self) {
        self.jobs.notify_waiters();
    }

    /// The end of the next job from now on.
    pub fn next_job(&self) -> impl Future<Output = ()> + '_ {
        self.jobs.notified()
    }

    /// Held while a test clock walks: one at a time.
    pub async fn walk(&self) -> MutexGuard<'_, ()> {
        self.walk.lock().await
    }

    /// Held by a call that asks the outside before its `Tx`, so that another with the same
    /// idempotency key waits for its answer instead of asking too. Within this process: the
    /// `Tx` decides between several.
    pub async fn turn(&self, merchant: &Merchant) -> Option<MutexGuard<'_, ()>> {
        let key = merchant.idempotency_key.as_deref()?;
        let mut hasher = DefaultHasher::new();
        (merchant.scope.account.to_string(), merchant.scope.livemode, key).hash(&mut hasher);
        let place = usize::try_from(hasher.finish() % (TURNS as u64)).unwrap_or(0);
        Some(self.turns[place].lock().await)
    }

    /// Looks again and again, at each change of the session, until `look` gives something or
    /// `patience` is over. Gives what the last look gave.
    ///
    /// # Errors
    /// Those of `look`.
    pub async fn until<T, E, F>(
        &self,
        session: SessionId,
        patience: Duration,
        mut look: impl FnMut() -> F,
    ) -> Result<Option<T>, E>
    where
        F: Future<Output = Result<Option<T>, E>>,
    {
        let mut changes = self.sessions.subscribe();
        let end = tokio::time::Instant::now() + patience;
        loop {
            if let Some(found) = look().await? {
                return Ok(Some(found));
            }
            let told = async {
                loop {
                    match changes.recv().await {
                        Ok(changed) if changed != session => {}
                        // Lagged or closed: look again rather than trust what was missed.
                        _ => break,
                    }
                }
            };
            let _ = tokio::time::timeout(LOOK_AGAIN, told).await;
            if tokio::time::Instant::now() >= end {
                return look().await;
            }
        }
    }
}
