//! From the record and the answers to the request bodies of the models, each field with where it was taken from.
//!
//! Always true: what nobody recorded or answered is left out and never guessed; a fact that the record holds is taken from
//! there, and an answer fills in only where the record has nothing. It computes no score.

use super::past::Past;
use crate::assessments::{Assessment, Sheet};
use crate::harm::{HarmLevel, Level};
use kernel::{Date, PersonKeys};
use people::Person;
use sentences::{Basis, EventWithParts, Offence, OrderWithParts};
use serde_json::{Map, Value as Json, json};
use store::{Cx, Result, params};

/// The request body for every model of both generations, and the source of each field.
#[derive(Clone, Debug, Default)]
pub(crate) struct Inputs {
    pub(crate) request: Map<String, Json>,
    pub(crate) sources: Map<String, Json>,
}

/// How an answer becomes a value of a request.
#[derive(Clone, Copy)]
enum As {
    Problem,
    Motivation,
    Aware,
    YesNo,
    Recognises,
    /// "Now" is yes.
    Frequency,
    Living,
    Qualified,
    Number,
    Day,
}

/// Which answer feeds which fields.
const ANSWERS: &[(&str, As, &[&str])] = &[
    ("1.8", As::Number, &["ageAtFirstSanction"]),
    ("1.32", As::Number, &["totalNumberOfSanctionsForAllOffences"]),
    ("1.40", As::Number, &["totalNumberOfViolentSanctions"]),
    ("1.41", As::YesNo, &["hasEverCommittedSexualOffence"]),
    ("1.33", As::Day, &["dateOfMostRecentSexualOffence"]),
    ("1.34", As::Number, &["totalContactAdultSexualSanctions"]),
    ("1.45", As::Number, &["totalContactChildSexualSanctions"]),
    ("1.46", As::Number, &["totalIndecentImageSanctions"]),
    ("1.37", As::Number, &["totalNonContactSexualOffences"]),
    ("1.44", As::YesNo, &["isCurrentOffenceAgainstVictimStranger"]),
    ("1.30", As::YesNo, &["isCurrentOffenceSexuallyMotivated"]),
    ("2.2", As::YesNo, &["didOffenceInvolveCarryingOrUsingWeapon"]),
    ("2.3", As::YesNo, &["didOffenceInvolveViolenceOrThreatOfViolence"]),
    ("2.4", As::YesNo, &["didOffenceInvolveExcessiveUseOfViolence"]),
    ("2.5", As::YesNo, &["didOffenceInvolveArson"]),
    ("2.6", As::Recognises, &["doesRecogniseImpactOfOffendingOnOthers"]),
    ("2.7", As::YesNo, &["hasPeerGroupInfluences"]),
    ("3.3", As::YesNo, &["isCurrentlyOfNoFixedAbodeOrTransientAccommodation"]),
    ("3.4", As::Problem, &["suitabilityOfAccommodation"]),
    ("3.harm", As::YesNo, &["hasAccommodationIssuesLinkedToRisk"]),
    ("4.2", As::YesNo, &["isUnemployed"]),
    ("4.4", As::Problem, &["workRelatedSkills"]),
    ("4.7", As::Problem, &["problemsWithReadingWritingNumeracy"]),
    ("4.7r", As::YesNo, &["hasProblemsWithReading"]),
    ("4.7n", As::YesNo, &["hasProblemsWithNumeracy"]),
    ("4.8", As::Problem, &["learningDifficulties"]),
    ("4.9", As::Qualified, &["professionalOrVocationalQualifications"]),
    ("5.5", As::Problem, &["overRelianceOnOthersForFinancialSupport"]),
    ("6.1", As::Problem, &["currentRelationshipWithFamilyMembers"]),
    ("6.3", As::Problem, &["experienceOfChildhood"]),
    ("6.4", As::Problem, &["currentRelationshipWithPartner"]),
    ("6.6", As::Problem, &["previousCloseRelationships"]),
    ("6.7", As::YesNo, &["evidenceOfDomesticAbuse"]),
    ("6.7p", As::YesNo, &["domesticAbuseAgainstPartner"]),
    ("6.7f", As::YesNo, &["domesticAbuseAgainstFamily"]),
    ("6.8", As::Living, &["currentRelationshipStatus"]),
    ("6.harm", As::YesNo, &["relationshipIssuesLinkedToRisk"]),
    ("7.2", As::Problem, &["regularOffendingActivities"]),
    ("7.3", As::Problem, &["influenceFromCriminalAssociates", "easilyInfluencedByCriminalAssociates"]),
    ("7.4", As::Problem, &["manipulativeOrPredatoryBehaviour"]),
    ("7.5", As::Problem, &["recklessnessAndRiskTakingBehaviour"]),
    ("8.2.heroin", As::Frequency, &["hasHeroinUsage"]),
    ("8.2.methadone", As::Frequency, &["hasMethadoneUsage"]),
    ("8.2.opiate", As::Frequency, &["hasOtherOpiateUsage"]),
    ("8.2.crack", As::Frequency, &["hasCrackCocaineUsage"]),
    ("8.2.cocaine", As::Frequency, &["hasPowderCocaineUsage"]),
    ("8.2.prescribed", As::Frequency, &["hasMisusedPrescriptionDrugUsage"]),
    ("8.2.benzodiazepines", As::Frequency, &["hasBenzodiazepinesUsage"]),
    ("8.2.hallucinogens", As::Frequency, &["hasHallucinogensUsage"]),
    ("8.2.cannabis", As::Frequency, &["hasCannabisUsage"]),
    ("8.2.solvents", As::Frequency, &["hasSolventsUsage"]),
    ("8.2.steroids", As::Frequency, &["hasSteroidsUsage"]),
    ("8.2.spice", As::Frequency, &["hasSpiceUsage"]),
    ("8.2.ketamine", As::Frequency, &["hasKetamineUsage"]),
    ("8.2.other", As::Frequency, &["hasOtherDrugsUsage"]),
    ("8.4", As::Problem, &["currentDrugMisuse"]),
    ("8.8", As::Motivation, &["motivationToTackleDrugMisuse"]),
    ("9.1", As::Problem, &["currentAlcoholUseProblems"]),
    ("9.2", As::Problem, &["excessiveAlcoholUse"]),
    ("10.1", As::Problem, &["difficultiesCoping"]),
    ("10.2", As::Problem, &["currentPsychologicalProblems"]),
    ("10.4", As::Problem, &["attitudesTowardsSelf"]),
    ("10.5", As::YesNo, &["hasSelfHarmOrAttemptedSuicide"]),
    ("10.6", As::YesNo, &["hasCurrentPsychiatricTreatment"]),
    ("10.7", As::YesNo, &["isEvidenceOfChildhoodBehaviouralProblems"]),
    ("10.harm", As::YesNo, &["areEmotionalIssuesLinkedToRisk"]),
    ("11.2", As::Problem, &["impulsivityProblems"]),
    ("11.3", As::Problem, &["controllingOrAggressiveBehaviour"]),
    ("11.4", As::Problem, &["temperControl"]),
    ("11.6", As::Problem, &["problemSolvingSkills"]),
    ("11.7", As::Aware, &["awarenessOfConsequences"]),
    ("11.9", As::Problem, &["understandsOtherPeoplesViews"]),
    ("11.harm", As::YesNo, &["areThinkingAndBehaviourIssuesLinkedToRisk"]),
    ("12.1", As::Problem, &["proCriminalAttitudes"]),
    ("12.4", As::Problem, &["attitudeTowardsSupervisionOrLicence"]),
    ("12.9", As::Problem, &["hostileOrientation"]),
];

