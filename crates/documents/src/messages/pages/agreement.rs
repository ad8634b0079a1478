//! What a person agrees to about messages, by whom and how it was said, and which numbers must not be used.

use super::channel_of;
use super::list::agreement_card;
use crate::messages::facts::Facts;
use crate::messages::rules::address::{ending, masked};
use crate::messages::{Barred, Channel, Consent, Language, NewAgreement, SaidHow, bar, record_agreement, unbar};
use kernel::{Crn, DetailId, Permission};
use people::OpenPerson;
use store::{Cx, Failure, Result};
use web::form::Form;
use web::{Answer, Markup, Reply, Request, html, ui};

/// The longest note, characters.
const LONGEST: usize = 500;

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let facts = Facts::of(cx, &open)?;
    let form = match req.typed(cx)? {
        Some(form) => form,
        None => fresh(cx, &facts),
    };
    let may = cx.may(Permission::RecordContacts);
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "What the person agrees to" }
        (agreement_card(&open, &facts, false))
        @if may {
            h2.govuk-heading-m { "Record what they say" }
            p.govuk-body { "Ask whether anybody else sees their telephone or mail. What you record holds at once; the mobile number and email address are those of " (ui::link(&open.path("/details"), "their details")) "." }
            (req.form_frame(&open.path("/messages/agreement")).show(&fields(&form, &facts)))
        }
        (barred_part(&open, &facts, may))
        (said_before(&facts))
    };
    let frame = people::frame(req, cx, &open, "Contacts")?.titled("What the person agrees to");
    Ok(Reply::page(frame.back(open.path("/messages")), body))
}

/// Today, said in person, in the language of their letters.
fn fresh(cx: &Cx<'_>, facts: &Facts) -> Form {
    let day = ui::DateInput::pairs("said_on", cx.today());
    let form = Form::of([("said_how", "in_person"), ("language", facts.letters().code())]);
    day.into_iter().fold(form, |form, (name, value)| form.with(&name, value))
}

fn fields(form: &Form, facts: &Facts) -> Markup {
    let to = |channel: Channel| match facts.typed(channel) {
        Some(typed) => typed.to_owned(),
        None => "Not on the record yet".to_owned(),
    };
    let answers =
        [("agreed", "They agree"), ("declined", "They do not agree"), ("withdrawn", "They withdraw their agreement")];
    html! {
        (ui::radios("channel", "About what?").items([
            ui::item("text", "Texts").hint(to(Channel::Text)),
            ui::item("email", "Emails").hint(to(Channel::Email)),
        ]).show(form))
        (ui::radios("answer", "What do they say?").items(answers.map(|(code, words)| ui::item(code, words))).show(form))
        (ui::radios("language", "In which language?").items(Language::ALL.iter().map(|t| ui::item(t.code(), t.words()))).inline().show(form))
        (ui::date_input("said_on", "When did they say so?").show(form))
        (ui::radios("said_how", "How?").items(SaidHow::ALL.iter().map(|h| ui::item(h.code(), h.words()))).show(form))
        (ui::textarea("note", "Note (optional)").hint("Such as who else uses the telephone.").rows(3).most(LONGEST).show(form))
        (ui::button("Save").show())
    }
}

pub(super) fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let mut form = req.form();
    let channel = form.choice("channel", "what it is about", channel_of);
    let answer = form.choice("answer", "what they say", |t| t.parse::<Consent>().ok());
    let language = form.choice("language", "the language", |t| t.parse::<Language>().ok());
    let said_on = form.date("said_on", "the day on which they said so");
    let said_how = form.choice("said_how", "how they said so", |t| t.parse::<SaidHow>().ok());
    let note = form.optional_text("note", "the note", LONGEST);
    let (channel, answer, language, said_on, said_how) =
        form.complete((channel, answer, language, said_on, said_how))?;
    let new = NewAgreement { channel, answer, language, said_on, said_how, note };
    record_agreement(cx, &open, &new)?;
    Ok(Reply::done(open.path("/messages"), "What the person said is recorded"))
}

