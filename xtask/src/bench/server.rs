//! The product's release build, run as an operator would run it: filled, served, and ended.

use super::kept::{self, Took};
use super::{Spent, machine};
use crate::http::Connection;
use crate::workspace;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// The day on which the bench happens: a Monday, so that my work is full.
pub(crate) const TODAY: &str = "2026-11-23";
/// Nine in the morning of it, from which a server's clock goes on: milliseconds of Unix time.
const NINE: u64 = 1_795_424_400_000;

/// Builds what is measured.
///
/// # Errors
/// When it does not compile.
pub(crate) fn build() -> Result<(), String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let arguments = ["build", "--profile", profile().0, "--package", "throughcare"];
    let status = Command::new(cargo).args(arguments).current_dir(workspace::root()).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("the build failed: {status}")),
        Err(e) => Err(format!("cargo did not start: {e}")),
    }
}

/// The profile that is measured and its folder: release, or what THROUGHCARE_BENCH_PROFILE names. Ratios of one run hold for any.
fn profile() -> (&'static str, &'static str) {
    match std::env::var("THROUGHCARE_BENCH_PROFILE").as_deref() {
        Ok("dev") => ("dev", "debug"),
        _ => ("release", "release"),
    }
}

fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace::root().join("target"), PathBuf::from)
}

fn throughcare(arguments: &[&str]) -> Command {
    let mut command = Command::new(target().join(profile().1).join("throughcare"));
    command.args(arguments).env("THROUGHCARE_TODAY", TODAY).stdin(Stdio::null());
    command
}

/// A database to measure on.
pub(crate) struct Store {
    pub(crate) name: &'static str,
    pub(crate) people: usize,
    pub(crate) url: String,
    /// The filled one, of which a run takes a copy because it spoils its own.
    template: String,
}

/// Where the bench keeps its files.
pub(crate) fn folder() -> PathBuf {
    target().join("bench")
}

/// The demo region, in the database that is named or in a new file of this name. Gives where it is.
///
/// # Errors
/// When the command fails.
pub(crate) fn demo_region(people: usize, named: Option<&str>, file: &str) -> Result<String, String> {
    let url = match named {
        Some(url) => url.to_owned(),
        None => {
            std::fs::create_dir_all(folder()).map_err(|e| e.to_string())?;
            let url = format!("sqlite:{}", folder().join(format!("{file}.sqlite")).display());
            remove_file(&url);
            url
        }
    };
    let people = people.to_string();
    let status = throughcare(&["demo", "--no-serve", "--seed", "1", "--today", TODAY])
        .args(["--people", &people, "--database", &url])
        .stdout(Stdio::null())
        .status();
    match status {
        Ok(status) if status.success() => Ok(url),
        Ok(status) => Err(format!("throughcare demo: {status}")),
        Err(e) => Err(format!("throughcare demo: {e}")),
    }
}

/// SQLite, and PostgreSQL where `THROUGHCARE_TEST_POSTGRES` names a server.
///
/// # Errors
/// When there is no room for them.
pub(crate) fn stores(people: usize) -> Result<Vec<Store>, String> {
    std::fs::create_dir_all(folder()).map_err(|e| e.to_string())?;
    let file = |name: String| format!("sqlite:{}", folder().join(name).display());
    let mut stores = Vec::new();
    let is_nation = people > super::REGION;
    if !is_nation {
        let (url, template) = (file(format!("{people}.sqlite")), file(format!("{people}-filled.sqlite")));
        stores.push(Store { name: "SQLite", people, url, template });
    }
    match std::env::var("THROUGHCARE_TEST_POSTGRES") {
        Err(_) => eprintln!("left out on PostgreSQL: THROUGHCARE_TEST_POSTGRES is not set"),
        Ok(server) => {
            let base = server.rsplit_once('/').map_or(server.as_str(), |(base, _)| base);
            let template = format!("{base}/bench_{people}_filled");
            // There is seldom room for two of a nation: the filled one is measured itself.
            let url = if is_nation { template.clone() } else { format!("{base}/bench_{people}") };
            stores.push(Store { name: "PostgreSQL", people, url, template });
        }
    }
    if stores.is_empty() {
        Err("a nation is measured on PostgreSQL: set THROUGHCARE_TEST_POSTGRES".to_owned())
    } else {
        Ok(stores)
    }
}

