//! Where a request came from, seen through the proxies that the operator trusts.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::str::FromStr;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap};

use crate::app::App;

/// The address of the client: the last one that no trusted proxy stands for, and IPv4 as such.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

/// The header in which proxies write for whom they stand, the nearest last.
const FORWARDED_FOR: &str = "x-forwarded-for";

/// A range of addresses, such as `10.0.0.0/8`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: u128,
    mask: u128,
}

/// A text that is no range of addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an address or range of addresses such as 10.0.0.0/8")]
pub struct NotANetwork;

impl Network {
    /// True when the address lies in the range.
    pub fn contains(&self, address: IpAddr) -> bool {
        number(address) & self.mask == self.address
    }
}

/// IPv4 addresses as their IPv6 forms, so that there is one kind of number.
fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().to_bits(),
        IpAddr::V6(address) => address.to_bits(),
    }
}

impl FromStr for Network {
    type Err = NotANetwork;

    fn from_str(text: &str) -> Result<Self, NotANetwork> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits)),
            None => (text, None),
        };
        let address: IpAddr = address.trim().parse().map_err(|_| NotANetwork)?;
        let width: u32 = if address.is_ipv4() { 32 } else { 128 };
        let bits = match bits {
            Some(bits) => bits.trim().parse().ok().filter(|bits| *bits <= width),
            None => Some(width),
        };
        let host_bits = width - bits.ok_or(NotANetwork)?;
        let mask = u128::MAX.checked_shl(host_bits).unwrap_or(0);
        Ok(Self { address: number(address) & mask, mask })
    }
}

/// Finds the client's address. Only a trusted peer's `X-Forwarded-For` is believed, and read
/// from its end: what stands further to the left may have been written by anybody, and is not
/// looked at, whatever it is.
fn client_address(extensions: &Extensions, headers: &HeaderMap, trusted: &[Network]) -> IpAddr {
    let peer = extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip());
    let is_trusted = |address| trusted.iter().any(|network| network.contains(address));
    // A listener on `[::]` sees IPv4 as IPv6 that was mapped; evidence and rates know one form.
    let mut client = peer.to_canonical();
    let lines = headers.get_all(FORWARDED_FOR).iter().rev();
    let mut hops = lines.flat_map(|line| line.as_bytes().rsplit(|byte| *byte == b','));
    while is_trusted(client) {
        let Some(address) = hops.next().and_then(hop) else { break };
        client = address;
    }
    client
}

/// The address in one place of `X-Forwarded-For`. Some proxies write the port too: `ip:port`,
/// `[ip]:port`.
fn hop(text: &[u8]) -> Option<IpAddr> {
    let text = std::str::from_utf8(text).ok()?.trim();
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    let address = bare.parse().or_else(|_| text.parse().map(|it: SocketAddr| it.ip())).ok()?;
    Some(IpAddr::to_canonical(&address))
}

impl ClientAddress {
    /// The address of who sent a request.
    pub(super) fn of(parts: &Parts, app: &App) -> Self {
        Self(client_address(&parts.extensions, &parts.headers, &app.config.trusted_proxies))
    }
}

impl FromRequestParts<App> for ClientAddress {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(Self::of(parts, app))
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn seen_in(peer: &str, lines: &[&[u8]]) -> String {
        let mut extensions = Extensions::new();
        extensions.insert(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 1)));
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(FORWARDED_FOR, HeaderValue::from_bytes(line).unwrap());
        }
        let trusted = ["10.0.0.0/8".parse().unwrap(), "::1".parse().unwrap()];
        client_address(&extensions, &headers, &trusted).to_string()
    }

    fn seen(peer: &str, forwarded: &str) -> String {
        seen_in(peer, &[forwarded.as_bytes()])
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        assert_eq!(seen("192.0.2.1", "198.51.100.7"), "192.0.2.1");
        assert_eq!(seen("10.1.2.3", "198.51.100.7"), "198.51.100.7");
        assert_eq!(seen("10.1.2.3", "203.0.113.9, 198.51.100.7, 10.9.9.9"), "198.51.100.7");
        assert_eq!(seen("::1", "nonsense"), "::1");
        assert_eq!(seen_in("10.1.2.3", &[]), "10.1.2.3");
        assert_eq!(seen_in("10.1.2.3", &[b"203.0.113.9", b"198.51.100.7"]), "198.51.100.7");
    }

    #[test]
    fn nobody_hides_behind_what_they_write_before_a_proxy() {
        for written in [&b"\xff"[..], "å".as_bytes(), b"nonsense", b"", b",,", b"10.0.0.1"] {
            let line = [written, b", 198.51.100.7"].concat();
            assert_eq!(seen_in("10.1.2.3", &[&line]), "198.51.100.7", "{written:?}");
            assert_eq!(seen_in("10.1.2.3", &[written, b"198.51.100.7"]), "198.51.100.7");
        }
    }

    #[test]
    fn ports_are_left_out() {
        assert_eq!(seen("10.1.2.3", "198.51.100.7:4711"), "198.51.100.7");
        assert_eq!(seen("10.1.2.3", "203.0.113.9, 198.51.100.7:4711, 10.9.9.9:1"), "198.51.100.7");
        assert_eq!(seen("10.1.2.3", "[2001:db8::7]:4711"), "2001:db8::7");
        assert_eq!(seen("10.1.2.3", "[2001:db8::7]"), "2001:db8::7");
        assert_eq!(seen("10.1.2.3", "2001:db8::7"), "2001:db8::7");
    }

    #[test]
    fn ipv4_is_ipv4_however_it_came() {
        assert_eq!(seen("::ffff:192.0.2.1", ""), "192.0.2.1");
        assert_eq!(seen("::ffff:10.1.2.3", "::ffff:198.51.100.7"), "198.51.100.7");
    }

    #[test]
    fn ranges_are_read_strictly() {
        assert!("10.0.0.0/33".parse::<Network>().is_err());
        assert!("host".parse::<Network>().is_err());
        let all: Network = "0.0.0.0/0".parse().unwrap();
        assert!(all.contains("192.0.2.1".parse().unwrap()));
        assert!(!all.contains("2001:db8::1".parse().unwrap()));
    }
}
