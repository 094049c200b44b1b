//! Which processor a connection leads to.

use std::sync::Arc;

use domain::debit::Scheme;
use domain::ids::ConnectionId;
use domain::method::MethodType;
use domain::scope::Scope;
use processors::sandbox::bank::SandboxBank;
use processors::sandbox::card::SandboxCard;
use processors::sandbox::identities::{self, Bank};
use processors::sandbox::open_banking::SandboxOpenBanking;
use processors::sandbox::page::Books;
use processors::sandbox::signing::{self, SandboxAutogiro};
use processors::sandbox::transfers::SandboxTransfers;
use processors::{Connection, Processor};
use store::connections::{self, Connection as Row};
use store::{DbError, Tx};

use crate::app::App;

/// The pretend card processor, as connections name it.
pub const SANDBOX_CARD: &str = "sandbox_card";
/// The pretend bank, as connections name it.
pub const SANDBOX_BANK: &str = "sandbox_bank";
/// The pretend bank of Bacs Direct Debit, as connections name it.
pub const SANDBOX_BACS: &str = "sandbox_bacs";
/// The pretend bank of Autogiro, as connections name it.
pub const SANDBOX_AUTOGIRO: &str = "sandbox_autogiro";
/// The pretend banks at which payers approve payments, as connections name them.
pub const SANDBOX_OPEN_BANKING: &str = "sandbox_open_banking";

/// The pretend bank of the merchant's accounts, as connections name it.
pub const SANDBOX_TRANSFERS: &str = "sandbox_transfers";
/// The merchant's own bank, of which people tell: no processor, and the only one for real money.
pub const BY_STATEMENT: &str = "by_statement";
/// What payers know the pretend bank as at which mandates are signed.
pub const SIGNING_BANK: &str = signing::BANK;

/// The kinds of processor that can carry a method, the preferred one first.
pub const fn carriers(method: MethodType) -> &'static [&'static str] {
    match method {
        MethodType::Card => &[SANDBOX_CARD],
        MethodType::SepaDebit => &[SANDBOX_BANK],
        MethodType::BacsDebit => &[SANDBOX_BACS],
        MethodType::Autogiro => &[SANDBOX_AUTOGIRO],
        MethodType::PayByBank => &[SANDBOX_OPEN_BANKING],
        MethodType::BankTransfer => &[SANDBOX_TRANSFERS],
        MethodType::DirectTransfer => &[SANDBOX_TRANSFERS, BY_STATEMENT],
    }
}

/// The banks that a payer by bank can choose from: all that the sandbox has.
pub const fn banks() -> &'static [Bank] {
    identities::BANKS
}

/// The connection by which a method is paid in a scope. The sandbox is never routed for live.
///
/// # Errors
/// Only the database's.
pub fn route(
    tx: &mut Tx<'_>,
    scope: &Scope,
    method: MethodType,
) -> Result<Option<ConnectionId>, DbError> {
    for processor in carriers(method) {
        if let Some(row) = connections::find_by_processor(tx, scope, processor)? {
            let real = row.processor == BY_STATEMENT;
            return Ok((real == scope.livemode).then_some(row.id));
        }
    }
    Ok(None)
}

impl App {
    /// The processor behind a connection, ready to be asked.
    pub fn connect(&self, row: &Row) -> Option<Arc<dyn Processor>> {
        let connection = Connection { id: row.id, scope: row.scope };
        let books = || Books::new(self.db.clone(), connection, self.public_url.clone());
        match row.processor.as_str() {
            SANDBOX_CARD if !row.scope.livemode => Some(Arc::new(SandboxCard::new(books()))),
            SANDBOX_BANK if !row.scope.livemode => {
                Some(Arc::new(SandboxBank::new(self.db.clone(), connection, Scheme::SepaCore)))
            }
            SANDBOX_BACS if !row.scope.livemode => {
                Some(Arc::new(SandboxBank::new(self.db.clone(), connection, Scheme::Bacs)))
            }
            SANDBOX_TRANSFERS if !row.scope.livemode => Some(Arc::new(SandboxTransfers)),
            SANDBOX_AUTOGIRO if !row.scope.livemode => {
                Some(Arc::new(SandboxAutogiro::new(books())))
            }
            SANDBOX_OPEN_BANKING if !row.scope.livemode => {
                Some(Arc::new(SandboxOpenBanking::new(books())))
            }
            _ => None,
        }
    }

    /// The processor behind a connection of the scope.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn processor(
        &self,
        scope: Scope,
        id: ConnectionId,
    ) -> Result<Option<Arc<dyn Processor>>, DbError> {
        let row = self.db.read(move |tx| connections::find(tx, &scope, id)).await?;
        Ok(row.and_then(|row| self.connect(&row)))
    }
}
