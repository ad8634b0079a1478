//! How many statements each page asks of the database once it is warm: at most twelve besides who is asking and the row of
//! the access log. The test prints the table, and fails over the budget with a short list of exceptions.

use crate::pages::walk;
use crate::server::{Account, World};
use crate::visitor::Visitor;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

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

/// Every page for everybody, asked for twice: the second time counts.
fn counted(world: &World) -> BTreeMap<&'static str, Most> {
    let (server, file) = world.serve_telling_statements();
    let mut told = Told::of(&file);
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
    let world = World::demo();
    let most = counted(&world);
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
