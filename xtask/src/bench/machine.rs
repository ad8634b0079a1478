//! What the machine says that processes took: processor time and memory, read where Linux tells them. Elsewhere it is nought.

use std::fs::read_to_string;

/// Processor time of a process so far, in milliseconds.
pub(crate) fn processor_time(pid: u32) -> f64 {
    fields(&read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default(), 11)
}

/// Of this program.
pub(crate) fn own_processor_time() -> f64 {
    fields(&read_to_string("/proc/self/stat").unwrap_or_default(), 11)
}

/// Of the programs that this one started and waited for.
pub(crate) fn children_processor_time() -> f64 {
    fields(&read_to_string("/proc/self/stat").unwrap_or_default(), 13)
}

/// Two fields after the name, in hundredths of a second.
fn fields(stat: &str, from: usize) -> f64 {
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks = after_name.split_whitespace().skip(from).take(2).filter_map(|n| n.parse::<f64>().ok());
    ticks.sum::<f64>() * 10.0
}

/// Processor time of the PostgreSQL processes that serve one database now, where it runs on this machine.
pub(crate) fn backends_processor_time(database: &str) -> f64 {
    let Ok(processes) = std::fs::read_dir("/proc") else { return 0.0 };
    let pids = processes.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok());
    let serves = |pid: &u32| {
        let words = read_to_string(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        words.starts_with("postgres: ") && words.split([' ', '\0']).any(|word| word == database)
    };
    pids.filter(serves).map(processor_time).sum()
}

/// The most memory that a process held so far, in MiB.
pub(crate) fn most_memory(pid: u32) -> u64 {
    memory(pid, "VmHWM:")
}

/// The memory that a process holds now, in MiB.
pub(crate) fn present_memory(pid: u32) -> u64 {
    memory(pid, "VmRSS:")
}

fn memory(pid: u32, what: &str) -> u64 {
    let status = read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix(what));
    line.and_then(|l| l.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) / 1024
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_kinds_of_processor_time_stand_after_the_name() {
        let stat = "7 (a (strange) name) S 1 1 1 0 -1 0 0 0 0 0 12 3 40 5 20 0";
        assert_eq!((fields(stat, 11), fields(stat, 13)), (150.0, 450.0));
    }
}
