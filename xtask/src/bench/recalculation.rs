//! What reading pages costs while everybody's tier is worked out anew: the same pages on the same server, without and with
//! the recalculation going on, as ratios of one run. `cargo xtask bench --recalculation [--people 2400] [--seconds 10]
//! [--database URL]`; a database that is named must be empty or a demo's.

use super::load::{self, Measured};
use super::server::{self, Server};
use super::task::Session;
use crate::http::Connection;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

/// The pages that staff read all day.
const PAGES: &[&str] = &["/", "/cases?whose=team", "/board?whose=team", "/team", "/team/capacity"];
const MANAGER: &str = "username=manager&password=open+the+demo+door";
const ADMINISTRATOR: &str = "username=administrator&password=open+the+demo+door";

struct Plan {
    people: usize,
    lasting: Duration,
    database: Option<String>,
}

/// # Errors
/// When an argument is not understood, or the server does not answer as meant.
pub(crate) fn run(arguments: &[&str]) -> Result<(), String> {
    let plan = plan(arguments)?;
    server::build()?;
    let url = server::demo_region(plan.people, plan.database.as_deref(), "recalculation")?;
    let server = Server::start(&url, false)?;
    let nights = nights(&server.address, plan.lasting)?;
    println!("{} people, {} clients, {} s a page\n", plan.people, load::AT_ONCE, plan.lasting.as_secs());
    print!("{}", report(&nights));
    Ok(())
}

/// One page, read without and with the recalculation.
#[derive(Clone, Debug)]
pub(crate) struct Night {
    pub(crate) page: String,
    pub(crate) idle: Measured,
    pub(crate) busy: Measured,
    /// People worked out in a second meanwhile.
    pub(crate) people: f64,
}

/// Reads each page without and with the recalculation of everybody.
///
/// # Errors
/// When the server does not answer as meant.
pub(crate) fn nights(address: &str, lasting: Duration) -> Result<Vec<Night>, String> {
    let manager = Session::of(address, MANAGER)?;
    let mut nights = Vec::new();
    for page in PAGES {
        eprintln!("  {page} while everybody is worked out");
        let idle = read(lasting, address, &manager, page)?;
        let (busy, people) = while_recalculating(address, || read(lasting, address, &manager, page))?;
        #[expect(clippy::cast_precision_loss, reason = "a count of thousands")]
        let people = people as f64 / lasting.as_secs_f64();
        nights.push(Night { page: (*page).to_owned(), idle, busy, people });
    }
    Ok(nights)
}

fn plan(arguments: &[&str]) -> Result<Plan, String> {
    let mut plan = Plan { people: 2_400, lasting: Duration::from_secs(10), database: None };
    for pair in arguments.chunks(2) {
        match pair {
            ["--people", n] => plan.people = n.parse().map_err(|e| format!("--people {n}: {e}"))?,
            ["--seconds", n] => {
                plan.lasting = Duration::from_secs(n.parse().map_err(|e| format!("--seconds {n}: {e}"))?);
            }
            ["--database", url] => plan.database = Some((*url).to_owned()),
            _ => {
                let usage = "usage: cargo xtask bench --recalculation [--people 2400] [--seconds 10] [--database URL]";
                return Err(usage.to_owned());
            }
        }
    }
    Ok(plan)
}

fn read(lasting: Duration, address: &str, session: &Session, page: &str) -> Result<Measured, String> {
    let client = |_| {
        let mut connection = session.connection(address)?;
        Ok(move |_| match connection.get(page) {
            Ok(answer) if answer.status == 200 => Ok(()),
            Ok(answer) => Err(format!("{page}: {}", answer.status)),
            Err(e) => Err(format!("{page}: {e}")),
        })
    };
    let spent = super::Spent::default;
    load::measure(load::AT_ONCE, lasting, spent, client).map(|(measured, _)| measured)
}

/// Does something while a recalculation goes on: when it has ended, the next begins. Gives how many people were worked out
/// meanwhile, too.
fn while_recalculating<T>(address: &str, what: impl FnOnce() -> Result<T, String>) -> Result<(T, usize), String> {
    let (stop, people) = (AtomicBool::new(false), AtomicUsize::new(0));
    let administrator = Session::of(address, ADMINISTRATOR)?;
    begin(address, &administrator)?;
    std::thread::scope(|scope| {
        let keeper = scope.spawn(|| keep_going(address, &administrator, &stop, &people));
        let done = what();
        stop.store(true, Ordering::Relaxed);
        let kept = keeper.join().map_err(|_| "the thread that asks how far it is has ended".to_owned())?;
        kept.and(done).map(|done| (done, people.load(Ordering::Relaxed)))
    })
}

fn begin(address: &str, administrator: &Session) -> Result<(), String> {
    let mut connection = administrator.connection(address)?;
    let body = format!("csrf={}&request_key={}", administrator.csrf, super::task::fresh());
    let media_type = "content-type: application/x-www-form-urlencoded\r\n";
    let answer = connection.post("/tiers", media_type, body.as_bytes()).map_err(|e| e.to_string())?;
    if answer.status == 303 { Ok(()) } else { Err(format!("POST /tiers: {}", answer.status)) }
}

/// How far the newest run is: people done, and whether it has ended.
fn how_far(connection: &mut Connection) -> Result<(usize, bool), String> {
    let answer = connection.get("/tiers/progress").map_err(|e| e.to_string())?;
    let told: serde_json::Value = serde_json::from_slice(&answer.body).map_err(|e| format!("/tiers/progress: {e}"))?;
    let words = told["words"].as_str().unwrap_or_default().trim_start_matches("Finished: ");
    let done = words.split(' ').next().and_then(|n| n.parse().ok()).unwrap_or(0);
    Ok((done, told["finished"].as_bool().unwrap_or(false)))
}

fn keep_going(address: &str, administrator: &Session, stop: &AtomicBool, people: &AtomicUsize) -> Result<(), String> {
    let mut connection = administrator.connection(address)?;
    let (first, _) = how_far(&mut connection)?;
    let mut last = first;
    while !stop.load(Ordering::Relaxed) {
        let (done, finished) = how_far(&mut connection)?;
        people.fetch_add(done.saturating_sub(last), Ordering::Relaxed);
        last = done;
        if finished {
            begin(address, administrator)?;
            last = 0;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    Ok(())
}

pub(crate) fn report(nights: &[Night]) -> String {
    let mut text = String::from(
        "| page | idle p50 ms | busy p50 ms | ratio | idle p95 ms | busy p95 ms | ratio | idle /s | busy /s | people worked out /s |\n\
         |---|---|---|---|---|---|---|---|---|---|\n",
    );
    for Night { page, idle, busy, people } in nights {
        text += &format!(
            "| {page} | {:.1} | {:.1} | {:.2} | {:.1} | {:.1} | {:.2} | {:.0} | {:.0} | {people:.0} |\n",
            idle.median,
            busy.median,
            busy.median / idle.median.max(f64::MIN_POSITIVE),
            idle.p95,
            busy.p95,
            busy.p95 / idle.p95.max(f64::MIN_POSITIVE),
            idle.per_second,
            busy.per_second,
        );
    }
    text
}
