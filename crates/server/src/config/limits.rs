//! `[limits]` and `rate_limit`.

use std::num::NonZeroU32;
use std::time::Duration;

use serde::{Deserialize, Deserializer};

/// Limits of requests.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// The largest body.
    pub body_bytes: usize,
    /// The longest time.
    request_seconds: u32,
    /// Page requests a second, per session and per address.
    pub page_rate: NonZeroU32,
    /// Connections to PostgreSQL.
    pub postgres_connections: usize,
}

impl Limits {
    /// The longest time for a request.
    pub fn request_time(&self) -> Duration {
        Duration::from_secs(u64::from(self.request_seconds.max(1)))
    }
}

/// Requests a second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rate {
    /// Nothing is counted.
    Off,
    /// At most so many.
    PerSecond(u32),
}

impl<'de> Deserialize<'de> for Rate {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        match (text.as_str(), text.parse::<NonZeroU32>()) {
            ("off", _) => Ok(Self::Off),
            (_, Ok(rate)) => Ok(Self::PerSecond(rate.get())),
            _ => Err(serde::de::Error::custom("must be a number of requests a second, or \"off\"")),
        }
    }
}
