//! Beginning a card payment. The card itself is only ever typed at the processor's page.

use domain::method::MethodType;
use store::cases::Locked;
use store::{DbError, Tx};

use super::{Begun, Manner, NotBegun, redirect};
use crate::app::App;

/// Begins an attempt by card at a locked session. A job then asks the processor for its page.
///
/// # Errors
/// The inner error says why nothing began; nothing was written then.
pub fn begin(
    tx: &mut Tx<'_>,
    app: &App,
    locked: Locked,
    manner: Manner,
) -> Result<Result<Begun, NotBegun>, DbError> {
    redirect::begin(tx, app, locked, manner, MethodType::Card, |_, _| Ok(None))
}
