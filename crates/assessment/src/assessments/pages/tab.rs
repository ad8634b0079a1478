//! The tab "Assess and plan": the assessment that is open, those before it, plans and reviews.

use super::{body_words, state_tag};
use crate::assessments::read::{all, imports};
use crate::assessments::{Assessment, Import, State};
use crate::{plans, reviews};
use kernel::{Crn, Permission};
use people::OpenPerson;
use store::Cx;
use web::{Answer, Markup, Reply, Request, html, ui};

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let known = all(cx, &open.keys)?;
    let came = imports(cx, &open.keys)?;
    let (due, plan) = (reviews::panel(cx, &open)?, plans::panel(cx, &open)?);
    let may = cx.may(Permission::Assess);
    let is_open =
        |a: &&Assessment| a.person_id == open.keys.survivor && !matches!(a.state, State::Signed | State::Withdrawn);
    let now = known.iter().find(is_open);
    let frame = people::frame(req, cx, &open, "Assess and plan")?.titled("Assess and plan");
    let body = html! {
        h1.govuk-heading-l { "Assess and plan" }
        (due)
        @match now {
            Some(assessment) => (open_card(&open, assessment)),
            None => {
                (ui::empty("No assessment is open. Court, probation, prison and partners share one: what is known already is carried into it.", None))
                @if may { (ui::link_button(&open.path("/assessment/new"), "Begin an assessment").show()) }
            }
        }
        (plan)
        (versions(&open, &known))
        h2.govuk-heading-m { "From other services" }
        (from_elsewhere(&open, &came))
        @if may {
            p.govuk-body { (ui::link(&open.path("/assessment/import"), "Take in another service’s assessment")) }
        }
    };
    Ok(Reply::page(frame, body))
}

fn open_card(open: &OpenPerson, assessment: &Assessment) -> Markup {
    let href = open.path(&format!("/assessment/{}", assessment.id));
    let rows = [
        ui::row("State", state_tag(assessment.state)),
        ui::row("Begun", format!("{} by {}", ui::day(assessment.asked_on()), assessment.begun_by)),
        ui::row("For", body_words(&assessment.begun_for)),
    ];
    let words = if assessment.state.takes_answers() { "Go on with it" } else { "Open" };
    html! {
        (ui::SummaryCard::new(assessment.name()).rows(&rows))
        (ui::link_button(&href, words).show())
    }
}

fn versions(open: &OpenPerson, known: &[Assessment]) -> Markup {
    let columns = ["Assessment", "State", "Signed", "By", "Compare"].map(ui::column);
    let mut table = ui::Table::new(format!("Every version, {} in all", known.len()), columns);
    for (at, assessment) in known.iter().enumerate() {
        let href = open.path(&format!("/assessment/{}", assessment.id));
        let before = known.iter().skip(at + 1).find(|a| a.state == State::Signed);
        let by = match (&assessment.signed_by, &assessment.countersigned_by) {
            (Some(author), Some(manager)) => format!("{author}, countersigned by {manager}"),
            (Some(author), None) => author.clone(),
            _ => format!("Begun by {}", assessment.begun_by),
        };
        table.push([
            ui::link(&href, &assessment.name()),
            state_tag(assessment.state),
            html! { (assessment.signed_on.map_or_else(|| "Not yet".to_owned(), ui::short_day)) },
            html! { (by) },
            html! {
                @if let Some(before) = before {
                    (ui::link_about(&format!("{href}/compare?with={}", before.id), "Compare", &format!("{} with {}", assessment.name(), before.name())))
                } @else { "Nothing earlier" }
            },
        ]);
    }
    html! { @if !table.is_empty() { (table.show()) } }
}

fn from_elsewhere(open: &OpenPerson, came: &[Import]) -> Markup {
    if came.is_empty() {
        return ui::empty("Nothing has been taken in from another service.", None);
    }
    let columns = ["Assessment", "Made by", "Completed"].map(ui::column);
    let rows = came.iter().map(|i| {
        let href = open.path(&format!("/assessment/imports/{}", i.id));
        [ui::link(&href, &i.instrument), html! { (i.source) }, html! { (ui::short_day(i.completed_on)) }]
    });
    ui::Table::new("Kept as they came", columns).unseen_caption().rows(rows).show()
}
