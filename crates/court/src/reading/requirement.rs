//! A requirement of an order: what kind, how long, when and where, from its prompts. Some have no result of their own
//! and stand only as prompts on the order; those are recognised and marked.

use super::dates;
use super::definition::{self, Definition, Purpose};
use super::gather::Seen;
use super::message::{CourtResult, Id, Prompt};
use super::span::Span;
use kernel::Date;
use std::collections::BTreeSet;

/// A requirement as the court made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// The least id of its results.
    pub key: Id,
    /// Every result that says it, one an offence.
    pub results: BTreeSet<Id>,
    /// The table's word, such as `unpaid_work`.
    pub kind: String,
    /// The requirement's code in the law.
    pub law: Option<String>,
    pub code: String,
    pub label: Option<String>,
    pub length: Option<Span>,
    /// The length as the court wrote it.
    pub length_said: Option<String>,
    pub start: Option<Date>,
    pub end: Option<Date>,
    pub start_time: Option<String>,
    pub end_time: Option<String>,
    pub place: Option<String>,
    /// Under whose direction, or with whom.
    pub with: Option<String>,
    pub details: Option<String>,
    pub tagged: bool,
    /// First review and how often, where the requirement has its own.
    pub review: Option<(Option<Date>, Option<String>)>,
    /// It has no result of its own.
    pub rolled_up: bool,
    pub amended: Option<String>,
    pub prompts: Vec<Prompt>,
    /// Why a person should look.
    pub doubts: Vec<String>,
}

const START: &[&str] = &[
    "startDate",
    "startDateOfTagging",
    "startDateForTag",
    "fromDate",
    "theDefendantsWhereaboutsAreToBeElectronicallyMonitoredStartDate",
];
const END: &[&str] = &["endDate", "endDateOfTagging", "endDateForTag", "endDateOfExclusion", "untilDate", "until"];
const PLACE: &[&str] = &[
    "curfewAddressDetailsAndTimings",
    "curfewAddressDetailAndTiming",
    "treatmentPlace",
    "treatmentInstitutionPlace",
    "careHomeHospital",
    "nameOfInstitutionPlace",
    "placeArea",
    "address",
    "nameOfPlace",
    "placeToReside",
    "placeToResideAt",
    "placeToAttend",
    "residentialExercisePlace",
    "attendanceCentreNameContact",
];
const WITH: &[&str] = &[
    "underDirectionOf",
    "medicalPractitionerPsychologist",
    "byOrUnderTheDirectionOf",
    "personToGoTo",
    "nameOfPersonToLiveWith",
    "nameOfLocalAuthority",
    "localAuthority",
    "contractor",
];
const DETAILS: &[&str] = &[
    "additionalInformation",
    "detailsAndTimings",
    "prohibitedActivities",
    "programmeName",
    "activity",
    "extendedActivity",
    "dates",
    "days",
    "daysOfTheWeek",
    "datesOfProhibition",
    "countryAllowed",
    "countries",
    "treatmentIntervals",
    "alcoholLimit",
    "additionalConcurrentToWhat",
    "minimumNumberOfOccasionsAMonthSamplesAreToBeProvided",
];

/// The requirement that a result of its own makes.
pub(super) fn of_result(seen: &Seen) -> Requirement {
    let result = &seen.result;
    let mut made = build(&result.id, result.meaning.definition, &result.prompts);
    made.label = result.label.clone();
    made.code = result.code.clone().unwrap_or_else(|| made.code.clone());
    made.amended = result.amended.as_ref().and_then(|a| a.reason.clone());
    made.doubts.extend(result.meaning.doubt.clone());
    made
}

fn build(key: &str, definition: &Definition, prompts: &[Prompt]) -> Requirement {
    let value = |names: &[&str]| {
        names
            .iter()
            .find_map(|n| prompts.iter().find(|p| p.reference == *n && !p.value.is_empty()))
            .map(|p| p.value.clone())
    };
    let mut doubts = Vec::new();
    let mut day = |names: &[&str]| {
        let said = value(names)?;
        let read = dates::day(&said);
        if read.is_none() {
            doubts.push(format!("\u{201c}{said}\u{201d} is no day of the calendar"));
        }
        read
    };
    let (start, end, first_review) = (day(START), day(END), day(&["firstReviewDate"]));
    let lengths: Vec<&str> = definition.length.iter().map(String::as_str).collect();
    let length_said = value(&lengths);
    let length = length_said.as_deref().and_then(|said| Span::read(said, definition.unit));
    if let (Some(said), None) = (&length_said, length) {
        doubts.push(format!("\u{201c}{said}\u{201d} is no length that can be read"));
    }
    let frequency = value(&["reviewFrequency"]);
    Requirement {
        key: key.to_owned(),
        results: [key.to_owned()].into(),
        kind: definition.kind.clone(),
        law: definition.law.clone(),
        code: definition.code.clone(),
        label: None,
        start_time: value(&["startTime", "startTimeForTag"]),
        end_time: value(&["endTime", "endTimeForTag"]),
        place: value(PLACE),
        with: value(WITH),
        details: joined(prompts),
        tagged: definition.tagged,
        review: (first_review.is_some() || frequency.is_some()).then_some((first_review, frequency)),
        rolled_up: false,
        amended: None,
        prompts: prompts.to_vec(),
        length,
        length_said,
        start,
        end,
        doubts,
    }
}

