//! Writes the sandbox's tables into every document below a folder that names them.

use std::path::PathBuf;
use std::{env, fs, io};

use processors::sandbox::documents;

fn main() -> io::Result<()> {
    let mut folders = vec![PathBuf::from(env::args().nth(1).unwrap_or_else(|| "docs".to_owned()))];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "md") {
                write(path)?;
            }
        }
    }
    Ok(())
}

fn write(path: PathBuf) -> io::Result<()> {
    let text = fs::read_to_string(&path)?;
    let filled = documents::fill(&text)
        .map_err(|fault| io::Error::other(format!("{}: {fault}", path.display())))?;
    if filled != text {
        println!("{}", path.display());
        fs::write(path, filled)?;
    }
    Ok(())
}
