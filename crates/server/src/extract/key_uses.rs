//! Noting that keys are used: at most once a minute, and after the answer has left.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use domain::ids::KeyId;
use domain::time::Timestamp;
use store::keys;

use crate::app::App;

/// A key that was noted is not noted again for so long, whatever the database still says.
const PAUSE_MS: i64 = 60_000;

/// Which keys were noted lately by this process.
#[derive(Debug, Default)]
pub struct KeyUses(Mutex<HashMap<KeyId, Timestamp>>);

impl KeyUses {
    /// Notes a use, if there is one to note. Nobody waits for it.
    pub fn note(&self, app: &App, key: Option<KeyId>) {
        let Some(key) = key else { return };
        let now = app.source.now();
        {
            let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if noted.get(&key).is_some_and(|at| now.ms() - at.ms() < PAUSE_MS) {
                return;
            }
            noted.retain(|_, at| now.ms() - at.ms() < PAUSE_MS);
            noted.insert(key, now);
        }
        let db = app.db.clone();
        tokio::spawn(async move {
            if let Err(error) = db.write(move |tx| keys::used(tx, key, now)).await {
                tracing::debug!(%key, %error, "a key's use was not noted");
            }
        });
    }
}
