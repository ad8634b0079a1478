//! Entering minutes by hand, putting an entry right or taking it back, and moving minutes between orders and areas.

use super::show::{TAB, name, opened};
use crate::minutes::{
    Account, Change, MinutesKind, NewMinutes, accounts, also_counts, correct_minutes, enter_minutes, take_back,
    transfer, transfer_away,
};
use crate::parts::{form_page, hours_fields, typed_minutes};
use crate::policy::{LONGEST, TRAVEL_EACH_WAY, TRAVEL_MOST, hours, numbers};
use kernel::Permission::RunUnpaidWork;
use kernel::{MinutesId, Refusal, RequirementId};
use law::Law;
use people::OpenPerson;
use store::{Cx, Failure, Result};
use web::form::Form;
use web::ui;
use web::{Answer, Reply, Request, Route, html};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/people/{crn}/unpaid-work/minutes/add", RunUnpaidWork, add_form),
        Route::post("/people/{crn}/unpaid-work/minutes/add", RunUnpaidWork, add),
        Route::get("/people/{crn}/unpaid-work/minutes/move", RunUnpaidWork, move_form),
        Route::post("/people/{crn}/unpaid-work/minutes/move", RunUnpaidWork, moved),
        Route::get("/people/{crn}/unpaid-work/minutes/{entry}", RunUnpaidWork, entry_form),
        Route::post("/people/{crn}/unpaid-work/minutes/{entry}", RunUnpaidWork, entry),
    ]
}

fn choices(law: &Law, all: &[Account]) -> Vec<(String, String)> {
    all.iter().map(|a| (a.requirement.id.to_string(), name(law, a))).collect()
}

fn framed(cx: &mut Cx<'_>, req: &Request, open: &OpenPerson, title: &str) -> Result<ui::Frame> {
    Ok(people::frame(req, cx, open, TAB)?.titled(title).crumb(open.path("/unpaid-work"), "Unpaid work"))
}

/// A form that begins with the only requirement chosen, and today.
fn blank(cx: &Cx<'_>, all: &[Account], field: &str) -> Form {
    let mut form = Form::blank();
    if let [only] = all {
        form = form.with(field, only.requirement.id.to_string());
    }
    for (name, value) in ui::DateInput::pairs("on", cx.today()) {
        form = form.with(&name, value);
    }
    form
}

fn add_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let law = cx.part::<Law>()?;
    let all = accounts(cx, &open.keys)?;
    let form = match req.typed(cx)? {
        Some(form) => form,
        None => blank(cx, &all, "requirement"),
    };
    let today = cx.today();
    let policy = numbers(cx)?;
    let travel = format!(
        "For a way of more than {} each way. At most {} at a time",
        hours(policy.on(TRAVEL_EACH_WAY, today)?),
        hours(policy.on(TRAVEL_MOST, today)?)
    );
    let share = all.first().map_or(0, |a| a.limits.education_percent);
    let fields = html! {
        (ui::select("requirement", "Requirement").options(choices(&law, &all)).show(&form))
        (ui::radios("kind", "What are the minutes of?").items([
            ui::item("education", "Education, training or getting ready for employment").hint(format!("At most {share}% of the hours ordered are credited")),
            ui::item("travel", "Travel").hint(travel),
            ui::item("more", "An adjustment that credits more").hint("Such as hours worked that no register has"),
            ui::item("less", "An adjustment that credits less").hint("Such as hours that were counted twice elsewhere"),
        ]).show(&form))
        (hours_fields(&form))
        (ui::date_input("on", "Day").show(&form))
        (ui::textarea("why", "Why?").hint("The course, the way, or what was wrong").rows(3).most(LONGEST).show(&form))
    };
    let frame = framed(cx, req, &open, "Enter minutes by hand")?;
    form_page(req, frame, &form, ("Enter minutes by hand", 0), &fields, "Enter the minutes")
}

