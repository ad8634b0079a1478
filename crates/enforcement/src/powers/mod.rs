//! Powers of the responsible officer: what may be done today and why, each use with its notice, and taking it back.
//!
//! Always true: nothing is used that the law's rows do not allow that day for known facts; a use keeps what allowed it.

mod actions;
mod api;
mod credit;
pub(crate) mod curfew;
mod curfew_form;
pub(crate) mod facts;
mod pages;
mod records;

pub use actions::{Using, suspended_on, undo_power, use_power, uses_of};
pub use credit::credit;
pub use curfew::{CurfewChange, CurfewTerms};
pub use facts::{KnownFact, KnownFacts};
pub use records::PowerUse;
pub(crate) use records::TABLES;

use law::{Law, Nature, PowerCase, PowerKind, PowerVerdict, SentenceType};
use people::OpenPerson;
use sentences::{Order, OrderWithParts};
use store::{Cx, Result};

pub(crate) fn routes() -> Vec<web::Route> {
    [pages::routes(), api::routes()].concat()
}

/// The open orders under which an officer has powers.
pub(crate) fn standing_orders(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<Vec<OrderWithParts>> {
    let law = cx.part::<Law>()?;
    let mut orders = sentences::orders(cx, &open.keys)?;
    orders.retain(|o| o.order.is_open() && law.sentence(&o.order.sentence).is_some_and(SentenceType::breachable));
    Ok(orders)
}

/// The powers that belong to an order, what may be used first.
pub(crate) fn verdicts<'l>(law: &'l Law, case: &PowerCase, order: &Order) -> Vec<PowerVerdict<'l>> {
    let mut verdicts = law.may_be_used(case);
    verdicts.retain(|v| !v.reasons.iter().any(|r| r.rule == "other-sentence"));
    verdicts.retain(|v| order.supervision_ended_on.is_none() || v.power.kind != PowerKind::EndSupervision);
    verdicts.sort_by_key(|v| (v.power.nature == Nature::Proposed, v.verdict));
    verdicts
}
