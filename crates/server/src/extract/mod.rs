//! What handlers take out of a request.
//!
//! Nothing here refuses by itself: a fault is remembered, so that a request without a valid key
//! hears of that first, and a body with three faults hears of three.

mod address;
mod body;
mod call;
mod exact;
mod fields;
mod json;
mod key_uses;
mod list;
mod metadata;
mod path;
mod reply;
pub mod rules;
mod secret;

pub use address::{ClientAddress, Network};
pub use body::{Body, Input};
pub use call::{Call, Merchant};
pub use fields::{Fields, Given};
pub use key_uses::KeyUses;
pub use list::{Expand, ListParams, ListView, Params, Query, SECONDS_MAX};
pub use metadata::MetadataChanges;
pub use path::{PathId, PathName};
pub use reply::Reply;
pub use secret::Secret;
pub(crate) use secret::hex;
