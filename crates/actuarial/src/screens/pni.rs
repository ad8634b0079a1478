//! PNI: which intensity of accredited programme somebody's needs and risk point to.
//!
//! Always true: a pathway, or an omission where missing answers could change it; needs are projected with every missing
//! answer at its worst. It knows no programme that exists anywhere.

use super::{Limits, asked, head, limits};
use crate::explain::Explanation;
use crate::first::explaining::{missing, step, term};
use crate::first::{ogrs3_of, ovp_of};
use crate::refusal::{MISSING_MANDATORY_INPUT, ValidationError};
use crate::second;
use crate::vocabulary::{Band, Problem, SupervisionStatus};
use crate::wire::{Request1, Request2};
use jiff::civil::Date;
use serde_json::{Value, json};

asked! {
    /// The answers of the programme needs screen.
    PniInput {
        supervision_status "supervisionStatus" SupervisionStatus;
        has_ever_committed_sexual_offence "hasEverCommittedSexualOffence" bool;
        is_a_risk_of_sexual_harm "isARiskOfSexualHarm" bool;
        sexual_preoccupation "sexualPreoccupation" Problem;
        offence_related_sexual_interests "offenceRelatedSexualInterests" Problem;
        emotional_congruence_with_children "emotionalCongruenceWithChildren" Problem;
        pro_criminal_attitudes "proCriminalAttitudes" Problem;
        hostile_orientation "hostileOrientation" Problem;
        current_relationship_with_family_members "currentRelationshipWithFamilyMembers" Problem;
        previous_close_relationships "previousCloseRelationships" Problem;
        easily_influenced_by_criminal_associates "easilyInfluencedByCriminalAssociates" Problem;
        controlling_or_aggressive_behaviour "controllingOrAggressiveBehaviour" Problem;
        impulsivity_problems "impulsivityProblems" Problem;
        temper_control "temperControl" Problem;
        problem_solving_skills "problemSolvingSkills" Problem;
        difficulties_coping "difficultiesCoping" Problem;
        sara_risk_to_partner "saraRiskToPartner" Band;
        sara_risk_to_others "saraRiskToOthers" Band;
    }
}

/// The scores of other models that the screen reads; none where they are unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Scores {
    /// All reoffending in two years, in per cent: OGRS3 or ARP.
    pub all: Option<f64>,
    /// Violent reoffending in two years, in per cent: OVP or VRP.
    pub violence: Option<f64>,
    /// Serious reoffending in per cent: RSR or CSRP; the decimals are left out.
    pub serious: Option<f64>,
    /// Direct-contact sexual reoffending: OSP/DC or DC-SRP.
    pub direct_contact: Option<Band>,
    /// Images and indirect contact: OSP/IIC or IIC-SRP.
    pub images: Option<Band>,
}

/// Where the screen points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pathway {
    High,
    Moderate,
    Alternative,
    /// Missing answers could change it.
    Omission,
}

impl Pathway {
    /// The spelling on the wire.
    pub const fn wire(self) -> &'static str {
        match self {
            Self::High => "HIGH",
            Self::Moderate => "MODERATE",
            Self::Alternative => "ALTERNATIVE",
            Self::Omission => "OMISSION",
        }
    }
}

/// One of the four domains of need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Domain {
    /// In words.
    pub title: &'static str,
    /// 0 to 2, the missing answers left out.
    pub score: i32,
    /// 0 to 2, the missing answers at their worst.
    pub projected: i32,
    /// The answers that are missing.
    pub missing: Vec<&'static str>,
}

/// A result of the programme needs screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pni {
    pub domains: [Domain; 4],
    /// Low, medium or high; none where missing answers could change it.
    pub need: Option<Band>,
    pub risk: Band,
    /// With unknown scores at their worst.
    pub projected_risk: Band,
    pub pathway: Pathway,
}

impl Pni {
    /// All missing answers, domain by domain.
    pub fn missing(&self) -> Vec<&'static str> {
        self.domains.iter().flat_map(|domain| domain.missing.iter().copied()).collect()
    }
}

