//! Relations of objects: an id, or the whole object where the caller asked to expand it.

use std::borrow::Cow;

use domain::ids::{CustomerId, Id, MandateId, PaymentMethodId, SessionId, TransactionId};
use domain::scope::Scope;
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};
use store::{Tx, customers};
use utoipa::openapi::schema::{OneOfBuilder, Type};
use utoipa::openapi::{ObjectBuilder, Ref, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::api::customers::CustomerView;
use crate::api::mandates::MandateView;
use crate::api::payment_methods::PaymentMethodView;
use crate::api::payment_sessions::PaymentSessionView;
use crate::api::transactions::TransactionView;
use crate::problem::Problem;

/// A relation as it is sent.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Related<I> {
    /// The id.
    Id(I),
    /// The object, written out.
    Whole(Box<RawValue>),
}

impl<I> Related<I> {
    /// The object in place of its id.
    ///
    /// # Errors
    /// 500 when it cannot be written as JSON, which none of ours does.
    pub fn whole<V: Serialize>(view: &V) -> Result<Self, Problem> {
        to_raw_value(view).map(Self::Whole).map_err(Problem::internal_because)
    }
}

/// The customer of an object. One who was deleted is shown as in `snapshot`, as far as there is
/// one.
///
/// # Errors
/// Only the database's.
pub fn customer(
    tx: &mut Tx<'_>,
    scope: &Scope,
    id: CustomerId,
    snapshot: Option<&str>,
) -> Result<Related<CustomerId>, Problem> {
    if let Some(customer) = customers::find(tx, scope, id)? {
        return Related::whole(&CustomerView::of(&customer));
    }
    let kept = snapshot.and_then(|text| RawValue::from_string(text.to_owned()).ok());
    Ok(kept.map_or(Related::Id(id), Related::Whole))
}

/// Declares the schema of a relation, for the documentation: an id of one kind, or an object.
macro_rules! or_id {
    ($($(#[doc = $doc:literal])+ $name:ident = $id:ty | $view:ty;)+) => {$(
        $(#[doc = $doc])+
        pub struct $name;

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                or_id(<$id>::PREFIX, &<$view>::name())
            }
        }

        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                stringify!($name).into()
            }
        }
    )+};
}

or_id! {
    /// A customer, or its id.
    CustomerOrId = CustomerId | CustomerView;
    /// A payment session, or its id.
    PaymentSessionOrId = SessionId | PaymentSessionView;
    /// A transaction, or its id.
    TransactionOrId = TransactionId | TransactionView;
    /// A payment method, or its id.
    PaymentMethodOrId = PaymentMethodId | PaymentMethodView;
    /// A mandate, or its id.
    MandateOrId = MandateId | MandateView;
}

/// The object by its name alone: objects that hold each other would never come to an end.
fn or_id(prefix: &str, object: &str) -> RefOr<Schema> {
    let id = ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some("Its id."))
        .pattern(Some(format!("^{prefix}[0-9a-hjkmnp-tv-z]{{26}}$")));
    OneOfBuilder::new().item(id).item(Ref::from_schema_name(object)).into()
}
