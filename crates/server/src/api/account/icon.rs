//! The merchant's picture: how it comes in, and how it is served.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::ids::AccountId;
use sha2::{Digest, Sha256};
use store::accounts::{self, Icon};

use crate::app::App;
use crate::extract::hex;
use crate::extract::rules::Wrong;
use crate::problem::Problem;

/// The largest picture.
const MAX_BYTES: usize = 32 * 1_024;
/// How a PNG begins: its signature and its first chunk.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
/// Bytes of SHA-256 that name a version of the picture.
const HASH_LEN: usize = 8;

/// Reads a `data:` URL. What it says it is must be what its bytes are.
pub(super) fn read_icon(given: &str) -> Result<Icon, Wrong> {
    let wrong = || {
        Wrong::new(
            "icon_invalid",
            "must be a PNG or WebP of at most 32 kB, as data:image/png;base64,…",
        )
    };
    let rest = given.strip_prefix("data:").ok_or_else(wrong)?;
    let (mime, base64) = rest.split_once(";base64,").ok_or_else(wrong)?;
    if base64.len() > MAX_BYTES * 4 / 3 + 4 {
        return Err(wrong());
    }
    let bytes = STANDARD.decode(base64).map_err(|_| wrong())?;
    let is_it = match mime {
        "image/png" => bytes.starts_with(PNG),
        "image/webp" => {
            bytes.starts_with(b"RIFF") && bytes.get(8..12).is_some_and(|name| name == b"WEBP")
        }
        _ => false,
    };
    if !is_it || bytes.len() > MAX_BYTES {
        return Err(wrong());
    }
    let hash = hex(&Sha256::digest(&bytes)[..HASH_LEN]);
    Ok(Icon { mime: mime.to_owned(), base64: base64.to_owned(), hash })
}

/// `GET /icons/{account}/{hash}`: for pages, mails and whoever shows the merchant.
///
/// # Errors
/// 404 when there is no such picture, or no longer.
pub async fn show(
    State(app): State<App>,
    path: Result<Path<(String, String)>, PathRejection>,
) -> Result<Response, Problem> {
    let none = || Problem::not_found("icon", None);
    let Path((account, hash)) = path.map_err(|_| none())?;
    let account: AccountId = account.parse().map_err(|_| none())?;
    let icon = app.db.read(move |tx| accounts::icon(tx, account)).await.map_err(Problem::from)?;
    let icon = icon.filter(|icon| icon.hash == hash).ok_or_else(none)?;
    let bytes = STANDARD.decode(&icon.base64).map_err(Problem::internal_because)?;
    let headers = [
        (header::CONTENT_TYPE, icon.mime),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data(mime: &str, bytes: &[u8]) -> String {
        format!("data:{mime};base64,{}", STANDARD.encode(bytes))
    }

    #[test]
    fn pictures_are_known_by_their_bytes() {
        let webp = b"RIFF\x10\0\0\0WEBPVP8 ";
        assert!(read_icon(&data("image/png", PNG)).is_ok());
        assert!(read_icon(&data("image/webp", webp)).is_ok());
        for refused in [
            data("image/png", webp),
            data("image/svg+xml", b"<svg/>"),
            data("image/png", &[PNG, &[0; MAX_BYTES]].concat()),
            "https://example.com/icon.png".to_owned(),
            "data:image/png;base64,***".to_owned(),
        ] {
            assert!(read_icon(&refused).is_err());
        }
    }
}