/// The screen of `input` with the scores of other models.
///
/// # Errors
/// Every reason why the screen could not begin.
pub fn screen(input: &PniInput, scores: &Scores) -> Result<Pni, Vec<ValidationError>> {
    let limits = limits()?;
    let Some(status) = input.supervision_status else {
        return Err(vec![MISSING_MANDATORY_INPUT.about(&["supervisionStatus"])]);
    };
    let domains = [sexual(input), thinking(input), relationships(input), self_management(input)];
    let need = need(limits, &domains, input, status);
    let risk = risk(limits, input, scores);
    let worst = Scores {
        direct_contact: scores.direct_contact.or(Some(Band::VeryHigh)),
        images: scores.images.or(Some(Band::VeryHigh)),
        serious: scores.serious.or(Some(100.0)),
        ..*scores
    };
    let projected_risk = if is_high(limits, input, &worst) { Band::High } else { below_high(limits, input, scores) };
    let gaps = domains.iter().any(|domain| !domain.missing.is_empty());
    let pathway = match need {
        None => Pathway::Omission,
        Some(need) => {
            let first = pathway(limits, input, scores, status, (need, risk));
            if gaps && could_change(input, status, first, risk != projected_risk) { Pathway::Omission } else { first }
        }
    };
    Ok(Pni { domains, need, risk, projected_risk, pathway })
}

fn could_change(input: &PniInput, status: SupervisionStatus, pathway: Pathway, risk_could_differ: bool) -> bool {
    let (partner, others) = (input.sara_risk_to_partner.is_none(), input.sara_risk_to_others.is_none());
    (pathway == Pathway::Alternative && (partner || others))
        || risk_could_differ
        || (partner && others && status != SupervisionStatus::Community)
}

fn points(problem: Option<Problem>) -> i32 {
    problem.map_or(0, |problem| i32::from(problem.step()))
}

fn worst(problem: Option<Problem>) -> i32 {
    problem.map_or(2, |problem| i32::from(problem.step()))
}

fn totals(answers: &[Option<Problem>]) -> (i32, i32) {
    (answers.iter().copied().map(points).sum(), answers.iter().copied().map(worst).sum())
}

fn sexual(input: &PniInput) -> Domain {
    let answers =
        [input.sexual_preoccupation, input.offence_related_sexual_interests, input.emotional_congruence_with_children];
    let names = ["sexualPreoccupation", "offenceRelatedSexualInterests", "emotionalCongruenceWithChildren"];
    let lacking = input.missing(&names);
    let (total, projected) = totals(&answers);
    let level = |total: i32| match total {
        _ if input.offence_related_sexual_interests == Some(Problem::Significant) => 2,
        0..=1 => 0,
        2..=3 => 1,
        _ => 2,
    };
    let applies = input.has_ever_committed_sexual_offence == Some(true) || input.is_a_risk_of_sexual_harm == Some(true);
    // A gap leaves the domain at nought unless what is answered already reaches the top.
    let known = if lacking.is_empty() || total >= 4 { Some(total) } else { None };
    let interests = input.offence_related_sexual_interests == Some(Problem::Significant);
    let score = known.map_or(if interests { 2 } else { 0 }, level);
    let (score, projected) = if applies { (score, level(projected)) } else { (0, 0) };
    Domain { title: "Sex", score, projected, missing: lacking }
}

fn thinking(input: &PniInput) -> Domain {
    let (total, projected) = totals(&[input.pro_criminal_attitudes, input.hostile_orientation]);
    let level = |total: i32| match total {
        _ if input.pro_criminal_attitudes == Some(Problem::Significant) => 2,
        0 => 0,
        1..=2 => 1,
        _ => 2,
    };
    let lacking = input.missing(&["proCriminalAttitudes", "hostileOrientation"]);
    Domain { title: "Thinking", score: level(total), projected: level(projected), missing: lacking }
}

fn of_four(input: &PniInput, title: &'static str, answers: [Option<Problem>; 4], names: [&'static str; 4]) -> Domain {
    let (total, projected) = totals(&answers);
    let level = |total: i32| match total {
        0..=1 => 0,
        2..=4 => 1,
        _ => 2,
    };
    Domain { title, score: level(total), projected: level(projected), missing: input.missing(&names) }
}

