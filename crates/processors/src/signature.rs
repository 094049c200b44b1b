//! Signatures of notices: `t=SECONDS,v1=HEX`, HMAC-SHA256 over `SECONDS.BODY`.
//!
//! The form is Stripe's (<https://docs.stripe.com/webhooks#verify-manually>). Several `v1` are
//! allowed while a secret is being changed.

use domain::time::Timestamp;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// How old a notice may be, either way: older ones may be replays.
pub const TOLERANCE_SECONDS: i64 = 300;

/// Why a notice is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadSignature {
    /// No signature, or not in its form.
    #[error("the signature is missing or not of the form t=…,v1=…")]
    Malformed,
    /// Not made with this secret, or over another body.
    #[error("the signature does not match")]
    Mismatch,
    /// Too old or from the future.
    #[error("the signature's time is not within five minutes of now")]
    Stale,
}

/// Signs `body` as at `now`.
pub fn sign(secret: &str, body: &str, now: Timestamp) -> String {
    let seconds = now.seconds();
    let tag = mac(secret, seconds, body).finalize().into_bytes();
    let hex: String = tag.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("t={seconds},v1={hex}")
}

/// Checks a signature in constant time.
///
/// # Errors
/// When the notice must not be believed.
pub fn verify(secret: &str, header: &str, body: &str, now: Timestamp) -> Result<(), BadSignature> {
    let mut seconds = None;
    let mut tags = Vec::new();
    for part in header.split(',') {
        match part.trim().split_once('=') {
            Some(("t", value)) => seconds = value.parse::<i64>().ok(),
            Some(("v1", value)) => tags.push(unhex(value).ok_or(BadSignature::Malformed)?),
            _ => {}
        }
    }
    let seconds = seconds.ok_or(BadSignature::Malformed)?;
    if tags.is_empty() {
        return Err(BadSignature::Malformed);
    }
    let matches = |tag: &Vec<u8>| mac(secret, seconds, body).verify_slice(tag).is_ok();
    if !tags.iter().any(matches) {
        return Err(BadSignature::Mismatch);
    }
    if now.seconds().saturating_sub(seconds).saturating_abs() > TOLERANCE_SECONDS {
        return Err(BadSignature::Stale);
    }
    Ok(())
}

#[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
fn mac(secret: &str, seconds: i64, body: &str) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any length");
    mac.update(seconds.to_string().as_bytes());
    mac.update(b".");
    mac.update(body.as_bytes());
    mac
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    if digits.len() != 64 {
        return None;
    }
    digits
        .chunks(2)
        .map(|pair| {
            let pair = std::str::from_utf8(pair).ok()?;
            u8::from_str_radix(pair, 16).ok()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_ms(1_795_404_960_000);

    #[test]
    fn what_was_signed_is_believed_and_nothing_else() {
        let header = sign("secret", "{}", NOW);
        assert_eq!(verify("secret", &header, "{}", NOW), Ok(()));
        assert_eq!(verify("secret", &header, "{ }", NOW), Err(BadSignature::Mismatch));
        assert_eq!(verify("other", &header, "{}", NOW), Err(BadSignature::Mismatch));
        assert_eq!(verify("secret", "", "{}", NOW), Err(BadSignature::Malformed));
        assert_eq!(verify("secret", "t=1,v1=zz", "{}", NOW), Err(BadSignature::Malformed));
    }

    #[test]
    fn old_notices_are_replays() {
        let header = sign("secret", "{}", NOW);
        let later = NOW.plus_ms((TOLERANCE_SECONDS + 1) * 1_000);
        assert_eq!(verify("secret", &header, "{}", later), Err(BadSignature::Stale));
    }

    #[test]
    fn one_good_tag_among_several_is_enough() {
        let header = format!("{},v1={}", sign("secret", "{}", NOW), "0".repeat(64));
        assert_eq!(verify("secret", &header, "{}", NOW), Ok(()));
    }
}
