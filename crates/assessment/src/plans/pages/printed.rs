//! The plan as the person is given it: plain words, large enough to read, one page to print; in English or Welsh. And the
//! plan as a signed assessment kept it. What is about risk to others is not on the person's page.

use super::TAB;
use crate::parts::{opened, prose};
use crate::plans::needs::{self, NEEDS};
use crate::plans::print::{Labels, labels};
use crate::plans::reading::{goals, newest_first};
use crate::plans::records::{Agreement, Version, Who};
use crate::plans::rules::{ActionStanding, ActionState};
use kernel::EntryId;
use store::{Cx, Failure};
use web::{Answer, Markup, Reply, Request, html, ui};

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let letters = people::language(cx, &open.keys)?.and_then(|l| l.letters);
    let welsh = match req.query("language") {
        Some(code) => code == "cy",
        None => letters.as_deref() == Some("cy"),
    };
    let (goals, said, words) = (goals(cx, &open.keys)?, newest_first::<Agreement>(cx, &open.keys)?, labels(welsh));
    let frame = people::frame(req, cx, &open, TAB)?.titled("Plan for the person").back(open.path("/plan"));
    let name = people::spoken_name(&open.person);
    let live = goals.iter().filter(|g| g.state == ActionState::Open);
    let body = html! {
        p.govuk-body {
            @if welsh { (ui::link(&open.path("/plan/print?language=en"), "In English")) }
            @else { (ui::link(&open.path("/plan/print?language=cy"), "In Welsh")) }
            ". Print this page from the browser. The words that staff wrote are as they wrote them."
        }
        article lang=(if welsh { "cy" } else { "en" }) {
            h1.govuk-heading-l { (words.title) " " (name) }
            p.govuk-body-l { (words.opening) }
            @for goal in live {
                @let need = NEEDS.iter().find(|n| n.code == goal.goal.need);
                h2.govuk-heading-m { (need.map_or(goal.goal.need.as_str(), |n| if welsh { n.plain_cy } else { n.plain_en })) }
                p.govuk-body { strong { (words.aim) " " } (goal.goal.aim) }
                p.govuk-body { strong { (words.measure) " " } (goal.goal.measure) }
                @if let Some(strength) = &goal.goal.strength { p.govuk-body { strong { (words.strength) " " } (strength) } }
                @let actions: Vec<&ActionStanding> = goal.actions.iter().filter(|a| a.state != ActionState::Dropped).collect();
                @if !actions.is_empty() { (steps(&actions, words)) }
            }
            @if let Some(said) = said.first() {
                h2.govuk-heading-m { (words.said) }
                (prose(&said.own_words))
            }
            p.govuk-body { (words.closing) }
        }
    };
    Ok(Reply::page(frame, body))
}

fn steps(actions: &[&ActionStanding], words: &Labels) -> Markup {
    html! {
        p.govuk-body { strong { (words.steps) } }
        ol.govuk-list.govuk-list--number {
            @for a in actions {
                li {
                    (a.action.what) ". " (who(a, words)) ", " (words.by) " " (ui::day(a.by)) "."
                    @if a.state == ActionState::Done { " " strong { (words.done) } }
                }
            }
        }
    }
}

fn who(standing: &ActionStanding, words: &Labels) -> String {
    match (standing.action.who, &standing.action.who_name) {
        (Who::Person, _) => words.me.to_owned(),
        (Who::Officer, _) => words.officer.to_owned(),
        (_, Some(name)) => name.clone(),
        (Who::Partner | Who::Family, None) => words.others.to_owned(),
    }
}

/// The plan as a signed assessment kept it.
pub(super) fn version(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let (id, versions) = (req.param::<EntryId>("id")?, newest_first::<Version>(cx, &open.keys)?);
    let version = versions.into_iter().find(|v| v.id == id).ok_or(Failure::NotFound)?;
    let frame = people::frame(req, cx, &open, TAB)?.titled("Plan as it was signed").back(open.path("/plan"));
    let text = |value: &serde_json::Value, name: &str| value[name].as_str().unwrap_or_default().to_owned();
    let list = |value: &serde_json::Value| value.as_array().cloned().unwrap_or_default();
    let body = html! {
        h1.govuk-heading-l { "Plan as it was signed on " (ui::day(version.on_day)) }
        @for goal in list(&version.body["goals"]) {
            h2.govuk-heading-m { (needs::name(&text(&goal, "need"))) ": " (text(&goal, "aim")) }
            p.govuk-body { "Reached when: " (text(&goal, "measure")) ". State: " (text(&goal, "state")) "." }
            ul.govuk-list.govuk-list--bullet {
                @for action in list(&goal["actions"]) {
                    li { (text(&action, "what")) ", by " (text(&action, "by")) " (" (text(&action, "state")) ")" }
                }
            }
        }
        @if version.body["risk"].is_object() {
            h2.govuk-heading-m { "Risk management plan" }
            @for (field, name) in [("supervision", "Supervision"), ("monitoring", "Monitoring and control"),
                ("interventions", "Interventions and treatment"), ("victim_safety", "Victim safety"), ("contingency", "Contingency")] {
                p.govuk-body { strong { (name) ": " } (text(&version.body["risk"], field)) }
            }
        }
        @if version.body["agreement"].is_object() {
            h2.govuk-heading-m { "What the person said" }
            (prose(&text(&version.body["agreement"], "own_words")))
        }
    };
    Ok(Reply::page(frame, body))
}
