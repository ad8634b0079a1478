//! Starts and ends the real binary on a database of its own. A server is killed when its value goes out of scope, so a
//! failed test leaves nothing running.

use kernel::Permission;
use migrations::trial::POSTGRES;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};
use tokio_postgres::{SimpleQueryMessage, SimpleQueryRow};

/// The day on which all of these tests happen: a Monday.
pub(crate) const TODAY: &str = "2026-11-23";

/// How long a start may take, in a debug build on a busy machine.
const START: Duration = Duration::from_secs(60);

/// An account of the demo world.
pub(crate) struct Account {
    pub(crate) login: &'static str,
    pub(crate) password: &'static str,
}

impl Account {
    pub(crate) const PRACTITIONER: Account = Account::of("practitioner");
    pub(crate) const COLLEAGUE: Account = Account::of("colleague");
    pub(crate) const MANAGER: Account = Account::of("manager");
    pub(crate) const COURT_OFFICER: Account = Account::of("court");
    pub(crate) const ADMINISTRATOR: Account = Account::of("administrator");
    pub(crate) const COMMISSIONER: Account = Account::of("commissioner");
    pub(crate) const UNPAID_WORK: Account = Account::of("unpaidwork");
    pub(crate) const PROGRAMMES: Account = Account::of("programmes");
    pub(crate) const RESTORATIVE: Account = Account::of("restorative");
    pub(crate) const PROVIDER: Account = Account::of("provider");
    pub(crate) const READER: Account = Account::of("reader");
    pub(crate) const ALL: &[Account] = &[
        Account::ADMINISTRATOR,
        Account::MANAGER,
        Account::COURT_OFFICER,
        Account::PRACTITIONER,
        Account::COLLEAGUE,
        Account::COMMISSIONER,
        Account::UNPAID_WORK,
        Account::PROGRAMMES,
        Account::RESTORATIVE,
        Account::PROVIDER,
        Account::READER,
    ];

    const fn of(login: &'static str) -> Account {
        Account { login, password: demo::PASSWORD }
    }
}

/// A folder that goes when the test ends, and the database in it or beside it.
pub(crate) struct World {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) database: String,
}

impl World {
    /// A database without a single row.
    pub(crate) fn empty() -> World {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let database = format!("sqlite:{}", folder.path().join("throughcare.sqlite").display());
        World { folder, database }
    }

    /// A copy of the demo world: made once for all tests, the same each time.
    pub(crate) fn demo() -> World {
        let world = World::empty();
        std::fs::copy(demo_file(), world.folder.path().join("throughcare.sqlite")).expect("a copy of the demo world");
        world
    }

    /// A demo region with so many generated people.
    pub(crate) fn filled(people: &str) -> World {
        let world = World::empty();
        fill_with(&world.database, people);
        world
    }

    /// The same in a PostgreSQL database of its own, or `None` with a notice where there is no server.
    pub(crate) fn filled_on_postgres(people: &str) -> Option<World> {
        let world = World::empty_on_postgres()?;
        fill_with(&world.database, people);
        Some(world)
    }

    /// A demo region in an empty database that somebody else takes away again.
    pub(crate) fn on(database: &str, people: &str) -> World {
        fill_with(database, people);
        World { folder: tempfile::tempdir().expect("a temporary folder"), database: database.to_owned() }
    }

    /// The demo world in a PostgreSQL database of its own, or `None` with a notice where there is no server.
    pub(crate) fn demo_on_postgres() -> Option<World> {
        World::filled_on_postgres("60")
    }

