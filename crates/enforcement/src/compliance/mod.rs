//! The compliance of one person on one page: how they keep to their orders, where each order stands by the law, warnings
//! with the last day of their windows, what comes next, and what went well. It holds no rule: the law and the failures
//! answer.

pub(crate) mod attendance;
mod pages;

pub use attendance::{Attendance, CameOf, Figures, came_of, figures};
pub(crate) use pages::routes;
