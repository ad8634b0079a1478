//! A form for each deed with a breach. Each carries the version that its reader saw.

use super::{framed, named, path};
use crate::breach::actions::{LONGEST, check_pack, choose_court, send_pack, submit_pack, write_notice};
use crate::breach::at_court::{
    Decided, lay_breach, list_breach, record_result, reopen_breach, stop_breach, stop_clock,
};
use crate::breach::rules::Stop;
use crate::breach::store::Whole;
use crate::policy::Policy;
use kernel::{BreachId, CourtId, Crn, Date};
use law::Term;
use people::OpenPerson;
use sentences::Length;
use store::Cx;
use web::form::Form;
use web::ui;
use web::{Answer, Markup, Reply, Request, html};

/// The person, the breach's id, what was typed, and the version that its reader saw.
fn sent(cx: &mut Cx<'_>, req: &Request) -> store::Result<(OpenPerson, BreachId, Form, Option<i64>)> {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let mut form = req.form();
    let version = form.optional_integer("version", "the page again", 0..=i64::MAX);
    Ok((open, req.param("id")?, form, version))
}

/// A page with one form; `fields` are inside it.
fn page(
    cx: &mut Cx<'_>,
    req: &Request,
    (open, whole): (&OpenPerson, &Whole),
    (rest, title): (&str, &str),
    typed: &Form,
    fields: &Markup,
) -> Answer {
    let at = path(open, whole.breach.id, rest);
    let frame = framed(cx, req, open, title, path(open, whole.breach.id, ""))?;
    let body = html! {
        (ui::error_summary(typed))
        h1.govuk-heading-l { (title) }
        (req.form_frame(&at).hidden("version", whole.breach.version).show(fields))
    };
    Ok(Reply::page(frame, body))
}

/// What was typed, or a form that opens with a day.
fn typed_or(cx: &mut Cx<'_>, req: &Request, day: Option<(&str, Date)>) -> store::Result<Form> {
    let known = day.map(|(name, day)| ui::DateInput::pairs(name, day).to_vec()).unwrap_or_default();
    Ok(req.typed(cx)?.unwrap_or_else(|| Form::of(known)))
}

pub(super) fn court_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = named(cx, req)?;
    let courts = organisation::courts(cx)?;
    let known = whole.breach.court_id.map(|id| ("court", id.to_string()));
    let typed = req.typed(cx)?.unwrap_or_else(|| Form::of(known));
    let courts = courts.iter().map(|c| (c.id.to_string(), c.name.clone()));
    let fields = html! {
        (ui::select("court", "Which court hears it?").option("", "Choose the court").options(courts).show(&typed))
        (ui::button("Save").show())
    };
    page(cx, req, (&open, &whole), ("/court", "Court"), &typed, &fields)
}

pub(super) fn court_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id, mut form, seen) = sent(cx, req)?;
    let court = form.id::<CourtId>("court", "the court");
    let (court,) = form.complete((court,))?;
    choose_court(cx, &open, id, court, seen)?;
    Ok(Reply::done(path(&open, id, ""), "The court is recorded"))
}

pub(super) fn submit(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id, form, seen) = sent(cx, req)?;
    form.finish()?;
    submit_pack(cx, &open, id, seen)?;
    Ok(Reply::done(path(&open, id, ""), "The pack waits for a manager"))
}

pub(super) fn notice(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id, form, seen) = sent(cx, req)?;
    form.finish()?;
    write_notice(cx, &open, id, seen)?;
    Ok(Reply::done(path(&open, id, ""), "The notice is written"))
}

pub(super) fn check_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = named(cx, req)?;
    let typed = typed_or(cx, req, None)?;
    let fields = html! {
        p.govuk-body { (ui::link(&path(&open, whole.breach.id, "/pack"), "Read the pack")) }
        (ui::radios("decision", "What do you decide?").items([
            ui::item("agree", "Agree").hint("It can be sent to the court"),
            ui::item("back", "Give it back").hint("Say what should be changed"),
        ]).show(&typed))
        (ui::textarea("reason", "Why, or what should be changed").hint("Needed when you give it back").rows(3).most(LONGEST).show(&typed))
        (ui::button("Save").show())
    };
    page(cx, req, (&open, &whole), ("/check", "Agree to a breach pack"), &typed, &fields)
}

