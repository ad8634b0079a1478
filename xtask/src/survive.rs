//! `cargo xtask survive`: a real cluster of three database machines, two Throughcare servers and a balancer, from Debian's
//! packages and the files of `deploy/`; writers that speak HTTP; and a fault in the middle. Afterwards every acknowledged write
//! must be there, every request must have been answered in time, and nobody may have had to start anything by hand.

mod cluster;
mod machines;
mod servers;
mod verdict;
mod writers;

use crate::workspace;
use machines::Machines;
use std::process::Command;
use std::time::Duration;

/// What happens to the primary's machine and, later in the same run, to one server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Every process of the machine is gone at once.
    Kill,
    /// Every process stands still for a while and then goes on, believing that nothing happened.
    Freeze,
    /// The machine runs on, and nobody reaches it for a while.
    Partition,
}

impl Fault {
    const ALL: [Fault; 3] = [Fault::Kill, Fault::Freeze, Fault::Partition];

    fn name(self) -> &'static str {
        match self {
            Fault::Kill => "kill",
            Fault::Freeze => "freeze",
            Fault::Partition => "partition",
        }
    }
}

/// How long each part of a run takes.
struct Times {
    /// All is well.
    before: Duration,
    /// From the fault of the database to that of the server: longer than a frozen machine stands still.
    between: Duration,
    /// From the fault of the server to the end.
    after: Duration,
    /// How long a machine stands still or is cut off.
    away: Duration,
}

const TIMES: Times = Times {
    before: Duration::from_secs(8),
    between: Duration::from_secs(45),
    after: Duration::from_secs(20),
    away: Duration::from_secs(35),
};

/// What must be there: Debian's packages by the programs that they bring.
const PROGRAMS: &[(&str, &str)] = &[
    ("patroni", "patroni python3-etcd"),
    ("etcd", "etcd-server"),
    ("haproxy", "haproxy"),
    ("setpriv", "util-linux"),
    ("ip", "iproute2"),
    ("psql", "postgresql-client"),
];

/// Times are told and not judged, for a machine of which nobody knows what else it does.
const UNTIMED: &str = "--untimed";
/// The program is built already, as beside tests that ran.
const BUILT: &str = "--built";

/// Runs the faults that are named, or all.
///
/// # Errors
/// When something is missing, the cluster does not come up, or what must hold does not.
pub(crate) fn run(words: &[&str]) -> Result<(), String> {
    let usage = || "usage: cargo xtask survive [--untimed] [--built] [kill] [freeze] [partition]".to_owned();
    let timed = !words.contains(&UNTIMED);
    let named: Option<Vec<Fault>> = words
        .iter()
        .filter(|word| ![UNTIMED, BUILT].contains(*word))
        .map(|word| Fault::ALL.into_iter().find(|f| f.name() == *word))
        .collect();
    let named = named.ok_or_else(usage)?;
    let faults = if named.is_empty() { Fault::ALL.to_vec() } else { named };
    missing()?;
    // In a network of its own nothing of this machine's is touched, and nothing can be reached but the cluster.
    if std::env::var_os(machines::INSIDE).is_none() {
        if !words.contains(&BUILT) {
            build()?;
        }
        return machines::again_inside(words);
    }
    machines::prepare_network()?;
    for fault in faults {
        one(fault, timed)?;
    }
    Ok(())
}

/// Says what is not here, and how it comes.
fn missing() -> Result<(), String> {
    let id = Command::new("id").arg("-u").output().map_err(|e| format!("id: {e}"))?;
    if id.stdout.trim_ascii() != b"0" {
        return Err("this starts machines with networks of their own, which only root may do".to_owned());
    }
    let there = |program: &str| {
        let folders = ["/usr/bin", "/usr/sbin", "/bin", "/sbin", "/usr/local/bin"];
        folders.iter().any(|folder| std::path::Path::new(folder).join(program).exists())
    };
    let wanted: Vec<&str> =
        PROGRAMS.iter().filter(|(program, _)| !there(program)).map(|(_, package)| *package).collect();
    if wanted.is_empty() {
        return Ok(());
    }
    Err(format!("missing: apt-get install --no-install-recommends {}", wanted.join(" ")))
}

fn build() -> Result<(), String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo).args(["build", "--package", "throughcare"]).current_dir(workspace::root()).status();
    match built {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("the build failed: {status}")),
        Err(e) => Err(format!("cargo did not start: {e}")),
    }
}

fn one(fault: Fault, timed: bool) -> Result<(), String> {
    println!("{}: bringing up three database machines, two servers and a balancer", fault.name());
    let machines = Machines::new()?;
    let cluster = cluster::start(&machines)?;
    let servers = servers::start(&machines, &cluster.url())?;
    let writers = writers::start(&servers.balancer, &servers.secret);
    std::thread::sleep(TIMES.before);

    let primary = cluster.primary()?;
    let lost_primary = writers.now();
    println!("{}: {} of {primary}, which is the primary", fault.name(), fault.name());
    machines.strike(&primary, fault, TIMES.away);
    std::thread::sleep(TIMES.between);

    let lost_server = writers.now();
    println!("{}: {} of one of the two servers", fault.name(), fault.name());
    machines.strike(servers::ONE, fault, TIMES.after / 2);
    std::thread::sleep(TIMES.after);

    let story = writers.stop();
    machines.heal();
    let faults = [("the primary", lost_primary), ("a server", lost_server)];
    verdict::judge(fault, timed, &story, &faults, &cluster, &servers)
}
