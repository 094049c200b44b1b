//! What happens to every request, whichever route it takes.

mod edge;

pub use edge::{RequestInfo, edge};
