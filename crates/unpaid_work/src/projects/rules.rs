//! What a project, its days, assessments and agreements may be, and whether a session may be planned there on a day. Pure.

use super::records::{Agreement, Assessment, AssessmentKind, Hazard, Project, ProjectDay, ProjectKind, SupervisedBy};
pub(crate) use crate::policy::text;
use jiff::ToSpan;
use kernel::{BeneficiaryId, Date, NominationId, ProviderId, Refusal, TeamId, Time, UnitId, words};

/// A day of the week on which a project runs.
#[derive(Clone, Debug, PartialEq)]
pub struct DayFacts {
    /// From 1 for Monday to 7.
    pub weekday: i64,
    pub start_time: Time,
    pub end_time: Time,
    pub places: i64,
}

/// What is known of a project.
#[derive(Clone, Debug, PartialEq)]
pub struct ProjectFacts {
    pub code: String,
    pub name: String,
    pub kind: ProjectKind,
    pub unit: UnitId,
    pub team: Option<TeamId>,
    pub beneficiary: Option<BeneficiaryId>,
    pub provider: Option<ProviderId>,
    pub work: String,
    pub address: Option<String>,
    pub town: Option<String>,
    pub meeting_point: Option<String>,
    pub supervised_by: SupervisedBy,
    pub women_only: bool,
    pub children_near: bool,
    pub vulnerable_near: bool,
    pub needs: Vec<String>,
    pub skills: Vec<String>,
    pub tools: Option<String>,
    pub places: i64,
    pub start_date: Date,
    pub days: Vec<DayFacts>,
    pub nomination: Option<NominationId>,
}

/// What is known of an assessment.
#[derive(Clone, Debug, PartialEq)]
pub struct AssessmentFacts {
    pub kind: AssessmentKind,
    pub assessed_by: String,
    pub assessed_on: Date,
    pub valid_until: Date,
    pub hazards: Vec<Hazard>,
}

/// What is agreed with a partner.
#[derive(Clone, Debug, PartialEq)]
pub struct AgreementFacts {
    pub partner: String,
    pub supervisor: String,
    pub contact: Option<String>,
    pub signed_on: Date,
    pub checked_on: Date,
    pub insurance_seen_on: Date,
    pub insurance_until: Date,
    pub review_on: Date,
}

/// The code as it is kept: capitals, letters, digits and hyphens.
pub(crate) fn code_of(typed: &str, wrong: &mut Vec<Refusal>) -> String {
    let code = typed.trim().to_ascii_uppercase();
    let sound = !code.is_empty() && code.len() <= 12 && code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if !sound {
        let words = "Enter a code of 1 to 12 letters, digits and hyphens, such as WEX-07";
        wrong.push(Refusal::new("code", "bad_code", words));
    }
    code
}

fn day(facts: &DayFacts, most: i64, wrong: &mut Vec<Refusal>) {
    if !(1..=7).contains(&facts.weekday) {
        wrong.push(Refusal::new("days", "bad_weekday", "Choose a day from Monday to Sunday"));
    }
    if facts.end_time <= facts.start_time {
        let words = "A day of work ends after it starts, and before midnight: enter a later end";
        wrong.push(Refusal::new("days", "ends_before_start", words));
    }
    if !(1..=most).contains(&facts.places) {
        wrong.push(Refusal::new("days", "out_of_range", format!("The places of a day must be between 1 and {most}")));
    }
}

fn overlapping(days: &[DayFacts]) -> bool {
    let clash =
        |a: &DayFacts, b: &DayFacts| a.weekday == b.weekday && a.start_time < b.end_time && b.start_time < a.end_time;
    days.iter().enumerate().any(|(at, one)| days.iter().skip(at + 1).any(|other| clash(one, other)))
}

/// Whether a project may be recorded so. `known` says which codes of needs and skills there are.
pub(crate) fn check_project(facts: &ProjectFacts, most: i64, known: (&[&str], &[&str])) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    code_of(&facts.code, &mut wrong);
    text("name", &facts.name, 80, "Enter the name of the project", &mut wrong);
    text("work", &facts.work, 2_000, "Say what is done there", &mut wrong);
    if !(1..=most).contains(&facts.places) {
        wrong.push(Refusal::new("places", "out_of_range", format!("The places must be between 1 and {most}")));
    }
    let (needs, skills) = known;
    if facts.needs.iter().any(|code| !needs.contains(&code.as_str())) {
        wrong.push(Refusal::new("needs", "not_a_choice", "Choose what the work asks of a body from the list"));
    }
    if facts.skills.iter().any(|code| !skills.contains(&code.as_str())) {
        wrong.push(Refusal::new("skills", "not_a_choice", "Choose what is taught from the list"));
    }
    for facts in &facts.days {
        day(facts, most, &mut wrong);
    }
    if overlapping(&facts.days) {
        wrong.push(Refusal::new("days", "overlap", "Two times of one day overlap: make them one, or set them apart"));
    }
    if facts.kind == ProjectKind::Group && facts.beneficiary.is_none() {
        let words = "Choose for whom the group works: unpaid work benefits somebody who is named";
        wrong.push(Refusal::new("beneficiary", "missing", words));
    }
    wrong
}

