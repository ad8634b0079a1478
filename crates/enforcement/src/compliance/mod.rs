//! The compliance of one person on one page: how they keep to their orders, where each order stands by the law, warnings
//! with the last day of their windows, what comes next, and what went well. It holds no rule: the law and the failures
//! answer.

pub(crate) mod attendance;
mod pages;

pub use attendance::{Attendance, CameOf, Figures, came_of, figures};
pub(crate) use pages::routes;

use contacts::Contact;
use kernel::Date;
use people::OpenPerson;
use sentences::Order;
use store::{Cx, Result};

/// How the person kept appointments under any of these orders, each appointment counted once. One statement.
pub(crate) fn kept_under(cx: &mut Cx<'_>, open: &OpenPerson, orders: &[&Order]) -> Result<Figures> {
    let catalogue = contacts::current(cx)?;
    let attempts = contacts::attempts(cx, &open.keys, pages::LOOKED_BACK)?;
    let ours = attempts.iter().rev().filter(|c: &&Contact| orders.iter().any(|o| attendance::is_of(o, c)));
    let all: Vec<(Date, CameOf)> = ours.map(|c| (c.happens_on, came_of(&catalogue, c))).collect();
    Ok(figures(&all))
}
