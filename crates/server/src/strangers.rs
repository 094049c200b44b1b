//! Keys that do not work: how many an address may try, and which keys are past suspicion.
//!
//! A made-up key has a rate of its own, so counting by key does not slow whoever makes them up;
//! their address is counted. A key that was seen to work is not held back by what others try from
//! the same address, which may be a proxy that everybody comes through.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, PoisonError, RwLock};

use domain::time::Timestamp;

/// Keys that do not work, from one address in one window.
const FAILURES_MAX: u32 = 100;
/// How long failures are added up.
const WINDOW_MS: i64 = 60_000;

/// What this process knows of keys and of those who try them.
#[derive(Debug, Default)]
pub struct Strangers {
    /// Keys that worked, as numbers. There are never more than were once made, and one that was
    /// revoked since has its own rate.
    known: RwLock<HashSet<u64>>,
    failures: Mutex<HashMap<u128, Failures>>,
}

#[derive(Clone, Copy, Debug)]
struct Failures {
    since: Timestamp,
    count: u32,
}

impl Failures {
    /// What is left of the window, if it has not ended. A clock that was put back ends it too.
    fn left_ms(&self, now: Timestamp) -> Option<i64> {
        let gone = now.ms() - self.since.ms();
        (0..WINDOW_MS).contains(&gone).then(|| WINDOW_MS - gone)
    }
}

impl Strangers {
    /// True when the key was seen to work.
    pub fn is_known(&self, key: u64) -> bool {
        self.known.read().unwrap_or_else(PoisonError::into_inner).contains(&key)
    }

    /// Notes that a key works.
    pub fn works(&self, key: u64) {
        if !self.is_known(key) {
            self.known.write().unwrap_or_else(PoisonError::into_inner).insert(key);
        }
    }

    /// Notes that a key from an address did not work.
    pub fn failed(&self, address: u128, now: Timestamp) {
        let mut all = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = Failures { since: now, count: 0 };
        let failures = all.entry(address).or_insert(fresh);
        if failures.left_ms(now).is_none() {
            *failures = fresh;
        }
        failures.count = failures.count.saturating_add(1);
    }

    /// How long an address has to wait before it may try another key, in milliseconds.
    pub fn wait_ms(&self, address: u128, now: Timestamp) -> Option<i64> {
        let all = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(&address).filter(|it| it.count >= FAILURES_MAX)?.left_ms(now)
    }

    /// Forgets the failures of windows that have ended.
    pub fn sweep(&self, now: Timestamp) {
        let mut all = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, failures| failures.left_ms(now).is_some());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_add_up_within_a_window() {
        let strangers = Strangers::default();
        let at = |ms| Timestamp::from_ms(1_000_000 + ms);
        for ms in 0..i64::from(FAILURES_MAX) {
            assert_eq!(strangers.wait_ms(1, at(ms)), None);
            strangers.failed(1, at(ms));
        }
        assert_eq!(strangers.wait_ms(1, at(1_000)), Some(WINDOW_MS - 1_000));
        assert_eq!(strangers.wait_ms(2, at(1_000)), None);
        strangers.sweep(at(1_000));
        assert!(strangers.wait_ms(1, at(WINDOW_MS - 1)).is_some());
        assert_eq!(strangers.wait_ms(1, at(WINDOW_MS)), None);
        assert_eq!(strangers.wait_ms(1, at(-1)), None, "the clock was put back");
        strangers.failed(1, at(WINDOW_MS));
        assert_eq!(strangers.wait_ms(1, at(WINDOW_MS)), None);
        strangers.sweep(at(2 * WINDOW_MS));
        assert!(strangers.failures.lock().unwrap().is_empty());
    }

    #[test]
    fn keys_that_worked_are_known() {
        let strangers = Strangers::default();
        strangers.works(7);
        assert!(strangers.is_known(7) && !strangers.is_known(8));
    }
}