/// The question whether there is any previous conviction of the nine kinds, and those that ask for each kind.
const ANY_PREVIOUS: &str = "1.50";
const PREVIOUS: [(&str, &str); 9] = [
    ("1.50.homicide", "HOMICIDE"),
    ("1.50.wounding", "WOUNDING_GBH"),
    ("1.50.kidnapping", "KIDNAPPING"),
    ("1.50.firearms", "FIREARMS"),
    ("1.50.robbery", "ROBBERY"),
    ("1.50.burglary", "AGGRAVATED_BURGLARY"),
    ("1.50.weapon", "WEAPON"),
    ("1.50.damage", "CRIMINAL_DAMAGE"),
    ("1.50.arson", "ARSON"),
];
/// The question whether the person ever misused drugs; a no answers for each of them.
const ANY_DRUGS: &str = "8.1";

/// The questions that the record may answer: the number of sanctions, and whether an offence was sexual.
pub(crate) const SANCTIONS: &str = "1.32";
const SANCTIONS_FIELD: &str = "totalNumberOfSanctionsForAllOffences";
const SEXUAL_FIELD: &str = "hasEverCommittedSexualOffence";
const LAST_SEXUAL_FIELD: &str = "dateOfMostRecentSexualOffence";

/// The question that asks for the Home Office code of the offence, where the record has none.
const OFFENCE_CODE: &str = "1.1";
/// The key dates at which a person in custody may be released, the surest first.
const RELEASES: [&str; 2] = ["EXP", "ACR"];

