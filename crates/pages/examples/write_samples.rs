//! Writes every sample and the files it needs into a folder, to be looked at through any web server.

use std::path::PathBuf;
use std::{env, fs, io};

use pages::{assets, brand_css, samples};

fn main() -> io::Result<()> {
    let folder = PathBuf::from(env::args().nth(1).unwrap_or_else(|| "pages-samples".to_owned()));
    fs::create_dir_all(folder.join("assets"))?;
    fs::create_dir_all(folder.join("brand"))?;
    for name in ["app.css", "icon.svg"] {
        let url = assets::asset_url(name);
        if let Some(asset) = assets::find(&url) {
            fs::write(folder.join(url.trim_start_matches('/')), asset.bytes)?;
        }
    }
    let hex = samples::merchant().color.unwrap_or_default();
    let css = brand_css(&hex);
    fs::write(folder.join(format!("brand/{}.css", hex.trim_start_matches('#'))), css)?;
    for sample in samples::all().map_err(io::Error::other)? {
        fs::write(folder.join(sample.file_name()), sample.body)?;
    }
    Ok(())
}