/// How far a database to copy from is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Template {
    /// Not there, or of another schema.
    Absent,
    /// Its filling stopped and can go on.
    Stopped,
    Filled,
}

/// The last part of a PostgreSQL URL.
fn database_of(url: &str) -> &str {
    url.rsplit_once('/').map_or(url, |(_, name)| name)
}

/// Statements on the server itself, beside its databases.
fn administer(url: &str, statements: &[String]) -> Result<(), String> {
    let told = |e: &dyn std::fmt::Display| format!("{url}: {e}");
    let base = url.rsplit_once('/').map_or(url, |(base, _)| base);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|e| told(&e))?;
    let done: Result<(), tokio_postgres::Error> = runtime.block_on(async {
        let (client, connection) = tokio_postgres::connect(&format!("{base}/postgres"), tokio_postgres::NoTls).await?;
        tokio::spawn(connection);
        for statement in statements {
            client.batch_execute(statement).await?;
        }
        Ok(())
    });
    done.map_err(|e| told(&e))
}

fn remove_file(url: &str) {
    if let Some(path) = url.strip_prefix("sqlite:") {
        for beside in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{path}{beside}"));
        }
    }
}

impl Store {
    pub(crate) fn is_sqlite(&self) -> bool {
        self.url.starts_with("sqlite:")
    }

    /// How far the filled database is, if it is of this schema.
    pub(crate) fn template_state(&self, schema: &str) -> Template {
        let asked = |sql: &str| words_of(&self.template, sql).unwrap_or_default();
        let newest = asked("SELECT CAST(MAX(number) AS TEXT) FROM schema_migration");
        let same = newest.first().is_some_and(|n| n.trim_start_matches('0') == schema.trim_start_matches('0'));
        let settings = asked("SELECT name FROM setting WHERE name IN ('demo', 'demo-filling') AND text <> ''");
        match settings.iter().any(|name| name == "demo-filling") {
            _ if !same => Template::Absent,
            true => Template::Stopped,
            false if settings.is_empty() => Template::Absent,
            false => Template::Filled,
        }
    }

    /// Fills a new database with the demo region, or goes on with one whose filling stopped.
    ///
    /// # Errors
    /// When the command fails.
    pub(crate) fn fill_template(&self, people: usize, goes_on: bool) -> Result<Took, String> {
        let url = &self.template;
        if goes_on {
            eprintln!("    going on with what is filled");
        } else if url.starts_with("sqlite:") {
            remove_file(url);
        } else {
            let name = database_of(url);
            let drop = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            administer(url, &[drop, format!("CREATE DATABASE {name}")])?;
        }
        let people = people.to_string();
        let arguments = ["demo", "--no-serve", "--seed", "1", "--today", TODAY, "--people", &people, "--database", url];
        let filled = kept::watched(throughcare(&arguments))?;
        if !url.starts_with("sqlite:") {
            // What the server's own upkeep does within minutes of so many new rows.
            run_on(url, "VACUUM (ANALYZE)").map_err(|e| format!("{url}: {e}"))?;
        }
        Ok(filled)
    }

    /// Makes the database that is measured anew, as the filled one is.
    ///
    /// # Errors
    /// When it cannot be copied.
    pub(crate) fn copy_template(&self) -> Result<(), String> {
        if self.template == self.url {
            return Ok(());
        }
        match (self.template.strip_prefix("sqlite:"), self.url.strip_prefix("sqlite:")) {
            (Some(from), Some(to)) => {
                remove_file(&self.url);
                std::fs::copy(from, to).map(drop).map_err(|e| format!("{to}: {e}"))
            }
            _ => {
                let (from, to) = (database_of(&self.template), database_of(&self.url));
                let drop = format!("DROP DATABASE IF EXISTS {to} WITH (FORCE)");
                administer(&self.url, &[drop, format!("CREATE DATABASE {to} TEMPLATE {from} STRATEGY FILE_COPY")])
            }
        }
    }

