//! Making accounts and keys: at the very first start, and from the command line.

use std::collections::BTreeMap;

use domain::ids::{AccountId, ConnectionId, KeyId};
use domain::money::Currency;
use domain::payee::{BankAccount, Terms};
use domain::scope::Scope;
use domain::source::Source;
use domain::time::Timestamp;
use processors::sandbox::transfers::open_account;
use std::sync::Arc;
use store::accounts::{self, Account, Settings};
use store::connections::{self, Connection};
use store::keys::{self, Key};
use store::{DbError, Tx, bank_accounts};

use crate::app::App;
use crate::extract::{Secret, hex};
use crate::routing::{
    BY_STATEMENT, SANDBOX_AUTOGIRO, SANDBOX_BACS, SANDBOX_BANK, SANDBOX_CARD, SANDBOX_OPEN_BANKING,
    SANDBOX_TRANSFERS,
};
use crate::vault::Vault;

/// The processors that every account has in test mode.
const SANDBOXES: [&str; 6] = [
    SANDBOX_CARD,
    SANDBOX_BANK,
    SANDBOX_BACS,
    SANDBOX_AUTOGIRO,
    SANDBOX_OPEN_BANKING,
    SANDBOX_TRANSFERS,
];
/// What the first account is called until somebody says otherwise.
const FIRST_NAME: &str = "My business";
/// Random bytes of the secret that signs a processor's notices.
const NOTICE_SECRET_LEN: usize = 32;

/// Makes an account and a test key, if there is no account yet.
///
/// # Errors
/// Only the database's.
pub async fn first_start(app: &App) -> Result<Option<Secret>, DbError> {
    let app_in = app.clone();
    app.db
        .write(move |tx| {
            if !accounts::list(tx)?.is_empty() {
                return Ok(None);
            }
            let settings = Settings::default();
            let account = create_account(tx, &app_in.vault, FIRST_NAME, settings)?;
            let scope = Scope::new(account.id, false);
            create_key(tx, &NewKey { name: Some("First key"), ..NewKey::of(scope) }).map(Some)
        })
        .await
}

/// Makes an account, with its clocks and the sandbox's connections.
///
/// # Errors
/// Only the database's.
pub fn create_account(
    tx: &mut Tx<'_>,
    vault: &Vault,
    name: &str,
    settings: Settings,
) -> Result<Account, DbError> {
    let business_name = match settings.business_name.as_str() {
        "" => name.to_owned(),
        known => known.to_owned(),
    };
    let account = Account {
        id: tx.id::<AccountId>(),
        created_at: tx.now_real(),
        name: name.to_owned(),
        settings: Arc::new(Settings { business_name, ..settings }),
    };
    accounts::insert(tx, &account)?;
    let (test, live) = (Scope::new(account.id, false), Scope::new(account.id, true));
    for processor in SANDBOXES {
        connect(tx, vault, test, processor)?;
    }
    connect(tx, vault, live, BY_STATEMENT)?;
    open_sandbox_accounts(tx, test, &account)?;
    Ok(account)
}

fn connect(tx: &mut Tx<'_>, vault: &Vault, scope: Scope, processor: &str) -> Result<(), DbError> {
    let (id, source): (ConnectionId, _) = (tx.id(), tx.source());
    let secret = notice_secret(source.as_ref());
    let connection = Connection {
        id,
        scope,
        processor: processor.to_owned(),
        settings: "{}".to_owned(),
        secret: vault.seal(&secret, &id.to_string(), source.as_ref()),
        created_at: tx.now_real(),
    };
    connections::insert(tx, &connection)
}

/// An account at the pretend bank in each of its currencies, so that transfers work at once.
fn open_sandbox_accounts(tx: &mut Tx<'_>, scope: Scope, account: &Account) -> Result<(), DbError> {
    for &currency in Currency::ALL {
        let source = tx.source();
        let Some(numbers) = open_account(currency, source.as_ref()) else { continue };
        let now = account.created_at;
        let own = BankAccount {
            id: tx.id(),
            scope,
            created_at: now,
            numbers,
            terms: Terms::default(),
            pending: None,
            active_at: now,
            default_from: Some(now),
            metadata: BTreeMap::new(),
            deleted_at: None,
        };
        bank_accounts::insert(tx, &own)?;
    }
    Ok(())
}

fn notice_secret(source: &dyn Source) -> String {
    let mut random = [0; NOTICE_SECRET_LEN];
    source.fill(&mut random);
    hex(&random)
}

/// A key to be made.
#[derive(Clone, Copy, Debug)]
pub struct NewKey<'a> {
    /// What it opens.
    pub scope: Scope,
    /// What the operator calls it.
    pub name: Option<&'a str>,
    /// What it is for.
    pub note: Option<&'a str>,
    /// When it stops working by itself.
    pub expires_at: Option<Timestamp>,
}

impl NewKey<'_> {
    /// A nameless key that does not expire.
    pub const fn of(scope: Scope) -> Self {
        Self { scope, name: None, note: None, expires_at: None }
    }
}

/// Makes a key. Its secret is not stored, so this is the only time to show it.
///
/// # Errors
/// Only the database's.
pub fn create_key(tx: &mut Tx<'_>, new: &NewKey<'_>) -> Result<Secret, DbError> {
    let secret = Secret::generate(new.scope.livemode, tx.source().as_ref());
    let key = Key {
        id: tx.id::<KeyId>(),
        scope: new.scope,
        prefix: secret.prefix().to_owned(),
        name: new.name.map(str::to_owned),
        note: new.note.map(str::to_owned),
        created_at: tx.now_real(),
        expires_at: new.expires_at,
        revoked_at: None,
        last_used_at: None,
    };
    keys::insert(tx, &key, &secret.hash())?;
    Ok(secret)
}
