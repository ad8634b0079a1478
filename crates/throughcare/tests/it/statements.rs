//! What pages and nights ask of the database, told by one walk over every page of every account. A page asks at most twelve
//! statements once it is warm, besides who is asking and the row of the access log; and each statement says on which server its
//! rows lie, with a short list of those that ask all servers, and why.

use crate::pages::walk;
use crate::server::{Account, Server, World};
use crate::visitor::Visitor;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use store::{Asker, Kind, Value};
use throughcare::rooms;
use throughcare::spread::carried::without_key;

/// What design allows a page.
pub(crate) const BUDGET: usize = 12;

/// Pages that may ask for more, how many, and why.
pub(crate) const MORE: &[(&str, usize, &str)] = &[
    ("/reports/{id}/read", 27, "until it is signed, draws the record of four rooms and asks when requirements begin"),
    ("/reports/{id}/print", 27, "as the report"),
    ("/reports/{id}/check", 27, "as the report"),
    ("/reports/{id}/sign", 27, "as the report"),
    ("/allocate/{crn}", 13, "weighs everybody of the team: capacity, grades, absences, languages, who knew the person"),
    ("/reports/{id}/record", 13, "orders, attendance, outcomes, harm and enquiries as they stand"),
    ("/reports/{id}/proposal", 22, "what the law allows here, and when each requirement would begin"),
];

/// Kinds of tables that any statement may ask all servers for, and why that is right.
const ASKED_BY_KIND: &[(Kind, &str)] = &[
    (
        Kind::View,
        "a read model is found by officer, team, offer or day: each server answers from an index, with ids and days",
    ),
    (
        Kind::Subject,
        "what a service keeps few of beside its people: groups, sessions, projects, volunteers, users, the court's inbox",
    ),
    (Kind::Log, "who looked at a person and who signed in are looked up on pages that few open, by an index"),
];

/// Tables of people's records that some statement asks all servers for, and why. Each stays on few pages.
const ASKED_OF_PEOPLE: &[(&str, &str)] = &[
    ("assessment", "joined to the read model of what waits for a manager, a few rows by their keys"),
    ("court_outcome", "how many appeals nobody has taken up, on the court's desk"),
    ("court_question", "the court's desk lists what is open of the whole service, by an index"),
    (
        "court_report_request",
        "the court's desk lists what is asked and not assigned, of the whole service, by an index",
    ),
    ("court_request_work", "as the requests that it belongs to"),
    ("enforcement_failure", "joined to the read model of what waits, a few rows by their keys"),
    ("handover", "the handovers of a team that are open, by an index"),
    ("person", "records that were merged into one, each by its own key"),
    (
        "plan_action",
        "the words of actions on a list of what is due, by id: one may stand on a record that was merged into another",
    ),
    ("score_override", "joined to the read model of what waits for a manager, a few rows by their keys"),
    ("sentence_order", "what orders hold together by quarter: figures of the whole service, kept for the day"),
    ("sentence_requirement", "as the orders that it belongs to"),
    ("tier_change", "how many people of a team moved, by an index"),
    ("waiting_entry", "how long people waited for an offer: figures by offer, with a limit"),
    ("work_booking", "who is booked on a session of unpaid work, by an index"),
    ("work_minutes", "what was credited on a project: a sum of the whole project"),
    ("restorative_money", "compensation by year of the whole service, on a page of figures that few open"),
];

/// The statements of one answer, by the transaction they stand in.
struct Told {
    file: std::fs::File,
}

impl Told {
    fn of(file: &Path) -> Told {
        Told { file: std::fs::File::open(file).expect("the server's statements") }
    }

    /// What requests asked since the last look, without what every page asks.
    fn own(&mut self) -> Vec<String> {
        let mut text = String::new();
        self.file.read_to_string(&mut text).expect("the server's statements");
        let mut own = Vec::new();
        let mut at_the_gate = false;
        for event in text.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok()) {
            if event["span"]["name"] != "request" {
                continue;
            }
            let sql = event["fields"]["sql"].as_str().unwrap_or_default();
            at_the_gate = (at_the_gate || sql.contains("FROM access_session")) && !sql.starts_with("BEGIN");
            let frame = matches!(sql, "BEGIN READ" | "BEGIN WRITE" | "COMMIT" | "ROLLBACK");
            if !at_the_gate && !frame && !sql.starts_with("INSERT INTO access_log") {
                own.push(sql.to_owned());
            }
        }
        own
    }

    fn skip(&mut self) {
        self.file.seek(SeekFrom::End(0)).expect("the end of the statements");
    }
}

/// The most statements of a page, and where.
struct Most {
    statements: Vec<String>,
    address: String,
    login: &'static str,
}

/// What one walk told.
struct Walked {
    most: BTreeMap<&'static str, Most>,
    /// Every statement, of requests, of jobs and of what runs beside them.
    all: BTreeSet<String>,
}

/// The walk, taken once for all tests.
fn walked() -> &'static Walked {
    static WALKED: OnceLock<Walked> = OnceLock::new();
    WALKED.get_or_init(|| {
        let world = World::demo();
        let (server, file) = world.serve_telling_statements();
        let most = counted(&server, &file);
        wait_for_the_night(&world);
        drop(server);
        Walked { most, all: every_statement(&file) }
    })
}

