//! The room's own table: figures as counted. A view, made anew by counting.

use store::{Kind, Record, Table, record};
use uuid::Uuid;

record! {
    /// A share of a measure in a time, at a place, for a group of a break-down. A hidden one is never shown.
    pub struct Cell in "view_performance", Kind::View, key ["place_id", "grouping_code", "measure", "period", "group_code"] {
        /// A team, delivery unit or region; the empty id for the whole service.
        pub place_id: Uuid,
        pub grouping_code: String,
        pub measure: String,
        pub period: String,
        pub group_code: String,
        pub numerator: i64,
        pub denominator: i64,
        /// Different people behind the denominator.
        pub people: i64,
        pub hidden: bool,
    }
}

/// Every table of the room.
pub(crate) const TABLES: &[&Table] = &[<Cell as Record>::TABLE];
