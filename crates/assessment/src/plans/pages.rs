//! The pages of plans: the plan on one page, its forms, earlier versions, and the plan as the person is given it.

mod forms;
mod more_forms;
mod printed;

use super::needs;
use super::reading::{Brief, Plan, plan};
use super::records::{Agreed, Agreement, Movement, Progress, ProgressKind, VisitEntryKind, Who};
use super::risk::RiskFacts;
use super::rules::{ActionStanding, ActionState, GoalStanding};
use super::visits::VisitStanding;
use crate::parts::{by_line, due_words, opened, prose};
use kernel::Date;
use kernel::Permission::{Assess, ReadPeople};
use people::OpenPerson;
use store::Cx;
use web::{Answer, Markup, Reply, Request, Route, html, ui};

pub(super) const TAB: &str = "Assess and plan";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/people/{crn}/plan", ReadPeople, show),
        Route::get("/people/{crn}/plan/print", ReadPeople, printed::show),
        Route::get("/people/{crn}/plan/versions/{id}", ReadPeople, printed::version),
        Route::get("/people/{crn}/plan/goals/new", Assess, forms::new_goal),
        Route::post("/people/{crn}/plan/goals/new", Assess, forms::save_new_goal),
        Route::get("/people/{crn}/plan/goals/{id}", Assess, forms::goal),
        Route::post("/people/{crn}/plan/goals/{id}", Assess, forms::save_goal),
        Route::get("/people/{crn}/plan/goals/{id}/progress", Assess, forms::goal_progress),
        Route::post("/people/{crn}/plan/goals/{id}/progress", Assess, forms::save_goal_progress),
        Route::get("/people/{crn}/plan/goals/{id}/actions/new", Assess, forms::new_action),
        Route::post("/people/{crn}/plan/goals/{id}/actions/new", Assess, forms::save_new_action),
        Route::get("/people/{crn}/plan/actions/{id}", Assess, forms::action),
        Route::post("/people/{crn}/plan/actions/{id}", Assess, forms::save_action),
        Route::get("/people/{crn}/plan/actions/{id}/progress", Assess, forms::action_progress),
        Route::post("/people/{crn}/plan/actions/{id}/progress", Assess, forms::save_action_progress),
        Route::get("/people/{crn}/plan/agreement", Assess, more_forms::agreement),
        Route::post("/people/{crn}/plan/agreement", Assess, more_forms::save_agreement),
        Route::get("/people/{crn}/plan/risk", Assess, more_forms::risk),
        Route::post("/people/{crn}/plan/risk", Assess, more_forms::save_risk),
        Route::get("/people/{crn}/plan/visits/new", Assess, more_forms::visit),
        Route::post("/people/{crn}/plan/visits/new", Assess, more_forms::save_visit),
        Route::get("/people/{crn}/plan/visits/{id}/cancel", Assess, more_forms::cancel),
        Route::post("/people/{crn}/plan/visits/{id}/cancel", Assess, more_forms::save_cancel),
    ]
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let (plan, today, may) = (plan(cx, &open.keys)?, cx.today(), cx.may(Assess));
    let frame = people::frame(req, cx, &open, TAB)?.titled("Plan").crumb(open.path("/assessment"), "Assess and plan");
    let (live, closed): (Vec<&GoalStanding>, Vec<&GoalStanding>) =
        plan.goals.iter().partition(|g| g.state == ActionState::Open);
    let body = html! {
        h1.govuk-heading-l { "Plan" }
        (ui::button_group(&html! {
            @if may { (ui::link_button(&open.path("/plan/goals/new"), "Set a goal").show()) }
            @if !plan.goals.is_empty() {
                (ui::link_button(&open.path("/plan/print"), "Plan for the person").secondary().show())
            }
        }))
        (unmoved(&plan))
        h2.govuk-heading-m { "What the person says" }
        (agreement(&open, plan.agreements.first(), may, !plan.goals.is_empty()))
        h2.govuk-heading-m { "Goals" }
        @if live.is_empty() { (ui::empty("No goal is set.", None)) }
        @for goal in &live { (goal_card(&open, goal, today, may)) }
        @if !closed.is_empty() {
            (ui::details(&format!("Reached or dropped, {} in all", closed.len()), &html! {
                @for goal in &closed { (goal_card(&open, goal, today, may)) }
            }))
        }
        (risk(&open, &plan, may))
        (visits(&open, &plan, today, may))
        (versions(&open, &plan))
    };
    Ok(Reply::page(frame, body))
}

/// The needs that have not moved since the last review.
fn unmoved(plan: &Plan) -> Markup {
    let still = plan.unmoved();
    let Some(since) = plan.last_review.filter(|_| !still.is_empty()) else { return html! {} };
    ui::inset(&html! {
        strong { "Not moved since the last review on " (ui::day(since)) }
        ul.govuk-list.govuk-list--bullet {
            @for goal in still { li { (needs::name(&goal.goal.need)) ": " (goal.goal.aim) } }
        }
    })
}

