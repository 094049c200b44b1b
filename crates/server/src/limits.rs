//! How often somebody may ask: per API key, and on pages per session and per address.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::net::IpAddr;
use std::num::NonZeroU32;

use axum::http::StatusCode;
use domain::ids::SessionId;
use domain::time::{SECOND_MS, Timestamp};
use governor::clock::{Clock, DefaultClock};
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};

use crate::config::{Config, Rate};
use crate::problem::{Problem, ProblemType};
use crate::strangers::Strangers;

type Limiter = RateLimiter<u64, DashMapStateStore<u64>, DefaultClock>;

/// A key's burst, in seconds of its rate.
const KEY_BURST: u32 = 2;
/// A page's burst, in seconds of its rate.
const PAGE_BURST: u32 = 10;
/// Account numbers that one address may try within an hour, at all pages together: an office that
/// fills in forms for its tenants stays below it.
pub const ACCOUNTS_PER_HOUR: u32 = 240;

/// The counters.
pub struct Limits {
    /// None when `rate_limit` is off.
    limiters: Option<Limiters>,
    strangers: Strangers,
}

struct Limiters {
    keys: Limiter,
    pages: Limiter,
    accounts: Limiter,
}

impl Limits {
    /// As the settings say.
    pub fn new(config: &Config) -> Self {
        let limiters = match config.rate_limit {
            Rate::Off => None,
            Rate::PerSecond(rate) => {
                let rate = NonZeroU32::new(rate).unwrap_or(NonZeroU32::MIN);
                let keys = limiter(rate, KEY_BURST);
                let pages = limiter(config.limits.page_rate, PAGE_BURST);
                let hourly = NonZeroU32::new(ACCOUNTS_PER_HOUR).unwrap_or(NonZeroU32::MIN);
                let accounts = RateLimiter::dashmap(Quota::per_hour(hourly));
                Some(Limiters { keys, pages, accounts })
            }
        };
        Self { limiters, strangers: Strangers::default() }
    }

    /// Counts a request of a key, known by its hash. An address from which too many keys came
    /// that do not work may use those alone that were seen to.
    ///
    /// # Errors
    /// 429 when it was one too many.
    pub fn check_key(&self, hash: &str, address: IpAddr, now: Timestamp) -> Result<(), Problem> {
        let Some(limiters) = &self.limiters else { return Ok(()) };
        let key = number(&hash);
        if !self.strangers.is_known(key)
            && let Some(wait) = self.strangers.wait_ms(household(address), now)
        {
            let message = "Too many keys that do not work came from your address. Look at the key, and try again after the seconds in `Retry-After`.";
            return Err(too_many(message, wait / SECOND_MS));
        }
        check(&limiters.keys, &key)
    }

    /// True when the key was seen to work. Others are looked up before they may wait for the
    /// database's writer.
    pub fn is_known(&self, hash: &str) -> bool {
        self.strangers.is_known(number(&hash))
    }

    /// Notes that a key works.
    pub fn key_works(&self, hash: &str) {
        self.strangers.works(number(&hash));
    }

    /// Notes that a key from this address does not work.
    pub fn key_failed(&self, address: IpAddr, now: Timestamp) {
        if self.limiters.is_some() {
            self.strangers.failed(household(address), now);
        }
    }

    /// Counts a request of a payer for the page of a session.
    ///
    /// # Errors
    /// 429 when it was one too many for the session or for the address.
    pub fn check_page(&self, session: SessionId, address: IpAddr) -> Result<(), Problem> {
        // The address first: one that asks too much uses up nobody else's share of the session.
        self.check_address(address)?;
        match &self.limiters {
            None => Ok(()),
            Some(limiters) => check(&limiters.pages, &number(&session)),
        }
    }

    /// Counts a request for a page that belongs to no session.
    ///
    /// # Errors
    /// 429 when it was one too many for the address.
    pub fn check_address(&self, address: IpAddr) -> Result<(), Problem> {
        match &self.limiters {
            None => Ok(()),
            Some(limiters) => check(&limiters.pages, &number(&household(address))),
        }
    }

