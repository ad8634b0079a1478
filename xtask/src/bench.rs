//! `cargo xtask bench`: what a page costs against its own statements run bare, in one run, on both databases and at two
//! sizes. It knows the product from outside: its commands, its pages and its trace of statements.

mod kept;
pub(crate) mod letter_run;
mod load;
mod machine;
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
    /// Takes what an earlier run measured of a database and size to its end.
    resume: bool,
}

/// One line of the table.
pub(crate) struct Line {
    pub(crate) task: String,
    pub(crate) page: Measured,
    pub(crate) bare: Measured,
    /// Statements of one page besides session, access log and ledger.
    pub(crate) statements: usize,
    /// Processor time for one page, in milliseconds.
    pub(crate) processor: Spent,
    /// Processor time for its statements bare, likewise.
    pub(crate) bare_processor: Spent,
}

/// Processor time, which does not grow with what else the machine does.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Spent {
    /// Of the program that asks: the server, or the bench itself.
    pub(crate) own: f64,
    /// Of the database's own processes, where it has some.
    pub(crate) database: f64,
}

impl Spent {
    pub(crate) fn all(self) -> f64 {
        self.own + self.database
    }

    fn since(self, before: Spent, done: usize) -> Spent {
        #[expect(clippy::cast_precision_loss, reason = "a count of thousands")]
        let done = done.max(1) as f64;
        Spent { own: (self.own - before.own) / done, database: (self.database - before.database) / done }
    }
}

/// One database at one size.
pub(crate) struct Run {
    pub(crate) database: &'static str,
    pub(crate) people: usize,
    pub(crate) filled: kept::Filled,
    pub(crate) first_answer: Duration,
    /// The most memory that the server held, in MiB.
    pub(crate) memory: u64,
    /// The database's size, in bytes, divided by the people in it.
    pub(crate) bytes_a_person: u64,
    pub(crate) lines: Vec<Line>,
}

/// `--sizes 2400,24000 --seconds 10 --out FILE --resume yes`, or `--size small|region` for one of the two sizes.
///
/// # Errors
/// When an argument is not understood, or a run fails.
pub(crate) fn run(arguments: &[&str]) -> Result<(), String> {
    let plan = plan(arguments)?;
    server::build()?;
    let mut runs = Vec::new();
    for &people in &plan.sizes {
        for store in server::stores(people)? {
            let known = if plan.resume { kept::result(&store) } else { None };
            let run = match known {
                Some(run) => run,
                None => measure(&plan, people, &store)?,
            };
            kept::keep_result(&store, &run)?;
            print!("{}", report::of_runs(std::slice::from_ref(&run)));
            runs.push(run);
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
    let mut plan = Plan { sizes: SIZES.to_vec(), lasting: Duration::from_secs(10), out: None, resume: false };
    for pair in arguments.chunks(2) {
        match pair {
            ["--sizes", list] => {
                let sizes: Result<Vec<usize>, _> = list.split(',').map(str::parse).collect();
                plan.sizes = sizes.map_err(|e| format!("--sizes {list}: {e}"))?;
            }
            ["--size", "small"] => plan.sizes = SIZES[..1].to_vec(),
            ["--size", "region"] => plan.sizes = SIZES[1..].to_vec(),
            ["--resume", "yes"] => plan.resume = true,
            ["--seconds", n] => {
                plan.lasting = Duration::from_secs(n.parse().map_err(|e| format!("--seconds {n}: {e}"))?)
            }
            ["--out", file] => plan.out = Some((*file).to_owned()),
            _ => {
                return Err("usage: cargo xtask bench [--sizes 2400,24000 | --size small|region] [--seconds 10] [--out FILE] [--resume yes]".to_owned());
            }
        }
    }
    Ok(plan)
}

fn measure(plan: &Plan, people: usize, store: &Store) -> Result<Run, String> {
    eprintln!("{} with {people} people", store.name);
    let filled = kept::fresh(store, people)?;
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
        let spent = || Spent { own: server.processor_time(), database: store.processor_time() };
        let page = load::measure(plan.lasting, spent, |_| task.client(&server.address, &session));
        let (page, processor) = page.map_err(|e| format!("{}: {e}", task.name))?;
        eprintln!("    {:.0} a second, {:.2} ms of processor time each", page.per_second, processor.all());
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
        let spent = || Spent { own: machine::own_processor_time(), database: store.processor_time() };
        let bare = load::measure(plan.lasting, spent, |_| bare.runner(requests));
        let (bare, bare_processor) = bare.map_err(|e| format!("{}, bare: {e}", task.name))?;
        eprintln!("    {:.0} a second, {:.2} ms of processor time each", bare.per_second, bare_processor.all());
        let statements = requests.iter().map(statement::Request::own_statements).max().unwrap_or(0);
        lines.push(Line { task: task.name.to_owned(), page, bare, statements, processor, bare_processor });
    }
    Ok(Run { database: store.name, people, filled, first_answer, memory, bytes_a_person, lines })
}
