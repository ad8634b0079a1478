//! One job that writes many letters, asked for by the page and watched as its page does: how long each letter takes, what the
//! server holds of memory, and what a page costs meanwhile. `cargo xtask bench --letter-run [--letters 200] [--database URL]`.

use super::server::{self, Server};
use super::task::{self, Session};
use crate::http::Connection;
use std::time::{Duration, Instant};

const PRACTITIONER: &str = "username=practitioner&password=open+the+demo+door";
const FORM: &str = "content-type: application/x-www-form-urlencoded\r\n";
/// A letter that needs nothing but a name, so that nobody is left out.
const TEMPLATE: &str = "certificate";
/// A job that has not ended by then has stopped.
const PATIENCE: Duration = Duration::from_secs(900);

/// # Errors
/// When an argument is not understood, the server does not answer as meant, or a letter is missing at the end.
pub(crate) fn run(arguments: &[&str]) -> Result<(), String> {
    let (mut letters, mut database) = (200_usize, None);
    for pair in arguments.chunks(2) {
        match pair {
            ["--letters", n] => letters = n.parse().map_err(|e| format!("--letters {n}: {e}"))?,
            ["--database", url] => database = Some(*url),
            _ => return Err("usage: cargo xtask bench --letter-run [--letters 200] [--database URL]".to_owned()),
        }
    }
    server::build()?;
    // The demo keeps some people closed, whom the practitioner may not write to.
    let url = server::demo_region(letters * 2, database, "letter-run")?;
    let server = Server::start(&url, false)?;
    let session = Session::of(&server.address, PRACTITIONER)?;
    let mut connection = session.connection(&server.address)?;
    let people = open_people(&url, letters)?;
    let (memory, idle) = (server.most_memory(), page(&mut connection)?);
    let (begun, worked) = (Instant::now(), server.processor_time());
    let at = ask(&mut connection, &session, &people)?;
    let mut busy = Vec::new();
    let told = loop {
        let (words, finished) = how_far(&mut connection, &at)?;
        if finished {
            break words;
        }
        if begun.elapsed() > PATIENCE {
            return Err(format!("after a quarter of an hour: {words}"));
        }
        busy.push(page(&mut connection)?);
        std::thread::sleep(Duration::from_millis(100));
    };
    let (took, worked) = (begun.elapsed(), server.processor_time() - worked);
    busy.sort_by(f64::total_cmp);
    let median = busy.get(busy.len() / 2).copied().unwrap_or_default();
    let each = |all: f64| all / f64::from(u32::try_from(people.len().max(1)).unwrap_or(u32::MAX));
    println!(
        "| letters | seconds in all | ms each | processor ms each | most memory before, after | my work idle, meanwhile |"
    );
    println!("|---|---|---|---|---|---|");
    println!(
        "| {} | {:.1} | {:.1} | {:.1} | {memory}, {} MiB | {idle:.1}, {median:.1} ms |",
        people.len(),
        took.as_secs_f64(),
        each(took.as_secs_f64() * 1000.0),
        each(worked),
        server.most_memory(),
    );
    println!("\n{told}");
    if told.contains("could not") { Err("not every letter was written".to_owned()) } else { Ok(()) }
}

/// CRNs of people whose records are closed to nobody.
fn open_people(url: &str, letters: usize) -> Result<Vec<String>, String> {
    let closed = "SELECT person_id FROM access_barrier";
    let sql = format!(
        "SELECT MIN(crn) FROM crn WHERE person_id NOT IN ({closed}) GROUP BY person_id ORDER BY 1 LIMIT {letters}"
    );
    let found = server::words(url, &sql)?;
    if found.len() == letters { Ok(found) } else { Err(format!("only {} people to write to", found.len())) }
}

/// How long one's own page takes, in milliseconds.
fn page(connection: &mut Connection) -> Result<f64, String> {
    let begun = Instant::now();
    match connection.get("/") {
        Ok(answer) if answer.status == 200 => Ok(begun.elapsed().as_secs_f64() * 1000.0),
        Ok(answer) => Err(format!("/: {}", answer.status)),
        Err(e) => Err(format!("/: {e}")),
    }
}

/// Asks for the letters by the form. Gives the page of the run.
fn ask(connection: &mut Connection, session: &Session, people: &[String]) -> Result<String, String> {
    let body = format!(
        "csrf={}&request_key={}&people={}&language=own&achievement=kept+every+appointment+of+a+month&\
         reached_on=1%2F11%2F2026",
        session.csrf,
        task::fresh(),
        people.join("+")
    );
    let answer =
        connection.post(&format!("/letters/new/{TEMPLATE}"), FORM, body.as_bytes()).map_err(|e| e.to_string())?;
    match (answer.status, answer.location) {
        (303, Some(at)) if at.starts_with("/letters/") && !at.contains("/new/") => {
            Ok(at.split('?').next().unwrap_or(&at).to_owned())
        }
        (status, at) => Err(format!("the letters were not begun: {status} {at:?}")),
    }
}

/// What the page of a run says, and whether it has ended.
fn how_far(connection: &mut Connection, at: &str) -> Result<(String, bool), String> {
    let path = format!("{at}/progress");
    let answer = connection.get(&path).map_err(|e| e.to_string())?;
    let told: serde_json::Value = serde_json::from_slice(&answer.body).map_err(|e| format!("{path}: {e}"))?;
    Ok((told["words"].as_str().unwrap_or_default().to_owned(), told["finished"].as_bool().unwrap_or(false)))
}
