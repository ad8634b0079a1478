//! One document: as a page that anybody can read, and as a PDF under the same address with `.pdf` after it.

use super::super::records::Document;
use super::super::setting;
use super::super::write::document;
use super::sending::{Ways, in_the_way, sent_rows, unchecked, why_kept};
use super::{framed, opened};
use crate::messages::letters::sent;
use crate::messages::{Channel, Sending};
use crate::templates::Language;
use crate::typesetter::Unset;
use kernel::{DocumentId, Permission};
use people::OpenPerson;
use store::{Cx, Failure, Result};
use web::ui::{self, Frame};
use web::{Answer, Ask, Markup, Reply, html};

pub(super) fn show(ask: &Ask<'_>) -> Answer {
    let asked: String = ask.request.param("document")?;
    match asked.strip_suffix(".pdf") {
        Some(id) => paper(ask, id.parse().map_err(|_| Failure::NotFound)?),
        None => page(ask, asked.parse().map_err(|_| Failure::NotFound)?),
    }
}

/// Reads in the place of this route, so that the access log says what was opened.
fn read<T>(ask: &Ask<'_>, mut work: impl FnMut(&mut Cx<'_>) -> Result<T>) -> Result<T> {
    ask.house.read(ask.asker, |cx| {
        cx.be_at(ask.request.route());
        work(cx)
    })
}

fn paper(ask: &Ask<'_>, id: DocumentId) -> Answer {
    let open = read(ask, |cx| opened(cx, ask.request))?;
    let found = setting::pdf(ask.house, ask.asker, &open.keys, id)?;
    Ok(Reply::file(found.line.name, found.line.media_type, found.bytes))
}

/// What the page shows besides the letter.
struct Shown {
    open: OpenPerson,
    row: Document,
    frame: Frame,
    unchecked: bool,
    sent: Vec<Sending>,
    why_kept: &'static str,
    /// Nothing when the reader may not send it.
    ways: Option<Ways>,
}

fn page(ask: &Ask<'_>, id: DocumentId) -> Answer {
    let (shown, source) = read(ask, |cx| {
        let open = opened(cx, ask.request)?;
        let row = document(cx, &open.keys, id)?;
        let source = setting::source(cx, &row)?;
        let template = crate::templates::template(cx, row.template_id)?;
        let unchecked = unchecked(&row, &template);
        let sent = sent(cx, &open.keys, &[id])?;
        let why_kept = why_kept(cx, &sent)?;
        let frame = framed(cx, ask.request, &open, &row.name.clone(), open.path("/documents"))?;
        let may_send = cx.may(Permission::RecordContacts) && row.withdrawn_at.is_none();
        let ways = if may_send { Some(Ways::of(cx, &open, &row, &template)?) } else { None };
        Ok((Shown { open, row, frame, unchecked, sent, why_kept, ways }, source))
    })?;
    let letter = setting::page(ask.house, &shown.row, &source)?;
    let body = html! {
        h1.govuk-heading-l { (shown.row.name) }
        (standing(&shown))
        (facts(&shown))
        (acts(&shown))
        h2.govuk-heading-m { "What it says" }
        (letter_markup(shown.row.language, &letter))
    };
    Ok(Reply::page(shown.frame, body))
}

fn standing(shown: &Shown) -> Markup {
    let row = &shown.row;
    html! {
        @if let (Some(at), Some(by)) = (row.withdrawn_at, &row.withdrawn_by) {
            (ui::warning(&format!("Withdrawn by {by} on {}. {}", ui::instant(at), row.withdrawn_why.as_deref().unwrap_or_default())))
        }
        @if shown.unchecked {
            (ui::inset(&html! { "No translator has checked the Welsh of this letter yet. Read it with somebody who knows Welsh before it is sent." }))
        }
    }
}

fn facts(shown: &Shown) -> Markup {
    let row = &shown.row;
    let mut rows = vec![
        ui::row("Made", html! { (ui::instant(row.made_at)) " by " (row.made_by_name) }),
        ui::row("Language", row.language.words()),
        ui::row("Template", format!("{}, version {}", row.name, row.number)),
    ];
    rows.extend(sent_rows(&shown.open, &shown.sent, shown.why_kept));
    ui::summary_list(&rows)
}

fn acts(shown: &Shown) -> Markup {
    let (open, row) = (&shown.open, &shown.row);
    let path = super::path(open, row.id);
    let other = match row.language {
        Language::English => Language::Welsh,
        Language::Welsh => Language::English,
    };
    html! {
        @if let Some(no) = shown.ways.as_ref().and_then(|ways| ways.post.as_ref()) {
            (ui::inset(&html! { (in_the_way(Channel::Post, no)) }))
        }
        div.govuk-button-group {
            @if let Some(ways) = &shown.ways {
                @if ways.post.is_none() { (ui::link_button(&format!("{path}/send/post"), "Send by post").show()) }
                @if ways.email { (ui::link_button(&format!("{path}/send/email"), "Send by email").show()) }
            }
            (ui::link_button(&format!("{path}.pdf"), "Download as PDF").secondary().show())
            @if shown.ways.is_some() {
                (ui::link_button(&format!("{path}/other-language"), &format!("Write it in {} too", other.words())).secondary().show())
                (ui::link(&format!("{path}/withdraw"), "Withdraw it"))
            }
        }
    }
}

/// The letter in the page, or why it cannot be shown.
pub(crate) fn letter_markup(language: Language, letter: &std::result::Result<String, Unset>) -> Markup {
    html! {
        @match letter {
            Ok(html) => {
                article.tc-letter lang=(language.code()) aria-label="The letter" { (maud::PreEscaped(html)) }
            }
            Err(unset) => {
                (ui::inset(&html! { "The letter cannot be shown here now. " (unset.words) "." }))
            }
        }
    }
}