/// Everything that the models read of a person, with the answers of an assessment.
///
/// # Errors
/// When the database fails.
pub(crate) fn gather(cx: &mut Cx<'_>, keys: &PersonKeys, assessment: &Assessment, sheet: &Sheet) -> Result<Inputs> {
    Ok(gather_each(cx, keys, assessment, &[sheet])?.pop().unwrap_or_default())
}

/// The same with each of several sets of answers; the record is read once.
///
/// # Errors
/// When the database fails.
pub(crate) fn gather_each(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    assessment: &Assessment,
    sheets: &[&Sheet],
) -> Result<Vec<Inputs>> {
    let mut inputs = Inputs::default();
    inputs.put("version", json!("V1_0"), "");
    if let Some(person) = cx.get::<Person>(params![keys.survivor])? {
        inputs.identity(&person);
    }
    let day = assessment.signed_on.unwrap_or_else(|| assessment.asked_on());
    inputs.put("assessmentDate", json!(day.to_string()), &format!("{}, the day it was signed", assessment.name()));
    let events = sentences::events(cx, keys)?;
    inputs.sentence(current(&events));
    let custody = sentences::supervision(cx, keys)?.is_some_and(|s| s.basis == Basis::Custody);
    inputs.put("supervisionStatus", json!(if custody { "CUSTODY" } else { "COMMUNITY" }), "The record of sentences");
    inputs.put("hasCustodialSentence", json!(custody), "The record of sentences");
    let (past, levels) = (Past::of(&events), crate::harm::history(cx, keys)?);
    inputs.harm(cx.today(), &levels);
    let with = |sheet: &&Sheet| {
        let mut inputs = inputs.clone();
        inputs.answers(assessment, sheet);
        inputs.past(&past, assessment, sheet);
        inputs
    };
    Ok(sheets.iter().map(with).collect())
}

/// The event whose offence is the current one: the newest that is not over, else the newest.
pub(super) fn current(events: &[EventWithParts]) -> Option<&EventWithParts> {
    let convicted = |event: &&EventWithParts| main_offence(event).is_some();
    events.iter().filter(convicted).find(|event| event.is_open()).or_else(|| events.iter().find(convicted))
}

pub(super) fn main_offence(event: &EventWithParts) -> Option<&Offence> {
    event.offences.iter().find(|offence| offence.main && offence.removed.is_none())
}

impl Inputs {
    fn put(&mut self, field: &str, value: Json, source: &str) {
        self.request.insert(field.to_owned(), value);
        if !source.is_empty() {
            self.sources.insert(field.to_owned(), json!(source));
        }
    }

    fn day(&mut self, field: &str, day: Option<Date>, source: &str) {
        if let Some(day) = day {
            self.put(field, json!(day.to_string()), source);
        }
    }

    fn identity(&mut self, person: &Person) {
        self.day("dateOfBirth", person.born, "The person's details");
        let sex = match person.gender.as_deref() {
            Some("M") => Some("MALE"),
            Some("F") => Some("FEMALE"),
            _ => None,
        };
        if let Some(sex) = sex {
            self.put("gender", json!(sex), "The person's details");
        }
    }

