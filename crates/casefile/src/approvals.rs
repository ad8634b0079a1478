//! What waits for a manager's decision, decided in place: tiers that officers propose, and assessments to countersign.
//!
//! Always true: a decision needs a reason, is kept as oversight with its author, and nobody decides what they proposed.
//! Each room keeps its own decisions; this page only brings them together.

use caseload::{Deciding, TierProposal, decide_proposal, percent, waiting_proposals};
use kernel::{Crn, PersonId, ProposalId, Refusal, StaffId};
use people::PersonLine;
use store::Cx;
use web::form::Form;
use web::{Answer, Markup, Reply, Request, html, ui};

/// Decisions on one page.
const MOST: i64 = 50;
/// Characters of a reason.
const LONGEST: usize = 4000;

pub(crate) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let teams = access::my_teams(cx)?;
    let proposals = waiting_proposals(cx, &teams, MOST)?;
    let assessments = assessment::waiting(cx, None, &teams)?;
    let mut ids: Vec<PersonId> = proposals.iter().map(|p| p.person_id).collect();
    ids.extend(assessments.people());
    let lines = people::lines(cx, &ids)?;
    cx.note_shown("list", req.path(), &ids);
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let own = cx.actor().staff();
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Decisions that wait for you" }
        @if proposals.is_empty() && assessments.to_countersign.is_empty() { (ui::empty("Nothing waits for a decision.", None)) }
        @if !proposals.is_empty() {
            h2.govuk-heading-m { "Tiers proposed" }
            @for p in &proposals { (proposal(req, &form, p, lines.get(&p.person_id), own)) }
        }
        (assessment::waiting_panel(&assessments, &lines, 25))
    };
    Ok(Reply::page(req.frame().titled("Decisions that wait for you").within("/approvals"), body))
}

fn proposal(req: &Request, form: &Form, p: &TierProposal, line: Option<&PersonLine>, own: Option<StaffId>) -> Markup {
    let Some(line) = line.filter(|l| !l.restricted) else { return html! {} };
    let load = match (p.points, p.available) {
        (Some(points), Some(available)) => percent(actuarial::workload::capacity_tenths(points, available)),
        _ => "nobody had them".to_owned(),
    };
    let none = || "none".to_owned();
    let reason = format!("reason-{}", p.id);
    let title = format!("{}: tier {} to {}", line.name, p.current.clone().unwrap_or_else(none), p.tier);
    let is_own = own.is_some() && own == p.staff_id;
    ui::SummaryCard::new(title).action(&format!("/people/{}/tiers", line.crn), "See how the tier came about").holding(&html! {
        (ui::summary_list(&[
            ui::row("Computed", p.computed.clone().unwrap_or_else(|| "not yet: scores are missing".to_owned())),
            ui::row("Proposed by", format!("{}, {}", p.proposed_by, ui::day(p.proposed_on))),
            ui::row("Why", p.reason.as_str()),
            ui::row("Officer's capacity then", load),
        ]))
        @if is_own { p.govuk-body { "You proposed this: another manager decides." } } @else {
            (req.form_frame("/approvals").hidden("proposal", p.id).hidden("crn", &line.crn).hidden("version", p.version).show(&html! {
                (ui::textarea(&reason, "Why do you decide so?").rows(2).most(LONGEST).show(form))
                (ui::button_group(&html! {
                    (ui::button("Confirm").named("decision", "confirm").about(line.name.as_str()).show())
                    (ui::button("Refuse").named("decision", "refuse").secondary().about(line.name.as_str()).show())
                }))
            }))
        }
    })
}

pub(crate) fn decide(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let mut form = req.form();
    let crn = form.id::<Crn>("crn", "the page again");
    let proposal = form.id::<ProposalId>("proposal", "the page again");
    let version = form.integer("version", "the page again", 1..=i64::MAX);
    let decision = form.code("decision", "a decision", &["confirm", "refuse"]);
    let (crn, proposal, version, decision) = form.complete((crn, proposal, version, decision))?;
    let field = format!("reason-{proposal}");
    let Some(reason) = form.optional_text(&field, "the reason", LONGEST) else {
        form.finish()?;
        return Err(Refusal::new(field, "missing", "Say why you decide so").into());
    };
    let open = people::open(cx, &crn)?;
    let confirm = decision == "confirm";
    decide_proposal(cx, open.keys.survivor, Deciding { proposal, version, confirm, reason: &reason })?;
    let verb = if confirm { "confirmed" } else { "refused" };
    Ok(Reply::done("/approvals", format!("The tier proposed for {} is {verb}", open.name())))
}
