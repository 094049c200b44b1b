//! An event, as the API shows it.

use domain::ids::{EventId, RequestId};
use domain::news::EventType;
use domain::scope::Scope;
use serde::Serialize;
use serde_json::value::RawValue;
use store::events::Event;
use utoipa::ToSchema;

use crate::api::object_name;
use crate::problem::Problem;

object_name! { EventObject = "event" }

/// What happened.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Event)]
pub struct EventView {
    /// Its id.
    #[schema(value_type = String, example = "evt_01jz3x5v8gk2m4n6p8q0r2s4t6")]
    pub id: EventId,
    /// Always `event`.
    #[schema(value_type = String, pattern = "^event$")]
    pub object: EventObject,
    /// When it happened, in Unix seconds.
    pub created: i64,
    /// True for real money, false for the sandbox.
    pub livemode: bool,
    /// What happened, such as `payment_session.paid`.
    #[serde(rename = "type")]
    #[schema(value_type = String)]
    pub kind: EventType,
    /// What it happened to.
    pub data: EventData,
    /// The API request behind it.
    pub request: EventRequest,
}

/// What an event is about.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventData {
    /// The object as it was right after.
    #[schema(value_type = Object)]
    pub object: Box<RawValue>,
    /// What changed fields had before; null for events that are no update.
    #[schema(value_type = Option<Object>)]
    pub previous_attributes: Option<Box<RawValue>>,
}

/// The request behind an event. Both are null for what the server, a payer or a bank did.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventRequest {
    /// The request's id.
    #[schema(value_type = Option<String>)]
    pub id: Option<RequestId>,
    /// Its `Idempotency-Key`.
    pub idempotency_key: Option<String>,
}

impl EventView {
    /// Of an event.
    ///
    /// # Errors
    /// 500 when what is stored is no JSON.
    pub fn of(scope: &Scope, event: Event) -> Result<Self, Problem> {
        let raw = |text| RawValue::from_string(text).map_err(Problem::internal_because);
        Ok(Self {
            id: event.id,
            object: EventObject::Name,
            created: event.created_at.seconds(),
            livemode: scope.livemode,
            kind: event.kind,
            data: EventData {
                object: raw(event.body)?,
                previous_attributes: event.previous_attributes.map(raw).transpose()?,
            },
            request: EventRequest { id: event.request, idempotency_key: event.idempotency_key },
        })
    }
}