fn said_before(facts: &Facts) -> Markup {
    let columns = ["Said", "About", "Answer", "How", "Recorded"].map(ui::column);
    let rows = facts.agreements().iter().map(|a| {
        let answer = match a.answer {
            Consent::Agreed => "Agreed",
            Consent::Declined => "Did not agree",
            Consent::Withdrawn => "Withdrew",
        };
        let address = a.address.as_deref().map(|text| masked(a.channel, &ending(a.channel, text)));
        [
            html! { (ui::short_day(a.said_on)) },
            html! { (a.channel.words()) @if let Some(address) = &address { br; span.govuk-hint { (address) } } },
            html! { (answer) @if let Some(note) = &a.note { br; span.govuk-hint { (note) } } },
            html! { (a.said_how.words()) },
            html! { (a.author_name) br; span.govuk-hint { (ui::instant(a.recorded_at)) } },
        ]
    });
    html! {
        h2.govuk-heading-m { "What was said before" }
        @if facts.agreements().is_empty() { (ui::empty("Nobody has asked yet.", None)) }
        @else { (ui::Table::new("What the person said, the newest first", columns).unseen_caption().rows(rows).show()) }
    }
}

fn barred_part(open: &OpenPerson, facts: &Facts, may: bool) -> Markup {
    let columns = ["Number or address", "Why", "Since", "Until"].map(ui::column);
    let rows = facts.barred().iter().map(|b| {
        let href = open.path(&format!("/messages/barred/{}", b.id));
        [
            html! { (b.address) },
            html! { (b.reason) },
            html! { (ui::short_day(b.since)) br; span.govuk-hint { (b.author_name) } },
            html! {
                @match (b.ended_at, &b.ended_reason) {
                    (Some(at), why) => { (ui::short_day(at.local_date())) @if let Some(why) = why { br; span.govuk-hint { (why) } } }
                    _ if may => (ui::link_about(&href, "Let it be used again", &b.address)),
                    _ => "It stands",
                }
            },
        ]
    });
    html! {
        h2.govuk-heading-m { "Numbers and addresses that must not be used" }
        @if facts.barred().is_empty() { (ui::empty("None is recorded.", None)) }
        @else { (ui::Table::new("Numbers and addresses that must not be used", columns).unseen_caption().rows(rows).show()) }
        @if may { p.govuk-body { (ui::link(&open.path("/messages/barred"), "Add one")) } }
    }
}

pub(super) fn bar_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let title = "A number or address that must not be used";
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { (title) }
        p.govuk-body { "Nothing goes to it from now on, whatever the person agreed to. What waits is cancelled." }
        (req.form_frame(&open.path("/messages/barred")).show(&html! {
            (ui::input("address", "Mobile number or email address").show(&form))
            (ui::textarea("reason", "Why must it not be used?").hint("Such as a shared telephone, or somebody who reads their messages.").rows(3).most(LONGEST).show(&form))
            (ui::button("Save").warning().show())
        }))
    };
    let frame = people::frame(req, cx, &open, "Contacts")?.titled(title);
    Ok(Reply::page(frame.back(open.path("/messages/agreement")), body))
}

pub(super) fn bar_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let mut form = req.form();
    let address = form.text("address", "the number or address", 254);
    let reason = form.text("reason", "why it must not be used", LONGEST);
    let (address, reason) = form.complete((address, reason))?;
    bar(cx, &open, &address, &reason)?;
    Ok(Reply::done(open.path("/messages/agreement"), "Nothing goes to it any more"))
}

fn barred_one(cx: &mut Cx<'_>, open: &OpenPerson, id: DetailId) -> Result<Barred> {
    let facts = Facts::of(cx, open)?;
    facts.barred().iter().find(|b| b.id == id).cloned().ok_or(Failure::NotFound)
}

pub(super) fn unbar_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let row = barred_one(cx, &open, req.param("id")?)?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let title = "Let it be used again";
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { (title) }
        (ui::summary_list(&[
            ui::row("Number or address", &row.address),
            ui::row("Why it must not be used", &row.reason),
            ui::row("Since", ui::day(row.since)),
        ]))
        @if row.ended_at.is_some() { (ui::inset(&html! { "It may be used again already." })) }
        @else {
            (req.form_frame(&open.path(&format!("/messages/barred/{}", row.id))).show(&html! {
                (ui::textarea("reason", "Why may it be used again?").rows(3).most(LONGEST).show(&form))
                (ui::button("Save").show())
            }))
        }
    };
    let frame = people::frame(req, cx, &open, "Contacts")?.titled(title);
    Ok(Reply::page(frame.back(open.path("/messages/agreement")), body))
}

pub(super) fn unbar_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let mut form = req.form();
    let reason = form.text("reason", "why it may be used again", LONGEST);
    let (reason,) = form.complete((reason,))?;
    unbar(cx, &open, req.param("id")?, &reason)?;
    Ok(Reply::done(open.path("/messages/agreement"), "It may be used again"))
}
