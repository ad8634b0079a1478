//! Machines that are network namespaces: each has an address of its own on one bridge, its processes carry its name, and it
//! can be killed, frozen or cut off as a whole. All of it stands in one more namespace, so that this machine's own network is
//! neither touched nor reached. Whatever was started is ended when the value goes.

use super::Fault;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// Set for the program that runs inside.
pub(crate) const INSIDE: &str = "THROUGHCARE_SURVIVE_INSIDE";
/// Keeps the folder with everything that was said.
const KEEP: &str = "THROUGHCARE_SURVIVE_KEEP";
/// Where everybody but the machines stands: etcd, the balancer and the writers.
pub(crate) const HUB: &str = "10.201.0.1";
/// The machines, in the order of their addresses.
pub(crate) const MACHINES: [&str; 5] = ["database-1", "database-2", "database-3", "server-1", "server-2"];

/// Runs this program again in a network of its own.
///
/// # Errors
/// When that cannot be made, or the run inside failed.
pub(crate) fn again_inside(words: &[&str]) -> Result<(), String> {
    let own = std::env::current_exe().map_err(|e| format!("this program: {e}"))?;
    // The mounts are its own too: `ip netns` keeps its names under /run.
    let script = "mount -t tmpfs none /run/netns 2>/dev/null || { mkdir -p /run/netns && mount -t tmpfs none /run/netns; }; exec \"$@\"";
    let status = Command::new("unshare")
        .args(["--net", "--mount", "--kill-child", "--fork", "sh", "-c", script, "sh"])
        .arg(own)
        .arg("survive")
        .args(words)
        .env(INSIDE, "yes")
        .status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err("what must hold did not".to_owned()),
        Err(e) => Err(format!("unshare: {e}")),
    }
}

fn shell(script: &str) -> Result<String, String> {
    let done = Command::new("sh").args(["-ec", script]).output().map_err(|e| format!("sh: {e}"))?;
    if done.status.success() {
        return Ok(String::from_utf8_lossy(&done.stdout).trim().to_owned());
    }
    Err(format!("{script}: {}", String::from_utf8_lossy(&done.stderr).trim()))
}

/// A bridge, and each machine's cable to it.
///
/// # Errors
/// When the kernel refuses.
pub(crate) fn prepare_network() -> Result<(), String> {
    let mut script =
        format!("ip link set lo up; ip link add hub type bridge; ip addr add {HUB}/24 dev hub; ip link set hub up\n");
    for machine in MACHINES {
        let address = address(machine);
        script.push_str(&format!(
            "ip netns add {machine}; ip link add {machine} type veth peer name eth0 netns {machine}\n\
             ip link set {machine} master hub; ip link set {machine} up\n\
             ip -n {machine} addr add {address}/24 dev eth0; ip -n {machine} link set eth0 up; ip -n {machine} link set lo up\n"
        ));
    }
    shell(&script).map(drop)
}

/// Where a machine is on the bridge.
pub(crate) fn address(machine: &str) -> String {
    let place = MACHINES.iter().position(|m| *m == machine).unwrap_or_default();
    format!("10.201.0.{}", 11 + place)
}

/// What runs on which machine, and the folder in which it all is.
pub(crate) struct Machines {
    pub(crate) folder: PathBuf,
}

