//! What a service of the catalogue may be. Pure.

use super::records::{ForSex, RateSource};
use crate::policy::{blank, in_order, within};
use kernel::{Date, Refusal, ServiceId};
use std::collections::{BTreeMap, BTreeSet};

/// Levels of risk of serious harm, the lowest first, with their words.
pub const RISKS: [(&str, &str); 4] =
    [("low", "Low"), ("medium", "Medium"), ("high", "High"), ("very_high", "Very high")];

/// The needs that a service can meet: the sections of an assessment.
pub const NEEDS: [(&str, &str); 10] = [
    ("accommodation", "Accommodation"),
    ("employment", "Employment, training and education"),
    ("financial", "Financial management and income"),
    ("relationships", "Relationships"),
    ("lifestyle", "Lifestyle and associates"),
    ("drugs", "Drug misuse"),
    ("alcohol", "Alcohol misuse"),
    ("emotional", "Emotional well-being"),
    ("thinking", "Thinking and behaviour"),
    ("attitudes", "Attitudes"),
];

/// What is known of a service.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceFacts {
    pub code: String,
    pub name: String,
    pub kind: String,
    pub summary: String,
    pub sessions: i64,
    pub weeks: i64,
    /// Digits from 1 (Monday) to 7.
    pub weekdays: String,
    pub minutes: i64,
    pub gap_days: i64,
    pub lead_days: i64,
    pub for_sex: ForSex,
    pub min_age: Option<i64>,
    pub max_age: Option<i64>,
    pub least_risk: Option<String>,
    pub most_risk: Option<String>,
    pub consent_needed: bool,
    pub start_date: Date,
    pub needs: Vec<String>,
    pub requirements: Vec<String>,
    pub before: Vec<ServiceId>,
}

/// How often things go otherwise than planned, from a day on.
#[derive(Clone, Debug, PartialEq)]
pub struct RateFacts {
    pub from_date: Date,
    pub leaves_weekly: f64,
    pub missed_first: f64,
    pub cancelled: f64,
    pub source: RateSource,
    pub note: Option<String>,
}

fn risk(code: Option<&str>) -> Option<usize> {
    code.and_then(|code| RISKS.iter().position(|(known, _)| *known == code))
}

/// Whether a service may be recorded so. `kinds` and `requirements` are the codes that are known.
pub(crate) fn check_service(facts: &ServiceFacts, kinds: &[&str], requirements: &[&str]) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    blank("name", &facts.name, 120, "Enter the name of the service", &mut wrong);
    blank("summary", &facts.summary, 1_000, "Say what happens in it", &mut wrong);
    within("sessions", facts.sessions, 1, 200, "The number of sessions", &mut wrong);
    within("weeks", facts.weeks, 1, 156, "The number of weeks", &mut wrong);
    within("minutes", facts.minutes, 5, 600, "The minutes of a session", &mut wrong);
    within("gap_days", facts.gap_days, 0, 90, "The days between two sessions", &mut wrong);
    within("lead_days", facts.lead_days, 0, 365, "The days from the order to the first day", &mut wrong);
    if !facts.weekdays.bytes().all(|b| (b'1'..=b'7').contains(&b)) {
        wrong.push(Refusal::new("weekdays", "not_a_day", "Select days of the week"));
    }
    for (field, age) in [("min_age", facts.min_age), ("max_age", facts.max_age)] {
        if let Some(age) = age {
            within(field, age, 10, 110, "An age", &mut wrong);
        }
    }
    if facts.min_age.zip(facts.max_age).is_some_and(|(least, most)| least > most) {
        wrong.push(Refusal::new("max_age", "out_of_order", "The highest age must not be below the lowest age"));
    }
    if risk(facts.least_risk.as_deref()).zip(risk(facts.most_risk.as_deref())).is_some_and(|(l, m)| l > m) {
        wrong.push(Refusal::new("most_risk", "out_of_order", "The highest level must not be below the lowest level"));
    }
    if !kinds.contains(&facts.kind.as_str()) {
        wrong.push(Refusal::new("kind", "unknown", "Select what kind of service it is"));
    }
    if let Some(unknown) = facts.requirements.iter().find(|r| !requirements.contains(&r.as_str())) {
        wrong.push(Refusal::new("requirements", "unknown", format!("{unknown} is no requirement of the law")));
    }
    if let Some(unknown) = facts.needs.iter().find(|n| !NEEDS.iter().any(|(code, _)| code == n)) {
        wrong.push(Refusal::new("needs", "unknown", format!("{unknown} is no need of an assessment")));
    }
    wrong
}

/// Whether what comes before a service leads back to it.
pub(crate) fn leads_back(
    service: ServiceId,
    before: &[ServiceId],
    known: &BTreeMap<ServiceId, Vec<ServiceId>>,
) -> bool {
    let mut seen = BTreeSet::new();
    let mut next = before.to_vec();
    while let Some(one) = next.pop() {
        if one == service {
            return true;
        }
        if seen.insert(one) {
            next.extend(known.get(&one).into_iter().flatten().copied());
        }
    }
    false
}

/// Whether rates may be recorded so.
pub(crate) fn check_rate(facts: &RateFacts, service: (Date, Option<Date>)) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    for (field, chance) in
        [("leaves_weekly", facts.leaves_weekly), ("missed_first", facts.missed_first), ("cancelled", facts.cancelled)]
    {
        if !(0.0..=1.0).contains(&chance) {
            wrong.push(Refusal::new(field, "not_a_share", "Enter a share between 0 and 100 per cent"));
        }
    }
    in_order(facts.from_date, service.1, &mut wrong);
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date;
    use uuid::Uuid;

    fn id(n: u128) -> ServiceId {
        ServiceId(Uuid::from_u128(n))
    }

    #[test]
    fn what_comes_before_a_service_never_leads_back_to_it() {
        let known = BTreeMap::from([(id(2), vec![id(3)]), (id(3), vec![id(4)])]);
        assert!(!leads_back(id(1), &[id(2)], &known));
        assert!(leads_back(id(4), &[id(2)], &known));
        assert!(leads_back(id(1), &[id(1)], &known));
    }

    #[test]
    fn a_rate_is_a_share() {
        let facts = RateFacts {
            from_date: date(2026, 1, 1),
            leaves_weekly: 0.02,
            missed_first: 1.2,
            cancelled: f64::NAN,
            source: RateSource::Assumed,
            note: None,
        };
        let wrong = check_rate(&facts, (date(2020, 1, 1), None));
        assert_eq!(wrong.iter().map(|r| r.field.as_str()).collect::<Vec<_>>(), ["missed_first", "cancelled"]);
    }
}