pub(super) fn check_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id, mut form, seen) = sent(cx, req)?;
    let decision = form.code("decision", "what you decide", &["agree", "back"]);
    let words = form.optional_text("reason", "the reason", LONGEST).unwrap_or_default();
    let (decision,) = form.complete((decision,))?;
    let agreed = decision == "agree";
    check_pack(cx, &open, id, agreed, &words, seen)?;
    Ok(Reply::done(path(&open, id, ""), if agreed { "The pack is agreed" } else { "The pack is given back" }))
}

pub(super) fn send(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id, form, seen) = sent(cx, req)?;
    form.finish()?;
    send_pack(cx, &open, id, seen)?;
    Ok(Reply::done(path(&open, id, ""), "The pack is sent and kept as it was"))
}

pub(super) fn lay_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = named(cx, req)?;
    let today = cx.today();
    let typed = typed_or(cx, req, Some(("on", today)))?;
    let fields = html! {
        (ui::date_input("on", "When was it laid at court?").show(&typed))
        (ui::button("Save").show())
    };
    page(cx, req, (&open, &whole), ("/lay", "Laid at court"), &typed, &fields)
}

pub(super) fn lay_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id, mut form, seen) = sent(cx, req)?;
    let on = form.date("on", "the day on which it was laid");
    let (on,) = form.complete((on,))?;
    lay_breach(cx, &open, id, on, seen)?;
    Ok(Reply::done(path(&open, id, ""), "Recorded: laid at court"))
}

pub(super) fn list_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = named(cx, req)?;
    let typed = typed_or(cx, req, None)?;
    let fields = html! {
        (ui::date_input("on", "On which day is the hearing?").show(&typed))
        (ui::textarea("words", "Anything to know about it").hint("Such as the courtroom, or why the day was moved").rows(2).most(LONGEST).show(&typed))
        (ui::button("Save").show())
    };
    page(cx, req, (&open, &whole), ("/list", "Day in court"), &typed, &fields)
}

pub(super) fn list_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id, mut form, seen) = sent(cx, req)?;
    let on = form.date("on", "the day of the hearing");
    let words = form.optional_text("words", "what is to know", LONGEST);
    let (on,) = form.complete((on,))?;
    list_breach(cx, &open, id, on, words.as_deref(), seen)?;
    Ok(Reply::done(path(&open, id, ""), "The day in court is recorded"))
}

pub(super) fn result_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = named(cx, req)?;
    let today = cx.today();
    let on = whole.breach.hearing_on.filter(|day| *day <= today).unwrap_or(today);
    let typed = typed_or(cx, req, Some(("on", on)))?;
    let (policy, today) = (Policy::current(cx)?, cx.today());
    let items = policy.results_on(today).map(|r| {
        let item = ui::item(r.code.clone(), r.en.clone());
        match (&r.ends, r.amends) {
            (Some(_), _) => item.hint("The order ends on the day below"),
            (None, true) => item.hint("Enter what changes below; its first dates are kept"),
            _ => item,
        }
    });
    let fields = html! {
        p.govuk-body { "When the court’s message comes it is held against what you record here." }
        (ui::radios("result", "What did the court decide?").items(items).show(&typed))
        (ui::date_input("on", "On which day?").show(&typed))
        (ui::date_input("ends_on", "The order’s new last day").hint("Leave empty unless the court changed it").show(&typed))
        (ui::input("operational_period", "The new operational period").hint("Of a suspended sentence, such as 24 months. Leave empty unless the court changed it").width(20).show(&typed))
        (ui::input("supervision_period", "The new supervision period").hint("Such as 18 months. Leave empty unless the court changed it").width(20).show(&typed))
        (ui::textarea("words", "What else the court said").rows(3).most(LONGEST).show(&typed))
        (ui::button("Record the result").show())
    };
    page(cx, req, (&open, &whole), ("/result", "What the court decided"), &typed, &fields)
}

fn period(form: &mut Form, name: &str, what: &str) -> Option<Length> {
    if form.typed(name).trim().is_empty() {
        return None;
    }
    form.read(name, what, |text| text.parse::<Term>().ok().map(Length))
}

