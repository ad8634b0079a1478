//! OPD: should somebody be looked at for the offender personality disorder pathway?
//!
//! Always true: a gate by risk, offence and sentence comes first, then points, for men and women apart; an override is
//! reported beside the result and never hides it. It diagnoses nothing.

use super::{asked, head, limits};
use crate::data::OffenceTable;
use crate::explain::Explanation;
use crate::first::Figures;
use crate::first::explaining::{refused, step, term};
use crate::first::has_five_characters;
use crate::first::kinds::{DOMESTIC_ABUSE_INCONSISTENT_INPUT, not_mapped};
use crate::refusal::{MISSING_MANDATORY_INPUT, OFFENCE_CODE_INCORRECT_FORMAT, ValidationError};
use crate::vocabulary::{Band, OffenceCode, Problem, Sex};
use crate::wire::{Request1, Request2};
use jiff::civil::Date;
use serde_json::{Value, json};

asked! {
    /// The answers of the personality-disorder screen.
    OpdInput {
        gender "gender" Sex;
        overall_risk_for_assessment "overallRiskForAssessment" Band;
        highest_risk_level_over_all_assessments "highestRiskLevelOverAllAssessments" Band;
        current_offence_code "currentOffenceCode" String;
        has_custodial_sentence "hasCustodialSentence" bool;
        is_eligible_for_mappa "isEligibleForMappa" bool;
        apply_opd_override "applyOPDOverride" bool;
        age_at_first_sanction "ageAtFirstSanction" i32;
        did_offence_involve_carrying_or_using_weapon "didOffenceInvolveCarryingOrUsingWeapon" bool;
        did_offence_involve_violence_or_threat_of_violence "didOffenceInvolveViolenceOrThreatOfViolence" bool;
        did_offence_involve_excessive_use_of_violence "didOffenceInvolveExcessiveUseOfViolence" bool;
        did_offence_involve_arson "didOffenceInvolveArson" bool;
        offence_motivation_emotional_state "offenceMotivationEmotionalState" bool;
        is_analysis_of_offence_issues_linked_to_risk "isAnalysisOfOffenceIssuesLinkedToRisk" bool;
        has_accommodation_issues_linked_to_risk "hasAccommodationIssuesLinkedToRisk" bool;
        experience_of_childhood "experienceOfChildhood" Problem;
        difficulties_coping "difficultiesCoping" Problem;
        evidence_of_domestic_abuse "evidenceOfDomesticAbuse" bool;
        domestic_abuse_against_partner "domesticAbuseAgainstPartner" bool;
        domestic_abuse_against_family "domesticAbuseAgainstFamily" bool;
        relationship_issues_linked_to_risk "relationshipIssuesLinkedToRisk" bool;
        current_psychological_problems "currentPsychologicalProblems" Problem;
        current_psychiatric_problems "currentPsychiatricProblems" Problem;
        has_current_psychiatric_treatment "hasCurrentPsychiatricTreatment" bool;
        are_emotional_issues_linked_to_risk "areEmotionalIssuesLinkedToRisk" bool;
        are_thinking_and_behaviour_issues_linked_to_risk "areThinkingAndBehaviourIssuesLinkedToRisk" bool;
        over_reliance_on_others_for_financial_support "overRelianceOnOthersForFinancialSupport" Problem;
        manipulative_or_predatory_behaviour "manipulativeOrPredatoryBehaviour" Problem;
        is_evidence_of_childhood_behavioural_problems "isEvidenceOfChildhoodBehaviouralProblems" bool;
        has_history_of_psychiatric_treatment "hasHistoryOfPsychiatricTreatment" bool;
        has_been_on_medication_for_mental_health_problems "hasBeenOnMedicationForMentalHealthProblems" bool;
        has_ever_been_in_special_hospital_or_regional_secure_unit "hasEverBeenInSpecialHospitalOrRegionalSecureUnit" bool;
        has_self_harm_or_attempted_suicide "hasSelfHarmOrAttemptedSuicide" bool;
        attitude_towards_supervision_or_licence "attitudeTowardsSupervisionOrLicence" Problem;
        controlling_or_aggressive_behaviour "controllingOrAggressiveBehaviour" Problem;
        has_escaped_or_absconded "hasEscapedOrAbsconded" bool;
        does_recognise_impact_of_offending_on_others "doesRecogniseImpactOfOffendingOnOthers" bool;
        recklessness_and_risk_taking_behaviour "recklessnessAndRiskTakingBehaviour" Problem;
        impulsivity_problems "impulsivityProblems" Problem;
        has_displayed_obsessive_behaviour_linked_to_offending "hasDisplayedObsessiveBehaviourLinkedToOffending" bool;
        has_assaulted_or_threatened_staff "hasAssaultedOrThreatenedStaff" bool;
        has_control_issues "hasControlIssues" bool;
    }
}

