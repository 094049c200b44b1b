//! Where time and randomness come from.

use crate::time::Timestamp;

/// The two things that make a run differ from the next: real time and random bytes.
///
/// The server gives the operating system's; a test gives its own, and is repeatable.
pub trait Source: Send + Sync {
    /// Real time now.
    fn now(&self) -> Timestamp;
    /// Fills `bytes` with random bytes fit for secrets.
    fn fill(&self, bytes: &mut [u8]);
    /// What the next id is made of: milliseconds since the epoch, and random bytes. A source that
    /// many draw from at once gives each more than the one before, also within a millisecond.
    fn stamp(&self) -> (u64, [u8; 10]) {
        let mut random = [0; 10];
        self.fill(&mut random);
        (self.now().ms().max(0).unsigned_abs(), random)
    }
}
