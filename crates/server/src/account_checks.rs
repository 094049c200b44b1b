//! British account numbers have to be checked before live debits: service users are held to it, and a
//! debit of an account that cannot exist costs them a rejected record and the payer an answer.

use domain::debit::Scheme;
use store::{DbError, accounts, keys};

use crate::app::App;

/// What to do about it.
const REMEDY: &str = "Set `bacs.modulus_table`, or `bacs.checked_by_bureau` if a bureau or the bank \
                      checks each account before debits are sent.";

impl App {
    /// Why live mode takes no debits of a scheme: nobody checks the accounts that payers type.
    /// `None` where somebody does, or the scheme's numbers check themselves.
    pub fn live_objection(&self, scheme: Scheme) -> Option<String> {
        let checked = self.modulus.is_some() || self.config.bacs.checked_by_bureau;
        let lacks = scheme == Scheme::Bacs && !checked;
        lacks.then(|| {
            format!(
                "nobody checks British account numbers here, so live mode refuses them. {REMEDY}"
            )
        })
    }
}

/// Says at the start that live Bacs debits will be refused, where an account has a live key and a
/// service user number.
///
/// # Errors
/// Only the database's.
pub async fn warn_of_unchecked(app: &App) -> Result<(), DbError> {
    let Some(why) = app.live_objection(Scheme::Bacs) else { return Ok(()) };
    let concerned = |tx: &mut store::Tx<'_>| {
        for account in accounts::list(tx)? {
            let collects = account.settings.bacs_service_user_number.is_some();
            if collects && keys::any_live(tx, account.id)? {
                return Ok(true);
            }
        }
        Ok::<_, DbError>(false)
    };
    if app.db.read(concerned).await? {
        tracing::warn!("bacs_debit: {why}");
    }
    Ok(())
}
