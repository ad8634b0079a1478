//! What a page asks of the database does not grow with what is in the database: the same few statements for ten rows and for
//! a hundred, none of which reads a table of people from end to end.

use crate::pages::walk;
use crate::server::{Account, Server, Told, World};
use crate::statements::{BUDGET, MORE};
use crate::visitor::Visitor;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use store::{Asker, House, Kind, Value};
use throughcare::rooms;

/// How many statements more a page may take where there is ten times as much: a list that is empty asks less.
const MARGIN: usize = 5;

/// Views that grow with the service's staff and not with its people.
const OF_STAFF: &[&str] = &["view_absence"];

/// What every page asks.
const OF_EVERY_PAGE: &[&str] = &[
    "access_log",
    "access_session",
    "access_user",
    "access_role",
    "access_policy",
    "request_key",
    "outbox",
    "draft",
    "setting",
    " job ",
    "ledger_head",
];

/// Figures of the whole service: they read everybody that they count, on pages that few open and seldom.
const OF_THE_WHOLE: &[&str] = &[
    "FROM view_treatment GROUP BY team_id, kind",
    "SELECT w.offer_id, SUM(",
    "SELECT state, count(*) FROM view_programme_case GROUP BY state",
    "FROM view_work_pace WHERE verdict <> 'done' GROUP BY unit_id",
    "FROM view_unmet_need GROUP BY unit_id, need",
    "SELECT volunteer_id FROM view_volunteer_match WHERE is_open",
];

/// A statement that a server told of a request. What the workers ask meanwhile stands outside any.
fn statement(line: &str) -> Option<String> {
    let event: serde_json::Value = serde_json::from_str(line).ok()?;
    let sql = event["fields"]["sql"]
        .as_str()
        .filter(|_| event["target"] == "store::statement" && event["span"]["name"] == "request")?;
    let is_bare = ["BEGIN", "COMMIT", "ROLLBACK"].iter().any(|word| sql.starts_with(word));
    // What rooms ask together is the page's own, though whether code lists changed is asked with it.
    let is_every_pages = !sql.starts_with("WITH q0 ") && OF_EVERY_PAGE.iter().any(|word| sql.contains(word));
    (!is_bare && !is_every_pages).then(|| sql.to_owned())
}

/// A world with so many generated people, whose first lives have so many more contacts.
fn world(people: &str, contacts: usize) -> World {
    let world = World::filled(people);
    let secret = world.client();
    let server = world.serve();
    let mut program = Visitor::program(&server.address, &secret);
    for n in 0..contacts {
        for crn in ["T000002", "T000003"] {
            let body =
                serde_json::json!({"type": "CMOA", "date": "2026-11-20", "minutes": 5, "note": format!("Message {n}")});
            let key = format!("{crn}-{n}");
            let answer = program.send(
                &format!("/api/v1/people/{crn}/contacts"),
                "application/json",
                &[("idempotency-key", &key)],
                body.to_string().into_bytes(),
            );
            answer.expect("an answer").expect(201);
        }
    }
    world
}

/// The most statements of a page of each kind, and every statement that was heard.
fn heard(world: &World) -> (BTreeMap<&'static str, (usize, String)>, BTreeSet<String>) {
    let (server, told) = Server::telling(&world.database);
    let (mut most, mut all) = (BTreeMap::new(), BTreeSet::new());
    let routes = rooms::routes();
    for account in [Account::PRACTITIONER, Account::MANAGER] {
        let mut visitor = Visitor::signed_in(&server.address, &account);
        // What is asked once and kept is not a page's own: everything is opened before it is counted.
        let opened = walk(&mut visitor, |_, _| {});
        for (kind, addresses) in opened {
            let Some(route) = routes.iter().find(|r| r.path == kind) else { continue };
            // Those about the people who were given more, and a few others.
            let about = |address: &String| ["T000002", "T000003"].iter().any(|crn| address.contains(crn));
            let few = addresses.iter().filter(|a| about(a)).chain(addresses.iter().filter(|a| !about(a)).take(2));
            for address in few.cloned() {
                told.so_far();
                let answer = visitor.get(&address);
                if answer.status != 200 {
                    continue;
                }
                let statements: Vec<String> = told.so_far().iter().filter_map(|l| statement(l)).collect();
                let entry = most.entry(route.path).or_insert((0, String::new()));
                if statements.len() > entry.0 {
                    *entry = (statements.len(), address);
                }
                all.extend(statements);
            }
        }
    }
    (most, all)
}

