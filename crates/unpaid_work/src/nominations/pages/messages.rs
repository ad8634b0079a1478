//! One e-mail to a nominator: what it said and what became of it, and what is done where it did not arrive.

use super::show::sent_tag;
use super::{framed, of, path};
use crate::desk::{form_page, seen};
use crate::nominations::public::paragraphs;
use crate::nominations::telling::{messages_of, write_again};
use documents::messages::{OutsideMessage, settle_outside};
use kernel::SendingId;
use store::{Cx, Failure, Result};
use web::form::Form;
use web::ui::{self, item, row};
use web::{Answer, Reply, Request, html};

fn one(cx: &mut Cx<'_>, req: &Request) -> Result<(super::Nomination, OutsideMessage)> {
    let (n, id) = (of(cx, req)?, req.param::<SendingId>("message")?);
    let message = messages_of(cx, n.id)?.into_iter().find(|m| m.id == id).ok_or(Failure::NotFound)?;
    Ok((n, message))
}

pub(super) fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (n, message) = one(cx, req)?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let mut facts = vec![
        row("How it stands", sent_tag(&message)),
        row("Made", format!("{}, {}", ui::day(message.made_at.local_date()), message.author_name)),
    ];
    facts.extend(message.reason.as_deref().map(|why| row("Why", why)));
    facts.extend(message.address.as_deref().map(|to| row("To", to)));
    facts.extend(message.heading.as_deref().map(|heading| row("Subject", heading)));
    let lang = if message.language == documents::Language::Welsh { "cy" } else { "en" };
    facts.extend(message.body.as_deref().map(|body| row("Words", html! { span lang=(lang) { (paragraphs(body)) } })));
    facts.extend(message.forgotten_on.map(|on| row("Address and words", format!("Forgotten on {}", ui::day(on)))));
    if !message.is_trouble() {
        let body = html! {
            h1.govuk-heading-l { "Email to the nominator" }
            (ui::summary_list(&facts))
        };
        return Ok(Reply::page(framed(req, &n, "Email to the nominator"), body));
    }
    let again = n
        .may_be_written_to()
        .map(|_| item("again", "Send it again").hint("The same words, to the address that the nominator left"));
    let settle = item("settle", "Nothing more is to be done").hint("Such as when they were rung, or answered on paper");
    let fields = html! {
        (ui::summary_list(&facts))
        (ui::radios("what", "What is done?").items(again.into_iter().chain([settle])).show(&form))
        (ui::input("reason", "Why is nothing more to be done?").hint("Needed when nothing more is to be done").show(&form))
    };
    let title = "An email that did not arrive";
    form_page(req, framed(req, &n, title), &form, (title, message.version), &fields, "Save")
}

pub(super) fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (n, message) = one(cx, req)?;
    let mut form = req.form();
    let what = form.code("what", "what is done", &["again", "settle"]);
    let reason = form.optional_text("reason", "why nothing more is to be done", 500);
    let (what,) = form.complete((what,))?;
    let version = Some(seen(&form)?);
    if what == "again" {
        write_again(cx, n.id, message.id, version)?;
        return Ok(Reply::done(path(n.id, ""), "The email will be sent again"));
    }
    settle_outside(cx, (n.id.0, message.id), reason.as_deref().unwrap_or_default(), version)?;
    Ok(Reply::done(path(n.id, ""), "Nothing more is done about the email"))
}
