//! The inbox: one list at a time, chosen in the address, each entry with the page on which it is decided.

use super::{PER_PAGE, from, tabs};
use crate::inbox::lists::{self, Counts, counts};
use crate::records::QuestionKind;
use kernel::PersonId;
use store::{Cx, Result};
use web::{Answer, Markup, Reply, Request, html, ui};

const SHELVES: &[(&str, &str)] = &[
    ("people", "Who is it?"),
    ("orders", "Orders to confirm"),
    ("limits", "Limits to take back to court"),
    ("appeals", "Appeals to confirm"),
    ("outcomes", "Waiting for their order"),
    ("unread", "Messages that could not be read"),
];

fn count_of(counts: &Counts, shelf: &str) -> i64 {
    match shelf {
        "people" => counts.people,
        "orders" => counts.orders,
        "limits" => counts.limits,
        "appeals" => counts.appeals,
        "outcomes" => counts.outcomes,
        _ => counts.unread,
    }
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let counts = counts(cx)?;
    // Without a choice, the first shelf on which something waits.
    let waiting = SHELVES.iter().find(|(shelf, _)| count_of(&counts, shelf) > 0);
    let chosen = req.query("show").and_then(|s| SHELVES.iter().find(|(shelf, _)| *shelf == s));
    let (shelf, words) = *chosen.or(waiting).unwrap_or(&SHELVES[0]);
    let (most, from) = (i64::try_from(PER_PAGE).unwrap_or(25), from(req));
    let list = match shelf {
        "people" => people(cx, most, from)?,
        "orders" => questions(cx, QuestionKind::Confirm, most, from)?,
        "limits" => questions(cx, QuestionKind::Limit, most, from)?,
        "appeals" => questions(cx, QuestionKind::Appeal, most, from)?,
        "outcomes" => outcomes(cx, most, from)?,
        _ => unread(cx, most, from)?,
    };
    let shelves: Vec<ui::Tab> = SHELVES
        .iter()
        .map(|(code, words)| {
            let count = u64::try_from(count_of(&counts, code)).unwrap_or(0);
            ui::Tab::new(format!("/court/inbox?show={code}"), *words).current(*code == shelf).count(count)
        })
        .collect();
    let total = u64::try_from(count_of(&counts, shelf)).unwrap_or(0);
    let body = html! {
        h1.govuk-heading-l { "Court inbox" }
        (tabs(counts, "Inbox"))
        (ui::sub_navigation("What waits", &shelves))
        h2.govuk-heading-m { (words) }
        @match list {
            Some(list) => { (list) (ui::pagination(&req.address(), req.page(), PER_PAGE, total)) }
            None => { (ui::empty(nothing(shelf), None)) }
        }
    };
    Ok(Reply::page(req.frame().titled("Court inbox").within("/court/inbox"), body))
}

fn nothing(shelf: &str) -> &'static str {
    match shelf {
        "people" => "Everybody whom the courts named is known or new. Nothing to decide.",
        "orders" => "Every order that the courts sent is clear.",
        "limits" => "No order breaks a statutory limit.",
        "appeals" => "What every appeal does to its order is on record.",
        "outcomes" => "Every breach and application is with the order it concerns.",
        _ => "Every message could be read.",
    }
}

fn people(cx: &mut Cx<'_>, most: i64, from: i64) -> Result<Option<Markup>> {
    let rows = lists::matters(cx, most, from)?;
    let columns =
        [ui::column("Person in the message"), ui::column("Born"), ui::column("Asks for"), ui::column("Why it waits")];
    let cells = rows.iter().map(|row| {
        let href = format!("/court/inbox/matters/{}/{}", row.message_id, row.place);
        vec![
            ui::link(&href, &row.who),
            html! { @if let Some(born) = row.born { (ui::short_day(born)) } @else { "Not known" } },
            html! { (asks(&row.asks)) },
            html! { (row.reason.as_deref().unwrap_or_default()) },
        ]
    });
    Ok((!rows.is_empty()).then(|| ui::Table::new("People to decide on", columns).unseen_caption().rows(cells).show()))
}

pub(super) fn asks(code: &str) -> &'static str {
    match code {
        "supervise" => "Supervision",
        "breach" => "A breach or application",
        "report" => "A report",
        _ => "Nothing",
    }
}

/// CRN and name of people in a list, masked where the reader may not see them, and the showing written down.
pub(crate) fn names(
    cx: &mut Cx<'_>,
    what: &'static str,
    ids: &[PersonId],
) -> Result<std::collections::HashMap<PersonId, people::PersonLine>> {
    let lines = people::lines(cx, ids)?;
    cx.note_shown("list", what, ids);
    Ok(lines)
}

fn questions(cx: &mut Cx<'_>, kind: QuestionKind, most: i64, from: i64) -> Result<Option<Markup>> {
    let rows = lists::questions(cx, kind, most, from)?;
    let ids: Vec<PersonId> = rows.iter().map(|r| r.person_id).collect();
    let lines = names(cx, "court inbox: orders", &ids)?;
    let columns = [ui::column("Person"), ui::column("CRN"), ui::column("What is asked"), ui::column("Asked")];
    let cells = rows.iter().filter_map(|row| {
        let line = lines.get(&row.person_id)?;
        let href = format!("/court/inbox/questions/{}/{}", line.crn, row.id);
        let words = if line.restricted { "Restricted" } else { row.words.as_str() };
        Some(vec![
            ui::link(&href, &line.name),
            html! { (line.crn) },
            html! { ul.govuk-list { @for point in words.lines() { li { (point) } } } },
            html! { (ui::short_day(row.asked_at.local_date())) },
        ])
    });
    Ok((!rows.is_empty()).then(|| ui::Table::new("Orders", columns).unseen_caption().rows(cells).show()))
}

fn outcomes(cx: &mut Cx<'_>, most: i64, from: i64) -> Result<Option<Markup>> {
    let rows = lists::outcomes(cx, most, from)?;
    let ids: Vec<PersonId> = rows.iter().map(|r| r.person_id).collect();
    let lines = names(cx, "court inbox: outcomes", &ids)?;
    let columns = [
        ui::column("Person"),
        ui::column("CRN"),
        ui::column("What the court did"),
        ui::column("On"),
        ui::column("Waits for"),
    ];
    let cells = rows.iter().filter_map(|row| {
        let line = lines.get(&row.person_id)?;
        Some(vec![
            ui::link(&format!("/people/{}", line.crn), &line.name),
            html! { (line.crn) },
            html! { (row.words) " (" (row.kind) ")" },
            html! { (ui::short_day(row.made_on)) },
            html! { (row.waits_for.as_deref().unwrap_or_default()) },
        ])
    });
    Ok((!rows.is_empty()).then(|| ui::Table::new("Outcomes", columns).unseen_caption().rows(cells).show()))
}

fn unread(cx: &mut Cx<'_>, most: i64, from: i64) -> Result<Option<Markup>> {
    let rows = lists::unread(cx, most, from)?;
    let columns = [ui::column("Received"), ui::column("Why it could not be read")];
    let cells = rows.iter().map(|row| {
        let href = format!("/court/inbox/unread/{}", row.message_id);
        vec![ui::link(&href, &ui::instant(row.read_at)), html! { (row.reason.as_deref().unwrap_or_default()) }]
    });
    Ok((!rows.is_empty()).then(|| ui::Table::new("Messages", columns).unseen_caption().rows(cells).show()))
}
