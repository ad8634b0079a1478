//! What a card said on any past day, who said it and why.

use super::details::told;
use crate::cards::{Detail, ForCard, each};
use crate::codes::Codes;
use crate::open::OpenPerson;
use kernel::{Crn, Instant};
use maud::{Markup, html};
use std::collections::BTreeMap;
use store::{Cx, Failure, Result};
use web::ui::{Table, column, empty};
use web::{Answer, Reply, Request};

pub(super) fn page(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let crn: Crn = req.param("crn")?;
    let open = crate::open(cx, &crn)?;
    let slug: String = req.param("card")?;
    let (title, table) = each(&slug, Told { cx, open: &open }).ok_or(Failure::NotFound)??;
    let frame =
        crate::frame(req, cx, &open, "Details")?.titled(format!("History: {title}")).back(open.path("/details"));
    Ok(Reply::page(frame, html! { h1.govuk-heading-l { "History: " (title) } (table) }))
}

struct Told<'a, 'c> {
    cx: &'a mut Cx<'c>,
    open: &'a OpenPerson,
}

/// How many changes are shown.
const MOST: i64 = 2_000;

impl ForCard for Told<'_, '_> {
    type Out = Result<(&'static str, Markup)>;

    fn run<R: Detail>(self) -> Result<(&'static str, Markup)> {
        let codes = Codes::read(self.cx)?;
        let mut changes: Vec<(Instant, Vec<Markup>)> = Vec::new();
        for person in self.open.keys.all() {
            let entries: BTreeMap<i64, _> =
                self.cx.ledger_of(person.into(), MOST)?.into_iter().map(|e| (e.seq, e)).collect();
            for line in self.cx.history_of(person.into(), R::TABLE.name)? {
                let Some(entry) = entries.get(&line.seq) else { continue };
                let image = line.image()?.map(|i| image_words::<R>(&i, &codes)).transpose()?;
                let what = image.unwrap_or_else(|| html! { "Erased under a retention decision" });
                let reason = entry.reason.as_deref().unwrap_or_default();
                let cells = vec![
                    html! { (web::ui::instant(line.recorded_at)) },
                    html! { (entry.actor_name) },
                    html! { (entry.action) @if !reason.is_empty() { ": " (reason) } },
                    what,
                ];
                changes.push((line.recorded_at, cells));
            }
        }
        changes.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        let columns = ["When", "Who", "What was done", "What it then said"].map(column);
        let table = Table::new(format!("{}, newest first", R::CARD.title), columns).unseen_caption().plain_rows();
        let table = table.rows(changes.into_iter().map(|(_, cells)| cells));
        let shown = if table.is_empty() { empty("Nothing was recorded here yet.", None) } else { table.show() };
        Ok((R::CARD.title, shown))
    }
}

/// An image of a row in the words of the card.
fn image_words<R: Detail>(image: &str, codes: &Codes) -> Result<Markup> {
    let image: serde_json::Value = serde_json::from_str(image).map_err(|e| Failure::broken(e.to_string()))?;
    let text = |column: &str| image.get(column).and_then(|v| v.as_str()).unwrap_or_default().to_owned();
    let mut lines = Vec::new();
    for field in R::CARD.fields {
        let words = crate::cards::words(field, &text(field.column), codes);
        if !words.is_empty() {
            lines.push((field.label, words));
        }
    }
    let withdrawn = text("withdrawn");
    Ok(html! {
        @for (label, words) in &lines { div { strong { (label) ": " } (told(words)) } }
        @if !withdrawn.is_empty() { div { strong { "Recorded in error: " } (withdrawn) } }
    })
}
