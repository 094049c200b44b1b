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
}
