//! What must hold after a fault, looked up in the cluster as it then is, and the figures of the run.

use super::Fault;
use super::cluster::Cluster;
use super::servers::Servers;
use super::writers::{Attempt, Got, MARK, once};
use crate::http::Connection;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// The longest that an answer may take.
const ANSWERED: Duration = Duration::from_secs(5);
/// The longest time without a kept write.
const AGAIN: Duration = Duration::from_secs(30);

/// Says how it went.
///
/// # Errors
/// With each thing that does not hold.
pub(crate) fn judge(
    fault: Fault,
    timed: bool,
    story: &[Attempt],
    faults: &[(&str, Duration)],
    cluster: &Cluster,
    servers: &Servers,
) -> Result<(), String> {
    let (mut wrong, mut late) = (Vec::new(), Vec::new());
    let name = fault.name();
    let kept: BTreeMap<&str, (&str, &str)> = story
        .iter()
        .filter_map(|a| if let Got::Kept(id) = &a.got { Some((a.key.as_str(), (a.crn, id.as_str()))) } else { None })
        .collect();
    println!("{name}: {} writes were acknowledged in {} attempts", kept.len(), story.len());
    answers(name, story, &mut wrong, &mut late);
    for (what, at) in faults {
        let (gap, before) = longest_gap(story, *at);
        println!(
            "{name}: losing {what} kept writes away for {:.1} s; before it the longest wait was {:.1} s",
            gap.as_secs_f64(),
            before.as_secs_f64()
        );
        if gap >= AGAIN {
            late.push(format!("no write was kept for {:.1} s after losing {what}", gap.as_secs_f64()));
        }
    }
    lost(name, story, &kept, cluster, &mut wrong)?;
    repeated(name, story, &kept, cluster, servers, &mut wrong)?;
    match servers.command(&["ledger", "verify"]) {
        Ok(_) => println!("{name}: the ledger is whole"),
        Err(words) => wrong.push(words),
    }
    for words in &late {
        println!("{name}: later than promised: {words}");
    }
    if timed {
        wrong.extend(late);
    }
    if wrong.is_empty() { Ok(()) } else { Err(format!("{name}: {}", wrong.join("\n"))) }
}

fn answers(name: &str, story: &[Attempt], wrong: &mut Vec<String>, slow: &mut Vec<String>) {
    let mut slowest = Duration::ZERO;
    let (mut again, mut nothing, mut late) = (0, 0, 0);
    let mut others = BTreeSet::new();
    for attempt in story {
        slowest = slowest.max(attempt.took);
        late += usize::from(attempt.took > ANSWERED);
        match &attempt.got {
            Got::Kept(_) => {}
            Got::ComeAgain(true) => again += 1,
            Got::ComeAgain(false) => drop(others.insert("503 without Retry-After".to_owned())),
            Got::Refused(status, words) => drop(others.insert(format!("{status}: {words}"))),
            Got::Nothing(words) => {
                nothing += 1;
                others.insert(words.clone());
            }
        }
    }
    println!(
        "{name}: {again} were told to come again, {nothing} got no answer; the slowest took {:.1} s",
        slowest.as_secs_f64()
    );
    if late > 0 {
        slow.push(format!("{late} requests took longer than {} s", ANSWERED.as_secs()));
    }
    wrong.extend(others.into_iter().map(|words| format!("an answer that nobody should get: {words}")));
}

/// The longest time without a kept write that a fault at `at` lies in or before, and the longest before any fault.
fn longest_gap(story: &[Attempt], at: Duration) -> (Duration, Duration) {
    let ends: Vec<Duration> = story
        .iter()
        .filter(|a| matches!(a.got, Got::Kept(_)))
        .map(|a| a.at + a.took)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let (mut after, mut before) = (Duration::ZERO, Duration::ZERO);
    for pair in ends.windows(2) {
        if let [from, to] = pair {
            let gap = *to - *from;
            if *to < at {
                before = before.max(gap)
            } else if *from < at + AGAIN {
                after = after.max(gap)
            }
        }
    }
    // A silence up to the end counts too.
    if ends.last().is_none_or(|last| *last < at) { (AGAIN, before) } else { (after, before) }
}

fn lost(
    name: &str,
    story: &[Attempt],
    kept: &BTreeMap<&str, (&str, &str)>,
    cluster: &Cluster,
    wrong: &mut Vec<String>,
) -> Result<(), String> {
    let sql = format!(
        "SELECT coalesce(string_agg(DISTINCT replace(encode(uuid_send(contact_id), 'hex'), '-', ''), ' '), '') \
         FROM contact_note WHERE note LIKE '{MARK}%'"
    );
    let told = cluster.look(&sql)?;
    let there: BTreeSet<&str> = told.split(' ').collect();
    let gone: Vec<&str> =
        kept.iter().filter(|(_, (_, id))| !there.contains(id.replace('-', "").as_str())).map(|(key, _)| *key).collect();
    println!("{name}: {} acknowledged writes are not there", gone.len());
    for key in &gone {
        println!("{name}: what became of {key}:");
        for attempt in story.iter().filter(|attempt| attempt.key == *key) {
            println!(
                "  at {:.2} s, after {:.2} s: {:?}",
                attempt.at.as_secs_f64(),
                attempt.took.as_secs_f64(),
                attempt.got
            );
        }
    }
    if !gone.is_empty() {
        wrong.push(format!("lost though acknowledged: {}", gone.join(", ")));
    }
    Ok(())
}

/// Sends once more what was never acknowledged, and some of what was: each must be there exactly once.
fn repeated(
    name: &str,
    story: &[Attempt],
    kept: &BTreeMap<&str, (&str, &str)>,
    cluster: &Cluster,
    servers: &Servers,
    wrong: &mut Vec<String>,
) -> Result<(), String> {
    let all: BTreeMap<&str, &str> = story.iter().map(|a| (a.key.as_str(), a.crn)).collect();
    let unsure = all.iter().filter(|(key, _)| !kept.contains_key(*key));
    let mut line: Option<Connection> = None;
    let mut sent = 0;
    for (key, crn) in unsure.chain(all.iter().rev().take(50)) {
        sent += 1;
        match once(&mut line, &servers.balancer, &servers.secret, crn, key) {
            Got::Kept(id) => {
                if let Some((_, first)) = kept.get(key)
                    && *first != id
                {
                    wrong.push(format!("one request key gave two contacts: {key}"));
                }
            }
            _ => wrong.push(format!("{key} could not be sent again with everything healed")),
        }
    }
    let sql = format!("SELECT count(*) FROM contact_note WHERE note LIKE '{MARK}%'");
    let there = cluster.look(&sql)?;
    println!("{name}: {sent} sent again; {} request keys, {there} contacts", all.len());
    if there != all.len().to_string() {
        wrong.push(format!("{} request keys gave {there} contacts", all.len()));
    }
    Ok(())
}
