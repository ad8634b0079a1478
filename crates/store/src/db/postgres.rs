//! A PostgreSQL connection with a deadline on every statement. Each connection has its own small runtime, driven by the
//! thread that asks, so a frozen server costs one deadline and not a hung thread.

use super::{Access, Pace, TRIED_EVERY};
use crate::rest::Rest;
use crate::standby::{Following, Position};
use crate::{DatabaseError, DatabaseErrorKind, Row, Table, Value};
use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Client, NoTls, Statement, error::SqlState};

/// How far the log of this primary is on its disk: what it acknowledged lies before it.
const POSITION: &str = "SELECT pg_wal_lsn_diff(pg_current_wal_flush_lsn(), '0/0')::bigint, \
    ('x' || substr(pg_walfile_name(pg_current_wal_flush_lsn()), 1, 8))::bit(32)::bigint";
/// Whether this server follows another, how far, and on which timeline.
const FOLLOWING: &str = "SELECT pg_is_in_recovery(), \
    COALESCE(pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0'), 0)::bigint, \
    (SELECT received_tli::bigint FROM pg_stat_wal_receiver)";

/// A connection to PostgreSQL.
pub(crate) struct Postgres {
    runtime: Runtime,
    client: Client,
    statements: HashMap<String, Statement>,
    sound: bool,
    /// Longest wait for any one answer.
    deadline: Duration,
    /// What the server was told to hold statements to.
    pace: Option<Pace>,
    /// Told when the server did not answer in time, and when it did.
    silence: Arc<Rest>,
}

