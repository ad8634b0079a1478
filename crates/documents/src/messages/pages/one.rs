//! One message: what it says, where it went, every state it had, and what can still be done about it.

use super::list::what;
use super::state_tag;
use crate::messages::facts::Facts;
use crate::messages::rules::segments::length;
use crate::messages::sendings::{cancel, find, send_again, settle};
use crate::messages::{Channel, Sending, SendingState, Step};
use kernel::{Crn, Permission, SendingId};
use people::OpenPerson;
use store::{Cx, Result, params};
use web::form::Form;
use web::{Answer, Markup, Reply, Request, html, ui};

/// The longest reason, characters.
const LONGEST: usize = 500;

fn opened(cx: &mut Cx<'_>, req: &Request) -> Result<(OpenPerson, Sending)> {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let sending = find(cx, &open.keys, req.param::<SendingId>("id")?)?;
    Ok((open, sending))
}

fn path(open: &OpenPerson, sending: &Sending, rest: &str) -> String {
    open.path(&format!("/messages/{}{rest}", sending.id))
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, sending) = opened(cx, req)?;
    let rest = "WHERE person_id = $1 AND sending_id = $2 ORDER BY happened_at DESC, id DESC";
    let steps = cx.list::<Step>(rest, params![sending.person_id, sending.id])?;
    let title = format!("{} of {}", what(&sending), ui::instant(sending.made_at));
    let body = html! {
        h1.govuk-heading-l { (title) }
        (ui::summary_list(&rows(&open, &sending)))
        @if cx.may(Permission::RecordContacts) { (buttons(&open, &sending)) }
        h2.govuk-heading-m { "What became of it" }
        (ui::timeline(&steps.iter().map(moment).collect::<Vec<_>>()))
    };
    let frame = people::frame(req, cx, &open, "Contacts")?.titled(title);
    Ok(Reply::page(frame.back(open.path("/messages")), body))
}

fn rows(open: &OpenPerson, sending: &Sending) -> Vec<ui::Row> {
    let lines = |text: &str| html! { @for (at, line) in text.lines().enumerate() { @if at > 0 { br; } (line) } };
    let mut rows = vec![
        ui::row("State", html! { (state_tag(sending.state)) @if let Some(why) = &sending.reason { " " (why) } }),
        ui::row("To", lines(&sending.address)),
        ui::row("Language", sending.language.words()),
    ];
    if let Some(subject) = &sending.subject {
        rows.push(ui::row("Subject", subject));
    }
    if let Some(text) = &sending.body {
        let count = (sending.channel == Channel::Text).then(|| length(text).words());
        rows.push(ui::row(
            "Words",
            html! { (lines(text)) @if let Some(count) = count { br; span.govuk-hint { (count) } } },
        ));
    }
    if let Some(document) = sending.document_id {
        rows.push(ui::row("Letter", ui::link(&open.path(&format!("/documents/{document}")), "Open the letter")));
    }
    if let (Some(crate::messages::reminders::ABOUT), Some(id)) = (sending.about_kind.as_deref(), sending.about_id) {
        rows.push(ui::row("About", ui::link(&open.path(&format!("/appointments/{id}")), "Open the appointment")));
    }
    if let Some(first) = sending.again_of {
        rows.push(ui::row(
            "Repeats",
            ui::link(&open.path(&format!("/messages/{first}")), "Open the message it repeats"),
        ));
    }
    rows
}

fn buttons(open: &OpenPerson, sending: &Sending) -> Markup {
    let button = |rest: &str, words: &str| ui::link_button(&path(open, sending, rest), words).secondary().show();
    let again = matches!(
        sending.state,
        SendingState::Failed | SendingState::GivenUp | SendingState::Cancelled | SendingState::Kept
    );
    ui::button_group(&html! {
        @if sending.state == SendingState::Waiting { (button("/cancel", "Cancel this message")) }
        @if again { (button("/again", "Send it again")) }
        @if sending.state.is_trouble() && sending.settled_at.is_none() { (button("/settle", "Nothing more to do")) }
    })
}