fn agreed_tag(agreed: Agreed) -> Markup {
    match agreed {
        Agreed::Yes => ui::tag(ui::Colour::Green, "Agrees"),
        Agreed::InPart => ui::tag(ui::Colour::Yellow, "Agrees in part"),
        Agreed::No => ui::tag(ui::Colour::Red, "Does not agree"),
    }
}

fn agreement(open: &OpenPerson, newest: Option<&Agreement>, may: bool, any_goal: bool) -> Markup {
    let link = ui::link(&open.path("/plan/agreement"), "Write down what the person says of the plan");
    html! {
        @match newest {
            Some(said) => {
                blockquote.govuk-inset-text { (prose(&said.own_words)) }
                p.govuk-body { (agreed_tag(said.agreed)) " on " (ui::day(said.on_day)) }
                @if let Some(reason) = &said.reason { (prose(reason)) }
            },
            None => p.govuk-body { "Nothing has been written down yet." },
        }
        @if may && any_goal { p.govuk-body { (link) } }
    }
}

/// Who does it, in words.
pub(super) fn who_words(standing: &ActionStanding) -> String {
    match (standing.action.who, &standing.action.who_name) {
        (Who::Partner | Who::Family, Some(name)) => name.clone(),
        (Who::Person, _) => "The person".into(),
        (Who::Officer, _) => "The officer".into(),
        (Who::Partner, None) => "Another service".into(),
        (Who::Family, None) => "Family or a friend".into(),
    }
}

fn state_tag(standing: &ActionStanding, today: Date) -> Markup {
    match standing.state {
        ActionState::Done => ui::tag(ui::Colour::Green, "Done"),
        ActionState::Dropped => ui::tag(ui::Colour::Grey, "Dropped"),
        ActionState::Open if standing.is_late(today) => ui::tag(ui::Colour::Red, "Past its date"),
        ActionState::Open => ui::tag(ui::Colour::Plain, "To do"),
    }
}

fn goal_card(open: &OpenPerson, standing: &GoalStanding, today: Date, may: bool) -> Markup {
    let goal = &standing.goal;
    let path = |rest: &str| open.path(&format!("/plan/goals/{}{rest}", goal.id));
    let mut card = ui::SummaryCard::new(format!("{}: {}", needs::name(&goal.need), goal.aim));
    if may {
        card = card.action(&path("/actions/new"), "Add an action");
        card = card.action(&path("/progress"), "Progress").action(&path(""), "Change");
    }
    let mut rows = vec![ui::row("Reached when", goal.measure.clone())];
    if let Some(strength) = &goal.strength {
        rows.push(ui::row("Built on", strength.clone()));
    }
    match standing.state {
        ActionState::Done => rows.push(ui::row("State", ui::tag(ui::Colour::Green, "Reached"))),
        ActionState::Dropped => rows.push(ui::row("State", ui::tag(ui::Colour::Grey, "Dropped"))),
        ActionState::Open => {}
    }
    let story = standing.whole_story();
    card.holding(&html! {
        (ui::summary_list(&rows))
        @if standing.actions.is_empty() { p.govuk-body { "No action yet: who does what, and by when?" } }
        @else { (actions_table(open, standing, today, may)) }
        @if !story.is_empty() {
            (ui::details(&format!("What happened, {} in all", story.len()), &html! {
                @for entry in story { (progress(standing, entry)) }
            }))
        }
    })
}

fn actions_table(open: &OpenPerson, standing: &GoalStanding, today: Date, may: bool) -> Markup {
    let mut columns = vec![ui::column("Action, in order"), ui::column("Who"), ui::column("By"), ui::column("State")];
    if may {
        columns.push(ui::column("What to do"));
    }
    let rows = standing.actions.iter().map(|a| {
        let path = open.path(&format!("/plan/actions/{}", a.action.id));
        let moved = i64::try_from(a.moves()).unwrap_or(0);
        let mut cells = vec![
            html! { (a.action.what) },
            html! { (who_words(a)) },
            html! { (ui::short_day(a.by)) @if moved > 0 { br; "Moved " (ui::count(moved, "time", "times")) } },
            state_tag(a, today),
        ];
        if may {
            cells.push(html! {
                (ui::link_about(&format!("{path}/progress"), "Progress", &a.action.what)) br;
                (ui::link_about(&path, "Change", &a.action.what))
            });
        }
        cells
    });
    ui::Table::new(format!("Actions towards: {}", standing.goal.aim), columns).unseen_caption().rows(rows).show()
}

fn progress(standing: &GoalStanding, entry: &Progress) -> Markup {
    let about = entry.action_id.and_then(|id| standing.actions.iter().find(|a| a.action.id == id));
    let verb = match entry.what {
        ProgressKind::Note => "Progress",
        ProgressKind::Done => "Done",
        ProgressKind::Dropped => "Dropped",
        ProgressKind::Reopened => "Opened again",
        ProgressKind::Moved => "Date moved",
    };
    let movement = entry.movement.map(|m| match m {
        Movement::Better => ui::tag(ui::Colour::Green, "Better"),
        Movement::Same => ui::tag(ui::Colour::Grey, "The same"),
        Movement::Worse => ui::tag(ui::Colour::Red, "Worse"),
    });
    html! {
        p.govuk-body {
            strong { (ui::short_day(entry.on_day)) ": " (verb) }
            @if let Some(day) = entry.new_day { " to " (ui::short_day(day)) }
            @if let Some(about) = about { ", " (about.action.what) }
            @if let Some(movement) = movement { " " (movement) }
        }
        (prose(&entry.words))
        (by_line(&entry.author_name, entry.recorded_at))
    }
}