fn add(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let mut form = req.form();
    let requirement = form.id::<RequirementId>("requirement", "a requirement");
    let kind = form.choice("kind", "what the minutes are of", |kind| match kind {
        "education" => Some((MinutesKind::Education, 1)),
        "travel" => Some((MinutesKind::Travel, 1)),
        "more" => Some((MinutesKind::Adjustment, 1)),
        "less" => Some((MinutesKind::Adjustment, -1)),
        _ => None,
    });
    let minutes = typed_minutes(&mut form);
    let on = form.date("on", "the day");
    let why = form.text("why", "why", LONGEST);
    let (requirement, (kind, sign), minutes, on, why) = form.complete((requirement, kind, minutes, on, why))?;
    let new = NewMinutes {
        requirement,
        kind,
        minutes: minutes * sign,
        on,
        times: None,
        penalty: 0,
        booking: None,
        reason: Some(why),
    };
    enter_minutes(cx, &open.keys, &new).map_err(on_this_form)?;
    Ok(Reply::done(open.path("/unpaid-work"), "The minutes are entered"))
}

/// Refusals of the account on the fields of these forms.
fn on_this_form(failure: Failure) -> Failure {
    match failure {
        Failure::Refused(mut no) => {
            for refusal in &mut no.0 {
                let field = match refusal.field.as_ref() {
                    "minutes" => "hours",
                    "done_on" => "on",
                    other => other,
                };
                *refusal = Refusal::new(field.to_owned(), refusal.code, refusal.words.clone());
            }
            Failure::Refused(no)
        }
        other => other,
    }
}

fn find(all: &[Account], id: MinutesId) -> Result<(&Account, &crate::minutes::AccountLine)> {
    let mut lines = all.iter().flat_map(|a| a.lines.iter().map(move |l| (a, l)));
    lines.find(|(_, l)| l.entry.id == id).ok_or(Failure::NotFound)
}

fn entry_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let law = cx.part::<Law>()?;
    let all = accounts(cx, &open.keys)?;
    let (account, line) = find(&all, req.param::<MinutesId>("entry")?)?;
    let e = &line.entry;
    let form = req.typed(cx)?.unwrap_or_else(|| {
        let mut form =
            Form::of([("hours", (e.minutes.abs() / 60).to_string()), ("minutes", (e.minutes.abs() % 60).to_string())]);
        for (name, value) in ui::DateInput::pairs("on", e.done_on) {
            form = form.with(&name, value);
        }
        form
    });
    let others: Vec<(String, String)> = all
        .iter()
        .filter(|a| a.requirement.id != account.requirement.id && a.is_open())
        .map(|a| (a.requirement.id.to_string(), name(&law, a)))
        .collect();
    let of_register = e.booking_id.is_some();
    let right = html! { (hours_fields(&form)) (ui::date_input("on", "Day").show(&form)) };
    let mut what = ui::radios("what", "What do you want to do?");
    if e.kind != MinutesKind::Transfer && !of_register {
        what = what.items([ui::item("right", "Put it right").reveal(right)]);
    }
    if !of_register {
        what = what.item("back", "Take it back");
    }
    if !others.is_empty() && e.minutes > 0 {
        let to = ui::select("to", "Which order?").options(others).show(&form);
        let item = ui::item("also", "Count it for another order too")
            .hint("Only when the court made the hours run together")
            .reveal(to);
        what = what.items([item]);
    }
    let nothing = of_register && all.len() < 2;
    let fields = html! {
        p.govuk-body { (ui::day(e.done_on)) ": " (e.kind.words()) ", " (hours(e.minutes)) }
        @if of_register { (ui::inset(&html! { "This entry comes from a register. Put its line right under the session, and the minutes follow." })) }
        @if !nothing {
            (what.show(&form))
            (ui::textarea("why", "Why?").rows(3).most(LONGEST).show(&form))
        }
    };
    let frame = framed(cx, req, &open, "Put an entry right")?;
    if nothing {
        let body = html! { h1.govuk-heading-l { "Put an entry right" } (fields) p.govuk-body { (ui::link(&open.path("/unpaid-work"), "Back to the hours")) } };
        return Ok(Reply::page(frame, body));
    }
    form_page(req, frame, &form, ("Put an entry right", 0), &fields, "Save")
}

