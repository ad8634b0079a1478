//! What is measured: the pages and calls that staff and programs open all day, a contact recorded with its outcome, and a
//! message of the court taken in.

use super::server::{Server, Store, TODAY};
use super::statement::Request;
use crate::http::{Answer, Connection};
use crate::workspace;
use serde_json::{Value as Json, json};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};
use uuid::Uuid;

/// How many different pages of a kind are visited in turn, so that no database answers from one warm row.
const SAMPLES: usize = 60;

/// The demo world's practitioner.
const LOGIN: &str = "username=practitioner&password=open+the+demo+door";

/// What one client does in a round.
pub(crate) type Work<'a> = Box<dyn FnMut(usize) -> Result<(), String> + 'a>;

/// One line of the table.
pub(crate) struct Task {
    pub(crate) name: &'static str,
    what: What,
}

enum What {
    /// Pages, opened in turn.
    Open(Vec<String>),
    /// Calls of a program, made in turn.
    Call { paths: Vec<String>, secret: String },
    /// A contact recorded on each of these people in turn.
    Record(Vec<String>),
    /// The same by a program.
    CallToRecord { crns: Vec<String>, secret: String },
    /// A message of the court, each time about somebody new.
    Ingest { message: String, secret: String },
}

/// Every task, for this database: first those that read, so that no page shows what the bench itself recorded.
///
/// # Errors
/// When the database or the sample message cannot be read.
pub(crate) fn all(store: &Store) -> Result<Vec<Task>, String> {
    // Nobody whose record is closed to somebody: a program would be refused.
    let of_people = "SELECT c.crn FROM crn c WHERE EXISTS (SELECT 1 FROM contact k WHERE k.person_id = c.person_id) \
        AND NOT EXISTS (SELECT 1 FROM access_barrier b WHERE b.person_id = c.person_id) LIMIT 60";
    let crns = store.words(of_people)?;
    let surnames = store.words("SELECT DISTINCT last_name FROM person ORDER BY last_name LIMIT 60")?;
    let each = |path: &str| crns.iter().map(|crn| path.replace("{crn}", crn)).collect::<Vec<_>>();
    let found = surnames.iter().map(|name| format!("/search?q={}", name.replace([' ', '\''], "+"))).collect();
    let teams = store.words("SELECT DISTINCT t.code FROM team t JOIN view_caseload v ON v.team_id = t.id LIMIT 60")?;
    let lists = teams.iter().map(|team| format!("/api/v1/cases?team={team}")).collect();
    let sample = workspace::root().join("samples/court/02-community-order.json");
    let message = std::fs::read_to_string(&sample).map_err(|e| format!("{}: {e}", sample.display()))?;
    let task = |name, what| Task { name, what };
    let secret = store.secret()?;
    let call = |paths| What::Call { paths, secret: secret.clone() };
    Ok(vec![
        task("my work", What::Open(vec!["/".to_owned()])),
        task("cases", What::Open(vec!["/cases".to_owned()])),
        task("overview", What::Open(each("/people/{crn}"))),
        task("contacts", What::Open(each("/people/{crn}/contacts"))),
        task("sentence", What::Open(each("/people/{crn}/sentence"))),
        task("risk", What::Open(each("/people/{crn}/risk"))),
        task("plan", What::Open(each("/people/{crn}/plan"))),
        task("board of gaps", What::Open(vec!["/board".to_owned()])),
        task("search", What::Open(found)),
        task("API: a person", call(each("/api/v1/people/{crn}"))),
        task("API: the overview", call(each("/api/v1/people/{crn}/overview"))),
        task("API: a log", call(each("/api/v1/people/{crn}/contacts"))),
        task("API: cases", call(lists)),
        task("record a contact and its outcome", What::Record(crns.clone())),
        task("API: record a contact", What::CallToRecord { crns: crns.clone(), secret: secret.clone() }),
        task("ingest a message", What::Ingest { message, secret }),
    ])
}