/// In or out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpdResult {
    ScreenIn,
    ScreenOut,
}

impl OpdResult {
    /// The spelling on the wire.
    pub const fn wire(self) -> &'static str {
        match self {
            Self::ScreenIn => "SCREEN_IN",
            Self::ScreenOut => "SCREEN_OUT",
        }
    }
}

/// A result of the personality-disorder screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opd {
    /// None of the questions was answered.
    Unanswered,
    /// Risk, offence or sentence do not reach the gate.
    BelowGate,
    /// A man's points of personality and of indicators.
    Man { personality: [i32; 10], indicators: [i32; 4], result: OpdResult },
    /// A woman's points.
    Woman { points: [i32; 15], result: OpdResult },
}

const MANDATORY: [&str; 5] = [
    "gender",
    "overallRiskForAssessment",
    "highestRiskLevelOverAllAssessments",
    "currentOffenceCode",
    "hasCustodialSentence",
];
const OF_WOMEN: [&str; 10] = [
    "didOffenceInvolveCarryingOrUsingWeapon",
    "didOffenceInvolveViolenceOrThreatOfViolence",
    "didOffenceInvolveExcessiveUseOfViolence",
    "didOffenceInvolveArson",
    "offenceMotivationEmotionalState",
    "isAnalysisOfOffenceIssuesLinkedToRisk",
    "hasAccommodationIssuesLinkedToRisk",
    "experienceOfChildhood",
    "evidenceOfDomesticAbuse",
    "relationshipIssuesLinkedToRisk",
];
const OF_MEN: [&str; 23] = [
    "ageAtFirstSanction",
    "didOffenceInvolveViolenceOrThreatOfViolence",
    "didOffenceInvolveExcessiveUseOfViolence",
    "doesRecogniseImpactOfOffendingOnOthers",
    "overRelianceOnOthersForFinancialSupport",
    "manipulativeOrPredatoryBehaviour",
    "recklessnessAndRiskTakingBehaviour",
    "isEvidenceOfChildhoodBehaviouralProblems",
    "impulsivityProblems",
    "controllingOrAggressiveBehaviour",
    "experienceOfChildhood",
    "currentPsychologicalProblems",
    "currentPsychiatricProblems",
    "hasHistoryOfPsychiatricTreatment",
    "hasBeenOnMedicationForMentalHealthProblems",
    "hasEverBeenInSpecialHospitalOrRegionalSecureUnit",
    "hasCurrentPsychiatricTreatment",
    "hasDisplayedObsessiveBehaviourLinkedToOffending",
    "hasSelfHarmOrAttemptedSuicide",
    "attitudeTowardsSupervisionOrLicence",
    "hasAssaultedOrThreatenedStaff",
    "hasEscapedOrAbsconded",
    "hasControlIssues",
];

/// The screen of `input`; `violent_or_sexual` says whether the table counts the offence, none when it lacks it.
///
/// # Errors
/// Every reason why there is no result.
pub fn screen(input: &OpdInput, violent_or_sexual: Option<bool>) -> Result<Opd, Vec<ValidationError>> {
    let limits = limits()?;
    let errors = errors_of(input);
    if !errors.is_empty() {
        return Err(errors);
    }
    let woman = input.gender == Some(Sex::Female);
    let unanswered = if woman {
        input.missing(&OF_WOMEN).len() == OF_WOMEN.len()
    } else {
        input.missing(&OF_MEN).len() == OF_MEN.len()
    };
    if unanswered {
        return Ok(Opd::Unanswered);
    }
    let Some(counted) = violent_or_sexual else {
        return Err(vec![not_mapped(input.current_offence_code.as_deref().unwrap_or_default())]);
    };
    let high = matches!(input.overall_risk_for_assessment, Some(Band::High | Band::VeryHigh));
    let [personality_from, indicators_from, women_from, young] = limits.opd;
    let result = |inside: bool| if inside { OpdResult::ScreenIn } else { OpdResult::ScreenOut };
    if woman {
        if !high && input.is_eligible_for_mappa != Some(true) {
            return Ok(Opd::BelowGate);
        }
        let points = of_woman(input);
        return Ok(Opd::Woman { points, result: result(points.iter().sum::<i32>() >= women_from) });
    }
    if !(high && counted && input.has_custodial_sentence == Some(true)) {
        return Ok(Opd::BelowGate);
    }
    let (personality, indicators) = (personality_of_man(input, young), indicators_of_man(input));
    let inside =
        personality.iter().sum::<i32>() >= personality_from || indicators.iter().sum::<i32>() >= indicators_from;
    Ok(Opd::Man { personality, indicators, result: result(inside) })
}

