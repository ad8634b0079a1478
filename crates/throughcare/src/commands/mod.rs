//! What the command line does. Each command opens the house itself, prints what a person or script needs, and gives the
//! exit code.

mod accounts;
mod answer_lines;
mod backup;
mod court;
mod demonstrate;
mod ledger;
mod read_log;
mod score;
mod upkeep;

pub(crate) use accounts::{Admin, admin};
pub(crate) use answer_lines::{AnswerArgs, tier, workload};
pub(crate) use backup::{backup, restore};
pub(crate) use court::{CourtCommand, court};
pub(crate) use demonstrate::{DemoArgs, demo};
pub(crate) use ledger::{LedgerCommand, ledger};
pub(crate) use read_log::{AccessCommand, access};
pub(crate) use score::{ScoreArgs, score};
pub(crate) use upkeep::{doctor, matrix, migrate, openapi, spread};
