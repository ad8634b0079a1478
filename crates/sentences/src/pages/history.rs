//! What was done to the sentence, by whom and why: the ledger entries that touched this room's rows, newest first.

use super::parts::{home, person};
use crate::TABLES;
use kernel::PersonKeys;
use std::collections::BTreeSet;
use store::tables::{History, LedgerEntry};
use store::{Cx, Kind, Result};
use web::ui::{self, Moment};
use web::{Answer, Reply, Request, html};

/// The most entries of one record that are looked through.
const MOST: i64 = 500;

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let entries = entries(cx, &open.keys, req.query("of"))?;
    let frame = people::frame(req, cx, &open, "Sentence")?.titled("History of the sentence").back(home(&open));
    let moments: Vec<Moment> = entries
        .iter()
        .map(|entry| Moment {
            title: html! { (entry.action) },
            by: Some(entry.actor_name.clone()),
            datetime: entry.recorded_at.to_string(),
            when: ui::instant(entry.recorded_at),
            body: html! { @if let Some(reason) = &entry.reason { p.govuk-body { (reason) } } },
        })
        .collect();
    Ok(Reply::page(
        frame,
        html! {
            h1.govuk-heading-l { "History of the sentence" }
            @if moments.is_empty() { (ui::empty("Nothing is recorded yet.", None)) }
            @else { (ui::timeline(&moments)) }
        },
    ))
}

/// `of` is the id of one order, requirement, offence or event: only what touched it, or names it, is then shown.
fn entries(cx: &mut Cx<'_>, keys: &PersonKeys, of: Option<&str>) -> Result<Vec<LedgerEntry>> {
    let concerns = |h: &History| match of {
        Some(id) if !h.row_key.contains(id) => Ok(h.image()?.is_some_and(|image| image.contains(id))),
        _ => Ok::<_, store::Failure>(true),
    };
    let mut found = Vec::new();
    for person in keys.all() {
        let mut touched = BTreeSet::new();
        for table in TABLES.iter().filter(|t| t.kind == Kind::Person) {
            let rows = cx.history_of(person.into(), table.name)?;
            for row in &rows {
                if concerns(row)? {
                    touched.insert(row.seq);
                }
            }
        }
        found.extend(cx.ledger_of(person.into(), MOST)?.into_iter().filter(|e| touched.contains(&e.seq)));
    }
    found.sort_by_key(|e| std::cmp::Reverse((e.recorded_at, e.seq)));
    Ok(found)
}
