//! Whether a service suits a person, with every reason: sex, age, risk, what comes first, needs, agreement, language, the time
//! that the order leaves, and what they are referred to already. Pure.
//!
//! Always true: what bars a referral is told apart from what asks for a reason; what is not known never bars, and says what to
//! find out.

use jiff::ToSpan;
use kernel::{Date, words};
use provision::{ForSex, RISKS, Service};

/// How much a doubt weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// The service does not take the person.
    Bars,
    /// The officer may refer all the same, with a written reason.
    NeedsReason,
    /// Not known yet: worth finding out.
    Ask,
}

/// One reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    pub weight: Weight,
    pub code: &'static str,
    pub words: String,
}

/// What is known of the person.
#[derive(Clone, Debug, Default)]
pub struct Known {
    pub born: Option<Date>,
    /// A code of the set `gender`.
    pub sex: Option<String>,
    /// The level of risk of serious harm.
    pub harm: Option<String>,
    /// Needs that an assessment found, by section; none where nothing is assessed.
    pub needs: Option<Vec<String>>,
    /// The language of an interpreter who is needed.
    pub interpreter: Option<String>,
    /// The last day of the order that it is for.
    pub order_ends: Option<Date>,
    /// They are referred to this service already, and it has not ended.
    pub already: bool,
    /// Services that must come first and are not finished, by name.
    pub unfinished: Vec<String>,
}

/// What is known of the service and its offer.
#[derive(Clone, Debug)]
pub struct Wanted<'a> {
    pub service: &'a Service,
    /// The needs that it meets.
    pub needs: Vec<&'a str>,
    /// It delivers a requirement of an order that is open: then it need not be for a need.
    pub for_requirement: bool,
    /// The day on which somebody who joined today would begin, where it is known.
    pub starts: Option<Date>,
    pub today: Date,
}

fn place(level: &str) -> Option<usize> {
    RISKS.iter().position(|(code, _)| *code == level)
}

fn level_words(level: &str) -> String {
    RISKS.iter().find(|(code, _)| *code == level).map_or(level.to_owned(), |(_, words)| words.to_lowercase())
}

fn sex(service: &Service, known: &Known) -> Option<Doubt> {
    let (only, code) = match service.for_sex {
        ForSex::Any => return None,
        ForSex::Women => ("women", "F"),
        ForSex::Men => ("men", "M"),
    };
    match known.sex.as_deref() {
        Some(sex) if sex == code => None,
        None => {
            Some(doubt(Weight::Ask, "no_sex", format!("It is for {only} only, and the record does not say: record it")))
        }
        Some(_) => Some(doubt(Weight::Bars, "not_their_sex", format!("It is for {only} only"))),
    }
}

fn age(service: &Service, known: &Known, on: Date) -> Option<Doubt> {
    if service.min_age.is_none() && service.max_age.is_none() {
        return None;
    }
    let Some(born) = known.born else {
        let words = "It is for people of a certain age: record the date of birth first";
        return Some(doubt(Weight::Bars, "no_birth_date", words));
    };
    let age = i64::from(words::age(born, on));
    match (service.min_age, service.max_age) {
        (Some(least), _) if age < least => {
            Some(doubt(Weight::Bars, "too_young", format!("It is for people from {least} years; they are {age}")))
        }
        (_, Some(most)) if age > most => {
            Some(doubt(Weight::Bars, "too_old", format!("It is for people up to {most} years; they will be {age}")))
        }
        _ => None,
    }
}

fn risk(service: &Service, known: &Known) -> Option<Doubt> {
    if service.least_risk.is_none() && service.most_risk.is_none() {
        return None;
    }
    let Some(level) = known.harm.as_deref() else {
        let words = "It is for certain levels of risk of serious harm, and none is assessed yet";
        return Some(doubt(Weight::Ask, "no_risk_level", words));
    };
    let at = place(level);
    let least = service.least_risk.as_deref();
    let most = service.most_risk.as_deref();
    let low = least.filter(|least| place(least).zip(at).is_some_and(|(least, at)| at < least));
    let high = most.filter(|most| place(most).zip(at).is_some_and(|(most, at)| at > most));
    let words = match (low, high) {
        (Some(least), _) => {
            format!("It is for {} risk of serious harm or more; theirs is {}", level_words(least), level_words(level))
        }
        (_, Some(most)) => {
            format!("It is for risk of serious harm up to {}; theirs is {}", level_words(most), level_words(level))
        }
        _ => return None,
    };
    Some(doubt(Weight::NeedsReason, "risk_level", words))
}

fn needs(wanted: &Wanted<'_>, known: &Known) -> Option<Doubt> {
    if wanted.needs.is_empty() || wanted.for_requirement {
        return None;
    }
    match &known.needs {
        None => Some(doubt(Weight::Ask, "not_assessed", "No assessment says yet which needs they have")),
        Some(found) if found.iter().any(|need| wanted.needs.contains(&need.as_str())) => None,
        Some(_) => Some(doubt(Weight::NeedsReason, "no_such_need", "The assessment found no need that it meets")),
    }
}

fn time(wanted: &Wanted<'_>, known: &Known) -> Option<Doubt> {
    let ends = known.order_ends?;
    let begins = wanted.starts.unwrap_or_else(|| wanted.today.saturating_add(wanted.service.lead_days.days()));
    let over = begins.saturating_add(wanted.service.weeks.weeks());
    let weeks = words::count(wanted.service.weeks, "week", "weeks");
    (over > ends).then(|| {
        let words = format!(
            "It takes {weeks} from {}, and the order ends on {}",
            words::short_day(begins),
            words::short_day(ends)
        );
        doubt(Weight::NeedsReason, "order_too_short", words)
    })
}

