//! A form for each thing that an officer does with a referral. Each carries the version that its reader saw.

use super::{framed, named, path};
use crate::delivery::pages::fields::{message_fields, read_when, when_fields};
use crate::delivery::pages::parts;
use crate::delivery::{
    MessageKind, answer_message, arrange_meeting, decide_plan, delivery, read_report, write_message,
};
use crate::referrals::actions::{LONGEST, judge_deadline, withdraw};
use crate::referrals::records::ReferralState;
use crate::referrals::store::Whole;
use crate::referrals::words::Words;
use kernel::{Crn, EntryId, ReferralId};
use people::OpenPerson;
use store::{Cx, Failure};
use web::form::Form;
use web::ui;
use web::{Answer, Markup, Reply, Request, html};

/// The person, the referral's id, what was typed, and the version that its reader saw.
fn sent(cx: &mut Cx<'_>, req: &Request) -> store::Result<(OpenPerson, ReferralId, Form, Option<i64>)> {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let mut form = req.form();
    let version = form.optional_integer("version", "the page again", 0..=i64::MAX);
    Ok((open, req.param("id")?, form, version))
}

fn page(
    cx: &mut Cx<'_>,
    req: &Request,
    (open, whole): (&OpenPerson, &Whole),
    (rest, title): (&str, &str),
    typed: &Form,
    fields: &Markup,
) -> Answer {
    let id = whole.referral.id;
    let frame = framed(cx, req, open, title, path(open, id, ""))?;
    let body = html! {
        (ui::error_summary(typed))
        h1.govuk-heading-l { (title) }
        (req.form_frame(&path(open, id, rest)).hidden("version", whole.referral.version).show(fields))
    };
    Ok(Reply::page(frame, body))
}

/// Reasons in their groups; a provider is offered its own.
pub(crate) fn withdrawal_fields(typed: &Form, provider: bool) -> Markup {
    let mut radios = ui::radios("reason", "Why?");
    let mut group = "";
    for reason in Words::shipped().withdrawals.iter().filter(|w| w.provider || !provider) {
        let first = group != reason.group;
        group = reason.group.as_str();
        let item = ui::item(reason.code.clone(), reason.en.clone());
        radios = radios.items([if first { item.hint(reason.group.clone()) } else { item }]);
    }
    html! {
        (radios.show(typed))
        (ui::textarea("words", "More about it").hint("Needed for another reason").rows(3).most(LONGEST).show(typed))
        (ui::button("Withdraw the referral").warning().show())
    }
}

pub(super) fn withdraw_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = named(cx, req)?;
    let typed = req.typed(cx)?.unwrap_or_else(Form::blank);
    let delivering = whole.referral.state == ReferralState::Delivering;
    let fields = html! {
        @if delivering {
            p.govuk-body { "Appointments to come are cancelled. Where a session was held the provider still writes an end report." }
        } @else {
            p.govuk-body { "Appointments to come are cancelled, and the person leaves the waiting list. Everything that was done stays in the record." }
        }
        (withdrawal_fields(&typed, false))
    };
    page(cx, req, (&open, &whole), ("/withdraw", "Withdraw the referral"), &typed, &fields)
}

pub(super) fn withdraw_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id, mut form, seen) = sent(cx, req)?;
    let reason = form.choice("reason", "why it is withdrawn", |code| Some(code.to_owned()));
    let words = form.optional_text("words", "more about it", LONGEST);
    let (reason,) = form.complete((reason,))?;
    let state = withdraw(cx, &open.keys, id, (&reason, words.as_deref()), seen)?;
    let done = if state == ReferralState::ReportDue {
        "The referral is stopped. The provider writes the end report"
    } else {
        "The referral is withdrawn"
    };
    Ok(Reply::done(path(&open, id, ""), done))
}

pub(super) fn deadline_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = named(cx, req)?;
    let typed = match (req.typed(cx)?, whole.due) {
        (Some(typed), _) => typed,
        (None, Some((_, on))) => Form::of(ui::DateInput::pairs("until", on)),
        (None, None) => Form::blank(),
    };
    let fields = html! {
        @match whole.due {
            Some((what, on)) => p.govuk-body { (what.words()) " is due by " strong { (ui::day(on)) } ". Your judgement stands in the record with your name, beside the day that it was." },
            None => p.govuk-body { "No deadline of the provider runs now." },
        }
        (ui::date_input("until", "By which day is it due?").show(&typed))
        (ui::textarea("words", "Why?").hint("Such as a stay in hospital, or a provider that lost its staff").rows(3).most(LONGEST).show(&typed))
        (ui::button("Move the deadline").show())
    };
    page(cx, req, (&open, &whole), ("/deadline", "Move the deadline"), &typed, &fields)
}