fn moment(step: &Step) -> ui::Moment {
    ui::Moment {
        title: html! { (step.state.words()) },
        by: Some(step.author_name.clone()),
        datetime: step.happened_at.local().strftime("%Y-%m-%dT%H:%M").to_string(),
        when: ui::instant(step.happened_at),
        body: html! { @if let Some(why) = &step.reason { p.govuk-body { (why) } } },
    }
}

/// What asks for a reason before something is done.
struct Asking {
    rest: &'static str,
    title: &'static str,
    says: &'static str,
    button: &'static str,
}

const CANCEL: Asking = Asking {
    rest: "/cancel",
    title: "Cancel this message",
    says: "It has not left yet. The person will not get it.",
    button: "Cancel the message",
};

const SETTLE: Asking = Asking {
    rest: "/settle",
    title: "Nothing more to do about this message",
    says: "The person did not get it. Say how they know, or why they need not.",
    button: "Save",
};

fn reason_form(cx: &mut Cx<'_>, req: &Request, asking: &Asking) -> Answer {
    let (open, sending) = opened(cx, req)?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { (asking.title) }
        (ui::summary_list(&rows(&open, &sending)))
        p.govuk-body { (asking.says) }
        (req.form_frame(&path(&open, &sending, asking.rest)).hidden("version", sending.version).show(&html! {
            (ui::textarea("reason", "Why?").rows(3).most(LONGEST).show(&form))
            (ui::button(asking.button).show())
        }))
    };
    let frame = people::frame(req, cx, &open, "Contacts")?.titled(asking.title);
    Ok(Reply::page(frame.back(path(&open, &sending, "")), body))
}

/// The reason and the version that came with it.
fn reasoned(req: &Request) -> Result<(String, Option<i64>)> {
    let mut form = req.form();
    let reason = form.text("reason", "why", LONGEST);
    let version = form.typed("version").parse().ok();
    Ok((form.complete((reason,))?.0, version))
}

pub(super) fn cancel_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    reason_form(cx, req, &CANCEL)
}

pub(super) fn cancel_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let (reason, version) = reasoned(req)?;
    cancel(cx, &open, req.param("id")?, &reason, version)?;
    Ok(Reply::done(open.path("/messages"), "The message is cancelled"))
}

pub(super) fn settle_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    reason_form(cx, req, &SETTLE)
}

pub(super) fn settle_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let (reason, version) = reasoned(req)?;
    settle(cx, &open, req.param("id")?, &reason, version)?;
    Ok(Reply::done(open.path("/messages"), "Nothing more waits about this message"))
}

pub(super) fn again_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, sending) = opened(cx, req)?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let allowed = Facts::of(cx, &open)?.may_whatever_broke(sending.channel, true);
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Send this message again" }
        (ui::summary_list(&rows(&open, &sending)))
        @match allowed {
            Ok(allowed) => {
                p.govuk-body { "The same words go to " strong { @for (at, line) in allowed.address.lines().enumerate() { @if at > 0 { ", " } (line) } } "." }
                @if sending.address_fault && allowed.address == sending.address {
                    (ui::warning("This is the same number or address that did not work. Check it with the person first."))
                }
                (req.button_frame(&path(&open, &sending, "/again")).show(&ui::button("Send it again").show()))
            }
            Err(no) => { (ui::inset(&html! { (no.words) })) }
        }
    };
    let frame = people::frame(req, cx, &open, "Contacts")?.titled("Send this message again");
    Ok(Reply::page(frame.back(path(&open, &sending, "")), body))
}

pub(super) fn again_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let id = send_again(cx, &open, req.param("id")?)?;
    Ok(Reply::done(open.path(&format!("/messages/{id}")), "The message is on its way again"))
}
