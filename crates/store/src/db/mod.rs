//! One connection to either database. One SQL text serves both: parameters are `$1`, `$2`..., and only statements that
//! both databases understand are written (see docs/decisions/0002).

mod postgres;
mod sqlite;

pub(crate) use postgres::Postgres;
pub(crate) use sqlite::Sqlite;

use crate::standby::{Following, Position};
use crate::{DatabaseError, Row, Table, Value};
use std::time::Duration;

/// How often a database that answers nobody is tried.
pub(crate) const TRIED_EVERY: Duration = Duration::from_millis(500);

/// What a transaction may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    Read,
    Write,
}

/// How long a statement may take. The database ends one that takes longer, so that nobody's page hangs on it and it does not
/// run on when nobody waits for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pace {
    /// Somebody waits for the page.
    Page,
    /// A job or a command.
    Job,
    /// Migrations and filling a new database.
    Operator,
}

impl Pace {
    /// After which the database ends a statement.
    fn statement(self) -> Duration {
        match self {
            Pace::Page => Duration::from_millis(3_500),
            Pace::Job => Duration::from_secs(60),
            Pace::Operator => Duration::from_secs(600),
        }
    }

    /// After which a server that does not answer at all is given up.
    fn answer(self) -> Duration {
        self.statement() + Duration::from_millis(500)
    }

    /// After which PostgreSQL ends a transaction that asks nothing more: its locks would keep others waiting.
    fn idle(self) -> Duration {
        match self {
            Pace::Page => Duration::from_secs(30),
            Pace::Job | Pace::Operator => Duration::from_secs(600),
        }
    }
}

/// A connection.
pub(crate) enum Db {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

/// Hands a call to whichever database it is.
macro_rules! either {
    ($self:ident, $db:ident => $call:expr) => {
        match $self {
            Db::Sqlite($db) => $call,
            Db::Postgres($db) => $call,
        }
    };
}

impl Db {
    pub(crate) fn begin(&mut self, access: Access, pace: Pace) -> Result<(), DatabaseError> {
        trace(if access == Access::Write { "BEGIN WRITE" } else { "BEGIN READ" }, &[]);
        self.keep_pace(pace)?;
        either!(self, db => db.begin(access))
    }

    pub(crate) fn commit(&mut self) -> Result<(), DatabaseError> {
        trace("COMMIT", &[]);
        either!(self, db => db.commit())
    }

    pub(crate) fn rollback(&mut self) {
        trace("ROLLBACK", &[]);
        either!(self, db => db.rollback());
    }

    pub(crate) fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64, DatabaseError> {
        trace(sql, params);
        either!(self, db => db.execute(sql, params))
    }

    pub(crate) fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, DatabaseError> {
        trace(sql, params);
        either!(self, db => db.query(sql, params))
    }

    /// New rows of a table all at once, where the database has a way of its own for many; `false` where it has none.
    pub(crate) fn copy(&mut self, table: &Table, rows: &[Vec<Value>]) -> Result<bool, DatabaseError> {
        match self {
            Db::Sqlite(_) => Ok(false),
            Db::Postgres(db) => db.copy(table, rows).map(|()| true),
        }
    }

    /// From now on statements may take so long.
    pub(crate) fn keep_pace(&mut self, pace: Pace) -> Result<(), DatabaseError> {
        match self {
            Db::Sqlite(db) => {
                db.keep_pace(pace);
                Ok(())
            }
            Db::Postgres(db) => db.keep_pace(pace),
        }
    }

    /// Waits no longer than this for answers, until the next transaction.
    pub(crate) fn allow(&mut self, longest: Duration) {
        if let Db::Postgres(db) = self {
            db.allow(longest);
        }
    }

    /// How far this server, a primary, has written; nothing where there can be no standby.
    pub(crate) fn position(&mut self) -> Result<Option<Position>, DatabaseError> {
        match self {
            Db::Sqlite(_) => Ok(None),
            Db::Postgres(db) => db.position().map(Some),
        }
    }

    /// What this server says of itself as a standby.
    pub(crate) fn following(&mut self) -> Result<Following, DatabaseError> {
        match self {
            Db::Sqlite(_) => Ok(Following { is_standby: false, replayed: 0, timeline: None }),
            Db::Postgres(db) => db.following(),
        }
    }

    /// Several statements without parameters, for migrations.
    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), DatabaseError> {
        either!(self, db => db.batch(sql))
    }

    pub(crate) fn is_sqlite(&self) -> bool {
        matches!(self, Db::Sqlite(_))
    }

    /// False once the connection cannot be used again.
    pub(crate) fn is_sound(&self) -> bool {
        match self {
            Db::Sqlite(_) => true,
            Db::Postgres(db) => db.is_sound(),
        }
    }
}

/// Tells each statement with its parameters, for whoever measures or looks for a slow page. It shows what is in the
/// record, so it is off unless `store::statement=trace` is asked for.
fn trace(sql: &str, params: &[Value]) {
    if tracing::enabled!(target: "store::statement", tracing::Level::TRACE) {
        let params: Vec<serde_json::Value> = params.iter().map(told).collect();
        tracing::trace!(target: "store::statement", sql, params = serde_json::Value::Array(params).to_string());
    }
}

fn told(value: &Value) -> serde_json::Value {
    use serde_json::json;
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(b) => json!({ "bool": b }),
        Value::Int(n) => json!({ "int": n }),
        Value::Real(n) => json!({ "real": n }),
        Value::Text(t) => json!({ "text": t }),
        Value::Bytes(b) => json!({ "bytes": hex::encode(b) }),
        Value::Id(id) => json!({ "id": id }),
    }
}