fn entry(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let id = req.param::<MinutesId>("entry")?;
    let all = accounts(cx, &open.keys)?;
    let line = find(&all, id)?.1.clone();
    let mut form = req.form();
    let what = form.code("what", "what to do", &["right", "back", "also"]);
    let why = form.text("why", "why", LONGEST);
    let (what, why) = form.complete((what, why))?;
    match what.as_str() {
        _ if line.entry.booking_id.is_some() && what != "also" => {
            let words = "This entry comes from a register: put its line right under the session";
            return Err(Failure::refused("what", "of_register", words));
        }
        "right" => {
            let minutes = typed_minutes(&mut form);
            let on = form.date("on", "the day");
            let (minutes, on) = form.complete((minutes, on))?;
            let sign = if line.entry.minutes < 0 { -1 } else { 1 };
            let change = Change { minutes: minutes * sign, on, times: None, penalty: 0 };
            correct_minutes(cx, &open.keys, id, &change, &why).map_err(on_this_form)?;
        }
        "also" => {
            let to = form.id::<RequirementId>("to", "an order");
            let to = form.complete((to,))?.0;
            also_counts(cx, &open.keys, id, to, &why).map_err(on_this_form)?;
        }
        _ => take_back(cx, &open.keys, id, &why).map_err(on_this_form)?,
    }
    Ok(Reply::done(open.path("/unpaid-work"), "Done. What stood before stays in the record"))
}

fn move_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let law = cx.part::<Law>()?;
    let all = accounts(cx, &open.keys)?;
    let form = match req.typed(cx)? {
        Some(form) => form,
        None => blank(cx, &all, "from"),
    };
    let mut lines = choices(&law, &all);
    for (line, account) in lines.iter_mut().zip(&all) {
        line.1 = format!("{}; {} credited", line.1, hours(account.working.credited));
    }
    let to = ui::select("to", "To which requirement?").options(lines.clone()).show(&form);
    let area = |field: &str, words: &str| ui::input(field, words).width(20).show(&form);
    let fields = html! {
        p.govuk-body { "Two entries are made whose sum is nought, as when an order is revoked and made anew." }
        (ui::select("from", "Requirement").options(lines).show(&form))
        (ui::radios("where", "Where do the minutes go?").items([
            ui::item("to", "From it to another requirement").reveal(to),
            ui::item("away", "From it to another area").reveal(area("away_area", "To which area?")),
            ui::item("here", "To it from another area").hint("Hours that were worked there").reveal(area("here_area", "From which area?")),
        ]).show(&form))
        (hours_fields(&form))
        (ui::date_input("on", "Day").show(&form))
        (ui::textarea("why", "Why?").rows(3).most(LONGEST).show(&form))
    };
    let frame = framed(cx, req, &open, "Move minutes")?;
    form_page(req, frame, &form, ("Move minutes", 0), &fields, "Move the minutes")
}

fn moved(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let mut form = req.form();
    let from = form.id::<RequirementId>("from", "a requirement");
    let place = form.code("where", "where the minutes go", &["to", "away", "here"]);
    let minutes = typed_minutes(&mut form);
    let on = form.date("on", "the day");
    let why = form.text("why", "why", LONGEST);
    let (from, place, minutes, on, why) = form.complete((from, place, minutes, on, why))?;
    let done = match place.as_str() {
        "to" => {
            let to = form.id::<RequirementId>("to", "a requirement");
            let to = form.complete((to,))?.0;
            transfer(cx, &open.keys, (from, to), minutes, on, &why)
        }
        _ => {
            let (field, sign) = if place == "away" { ("away_area", -1) } else { ("here_area", 1) };
            let area = form.text(field, "the area", 100);
            let area = form.complete((area,))?.0;
            transfer_away(cx, &open.keys, from, (minutes * sign, &area), on, &why)
        }
    };
    done.map_err(on_this_form)?;
    Ok(Reply::done(open.path("/unpaid-work"), "The minutes were moved"))
}