impl Task {
    /// Does it once for each sample on a server that tells its statements.
    ///
    /// # Errors
    /// When the server answers anything but what was meant.
    pub(crate) fn record(&self, server: &Server) -> Result<Vec<Request>, String> {
        let session = Session::enter(&server.address)?;
        let mut work = self.client(&server.address, &session)?;
        // Once without listening: what is asked, or not found there yet, only the first time is not the page's own.
        for n in 0..self.samples() {
            work(n)?;
        }
        server.told();
        let mut requests = Vec::new();
        for n in 0..self.samples() {
            let since = server.its_time();
            work(n)?;
            let begun = u64::try_from(since_epoch()).unwrap_or(0);
            requests.push(Request::of_trace(server.told().iter().map(String::as_str), since, begun));
        }
        Ok(requests)
    }

    /// Whether each round leaves something behind.
    pub(crate) fn writes(&self) -> bool {
        matches!(self.what, What::Record(_) | What::CallToRecord { .. } | What::Ingest { .. })
    }

    fn samples(&self) -> usize {
        match &self.what {
            What::Open(paths) | What::Call { paths, .. } => paths.len().min(SAMPLES),
            What::Record(crns) | What::CallToRecord { crns, .. } => crns.len().min(SAMPLES),
            What::Ingest { .. } => 20,
        }
    }

    /// One client's connection, and what it does in round `n`.
    ///
    /// # Errors
    /// When the server does not answer.
    pub(crate) fn client<'a>(&'a self, address: &str, session: &Session) -> Result<Work<'a>, String> {
        Ok(match &self.what {
            What::Open(paths) => {
                let mut connection = session.connection(address)?;
                Box::new(move |n| {
                    let path = paths.get(n % paths.len()).ok_or("no page to open")?;
                    check(path, connection.get(path)).map(drop)
                })
            }
            What::Call { paths, secret } => {
                let mut connection = program(address, secret)?;
                Box::new(move |n| {
                    let path = paths.get(n % paths.len()).ok_or("no call to make")?;
                    check(path, connection.get(path)).map(drop)
                })
            }
            What::CallToRecord { crns, secret } => {
                let mut connection = program(address, secret)?;
                Box::new(move |n| {
                    let path = format!("/api/v1/people/{}/contacts", crns.get(n % crns.len()).ok_or("nobody")?);
                    let body =
                        json!({"type": "CMOA", "date": TODAY, "minutes": 5, "note": "A message for the officer"});
                    let headers = format!("content-type: application/json\r\nidempotency-key: {}\r\n", fresh());
                    check(&path, connection.post(&path, &headers, body.to_string().as_bytes())).map(drop)
                })
            }
            What::Record(crns) => {
                let (mut connection, csrf) = (session.connection(address)?, session.csrf.clone());
                Box::new(move |n| {
                    let path = format!("/people/{}/contacts/new", crns.get(n % crns.len()).ok_or("nobody")?);
                    let day: Vec<&str> = TODAY.split('-').collect();
                    let body = format!(
                        "csrf={csrf}&request_key={}&type=COPT&date={}%2F{}%2F{}&minutes=30&outcome=ATTC&note=Seen+as+planned.",
                        fresh(),
                        day[2],
                        day[1],
                        day[0]
                    );
                    let media_type = "content-type: application/x-www-form-urlencoded\r\n";
                    check(&path, connection.post(&path, media_type, body.as_bytes())).map(drop)
                })
            }
            What::Ingest { message, secret } => {
                let mut connection = program(address, secret)?;
                Box::new(move |_| {
                    let path = "/api/v1/court/messages";
                    let headers = format!("content-type: application/json\r\nidempotency-key: {}\r\n", fresh());
                    check(path, connection.post(path, &headers, about_somebody_new(message).as_bytes())).map(drop)
                })
            }
        })
    }
}

/// A program's connection.
fn program(address: &str, secret: &str) -> Result<Connection, String> {
    let bearer = format!("authorization: Bearer {secret}\r\n");
    Connection::open(address, &bearer).map_err(|e| e.to_string())
}

static NEXT: AtomicUsize = AtomicUsize::new(0);

/// A word that no other call gets, in this run or the one before.
pub(crate) fn fresh() -> String {
    format!("{:x}-{:x}", since_epoch(), NEXT.fetch_add(1, Ordering::Relaxed))
}

