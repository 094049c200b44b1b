//! Events: what happened.

pub mod list;
pub mod retrieve;
pub mod view;

pub use view::EventView;

use store::{DbError, events};

use crate::app::App;

/// Numbers what was committed and has no number yet, so that a caller sees what it just caused.
/// Where numbering keeps up with COMMIT this is one look.
async fn catch_up(app: &App) -> Result<(), DbError> {
    if app.db.read(events::any_unnumbered).await? {
        app.db.write(events::number_all).await?;
    }
    Ok(())
}
