//! What waits for a manager's decision, in one queue and decided in place: tiers and bands that officers propose,
//! assessments to countersign, and decisions about failures to comply that need a manager's agreement.
//!
//! Always true: a decision is kept by the room that it belongs to, as oversight with author and reason, and nobody decides
//! on their own work. It holds no rule and no table: each room answers what waits and takes the decision.

mod cards;

use assessment::{Decided, decide_assessment, decide_band};
use caseload::{Deciding, decide_proposal, waiting_proposals};
use kernel::{AssessmentId, Crn, FailureId, PersonId, ProposalId, Refusal};
use store::{Cx, Failure};
use uuid::Uuid;
use web::form::Form;
use web::{Answer, Reply, Request, html, ui};

/// Decisions of each kind on one page.
const MOST: i64 = 50;
/// Characters of a reason.
const LONGEST: usize = 4000;

pub(crate) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let teams = access::my_teams(cx)?;
    let tiers = waiting_proposals(cx, &teams, MOST)?;
    let waiting = assessment::waiting_decisions(cx, &teams, MOST)?;
    cx.ask_together(&enforcement::breach_work_questions(None, &teams))?;
    let packs = enforcement::breach_work(cx, None, &teams)?;
    let mut ids: Vec<PersonId> = tiers.iter().map(|p| p.person_id).collect();
    ids.extend(packs.people());
    ids.extend(waiting.people());
    let agreements = enforcement::waiting_agreements(cx, &teams, MOST)?;
    ids.extend(agreements.iter().map(|row| row.failure.person_id));
    let lines = people::lines(cx, &ids)?;
    cx.note_shown("list", req.path(), &ids);
    let moved = assessment::moved_bands(cx, &teams)?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let packed = packs.panels(&lines, &*cx.part::<law::Law>()?, cx.today());
    let page = cards::Cards { req, form: &form, lines: &lines, own: cx.actor().staff() };
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Decisions that wait for you" }
        @if tiers.is_empty() && waiting.is_empty() && agreements.is_empty() && packed.is_empty() {
            (ui::empty("Nothing waits for a decision.", None))
        }
        (page.section("Decisions about failures to comply", agreements.iter().map(|a| page.failure(a))))
        @if !waiting.assessments.is_empty() {
            p.govuk-body { (ui::link("/assessments?list=countersign", "Assessments to countersign, as a list")) }
        }
        (page.section("Assessments to countersign", waiting.assessments.iter().map(|a| page.assessment(a))))
        (page.section("Bands proposed", waiting.bands.iter().map(|b| page.band(b))))
        (page.section("Tiers proposed", tiers.iter().map(|p| page.tier(p))))
        @for panel in &packed { (panel) }
        (moved)
    };
    Ok(Reply::page(req.frame().titled("Decisions that wait for you").within("/approvals"), body))
}

/// What a decision is about.
#[derive(Clone, Copy)]
enum About {
    Tier,
    Band,
    Assessment,
    Failure,
}

pub(crate) fn decide(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let mut form = req.form();
    let about = form.choice("about", "the page again", |code| match code {
        "tier" => Some(About::Tier),
        "band" => Some(About::Band),
        "assessment" => Some(About::Assessment),
        "failure" => Some(About::Failure),
        _ => None,
    });
    let crn = form.id::<Crn>("crn", "the page again");
    let id = form.id::<Uuid>("id", "the page again");
    let version = form.integer("version", "the page again", 1..=i64::MAX);
    let decision = form.code("decision", "a decision", &["confirm", "refuse"]);
    let (about, crn, id, version, decision) = form.complete((about, crn, id, version, decision))?;
    let field = cards::field(id);
    let reason = form.optional_text(&field, "the reason", LONGEST).unwrap_or_default();
    form.finish()?;
    let open = people::open(cx, &crn)?;
    let (agreed, version) = (decision == "confirm", Some(version));
    let done = match about {
        About::Tier => {
            let deciding = Deciding {
                proposal: ProposalId(id),
                version: version.unwrap_or_default(),
                confirm: agreed,
                reason: &reason,
            };
            decide_proposal(cx, open.keys.survivor, deciding)
                .map(|()| format!("The tier proposed for {} is {}", open.name(), word(agreed)))
        }
        About::Band => decide_band(cx, &open, Decided { id: ProposalId(id), version, agreed, reason: &reason })
            .map(|()| format!("The band proposed for {} is {}", open.name(), word(agreed))),
        About::Assessment => {
            let verb = if agreed { "countersigned" } else { "returned for changes" };
            decide_assessment(cx, &open, Decided { id: AssessmentId(id), version, agreed, reason: &reason })
                .map(|name| format!("{name} of {} is {verb}", open.name()))
        }
        About::Failure => {
            let agreeing = enforcement::Agreeing { id: FailureId(id), version, agreed, reason: &reason };
            enforcement::agree(cx, &open, agreeing).map(|_| {
                format!("The decision about {} is {}", open.name(), if agreed { "agreed" } else { "not agreed" })
            })
        }
    };
    Ok(Reply::done("/approvals", done.map_err(|wrong| beside(wrong, &field))?))
}

fn word(agreed: bool) -> &'static str {
    if agreed { "confirmed" } else { "refused" }
}

/// A refusal of the reason stands beside the reason of the decision that it was about.
fn beside(wrong: Failure, field: &str) -> Failure {
    match wrong {
        Failure::Refused(mut no) => {
            for one in no.0.iter_mut().filter(|one| one.field == "reason") {
                *one = Refusal::new(field, one.code, one.words.clone());
            }
            Failure::Refused(no)
        }
        other => other,
    }
}
