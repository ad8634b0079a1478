//! Volumes: what was commissioned, ordered, begun and completed, kept apart, by contract, service and quarter, with the
//! trend and the backlog.
//!
//! Always true: the four are never added up nor set off against each other; a requirement that joins a list twice is
//! ordered once; a start by agreement, without a requirement, is no order and is counted beside them. It names nobody.

mod ends;
mod pages;
mod read;
mod rules;

pub use ends::DeliveryEnd;
pub(super) use pages::routes;

use store::{Listener, Record, Table};

pub(crate) const TABLES: &[&Table] = &[<DeliveryEnd as Record>::TABLE];
pub(crate) const LISTENERS: &[(&str, Listener)] = &[("how the delivery of requirements ended", ends::hear)];
