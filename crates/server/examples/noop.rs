//! What the benchmark measures the server against: the same listener, layers and extractors, and
//! routes that do nothing. It takes the folder for its files and prints `ready URL`.

use std::error::Error;
use std::io::Write as _;
use std::sync::Arc;

use server::app::App;
use server::config::{Config, Sources};
use server::{logging, router};
use store::SystemSource;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: noop FOLDER")?;
    let flags = [("data_dir", folder.as_str()), ("listen", "127.0.0.1:0"), ("rate_limit", "off")];
    let flags = flags.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let config = Config::load(Sources::of_process(flags.to_vec(), None)?)?;
    logging::start(&config.log);
    tokio::runtime::Runtime::new()?.block_on(serve(config))
}

/// Serves until the process is ended from outside.
async fn serve(config: Config) -> Result<(), Box<dyn Error>> {
    let running = App::start_with(config, Arc::new(SystemSource), router::noop).await?;
    let mut out = std::io::stdout();
    writeln!(out, "ready http://{}", running.address)?;
    out.flush()?;
    std::future::pending().await
}
