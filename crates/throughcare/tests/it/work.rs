//! What a page makes the database do does not grow with the people in it: its statements are run again by hand, on a small
//! service and on one ten times as large, and the steps that the database takes for them are counted. No clock is asked.

use crate::server::{Account, World};
use crate::visitor::Visitor;
use rusqlite::StatementStatus;
use serde_json::Value as Json;
use std::io::{Read, Seek, SeekFrom};
use store::Value;

/// Pages that are compared, and how many times the steps ten times the people may make of them. Whoever works has the same
/// cases in both; a common surname has not.
const COMPARED: &[(Account, &str, f64)] = &[
    (Account::PRACTITIONER, "/", 1.3),
    (Account::PRACTITIONER, "/cases", 1.3),
    (Account::PRACTITIONER, "/board", 1.3),
    (Account::PRACTITIONER, "/diary", 1.3),
    (Account::PRACTITIONER, "/people/T000003", 1.3),
    (Account::PRACTITIONER, "/people/T000003/details", 1.3),
    (Account::PRACTITIONER, "/people/T000003/contacts", 1.3),
    (Account::PRACTITIONER, "/people/T000003/sentence", 1.3),
    (Account::PRACTITIONER, "/people/T000003/risk", 1.3),
    (Account::PRACTITIONER, "/people/T000003/plan", 1.3),
    (Account::COURT_OFFICER, "/court/inbox", 1.3),
    (Account::COURT_OFFICER, "/court/reports", 1.3),
    (Account::MANAGER, "/approvals", 1.3),
    (Account::PRACTITIONER, "/search?q=wilson", 4.0),
];

/// One statement as the server told it.
struct Statement {
    sql: String,
    params: Vec<Value>,
}

/// What requests asked in these lines, the reads of it.
fn reads(lines: &str) -> Vec<Statement> {
    let events = lines.lines().filter_map(|line| serde_json::from_str::<Json>(line).ok());
    let asked = events.filter(|event| event["span"]["name"] == "request").filter_map(|event| {
        let sql = event["fields"]["sql"].as_str()?.to_owned();
        let params: Vec<Json> = serde_json::from_str(event["fields"]["params"].as_str()?).ok()?;
        Some(Statement { sql, params: params.iter().map(value).collect() })
    });
    asked.filter(|s| s.sql.starts_with("SELECT") || s.sql.starts_with("WITH")).collect()
}

/// A parameter as it was traced: its kind, and what it holds.
fn value(told: &Json) -> Value {
    let Some((kind, inner)) = told.as_object().and_then(|o| o.iter().next()) else { return Value::Null };
    let text = || inner.as_str().expect("a text").to_owned();
    match kind.as_str() {
        "bool" => Value::Bool(inner.as_bool().expect("yes or no")),
        "int" => Value::Int(inner.as_i64().expect("a number")),
        "real" => Value::Real(inner.as_f64().expect("a number")),
        "id" => Value::Id(text().parse().expect("an id")),
        "bytes" => Value::Bytes(hex::decode(text()).expect("bytes")),
        _ => Value::Text(text()),
    }
}

/// How many steps SQLite's machine takes for each of the pages.
fn steps(world: &World) -> Vec<i64> {
    let (server, file) = world.serve_telling_statements();
    let mut told = std::fs::File::open(&file).expect("the server's statements");
    let asked: Vec<Vec<Statement>> = COMPARED
        .iter()
        .map(|(account, page, _)| {
            let mut visitor = Visitor::signed_in(&server.address, account);
            // What is asked once and remembered is no page's own.
            visitor.get(page).expect(200);
            told.seek(SeekFrom::End(0)).expect("the end of the statements");
            visitor.get(page).expect(200);
            let mut lines = String::new();
            told.read_to_string(&mut lines).expect("the server's statements");
            reads(&lines)
        })
        .collect();
    drop(server);
    let path = world.database.strip_prefix("sqlite:").expect("SQLite");
    let connection = rusqlite::Connection::open(path).expect("its database");
    asked.iter().map(|page| page.iter().map(|statement| steps_of(&connection, statement)).sum()).collect()
}

fn steps_of(connection: &rusqlite::Connection, statement: &Statement) -> i64 {
    let mut prepared = connection.prepare(&statement.sql.replace('$', "?")).expect("a statement of the server's");
    let mut rows = prepared.query(rusqlite::params_from_iter(&statement.params)).expect("its answer");
    while rows.next().expect("a row").is_some() {}
    drop(rows);
    i64::from(prepared.get_status(StatementStatus::VmStep))
}

#[test]
#[ignore = "slow: ./test slow runs it"]
fn slow_ten_times_the_people_make_a_page_no_more_work() {
    let (few, many) = (World::filled("100"), World::filled("1000"));
    let mut wrong = Vec::new();
    for (((_, page, most), few), many) in COMPARED.iter().zip(steps(&few)).zip(steps(&many)) {
        assert!(few > 100, "{page} asks nothing: {few} steps");
        #[expect(clippy::cast_precision_loss, reason = "thousands of steps")]
        let growth = many as f64 / few as f64;
        println!("{page}: {few} steps with 100 people, {many} with 1,000: {growth:.2}");
        if growth > *most {
            wrong.push(format!("{page} takes {growth:.2} times the steps, {most} is allowed"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