    fn sentence(&mut self, event: Option<&EventWithParts>) {
        let Some((event, offence)) = event.and_then(|event| Some((event, main_offence(event)?))) else { return };
        let source = format!("Event {}", event.event.number);
        let code = offence.code.as_deref().map(|code| code.replace('/', ""));
        if let Some(code) = code.filter(|code| actuarial::vocabulary::OffenceCode::parse(code).is_some()) {
            self.put("currentOffenceCode", json!(code), &source);
        }
        self.day("mostRecentOffenceDate", offence.committed_until.or(offence.committed_on), &source);
        let order = event.orders.iter().find(|order| order.order.removed.is_none());
        let convicted = offence.convicted_on.or_else(|| order.map(|order| order.order.made_on));
        self.day("dateOfCurrentConviction", convicted, &source);
        let (followup, why) = order.map_or((None, ""), followup);
        for field in ["dateAtStartOfFollowup", "dateAtStartOfFollowupCalculated", "dateAtStartOfFollowupUserInput"] {
            self.day(field, followup, &format!("{source}, {why}"));
        }
    }

    fn answers(&mut self, assessment: &Assessment, sheet: &Sheet) {
        for (question, kind, fields) in ANSWERS {
            let Some(value) = sheet.value(question).and_then(|code| value_of(*kind, code)) else { continue };
            for field in *fields {
                self.put(field, value.clone(), &format!("Answer {question} of {}", assessment.name()));
            }
        }
        self.previous(assessment, sheet);
        if sheet.value(ANY_DRUGS) == Some("no") {
            let drugs = ANSWERS.iter().filter(|row| row.0.starts_with("8.2.")).flat_map(|row| row.2);
            for field in drugs {
                self.put(field, json!(false), &format!("Answer {ANY_DRUGS} of {}", assessment.name()));
            }
        }
        let typed = sheet.words(OFFENCE_CODE).or_else(|| sheet.value(OFFENCE_CODE));
        if let (Some(code), false) = (typed, self.request.contains_key("currentOffenceCode")) {
            let source = format!("Answer {OFFENCE_CODE} of {}", assessment.name());
            self.put("currentOffenceCode", json!(code.trim()), &source);
        }
    }

    /// What the record holds of the past. An answer may correct the number of sanctions, because courts and police elsewhere
    /// may know of others; that an offence was sexual is as the court convicted of it.
    fn past(&mut self, past: &Past, assessment: &Assessment, sheet: &Sheet) {
        if let Some(known) = past.sanctions() {
            match sheet.value(SANCTIONS) {
                Some(number) if number != known.to_string() => {
                    let words = format!("Answer {SANCTIONS} of {}, where the record holds {known}", assessment.name());
                    self.sources.insert(SANCTIONS_FIELD.to_owned(), json!(words));
                }
                _ => self.put(SANCTIONS_FIELD, json!(known), "The record of sentences"),
            }
        }
        if let Some(latest) = past.sexual.first() {
            let source = format!("Event {}, offence {}", latest.event, latest.code);
            self.put(SEXUAL_FIELD, json!(true), &source);
            if !self.request.contains_key(LAST_SEXUAL_FIELD) {
                self.day(LAST_SEXUAL_FIELD, latest.on, &source);
            }
        }
    }

    /// A no is an empty list; a yes counts once it is said of which kind.
    fn previous(&mut self, assessment: &Assessment, sheet: &Sheet) {
        let ticked = PREVIOUS.iter().filter(|(question, _)| sheet.value(question) == Some("yes"));
        let kinds: Vec<&str> = ticked.map(|(_, kind)| *kind).collect();
        if sheet.value(ANY_PREVIOUS) == Some("no") || !kinds.is_empty() {
            self.put("previousConvictions", json!(kinds), &format!("Answer {ANY_PREVIOUS} of {}", assessment.name()));
        }
    }

    fn harm(&mut self, today: Date, levels: &[HarmLevel]) {
        let now = crate::harm::HarmStanding::on(levels, today);
        let overall = now.levels.iter().map(|row| row.level).max_by_key(|level| rank(*level));
        let ever = levels.iter().map(|row| row.level).max_by_key(|level| rank(*level));
        for (field, level) in [("overallRiskForAssessment", overall), ("highestRiskLevelOverAllAssessments", ever)] {
            if let Some(level) = level {
                self.put(field, json!(level.code().to_uppercase()), "The levels of risk of serious harm");
            }
        }
    }
}

