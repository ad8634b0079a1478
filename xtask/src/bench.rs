//! `cargo xtask bench`: what a page costs against its own statements run bare, in one run, on both databases and at two
//! sizes. It knows the product from outside: its commands, its pages and its trace of statements.

mod http;
mod load;
mod raw;
pub(crate) mod recalculation;
mod report;
mod server;
mod statement;
mod task;

use load::Measured;
use raw::{Bare, Target};
use server::{Server, Store};
use std::time::Duration;

/// Sizes that are compared: people in the demo region.
const SIZES: &[usize] = &[2_400, 24_000];

/// What was asked for on the command line.
struct Plan {
    sizes: Vec<usize>,
    lasting: Duration,
    out: Option<String>,
}

/// One line of the table.
pub(crate) struct Line {
    pub(crate) task: &'static str,
    pub(crate) page: Measured,
    pub(crate) bare: Measured,
    /// Statements of one page besides session, access log and ledger.
    pub(crate) statements: usize,
    /// The server's processor time for one page, in milliseconds.
    pub(crate) processor: f64,
}

/// One database at one size.
pub(crate) struct Run {
    pub(crate) database: &'static str,
    pub(crate) people: usize,
    pub(crate) filled: Duration,
    pub(crate) first_answer: Duration,
    /// The most memory that the server held, in MiB.
    pub(crate) memory: u64,
    /// The database's size, in bytes, divided by the people in it.
    pub(crate) bytes_a_person: u64,
    pub(crate) lines: Vec<Line>,
}

/// `--sizes 2400,24000 --seconds 10 --out FILE`.
///
/// # Errors
/// When an argument is not understood, or a run fails.
pub(crate) fn run(arguments: &[&str]) -> Result<(), String> {
    let plan = plan(arguments)?;
    server::build()?;
    let mut runs = Vec::new();
    for &people in &plan.sizes {
        for store in server::stores(people)? {
            runs.push(measure(&plan, people, &store)?);
            print!("{}", report::of_runs(&runs[runs.len() - 1..]));
        }
    }
    let text = report::of_runs(&runs) + &report::growth(&runs);
    println!("{text}");
    match &plan.out {
        Some(file) => std::fs::write(file, text).map_err(|e| format!("{file}: {e}")),
        None => Ok(()),
    }
}

fn plan(arguments: &[&str]) -> Result<Plan, String> {
    let mut plan = Plan { sizes: SIZES.to_vec(), lasting: Duration::from_secs(10), out: None };
    for pair in arguments.chunks(2) {
        match pair {
            ["--sizes", list] => {
                let sizes: Result<Vec<usize>, _> = list.split(',').map(str::parse).collect();
                plan.sizes = sizes.map_err(|e| format!("--sizes {list}: {e}"))?;
            }
            ["--seconds", n] => {
                plan.lasting = Duration::from_secs(n.parse().map_err(|e| format!("--seconds {n}: {e}"))?)
            }
            ["--out", file] => plan.out = Some((*file).to_owned()),
            _ => {
                return Err("usage: cargo xtask bench [--sizes 2400,24000] [--seconds 10] [--out FILE]".to_owned());
            }
        }
    }
    Ok(plan)
}

fn measure(plan: &Plan, people: usize, store: &Store) -> Result<Run, String> {
    eprintln!("{} with {people} people", store.name);
    let filled = store.fill(people)?;
    let bytes_a_person = store.bytes()? / people.max(1) as u64;
    let tasks = task::all(store)?;
    let mut requests = Vec::new();
    {
        let tracing = Server::start(&store.url, true)?;
        for task in &tasks {
            requests.push(task.record(&tracing)?);
        }
    }
    let server = Server::start(&store.url, false)?;
    let session = task::Session::enter(&server.address)?;
    let mut pages = Vec::new();
    for task in &tasks {
        eprintln!("  {}", task.name);
        let before = server.processor_time();
        let page = load::measure(plan.lasting, |_| task.client(&server.address, &session));
        let page = page.map_err(|e| format!("{}: {e}", task.name))?;
        #[expect(clippy::cast_precision_loss, reason = "a count of thousands")]
        let processor = (server.processor_time() - before) / page.done.max(1) as f64;
        pages.push((page, processor));
    }
    let memory = server.most_memory();
    let first_answer = server.first_answer;
    drop(server);
    // Last of all, because bare writes know no ledger: the database is of no use afterwards.
    let mut lines = Vec::new();
    for ((task, requests), (page, processor)) in tasks.iter().zip(&requests).zip(pages) {
        eprintln!("  {}, bare", task.name);
        let bare = Bare::open(&Target::of_url(&store.url))?;
        let bare =
            load::measure(plan.lasting, |_| bare.runner(requests)).map_err(|e| format!("{}, bare: {e}", task.name))?;
        let statements = requests.iter().map(statement::Request::own_statements).max().unwrap_or(0);
        lines.push(Line { task: task.name, page, bare, statements, processor });
    }
    Ok(Run { database: store.name, people, filled, first_answer, memory, bytes_a_person, lines })
}
