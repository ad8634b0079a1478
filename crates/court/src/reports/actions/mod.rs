//! Beginning, assigning, writing, sending on, signing and withdrawing a report: one transaction each, on the person's own
//! chain.

mod begin;
mod held;
mod sign;
mod write;

pub use begin::{Beginning, assign_report, begin_report, choose_kind};
pub(super) use held::hold;
pub use sign::{reopen_report, sign_report, submit_report, take_back_report, withdraw_report};
pub(super) use write::LONGEST;
pub use write::{Proposing, propose, write_part};

use store::{Failure, Result};

fn json(value: impl serde::Serialize) -> Result<serde_json::Value> {
    serde_json::to_value(value).map_err(|e| Failure::broken(e.to_string()))
}
