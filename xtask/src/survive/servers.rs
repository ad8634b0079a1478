//! Two Throughcare servers on machines of their own, and the balancer before them, as `deploy/haproxy.cfg` says.

use super::machines::{HUB, Machines, address};
use crate::http::Connection;
use crate::workspace;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

/// The server that the fault strikes.
pub(crate) const ONE: &str = "server-1";
const OTHER: &str = "server-2";
/// The day on which the demo region stands.
const TODAY: &str = "2026-11-23";

pub(crate) struct Servers {
    /// Where writers go.
    pub(crate) balancer: String,
    /// The bearer secret of the writers.
    pub(crate) secret: String,
    url: String,
}

fn program() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace::root().join("target"), PathBuf::from);
    target.join("debug/throughcare")
}

/// Fills the database with the demo region, makes the writers' client, starts servers and balancer.
///
/// # Errors
/// When one of them does not answer.
pub(crate) fn start(machines: &Machines, url: &str) -> Result<Servers, String> {
    let mut servers = Servers { balancer: format!("{HUB}:8080"), secret: String::new(), url: url.to_owned() };
    servers.command(&["demo", "--no-serve", "--seed", "1", "--people", "60"])?;
    let scopes = ["--scope", "record-contacts", "--scope", "read-people"];
    let told = servers.command(&[&["admin", "create-client", "--name", "writers"], &scopes[..]].concat())?;
    servers.secret = told.split_whitespace().last().unwrap_or_default().to_owned();

    let mut lines = String::new();
    for machine in [ONE, OTHER] {
        let listen = format!("{}:8080", address(machine));
        let program = program().display().to_string();
        let words =
            ["env", &format!("THROUGHCARE_TODAY={TODAY}"), &program, "serve", "--database", url, "--listen", &listen];
        machines.start(Some(machine), machine, false, &words)?;
        lines.push_str(&format!("  server {machine} {listen}\n"));
    }
    let template = workspace::root().join("deploy/haproxy.cfg");
    let text = std::fs::read_to_string(&template).map_err(|e| format!("{}: {e}", template.display()))?;
    let folder = workspace::root().join("deploy").display().to_string();
    let text = text.replace("@SERVERS@", &lines).replace("@LISTEN@", &servers.balancer).replace("@FOLDER@", &folder);
    let file = machines.path("haproxy.cfg");
    std::fs::write(&file, text).map_err(|e| format!("{}: {e}", file.display()))?;
    machines.start(None, "haproxy", false, &["haproxy", "-db", "-f", &file.display().to_string()])?;

    let from = Instant::now();
    for place in [format!("{}:8080", address(ONE)), format!("{}:8080", address(OTHER)), servers.balancer.clone()] {
        while !Connection::open(&place, "").and_then(|mut c| c.get("/health")).is_ok_and(|a| a.status == 200) {
            if from.elapsed() > Duration::from_secs(60) {
                return Err(format!("{place} does not answer:\n{}\n{}", machines.told(ONE), machines.told("haproxy")));
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }
    Ok(servers)
}

impl Servers {
    /// Runs one of Throughcare's commands on the cluster.
    ///
    /// # Errors
    /// When it fails, with what it said.
    pub(crate) fn command(&self, words: &[&str]) -> Result<String, String> {
        let done = Command::new(program())
            .args(words)
            .args(["--database", &self.url])
            .env("THROUGHCARE_TODAY", TODAY)
            .output()
            .map_err(|e| format!("throughcare: {e}"))?;
        let told = String::from_utf8_lossy(&done.stdout).trim().to_owned();
        if done.status.success() {
            return Ok(told);
        }
        Err(format!("throughcare {}: {told}\n{}", words.join(" "), String::from_utf8_lossy(&done.stderr).trim()))
    }
}