pub(super) fn deadline_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id, mut form, seen) = sent(cx, req)?;
    let until = form.date("until", "the day by which it is due");
    let words = form.text("words", "why the deadline is moved", LONGEST);
    let (until, words) = form.complete((until, words))?;
    judge_deadline(cx, &open.keys, id, (until, &words), seen)?;
    Ok(Reply::done(path(&open, id, ""), format!("It is due by {}", ui::day(until))))
}

pub(super) fn plan_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = named(cx, req)?;
    let done = delivery(cx, &whole.referral)?;
    let typed = req.typed(cx)?.unwrap_or_else(Form::blank);
    let fields = html! {
        @match done.submitted() {
            Some(plan) => (parts::plan(plan)),
            None => p.govuk-body { "No plan waits for you." },
        }
        (ui::radios("decision", "What do you decide?").items([
            ui::item("approve", "Approve").hint("The provider can arrange sessions"),
            ui::item("return", "Give it back").hint("Say what should be changed"),
        ]).show(&typed))
        (ui::textarea("words", "What should be changed, or what you want to say").rows(3).most(LONGEST).show(&typed))
        (ui::button("Save").show())
    };
    page(cx, req, (&open, &whole), ("/plan", "Decide on the action plan"), &typed, &fields)
}

pub(super) fn plan_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id, mut form, seen) = sent(cx, req)?;
    let decision = form.code("decision", "what you decide", &["approve", "return"]);
    let words = form.optional_text("words", "what should be changed", LONGEST);
    let (decision,) = form.complete((decision,))?;
    let approved = decision == "approve";
    decide_plan(cx, &open.keys, id, approved, words.as_deref(), seen)?;
    let done = if approved { "The action plan is approved" } else { "The action plan is given back" };
    Ok(Reply::done(path(&open, id, ""), done))
}

pub(super) fn meeting_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = named(cx, req)?;
    let typed = req.typed(cx)?.unwrap_or_else(|| Form::of([("manner", "in-person")]));
    let fields = html! {
        p.govuk-body { "It stands in your diary and in the provider’s list. Agree the time with the provider first. When you go with the person to a service later, record it as a contact: its time counts as yours." }
        (when_fields(&typed))
        (ui::button("Arrange the meeting").show())
    };
    page(cx, req, (&open, &whole), ("/meeting", "First meeting of three"), &typed, &fields)
}

pub(super) fn meeting_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id, mut form, _) = sent(cx, req)?;
    let when = read_when(&mut form)?;
    let officer = match cx.actor().staff() {
        Some(staff) => Some(staff),
        None => people::responsible_officer(cx, open.keys.survivor)?,
    };
    arrange_meeting(cx, &open.keys, id, officer, &when)?;
    Ok(Reply::done(path(&open, id, ""), format!("The meeting is arranged for {}", ui::weekday(when.on))))
}

pub(super) fn message_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = named(cx, req)?;
    let typed = req.typed(cx)?.unwrap_or_else(|| Form::of([("kind", MessageKind::Message.code())]));
    let kinds = [
        (MessageKind::Message, "The provider reads it"),
        (MessageKind::PersonComplains, "In the person’s own words, as far as you can. The provider answers it"),
    ];
    let fields = message_fields(&kinds, &typed);
    page(cx, req, (&open, &whole), ("/messages/new", "Write to the provider"), &typed, &fields)
}

pub(super) fn message_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id, mut form, _) = sent(cx, req)?;
    let kind = form.choice("kind", "what it is", |code| code.parse::<MessageKind>().ok());
    let words = form.text("words", "what you want to say", LONGEST);
    let (kind, words) = form.complete((kind, words))?;
    write_message(cx, &open.keys, id, kind, &words)?;
    Ok(Reply::done(path(&open, id, ""), "It is sent to the provider"))
}

pub(super) fn answer_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = named(cx, req)?;
    let id: EntryId = req.param("message")?;
    let done = delivery(cx, &whole.referral)?;
    let message = done.messages.into_iter().find(|m| m.id == id).ok_or(Failure::NotFound)?;
    let typed = req.typed(cx)?.unwrap_or_else(Form::blank);
    let fields = crate::delivery::pages::fields::answer_fields(&message, &typed);
    page(cx, req, (&open, &whole), (&format!("/messages/{id}"), message.kind.words()), &typed, &fields)
}

pub(super) fn answer_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id, mut form, _) = sent(cx, req)?;
    let message: EntryId = req.param("message")?;
    let words = form.optional_text("answer", "your answer", LONGEST);
    form.finish()?;
    answer_message(cx, &open.keys, (id, message), words.as_deref())?;
    Ok(Reply::done(path(&open, id, ""), "Recorded"))
}

pub(super) fn read_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id, form, _) = sent(cx, req)?;
    form.finish()?;
    read_report(cx, &open.keys, id)?;
    Ok(Reply::done(path(&open, id, ""), "The end report is read"))
}