fn errors_of(input: &OpdInput) -> Vec<ValidationError> {
    let mut errors = Vec::new();
    let mut lacking = input.missing(&MANDATORY);
    if input.gender == Some(Sex::Female) {
        lacking.extend(input.missing(&["isEligibleForMappa"]));
    }
    let details = ["domesticAbuseAgainstPartner", "domesticAbuseAgainstFamily"];
    let evidence = input.evidence_of_domestic_abuse == Some(true);
    if evidence {
        lacking.extend(input.missing(&details));
    }
    if !lacking.is_empty() {
        errors.push(MISSING_MANDATORY_INPUT.about(&lacking));
    }
    if !evidence && input.missing(&details).len() < details.len() {
        let fields = ["evidenceOfDomesticAbuse", "domesticAbuseAgainstFamily", "domesticAbuseAgainstPartner"];
        errors.push(DOMESTIC_ABUSE_INCONSISTENT_INPUT.about(&fields));
    }
    if input.current_offence_code.as_ref().is_some_and(|code| !has_five_characters(code)) {
        errors.push(OFFENCE_CODE_INCORRECT_FORMAT.about(&["currentOffenceCode"]));
    }
    errors
}

fn yes(answer: Option<bool>) -> i32 {
    i32::from(answer == Some(true))
}

fn some(problem: Option<Problem>) -> i32 {
    i32::from(problem.is_some_and(|problem| problem != Problem::None))
}

/// Excessive violence counts twice when violence itself was not answered with yes, so that it is not lost.
fn excessive(input: &OpdInput) -> i32 {
    match (
        input.did_offence_involve_excessive_use_of_violence,
        input.did_offence_involve_violence_or_threat_of_violence,
    ) {
        (Some(true), Some(true)) => 1,
        (Some(true), _) => 2,
        _ => 0,
    }
}

fn personality_of_man(input: &OpdInput, young: i32) -> [i32; 10] {
    [
        i32::from(input.age_at_first_sanction.is_some_and(|age| (0..=young).contains(&age))),
        yes(input.did_offence_involve_violence_or_threat_of_violence),
        excessive(input),
        // Not answered counts as not recognised, as in the service.
        1 - yes(input.does_recognise_impact_of_offending_on_others),
        some(input.over_reliance_on_others_for_financial_support),
        some(input.manipulative_or_predatory_behaviour),
        some(input.recklessness_and_risk_taking_behaviour),
        yes(input.is_evidence_of_childhood_behavioural_problems),
        some(input.impulsivity_problems),
        some(input.controlling_or_aggressive_behaviour),
    ]
}

fn indicators_of_man(input: &OpdInput) -> [i32; 4] {
    let childhood = some(input.experience_of_childhood).max(yes(input.is_evidence_of_childhood_behavioural_problems));
    let health = [
        some(input.current_psychological_problems),
        some(input.current_psychiatric_problems),
        yes(input.has_history_of_psychiatric_treatment),
        yes(input.has_been_on_medication_for_mental_health_problems),
        yes(input.has_ever_been_in_special_hospital_or_regional_secure_unit),
        yes(input.has_current_psychiatric_treatment),
        yes(input.has_displayed_obsessive_behaviour_linked_to_offending),
    ];
    let behaviour = [
        some(input.attitude_towards_supervision_or_licence),
        yes(input.has_assaulted_or_threatened_staff),
        yes(input.has_escaped_or_absconded),
        yes(input.has_control_issues),
    ];
    let any = |answers: &[i32]| answers.iter().copied().max().unwrap_or(0);
    [childhood, any(&health), yes(input.has_self_harm_or_attempted_suicide), any(&behaviour)]
}

fn of_woman(input: &OpdInput) -> [i32; 15] {
    let abuse = yes(input.evidence_of_domestic_abuse)
        * yes(input.domestic_abuse_against_partner).max(yes(input.domestic_abuse_against_family));
    [
        yes(input.did_offence_involve_carrying_or_using_weapon),
        yes(input.did_offence_involve_violence_or_threat_of_violence),
        excessive(input),
        yes(input.did_offence_involve_arson),
        yes(input.offence_motivation_emotional_state),
        yes(input.is_analysis_of_offence_issues_linked_to_risk),
        yes(input.has_accommodation_issues_linked_to_risk),
        some(input.experience_of_childhood),
        abuse,
        yes(input.relationship_issues_linked_to_risk),
        some(input.difficulties_coping),
        some(input.current_psychological_problems),
        yes(input.has_self_harm_or_attempted_suicide),
        yes(input.are_emotional_issues_linked_to_risk),
        yes(input.are_thinking_and_behaviour_issues_linked_to_risk),
    ]
}

