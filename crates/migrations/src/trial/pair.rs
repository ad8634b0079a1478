//! A real primary and its hot standby, made for one test from the PostgreSQL programs of this machine and thrown away with
//! it. Without those programs the test is left out, with a notice.

use super::{Rooms, house_with};
use kernel::Date;
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};
use store::{Database, House};

/// How long a server may take to start on a busy machine.
const START: Duration = Duration::from_secs(60);

/// Two servers, the second of which follows the first.
pub struct Pair {
    programs: PathBuf,
    /// PostgreSQL refuses to run as root: then it runs as the user that its package made.
    user: Option<(u32, u32)>,
    primary: Server,
    standby: Server,
    // Goes last: the servers stand in it.
    folder: tempfile::TempDir,
}

struct Server {
    folder: PathBuf,
    port: u16,
    child: Option<Child>,
}

fn programs() -> Option<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|version| Some(version.ok()?.path().join("bin")))
        .chain(std::env::split_paths(&std::env::var_os("PATH")?))
        .filter(|folder| folder.join("initdb").exists() && folder.join("pg_basebackup").exists())
        .collect();
    found.sort();
    found.pop()
}

fn id_of(user: &str, what: &str) -> Option<u32> {
    let told = Command::new("id").args([what, user]).output().ok()?;
    String::from_utf8_lossy(&told.stdout).trim().parse().ok()
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a free port").port()
}

fn said(what: &str, output: &Output) {
    assert!(output.status.success(), "{what}: {}", String::from_utf8_lossy(&output.stderr));
}

impl Pair {
    /// Starts both; nothing, with a notice, where PostgreSQL's programs are not.
    ///
    /// # Panics
    /// When they are there and do not start.
    #[must_use]
    pub fn start() -> Option<Pair> {
        let Some(programs) = programs() else {
            println!("left out: the programs of a PostgreSQL server are not on this machine");
            return None;
        };
        let is_root = whoami() == 0;
        let user = is_root.then(|| Some((id_of("postgres", "-u")?, id_of("postgres", "-g")?))).flatten();
        if is_root && user.is_none() {
            println!("left out: PostgreSQL does not run as root, and there is no user of its own");
            return None;
        }
        let folder = tempfile::tempdir().expect("a temporary folder");
        if let Some((user, group)) = user {
            std::os::unix::fs::chown(folder.path(), Some(user), Some(group)).expect("the folder's owner");
        }
        let server = |name: &str| Server { folder: folder.path().join(name), port: free_port(), child: None };
        let (primary, standby) = (server("primary"), server("standby"));
        let mut pair = Pair { programs, user, primary, standby, folder };
        pair.make_primary();
        pair.primary.child = Some(pair.run(&pair.primary));
        pair.wait_for(pair.primary.port);
        pair.make_standby();
        pair.start_standby();
        Some(pair)
    }

    fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.programs.join(name));
        command.current_dir(self.folder.path()).stdin(Stdio::null());
        if let Some((user, group)) = self.user {
            command.uid(user).gid(group);
        }
        command
    }

    fn make_primary(&self) {
        let made = self
            .program("initdb")
            .args(["-U", "throughcare", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "-D"])
            .arg(&self.primary.folder)
            .output();
        said("initdb", &made.expect("initdb runs"));
    }

    fn make_standby(&self) {
        let made = self
            .program("pg_basebackup")
            .args(["-h", "127.0.0.1", "-U", "throughcare", "-R", "-c", "fast", "--no-sync", "-p"])
            .arg(self.primary.port.to_string())
            .arg("-D")
            .arg(&self.standby.folder)
            .output();
        said("pg_basebackup", &made.expect("pg_basebackup runs"));
    }

    fn run(&self, server: &Server) -> Child {
        let log = std::fs::File::create(self.folder.path().join(format!("{}.log", server.port))).expect("a log");
        self.program("postgres")
            .args(["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off", "-p"])
            .arg(server.port.to_string())
            .arg("-D")
            .arg(&server.folder)
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .expect("postgres starts")
    }

    fn wait_for(&self, port: u16) {
        let from = Instant::now();
        let answers = || {
            let asked = self.program("pg_isready").args(["-q", "-h", "127.0.0.1", "-p", &port.to_string()]).status();
            asked.is_ok_and(|status| status.success())
        };
        while !answers() {
            if from.elapsed() > START {
                let log = std::fs::read_to_string(self.folder.path().join(format!("{port}.log"))).unwrap_or_default();
                panic!("the server does not answer: {log}");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// The primary's URL.
    #[must_use]
    pub fn primary(&self) -> String {
        format!("postgres://throughcare@127.0.0.1:{}/postgres", self.primary.port)
    }

    /// The standby's URL.
    #[must_use]
    pub fn standby(&self) -> String {
        format!("postgres://throughcare@127.0.0.1:{}/postgres", self.standby.port)
    }

    /// A house on the two, with its schema.
    ///
    /// # Panics
    /// When the schema cannot be made.
    #[must_use]
    pub fn house(&self, rooms: &Rooms, today: Date) -> House {
        let standby = Some(Database::Postgres(self.standby()));
        let house = house_with(rooms, Database::Postgres(self.primary()), standby, today);
        house.migrate().expect("every migration runs on PostgreSQL");
        house
    }

    /// Gives the standby a command as an operator would.
    ///
    /// # Panics
    /// When it says no.
    pub fn tell_standby(&self, sql: &str) {
        super::command(&self.standby(), sql);
    }

    /// The standby is stopped at once, without tidying up.
    ///
    /// # Panics
    /// When it cannot be.
    pub fn stop_standby(&mut self) {
        self.standby.end();
    }

    /// Starts it again.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start_standby(&mut self) {
        self.standby.child = Some(self.run(&self.standby));
        self.wait_for(self.standby.port);
    }

    /// Every process of the standby stands still, or goes on: its connections stay open and nothing answers.
    ///
    /// # Panics
    /// When they cannot be signalled.
    pub fn freeze_standby(&self, still: bool) {
        let Some(parent) = self.standby.child.as_ref().map(Child::id) else { return };
        let signal = if still { "-STOP" } else { "-CONT" };
        for id in std::iter::once(parent).chain(children(parent)) {
            send(signal, id);
        }
    }
}

fn whoami() -> u32 {
    let told = Command::new("id").arg("-u").output().expect("id runs");
    String::from_utf8_lossy(&told.stdout).trim().parse().expect("a number")
}

fn children(parent: u32) -> Vec<u32> {
    let folders = std::fs::read_dir("/proc").into_iter().flatten().filter_map(Result::ok);
    let ids = folders.filter_map(|folder| folder.file_name().to_str()?.parse::<u32>().ok());
    let is_child = |id: &u32| {
        let stat = std::fs::read_to_string(Path::new("/proc").join(id.to_string()).join("stat")).unwrap_or_default();
        let after = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
        after.split_whitespace().nth(1).is_some_and(|p| p == parent.to_string())
    };
    ids.filter(is_child).collect()
}

fn send(signal: &str, id: u32) {
    let sent = Command::new("kill").args([signal, &id.to_string()]).stderr(Stdio::null()).status().expect("kill runs");
    assert!(sent.success() || signal == "-CONT", "{signal} {id}");
}

impl Server {
    fn end(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = Command::new("kill").args(["-QUIT", &child.id().to_string()]).status();
            let _ = child.wait();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.end();
    }
}

impl Drop for Pair {
    fn drop(&mut self) {
        self.freeze_standby(false);
    }
}
