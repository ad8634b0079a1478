//! The list of young people who turn eighteen while their order runs, and the page on which one is taken on or left.

use super::actions::{Transfer, leave_youth, take_on_youth, take_youth_back};
use super::{YouthOrder, YouthState, count, policy, youths};
use crate::inbox::{Choice, counts, from, names, tabs};
use kernel::{Date, EntryId, Permission};
use store::{Cx, Failure, params};
use web::ui::{self, Colour};
use web::{Answer, Markup, Reply, Request, Route, html};

const PER_PAGE: u64 = 25;

pub(crate) fn routes() -> Vec<Route> {
    const TEAMS: Permission = Permission::ReadTeams;
    const INBOX: Permission = Permission::CourtInbox;
    vec![
        Route::get("/court/youths", TEAMS, list),
        Route::get("/court/youths/{id}", TEAMS, show),
        Route::post("/court/youths/{id}", INBOX, save),
        // The page itself again, when the reason is refused.
        Route::get("/court/youths/{id}/undo", INBOX, show),
        Route::post("/court/youths/{id}/undo", INBOX, undo),
    ]
}

const SHELVES: &[(YouthState, &str)] = &[
    (YouthState::Awaited, "Awaited"),
    (YouthState::TakenOn, "Taken on"),
    (YouthState::Stays, "Stay with youth justice"),
];

fn list(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let counts = counts(cx)?;
    let chosen = req.query("show").and_then(|s| s.parse::<YouthState>().ok()).filter(|s| *s != YouthState::Gone);
    let state = chosen.unwrap_or(YouthState::Awaited);
    let rows = youths(cx, state, i64::try_from(PER_PAGE).unwrap_or(25), from(req))?;
    let total = count(cx, state)?;
    let ids: Vec<_> = rows.iter().filter_map(|r| r.taken_to).collect();
    let lines = names(cx, "young people taken on", &ids)?;
    let today = cx.today();
    let columns = ["Name", "Turns 18 on", "Order", "Order ends", "Youth justice team", "What next"].map(ui::column);
    let cells = rows.iter().map(|row| {
        let line = row.taken_to.and_then(|p| lines.get(&p));
        vec![
            html! {
                @match line {
                    Some(line) if line.restricted => (line.crn),
                    _ => { (ui::link(&format!("/court/youths/{}", row.id), &row.who)) @if let Some(line) = line { br; (line.crn) } }
                }
            },
            day(row.eighteen_on),
            html! { (row.order_words) },
            day(row.ends_on),
            html! { (row.youth_team.as_deref().unwrap_or("Not said")) },
            next(row, today),
        ]
    });
    let shelves: Vec<ui::Tab> = SHELVES
        .iter()
        .map(|(s, words)| ui::Tab::new(format!("/court/youths?show={}", s.code()), *words).current(*s == state))
        .collect();
    let body = html! {
        h1.govuk-heading-l { "Turning 18 while their order runs" }
        p.govuk-body { "Youth justice supervises them. Nothing moves by itself at 18: what happens depends on the order and on what the person needs." }
        @if cx.may(Permission::CourtInbox) { (tabs(counts, "Turning 18")) }
        (ui::sub_navigation("Which young people", &shelves))
        @if rows.is_empty() { (ui::empty("Nobody here.", None)) }
        @else {
            (ui::Table::new("Young people", columns).unseen_caption().rows(cells).show())
            (ui::pagination(&req.address(), req.page(), PER_PAGE, u64::try_from(total).unwrap_or(0)))
        }
        p.govuk-body { span.govuk-hint { "Days to plan by: " (policy().source) "." } }
    };
    Ok(Reply::page(req.frame().titled("Turning 18 while their order runs").within("/court/inbox"), body))
}

fn day(day: Option<Date>) -> Markup {
    html! { @match day { Some(day) => (ui::short_day(day)), None => "Not said" } }
}