impl Postgres {
    /// `url` may name several hosts and `target_session_attrs=read-write`.
    pub(crate) fn connect(url: &str, within: Duration, silence: &Arc<Rest>) -> Result<Postgres, DatabaseError> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|e| DatabaseError::new(DatabaseErrorKind::Unavailable, e.to_string()))?;
        let mut configs = Vec::new();
        for url in each_host(url) {
            let mut config: tokio_postgres::Config = url.parse()?;
            config.connect_timeout(within).keepalives_idle(Duration::from_secs(10));
            if config.get_application_name().is_none() {
                config.application_name("throughcare");
            }
            configs.push(config);
        }
        let client = runtime.block_on(async {
            // All hosts at once: one that stands still takes connections and answers none, and whoever asked it first would
            // never come to the others.
            let mut asked = tokio::task::JoinSet::new();
            for config in configs {
                asked.spawn(async move { tokio::time::timeout(within * 2, config.connect(NoTls)).await });
            }
            let mut found = None;
            while let Some(answer) = asked.join_next().await {
                found = answer.ok().and_then(Result::ok);
                if let Some(Ok(_)) = found {
                    break;
                }
            }
            let Some(found) = found else {
                silence.begin(TRIED_EVERY);
                return Err(too_late());
            };
            let (client, connection) = found?;
            silence.end();
            tokio::spawn(async move {
                if let Err(e) = connection.await {
                    tracing::debug!(error = %e, "the database connection ended");
                }
            });
            Ok::<Client, DatabaseError>(client)
        })?;
        Ok(Postgres {
            runtime,
            client,
            statements: HashMap::new(),
            sound: true,
            deadline: Pace::Page.answer(),
            pace: None,
            silence: Arc::clone(silence),
        })
    }

    pub(crate) fn is_sound(&self) -> bool {
        self.sound && !self.client.is_closed()
    }

    pub(crate) fn begin(&mut self, access: Access) -> Result<(), DatabaseError> {
        self.batch(if access == Access::Write {
            "BEGIN ISOLATION LEVEL READ COMMITTED"
        } else {
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        })
    }

    pub(crate) fn commit(&mut self) -> Result<(), DatabaseError> {
        // A commit that waits for a standby is late on a server that answers everybody else.
        let answer = self.heard(self.client.batch_execute("COMMIT")).unwrap_or_else(|| Err(too_late()));
        // Whether a commit that was not answered took place is not known: it must not be run again blindly.
        self.noted(answer).map_err(|e| match e.kind {
            DatabaseErrorKind::Lost => {
                DatabaseError::new(DatabaseErrorKind::Unavailable, format!("commit not answered: {}", e.message))
            }
            _ => e,
        })
    }

    pub(crate) fn rollback(&mut self) {
        if self.is_sound()
            && let Err(e) = self.batch("ROLLBACK")
        {
            self.sound = false;
            tracing::debug!(error = %e, "rollback failed");
        }
    }

    pub(crate) fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64, DatabaseError> {
        let statement = self.prepared(sql)?;
        let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|p| p as &(dyn ToSql + Sync)).collect();
        let run = self.client.execute(&statement, &params);
        let answer = self.in_time(run);
        self.noted(answer)
    }

    pub(crate) fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, DatabaseError> {
        let statement = self.prepared(sql)?;
        let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|p| p as &(dyn ToSql + Sync)).collect();
        let run = self.client.query(&statement, &params);
        let answer = self.in_time(run);
        let rows = self.noted(answer)?;
        rows.iter()
            .map(|row| {
                let cells: Result<Vec<Value>, _> = (0..row.len()).map(|i| row.try_get::<_, Value>(i)).collect();
                Ok(Row(cells?))
            })
            .collect()
    }

    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), DatabaseError> {
        let run = self.client.batch_execute(sql);
        let answer = self.in_time(run);
        self.noted(answer)
    }

    /// New rows by COPY: for filling a new database, where a page's deadline would be too short.
    pub(crate) fn copy(&mut self, table: &Table, rows: &[Vec<Value>]) -> Result<(), DatabaseError> {
        let columns = table.column_list();
        let types = self.prepared(&format!("SELECT {columns} FROM {} LIMIT 0", table.name))?;
        let types: Vec<Type> = types.columns().iter().map(|c| c.type_().clone()).collect();
        let sql = format!("COPY {} ({columns}) FROM STDIN (FORMAT binary)", table.name);
        let client = &self.client;
        let run = async {
            let writer = BinaryCopyInWriter::new(client.copy_in(&sql).await?, &types);
            let mut writer = std::pin::pin!(writer);
            for row in rows {
                let row: Vec<&(dyn ToSql + Sync)> = row.iter().map(|p| p as &(dyn ToSql + Sync)).collect();
                writer.as_mut().write(&row).await?;
            }
            writer.finish().await
        };
        let answer = self.in_time(run);
        self.noted(answer).map(drop)
    }

    /// Waits no longer than this for answers, until a pace is kept again.
    pub(crate) fn allow(&mut self, longest: Duration) {
        self.deadline = longest;
    }

    pub(crate) fn keep_pace(&mut self, pace: Pace) -> Result<(), DatabaseError> {
        self.deadline = pace.answer();
        if self.pace == Some(pace) {
            return Ok(());
        }
        let (statement, idle) = (pace.statement().as_millis(), pace.idle().as_millis());
        self.batch(&format!("SET statement_timeout = {statement}; SET idle_in_transaction_session_timeout = {idle}"))?;
        self.pace = Some(pace);
        Ok(())
    }

    pub(crate) fn position(&mut self) -> Result<Position, DatabaseError> {
        let row = self.first(POSITION)?;
        let at = |cell: usize| row.get::<i64>(cell).map_err(unreadable);
        Ok(Position { bytes: at(0)?, timeline: at(1)? })
    }

    pub(crate) fn following(&mut self) -> Result<Following, DatabaseError> {
        let row = self.first(FOLLOWING)?;
        Ok(Following {
            is_standby: row.get(0).map_err(unreadable)?,
            replayed: row.get(1).map_err(unreadable)?,
            timeline: row.get(2).map_err(unreadable)?,
        })
    }

    fn first(&mut self, sql: &str) -> Result<Row, DatabaseError> {
        let row = self.query(sql, &[])?.into_iter().next();
        row.ok_or_else(|| DatabaseError::new(DatabaseErrorKind::Other, "the server said nothing of its position"))
    }

    fn prepared(&mut self, sql: &str) -> Result<Statement, DatabaseError> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let answer = self.in_time(self.client.prepare(sql));
        let statement = self.noted(answer)?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    fn in_time<T>(&self, run: impl Future<Output = Result<T, tokio_postgres::Error>>) -> Result<T, DatabaseError> {
        self.heard(run).unwrap_or_else(|| {
            self.silence.begin(TRIED_EVERY);
            Err(too_late())
        })
    }

    /// What the server answered; nothing when it did not within the deadline.
    fn heard<T>(
        &self,
        run: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> Option<Result<T, DatabaseError>> {
        let answer = self.runtime.block_on(async { tokio::time::timeout(self.deadline, run).await }).ok()?;
        self.silence.end();
        Some(answer.map_err(Into::into))
    }

    /// A connection that failed or was late is not used again.
    fn noted<T>(&mut self, answer: Result<T, DatabaseError>) -> Result<T, DatabaseError> {
        if let Err(e) = &answer {
            self.sound &= !matches!(e.kind, DatabaseErrorKind::Lost | DatabaseErrorKind::Unavailable);
        }
        answer
    }
}

fn unreadable(why: crate::Failure) -> DatabaseError {
    DatabaseError::new(DatabaseErrorKind::Other, why.to_string())
}

/// One URL for each host of a URL that names several.
fn each_host(url: &str) -> Vec<String> {
    let Some((scheme, rest)) = url.split_once("://") else { return vec![url.to_owned()] };
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let (who, hosts) = authority.rsplit_once('@').map_or(("", authority), |(who, hosts)| (who, hosts));
    let at = if who.is_empty() { "" } else { "@" };
    hosts.split(',').map(|host| format!("{scheme}://{who}{at}{host}{path}")).collect()
}

fn too_late() -> DatabaseError {
    DatabaseError::new(DatabaseErrorKind::Unavailable, "the database did not answer in time")
}

