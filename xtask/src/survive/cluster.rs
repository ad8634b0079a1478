//! Three PostgreSQL machines under Patroni with etcd, as `deploy/patroni.yml` says: a write is acknowledged when two have it.

use super::machines::{HUB, MACHINES, Machines, address};
use crate::workspace;
use std::process::Command;
use std::time::{Duration, Instant};

const PORT: u16 = 5432;
/// The database that Throughcare is in.
const NAME: &str = "throughcare";
/// Of every role of the run: nobody else reaches the network that it is in.
const PASSWORD: &str = "survive";

/// How quickly a lost primary is replaced, in seconds: shorter than Patroni's own figures, which wait for half a minute.
const TIMERS: [(&str, &str); 3] = [("TTL", "10"), ("LOOP", "1"), ("RETRY", "3")];

pub(crate) struct Cluster;

/// # Errors
/// When a machine does not come up within two minutes, with what it said.
pub(crate) fn start(machines: &Machines) -> Result<Cluster, String> {
    let bin = newest_postgres()?;
    let etcd_client = format!("http://{HUB}:2379");
    let etcd_peer = format!("http://{HUB}:2380");
    let data = machines.path("etcd").display().to_string();
    let first = format!("e1={etcd_peer}");
    machines.start(
        None,
        "etcd",
        true,
        &[
            "etcd",
            "--name",
            "e1",
            "--data-dir",
            &data,
            "--listen-client-urls",
            &etcd_client,
            "--advertise-client-urls",
            &etcd_client,
            "--listen-peer-urls",
            &etcd_peer,
            "--initial-advertise-peer-urls",
            &etcd_peer,
            "--initial-cluster",
            &first,
            "--enable-v2=true",
        ],
    )?;
    let cluster = Cluster;
    for machine in databases() {
        let file = configure(machines, machine, &bin)?;
        machines.start(Some(machine), machine, true, &["patroni", &file])?;
        if machine == MACHINES[0] {
            waited(
                90,
                || ask(&format!("host={} port={PORT}", address(machine)), "postgres", "SELECT NOT pg_is_in_recovery()"),
                "t",
            )
            .map_err(|e| format!("{machine} did not come up ({e}):\n{}", machines.told(machine)))?;
        }
    }
    waited(
        120,
        || cluster.query("postgres", "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'"),
        "2",
    )
    .map_err(|e| format!("the standbys did not come ({e}):\n{}", machines.told(MACHINES[1])))?;
    waited(
        60,
        || cluster.query("postgres", "SELECT count(*) FROM pg_stat_replication WHERE sync_state IN ('sync', 'quorum')"),
        "1",
    )
    .map_err(|e| format!("no standby became synchronous ({e}):\n{}", machines.told(MACHINES[1])))?;
    cluster.query("postgres", &format!("CREATE ROLE {NAME} LOGIN PASSWORD '{PASSWORD}'"))?;
    cluster.query("postgres", &format!("CREATE DATABASE {NAME} OWNER {NAME}"))?;
    Ok(cluster)
}

fn databases() -> impl Iterator<Item = &'static str> {
    MACHINES.into_iter().take(3)
}

fn newest_postgres() -> Result<String, String> {
    let folders = std::fs::read_dir("/usr/lib/postgresql")
        .map_err(|_| "no PostgreSQL server is installed: apt-get install postgresql")?;
    let newest = folders.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok()).max();
    newest.map(|n| format!("/usr/lib/postgresql/{n}/bin")).ok_or_else(|| "no PostgreSQL server is installed".to_owned())
}

/// `deploy/patroni.yml`, filled in for one machine.
fn configure(machines: &Machines, machine: &str, bin: &str) -> Result<String, String> {
    let template = workspace::root().join("deploy/patroni.yml");
    let mut text = std::fs::read_to_string(&template).map_err(|e| format!("{}: {e}", template.display()))?;
    let (own, port, etcd) = (address(machine), PORT.to_string(), format!("{HUB}:2379"));
    let (data, run) = (machines.path(machine).display().to_string(), machines.room_for(&format!("{machine}-run"))?);
    let filled = [
        ("NODE", machine),
        ("ADDRESS", &own),
        ("REST_PORT", "8008"),
        ("ETCD", &etcd),
        ("PORT", &port),
        ("DATA", &data),
        ("RUN", &run),
        ("BIN", bin),
        ("AUTH", "scram-sha-256"),
        ("NETWORK", "10.201.0.0/24"),
        ("CONNECTIONS", "100"),
        ("SHARED_BUFFERS", "128MB"),
        ("SUPERUSER_PASSWORD", PASSWORD),
        ("REPLICATION_PASSWORD", PASSWORD),
    ];
    for (name, value) in filled.into_iter().chain(TIMERS) {
        text = text.replace(&format!("@{name}@"), value);
    }
    if let Some(left) = text.lines().find(|line| !line.trim_start().starts_with('#') && line.contains('@')) {
        return Err(format!("deploy/patroni.yml asks for something that nobody fills in: {left}"));
    }
    let file = machines.path(&format!("{machine}.yml"));
    std::fs::write(&file, text).map_err(|e| format!("{}: {e}", file.display()))?;
    Ok(file.display().to_string())
}

fn hosts() -> String {
    databases().map(address).collect::<Vec<_>>().join(",")
}

impl Cluster {
    /// What Throughcare is given: every machine, and whichever of them takes writes.
    pub(crate) fn url(&self) -> String {
        let hosts: Vec<String> = databases().map(|m| format!("{}:{PORT}", address(m))).collect();
        format!("postgres://{NAME}:{PASSWORD}@{}/{NAME}?target_session_attrs=read-write", hosts.join(","))
    }

    /// The machine that takes writes now.
    ///
    /// # Errors
    /// When none does.
    pub(crate) fn primary(&self) -> Result<String, String> {
        let at = self.query("postgres", "SELECT host(inet_server_addr())")?;
        databases().find(|m| address(m) == at).map(str::to_owned).ok_or_else(|| format!("nobody is at {at}"))
    }

    /// The first cell of an answer from whichever machine takes writes.
    ///
    /// # Errors
    /// When none answers.
    pub(crate) fn query(&self, database: &str, sql: &str) -> Result<String, String> {
        ask(&format!("host={} port={PORT} target_session_attrs=read-write", hosts()), database, sql)
    }

    /// The same in Throughcare's own database.
    ///
    /// # Errors
    /// When none answers.
    pub(crate) fn look(&self, sql: &str) -> Result<String, String> {
        self.query(NAME, sql)
    }
}

fn ask(place: &str, database: &str, sql: &str) -> Result<String, String> {
    let whole = format!("{place} dbname={database} user=postgres connect_timeout=2");
    let done = Command::new("psql")
        .args(["-XAtq", &whole, "-c", sql])
        .env("PGPASSWORD", PASSWORD)
        .output()
        .map_err(|e| format!("psql: {e}"))?;
    if done.status.success() {
        return Ok(String::from_utf8_lossy(&done.stdout).trim().to_owned());
    }
    Err(String::from_utf8_lossy(&done.stderr).trim().to_owned())
}

/// Asks until the answer is the one that is waited for.
fn waited(seconds: u64, mut question: impl FnMut() -> Result<String, String>, wanted: &str) -> Result<(), String> {
    let from = Instant::now();
    loop {
        let answer = question();
        if answer.as_deref() == Ok(wanted) {
            return Ok(());
        }
        if from.elapsed() > Duration::from_secs(seconds) {
            return Err(format!("after {seconds} s: {}", answer.unwrap_or_else(|e| e)));
        }
        std::thread::sleep(Duration::from_millis(200));
    }
}
