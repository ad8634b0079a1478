//! A page's own statements run bare: prepared, in transactions as the page ran them, every row fetched, and nothing done
//! with it. The yardstick for the page.

use super::statement::{Request, Transaction};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::runtime::Runtime;
use tokio_postgres::types::ToSql;

/// A database as its URL names it.
#[derive(Clone, Debug)]
pub(crate) enum Target {
    Sqlite(PathBuf),
    Postgres(String),
}

impl Target {
    pub(crate) fn of_url(url: &str) -> Target {
        match url.strip_prefix("sqlite:") {
            Some(path) => Target::Sqlite(path.into()),
            None => Target::Postgres(url.to_owned()),
        }
    }
}

/// What all threads of a run share: SQLite has one writer.
pub(crate) struct Bare {
    target: Target,
    writer: Option<Arc<Mutex<rusqlite::Connection>>>,
    /// Rounds of all threads and all loads: what one wrote, no other may write again.
    rounds: AtomicU64,
}

impl Bare {
    pub(crate) fn open(target: &Target) -> Result<Bare, String> {
        let writer = match target {
            Target::Sqlite(path) => Some(Arc::new(Mutex::new(sqlite(path).map_err(|e| e.to_string())?))),
            Target::Postgres(_) => None,
        };
        Ok(Bare { target: target.clone(), writer, rounds: AtomicU64::new(0) })
    }

    /// One thread's runner: call it with the number of the round.
    pub(crate) fn runner<'a>(
        &'a self,
        requests: &'a [Request],
    ) -> Result<impl FnMut(usize) -> Result<(), String> + 'a, String> {
        let mut own = match &self.target {
            Target::Sqlite(path) => Own::Sqlite(sqlite(path).map_err(|e| e.to_string())?),
            Target::Postgres(url) => Own::Postgres(Box::new(Postgres::connect(url).map_err(|e| e.to_string())?)),
        };
        Ok(move |n: usize| {
            let request = requests.get(n % requests.len()).ok_or("no request was recorded")?;
            for transaction in request.again(self.rounds.fetch_add(1, Ordering::Relaxed)) {
                self.run(&mut own, &transaction)?;
            }
            Ok(())
        })
    }

    fn run(&self, own: &mut Own, transaction: &Transaction) -> Result<(), String> {
        match own {
            Own::Postgres(connection) => connection.run(transaction).map_err(|e| {
                let said = e.as_db_error().map(|e| e.message().to_owned());
                said.unwrap_or_else(|| e.to_string())
            }),
            Own::Sqlite(reader) => match self.writer.as_ref().filter(|_| transaction.writes) {
                Some(writer) => run_sqlite(&mut writer.lock().unwrap_or_else(PoisonError::into_inner), transaction),
                None => run_sqlite(reader, transaction),
            }
            .map_err(|e| e.to_string()),
        }
    }
}

enum Own {
    Sqlite(rusqlite::Connection),
    Postgres(Box<Postgres>),
}

/// Opened as the product opens it.
fn sqlite(path: &std::path::Path) -> rusqlite::Result<rusqlite::Connection> {
    let connection = rusqlite::Connection::open(path)?;
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    connection.set_prepared_statement_cache_capacity(256);
    connection.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.execute_batch(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-8000; PRAGMA temp_store=MEMORY;",
    )?;
    Ok(connection)
}

fn run_sqlite(connection: &mut rusqlite::Connection, transaction: &Transaction) -> rusqlite::Result<()> {
    connection.execute_batch(if transaction.writes { "BEGIN IMMEDIATE" } else { "BEGIN" })?;
    let done = (|| {
        for statement in &transaction.statements {
            let mut prepared = connection.prepare_cached(&statement.sql.replace('$', "?"))?;
            let mut rows = prepared.query(rusqlite::params_from_iter(&statement.params))?;
            while rows.next()?.is_some() {}
        }
        Ok(())
    })();
    connection.execute_batch(if done.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    done
}

struct Postgres {
    runtime: Runtime,
    client: tokio_postgres::Client,
    prepared: HashMap<String, tokio_postgres::Statement>,
}

impl Postgres {
    fn connect(url: &str) -> Result<Postgres, Box<dyn std::error::Error>> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let client = runtime.block_on(async {
            let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await?;
            tokio::spawn(connection);
            Ok::<_, tokio_postgres::Error>(client)
        })?;
        Ok(Postgres { runtime, client, prepared: HashMap::new() })
    }

    fn run(&mut self, transaction: &Transaction) -> Result<(), tokio_postgres::Error> {
        let Postgres { runtime, client, prepared } = self;
        let done = runtime.block_on(async {
            client
                .batch_execute(if transaction.writes {
                    "BEGIN"
                } else {
                    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
                })
                .await?;
            for statement in &transaction.statements {
                if !prepared.contains_key(&statement.sql) {
                    prepared.insert(statement.sql.clone(), client.prepare(&statement.sql).await?);
                }
                let params: Vec<&(dyn ToSql + Sync)> =
                    statement.params.iter().map(|p| p as &(dyn ToSql + Sync)).collect();
                if let Some(ready) = prepared.get(&statement.sql) {
                    client.query(ready, &params).await?;
                }
            }
            client.batch_execute("COMMIT").await
        });
        if done.is_err() {
            // Else what comes next would fail for the same reason.
            runtime.block_on(client.batch_execute("ROLLBACK"))?;
        }
        done
    }
}
