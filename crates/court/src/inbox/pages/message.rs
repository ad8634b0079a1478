//! Messages as they came, and what was understood of one beside its raw text. Where it is about somebody whom the reader
//! may not see, what it says is not shown.

use super::{PER_PAGE, from, tabs};
use crate::inbox::lists::{self, counts};
use crate::reading::{Matter, Message, matters};
use crate::records::{CourtMessage, MatterRow, Reading};
use crate::taking::read_again;
use kernel::{MessageId, PersonId};
use std::collections::HashMap;
use store::{Cx, Failure, Result, params};
use web::{Answer, Markup, Reply, Request, html, ui};

pub(super) fn list(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let counts = counts(cx)?;
    let (lines, total) = lists::messages(cx, i64::try_from(PER_PAGE).unwrap_or(25), from(req))?;
    let columns = ["Received", "From", "Court", "Hearing day", "Bytes", "State"].map(ui::column);
    let rows = lines.iter().map(|line| {
        vec![
            ui::link(&format!("/court/messages/{}", line.id), &ui::instant(line.received_at)),
            html! { (line.source_name) },
            html! { (line.court_name.as_deref().unwrap_or("Not said")) },
            html! { @if let Some(day) = line.hearing_day { (ui::short_day(day)) } @else { "Not said" } },
            html! { (line.size) },
            match line.state.as_deref() {
                Some("read") => ui::tag(ui::Colour::Green, "Read"),
                Some("unread") => ui::tag(ui::Colour::Red, "Could not be read"),
                Some(_) => ui::tag(ui::Colour::Grey, "Dealt with"),
                None => ui::tag(ui::Colour::Yellow, "Not taken in yet"),
            },
        ]
    });
    let body = html! {
        h1.govuk-heading-l { "Court messages" }
        (tabs(counts, "Messages"))
        @if lines.is_empty() { (ui::empty("No court has sent anything yet.", None)) }
        @else {
            (ui::Table::new("Messages", columns).unseen_caption().rows(rows).show())
            (ui::pagination(&req.address(), req.page(), PER_PAGE, u64::try_from(total).unwrap_or(0)))
        }
    };
    Ok(Reply::page(req.frame().titled("Court messages").within("/court/inbox"), body))
}

/// Everybody of the message whom the reader knows to be on record; none when one of them may not be seen.
fn seen(cx: &mut Cx<'_>, id: MessageId) -> Result<(Vec<MatterRow>, HashMap<PersonId, people::PersonLine>)> {
    let rows = cx.list::<MatterRow>("WHERE message_id = $1 ORDER BY place", params![id])?;
    let ids: Vec<PersonId> = rows.iter().filter_map(|r| r.linked_to).collect();
    let lines = people::lines(cx, &ids)?;
    cx.note_shown("list", "court message", &ids);
    Ok((rows, lines))
}

fn is_hidden(lines: &HashMap<PersonId, people::PersonLine>) -> bool {
    lines.values().any(|l| l.restricted)
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: MessageId = req.param("message")?;
    let message = cx.need::<CourtMessage>(params![id])?;
    let reading = cx.get::<Reading>(params![id])?;
    let (rows, lines) = seen(cx, id)?;
    let hidden = is_hidden(&lines);
    let read = read_again(cx, id)?;
    let mut facts = vec![
        ui::row("Received", ui::instant(message.received_at)),
        ui::row("From", message.source_name.clone()),
        ui::row("Sent in by", message.received_by.clone()),
        ui::row("Size", format!("{} bytes", message.size)),
    ];
    if let Some(reading) = &reading {
        facts.extend(reading.court_name.clone().map(|c| ui::row("Court", c)));
        facts.extend(reading.hearing_day.map(|d| ui::row("Hearing day", ui::day(d))));
        facts.extend(reading.shared_at.map(|s| ui::row("Shared", ui::instant(s))));
        facts.extend(reading.reason.clone().map(|r| ui::row("Could not be read", r)));
    }
    let body = html! {
        h1.govuk-heading-l { "Court message" }
        (ui::summary_list(&facts))
        @if hidden {
            (ui::inset(&html! { "This message is about somebody whose record is restricted. What it says is not shown." }))
        } @else {
            @if let Ok(read) = &read { (understood(read, &rows, &lines)) }
            (ui::details("The message as it came", &shown(&message.body)))
            p.govuk-body { (ui::link(&format!("/court/messages/{id}/raw"), "Download the message as it came")) }
        }
    };
    Ok(Reply::page(req.frame().titled("Court message").crumb("/court/messages", "Court messages"), body))
}