fn relationships(input: &PniInput) -> Domain {
    let answers = [
        input.current_relationship_with_family_members,
        input.previous_close_relationships,
        input.easily_influenced_by_criminal_associates,
        input.controlling_or_aggressive_behaviour,
    ];
    let names = [
        "currentRelationshipWithFamilyMembers",
        "previousCloseRelationships",
        "easilyInfluencedByCriminalAssociates",
        "controllingOrAggressiveBehaviour",
    ];
    of_four(input, "Relationships", answers, names)
}

fn self_management(input: &PniInput) -> Domain {
    let answers =
        [input.impulsivity_problems, input.temper_control, input.problem_solving_skills, input.difficulties_coping];
    let names = ["impulsivityProblems", "temperControl", "problemSolvingSkills", "difficultiesCoping"];
    of_four(input, "Self-management", answers, names)
}

fn level(limits: &Limits, total: i32) -> Band {
    let [medium, high] = limits.need;
    if total >= high {
        Band::High
    } else if total >= medium {
        Band::Medium
    } else {
        Band::Low
    }
}

fn need(limits: &Limits, domains: &[Domain; 4], input: &PniInput, status: SupervisionStatus) -> Option<Band> {
    let total: i32 = domains.iter().map(|domain| domain.score).sum();
    let projected: i32 = domains.iter().map(|domain| domain.projected).sum();
    let (now, then) = (level(limits, total), level(limits, projected));
    let community = status == SupervisionStatus::Community;
    if now == Band::High || (now == Band::Medium && community) {
        return Some(now);
    }
    let gaps = domains.iter().filter(|domain| !domain.missing.is_empty()).count();
    if gaps == 0 || now == then {
        return Some(now);
    }
    let sara = [input.sara_risk_to_partner, input.sara_risk_to_others];
    let raised = sara.iter().any(|risk| matches!(risk, Some(Band::Medium | Band::High)));
    if (gaps == domains.len() && !community) || (now == Band::Medium && !raised) {
        return None;
    }
    if raised && sara.iter().all(Option::is_some) {
        return Some(if community { Band::Medium } else { Band::High });
    }
    Some(now)
}

fn sara(input: &PniInput, band: Band) -> bool {
    input.sara_risk_to_partner == Some(band) || input.sara_risk_to_others == Some(band)
}

fn reaches(score: Option<f64>, limit: i32) -> bool {
    score.is_some_and(|score| score >= f64::from(limit))
}

fn unknown(band: Option<Band>) -> bool {
    matches!(band, None | Some(Band::NotApplicable))
}

fn is_high(limits: &Limits, input: &PniInput, scores: &Scores) -> bool {
    let high = |band: Option<Band>| matches!(band, Some(Band::High | Band::VeryHigh));
    reaches(scores.all, limits.all[1])
        || reaches(scores.violence, limits.violence[1])
        || high(scores.direct_contact)
        || high(scores.images)
        || (reaches(scores.serious, limits.serious[1]) && unknown(scores.direct_contact) && unknown(scores.images))
        || sara(input, Band::High)
}

fn below_high(limits: &Limits, input: &PniInput, scores: &Scores) -> Band {
    let between = |score: Option<f64>, limits: [i32; 2]| reaches(score, limits[0]) && !reaches(score, limits[1]);
    let medium = between(scores.all, limits.all)
        || between(scores.violence, limits.violence)
        || scores.direct_contact == Some(Band::Medium)
        || scores.images == Some(Band::Medium)
        || sara(input, Band::Medium)
        || (between(scores.serious, limits.serious) && unknown(scores.direct_contact) && unknown(scores.images));
    if medium { Band::Medium } else { Band::Low }
}

fn risk(limits: &Limits, input: &PniInput, scores: &Scores) -> Band {
    if is_high(limits, input, scores) { Band::High } else { below_high(limits, input, scores) }
}