/// Until the jobs that were begun with the server are done: the night's work over everybody is among them.
fn wait_for_the_night(world: &World) {
    let house = throughcare::open(throughcare::Opening::of(world.database.parse().expect("its database")));
    let due = kernel::Instant::from_local(kernel::date(2026, 11, 24).at(0, 0, 0, 0));
    let waiting = "SELECT count(*) FROM job WHERE done_at IS NULL AND run_at < $1";
    let from = Instant::now();
    while house.read(&Asker::system("test"), |cx| cx.count(waiting, &[Value::Int(due.0)])).expect("a count") > 0 {
        assert!(from.elapsed() < Duration::from_secs(120), "the night does not end");
        std::thread::sleep(Duration::from_millis(500));
    }
}

fn every_statement(file: &Path) -> BTreeSet<String> {
    let mut seen = std::collections::HashSet::new();
    let mut all = BTreeSet::new();
    for line in BufReader::new(std::fs::File::open(file).expect("the statements")).lines().map_while(Result::ok) {
        // The same statement is told thousands of times: only one of each is read as JSON.
        let sql = line.split_once("\"sql\":\"").map_or("", |(_, rest)| rest);
        let sql = sql.split_once("\",\"params\"").map_or(sql, |(sql, _)| sql);
        if !sql.is_empty() && seen.insert(sql.to_owned()) {
            let event: serde_json::Value = serde_json::from_str(&line).unwrap_or_default();
            all.extend(event["fields"]["sql"].as_str().map(str::to_owned));
        }
    }
    all
}

/// Every page for everybody, asked for twice: the second time counts.
fn counted(server: &Server, file: &Path) -> BTreeMap<&'static str, Most> {
    let mut told = Told::of(file);
    let mut most: BTreeMap<&'static str, Most> = BTreeMap::new();
    for account in Account::ALL {
        let mut visitor = Visitor::signed_in(&server.address, account);
        let mut shown = BTreeSet::new();
        let opened = walk(&mut visitor, |address, answer| {
            if answer.status == 200 {
                shown.insert(address.to_owned());
            }
        });
        for (kind, addresses) in opened {
            for address in addresses.into_iter().filter(|a| shown.contains(a)) {
                told.skip();
                visitor.get(&address);
                let statements = told.own();
                if most.get(kind).is_none_or(|m| m.statements.len() < statements.len()) {
                    most.insert(kind, Most { statements, address, login: account.login });
                }
            }
        }
    }
    most
}

#[test]
fn a_page_asks_at_most_twelve_statements_besides_who_is_asking_and_the_access_log() {
    let most = &walked().most;
    let mut table: Vec<_> = most.iter().collect();
    table.sort_by_key(|(kind, m)| (std::cmp::Reverse(m.statements.len()), **kind));
    println!("statements | page | where | as");
    for (kind, m) in &table {
        println!("{:>10} | {kind} | {} | {}", m.statements.len(), m.address, m.login);
    }
    let show: Option<String> = std::env::var("THROUGHCARE_TEST_STATEMENTS_OF").ok();
    for (kind, m) in
        table.iter().filter(|(kind, m)| show.as_deref().map_or(m.statements.len() > BUDGET, |s| s == **kind))
    {
        println!("\n{kind} at {}:\n  {}", m.address, m.statements.join("\n  "));
    }
    let allowed = |kind: &str| MORE.iter().find(|(k, ..)| *k == kind).map_or(BUDGET, |(_, most, _)| *most);
    let over: Vec<String> = table
        .iter()
        .filter(|(kind, m)| m.statements.len() > allowed(kind))
        .map(|(kind, m)| format!("{kind}: {} at {}", m.statements.len(), m.address))
        .collect();
    assert!(over.is_empty(), "over the budget of statements:\n{}", over.join("\n"));
}

#[test]
fn each_statement_says_on_which_server_its_rows_lie_or_is_on_the_list_of_those_that_ask_all() {
    let tables = rooms::tables();
    let mut asked: BTreeMap<&str, Vec<&String>> = BTreeMap::new();
    for sql in &walked().all {
        for table in without_key(sql, &tables) {
            asked.entry(table).or_default().push(sql);
        }
    }
    let kind = |name: &str| tables.iter().find(|t| t.name == name).map(|t| t.kind);
    let of_people: BTreeMap<&str, &str> = ASKED_OF_PEOPLE.iter().copied().collect();
    let by_kind = |name: &str| ASKED_BY_KIND.iter().find(|(k, _)| Some(*k) == kind(name)).map(|(_, why)| *why);
    let why = |name: &str| by_kind(name).or_else(|| of_people.get(name).copied());
    println!("{} statements; asked of all servers: {} tables", walked().all.len(), asked.len());
    for (table, statements) in &asked {
        println!("{:?} | {table} | {} | {}", kind(table), statements.len(), why(table).unwrap_or("NOT ON THE LIST"));
    }
    let new: Vec<String> = asked
        .iter()
        .filter(|(table, _)| why(table).is_none())
        .map(|(table, statements)| {
            let texts: Vec<&str> = statements.iter().take(4).map(|sql| sql.as_str()).collect();
            format!("{:?} {table}:\n  {}", kind(table), texts.join("\n  "))
        })
        .collect();
    assert!(new.is_empty(), "asked of all servers, and not on the list:\n{}", new.join("\n"));
    let idle: Vec<&&str> = of_people.keys().filter(|table| !asked.contains_key(*table)).collect();
    assert!(idle.is_empty(), "on the list, and never asked so: {idle:?}");
}
