//! How often somebody may ask: per API key, and on pages per session and per address.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::net::IpAddr;
use std::num::NonZeroU32;

use axum::http::StatusCode;
use domain::ids::SessionId;
use governor::clock::{Clock, DefaultClock};
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};

use crate::config::{Config, Rate};
use crate::problem::{Problem, ProblemType};

type Limiter = RateLimiter<u64, DashMapStateStore<u64>, DefaultClock>;

/// A key's burst, in seconds of its rate.
const KEY_BURST: u32 = 2;
/// A page's burst, in seconds of its rate.
const PAGE_BURST: u32 = 10;

/// The counters; none when `rate_limit` is off.
pub struct Limits(Option<Limiters>);

struct Limiters {
    keys: Limiter,
    pages: Limiter,
}

impl Limits {
    /// As the settings say.
    pub fn new(config: &Config) -> Self {
        let Rate::PerSecond(rate) = config.rate_limit else { return Self(None) };
        let rate = NonZeroU32::new(rate).unwrap_or(NonZeroU32::MIN);
        let keys = limiter(rate, KEY_BURST);
        let pages = limiter(config.limits.page_rate, PAGE_BURST);
        Self(Some(Limiters { keys, pages }))
    }

    /// Counts a request of a key, known by its hash.
    ///
    /// # Errors
    /// 429 when it was one too many.
    pub fn check_key(&self, hash: &str) -> Result<(), Problem> {
        match &self.0 {
            None => Ok(()),
            Some(limiters) => check(&limiters.keys, &number(&hash)),
        }
    }

    /// Counts a request of a payer for the page of a session.
    ///
    /// # Errors
    /// 429 when it was one too many for the session or for the address.
    pub fn check_page(&self, session: SessionId, address: IpAddr) -> Result<(), Problem> {
        // The address first: one that asks too much uses up nobody else's share of the session.
        self.check_address(address)?;
        match &self.0 {
            None => Ok(()),
            Some(limiters) => check(&limiters.pages, &number(&session)),
        }
    }

    /// Counts a request for a page that belongs to no session.
    ///
    /// # Errors
    /// 429 when it was one too many for the address.
    pub fn check_address(&self, address: IpAddr) -> Result<(), Problem> {
        match &self.0 {
            None => Ok(()),
            Some(limiters) => check(&limiters.pages, &number(&household(address))),
        }
    }

    /// Forgets those who have not asked for a while.
    pub fn sweep(&self) {
        if let Some(limiters) = &self.0 {
            limiters.keys.retain_recent();
            limiters.pages.retain_recent();
        }
    }
}

fn limiter(rate: NonZeroU32, burst_seconds: u32) -> Limiter {
    let burst = rate.saturating_mul(NonZeroU32::new(burst_seconds).unwrap_or(NonZeroU32::MIN));
    RateLimiter::dashmap(Quota::per_second(rate).allow_burst(burst))
}

fn check(limiter: &Limiter, who: &u64) -> Result<(), Problem> {
    let Err(too_early) = limiter.check_key(who) else { return Ok(()) };
    let wait = too_early.wait_time_from(DefaultClock::default().now());
    let seconds = u16::try_from(wait.as_secs()).unwrap_or(u16::MAX).saturating_add(1);
    let problem = Problem::new(
        StatusCode::TOO_MANY_REQUESTS,
        ProblemType::RateLimitError,
        "rate_limited",
        "Too many requests. Slow down, and try again after the seconds in `Retry-After`.",
    );
    Err(Problem { retry_after: Some(seconds), ..problem })
}

/// One household or company shares the first half of its IPv6 addresses.
fn household(address: IpAddr) -> u128 {
    match address.to_canonical() {
        // IPv4 in IPv6's clothes has nothing in its first half that tells it from others.
        IpAddr::V4(address) => address.to_ipv6_mapped().to_bits(),
        IpAddr::V6(address) => address.to_bits() >> 64 << 64,
    }
}

fn number<T: Hash>(value: &T) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Sources;

    fn limits(rate: &str) -> Limits {
        let flags = vec![("rate_limit".to_owned(), rate.to_owned())];
        Limits::new(&Config::load(Sources { flags, ..Sources::default() }).unwrap())
    }

    #[test]
    fn a_burst_is_let_through_and_no_more() {
        let limits = limits("5");
        let passed = (0..50).filter(|_| limits.check_key("key").is_ok()).count();
        assert!((10..=12).contains(&passed), "{passed}");
        assert!(limits.check_key("another").is_ok());
        let problem = limits.check_key("key").unwrap_err();
        assert_eq!((problem.status.as_u16(), problem.retry_after), (429, Some(1)));
    }

    #[test]
    fn households_are_told_apart() {
        let of = |text: &str| household(text.parse().unwrap());
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
        assert_ne!(of("::ffff:192.0.2.1"), of("::ffff:192.0.2.2"));
        assert_eq!(of("2001:db8::1"), of("2001:db8::2:1"));
        assert_ne!(of("2001:db8::1"), of("2001:db8:0:1::1"));
    }

    #[test]
    fn off_is_off() {
        let limits = limits("off");
        assert!((0..10_000).all(|_| limits.check_key("key").is_ok()));
    }
}