    /// What the database's own processes took so far, in milliseconds; nought for SQLite, which has none.
    pub(crate) fn processor_time(&self) -> f64 {
        if self.url.starts_with("sqlite:") { 0.0 } else { machine::backends_processor_time(database_of(&self.url)) }
    }
}

fn run_on(url: &str, sql: &str) -> Result<(), Box<dyn std::error::Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await?;
        tokio::spawn(connection);
        client.batch_execute(sql).await?;
        Ok(())
    })
}

impl Store {
    /// How much room the database takes.
    ///
    /// # Errors
    /// When it does not answer.
    pub(crate) fn bytes(&self) -> Result<u64, String> {
        match self.url.strip_prefix("sqlite:") {
            Some(path) => std::fs::metadata(path).map(|m| m.len()).map_err(|e| format!("{path}: {e}")),
            None => {
                self.words("SELECT pg_database_size(current_database())::text")?[0].parse().map_err(|e| format!("{e}"))
            }
        }
    }

    /// Lets a server do the night's work on everybody, which it begins when it first starts, and tells what it took.
    ///
    /// # Errors
    /// When the database does not answer, or the night has not ended after six hours.
    pub(crate) fn first_night(&self) -> Result<Took, String> {
        const MOST: Duration = Duration::from_secs(6 * 3600);
        let left = format!(
            "SELECT CAST(COUNT(*) AS TEXT) FROM job WHERE done_at IS NULL AND CAST(body AS TEXT) LIKE '%\"night\"%{TODAY}%'"
        );
        let (from, before) = (Instant::now(), self.processor_time());
        let server = Server::start(&self.url, false)?;
        while from.elapsed() < MOST {
            if self.words(&left)?.first().is_some_and(|left| left == "0") {
                let processor = Spent { own: server.processor_time(), database: self.processor_time() - before };
                return Ok(Took { lasted: from.elapsed(), processor, memory: server.most_memory() });
            }
            std::thread::sleep(Duration::from_millis(200));
        }
        Err(format!("the night did not end in {} hours", MOST.as_secs() / 3600))
    }

    /// Puts off what the database has still to do of itself, such as the next night, so that only what is asked is measured, at
    /// whatever hour.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(crate) fn put_off_the_night(&self) -> Result<(), String> {
        const DAYS: i64 = 7;
        let sql = format!(
            "UPDATE job SET run_at = run_at + {}, leased_until = NULL WHERE done_at IS NULL",
            DAYS * 24 * 3_600 * 1_000_000
        );
        match self.url.strip_prefix("sqlite:") {
            Some(path) => rusqlite::Connection::open(path)
                .and_then(|db| db.execute(&sql, []))
                .map(drop)
                .map_err(|e| format!("{path}: {e}")),
            None => run_on(&self.url, &sql).map_err(|e| format!("{}: {e}", self.url)),
        }
    }

    /// The first column of a query, as words: for finding what to measure.
    ///
    /// # Errors
    /// When the database does not answer, or with nothing.
    pub(crate) fn words(&self, sql: &str) -> Result<Vec<String>, String> {
        words(&self.url, sql)
    }

    /// The bearer secret of a new API client that may send court messages, read people and teams, and record contacts.
    ///
    /// # Errors
    /// When the command fails.
    pub(crate) fn secret(&self) -> Result<String, String> {
        const SCOPES: [&str; 4] = ["send-court-messages", "read-people", "read-teams", "record-contacts"];
        let mut arguments = vec!["admin", "create-client", "--name", "bench", "--database", &self.url];
        arguments.extend(SCOPES.iter().flat_map(|scope| ["--scope", scope]));
        let made = throughcare(&arguments).output().map_err(|e| format!("create-client: {e}"))?;
        if !made.status.success() {
            return Err(String::from_utf8_lossy(&made.stderr).into_owned());
        }
        let told = String::from_utf8_lossy(&made.stdout).into_owned();
        Ok(told.split_whitespace().last().unwrap_or_default().to_owned())
    }
}

/// The first column of a query, as words.
///
/// # Errors
/// When the database does not answer, or with nothing.
pub(crate) fn words(url: &str, sql: &str) -> Result<Vec<String>, String> {
    let words = words_of(url, sql)?;
    if words.is_empty() { Err(format!("nothing to measure: {sql}")) } else { Ok(words) }
}