    pub(crate) fn empty_on_postgres() -> Option<World> {
        let Ok(server) = std::env::var(POSTGRES) else {
            println!("left out on PostgreSQL: {POSTGRES} is not set");
            return None;
        };
        let name = format!("tc_it_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        administer(&server, &format!("CREATE DATABASE {name}"));
        let base = server.rsplit_once('/').map_or(server.as_str(), |(base, _)| base);
        let database = format!("{base}/{name}");
        Some(World { folder: tempfile::tempdir().expect("a temporary folder"), database })
    }

    /// Runs a statement on the PostgreSQL server that this database is on.
    pub(crate) fn administer(&self, sql: &str) {
        administer(&std::env::var(POSTGRES).expect("a PostgreSQL server"), sql);
    }

    /// What statements give on this database, a PostgreSQL one, as text.
    pub(crate) fn rows(&self, sql: &str) -> Vec<Vec<String>> {
        rows(&self.database, sql)
    }

    /// Runs one command on this database to its end.
    pub(crate) fn command(&self, arguments: &[&str]) -> Output {
        throughcare(arguments).env("THROUGHCARE_DATABASE", &self.database).output().expect("the command starts")
    }

    /// Makes an API client that may do everything, and gives its bearer secret.
    pub(crate) fn client(&self) -> String {
        let mut arguments = vec!["admin", "create-client", "--name", "trial"];
        let scopes = Permission::ALL.iter().filter(|p| !matches!(p, Permission::Anyone | Permission::SignedIn));
        arguments.extend(scopes.flat_map(|scope| ["--scope", scope.code()]));
        let made = self.command(&arguments);
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let told = String::from_utf8_lossy(&made.stdout).into_owned();
        told.split_whitespace().last().unwrap_or_default().to_owned()
    }

    pub(crate) fn serve(&self) -> Server {
        Server::start(&self.database, None, TODAY)
    }

    /// The same service on a later day.
    pub(crate) fn serve_on(&self, today: &str) -> Server {
        Server::start(&self.database, None, today)
    }

    /// A server that tells every statement in a file of this world's folder.
    pub(crate) fn serve_telling_statements(&self) -> (Server, PathBuf) {
        let told = self.folder.path().join("statements.jsonl");
        (Server::start(&self.database, Some(&told), TODAY), told)
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if let (Ok(server), Some((_, name))) = (std::env::var(POSTGRES), self.database.rsplit_once("/tc_it_")) {
            administer(&server, &format!("DROP DATABASE IF EXISTS tc_it_{name} WITH (FORCE)"));
        }
    }
}

static MADE: AtomicU32 = AtomicU32::new(0);

fn administer(server: &str, sql: &str) {
    rows(server, sql);
}

fn rows(server: &str, sql: &str) -> Vec<Vec<String>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let told = runtime.block_on(async {
        let (client, connection) =
            tokio_postgres::connect(server, tokio_postgres::NoTls).await.expect("the test's PostgreSQL answers");
        tokio::spawn(connection);
        let beginning: String = sql.chars().take(200).collect();
        client.simple_query(sql).await.unwrap_or_else(|e| panic!("{beginning}: {e}"))
    });
    let cells = |row: &SimpleQueryRow| (0..row.len()).map(|i| row.get(i).unwrap_or_default().to_owned()).collect();
    told.iter().filter_map(|m| if let SimpleQueryMessage::Row(row) = m { Some(cells(row)) } else { None }).collect()
}

/// The binary, with nothing of this shell's own settings.
pub(crate) fn throughcare(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_throughcare"));
    for (name, _) in std::env::vars().filter(|(n, _)| n.starts_with("THROUGHCARE_") && n != "THROUGHCARE_TEST_RUN") {
        command.env_remove(name);
    }
    command.args(arguments).stdin(Stdio::null());
    command
}

fn demo_file() -> &'static Path {
    static FILE: OnceLock<PathBuf> = OnceLock::new();
    FILE.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("demo-world");
        std::fs::create_dir_all(&folder).expect("a folder for the demo world");
        // Takes its place whole: another run of these tests may be copying the one that is there.
        let (file, made) = (folder.join("throughcare.sqlite"), folder.join(std::process::id().to_string()));
        let _ = std::fs::remove_file(&made);
        fill(&format!("sqlite:{}", made.display()));
        std::fs::rename(&made, &file).expect("its place");
        file
    })
}

