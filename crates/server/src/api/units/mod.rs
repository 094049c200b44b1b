//! Units: homes that are let, and who owned them from which day on.

pub mod create;
pub mod delete;
pub mod input;
pub mod list;
pub mod ownership;
pub mod retrieve;
pub mod update;
pub mod view;

pub use view::UnitView;