fn pathway(
    limits: &Limits,
    input: &PniInput,
    scores: &Scores,
    status: SupervisionStatus,
    (need, risk): (Band, Band),
) -> Pathway {
    let all = reaches(scores.all, limits.all[1]);
    let both = all && reaches(scores.violence, limits.violence[1]);
    let highest = (need, risk) == (Band::High, Band::High);
    if status == SupervisionStatus::Custody && (both || (all && sara(input, Band::High)) || highest) {
        return Pathway::High;
    }
    let middle = matches!((need, risk), (Band::Medium, Band::High | Band::Medium) | (Band::High, Band::Medium));
    let community = status == SupervisionStatus::Community && (both || highest);
    if community || sara(input, Band::High) || sara(input, Band::Medium) || middle {
        Pathway::Moderate
    } else {
        Pathway::Alternative
    }
}

fn scores_first(request: &Request1) -> Scores {
    // The service screens before it computes the serious and sexual predictors, so that these stay unknown here.
    Scores {
        all: ogrs3_of(request).ok().map(|(_, scored)| f64::from(scored.two_year)),
        violence: ovp_of(request).ok().map(|(_, scored)| f64::from(scored.two_year)),
        ..Scores::default()
    }
}

fn scores_second(request: &Request2, today: Date) -> Scores {
    let score = |name: &str| {
        let model = second::MODELS.iter().find(|model| model.name == name)?;
        (model.answer)(request, today).pointer("/output/score")?.as_f64()
    };
    Scores {
        all: score("allReoffendingPredictor"),
        violence: score("violentReoffendingPredictor"),
        ..Scores::default()
    }
}

pub(super) fn answer_first(request: &Request1, _today: Date) -> Value {
    response(&request.into(), &scores_first(request))
}

pub(super) fn answer_second(request: &Request2, today: Date) -> Value {
    response(&request.into(), &scores_second(request, today))
}

fn response(input: &PniInput, scores: &Scores) -> Value {
    match screen(input, scores) {
        Ok(screened) => {
            let lacking = screened.missing();
            let errors = if lacking.is_empty() { Vec::new() } else { vec![MISSING_MANDATORY_INPUT.about(&lacking)] };
            json!({ "pniPathway": screened.pathway.wire(), "validationError": errors })
        }
        Err(errors) => refuse(errors),
    }
}

pub(super) fn refuse(errors: Vec<ValidationError>) -> Value {
    json!({ "pniPathway": Pathway::Omission.wire(), "validationError": errors })
}

pub(super) fn explain_first(request: &Request1, _today: Date) -> Explanation {
    explain(1, &request.into(), &scores_first(request))
}

pub(super) fn explain_second(request: &Request2, today: Date) -> Explanation {
    explain(2, &request.into(), &scores_second(request, today))
}

fn explain(generation: u8, input: &PniInput, scores: &Scores) -> Explanation {
    let rule = "Four domains of need of 0 to 2, and risk by the scores of other models; missing answers are tried at their worst, and omit the pathway where they could change it";
    let about = "Which intensity of accredited programme needs and risk point to";
    let mut told = head(generation, "PNI", "Programme Needs Identifier", about, rule);
    told.inputs = input.shown();
    match screen(input, scores) {
        Ok(screened) => {
            let rows = screened.domains.iter();
            told.terms = rows
                .map(|d| {
                    let value = format!("{} of 2, at worst {}", d.score, d.projected);
                    term(d.title, d.title, value, f64::from(d.score))
                })
                .collect();
            told.total = Some(told.sum());
            told.steps = vec![
                step("Need", screened.need.map_or("could be another with the missing answers", Band::plain)),
                step("Risk", screened.risk.plain()),
                step("Risk with unknown scores at their worst", screened.projected_risk.plain()),
                step("Pathway", screened.pathway.wire()),
            ];
            told.score = told.total;
            let lacking = screened.missing();
            if !lacking.is_empty() {
                told.errors = vec![MISSING_MANDATORY_INPUT.about(&lacking)];
            }
        }
        Err(errors) => told.errors = errors,
    }
    told.missing = missing(&told.errors);
    for missing in &mut told.missing {
        missing.effect = "its domain may be higher; the pathway is omitted where that could change it".to_owned();
    }
    told
}
