//! Somebody's documents, the newest first.

use super::super::panel::state;
use super::super::read::{DocumentLine, documents_of};
use super::opened;
use super::sending::{came_to, why_kept};
use crate::messages::Sending;
use crate::messages::letters::sent;
use kernel::Permission;
use people::OpenPerson;
use store::Cx;
use web::{Answer, Reply, Request, html, ui};

const PER_PAGE: u64 = 25;

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let skipped = i64::try_from((req.page() - 1).saturating_mul(PER_PAGE)).unwrap_or(i64::MAX);
    let (lines, total) = documents_of(cx, &open.keys, i64::try_from(PER_PAGE).unwrap_or(25), skipped)?;
    let ids: Vec<_> = lines.iter().map(|line| line.id).collect();
    let sent = sent(cx, &open.keys, &ids)?;
    let why_kept = why_kept(cx, &sent)?;
    let frame = people::frame(req, cx, &open, "Documents")?.titled("Documents");
    let body = html! {
        h1.govuk-heading-l { "Documents" }
        @if cx.may(Permission::RecordContacts) {
            div.govuk-button-group {
                (ui::link_button(&open.path("/documents/new"), "Write a letter").show())
                (ui::link("/letters", "Write to many people at once"))
            }
        }
        @if lines.is_empty() {
            (ui::empty("No letter or other document has been written yet.", Some(&html! { "A letter is filled from the record: nothing is typed twice." })))
        } @else {
            (table(&open, &lines, &sent, why_kept))
            (ui::pagination(&req.address(), req.page(), PER_PAGE, u64::try_from(total).unwrap_or(0)))
        }
    };
    Ok(Reply::page(frame, body))
}

fn table(open: &OpenPerson, lines: &[DocumentLine], sent: &[Sending], why_kept: &str) -> web::Markup {
    let columns = ["Document", "Made", "By", "Language", "Sent"].map(ui::column);
    let rows = lines.iter().map(|line| {
        let newest = sent.iter().find(|s| s.document_id == Some(line.id));
        [
            html! { (ui::link(&line.path(open), &line.name)) br; span.govuk-hint lang=(line.language.code()) { (line.title) } },
            html! { (ui::short_day(line.made_on)) },
            html! { (line.made_by) },
            html! { (line.language.words()) },
            html! {
                (state(line))
                @if line.withdrawn && newest.is_some() { br; }
                @match newest { Some(sending) => (came_to(sending, why_kept)), None if line.withdrawn => {}, None => "Not sent" }
            },
        ]
    });
    ui::Table::new("Documents, the newest first", columns).unseen_caption().rows(rows).show()
}