const fn rank(level: Level) -> u8 {
    level as u8
}

/// The start of a community sentence, or the earliest release from custody that the record knows.
fn followup(order: &OrderWithParts) -> (Option<Date>, &'static str) {
    if let Some(released) = order.order.released_on {
        return (Some(released), "the day of release");
    }
    if order.order.custody_term.is_none() {
        return (Some(order.order.starts_on), "the start of the order");
    }
    let falls = |kind: &str| order.key_dates.iter().find(|date| date.kind == kind).map(|date| date.falls_on);
    (RELEASES.iter().find_map(|kind| falls(kind)), "the key date of release")
}

fn value_of(kind: As, code: &str) -> Option<Json> {
    let word = match (kind, code) {
        (As::Problem, "none") => "NO_PROBLEMS",
        (As::Problem, "some") => "SOME_PROBLEMS",
        (As::Problem, "significant") => "SIGNIFICANT_PROBLEMS",
        (As::Motivation, "full") => "FULL_MOTIVATION",
        (As::Motivation, "partial") => "PARTIAL_MOTIVATION",
        (As::Motivation, "no_motivation") => "NO_MOTIVATION",
        (As::Aware, "yes") => "YES",
        (As::Aware, "sometimes") => "SOMETIMES",
        (As::Aware, "no") => "NO",
        (As::Living, "together") => "IN_RELATIONSHIP_LIVING_TOGETHER",
        (As::Living, "apart") => "IN_RELATIONSHIP_NOT_LIVING_TOGETHER",
        (As::Living, "none") => "NOT_IN_RELATIONSHIP",
        (As::Qualified, "any") => "ANY_QUALIFICATION",
        (As::Qualified, "none") => "NO_QUALIFICATIONS",
        (As::Day, day) => day,
        (As::YesNo | As::Recognises, "yes") | (As::Frequency, "currently") => return Some(json!(true)),
        (As::YesNo | As::Recognises, "no") | (As::Frequency, "never" | "previous") => return Some(json!(false)),
        (As::Number, number) => return number.parse::<i32>().ok().map(Json::from),
        _ => return None,
    };
    Some(json!(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::questions::shipped_catalogue;
    use actuarial::wire::{Request1, Request2};

    #[test]
    fn every_answer_that_feeds_a_score_is_asked_and_every_field_is_one_that_a_model_reads() {
        let catalogue = shipped_catalogue().unwrap();
        let today = kernel::date(2026, 11, 23);
        for (question, kind, fields) in ANSWERS {
            let asked = catalogue.question(question, today).unwrap_or_else(|| panic!("{question}"));
            let known = |field: &&str| Request1::FIELDS.contains(field) || Request2::FIELDS.contains(field);
            assert!(fields.iter().all(known), "{question}: {fields:?}");
            for choice in catalogue.choices(&asked.answer_set).filter(|choice| !choice.is_blank) {
                let told = value_of(*kind, &choice.code).is_some();
                assert!(told || choice.code == "unknown", "{question}: {}", choice.code);
            }
        }
    }

    #[test]
    fn every_dynamic_answer_of_the_suite_can_be_given() {
        let fed: Vec<&str> = ANSWERS.iter().flat_map(|row| row.2).copied().collect();
        let told = ["violentReoffendingPredictor", "seriousViolentReoffendingPredictor"].map(|model| {
            let (generation, today) = (actuarial::Generation::Second, kernel::date(2026, 11, 23));
            let asked = actuarial::Asked { model, generation, today, explained: false };
            actuarial::explain(&asked, &json!({})).unwrap()
        });
        let from_record =
            ["gender", "dateOfBirth", "dateOfCurrentConviction", "dateAtStartOfFollowup", "currentOffenceCode"];
        for missing in told.iter().flat_map(|told| &told.missing) {
            let field = missing.field.as_str();
            let known = fed.contains(&field) || from_record.contains(&field) || field == "previousConvictions";
            assert!(known, "{field}");
        }
    }
}