/// Whether an assessment may be recorded so.
pub(crate) fn check_assessment(facts: &AssessmentFacts, most_months: i64, today: Date) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    text("assessed_by", &facts.assessed_by, 120, "Enter who assessed it", &mut wrong);
    if facts.assessed_on > today {
        wrong.push(Refusal::new("assessed_on", "in_future", "The day of the assessment must be today or in the past"));
    }
    let latest = facts.assessed_on.saturating_add(most_months.months());
    if facts.valid_until < facts.assessed_on {
        wrong.push(Refusal::new("valid_until", "ends_before_start", "It must be valid until its own day or later"));
    } else if facts.valid_until > latest {
        let months = words::count(most_months, "month", "months");
        let words = format!("An assessment is in force for {months} at most: enter {} or earlier", words::day(latest));
        wrong.push(Refusal::new("valid_until", "too_far", words));
    }
    if facts.hazards.is_empty() {
        let words = "Enter at least one hazard with what is done about it. If there is none, say what was looked at";
        wrong.push(Refusal::new("hazards", "missing", words));
    }
    if facts.hazards.iter().any(|h| h.hazard.trim().is_empty() || h.control.trim().is_empty()) {
        wrong.push(Refusal::new("hazards", "incomplete", "Each hazard needs what is done about it"));
    }
    wrong
}

/// Whether an agreement may be recorded so.
pub(crate) fn check_agreement(facts: &AgreementFacts, today: Date) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    text("partner", &facts.partner, 120, "Enter the name of the partner", &mut wrong);
    text("supervisor", &facts.supervisor, 120, "Enter who supervises, by name", &mut wrong);
    for (field, on, what) in [
        ("signed_on", facts.signed_on, "The agreement must have been signed"),
        ("checked_on", facts.checked_on, "The supervisor must have been checked"),
        ("insurance_seen_on", facts.insurance_seen_on, "The insurance must have been seen"),
    ] {
        if on > today {
            wrong.push(Refusal::new(field, "in_future", format!("{what} today or in the past")));
        }
    }
    if facts.insurance_until < facts.insurance_seen_on {
        let words = "The insurance had ended when it was seen: ask for the new one";
        wrong.push(Refusal::new("insurance_until", "ends_before_start", words));
    }
    if facts.review_on <= facts.signed_on {
        wrong.push(Refusal::new("review_on", "before_start", "The review must be after the day of signing"));
    }
    wrong
}

/// Everything that says whether people may work at a project on a day.
#[derive(Clone, Debug)]
pub(crate) struct Fitness<'a> {
    pub(crate) project: &'a Project,
    pub(crate) days: &'a [ProjectDay],
    pub(crate) assessments: &'a [Assessment],
    pub(crate) agreements: &'a [Agreement],
}

/// The weekday as days of a project count it.
#[must_use]
pub fn weekday_of(day: Date) -> i64 {
    i64::from(day.weekday().to_monday_one_offset())
}

/// Why no session may be planned there on a day; nothing when one may.
pub(crate) fn unfit(of: &Fitness<'_>, on: Date) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    let project = of.project;
    if on < project.start_date {
        let words =
            format!("{} begins on {}: choose that day or a later one", project.name, words::day(project.start_date));
        wrong.push(Refusal::new("date", "not_begun", words));
    }
    if let Some(end) = project.end_date.filter(|end| on > *end) {
        let words = format!("{} ended on {}: choose another project", project.name, words::day(end));
        wrong.push(Refusal::new("date", "ended", words));
    }
    if !of.days.iter().any(|d| d.weekday == weekday_of(on)) {
        let words = format!("{} does not run on a {}", project.name, on.strftime("%A"));
        wrong.push(Refusal::new("date", "not_a_day", words));
    }
    for kind in AssessmentKind::ALL {
        if !of.assessments.iter().any(|a| a.kind == *kind && a.in_force(on)) {
            let words = format!(
                "No {} of {} is in force on {}: assess it first",
                kind.words().to_lowercase(),
                project.name,
                words::day(on)
            );
            wrong.push(Refusal::new("date", "not_assessed", words));
        }
    }
    if project.supervised_by == SupervisedBy::Partner {
        match of.agreements.iter().filter(|a| a.stands_on(on)).max_by_key(|a| a.insurance_until) {
            None => {
                let words = format!("No agreement with the partner of {} stands on {}", project.name, words::day(on));
                wrong.push(Refusal::new("date", "no_agreement", words));
            }
            Some(agreement) if agreement.insurance_until < on => {
                let until = words::day(agreement.insurance_until);
                let words = format!("The insurance of {} ended on {until}: see the new one first", agreement.partner);
                wrong.push(Refusal::new("date", "not_insured", words));
            }
            Some(_) => {}
        }
    }
    wrong
}

/// What of a project ends or is to be reviewed within some days, in words, the nearest first.
pub(crate) fn ending_soon(of: &Fitness<'_>, today: Date, days: i64) -> Vec<(Date, String)> {
    let last = today.saturating_add(days.days());
    let mut soon = Vec::new();
    for kind in AssessmentKind::ALL {
        let newest =
            of.assessments.iter().filter(|a| a.kind == *kind && a.in_force(today)).max_by_key(|a| a.valid_until);
        if let Some(newest) = newest.filter(|a| a.valid_until <= last) {
            soon.push((newest.valid_until, format!("{} ends", kind.words())));
        }
    }
    for agreement in of.agreements.iter().filter(|a| a.stands_on(today)) {
        if agreement.insurance_until <= last {
            soon.push((agreement.insurance_until, format!("Insurance of {} ends", agreement.partner)));
        }
        if agreement.review_on <= last {
            soon.push((agreement.review_on, format!("Agreement with {} is reviewed", agreement.partner)));
        }
    }
    soon.sort();
    soon
}
