//! Guesses at account numbers: a payment page says whether a number can exist, so it must not be
//! asked without end.
//!
//! Every number that is tried counts, right or wrong. The first ones cost nothing; then each has to
//! wait, and in the end the page takes no more for a day.

use crate::time::{DAY_MS, SECOND_MS, Timestamp};

/// Tries that need not wait. A payer who mistypes a few times stays below it.
pub const FREE: u32 = 10;
/// Tries after which the page is closed to account numbers.
pub const MAX: u32 = 40;
/// The wait between two tries once those are used up.
pub const PAUSE_MS: i64 = 30 * SECOND_MS;
/// How long the page stays closed after the last try; who waits so long begins anew.
pub const CLOSED_MS: i64 = DAY_MS;

/// What was tried at a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guesses {
    /// How many numbers.
    pub tried: u32,
    /// When the last was, in real time.
    pub last_at: Timestamp,
}

/// What becomes of another try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Another {
    /// It is looked at, and this is what was tried then.
    Taken(Guesses),
    /// It comes too soon, by so many milliseconds.
    TooSoon(i64),
    /// The page takes none until then.
    Closed(Timestamp),
}

/// Judges another try at `now`, after `before`.
pub fn another(before: Option<Guesses>, now: Timestamp) -> Another {
    let fresh = Guesses { tried: 1, last_at: now };
    let Some(Guesses { tried, last_at }) = before else { return Another::Taken(fresh) };
    let gone = now.ms().saturating_sub(last_at.ms());
    if gone >= CLOSED_MS {
        Another::Taken(fresh)
    } else if tried >= MAX {
        Another::Closed(last_at.plus_ms(CLOSED_MS))
    } else if tried >= FREE && gone < PAUSE_MS {
        // A clock that was put back makes nobody wait longer than a pause.
        Another::TooSoon((PAUSE_MS - gone).min(PAUSE_MS))
    } else {
        Another::Taken(Guesses { tried: tried + 1, last_at: now })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_ms(1_795_000_000_000);

    /// Tries until something else than a plain yes.
    fn after(tries: u32, apart_ms: i64) -> (Option<Guesses>, Timestamp) {
        let (mut before, mut now) = (None, NOW);
        for number in 1..=tries {
            let Another::Taken(guesses) = another(before, now) else { panic!("try {number}") };
            assert_eq!(guesses, Guesses { tried: number, last_at: now });
            before = Some(guesses);
            now = now.plus_ms(apart_ms);
        }
        (before, now)
    }

    #[test]
    fn a_few_tries_are_free_and_then_each_waits() {
        let (before, now) = after(FREE, 0);
        assert_eq!(another(before, now), Another::TooSoon(PAUSE_MS));
        assert_eq!(another(before, now.plus_ms(PAUSE_MS - 1)), Another::TooSoon(1));
        assert!(matches!(another(before, now.plus_ms(PAUSE_MS)), Another::Taken(_)));
        assert_eq!(another(before, now.plus_ms(-5)), Another::TooSoon(PAUSE_MS));
    }

    #[test]
    fn forty_tries_close_the_page_for_a_day() {
        let (before, now) = after(MAX, PAUSE_MS);
        let Some(Guesses { last_at, .. }) = before else { panic!("nothing tried") };
        let opens = last_at.plus_ms(CLOSED_MS);
        assert_eq!(another(before, now), Another::Closed(opens));
        assert_eq!(another(before, opens.plus_ms(-1)), Another::Closed(opens));
        let anew = Another::Taken(Guesses { tried: 1, last_at: opens });
        assert_eq!(another(before, opens), anew);
    }
}
