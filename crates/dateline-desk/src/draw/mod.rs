//! Drawings: maps and charts as SVG, each with a table of the same beside it.
pub(crate) mod chart;
pub(crate) mod map;