/// The first part of the bytes, as text.
pub(super) fn shown(bytes: &[u8]) -> Markup {
    const MOST: usize = 60_000;
    let part = bytes.get(..MOST).unwrap_or(bytes);
    let text = String::from_utf8_lossy(part);
    let pretty = serde_json::from_slice::<serde_json::Value>(bytes)
        .ok()
        .filter(|_| bytes.len() <= MOST)
        .and_then(|v| serde_json::to_string_pretty(&v).ok());
    html! {
        pre.tc-scroll tabindex="0" role="region" aria-label="The message as it came" { code { (pretty.unwrap_or_else(|| text.into_owned())) } }
        @if bytes.len() > MOST { p.govuk-hint { "Only the beginning is shown." } }
    }
}

fn understood(read: &Message, rows: &[MatterRow], lines: &HashMap<PersonId, people::PersonLine>) -> Markup {
    html! {
        @for (n, matter) in matters(read).iter().enumerate() {
            @let row = rows.iter().find(|r| usize::try_from(r.place).is_ok_and(|p| p == n));
            @let line = row.and_then(|r| r.linked_to).and_then(|p| lines.get(&p));
            (card(matter, row, line))
        }
        @if !read.notes.is_empty() {
            (ui::details("What was wrong in the message", &html! {
                ul.govuk-list.govuk-list--bullet {
                    @for note in &read.notes {
                        li { (note.what) @if let Some(raw) = &note.raw { ": " (raw) } br; span.govuk-hint { (note.at) } }
                    }
                }
            }))
        }
    }
}

fn card(matter: &Matter, row: Option<&MatterRow>, line: Option<&people::PersonLine>) -> Markup {
    let title = row.map_or_else(|| "Somebody".to_owned(), |r| r.who.clone());
    let mut facts = Vec::new();
    if let Some(line) = line {
        facts.push(ui::row(
            "On record as",
            ui::link(&format!("/people/{}", line.crn), &format!("{} {}", line.crn, line.name)),
        ));
    }
    if let Some(row) = row {
        facts.push(ui::row("What came of it", row.outcome.code()));
        facts.extend(row.reason.clone().map(|r| ui::row("Why", r)));
        facts.extend(row.link_reason.clone().map(|r| ui::row("Why it is this person", r)));
    }
    for order in &matter.orders {
        let label = order.label.clone().unwrap_or_else(|| order.kind.replace('_', " "));
        facts.push(ui::row(
            label,
            html! {
                @if let Some(made) = order.made { "Made on " (ui::day(made)) br; }
                @if let Some(end) = order.end { "Ends on " (ui::day(end)) br; }
                @if let Some(total) = order.total { (total) " in total" br; }
                ul.govuk-list.govuk-list--bullet { @for r in &order.requirements { li { (r.in_words()) } } }
                @for words in order.explanation.iter().chain(&order.doubts) { p.govuk-hint { (words) } }
            },
        ));
    }
    facts.extend(
        matter.outcomes.iter().map(|o| ui::row("Outcome", o.label.clone().unwrap_or_else(|| o.kind.word().into()))),
    );
    facts.extend(matter.reports.iter().map(|r| ui::row("Report asked for", r.asked.map_or_else(String::new, ui::day))));
    facts.extend(matter.notes.iter().map(|n| ui::row("Note", n.what.clone())));
    ui::SummaryCard::new(title).rows(&facts)
}

pub(super) fn raw(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: MessageId = req.param("message")?;
    let message = cx.need::<CourtMessage>(params![id])?;
    let (_, lines) = seen(cx, id)?;
    if is_hidden(&lines) {
        return Err(Failure::Forbidden("This message is about somebody whose record is restricted".into()));
    }
    Ok(Reply::file(format!("court-message-{id}.json"), "application/octet-stream", message.body))
}
