//! Writing a message of one's own to a person, by text or e-mail.

use super::channel_of;
use crate::messages::facts::Facts;
use crate::messages::port::Words;
use crate::messages::{Channel, NewSending, send};
use kernel::Crn;
use store::Cx;
use web::form::Form;
use web::{Answer, Reply, Request, html, ui};

/// The longest message, characters.
const LONGEST: usize = 5_000;

pub(super) fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let facts = Facts::of(cx, &open)?;
    let may = [Channel::Text, Channel::Email].map(|channel| (channel, facts.may(channel)));
    let first = may.iter().find(|(_, may)| may.is_ok()).map(|(channel, _)| channel.code());
    let form = req.typed(cx)?.unwrap_or_else(|| Form::of(first.map(|code| ("channel", code))));
    let radios = ui::radios("channel", "How?").items(may.iter().filter(|(_, may)| may.is_ok()).map(|(channel, _)| {
        let email = *channel == Channel::Email;
        let item = ui::item(channel.code(), channel.words());
        if email {
            item.reveal(ui::input("subject", "Subject").hint("Others may see it before the person does.").show(&form))
        } else {
            item
        }
    }));
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Write a message" }
        @for (channel, may) in &may {
            @if let Err(no) = may { (ui::inset(&html! { strong { (channel.words()) ": " } (no.words) ". " (ui::link(&open.path("/messages/agreement"), "What they agreed to")) })) }
        }
        @if first.is_some() {
            (req.form_frame(&open.path("/messages/new")).show(&html! {
                (radios.show(&form))
                (ui::textarea("words", "Words").hint("Write nothing that others must not read on a locked telephone. A text holds 160 plain characters.").rows(5).most(LONGEST).show(&form))
                (ui::button("Send").show())
            }))
            p.govuk-hint { "A text goes within the hours that policy sets for texts, an email at once." }
        }
    };
    let frame = people::frame(req, cx, &open, "Contacts")?.titled("Write a message");
    Ok(Reply::page(frame.back(open.path("/messages")), body))
}

pub(super) fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let mut form = req.form();
    let channel = form.choice("channel", "how it is sent", channel_of);
    let subject = form.optional_text("subject", "the subject", 200);
    let body = form.text("words", "the words of the message", LONGEST);
    let (channel, body) = form.complete((channel, body))?;
    let words = Words { subject: subject.filter(|_| channel == Channel::Email), body };
    let new = NewSending { person: open.keys.survivor, channel, document: None, words: Some(words), about: None };
    send(cx, &new)?;
    Ok(Reply::done(open.path("/messages"), "The message is on its way"))
}
