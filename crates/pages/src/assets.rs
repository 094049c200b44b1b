//! The embedded files, served under names that carry their hash and therefore never change.

use std::collections::HashMap;
use std::sync::LazyLock;

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "assets/web/"]
struct Files;

/// A file to serve. Its address changes with its content, so answers may be kept for ever:
/// `Cache-Control: public, max-age=31536000, immutable`.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    /// The content.
    pub bytes: &'static [u8],
    /// The value of `Content-Type`.
    pub mime: &'static str,
    /// The start of the SHA-256 of the content, in hexadecimal.
    pub hash: &'static str,
}

struct Table {
    by_path: HashMap<String, Asset>,
    path_of: HashMap<String, String>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { by_path: HashMap::new(), path_of: HashMap::new() };
    for name in Files::iter() {
        let Some(file) = Files::get(&name) else { continue };
        let hash: String =
            file.metadata.sha256_hash().iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        let (stem, extension) = name.rsplit_once('.').unwrap_or((&name, ""));
        let path = format!("{stem}-{hash}.{extension}");
        // The table lives as long as the process, so its strings may as well.
        let asset = Asset {
            bytes: Vec::leak(file.data.into_owned()),
            mime: mime(extension),
            hash: String::leak(hash),
        };
        table.by_path.insert(path.clone(), asset);
        table.path_of.insert(name.into_owned(), path);
    }
    table
});

fn mime(extension: &str) -> &'static str {
    match extension {
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// The file under a hashed name, the part of the path after `/assets/`.
pub fn find(path: &str) -> Option<Asset> {
    TABLE.by_path.get(path.strip_prefix("/assets/").unwrap_or(path)).copied()
}

/// The path of a file by its plain name: `app.css` gives `/assets/app-0123456789ab.css`.
/// A name that does not exist gives a path that does not either; tests follow every one.
pub fn asset_url(name: &str) -> String {
    let path = TABLE.path_of.get(name).map_or(name, String::as_str);
    format!("/assets/{path}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_found_under_its_hashed_name_alone() {
        let url = asset_url("app.css");
        let found = find(&url).map(|asset| (url.contains(asset.hash), asset.mime));
        assert_eq!(found, Some((true, "text/css; charset=utf-8")));
        assert!(find("app.css").is_none());
        assert!(find("../Cargo.toml").is_none());
        assert!(find(&asset_url("icon.svg")).is_some());
    }
}