impl From<tokio_postgres::Error> for DatabaseError {
    fn from(error: tokio_postgres::Error) -> DatabaseError {
        use DatabaseErrorKind as K;
        let Some(db) = error.as_db_error() else {
            let lost = error.is_closed() || std::error::Error::source(&error).is_some_and(|s| s.is::<std::io::Error>());
            return DatabaseError::new(if lost { K::Lost } else { K::Other }, full_text(&error));
        };
        let code = db.code();
        let kind = if *code == SqlState::UNIQUE_VIOLATION {
            K::Duplicate
        } else if *code == SqlState::T_R_SERIALIZATION_FAILURE || *code == SqlState::T_R_DEADLOCK_DETECTED {
            K::Conflict
        } else if code.code().starts_with("08")
            || code.code().starts_with("57P")
            || *code == SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT
            || *code == SqlState::READ_ONLY_SQL_TRANSACTION
        {
            K::Lost
        } else if *code == SqlState::QUERY_CANCELED {
            K::TooSlow
        } else if code.code().starts_with("53") || code.code().starts_with("58") {
            // Out of something, such as room on its disk; and what the machine under it failed at.
            K::Unavailable
        } else {
            K::Other
        };
        let at = db.constraint().map(|c| format!(" [{c}]")).unwrap_or_default();
        DatabaseError::new(kind, format!("{}{at}", db.message()))
    }
}

fn full_text(error: &tokio_postgres::Error) -> String {
    match std::error::Error::source(error) {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}

impl ToSql for Value {
    fn to_sql(&self, ty: &Type, out: &mut bytes::BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match (self, ty) {
            (Value::Null, _) => Ok(IsNull::Yes),
            (Value::Bool(b), _) => b.to_sql(ty, out),
            (Value::Int(n), &Type::INT4) => i32::try_from(*n)?.to_sql(ty, out),
            (Value::Int(n), &Type::INT2) => i16::try_from(*n)?.to_sql(ty, out),
            (Value::Int(n), _) => n.to_sql(ty, out),
            (Value::Real(n), _) => n.to_sql(ty, out),
            // PostgreSQL keeps no zero byte in text; a court's message may hold one.
            (Value::Text(t), _) if t.contains('\0') => t.replace('\0', "\u{fffd}").to_sql(ty, out),
            (Value::Text(t), _) => t.to_sql(ty, out),
            (Value::Bytes(b), &Type::UUID) => uuid::Uuid::from_slice(b)?.to_sql(ty, out),
            (Value::Bytes(b), _) => b.to_sql(ty, out),
            (Value::Id(id), &Type::BYTEA) => id.as_bytes().as_slice().to_sql(ty, out),
            (Value::Id(id), _) => id.to_sql(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Value {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(match *ty {
            Type::BOOL => Value::Bool(bool::from_sql(ty, raw)?),
            Type::INT8 => Value::Int(i64::from_sql(ty, raw)?),
            Type::INT4 => Value::Int(i64::from(i32::from_sql(ty, raw)?)),
            Type::INT2 => Value::Int(i64::from(i16::from_sql(ty, raw)?)),
            Type::FLOAT8 => Value::Real(f64::from_sql(ty, raw)?),
            Type::UUID => Value::Id(uuid::Uuid::from_sql(ty, raw)?),
            Type::BYTEA => Value::Bytes(<&[u8]>::from_sql(ty, raw)?.to_vec()),
            _ => Value::Text(<&str>::from_sql(ty, raw)?.to_owned()),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Value::Null)
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_host_of_a_url_has_a_url_of_its_own() {
        let path = "/record?target_session_attrs=read-write";
        assert_eq!(
            each_host(&format!("postgres://me:a%40b@one:1,two:2{path}")),
            [format!("postgres://me:a%40b@one:1{path}"), format!("postgres://me:a%40b@two:2{path}")]
        );
        assert_eq!(each_host("postgres://localhost/record"), ["postgres://localhost/record"]);
    }

    #[test]
    fn a_host_that_takes_connections_and_never_answers_keeps_nobody_from_the_others() {
        let still = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let url = format!("postgres://me@{},{gone}/record", still.local_addr().unwrap());
        let Some(server) = std::env::var("THROUGHCARE_TEST_POSTGRES").ok() else {
            println!("left out: THROUGHCARE_TEST_POSTGRES is not set");
            return;
        };
        let silence = Arc::default();
        assert!(Postgres::connect(&url, Duration::from_millis(200), &silence).is_err());
        let (who, answers) = server.rsplit_once('@').unwrap();
        let url = format!("{who}@{},{answers}", still.local_addr().unwrap());
        let begun = std::time::Instant::now();
        assert!(Postgres::connect(&url, Duration::from_secs(20), &silence).unwrap().is_sound());
        assert!(begun.elapsed() < Duration::from_secs(20), "it waited for the host that stands still");
    }
}