fn counted_first(input: &OpdInput) -> Option<bool> {
    let code = OffenceCode::parse(input.current_offence_code.as_deref()?)?;
    Figures::shipped().ok()?.offences.violent_or_sexual(code)
}

fn counted_second(input: &OpdInput) -> Option<bool> {
    let code = OffenceCode::parse(input.current_offence_code.as_deref()?)?;
    OffenceTable::shipped().ok()?.violent_or_sexual(code)
}

pub(super) fn answer_first(request: &Request1, _today: Date) -> Value {
    let input = OpdInput::from(request);
    response(&input, counted_first(&input))
}

pub(super) fn answer_second(request: &Request2, _today: Date) -> Value {
    let input = OpdInput::from(request);
    response(&input, counted_second(&input))
}

fn response(input: &OpdInput, counted: Option<bool>) -> Value {
    let (checked, result, scored) = match screen(input, counted) {
        Ok(Opd::Unanswered) => (false, None, false),
        Ok(Opd::BelowGate) => (true, Some(OpdResult::ScreenOut), false),
        Ok(Opd::Man { result, .. } | Opd::Woman { result, .. }) => (true, Some(result), true),
        Err(errors) => return refuse(errors),
    };
    // The override is reported only where points screened somebody out.
    let out = scored && result == Some(OpdResult::ScreenOut);
    let override_ = out.then(|| input.apply_opd_override.unwrap_or(false));
    json!({
        "opdCheck": checked, "opdOverride": override_, "opdResult": result.map(OpdResult::wire), "validationError": []
    })
}

pub(super) fn refuse(errors: Vec<ValidationError>) -> Value {
    json!({ "opdCheck": false, "opdOverride": null, "opdResult": null, "validationError": errors })
}

pub(super) fn explain_first(request: &Request1, _today: Date) -> Explanation {
    let input = OpdInput::from(request);
    explain(1, &input, counted_first(&input))
}

pub(super) fn explain_second(request: &Request2, _today: Date) -> Explanation {
    let input = OpdInput::from(request);
    explain(2, &input, counted_second(&input))
}

const PERSONALITY: [&str; 10] = [
    "First sanction below 18",
    "Violence in the offence",
    "Excessive violence in the offence",
    "Does not recognise the impact on others",
    "Over-reliance on others for money",
    "Manipulative or predatory",
    "Reckless",
    "Childhood behaviour problems",
    "Impulsive",
    "Controlling or aggressive",
];
const INDICATORS: [&str; 4] = ["Childhood difficulties", "Mental health", "Self-harm", "Challenging behaviour"];
const WOMAN: [&str; 15] = [
    "Weapon in the offence",
    "Violence in the offence",
    "Excessive violence in the offence",
    "Arson in the offence",
    "Emotional state as a motive",
    "Offence issues linked to risk",
    "Accommodation linked to risk",
    "Childhood",
    "Domestic abuse of a partner or family",
    "Relationships linked to risk",
    "Difficulties coping",
    "Psychological problems",
    "Self-harm",
    "Emotional issues linked to risk",
    "Thinking and behaviour linked to risk",
];

fn explain(generation: u8, input: &OpdInput, counted: Option<bool>) -> Explanation {
    let rule = "Men: high risk, a violent or sexual offence and custody, then seven points of personality or two indicators; women: high risk or eligible for MAPPA, then ten points";
    let about = "A closer look for the offender personality disorder pathway";
    let mut told = head(generation, "OPD", "Personality disorder pathway screening", about, rule);
    told.inputs = input.shown();
    let rows = |titles: &[&str], points: &[i32]| -> Vec<crate::explain::Term> {
        titles.iter().zip(points).map(|(title, points)| term(title, title, points, f64::from(*points))).collect()
    };
    match screen(input, counted) {
        Ok(Opd::Unanswered) => told.steps = vec![step("None of the questions was answered", "not checked")],
        Ok(Opd::BelowGate) => told.steps = vec![step("Risk, offence or sentence below the gate", "SCREEN_OUT")],
        Ok(Opd::Man { personality, indicators, result }) => {
            told.terms = rows(&PERSONALITY, &personality);
            told.total = Some(told.sum());
            told.steps = vec![
                step("Points of personality; seven screen in", personality.iter().sum::<i32>()),
                step(format!("Indicators ({}); two screen in", INDICATORS.join(", ")), indicators.iter().sum::<i32>()),
                step("Result", result.wire()),
            ];
            told.score = told.total;
        }
        Ok(Opd::Woman { points, result }) => {
            told.terms = rows(&WOMAN, &points);
            told.total = Some(told.sum());
            told.steps = vec![step("Points; ten screen in", points.iter().sum::<i32>()), step("Result", result.wire())];
            told.score = told.total;
        }
        Err(errors) => refused(&mut told, errors),
    }
    told
}
