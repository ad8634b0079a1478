//! `cargo xtask hostile`: schemathesis over the API's description, once with everything allowed and once for each role, at a
//! server of its own on the loopback address with the demo world behind it. Schemathesis comes from PyPI into a folder of
//! the build; how many examples each call gets is bounded.

use crate::http::Connection;
use crate::workspace::root;
use std::collections::BTreeMap;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const SCHEMATHESIS: &str = "schemathesis==4.32.5";
const TODAY: &str = "2026-11-23";
/// Examples for each call: with everything allowed, and for a role.
const MANY: u32 = 12;
const FEW: u32 = 2;
/// What is looked at in each answer. Whether data that fits the description is accepted is for rules to say, not for it.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,\
    response_schema_conformance,negative_data_rejection,unsupported_method,ignored_auth";

pub(crate) fn run(words: &[&str]) -> Result<(), String> {
    let tool = tool()?;
    let folder = build_folder().join("hostile");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let world = World { database: format!("sqlite:{}", folder.join("world.sqlite").display()), folder };
    world.command(&["demo", "--no-serve", "--people", "60", "--seed", "1", "--today", TODAY])?;
    let mut wanted = world.roles()?;
    let all = wanted.values().flatten().cloned().collect::<std::collections::BTreeSet<_>>();
    wanted.insert("everything".to_owned(), all.into_iter().collect());
    if let [only] = words {
        wanted.retain(|name, _| name == only);
    }
    let mut secrets = Vec::new();
    for (role, scopes) in &wanted {
        secrets.push((role.clone(), world.client(role, scopes)?));
    }
    let server = world.serve()?;
    let mut failed = Vec::new();
    for (role, secret) in &secrets {
        let examples = if role == "everything" { MANY } else { FEW };
        println!("hostile: as {role}, {examples} examples a call");
        if !throw(&tool, &server, secret, examples, &world.folder.join(format!("{role}.txt")))? {
            failed.push(role.clone());
        }
    }
    drop(server);
    world.command(&["ledger", "verify"])?;
    if failed.is_empty() {
        Ok(())
    } else {
        Err(format!("findings as {}: see {}", failed.join(", "), world.folder.display()))
    }
}

fn build_folder() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// Schemathesis, put there the first time.
fn tool() -> Result<PathBuf, String> {
    let folder = build_folder().join("schemathesis");
    let program = folder.join("bin/schemathesis");
    if !program.exists() {
        println!("hostile: installing {SCHEMATHESIS} into {}", folder.display());
        must(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
        must(Command::new(folder.join("bin/pip")).args(["install", "--quiet", SCHEMATHESIS]))?;
    }
    Ok(program)
}

fn must(command: &mut Command) -> Result<(), String> {
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{}: {status}", command.get_program().display())),
        Err(e) => Err(format!("{}: {e}", command.get_program().display())),
    }
}

/// A demo world of its own.
struct World {
    folder: PathBuf,
    database: String,
}

impl World {
    fn throughcare(&self, words: &[&str]) -> Command {
        let mut command = Command::new(build_folder().join("debug/throughcare"));
        command.args(words).env("THROUGHCARE_DATABASE", &self.database).env("THROUGHCARE_TODAY", TODAY);
        command
    }

    fn command(&self, words: &[&str]) -> Result<String, String> {
        let done = self.throughcare(words).output().map_err(|e| format!("throughcare: {e} (build it first)"))?;
        let told = String::from_utf8_lossy(&done.stdout).into_owned();
        if done.status.success() { Ok(told) } else { Err(format!("throughcare {}: {told}", words.join(" "))) }
    }

    /// The permissions of each role, as the world's own rows say.
    fn roles(&self) -> Result<BTreeMap<String, Vec<String>>, String> {
        let script = "import sqlite3, sys\n\
            for row in sqlite3.connect(sys.argv[1]).execute('SELECT role_code, permission FROM access_role_permission'): print(*row)";
        let file = self.database.trim_start_matches("sqlite:");
        let told = Command::new("python3").args(["-c", script, file]).output().map_err(|e| format!("python3: {e}"))?;
        let mut roles: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (role, permission) in String::from_utf8_lossy(&told.stdout).lines().filter_map(|line| line.split_once(' '))
        {
            roles.entry(role.to_owned()).or_default().push(permission.to_owned());
        }
        if roles.is_empty() { Err("the world has no roles".to_owned()) } else { Ok(roles) }
    }

    fn client(&self, role: &str, scopes: &[String]) -> Result<String, String> {
        let mut words = vec!["admin", "create-client", "--name", role];
        words.extend(scopes.iter().flat_map(|scope| ["--scope", scope.as_str()]));
        Ok(self.command(&words)?.split_whitespace().last().unwrap_or_default().to_owned())
    }

    fn serve(&self) -> Result<Server, String> {
        let free = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).map_err(|e| e.to_string())?;
        let address = free.to_string();
        let log = std::fs::File::create(self.folder.join("server.txt")).map_err(|e| e.to_string())?;
        let mut command = self.throughcare(&["serve", "--listen", &address]);
        let child = command.stdout(Stdio::null()).stderr(log).spawn().map_err(|e| format!("throughcare: {e}"))?;
        let server = Server { child, address };
        let from = Instant::now();
        while !Connection::open(&server.address, "").and_then(|mut c| c.get("/health")).is_ok_and(|a| a.status == 200) {
            if from.elapsed() > Duration::from_secs(60) {
                return Err("the server does not answer".to_owned());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Ok(server)
    }
}

/// The server ends with its value.
struct Server {
    child: Child,
    address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Throws examples at every call; true when nothing was found. What was told is kept in the file.
fn throw(tool: &Path, server: &Server, secret: &str, examples: u32, told: &Path) -> Result<bool, String> {
    let file = std::fs::File::create(told).map_err(|e| format!("{}: {e}", told.display()))?;
    let again = file.try_clone().map_err(|e| e.to_string())?;
    let status = Command::new(tool)
        // What it remembers between runs stays in the build's folder.
        .current_dir(told.parent().unwrap_or(told))
        .arg("run")
        .arg(root().join("docs/reference/openapi.json"))
        .args(["--url", &format!("http://{}", server.address)])
        .args(["--header", &format!("Authorization: Bearer {secret}")])
        .args(["--checks", CHECKS, "--phases", "examples,coverage,fuzzing", "--continue-on-failure", "--no-color"])
        .args(["--max-examples", &examples.to_string(), "--seed", "1", "--workers", "2", "--request-timeout", "30"])
        .stdout(file)
        .stderr(again)
        .status()
        .map_err(|e| format!("schemathesis did not start: {e}"))?;
    let text = std::fs::read_to_string(told).unwrap_or_default();
    for line in text.lines().rev().take(12).collect::<Vec<_>>().into_iter().rev() {
        println!("  {line}");
    }
    Ok(status.success())
}
