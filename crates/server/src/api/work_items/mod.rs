//! Work items: what a person has to look at.

pub mod view;

pub use view::WorkItemView;