/// Members whose ids belong to this hearing and nobody else.
const OWN_IDS: &[&str] = &[
    "id",
    "masterDefendantId",
    "prosecutionCaseId",
    "judicialResultId",
    "rootJudicialResultId",
    "offenceId",
    "hearingId",
    "orderedHearingId",
    "defendantId",
];

/// The sample message with other ids and another person in it.
fn about_somebody_new(message: &str) -> String {
    let mut json: Json = serde_json::from_str(message).unwrap_or_default();
    let tag = Uuid::from_u128(since_epoch() << 32 | NEXT.fetch_add(1, Ordering::Relaxed) as u128).as_u128();
    renew(&mut json, tag);
    json.to_string()
}

fn renew(json: &mut Json, tag: u128) {
    match json {
        Json::Array(items) => items.iter_mut().for_each(|item| renew(item, tag)),
        Json::Object(members) => {
            members.retain(|name, _| name != "pncId" && name != "croNumber");
            for (name, value) in members {
                match value {
                    Json::String(text) if OWN_IDS.contains(&name.as_str()) => {
                        if let Ok(id) = text.parse::<Uuid>() {
                            *text = Uuid::from_u128(id.as_u128() ^ tag).to_string();
                        }
                    }
                    Json::String(text) if name == "lastName" => {
                        let letters = tag.to_string().into_bytes().into_iter().map(|b| char::from(b'a' + b % 26));
                        *text = letters.rev().take(12).collect();
                    }
                    other => renew(other, tag),
                }
            }
        }
        _ => {}
    }
}

#[expect(clippy::disallowed_methods, reason = "a bench has no Cx; it measures the machine's own time")]
pub(crate) fn since_epoch() -> u128 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_millis())
}

fn check(path: &str, answer: std::io::Result<Answer>) -> Result<Answer, String> {
    match answer {
        Ok(answer) if matches!(answer.status, 200..=202 | 303) => Ok(answer),
        Ok(answer) => Err(format!("{path} answered {}: {}", answer.status, readable(&answer.body))),
        Err(e) => Err(format!("{path}: {e}")),
    }
}

/// The first words of an answer that was not expected, without its markup.
fn readable(body: &[u8]) -> String {
    let html = String::from_utf8_lossy(body);
    let main = html.split_once("<main").map_or(&*html, |(_, main)| main);
    let words: String = main.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text).collect();
    words.chars().take(300).collect()
}

/// Somebody who signed in once, however many of their windows then ask.
pub(crate) struct Session {
    cookies: String,
    pub(crate) csrf: String,
}

impl Session {
    /// Signs in by the form.
    ///
    /// # Errors
    /// When the account is not let in.
    pub(crate) fn enter(address: &str) -> Result<Session, String> {
        Session::of(address, LOGIN)
    }

    /// Signs in somebody else by the form.
    ///
    /// # Errors
    /// When the account is not let in.
    pub(crate) fn of(address: &str, login: &str) -> Result<Session, String> {
        let mut first = Connection::open(address, "").map_err(|e| e.to_string())?;
        let page = check("/sign-in", first.get("/sign-in"))?;
        let headers =
            format!("cookie: {}\r\ncontent-type: application/x-www-form-urlencoded\r\n", page.cookies.join("; "));
        let body = format!("csrf={}&request_key={}&{login}", token(&page), fresh());
        let entered = check("/sign-in", first.post("/sign-in", &headers, body.as_bytes()))?;
        let cookies: Vec<String> = page.cookies.into_iter().chain(entered.cookies).collect();
        let mut session = Session { cookies: cookies.join("; "), csrf: String::new() };
        let page = check("/", session.connection(address)?.get("/"))?;
        if page.location.is_some() {
            return Err(format!("/ leads to {:?}", page.location));
        }
        session.csrf = token(&page);
        Ok(session)
    }

    pub(crate) fn connection(&self, address: &str) -> Result<Connection, String> {
        Connection::open(address, &format!("cookie: {}\r\n", self.cookies)).map_err(|e| e.to_string())
    }
}

fn token(page: &Answer) -> String {
    let html = String::from_utf8_lossy(&page.body);
    let value = html.split_once("name=\"csrf\" value=\"").and_then(|(_, rest)| rest.split('"').next());
    value.unwrap_or_default().to_owned()
}