fn doubt(weight: Weight, code: &'static str, words: impl Into<String>) -> Doubt {
    Doubt { weight, code, words: words.into() }
}

/// Every reason for which the service may not suit the person, what bars first.
#[must_use]
pub fn doubts(wanted: &Wanted<'_>, known: &Known) -> Vec<Doubt> {
    let service = wanted.service;
    let on = wanted.starts.unwrap_or(wanted.today);
    let mut found: Vec<Doubt> =
        [sex(service, known), age(service, known, on), risk(service, known), needs(wanted, known)]
            .into_iter()
            .chain([time(wanted, known)])
            .flatten()
            .collect();
    if known.already {
        found.push(doubt(Weight::Bars, "already", "They are referred to it already: see the open referral"));
    }
    for before in &known.unfinished {
        found.push(doubt(Weight::NeedsReason, "comes_first", format!("{before} comes first and is not finished")));
    }
    if let Some(language) = &known.interpreter {
        let words = format!("They need an interpreter for {language}: ask whether the provider can arrange one");
        found.push(doubt(Weight::Ask, "language", words));
    }
    if service.consent_needed {
        found.push(doubt(Weight::Ask, "agreement", "The person must agree to take part: say below whether they do"));
    }
    found.sort_by_key(|d| d.weight);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date;

    const TODAY: Date = date(2026, 11, 23);

    fn service() -> Service {
        Service {
            id: uuid::Uuid::from_u128(1).into(),
            code: "HOUSE".into(),
            name: "Housing advice".into(),
            kind: "housing".into(),
            summary: "Advice".into(),
            sessions: 6,
            weeks: 8,
            weekdays: String::new(),
            minutes: 60,
            gap_days: 0,
            lead_days: 7,
            for_sex: ForSex::Any,
            min_age: Some(18),
            max_age: None,
            least_risk: None,
            most_risk: Some("medium".into()),
            consent_needed: false,
            start_date: date(2020, 1, 1),
            end_date: None,
            end_reason: None,
            version: 1,
        }
    }

    fn wanted(service: &Service) -> Wanted<'_> {
        Wanted { service, needs: vec!["accommodation"], for_requirement: false, starts: None, today: TODAY }
    }

    fn suited() -> Known {
        Known {
            born: Some(date(1990, 5, 5)),
            sex: Some("M".into()),
            harm: Some("medium".into()),
            needs: Some(vec!["accommodation".into()]),
            order_ends: Some(date(2027, 6, 1)),
            ..Known::default()
        }
    }

    fn codes(service: &Service, known: &Known) -> Vec<&'static str> {
        doubts(&wanted(service), known).iter().map(|d| d.code).collect()
    }

    #[test]
    fn a_service_that_meets_a_need_within_the_order_suits() {
        assert_eq!(codes(&service(), &suited()), Vec::<&str>::new());
    }

    #[test]
    fn sex_and_age_bar_and_what_is_not_known_of_them_is_asked() {
        let women = Service { for_sex: ForSex::Women, ..service() };
        let found = doubts(&wanted(&women), &suited());
        assert_eq!((found[0].weight, found[0].code), (Weight::Bars, "not_their_sex"));
        let unknown = Known { sex: None, ..suited() };
        assert_eq!(doubts(&wanted(&women), &unknown)[0].weight, Weight::Ask);
        assert_eq!(codes(&service(), &Known { born: None, ..suited() }), ["no_birth_date"]);
        assert_eq!(codes(&service(), &Known { born: Some(date(2009, 1, 1)), ..suited() }), ["too_young"]);
        assert_eq!(codes(&service(), &Known { born: Some(date(2008, 11, 23)), ..suited() }), Vec::<&str>::new());
    }

    #[test]
    fn a_higher_risk_than_the_service_takes_asks_for_a_reason() {
        let found = doubts(&wanted(&service()), &Known { harm: Some("high".into()), ..suited() });
        assert_eq!((found[0].weight, found[0].code), (Weight::NeedsReason, "risk_level"));
        assert_eq!(codes(&service(), &Known { harm: None, ..suited() }), ["no_risk_level"]);
    }

    #[test]
    fn a_need_must_be_found_unless_a_court_ordered_it() {
        let other = Known { needs: Some(vec!["alcohol".into()]), ..suited() };
        assert_eq!(codes(&service(), &other), ["no_such_need"]);
        let service = service();
        let ordered = Wanted { for_requirement: true, ..wanted(&service) };
        assert!(doubts(&ordered, &other).is_empty());
    }

    #[test]
    fn the_order_must_last_until_the_service_is_over() {
        // Seven days of lead and eight weeks: 25 January 2027.
        assert_eq!(codes(&service(), &Known { order_ends: Some(date(2027, 1, 25)), ..suited() }), Vec::<&str>::new());
        assert_eq!(codes(&service(), &Known { order_ends: Some(date(2027, 1, 24)), ..suited() }), ["order_too_short"]);
    }

    #[test]
    fn nobody_is_referred_twice_and_what_comes_first_is_said() {
        let known = Known { already: true, unfinished: vec!["Detoxification".into()], ..suited() };
        let found = doubts(&wanted(&service()), &known);
        assert_eq!((found[0].weight, found[0].code), (Weight::Bars, "already"));
        assert!(found[1].words.contains("Detoxification comes first"));
    }

    #[test]
    fn agreement_and_an_interpreter_are_asked_for() {
        let agreed = Service { consent_needed: true, ..service() };
        let known = Known { interpreter: Some("Polish".into()), ..suited() };
        assert_eq!(codes(&agreed, &known), ["language", "agreement"]);
    }
}
