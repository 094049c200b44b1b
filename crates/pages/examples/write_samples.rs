//! Writes every sample and the files it needs into a folder, to be looked at through any web server.

use std::path::PathBuf;
use std::{env, fs, io};

use pages::samples;

fn main() -> io::Result<()> {
    let folder = PathBuf::from(env::args().nth(1).unwrap_or_else(|| "pages-samples".to_owned()));
    for (name, content) in samples::files().map_err(io::Error::other)? {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, content)?;
    }
    Ok(())
}