fn joined(prompts: &[Prompt]) -> Option<String> {
    let said: Vec<&str> = DETAILS
        .iter()
        .flat_map(|n| prompts.iter().filter(move |p| p.reference == *n && !p.value.is_empty()))
        .map(|p| p.value.as_str())
        .collect();
    (!said.is_empty()).then(|| said.join("; "))
}

impl Requirement {
    /// Two copies with the same signature say the same.
    pub(super) fn signature(&self) -> (String, Vec<(String, String)>) {
        let mut prompts: Vec<_> = self.prompts.iter().map(|p| (p.reference.clone(), p.value.clone())).collect();
        prompts.sort_unstable();
        (self.kind.clone(), prompts)
    }

    /// For people: kind, length, and whatever tells two apart.
    #[must_use]
    pub fn in_words(&self) -> String {
        let mut words = self.kind.replace('_', " ");
        let parts = [
            self.length.map(|l| l.to_string()).or_else(|| self.length_said.clone()),
            self.place.clone(),
            self.details.clone(),
        ];
        for part in parts.into_iter().flatten() {
            words.push_str(", ");
            words.push_str(&part);
        }
        words
    }
}

/// A prompt on an order that gives away a requirement: its reference, and the code of the requirement.
const TELLTALES: &[(&str, &str)] = &[
    ("maxNumberOfDays", "RAR"),
    ("numberOfDaysToAbstainFromConsumingAnyAlcohol", "AAR"),
    ("curfewAndElectronicMonitoringPeriod", "CURE"),
    ("curfewAndElectricalMonitoringPeriod", "CURE"),
    ("curfewPeriod", "CUR"),
    ("exclusionAndElectronicMonitoringPeriod", "ERPEM"),
    ("periodOfExclusion", "ERP"),
    ("periodToProvideSamples", "DRNRR"),
    ("treatmentInstitutionPlace", "ATRNR"),
    ("medicalPractitionerPsychologist", "MHTR"),
    ("periodOfResidence", "RR"),
    ("prohibitedActivities", "PARP"),
    ("periodOfFostering", "fostering"),
    ("numberOfHours", "UPWR"),
    ("numberOfDays", "PR"),
];

/// Requirements that exist only as prompts on the order. `own` are the kinds that have a result under this order, `seen`
/// the ids of all results.
pub(super) fn rolled_up(order: &CourtResult, own: &BTreeSet<&str>, seen: &BTreeSet<&str>) -> Vec<Requirement> {
    let mut found: Vec<Requirement> = Vec::new();
    for prompt in &order.prompts {
        let child = prompt.type_id.as_deref().and_then(definition::of_type);
        if let Some(child) =
            child.filter(|d| d.purpose == Purpose::Requirement && !seen.contains(prompt.reference.as_str()))
        {
            found.push(from_lines(prompt, child));
        }
    }
    for (reference, code) in TELLTALES {
        if !order.prompts.iter().any(|p| p.reference == *reference) {
            continue;
        }
        let definition = definition::all().iter().find(|d| d.code == *code);
        let kind = definition.map_or(*code, |d| d.kind.as_str());
        if own.contains(kind) || found.iter().any(|r| r.kind == kind) {
            continue;
        }
        found.push(from_order(order, reference, kind, definition));
    }
    found
}

/// A child that was made one prompt, its own prompts now lines of `label:value`.
fn from_lines(prompt: &Prompt, definition: &Definition) -> Requirement {
    let mut made = build(&prompt.reference, definition, &[]);
    let values: Vec<&str> = prompt.value.lines().filter_map(|l| l.split_once(':')).map(|(_, v)| v.trim()).collect();
    made.length_said = values.iter().find(|v| Span::read(v, definition.unit).is_some()).map(|v| (*v).to_owned());
    made.length = made.length_said.as_deref().and_then(|v| Span::read(v, definition.unit));
    made.label = prompt.label.clone();
    made.details = (!prompt.value.is_empty()).then(|| prompt.value.clone());
    made.prompts = vec![prompt.clone()];
    made.rolled_up = true;
    made
}

/// The order's own dates are not the requirement's, so only what no order has of its own is read.
fn from_order(order: &CourtResult, telltale: &str, kind: &str, definition: Option<&Definition>) -> Requirement {
    let own = ["startDate", "endDate", "firstReviewDate", "reviewFrequency"];
    let prompts: Vec<Prompt> = order.prompts.iter().filter(|p| !own.contains(&p.reference.as_str())).cloned().collect();
    let key = format!("{}:{kind}", order.id);
    let mut made = match definition {
        Some(definition) => build(&key, definition, &prompts),
        None => {
            let said = order.prompt(&[telltale]).map(str::to_owned);
            let mut made = build(&key, order.meaning.definition, &prompts);
            made.length = said.as_deref().and_then(|s| Span::read(s, None));
            made.length_said = said;
            made.tagged = false;
            made
        }
    };
    made.kind = kind.to_owned();
    made.law = definition.map_or_else(|| Some("YFO".into()), |d| d.law.clone());
    made.code = definition.map(|d| d.code.clone()).unwrap_or_default();
    made.prompts = prompts.into_iter().filter(|p| p.reference == telltale).collect();
    made.rolled_up = true;
    made
}
