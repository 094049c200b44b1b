//! A call of the API: who sent it, and the one `Tx` in which it is carried out.
//!
//! Authentication, the idempotency key, the work and its answer share a `Tx`, so that a key
//! revoked, a claim taken or a state changed in between cannot matter. Faults come in a fixed
//! order: key, rate, content, idempotency key, and then whatever the work finds.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use domain::calendar;
use domain::ids::{KeyId, RequestId};
use domain::scope::Scope;
use domain::text;
use domain::time::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;
use store::accounts::Account;
use store::idempotency::{self, Claim};
use store::keys::{self, Bearer};
use store::{DbError, Tx};

use super::address::ClientAddress;
use super::body::{Input, short_hash};
use super::reply::Reply;
use super::secret::hash_of;
use crate::app::App;
use crate::middleware::RequestInfo;
use crate::problem::{Fault, Problem, ProblemType};
use crate::record::Origin;

/// The header that makes a retry safe.
pub(super) const IDEMPOTENCY_KEY: &str = "idempotency-key";
/// A key's last use is written again after this long.
const USED_AGAIN_MS: i64 = 60_000;

/// A call: what its head says.
#[derive(Clone, Debug)]
pub struct Call {
    /// Its id, also in the header `Request-Id` of the answer.
    pub request: RequestId,
    method: Method,
    path: String,
    address: ClientAddress,
    /// The hash of the bearer's secret, or why there is none.
    bearer: Result<String, NoKey>,
    idempotency_key: Result<Option<String>, Problem>,
    /// It was counted against the key's rate.
    admitted: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NoKey {
    Missing,
    IllFormed,
}

impl From<NoKey> for Problem {
    fn from(why: NoKey) -> Self {
        match why {
            NoKey::Missing => Self::unauthenticated(
                "key_missing",
                "Send a secret key: `Authorization: Bearer sk_test_…`.",
            ),
            NoKey::IllFormed => unknown_key(),
        }
    }
}

fn unknown_key() -> Problem {
    Problem::unauthenticated("key_unknown", "There is no such API key, or it no longer works.")
}

/// Who sent a request.
#[derive(Clone, Debug)]
pub struct Merchant {
    /// The account and mode that everything happens in.
    pub scope: Scope,
    /// The key used.
    pub key: KeyId,
    /// The account.
    pub account: Account,
    /// Business time.
    pub now: Timestamp,
    /// The request.
    pub request: RequestId,
    /// Its idempotency key.
    pub idempotency_key: Option<String>,
}

impl Merchant {
    /// Who made things happen, for events.
    pub fn origin(&self) -> Origin {
        Origin {
            request: Some(self.request),
            idempotency_key: self.idempotency_key.clone(),
            at: Some(self.now),
        }
    }

    /// The date of business time where the merchant is.
    ///
    /// # Errors
    /// 500 for a time that no calendar has.
    pub fn today(&self) -> Result<Date, Problem> {
        let zone = calendar::time_zone(&self.account.settings.time_zone).unwrap_or(TimeZone::UTC);
        calendar::local_date(self.now, &zone).map_err(Problem::internal_because)
    }

    /// Refuses live keys where only a sandbox makes sense.
    ///
    /// # Errors
    /// 403 with a live key.
    pub fn test_mode_only(&self) -> Result<(), Problem> {
        if self.scope.livemode {
            let message = "This exists in test mode only. Use a key that begins with `sk_test_`.";
            return Err(Problem::forbidden("test_mode_only", message));
        }
        Ok(())
    }
}

impl FromRequestParts<App> for Call {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let info = parts.extensions.get::<RequestInfo>();
        Ok(Self {
            request: info.map_or_else(|| app.fresh_id(), |info| info.id),
            method: parts.method.clone(),
            path: parts.uri.path().to_owned(),
            address: ClientAddress::of(parts, app),
            bearer: bearer(&parts.headers),
            idempotency_key: idempotency_key(&parts.headers),
            admitted: false,
        })
    }
}

fn bearer(headers: &HeaderMap) -> Result<String, NoKey> {
    let value = headers.get(header::AUTHORIZATION).ok_or(NoKey::Missing)?;
    let text = value.to_str().map_err(|_| NoKey::IllFormed)?;
    let (scheme, secret) = text.split_once(' ').ok_or(NoKey::IllFormed)?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(NoKey::IllFormed);
    }
    hash_of(secret.trim()).ok_or(NoKey::IllFormed)
}

fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(value) = headers.get(IDEMPOTENCY_KEY) else { return Ok(None) };
    let key = value.to_str().ok().filter(|key| text::check_idempotency_key(key).is_ok());
    match key {
        Some(key) => Ok(Some(key.to_owned())),
        None => Err(Problem::invalid(
            "idempotency_key_invalid",
            "`Idempotency-Key` must have 1 to 255 printable ASCII characters.",
            Some("Idempotency-Key"),
        )),
    }
}