/// Fills an empty database with the demo region.
fn fill(database: &str) {
    fill_with(database, "60");
}

fn fill_with(database: &str, people: &str) {
    let made = throughcare(&["demo", "--no-serve", "--people", people, "--seed", "1", "--today", TODAY])
        .args(["--database", database])
        .output()
        .expect("the demo command starts");
    assert!(made.status.success(), "the demo world was not made: {}", String::from_utf8_lossy(&made.stderr));
}

/// What a server tells, line by line.
pub(crate) struct Told(pub(crate) std::sync::mpsc::Receiver<String>);

/// A running server.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: String,
}

impl Server {
    fn start(database: &str, statements: Option<&Path>, today: &str) -> Server {
        let port = free_port();
        let mut command = throughcare(&["serve", "--database", database, "--listen", &format!("127.0.0.1:{port}")]);
        command.env("THROUGHCARE_TODAY", today).stdout(Stdio::piped());
        if let Some(file) = statements {
            command.env("THROUGHCARE_LOG", "store::statement=trace").env("THROUGHCARE_LOG_FORMAT", "json");
            command.stderr(std::fs::File::create(file).expect("a file for the statements"));
        }
        let mut child = command.spawn().expect("the server starts");
        let lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(|line| println!("server: {line}")));
        Server::begun(child, port)
    }

    /// A server on whatever database.
    pub(crate) fn start_on(database: &str) -> Server {
        Server::start(database, None, TODAY)
    }

    /// A server that was started in a way of its own.
    pub(crate) fn begun(child: Child, port: u16) -> Server {
        let server = Server { child, address: format!("http://127.0.0.1:{port}") };
        server.wait_until_it_answers();
        server
    }

    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// A server that reads a standby.
    pub(crate) fn with_standby(database: &str, standby: &str) -> Server {
        let port = free_port();
        let child = throughcare(&["serve", "--database", database, "--standby", standby])
            .args(["--listen", &format!("127.0.0.1:{port}")])
            .env("THROUGHCARE_TODAY", TODAY)
            .stdout(Stdio::null())
            .spawn()
            .expect("the server starts");
        let server = Server { child, address: format!("http://127.0.0.1:{port}") };
        server.wait_until_it_answers();
        server
    }

    /// A server that tells every statement.
    pub(crate) fn telling(database: &str) -> (Server, Told) {
        let port = free_port();
        let mut child = throughcare(&["serve", "--database", database, "--listen", &format!("127.0.0.1:{port}")])
            .env("THROUGHCARE_TODAY", TODAY)
            .env("THROUGHCARE_LOG", "store::statement=trace")
            .env("THROUGHCARE_LOG_FORMAT", "json")
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let lines = BufReader::new(child.stderr.take().expect("what it tells")).lines();
        let (sender, told) = std::sync::mpsc::channel();
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(|line| drop(sender.send(line))));
        let server = Server { child, address: format!("http://127.0.0.1:{port}") };
        server.wait_until_it_answers();
        (server, Told(told))
    }

    fn wait_until_it_answers(&self) {
        let from = Instant::now();
        while from.elapsed() < START {
            if ureq::get(format!("{}/health", self.address)).call().is_ok() {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("the server did not answer within {START:?}");
    }

    /// As if the machine lost its power: no chance to tidy up.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("it was running");
        self.child.wait().expect("it ended");
    }

    /// As an operator ends it; the exit code.
    pub(crate) fn terminate(self) -> Option<i32> {
        self.ask_to_end();
        self.wait()
    }

    pub(crate) fn ask_to_end(&self) {
        let sent = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().expect("kill runs");
        assert!(sent.success());
    }

    /// The exit code of a server that was asked to end.
    pub(crate) fn wait(mut self) -> Option<i32> {
        self.child.wait().expect("it ended").code()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port that nothing listens on now; somebody else may take it before we do, and then the start fails loudly.
pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its address").port()
}
