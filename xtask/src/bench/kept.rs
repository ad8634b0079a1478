//! What a later run need not do again: filled databases, of which each run takes a copy because it spoils its own, and the
//! figures of a database and size that were measured to their end.

use super::load::Measured;
use super::server::Store;
use super::{Line, Run, Spent, machine};
use crate::workspace;
use serde_json::{Value as Json, json};
use std::path::PathBuf;
use std::time::Duration;

/// What filling took.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Filled {
    pub(crate) lasted: Duration,
    /// Of the command, and of a database with processes of its own, in milliseconds.
    pub(crate) processor: Spent,
    /// The most memory that the command held, in MiB.
    pub(crate) memory: u64,
}

/// The newest migration: a database of another schema is not used again.
fn schema() -> String {
    let folder = workspace::root().join("migrations");
    let files = std::fs::read_dir(folder).into_iter().flatten().filter_map(|f| f.ok()?.file_name().into_string().ok());
    let newest = files.filter_map(|name| name.split('_').next().map(str::to_owned)).max();
    newest.unwrap_or_default()
}

fn note(store: &Store, what: &str) -> PathBuf {
    super::server::folder().join(format!("{}-{}-{what}.json", store.name.to_lowercase(), store.people))
}

fn read(store: &Store, what: &str) -> Option<Json> {
    let text = std::fs::read_to_string(note(store, what)).ok()?;
    serde_json::from_str::<Json>(&text).ok().filter(|json| json["schema"] == schema())
}

fn write(store: &Store, what: &str, mut json: Json) -> Result<(), String> {
    json["schema"] = schema().into();
    let file = note(store, what);
    std::fs::write(&file, json.to_string()).map_err(|e| format!("{}: {e}", file.display()))
}

/// Makes the store's database new: a copy of the filled one, which is filled first where there is none of this schema.
pub(crate) fn fresh(store: &Store, people: usize) -> Result<Filled, String> {
    let filled = match read(store, "filled") {
        Some(json) if store.template_is_there() => filled_of(&json),
        _ => {
            eprintln!("  filling");
            let _ = std::fs::remove_file(note(store, "filled"));
            let filled = store.fill_template(people)?;
            write(store, "filled", json_of_filled(filled))?;
            filled
        }
    };
    store.copy_template()?;
    Ok(filled)
}

fn json_of_filled(filled: Filled) -> Json {
    json!({"seconds": filled.lasted.as_secs_f64(), "processor": spent_json(filled.processor), "memory": filled.memory})
}

fn filled_of(json: &Json) -> Filled {
    Filled {
        lasted: Duration::from_secs_f64(number(&json["seconds"])),
        processor: spent(&json["processor"]),
        memory: json["memory"].as_u64().unwrap_or(0),
    }
}

/// What an earlier run measured of this database and size.
pub(crate) fn result(store: &Store) -> Option<Run> {
    let json = read(store, "measured")?;
    eprintln!("{} with {} people: as an earlier run measured it", store.name, store.people);
    let lines = json["lines"].as_array()?.iter().map(|line| Line {
        task: line["task"].as_str().unwrap_or_default().to_owned(),
        page: measured(&line["page"]),
        bare: measured(&line["bare"]),
        statements: usize::try_from(line["statements"].as_u64().unwrap_or(0)).unwrap_or(0),
        processor: spent(&line["processor"]),
        bare_processor: spent(&line["bare_processor"]),
    });
    Some(Run {
        database: store.name,
        people: store.people,
        filled: filled_of(&json["filled"]),
        first_answer: Duration::from_secs_f64(number(&json["first_answer"])),
        memory: json["memory"].as_u64().unwrap_or(0),
        bytes_a_person: json["bytes_a_person"].as_u64().unwrap_or(0),
        lines: lines.collect(),
    })
}

/// Keeps it for a run that goes on.
pub(crate) fn keep_result(store: &Store, run: &Run) -> Result<(), String> {
    let line = |line: &Line| {
        json!({"task": line.task, "page": measured_json(line.page), "bare": measured_json(line.bare),
            "statements": line.statements, "processor": spent_json(line.processor),
            "bare_processor": spent_json(line.bare_processor)})
    };
    let lines: Vec<Json> = run.lines.iter().map(line).collect();
    let json = json!({"filled": json_of_filled(run.filled), "first_answer": run.first_answer.as_secs_f64(),
        "memory": run.memory, "bytes_a_person": run.bytes_a_person, "lines": lines});
    write(store, "measured", json)
}

fn number(json: &Json) -> f64 {
    json.as_f64().filter(|n| *n >= 0.0).unwrap_or(0.0)
}

fn spent(json: &Json) -> Spent {
    Spent { own: number(&json["own"]), database: number(&json["database"]) }
}

fn spent_json(spent: Spent) -> Json {
    json!({"own": spent.own, "database": spent.database})
}

fn measured(json: &Json) -> Measured {
    let count = |name: &str| usize::try_from(json[name].as_u64().unwrap_or(0)).unwrap_or(0);
    Measured {
        median: number(&json["median"]),
        p95: number(&json["p95"]),
        per_second: number(&json["per_second"]),
        failed: count("failed"),
        done: count("done"),
    }
}

fn measured_json(m: Measured) -> Json {
    json!({"median": m.median, "p95": m.p95, "per_second": m.per_second, "failed": m.failed, "done": m.done})
}

/// Runs a command that fills, telling what it tells, and watches its memory.
pub(crate) fn watched(mut command: std::process::Command) -> Result<Filled, String> {
    use std::io::{BufRead, BufReader};
    let (from, before) = (std::time::Instant::now(), machine::children_processor_time());
    let mut child =
        command.stdout(std::process::Stdio::piped()).spawn().map_err(|e| format!("throughcare demo: {e}"))?;
    let told = child.stdout.take().map(BufReader::new);
    let mut memory = 0;
    for line in told.into_iter().flat_map(BufRead::lines).map_while(Result::ok) {
        memory = memory.max(machine::most_memory(child.id()));
        eprintln!("    {line}");
    }
    let status = child.wait().map_err(|e| format!("throughcare demo: {e}"))?;
    if !status.success() {
        return Err(format!("throughcare demo: {status}"));
    }
    let own = machine::children_processor_time() - before;
    Ok(Filled { lasted: from.elapsed(), processor: Spent { own, database: 0.0 }, memory })
}