fn words_of(url: &str, sql: &str) -> Result<Vec<String>, String> {
    match url.strip_prefix("sqlite:") {
        Some(path) if !std::path::Path::new(path).exists() => Err(format!("{path}: is not there")),
        Some(path) => sqlite_words(path, sql).map_err(|e| e.to_string()),
        None => postgres_words(url, sql).map_err(|e| e.to_string()),
    }
}

fn sqlite_words(path: &str, sql: &str) -> rusqlite::Result<Vec<String>> {
    let connection = rusqlite::Connection::open(path)?;
    let mut statement = connection.prepare(sql)?;
    statement.query_map([], |row| row.get(0))?.collect()
}

fn postgres_words(url: &str, sql: &str) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await?;
        tokio::spawn(connection);
        Ok(client.query(sql, &[]).await?.iter().map(|row| row.get(0)).collect())
    })
}

/// What the unit in `deploy/` sets for the server, so that it is measured as it is run.
fn of_the_unit() -> Result<Vec<(String, String)>, String> {
    let unit = workspace::root().join("deploy/throughcare.service");
    let text = std::fs::read_to_string(&unit).map_err(|e| format!("{}: {e}", unit.display()))?;
    let set = text.lines().filter_map(|line| line.strip_prefix("Environment=")?.split_once('='));
    Ok(set.map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
}

/// A running server.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: String,
    /// When it was started.
    from: Instant,
    pub(crate) first_answer: Duration,
    lines: Receiver<String>,
}

impl Server {
    /// # Errors
    /// When it does not answer within a minute.
    pub(crate) fn start(url: &str, tracing: bool) -> Result<Server, String> {
        let port =
            std::net::TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).map_err(|e| e.to_string())?.port();
        let address = format!("127.0.0.1:{port}");
        let mut command = throughcare(&["serve", "--database", url, "--listen", &address]);
        command.envs(of_the_unit()?);
        if tracing {
            command.env("THROUGHCARE_LOG", "store::statement=trace").env("THROUGHCARE_LOG_FORMAT", "json");
        }
        let from = Instant::now();
        let mut child =
            command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().map_err(|e| format!("serve: {e}"))?;
        let (sender, lines) = channel();
        if let Some(told) = child.stderr.take() {
            std::thread::spawn(move || {
                BufReader::new(told).lines().map_while(Result::ok).for_each(|line| drop(sender.send(line)));
            });
        }
        let mut server = Server { child, address, from, first_answer: Duration::ZERO, lines };
        while from.elapsed() < Duration::from_secs(60) {
            if Connection::open(&server.address, "").and_then(|mut c| c.get("/sign-in")).is_ok_and(|a| a.status == 200)
            {
                server.first_answer = from.elapsed();
                return Ok(server);
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        Err("the server did not answer within a minute".to_owned())
    }

    /// A time by the server's own clock that is not after this moment, and after everything that was done before this was
    /// asked: milliseconds of Unix time, as they stand in ids. Its clock began somewhere between its start and its first
    /// answer, so that is how long it waits.
    pub(crate) fn its_time(&self) -> u64 {
        std::thread::sleep(self.first_answer);
        let gone = self.from.elapsed().saturating_sub(self.first_answer);
        NINE + u64::try_from(gone.as_millis()).unwrap_or(0)
    }

    /// What it told since the last call, once nothing more comes.
    pub(crate) fn told(&self) -> Vec<String> {
        let mut lines = Vec::new();
        while let Ok(line) = self.lines.recv_timeout(Duration::from_millis(60)) {
            lines.push(line);
        }
        lines
    }

    /// The processor time that it took so far, in milliseconds: what else the machine does is not in it.
    pub(crate) fn processor_time(&self) -> f64 {
        machine::processor_time(self.child.id())
    }

    /// The memory that it holds now, in MiB.
    pub(crate) fn present_memory(&self) -> u64 {
        machine::present_memory(self.child.id())
    }

    /// The most memory that it held so far, in MiB.
    pub(crate) fn most_memory(&self) -> u64 {
        machine::most_memory(self.child.id())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