fn risk(open: &OpenPerson, plan: &Plan, may: bool) -> Markup {
    let path = open.path("/plan/risk");
    let mut card = ui::SummaryCard::new("Risk management plan").id("risk");
    if may {
        card = card.action(&path, if plan.risk.is_empty() { "Write it" } else { "Write it anew" });
    }
    let Some(stands) = plan.risk.first() else {
        return card.holding(&html! { p.govuk-body { "No risk management plan has been written." } });
    };
    let facts = RiskFacts::of(stands);
    let rows: Vec<ui::Row> = facts.parts().into_iter().map(|(_, name, text)| ui::row(name, prose(text))).collect();
    card.holding(&html! {
        (ui::summary_list(&rows))
        (by_line(&stands.author_name, stands.recorded_at))
        @if plan.risk.len() > 1 {
            @let before = i64::try_from(plan.risk.len() - 1).unwrap_or(0);
            p.govuk-body.tc-quiet { (ui::count(before, "earlier version is", "earlier versions are")) " kept in the record." }
        }
    })
}

fn visits(open: &OpenPerson, plan: &Plan, today: Date, may: bool) -> Markup {
    let columns = [ui::column("By"), ui::column("What for"), ui::column("Take account of"), ui::column("State")];
    let rows = plan.visits.iter().map(|v| {
        vec![
            html! { @if v.is_open() { (due_words(v.visit.by_day, today)) } @else { (ui::short_day(v.visit.by_day)) } },
            html! { (v.visit.purpose) },
            html! { (v.visit.precautions) },
            visit_state(open, v, may),
        ]
    });
    html! {
        h2.govuk-heading-m { "Home visits" }
        @if plan.visits.is_empty() { (ui::empty("No home visit is planned.", None)) }
        @else { (ui::Table::new("Home visits", columns).unseen_caption().rows(rows).show()) }
        p.govuk-body.tc-quiet { "A visit is made when it is recorded as a contact. Nobody records it here again." }
        @if may {
            p.govuk-body { (ui::link(&open.path("/plan/visits/new"), "Plan a home visit")) }
        }
    }
}

fn visit_state(open: &OpenPerson, standing: &VisitStanding, may: bool) -> Markup {
    match standing.closed() {
        Some(entry) if entry.what == VisitEntryKind::Made => html! {
            (ui::tag(ui::Colour::Green, "Made")) " "
            @if let Some(contact) = entry.contact_id {
                (ui::link(&open.path(&format!("/contacts/{contact}")), &ui::short_day(entry.on_day)))
            }
        },
        Some(entry) => html! { (ui::tag(ui::Colour::Grey, "Cancelled")) br; (entry.words) },
        None => html! {
            (ui::tag(ui::Colour::Plain, "Planned"))
            @if may {
                br;
                (ui::link_about(&open.path(&format!("/plan/visits/{}/cancel", standing.visit.id)), "Cancel", &standing.visit.purpose))
            }
        },
    }
}

fn versions(open: &OpenPerson, plan: &Plan) -> Markup {
    html! {
        @if !plan.versions.is_empty() {
            h2.govuk-heading-m { "As it was at each signing" }
            ul.govuk-list {
                @for version in &plan.versions {
                    li { (ui::link(&open.path(&format!("/plan/versions/{}", version.id)), &ui::day(version.on_day))) }
                }
            }
        }
    }
}

/// The plan in brief as a card, for the page "Assess and plan".
pub(super) fn card(open: &OpenPerson, plan: &Brief, today: Date) -> Markup {
    let live: Vec<&GoalStanding> = plan.goals.iter().filter(|g| g.state == ActionState::Open).collect();
    let late = live.iter().flat_map(|g| &g.actions).filter(|a| a.is_late(today)).count();
    let count = |n: usize| i64::try_from(n).unwrap_or(0);
    let card = ui::SummaryCard::new("Plan").action(&open.path("/plan"), "Open the plan");
    let rows = [
        ui::row("Goals", ui::count(count(live.len()), "open goal", "open goals")),
        ui::row(
            "Actions past their date",
            html! {
                @if late == 0 { "None" } @else { (ui::tag(ui::Colour::Red, &late.to_string())) }
            },
        ),
        ui::row("Not moved since the last review", ui::count(count(plan.unmoved()), "goal", "goals")),
        ui::row("Risk management plan", plan.risk_on.map_or_else(|| "Not written".to_owned(), ui::day)),
        ui::row(
            "The person",
            html! {
                @match plan.agreed { Some(agreed) => (agreed_tag(agreed)), None => "Not asked yet" }
            },
        ),
    ];
    card.rows(&rows)
}