impl Call {
    /// Answers a question in one reading `Tx`.
    ///
    /// # Errors
    /// 401, 403, 429, the input's own problem, or the work's.
    pub async fn read<I, V, F>(
        self,
        app: &App,
        input: Result<I, Problem>,
        work: F,
    ) -> Result<Reply, Problem>
    where
        I: Send + 'static,
        V: Serialize,
        F: Fn(&mut Tx<'_>, &Merchant, &I) -> Result<V, Problem> + Send + 'static,
    {
        self.read_as(app, input, move |tx, merchant, input| Reply::of(&work(tx, merchant, input)?))
            .await
    }

    /// The same, when the work writes its answer out itself.
    ///
    /// # Errors
    /// As [`Call::read`].
    pub async fn read_as<I, F>(
        mut self,
        app: &App,
        input: Result<I, Problem>,
        work: F,
    ) -> Result<Reply, Problem>
    where
        I: Send + 'static,
        F: Fn(&mut Tx<'_>, &Merchant, &I) -> Result<Reply, Problem> + Send + 'static,
    {
        let (hash, address) = (self.admit(app)?, self.address);
        let key = hash.clone();
        let done = app.db.read(move |tx| {
            let (merchant, used) = self.authenticate(tx, &hash)?;
            let input = input.as_ref().map_err(Clone::clone)?;
            Ok::<_, Problem>((work(tx, &merchant, input)?, used))
        });
        let (reply, used) = noted(app, &key, address, done.await)?;
        app.key_uses.note(app, used);
        Ok(reply)
    }

    /// Carries out a change in one writing `Tx`, answered after COMMIT. With an idempotency key
    /// it is carried out once; later calls of the same content get the same answer.
    ///
    /// # Errors
    /// 401, 403, 429, the input's own problem, 409 for a key used otherwise, or the work's.
    /// Nothing is written then.
    pub async fn write<I, V, F>(
        mut self,
        app: &App,
        input: impl Into<Input<I>>,
        work: F,
    ) -> Result<Reply, Problem>
    where
        I: Send + 'static,
        V: Serialize,
        F: Fn(&mut Tx<'_>, &Merchant, &I) -> Result<V, Problem> + Send + 'static,
    {
        let hash = self.admit(app)?;
        if !app.limits.is_known(&hash) {
            // Only readers meet keys that are made up: the writer is one for all.
            self.merchant(app).await?;
        }
        let input = input.into();
        let (reply, used) = app
            .db
            .write(move |tx| {
                let (merchant, used) = self.authenticate(tx, &hash)?;
                let asked = input.value.as_ref().map_err(Clone::clone)?;
                let key = self.idempotency_key.as_ref().map_err(Clone::clone)?.as_deref();
                if let Some(key) = key
                    && let Some(reply) = self.claim(tx, &merchant.scope, key, &input.content)?
                {
                    return Ok::<_, Problem>((reply, used));
                }
                let view = work(tx, &merchant, asked)?;
                let reply = Reply::of(&view)?;
                if let Some(key) = key {
                    let (status, body) = (reply.status.as_u16(), &reply.body);
                    idempotency::complete(tx, &merchant.scope, key, status, body)?;
                }
                Ok((reply, used))
            })
            .await?;
        app.key_uses.note(app, used);
        Ok(reply)
    }

    /// Finds out who calls, for handlers that ask the outside world before their `write`.
    ///
    /// # Errors
    /// 401, 403, 429.
    pub async fn merchant(&mut self, app: &App) -> Result<Merchant, Problem> {
        let hash = self.admit(app)?;
        let (call, key) = (self.clone(), hash.clone());
        let done = app.db.read(move |tx| call.authenticate(tx, &hash)).await;
        let (merchant, _) = noted(app, &key, self.address, done)?;
        Ok(merchant)
    }

    /// The answer that this call's idempotency key had before, for handlers that ask the outside
    /// world before their `write`.
    ///
    /// # Errors
    /// 400 for a key that is none, 409 for one used for another request.
    pub async fn replay<I>(
        &self,
        app: &App,
        merchant: &Merchant,
        input: &Input<I>,
    ) -> Result<Option<Reply>, Problem> {
        let Some(key) = self.idempotency_key.clone()? else { return Ok(None) };
        let (call, scope, content) = (self.clone(), merchant.scope, input.content.clone());
        app.db.read(move |tx| call.used(idempotency::find(tx, &scope, &key)?, &content)).await
    }

    /// The hash of the key, counted against its rate once per call.
    fn admit(&mut self, app: &App) -> Result<String, Problem> {
        let hash = self.bearer.clone()?;
        if !self.admitted {
            app.limits.check_key(&hash, self.address.0, app.source.now())?;
            self.admitted = true;
        }
        Ok(hash)
    }

    /// Who calls, and the key, if its use is to be noted.
    fn authenticate(
        &self,
        tx: &mut Tx<'_>,
        hash: &str,
    ) -> Result<(Merchant, Option<KeyId>), Problem> {
        let real = tx.now_real();
        let Some(bearer) = keys::authenticate(tx, hash)? else { return Err(unknown_key()) };
        check_key(&bearer, real)?;
        let stale = bearer.last_used_at.is_none_or(|at| real.ms() - at.ms() > USED_AGAIN_MS);
        let merchant = Merchant {
            scope: bearer.scope,
            key: bearer.key,
            account: bearer.account,
            now: bearer.clock.at(real),
            request: self.request,
            idempotency_key: self.idempotency_key.as_ref().ok().cloned().flatten(),
        };
        Ok((merchant, stale.then_some(bearer.key)))
    }

    /// Takes the idempotency key, or gives the answer that it had.
    fn claim(
        &self,
        tx: &mut Tx<'_>,
        scope: &Scope,
        key: &str,
        content: &str,
    ) -> Result<Option<Reply>, Problem> {
        let claim = idempotency::claim(tx, scope, key, &self.fingerprint(content))?;
        self.used(claim, content)
    }

    fn fingerprint(&self, content: &str) -> String {
        format!("method={} path={}{content}", self.method, short_hash(self.path.as_bytes()))
    }

    /// The answer that a claim gives, if its key was used before.
    fn used(&self, claim: Claim, content: &str) -> Result<Option<Reply>, Problem> {
        let fingerprint = self.fingerprint(content);
        match claim {
            Claim::Fresh => Ok(None),
            Claim::Used { fingerprint: first, status, body } if first == fingerprint => {
                let status = StatusCode::from_u16(status)
                    .map_err(|_| DbError::Corrupt("idempotency.status"))?;
                Ok(Some(Reply::again(status, body)))
            }
            Claim::Used { fingerprint: first, .. } => Err(reused(&first, &fingerprint)),
        }
    }
}

/// Notes whether the key works, which only the database tells, and hands the result on.
fn noted<T>(
    app: &App,
    hash: &str,
    ClientAddress(address): ClientAddress,
    done: Result<T, Problem>,
) -> Result<T, Problem> {
    match &done {
        Ok(_) => app.limits.key_works(hash),
        Err(problem) if problem.status == StatusCode::UNAUTHORIZED => {
            app.limits.key_failed(address, app.source.now());
        }
        Err(_) => {}
    }
    done
}

fn check_key(bearer: &Bearer, real: Timestamp) -> Result<(), Problem> {
    if bearer.revoked_at.is_some() {
        return Err(Problem::unauthenticated("key_revoked", "This API key was revoked."));
    }
    if bearer.expires_at.is_some_and(|at| at <= real) {
        return Err(Problem::unauthenticated("key_expired", "This API key has expired."));
    }
    Ok(())
}

/// 409 that names the fields in which two requests of one idempotency key differ.
fn reused(first: &str, second: &str) -> Problem {
    let (first, second): (Vec<&str>, Vec<&str>) =
        (first.split(' ').collect(), second.split(' ').collect());
    let only_there = first.iter().filter(|field| !second.contains(field));
    let only_here = second.iter().filter(|field| !first.contains(field));
    let mut names: Vec<&str> =
        only_there.chain(only_here).map(|field| field.split('=').next().unwrap_or(field)).collect();
    names.sort_unstable();
    names.dedup();
    let fault = |name: &&str| {
        let message = format!("`{name}` differs from the first request's.");
        Fault::of(*name, "idempotency_key_reused", message)
    };
    let message = format!(
        "This Idempotency-Key was used for another request. What differs: {}.",
        names.join(", ")
    );
    let problem = Problem::new(
        StatusCode::CONFLICT,
        ProblemType::IdempotencyError,
        "idempotency_key_reused",
        message,
    );
    Problem { errors: names.iter().map(fault).collect(), ..problem }
        .with_param(names.first().copied())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn a_reused_key_names_what_differs() {
        let problem = reused(
            "method=POST path=1 amount=2 currency=3",
            "method=POST path=1 amount=9 customer=4 currency=3",
        );
        let params: Vec<_> = problem.errors.iter().filter_map(|it| it.param.as_deref()).collect();
        assert_eq!(params, ["amount", "customer"]);
        assert_eq!(problem.status, StatusCode::CONFLICT);
    }

    #[test]
    fn only_bearers_of_secret_keys_are_let_in() {
        let with = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::AUTHORIZATION, value.parse().unwrap());
            bearer(&headers)
        };
        let secret = format!("sk_test_{}", "a".repeat(32));
        assert!(with(&format!("Bearer {secret}")).is_ok());
        assert!(with(&format!("bearer  {secret}")).is_ok());
        for refused in ["Bearer", "Basic abc", "Bearer pk_test_x", &secret] {
            assert_eq!(with(refused), Err(NoKey::IllFormed), "{refused}");
        }
        assert_eq!(bearer(&HeaderMap::new()), Err(NoKey::Missing));
    }

    #[test]
    fn idempotency_keys_are_short_and_printable() {
        let with = |value: &[u8]| {
            let mut headers = HeaderMap::new();
            headers.insert(IDEMPOTENCY_KEY, HeaderValue::from_bytes(value).unwrap());
            idempotency_key(&headers)
        };
        assert_eq!(with(b"order-1"), Ok(Some("order-1".to_owned())));
        for refused in [&b""[..], &[b'a'; 300], "nyckel-å".as_bytes()] {
            assert_eq!(with(refused).unwrap_err().param.as_deref(), Some("Idempotency-Key"));
        }
    }
}
