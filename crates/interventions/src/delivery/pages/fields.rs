//! Fields that forms of both sides share: when and where, what came of an appointment, notes and answers.

use crate::delivery::records::{Manner, Message, MessageKind, NotHeldWhy};
use crate::delivery::rules::Said;
use crate::delivery::sessions::When;
use crate::referrals::LONGEST;
use web::form::Form;
use web::ui;
use web::{Markup, html};

/// When, how and where.
pub(crate) fn when_fields(typed: &Form) -> Markup {
    let manners = Manner::ALL.iter().map(|m| ui::item(m.code(), m.words()));
    html! {
        (ui::date_input("date", "On which day?").show(typed))
        div.tc-columns.tc-columns--halves {
            (ui::input("start", "Start").time().show(typed))
            (ui::input("end", "End").time().show(typed))
        }
        (ui::radios("manner", "How do you meet?").items(manners).show(typed))
        (ui::input("place", "Where?").hint("Address or office, if you meet in person").width(30).show(typed))
    }
}

/// # Errors
/// What is missing or wrong.
pub(crate) fn read_when(form: &mut Form) -> store::Result<When> {
    let on = form.date("date", "the day");
    let (start, end) = (form.time("start", "the start"), form.time("end", "the end"));
    let manner = form.choice("manner", "how you meet", |code| code.parse::<Manner>().ok());
    let place = form.optional_text("place", "the place", 200);
    let (on, start, end, manner) = form.complete((on, start, end, manner))?;
    Ok(When { on, start, end, manner, place })
}

fn area(name: &str, label: &str, typed: &Form) -> Markup {
    ui::textarea(name, label).rows(3).most(LONGEST).show(typed)
}

/// What came of an appointment.
pub(crate) fn said_fields(typed: &Form) -> Markup {
    let whys = NotHeldWhy::ALL.iter().map(|why| ui::item(why.code(), why.words()));
    let late = html! { (ui::yes_no("late", "Did they come late?").show(typed)) (ui::input("late_reason", "If so, why?").show(typed)) };
    let held = html! {
        (late)
        (area("summary", "What was done?", typed))
        (area("response", "How did they take it?", typed))
    };
    let not_held = ui::radios("why", "Why was it not held?").items(whys).show(typed);
    html! {
        (ui::radios("came", "What came of it?").items([
            ui::item("held", "They came and it was held").reveal(held),
            ui::item("not-held", "They came and it was not held").reveal(not_held),
            ui::item("absent", "They did not come").hint("The officer decides whether the reason is acceptable").reveal(area("absence", "What do you know of why, and what did you try?", typed)),
        ]).show(typed))
        (ui::details("Something that the officer should look at", &html! {
            (area("behaviour", "Behaviour", typed))
            (area("concern", "A concern for the person or for somebody else", typed))
            p.govuk-body { "If somebody is in danger now, ring 999 first and then the officer." }
        }))
    }
}

/// What was said; the rules tell what is missing.
pub(crate) fn read_said(form: &mut Form) -> store::Result<Said> {
    let came = form.code("came", "what came of it", &["held", "not-held", "absent"]);
    let text = |form: &mut Form, name: &str, what: &str| form.optional_text(name, what, LONGEST);
    let late = if form.has("late") && !form.typed("late").is_empty() {
        form.yes_no("late", "whether they came late")
    } else {
        None
    };
    let why = form.optional_choice("why", "why it was not held", |code| code.parse::<NotHeldWhy>().ok());
    let late_reason = text(form, "late_reason", "why they were late");
    let summary = text(form, "summary", "what was done");
    let response = text(form, "response", "how they took it");
    let absence = text(form, "absence", "what you know of why");
    let behaviour = text(form, "behaviour", "the behaviour");
    let concern = text(form, "concern", "the concern");
    let (came,) = form.complete((came,))?;
    // What was typed under an answer that was not chosen is not said.
    let (held, absent) = (came == "held", came == "absent");
    Ok(Said {
        attended: Some(!absent),
        happened: Some(held),
        why: why.filter(|_| came == "not-held"),
        late: late.filter(|_| held),
        late_reason: late_reason.filter(|_| held && late == Some(true)),
        summary: summary.filter(|_| held),
        response: response.filter(|_| held),
        absence: absence.filter(|_| absent),
        behaviour,
        concern,
    })
}

/// A note to the other side.
pub(crate) fn message_fields(kinds: &[(MessageKind, &str)], typed: &Form) -> Markup {
    let items = kinds.iter().map(|(kind, hint)| ui::item(kind.code(), kind.words()).hint(*hint));
    html! {
        (ui::radios("kind", "What is it?").items(items).show(typed))
        (ui::textarea("words", "What do you want to say?").rows(5).most(LONGEST).show(typed))
        (ui::button("Send").show())
    }
}

/// The note, and what is answered.
pub(crate) fn answer_fields(message: &Message, typed: &Form) -> Markup {
    let hint = if message.kind == MessageKind::Message {
        "Leave empty to say only that you have read it"
    } else {
        "What you found and what is done about it"
    };
    html! {
        (ui::inset(&html! {
            p.govuk-body { (message.words) }
            p.govuk-hint { (message.by_name) ", " (ui::instant(message.at)) }
        }))
        (ui::textarea("answer", "Your answer").hint(hint).rows(4).most(LONGEST).show(typed))
        (ui::button("Save").show())
    }
}