impl Machines {
    /// # Errors
    /// When there is no room.
    pub(crate) fn new() -> Result<Machines, String> {
        let folder = std::env::temp_dir().join(format!("throughcare-survive-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        let machines = Machines { folder };
        // The databases run as the user that Debian's package made: PostgreSQL refuses root.
        shell(&format!("chown postgres: {0} && chmod 755 {0}", machines.folder.display()))?;
        Ok(machines)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// A folder that the databases may write into.
    ///
    /// # Errors
    /// When there is no room.
    pub(crate) fn room_for(&self, name: &str) -> Result<String, String> {
        let folder = self.path(name).display().to_string();
        shell(&format!("mkdir -p {folder} && chown postgres: {folder} && chmod 700 {folder}")).map(|_| folder)
    }

    /// Starts a program on a machine, or beside them all; what it says goes into a file of that name.
    ///
    /// # Errors
    /// When it does not start.
    pub(crate) fn start(
        &self,
        machine: Option<&str>,
        log: &str,
        as_postgres: bool,
        words: &[&str],
    ) -> Result<u32, String> {
        let mut all: Vec<&str> = match machine {
            Some(machine) => vec!["ip", "netns", "exec", machine],
            None => vec![],
        };
        all.extend(["setsid"]);
        if as_postgres {
            all.extend(["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]);
        }
        all.extend(words);
        let out = std::fs::File::create(self.path(&format!("{log}.log"))).map_err(|e| format!("{log}: {e}"))?;
        let again = out.try_clone().map_err(|e| format!("{log}: {e}"))?;
        let (program, rest) = all.split_first().ok_or("nothing to start")?;
        let child = Command::new(program)
            .args(rest)
            .env("HOME", &self.folder)
            .env("LC_ALL", "C.UTF-8")
            .stdin(Stdio::null())
            .stdout(out)
            .stderr(again)
            .spawn()
            .map_err(|e| format!("{program}: {e}"))?;
        Ok(child.id())
    }

    /// The last lines that a program said.
    pub(crate) fn told(&self, log: &str) -> String {
        let text = std::fs::read_to_string(self.path(&format!("{log}.log"))).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        lines.iter().rev().take(5).rev().copied().collect::<Vec<_>>().join("\n")
    }

    /// Does to a machine what the fault says. One that comes back does so by itself after `away`.
    pub(crate) fn strike(&self, machine: &str, fault: Fault, away: Duration) {
        match fault {
            Fault::Kill => signal("KILL", &pids(machine)),
            Fault::Freeze => {
                let all = pids(machine);
                signal("STOP", &all);
                after(away, move || signal("CONT", &all));
            }
            Fault::Partition => {
                let machine = machine.to_owned();
                let _ = shell(&format!("ip link set {machine} down"));
                after(away, move || drop(shell(&format!("ip link set {machine} up"))));
            }
        }
    }

    /// Nothing is cut off or stands still any more.
    pub(crate) fn heal(&self) {
        for machine in MACHINES {
            signal("CONT", &pids(machine));
            let _ = shell(&format!("ip link set {machine} up"));
        }
    }
}

impl Drop for Machines {
    fn drop(&mut self) {
        let mut all = BTreeSet::new();
        for machine in MACHINES {
            all.extend(pids(machine));
        }
        all.extend(those_of(&self.folder));
        signal("CONT", &all);
        signal("TERM", &all);
        std::thread::sleep(Duration::from_secs(1));
        signal("KILL", &all);
        std::thread::sleep(Duration::from_millis(300));
        if std::env::var_os(KEEP).is_none() {
            let _ = std::fs::remove_dir_all(&self.folder);
        }
    }
}

fn after(wait: Duration, done: impl FnOnce() + Send + 'static) {
    std::thread::spawn(move || {
        std::thread::sleep(wait);
        done();
    });
}

/// Every process of a machine.
fn pids(machine: &str) -> BTreeSet<u32> {
    let told = shell(&format!("ip netns pids {machine}")).unwrap_or_default();
    told.split_whitespace().filter_map(|pid| pid.parse().ok()).collect()
}

/// Every process that was started with something in the folder, but this program.
fn those_of(folder: &Path) -> BTreeSet<u32> {
    let folder = folder.to_string_lossy().into_owned();
    let Ok(entries) = std::fs::read_dir("/proc") else { return BTreeSet::new() };
    let pids = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok());
    let names_it = |pid: &u32| {
        let words = std::fs::read_to_string(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        *pid != std::process::id() && words.contains(&folder)
    };
    pids.filter(names_it).collect()
}

fn signal(name: &str, pids: &BTreeSet<u32>) {
    if !pids.is_empty() {
        let all: Vec<String> = pids.iter().map(u32::to_string).collect();
        let _ = shell(&format!("kill -{name} {} 2>/dev/null || :", all.join(" ")));
    }
}