#[test]
#[ignore = "slow: run by ./test slow"]
fn slow_no_page_takes_more_statements_the_more_there_is_to_show_and_none_reads_everybody() {
    let (few, many) = (world("12", 0), world("120", 90));
    let (less, _) = heard(&few);
    let (more, statements) = heard(&many);
    let mut wrong = Vec::new();
    for (kind, (count, address)) in &more {
        let allowed = MORE.iter().find(|(path, ..)| path == kind).map_or(BUDGET, |(_, most, _)| *most);
        if *count > allowed {
            wrong.push(format!("{address} takes {count} statements, {allowed} are allowed"));
        }
        if let Some((before, _)) = less.get(kind)
            && *count > before + MARGIN
        {
            wrong.push(format!(
                "{address} takes {count} statements where there is more, and {before} where there is less"
            ));
        }
    }
    let largest: Vec<String> = more.iter().filter(|(_, (n, _))| *n > 8).map(|(k, (n, _))| format!("{n} {k}")).collect();
    println!("{} kinds of pages, {} statements; the most: {largest:?}", more.len(), statements.len());
    wrong.extend(scans(&many, &statements));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Statements that read a table that grows with the people from end to end.
fn scans(world: &World, statements: &BTreeSet<String>) -> Vec<String> {
    let house = House::open(store::Plan {
        database: world.database.parse().expect("its database"),
        standby: None,
        clock: kernel::Clock::machine(),
        seed: None,
        tables: rooms::tables(),
        migrations: migrations::ALL,
        listeners: vec![],
        connections: 2,
    });
    let grows = |kind| matches!(kind, Kind::Person | Kind::View | Kind::Registry | Kind::Ledger | Kind::Log);
    let of_people = |t: &&&store::Table| grows(t.kind) && !OF_STAFF.contains(&t.name);
    let tables: Vec<&str> = rooms::tables().iter().filter(of_people).map(|t| t.name).collect();
    let asker = Asker::system("test");
    let partial = "SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '% WHERE %'";
    let partial = house.read(&asker, |cx| cx.query(partial, &[])).expect("the schema");
    let partial: Vec<String> = partial.iter().map(|row| row.get(0).expect("a name")).collect();
    let mut wrong = Vec::new();
    for sql in statements.iter().filter(|sql| sql.starts_with("SELECT") || sql.starts_with("WITH")) {
        let params = (1..).take_while(|n| sql.contains(&format!("${n}"))).map(|_| Value::Null).collect::<Vec<_>>();
        let plan = house.read(&asker, |cx| cx.query(&format!("EXPLAIN QUERY PLAN {sql}"), &params));
        let Ok(plan) = plan else { continue };
        for step in plan.iter().filter_map(|row| row.get::<String>(3).ok()) {
            let Some(scanned) = step.strip_prefix("SCAN ").and_then(|rest| rest.split(' ').next()) else { continue };
            let is = |table: &&&str| {
                **table == scanned || [" ", " AS "].iter().any(|by| sql.contains(&format!("{table}{by}{scanned} ")))
            };
            let few = partial.iter().any(|index| step.contains(index.as_str()));
            if let Some(table) = tables.iter().find(is)
                && !few
                && !OF_THE_WHOLE.iter().any(|part| sql.contains(part))
                && !sql.contains("LIMIT 1)")
            {
                wrong.push(format!("all of {table} is read by: {sql}"));
            }
        }
    }
    wrong
}

/// Reads what a telling server says until it falls silent.
impl Told {
    fn so_far(&self) -> Vec<String> {
        let mut lines = Vec::new();
        while let Ok(line) = self.0.recv_timeout(Duration::from_millis(15)) {
            lines.push(line);
        }
        lines
    }
}
