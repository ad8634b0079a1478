//! Both databases behind one door. A room declares its tables with [`record!`] and gets typed rows; an action gets a
//! [`Cx`] that carries actor, clock and transaction.
//!
//! Always true: one SQL text serves both databases; a change of a recorded table carries a ledger entry or does not
//! commit; a transaction changes one person at most; a read of a person is on disk before its answer leaves; every wait
//! has an end. It does not know what a person is beyond an id.

mod cx;
mod damage;
mod db;
mod failure;
mod filling;
mod house;
mod ids;
pub mod images;
mod jobs;
mod ledger;
mod log;
mod migrate;
mod nightly;
mod pool;
mod reads;
mod record;
mod rest;
mod row;
mod seals;
mod standby;
mod standing;
pub mod tables;
mod upkeep;
mod value;
mod verify;

pub use cx::{Asker, Batch, Cx, Question};
pub use failure::{DatabaseError, DatabaseErrorKind, Failure, as_seen, refuse};
pub use house::{House, Listener, Once, Plan};
pub use jobs::events_after;
pub use log::{Archived, Checked, Month};
pub use migrate::{Migrated, Migration};
pub use nightly::Nightly;
pub use pool::Database;
#[doc(hidden)]
pub use record::next_cell;
pub use record::{Column, Kind, Record, Table};
pub use row::Row;
pub use seals::Seal;
pub use standby::StandbySeen;
pub use upkeep::{Upkeep, forget_draft};
pub use value::{ColumnType, Field, Value, id_values, key_values};
pub use verify::{Stood, Verified};

/// What an action or a read gives.
pub type Result<T, E = Failure> = std::result::Result<T, E>;

/// Runs a job of one kind, with what it was asked to do.
pub type JobRunner = fn(&House, &serde_json::Value) -> Result<()>;
