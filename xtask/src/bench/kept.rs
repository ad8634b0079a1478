//! What a later run need not do again: filled databases, of which each run takes a copy because it spoils its own, and the
//! figures of a database and size that were measured to their end.

use super::load::Measured;
use super::recalculation::Night;
use super::server::{Store, Template};
use super::{Line, Load, Memory, Run, Spent, machine};
use crate::workspace;
use serde_json::{Value as Json, json};
use std::path::PathBuf;
use std::time::Duration;

/// What long work took: filling, and the first night of a database.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Took {
    pub(crate) lasted: Duration,
    /// Of the program, and of a database with processes of its own, in milliseconds.
    pub(crate) processor: Spent,
    /// The most memory that the program held, in MiB.
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

/// Makes the store's database new: a copy of the filled one, which is filled first where there is none of this schema. One
/// that was filled by hand is as good; a filling that stopped goes on.
pub(crate) fn fresh(store: &Store, people: usize) -> Result<Took, String> {
    let state = store.template_state(&schema());
    let filled = match (state, read(store, "filled")) {
        (Template::Filled, known) => known.as_ref().map(took_of).unwrap_or_default(),
        _ => {
            eprintln!("  filling");
            let _ = std::fs::remove_file(note(store, "filled"));
            let filled = store.fill_template(people, state == Template::Stopped)?;
            write(store, "filled", json_of_took(filled))?;
            filled
        }
    };
    store.copy_template()?;
    Ok(filled)
}

fn json_of_took(took: Took) -> Json {
    json!({"seconds": took.lasted.as_secs_f64(), "processor": spent_json(took.processor), "memory": took.memory})
}

fn took_of(json: &Json) -> Took {
    Took {
        lasted: Duration::from_secs_f64(number(&json["seconds"])),
        processor: spent(&json["processor"]),
        memory: json["memory"].as_u64().unwrap_or(0),
    }
}

/// What an earlier run measured of this database and size.
pub(crate) fn result(store: &Store) -> Option<Run> {
    let json = read(store, "measured")?;
    eprintln!("{} with {} people: as an earlier run measured it", store.name, store.people);
    let lines = list(&json["lines"]).map(|line| Line {
        task: word(&line["task"]),
        statements: count(&line["statements"]),
        loads: list(&line["loads"]).map(load).collect(),
    });
    let night = |night: &Json| Night {
        page: word(&night["page"]),
        idle: measured(&night["idle"]),
        busy: measured(&night["busy"]),
        people: number(&night["people"]),
    };
    let memory = |name: &str| json["memory"][name].as_u64().unwrap_or(0);
    let sizes = list(&json["sizes"]).map(|pair| (word(&pair[0]), pair[1].as_u64().unwrap_or(0)));
    Some(Run {
        database: store.name,
        people: store.people,
        filled: took_of(&json["filled"]),
        first_night: took_of(&json["first_night"]),
        first_answer: Duration::from_secs_f64(number(&json["first_answer"])),
        memory: Memory { after_first: memory("after_first"), after_last: memory("after_last"), most: memory("most") },
        bytes_a_person: json["bytes_a_person"].as_u64().unwrap_or(0),
        sizes: sizes.collect(),
        lines: lines.collect(),
        nights: list(&json["nights"]).map(night).collect(),
    })
}

fn list(json: &Json) -> impl Iterator<Item = &Json> {
    json.as_array().into_iter().flatten()
}

fn word(json: &Json) -> String {
    json.as_str().unwrap_or_default().to_owned()
}

fn count(json: &Json) -> usize {
    usize::try_from(json.as_u64().unwrap_or(0)).unwrap_or(0)
}

fn load(json: &Json) -> Load {
    Load {
        clients: count(&json["clients"]),
        page: measured(&json["page"]),
        bare: measured(&json["bare"]),
        processor: spent(&json["processor"]),
        bare_processor: spent(&json["bare_processor"]),
    }
}

/// Keeps it for a run that goes on.
pub(crate) fn keep_result(store: &Store, run: &Run) -> Result<(), String> {
    let load = |load: &Load| {
        json!({"clients": load.clients, "page": measured_json(load.page), "bare": measured_json(load.bare),
            "processor": spent_json(load.processor), "bare_processor": spent_json(load.bare_processor)})
    };
    let line = |line: &Line| {
        let loads: Vec<Json> = line.loads.iter().map(load).collect();
        json!({"task": line.task, "statements": line.statements, "loads": loads})
    };
    let night = |night: &Night| json!({"page": night.page, "idle": measured_json(night.idle), "busy": measured_json(night.busy), "people": night.people});
    let lines: Vec<Json> = run.lines.iter().map(line).collect();
    let nights: Vec<Json> = run.nights.iter().map(night).collect();
    let Memory { after_first, after_last, most } = run.memory;
    let json = json!({"filled": json_of_took(run.filled), "first_night": json_of_took(run.first_night),
        "first_answer": run.first_answer.as_secs_f64(),
        "memory": {"after_first": after_first, "after_last": after_last, "most": most},
        "bytes_a_person": run.bytes_a_person, "sizes": run.sizes, "lines": lines, "nights": nights});
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
    Measured {
        median: number(&json["median"]),
        p95: number(&json["p95"]),
        per_second: number(&json["per_second"]),
        failed: count(&json["failed"]),
        done: count(&json["done"]),
    }
}

fn measured_json(m: Measured) -> Json {
    json!({"median": m.median, "p95": m.p95, "per_second": m.per_second, "failed": m.failed, "done": m.done})
}

/// Runs a command that fills, telling what it tells, and watches its memory.
pub(crate) fn watched(mut command: std::process::Command) -> Result<Took, String> {
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
    Ok(Took { lasted: from.elapsed(), processor: Spent { own, database: 0.0 }, memory })
}
