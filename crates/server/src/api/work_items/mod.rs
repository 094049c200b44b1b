//! Work items: what a person has to look at.

pub mod list;
pub mod resolve;
pub mod retrieve;
pub mod view;

pub use view::WorkItemView;

/// What the API calls one, in sentences.
const WHAT: &str = "work item";