pub(super) fn result_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id, mut form, seen) = sent(cx, req)?;
    let result = form.choice("result", "what the court decided", |code| Some(code.to_owned()));
    let on = form.date("on", "the day of the decision");
    let ends_on = form.optional_date("ends_on", "the new last day");
    let operational_period = period(&mut form, "operational_period", "a period such as 24 months");
    let supervision_period = period(&mut form, "supervision_period", "a period such as 18 months");
    let words = form.optional_text("words", "what else the court said", LONGEST);
    let (result, on) = form.complete((result, on))?;
    let decided = Decided { on, result, words, ends_on, operational_period, supervision_period };
    record_result(cx, &open, id, &decided, seen)?;
    Ok(Reply::done(path(&open, id, ""), "The court’s result is recorded"))
}

pub(super) fn stop_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = named(cx, req)?;
    let typed = typed_or(cx, req, None)?;
    let title = if whole.breach.state.is_at_court() { "Discontinue the breach" } else { "Withdraw the breach" };
    let (policy, today) = (Policy::current(cx)?, cx.today());
    let items = policy.stops_on(today).map(|s| ui::item(s.code.clone(), s.en.clone()));
    let fields = html! {
        p.govuk-body { "The breach ends here. Everything that was done stays in the record, and a manager can open it again." }
        (ui::radios("reason", "Why?").items(items).show(&typed))
        (ui::textarea("words", "More about it").rows(3).most(LONGEST).show(&typed))
        (ui::button(title).warning().show())
    };
    page(cx, req, (&open, &whole), ("/stop", title), &typed, &fields)
}

pub(super) fn stop_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id, mut form, seen) = sent(cx, req)?;
    let reason = form.choice("reason", "why it stops", |code| Some(code.to_owned()));
    let words = form.optional_text("words", "more about it", LONGEST);
    let (reason,) = form.complete((reason,))?;
    stop_breach(cx, &open, id, &reason, words.as_deref(), seen)?;
    Ok(Reply::done(path(&open, id, ""), "The breach does not go on"))
}

pub(super) fn clock_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = named(cx, req)?;
    let today = cx.today();
    let typed = typed_or(cx, req, Some(("from", today)))?;
    let fields = html! {
        p.govuk-body { "Days on which the clock stands still do not count towards the day by which the breach is laid at court. Your judgement stands in the record with your name." }
        (ui::date_input("from", "First day").show(&typed))
        (ui::date_input("until", "Last day").show(&typed))
        (ui::textarea("words", "Why?").hint("Such as evidence that a hospital or the police must give").rows(3).most(LONGEST).show(&typed))
        (ui::button("Stop the clock").show())
    };
    page(cx, req, (&open, &whole), ("/clock", "Stop the clock"), &typed, &fields)
}

pub(super) fn clock_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id, mut form, seen) = sent(cx, req)?;
    let (from, until) = (form.date("from", "the first day"), form.date("until", "the last day"));
    let words = form.text("words", "why the clock stands still", LONGEST);
    let (from, until, words) = form.complete((from, until, words))?;
    stop_clock(cx, &open, id, Stop { from, until }, &words, seen)?;
    Ok(Reply::done(path(&open, id, ""), "The clock stands still on those days"))
}

pub(super) fn reopen_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = named(cx, req)?;
    let typed = typed_or(cx, req, None)?;
    let fields = html! {
        p.govuk-body { "The breach goes on where it was. If the result ended or changed the order, put that right on the order’s own page." }
        (ui::textarea("words", "Why is it opened again?").rows(3).most(LONGEST).show(&typed))
        (ui::button("Open it again").show())
    };
    page(cx, req, (&open, &whole), ("/reopen", "Open the breach again"), &typed, &fields)
}

pub(super) fn reopen_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id, mut form, seen) = sent(cx, req)?;
    let words = form.text("words", "why it is opened again", LONGEST);
    let (words,) = form.complete((words,))?;
    reopen_breach(cx, &open, id, &words, seen)?;
    Ok(Reply::done(path(&open, id, ""), "The breach is open again"))
}