    /// Counts an account number that a payer tries at any page.
    ///
    /// # Errors
    /// 429 when it was one too many for the address.
    pub fn check_account(&self, address: IpAddr) -> Result<(), Problem> {
        match &self.limiters {
            None => Ok(()),
            Some(limiters) => check(&limiters.accounts, &number(&household(address))),
        }
    }

    /// Forgets those who have not asked for a while.
    pub fn sweep(&self, now: Timestamp) {
        self.strangers.sweep(now);
        if let Some(limiters) = &self.limiters {
            limiters.keys.retain_recent();
            limiters.pages.retain_recent();
            limiters.accounts.retain_recent();
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
    let message = "Too many requests. Slow down, and try again after the seconds in `Retry-After`.";
    Err(too_many(message, i64::try_from(wait.as_secs()).unwrap_or(i64::MAX)))
}

/// 429, to be tried again when so many whole seconds are over.
fn too_many(message: &str, seconds: i64) -> Problem {
    let seconds = u16::try_from(seconds).unwrap_or(u16::MAX).saturating_add(1);
    let problem = Problem::new(
        StatusCode::TOO_MANY_REQUESTS,
        ProblemType::RateLimitError,
        "rate_limited",
        message,
    );
    Problem { retry_after: Some(seconds), ..problem }
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

    const NOW: Timestamp = Timestamp::from_ms(1_000_000);

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_burst_is_let_through_and_no_more() {
        let limits = limits("5");
        let ask = |key: &str| limits.check_key(key, address("192.0.2.1"), NOW);
        let passed = (0..50).filter(|_| ask("key").is_ok()).count();
        assert!((10..=12).contains(&passed), "{passed}");
        assert!(ask("another").is_ok());
        let problem = ask("key").unwrap_err();
        assert_eq!((problem.status.as_u16(), problem.retry_after), (429, Some(1)));
    }

    #[test]
    fn who_makes_keys_up_is_held_back() {
        let limits = limits("1000");
        limits.key_works("known");
        let (here, elsewhere) = (address("2001:db8::1"), address("2001:db8:1::1"));
        let made_up = |number: u32| {
            let asked = limits.check_key(&number.to_string(), here, NOW);
            limits.key_failed(here, NOW);
            asked
        };
        assert!((0..100).all(|number| made_up(number).is_ok()));
        let problem = made_up(100).unwrap_err();
        assert_eq!((problem.status.as_u16(), problem.retry_after), (429, Some(61)));
        assert!(limits.check_key("unknown", elsewhere, NOW).is_ok());
        assert!(limits.check_key("known", here, NOW).is_ok());
        limits.sweep(NOW.plus_ms(60_000));
        assert!(limits.check_key("unknown", here, NOW.plus_ms(60_000)).is_ok());
    }

    #[test]
    fn an_address_may_try_so_many_account_numbers_and_no_more() {
        let limits = limits("1000");
        let try_from = |text: &str| limits.check_account(address(text));
        let taken = (0..1_000).filter(|_| try_from("2001:db8::1").is_ok()).count();
        let most = usize::try_from(ACCOUNTS_PER_HOUR).unwrap();
        assert!((most..=most + 2).contains(&taken), "{taken}");
        let problem = try_from("2001:db8::2").unwrap_err();
        assert_eq!(problem.status.as_u16(), 429);
        assert!(problem.retry_after.is_some_and(|seconds| seconds <= 16));
        assert!(try_from("192.0.2.1").is_ok());
    }

    #[test]
    fn households_are_told_apart() {
        let of = |text: &str| household(address(text));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
        assert_ne!(of("::ffff:192.0.2.1"), of("::ffff:192.0.2.2"));
        assert_eq!(of("2001:db8::1"), of("2001:db8::2:1"));
        assert_ne!(of("2001:db8::1"), of("2001:db8:0:1::1"));
    }

    #[test]
    fn off_is_off() {
        let limits = limits("off");
        let here = address("192.0.2.1");
        (0..1_000).for_each(|_| limits.key_failed(here, NOW));
        assert!((0..10_000).all(|_| limits.check_key("key", here, NOW).is_ok()));
    }
}