/// What is to be done next, and by when.
fn next(row: &YouthOrder, today: Date) -> Markup {
    match (row.state, row.steps(), row.eighteen_on) {
        (YouthState::Awaited, _, Some(eighteen)) if eighteen <= today => ui::tag(Colour::Red, "18 already"),
        (YouthState::Awaited, Some((_, review)), _) if review <= today => ui::tag(Colour::Yellow, "Review now"),
        (YouthState::Awaited, Some((plan, _)), _) if plan <= today => ui::tag(Colour::Yellow, "Plan now"),
        (YouthState::Awaited, Some((plan, _)), _) => html! { "Plan from " (ui::short_day(plan)) },
        (YouthState::Awaited, None, _) => html! { "Ask for the date of birth" },
        _ => html! { (row.reason.as_deref().unwrap_or_default()) },
    }
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: EntryId = req.param("id")?;
    let row = cx.need::<YouthOrder>(params![id])?;
    if let Some(person) = row.taken_to {
        people::open_by_id(cx, person)?;
    }
    let frame = req.frame().titled(row.who.clone()).crumb("/court/youths", "Turning 18");
    let mut facts = vec![
        ui::row("Turns 18 on", day(row.eighteen_on)),
        ui::row("Born", day(row.born)),
        ui::row("Order", row.order_words.clone()),
        ui::row("Order ends", day(row.ends_on)),
        ui::row("Court", row.court_name.clone().unwrap_or_else(|| "Not said".into())),
        ui::row("Case", row.cases.clone().unwrap_or_else(|| "Not said".into())),
        ui::row("Youth justice team", row.youth_team.clone().unwrap_or_else(|| "Not said".into())),
    ];
    if let Some((plan, review)) = row.steps() {
        facts.push(ui::row("Plan from", ui::day(plan)));
        facts.push(ui::row("Joint review by", ui::day(review)));
    }
    let told = [
        ("Worker at youth justice", &row.worker),
        ("Maturity", &row.maturity),
        ("Education, training, work", &row.education),
        ("Safeguarding", &row.safeguarding),
        ("Decided by", &row.decided_by),
        ("Why", &row.reason),
    ];
    facts.extend(told.iter().filter_map(|(what, said)| said.as_ref().map(|s| ui::row(*what, s.clone()))));
    let form = req.typed(cx)?.unwrap_or_default();
    let may = cx.may(Permission::CourtInbox);
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { (row.who) }
        (ui::summary_list(&facts))
        @if may && row.state == YouthState::Awaited {
            h2.govuk-heading-m { "Decide" }
            (req.form_frame(&format!("/court/youths/{id}")).hidden("version", row.version).show(&fields(&form)))
        }
        @if may && matches!(row.state, YouthState::TakenOn | YouthState::Stays) {
            h2.govuk-heading-m { "Take the decision back" }
            (req.form_frame(&format!("/court/youths/{id}/undo")).show(&html! {
                (ui::textarea("reason", "Why?").most(1_000).show(&form))
                (ui::button("Take it back").warning().show())
            }))
        }
    };
    Ok(Reply::page(frame, body))
}

fn fields(form: &web::form::Form) -> Markup {
    let crn = ui::input("crn", "CRN").width(10).show(form);
    html! {
        (ui::radios("decision", "What happens?").items([
            ui::item("new", "Take them on: open a new record"),
            ui::item("same", "Take them on: they are on record already").reveal(crn),
            ui::item("stays", "Youth justice keeps the case"),
        ]).show(form))
        (ui::input("worker", "Worker at youth justice (optional)").show(form))
        (ui::textarea("maturity", "Maturity (optional)").most(1_000).show(form))
        (ui::textarea("education", "Education, training and work (optional)").most(1_000).show(form))
        (ui::textarea("safeguarding", "Safeguarding (optional)").most(1_000).show(form))
        (ui::textarea("reason", "Why?").hint("What was agreed with youth justice. Kept with the decision").most(1_000).show(form))
        (ui::button("Record the decision").show())
    }
}

fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: EntryId = req.param("id")?;
    let mut form = req.form();
    let decision = form.text("decision", "what happens", 10);
    let reason = form.text("reason", "why", 1_000);
    let crn = if decision.as_deref() == Some("same") { form.crn("crn", "the CRN") } else { None };
    let transfer = Transfer {
        maturity: form.optional_text("maturity", "maturity", 1_000),
        education: form.optional_text("education", "education", 1_000),
        safeguarding: form.optional_text("safeguarding", "safeguarding", 1_000),
        worker: form.optional_text("worker", "the worker", 200),
    };
    let seen = form.typed("version").parse::<i64>().ok();
    let (decision, reason) = form.complete((decision, reason))?;
    let whom = match (decision.as_str(), crn) {
        ("stays", _) => {
            leave_youth(cx, id, &reason, seen)?;
            return Ok(Reply::done("/court/youths", "Youth justice keeps the case"));
        }
        ("new", _) => Choice::New,
        ("same", Some(crn)) => Choice::Same(crn),
        _ => return Err(Failure::refused("decision", "unknown", "Choose what happens")),
    };
    let crn = take_on_youth(cx, id, &whom, transfer, &reason, seen)?;
    Ok(Reply::done(format!("/people/{crn}"), "Taken on from youth justice"))
}

fn undo(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: EntryId = req.param("id")?;
    let mut form = req.form();
    let reason = form.text("reason", "why", 1_000);
    let (reason,) = form.complete((reason,))?;
    take_youth_back(cx, id, &reason)?;
    Ok(Reply::done(format!("/court/youths/{id}"), "The decision was taken back"))
}
