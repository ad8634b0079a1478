//! How a house stands, in plain words that two houses can be compared by: no ids, no times.

use kernel::{Crn, Date, PersonKeys, date};
use law::Law;
use migrations::trial::{Rooms, on_both};
use serde_json::Value;
use store::{Asker, Cx, House};

pub(crate) const TODAY: Date = date(2026, 11, 22);

pub(crate) fn on_each(test: impl Fn(&House)) {
    let rooms = Rooms::with(&[people::TABLES, organisation::TABLES, sentences::TABLES, &court::tables()]);
    on_both(&rooms, TODAY, |house| test(&house.with_part(Law::shipped())));
}

/// On SQLite alone, for what only serves comparison.
pub(crate) fn on_each_sqlite(test: impl Fn(&House)) {
    let rooms = Rooms::with(&[people::TABLES, organisation::TABLES, sentences::TABLES, &court::tables()]);
    migrations::trial::on_sqlite(&rooms, TODAY, |house| test(&house.with_part(Law::shipped())));
}

pub(crate) fn asker() -> Asker {
    Asker::system("test")
}

pub(crate) fn read<T>(house: &House, work: impl FnMut(&mut Cx<'_>) -> store::Result<T>) -> T {
    house.read(&asker(), work).unwrap()
}

/// Outcome, CRN and reason of each line.
pub(crate) fn send(house: &House, bytes: &[u8]) -> Vec<(String, Option<String>, String)> {
    let lines = court::ingest(house, &asker(), "a file", bytes).unwrap();
    lines.into_iter().map(|l| (l.outcome.to_owned(), l.crn, l.reason.unwrap_or_default())).collect()
}

pub(crate) fn send_json(house: &House, message: &Value) -> Vec<(String, Option<String>, String)> {
    send(house, message.to_string().as_bytes())
}

pub(crate) fn outcomes(lines: &[(String, Option<String>, String)]) -> Vec<&str> {
    lines.iter().map(|(outcome, _, _)| outcome.as_str()).collect()
}

pub(crate) fn count(house: &House, table: &str) -> i64 {
    read(house, |cx| cx.count(&format!("SELECT count(*) FROM {table}"), &[]))
}

pub(crate) fn keys(cx: &mut Cx<'_>, crn: &str) -> store::Result<PersonKeys> {
    let crn: Crn = crn.parse().map_err(|_| store::Failure::NotFound)?;
    Ok(people::open(cx, &crn)?.keys)
}

/// Every person's current orders, requirements, offences, requests and outcomes, one line each.
pub(crate) fn standing(house: &House) -> Vec<String> {
    let crns: Vec<String> =
        read(house, |cx| cx.query("SELECT crn FROM crn ORDER BY crn", &[])?.iter().map(|r| r.get(0)).collect());
    let mut lines = Vec::new();
    for crn in crns {
        lines.extend(read(house, |cx| of_person(cx, &crn)));
    }
    lines.sort_unstable();
    lines
}

fn of_person(cx: &mut Cx<'_>, crn: &str) -> store::Result<Vec<String>> {
    let keys = keys(cx, crn)?;
    let mut lines = Vec::new();
    for event in sentences::events(cx, &keys)? {
        for offence in event.offences.iter().filter(|o| o.removed.is_none()) {
            lines.push(format!("offence {} {:?} main {}", offence.title, offence.code, offence.main));
        }
        for parts in event.orders.iter().filter(|o| o.order.removed.is_none()) {
            let order = &parts.order;
            lines.push(format!(
                "order {} made {} end {:?} terms {:?} {:?} {:?} ended {:?} {:?}",
                order.sentence,
                order.made_on,
                order.end(),
                order.custody_term,
                order.operational_period,
                order.supervision_period,
                order.ended_on,
                order.end_reason
            ));
            for r in parts.requirements.iter().map(|r| &r.requirement).filter(|r| r.removed.is_none()) {
                lines.push(format!(
                    "requirement {} {:?} {:?} to {:?} ended {:?} {:?}",
                    r.kind, r.length, r.starts_on, r.ends_on, r.ended_on, r.end_reason
                ));
            }
        }
    }
    let supervised = sentences::supervision(cx, &keys)?.map(|s| s.basis.code());
    lines.push(format!("supervised on {supervised:?}"));
    for table in ["court_report_request", "court_outcome"] {
        let what = if table == "court_outcome" { "kind, effect, waits_for" } else { "ways, due_on, asked_on" };
        for row in cx.query(&format!("SELECT state, {what} FROM {table}"), &[])? {
            let cells: (String, String, Option<String>, Option<String>) =
                (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
            if cells.0 != "taken-back" && cells.0 != "withdrawn" {
                lines.push(format!("{table} {cells:?}"));
            }
        }
    }
    Ok(lines)
}
