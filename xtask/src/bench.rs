//! `cargo xtask bench`: what a page or a call costs against its own statements run bare, in one run, on both databases and at
//! three sizes, asked by one, eight and sixty-four at once. It knows the product from outside: its commands, its pages and its trace of statements.

pub(crate) mod dictionary;
mod kept;
pub(crate) mod letter_run;
mod load;
mod machine;
mod raw;
pub(crate) mod recalculation;
mod report;
mod server;
mod sizes;
mod statement;
mod task;

use load::Measured;
use raw::{Bare, Target};
use server::{Server, Store};
use std::time::Duration;

/// Sizes that are compared, in people: a few towns, a region, a country.
const SMALL: usize = 2_400;
const REGION: usize = 24_000;
const NATION: usize = 240_000;
const SIZES: &[usize] = &[SMALL, REGION];

/// What was asked for on the command line.
struct Plan {
    sizes: Vec<usize>,
    lasting: Duration,
    out: Option<String>,
    /// Takes what an earlier run measured of a database and size to its end.
    resume: bool,
}

/// One page or call.
pub(crate) struct Line {
    pub(crate) task: String,
    /// Statements of one page besides session, access log and ledger.
    pub(crate) statements: usize,
    /// What so many clients at once measured, the fewest first.
    pub(crate) loads: Vec<Load>,
}

/// What so many clients at once measured.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Load {
    pub(crate) clients: usize,
    pub(crate) page: Measured,
    pub(crate) bare: Measured,
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
    pub(crate) filled: kept::Took,
    pub(crate) first_night: kept::Took,
    pub(crate) first_answer: Duration,
    pub(crate) memory: Memory,
    /// The database's size, in bytes, divided by the people in it.
    pub(crate) bytes_a_person: u64,
    /// The same by tables, the largest first.
    pub(crate) sizes: Vec<(String, u64)>,
    pub(crate) lines: Vec<Line>,
    /// Pages while everybody's tier is worked out.
    pub(crate) nights: Vec<recalculation::Night>,
}

/// What the server held while it was asked, in MiB.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Memory {
    /// After the first page and after the last: what is between grew with the number of requests.
    pub(crate) after_first: u64,
    pub(crate) after_last: u64,
    pub(crate) most: u64,
}

/// `--sizes 2400,24000 --seconds 10 --out FILE --resume yes`, or `--size small|region|nation` for one of the sizes. A nation
/// is measured on PostgreSQL alone.
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
            ["--size", "small"] => plan.sizes = vec![SMALL],
            ["--size", "region"] => plan.sizes = vec![REGION],
            ["--size", "nation"] => plan.sizes = vec![NATION],
            ["--resume", "yes"] => plan.resume = true,
            ["--seconds", n] => {
                plan.lasting = Duration::from_secs(n.parse().map_err(|e| format!("--seconds {n}: {e}"))?)
            }
            ["--out", file] => plan.out = Some((*file).to_owned()),
            _ => {
                return Err("usage: cargo xtask bench [--sizes 2400,24000 | --size small|region|nation] [--seconds 10] [--out FILE] [--resume yes]".to_owned());
            }
        }
    }
    Ok(plan)
}

fn measure(plan: &Plan, people: usize, store: &Store) -> Result<Run, String> {
    eprintln!("{} with {people} people", store.name);
    let filled = kept::fresh(store, people)?;
    eprintln!("  the first night");
    let first_night = store.first_night()?;
    store.put_off_the_night()?;
    let (bytes, sizes) = (store.bytes()?, sizes::of(store)?);
    let each = |bytes: u64| bytes / people.max(1) as u64;
    let tasks = task::all(store)?;
    let server = Server::start(&store.url, false)?;
    let session = task::Session::enter(&server.address)?;
    let (mut lines, mut of_writing, mut memory) = (Vec::new(), Vec::new(), Memory::default());
    for part in tasks.chunk_by(|a, b| a.writes() == b.writes()) {
        let tracing = Server::start(&store.url, true)?;
        let requests: Result<Vec<_>, String> = part.iter().map(|task| task.record(&tracing)).collect();
        drop(tracing);
        for (task, requests) in part.iter().zip(requests?) {
            let mut loads = asked(plan, store, &server, &session, task)?;
            memory.after_last = server.present_memory();
            if memory.after_first == 0 {
                memory.after_first = memory.after_last;
            }
            let statements = requests.iter().map(statement::Request::own_statements).max().unwrap_or(0);
            if task.writes() {
                of_writing.push((lines.len(), requests));
            } else {
                bare_too(plan, store, task, &requests, &mut loads)?;
            }
            lines.push(Line { task: task.name.to_owned(), statements, loads });
        }
    }
    let nights = recalculation::nights(&server.address, plan.lasting)?;
    memory.most = server.most_memory();
    let first_answer = server.first_answer;
    drop(server);
    // Last of all, because bare writes know no ledger: the database is of no use afterwards.
    for (at, requests) in &of_writing {
        bare_too(plan, store, &tasks[*at], requests, &mut lines[*at].loads)?;
    }
    let sizes = sizes.into_iter().map(|(name, bytes)| (name, each(bytes))).collect();
    let bytes_a_person = each(bytes);
    let database = store.name;
    Ok(Run { database, people, filled, first_night, first_answer, memory, bytes_a_person, sizes, lines, nights })
}

/// A page or call, asked by ever more clients.
fn asked(
    plan: &Plan,
    store: &Store,
    server: &Server,
    session: &task::Session,
    task: &task::Task,
) -> Result<Vec<Load>, String> {
    eprintln!("  {}", task.name);
    let spent = || Spent { own: server.processor_time(), database: store.processor_time() };
    let address = server.address.as_str();
    let one = |clients| {
        let measured = load::measure(clients, plan.lasting, spent, |_| task.client(address, session));
        let (page, processor) = measured.map_err(|e| format!("{}: {e}", task.name))?;
        eprintln!("    {}, {} MiB of memory", told(clients, page, processor), server.present_memory());
        Ok(Load { clients, page, processor, ..Load::default() })
    };
    load::CLIENTS.into_iter().map(one).collect()
}

/// The same loads with the page's statements run bare.
fn bare_too(
    plan: &Plan,
    store: &Store,
    task: &task::Task,
    requests: &[statement::Request],
    loads: &mut [Load],
) -> Result<(), String> {
    eprintln!("  {}, bare", task.name);
    let bare = Bare::open(&Target::of_url(&store.url))?;
    let spent = || Spent { own: machine::own_processor_time(), database: store.processor_time() };
    for load in loads {
        let measured = load::measure(load.clients, plan.lasting, spent, |_| bare.runner(requests));
        let (bare, bare_processor) = measured.map_err(|e| format!("{}, bare: {e}", task.name))?;
        eprintln!("    {}", told(load.clients, bare, bare_processor));
        *load = Load { bare, bare_processor, ..*load };
    }
    Ok(())
}

fn told(clients: usize, measured: Measured, spent: Spent) -> String {
    format!("{clients:>2} clients: {:.0} a second, {:.2} ms of processor time each", measured.per_second, spent.all())
}
