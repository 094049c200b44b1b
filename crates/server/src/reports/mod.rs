//! Reports: sums of the books over a span of days.

pub mod chart;
pub mod csv;
pub mod payments;
pub mod table;
