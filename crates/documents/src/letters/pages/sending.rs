//! Sending a letter by post or by e-mail: what is in the way, what goes where, and yes. And how far a letter has come, as
//! lists and its page show it.

use super::super::records::Document;
use super::super::write::document;
use super::{framed, opened, path};
use crate::messages::letters::{covering, may_go, sent};
use crate::messages::{Channel, Facts, NewSending, Sending, SendingState, send, state_tag};
use crate::templates::{Language, Template, template};
use kernel::{DocumentId, Refusal};
use people::OpenPerson;
use store::{Cx, Failure, Result};
use web::form::Form;
use web::{Answer, Markup, Reply, Request, html, ui};

/// "By post".
fn by(channel: Channel) -> &'static str {
    match channel {
        Channel::Post => "By post",
        Channel::Email => "By email",
        Channel::Text => "By text",
    }
}

/// Why a message stays here, where one does.
///
/// # Errors
/// When the database fails.
pub(super) fn why_kept(cx: &mut Cx<'_>, sent: &[Sending]) -> Result<&'static str> {
    let kept = sent.iter().any(|s| s.state == SendingState::Kept);
    Ok(if kept && cx.setting("demo")?.is_some() {
        "Kept here, because this is a demo"
    } else {
        "Kept here: this installation sends nothing"
    })
}

/// How far a sending has come, with the day and what there is to say.
pub(super) fn came_to(sending: &Sending, why_kept: &str) -> Markup {
    let why = if sending.state == SendingState::Kept { Some(why_kept) } else { sending.reason.as_deref() };
    html! {
        (state_tag(sending.state)) br;
        span.govuk-hint {
            (by(sending.channel)) ", " (ui::short_day(sending.changed_at.local_date()))
            @if let Some(why) = why { ". " (why) }
        }
    }
}

/// One row for each time that the letter was sent, the newest first.
pub(super) fn sent_rows(open: &OpenPerson, sent: &[Sending], why_kept: &str) -> Vec<ui::Row> {
    let row = |sending: &Sending| {
        let link = ui::link(&open.path(&format!("/messages/{}", sending.id)), "Open the message");
        ui::row("Sent", html! { (came_to(sending, why_kept)) br; (link) })
    };
    if sent.is_empty() { vec![ui::row("Sent", "Not sent from here")] } else { sent.iter().map(row).collect() }
}

/// By which ways a letter may go now, and why it may not.
pub(super) struct Ways {
    pub(super) post: Option<Refusal>,
    pub(super) email: bool,
}

impl Ways {
    pub(super) fn of(cx: &mut Cx<'_>, open: &OpenPerson, row: &Document, template: &Template) -> Result<Ways> {
        let facts = Facts::of(cx, open)?;
        Ok(Ways {
            post: may_go(&facts, row, template, Channel::Post)?.err(),
            email: may_go(&facts, row, template, Channel::Email)?.is_ok(),
        })
    }
}

/// The ways of the address of a page: a letter does not go by text.
fn channel(req: &Request) -> Result<Channel> {
    let named: String = req.param("channel")?;
    named.parse().ok().filter(|c| *c != Channel::Text).ok_or(Failure::NotFound)
}

pub(super) fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let (id, channel): (DocumentId, _) = (req.param("document")?, channel(req)?);
    let row = document(cx, &open.keys, id)?;
    let template = template(cx, row.template_id)?;
    let facts = Facts::of(cx, &open)?;
    let before = sent(cx, &open.keys, &[id])?;
    let (why_kept, demo) = (why_kept(cx, &before)?, cx.setting("demo")?.is_some());
    let allowed = may_go(&facts, &row, &template, channel)?;
    let words = match (&allowed, channel) {
        (Ok(_), Channel::Email) => Some(covering(cx, &open, row.language)?),
        _ => None,
    };
    let typed = req.typed(cx)?.unwrap_or_else(Form::blank);
    let title = format!("Send {}", by(channel).to_lowercase());
    let mut rows = vec![
        ui::row("Letter", ui::link(&path(&open, id), &row.name)),
        ui::row("Made", ui::instant(row.made_at)),
        ui::row("Language", row.language.words()),
    ];
    if let Ok(allowed) = &allowed {
        rows.push(ui::row("To", lines(&allowed.address)));
    }
    if let Some(words) = &words {
        let language = row.language.code();
        rows.push(ui::row(
            "Subject",
            html! { span lang=(language) { (words.subject.as_deref().unwrap_or_default()) } },
        ));
        rows.push(ui::row("Words", html! { span lang=(language) { (words.body) } br; span.govuk-hint { "The letter goes with them as a PDF." } }));
    }
    let body = html! {
        (ui::error_summary(&typed))
        h1.govuk-heading-l { (title) }
        @if let Some(newest) = before.first().filter(|s| !s.state.is_trouble() && s.state != SendingState::Cancelled) {
            (ui::inset(&html! { p.govuk-body { "There is a message with this letter already:" } p.govuk-body { (came_to(newest, why_kept)) } }))
        }
        (ui::summary_list(&rows))
        @match &allowed {
            Ok(_) => {
                @if unchecked(&row, &template) { (ui::warning("No translator has checked the Welsh of this letter. Read it with somebody who knows Welsh first.")) }
                p.govuk-body { (once_sent(channel, demo)) }
                (req.button_frame(&format!("{}/send/{}", path(&open, id), channel.code())).show(&ui::button(&title).show()))
            }
            Err(no) => { (ui::inset(&html! { p.govuk-body { (in_the_way(channel, no)) } (way_out(&open, no)) })) }
        }
    };
    Ok(Reply::page(framed(cx, req, &open, &title, path(&open, id))?, body))
}

fn once_sent(channel: Channel, demo: bool) -> &'static str {
    match channel {
        _ if demo => "Nothing leaves a demo: the letter stays here, and its page says so.",
        Channel::Email => "It leaves at once. The letter’s page says whether it arrived.",
        _ => "It is printed and posted as it stands. The letter’s page says how far it has come.",
    }
}

/// What is in the way, as a sentence.
pub(super) fn in_the_way(channel: Channel, no: &Refusal) -> String {
    // What is no letter to the person goes to them by no way at all.
    if no.code == "no_letter" {
        return format!("{}.", no.words);
    }
    format!("This letter cannot be sent {}. {}.", by(channel).to_lowercase(), no.words)
}

/// Where to mend what is in the way.
fn way_out(open: &OpenPerson, no: &Refusal) -> Markup {
    match no.code {
        "no_address" | "bad_address" => ui::link(&open.path("/details"), "Go to the person’s details"),
        "not_asked" | "changed" | "declined" | "withdrawn" | "barred" => {
            ui::link(&open.path("/messages/agreement"), "What they agreed to")
        }
        "old_address" => ui::link(&open.path("/documents/new"), "Write a letter"),
        _ => html! {},
    }
}

fn lines(address: &str) -> Markup {
    html! { @for (at, line) in address.lines().enumerate() { @if at > 0 { br; } (line) } }
}

/// The letter is Welsh, and nobody who knows Welsh has read its template.
pub(super) fn unchecked(row: &Document, template: &Template) -> bool {
    row.language == Language::Welsh && template.checked_by.is_none()
}

pub(super) fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let (id, channel): (DocumentId, _) = (req.param("document")?, channel(req)?);
    let row = document(cx, &open.keys, id)?;
    let about = None;
    send(cx, &NewSending { person: open.keys.survivor, channel, document: Some(row.id), words: None, about })?;
    Ok(Reply::done(path(&open, id), "The letter waits to be sent"))
}
