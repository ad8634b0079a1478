//! Invented people, drafted one by one from the seed: who they are, what the court did, and how they keep to it. A
//! draft is plain data; writing it to the rooms is another part's work. Person 17 is the same whoever else is drafted.

use crate::random::Random;
use crate::vocabulary::identifiers;
use crate::vocabulary::names::{self, Sex};
use crate::vocabulary::offences::{self, OffencePlan};
use crate::vocabulary::places::{self, Home};
use crate::vocabulary::sentencing::{self, RequirementPlan, SentenceKind, SentencePlan};
use jiff::{ToSpan, civil::Date, civil::Weekday};

/// Where the person is in their path through the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// A court has asked for a report for its hearing on that day.
    ReportAsked { hearing: Date },
    /// The court's result is in and nobody has the case yet.
    Unallocated,
    /// Somebody supervises the person.
    Supervised,
    /// The order ran out or was completed on that day.
    Ended { on: Date },
}

/// One court matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatterDraft {
    pub offence: OffencePlan,
    /// Further offences of the same matter.
    pub also: Vec<OffencePlan>,
    pub offence_on: Date,
    pub convicted_on: Date,
    /// `None` before sentence.
    pub passed: Option<PassedDraft>,
    pub crown: bool,
}

/// The sentence of a matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassedDraft {
    pub on: Date,
    pub kind: SentenceKind,
    pub sentence: SentencePlan,
    pub requirements: Vec<RequirementPlan>,
    /// The last day of the order, of the suspension or of the custodial sentence.
    pub ends_on: Date,
    /// The day of release from custody on licence; a day to come while still inside.
    pub released_on: Option<Date>,
}

/// Everything that is made up about a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonDraft {
    pub number: u32,
    pub sex: Sex,
    pub forename: String,
    pub middle: Option<String>,
    pub surname: String,
    pub alias: Option<(String, String)>,
    pub born: Date,
    pub ethnicity: &'static str,
    pub speaks_welsh: bool,
    /// Needs an interpreter for this language, by its code of two letters.
    pub interpreter: Option<&'static str>,
    pub pnc: Option<String>,
    pub cro: Option<String>,
    pub home: Home,
    pub mobile: Option<String>,
    pub email: Option<String>,
    pub standing: Standing,
    pub tier: &'static str,
    /// Of a hundred appointments, how many are kept.
    pub attendance: u32,
    pub matters: Vec<MatterDraft>,
}

/// Drafts people who live in one town of a service that works in Welsh too, or not.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub town: &'static str,
    pub welsh: bool,
}

/// Person `number` of the world of that seed, as on `today`.
#[must_use]
pub fn draft(seed: u64, today: Date, number: u32, place: Place) -> PersonDraft {
    let random = &mut Random::of(seed, "person", u64::from(number));
    let sex = if random.chance(120) { Sex::Female } else { Sex::Male };
    let name = names::name(random, sex, if place.welsh { 450 } else { 0 });
    let age_days = random
        .weighted(&[(25, 18..26), (35, 26..36), (25, 36..50), (13, 50..65), (2, 65..82)])
        .cloned()
        .unwrap_or(26..36);
    let age_days = random.between(age_days.start * 365 + 30, age_days.end * 365);
    let born = today.saturating_sub(age_days.days());
    let home = places::home(random, place.town);
    let mobile = random.chance(880).then(|| identifiers::mobile(random));
    let email = random.chance(420).then(|| identifiers::email(&name.forename, &name.surname, number));
    let first_known = today.year() - i16::try_from(random.between(0, 14).min(age_days / 365 - 17)).unwrap_or(0);
    let pnc = random.chance(940).then(|| identifiers::pnc(first_known, 9_000_000 + number % 999_000));
    let cro = random.chance(720).then(|| identifiers::cro(first_known, 100_000 + number % 800_000));
    let alias = random.chance(110).then(|| {
        let other = names::name(random, sex, 0);
        if random.chance(600) { (name.forename.clone(), other.surname) } else { (other.forename, name.surname.clone()) }
    });
    let interpreter =
        (matches!(name.heritage, "polish" | "romanian" | "lithuanian" | "vietnamese" | "kurdish-turkish" | "arabic")
            && random.chance(200))
        .then_some(language(name.heritage));
    let standing = standing(random, today);
    PersonDraft {
        speaks_welsh: name.heritage == "welsh" && place.welsh && random.chance(600),
        number,
        sex,
        forename: name.forename,
        middle: name.middle,
        surname: name.surname,
        alias,
        born,
        ethnicity: name.ethnicity,
        interpreter,
        pnc,
        cro,
        home,
        mobile,
        email,
        tier: sentencing::tier(random),
        attendance: sentencing::attendance(random),
        matters: matters(random, today, standing),
        standing,
    }
}

fn language(heritage: &str) -> &'static str {
    match heritage {
        "polish" => "pl",
        "romanian" => "ro",
        "lithuanian" => "lt",
        "vietnamese" => "vi",
        "arabic" => "ar",
        _ => "ku",
    }
}

fn standing(random: &mut Random, today: Date) -> Standing {
    let drawn = random.weighted(&[(20, 0u8), (22, 1), (70, 2), (888, 3)]).copied().unwrap_or(3);
    match drawn {
        0 => Standing::ReportAsked { hearing: weekday(today.saturating_add(random.between(4, 24).days())) },
        1 => Standing::Unallocated,
        2 => Standing::Ended { on: today.saturating_sub(random.between(3, 600).days()) },
        _ => Standing::Supervised,
    }
}

fn matters(random: &mut Random, today: Date, standing: Standing) -> Vec<MatterDraft> {
    let kind = sentencing::kind(random);
    let mut all = vec![matter(random, today, standing, kind)];
    // One in ten of the supervised serves a second, earlier order in the community.
    if standing == Standing::Supervised && random.chance(100) {
        all.insert(0, matter(random, today, standing, SentenceKind::Community));
    }
    all.sort_by_key(|m| m.passed.as_ref().map_or(m.convicted_on, |p| p.on));
    all
}

fn matter(random: &mut Random, today: Date, standing: Standing, kind: SentenceKind) -> MatterDraft {
    let custody = matches!(kind, SentenceKind::InCustody | SentenceKind::OnLicence);
    let offence = offences::draw(random, custody);
    let also = if random.chance(340) { vec![offences::draw(random, custody)] } else { vec![] };
    let crown = custody && random.chance(700) || kind == SentenceKind::Suspended && random.chance(300);
    let passed = match standing {
        Standing::ReportAsked { .. } => None,
        _ => Some(passed(random, today, standing, kind)),
    };
    let convicted_on = match &passed {
        Some(passed) => weekday_before(passed.on.saturating_sub(random.between(0, 60).days())),
        None => weekday_before(today.saturating_sub(random.between(1, 10).days())),
    };
    let offence_on = convicted_on.saturating_sub(random.between(20, 300).days());
    MatterDraft { offence, also, offence_on, convicted_on, passed, crown }
}

fn passed(random: &mut Random, today: Date, standing: Standing, kind: SentenceKind) -> PassedDraft {
    let sentence = sentencing::sentence(random, kind);
    let months = match sentence {
        SentencePlan::Community { months }
        | SentencePlan::Suspended { months, .. }
        | SentencePlan::Custody { months } => months,
    };
    let whole = months * 30;
    let elapsed = match (standing, kind) {
        (Standing::Unallocated, _) => random.between(0, 3),
        (Standing::Ended { on }, _) => whole + days_between(on, today),
        (_, SentenceKind::InCustody) => random.between(10, (whole * 38 / 100).max(11)),
        (_, SentenceKind::OnLicence) => random.between(whole * 42 / 100, whole - 5),
        _ => random.between(4, whole - 5),
    };
    let on = weekday_before(today.saturating_sub(elapsed.days()));
    let ends_on = match standing {
        Standing::Ended { on } => on,
        _ => on.saturating_add(months.months()).saturating_sub(1.day()),
    };
    let released_on = matches!(kind, SentenceKind::InCustody | SentenceKind::OnLicence)
        .then(|| weekday_before(on.saturating_add((whole * 40 / 100).days())));
    let requirements = sentencing::requirements(random, kind);
    PassedDraft { on, kind, sentence, requirements, ends_on, released_on }
}

/// How the order of somebody whose supervision is over ended: the code of its reason, and how many of its requirements were
/// completed before. Most are; those who came seldom went back to court more often.
#[must_use]
pub fn ending(seed: u64, person: &PersonDraft) -> (&'static str, usize) {
    let random = &mut Random::of(seed, "ending", u64::from(person.number));
    let passed = person.matters.last().and_then(|m| m.passed.as_ref());
    let requirements = passed.map_or(0, |p| p.requirements.len());
    if passed.is_none_or(|p| matches!(p.kind, SentenceKind::InCustody | SentenceKind::OnLicence)) {
        return ("completed", requirements);
    }
    let back = if person.attendance < 75 { 300 } else { 80 };
    let reasons = [(back, "revoked-resentenced"), (60, "not-completed"), (90, "revoked-progress"), (700, "completed")];
    match random.weighted(&reasons).copied().unwrap_or("completed") {
        reason @ ("completed" | "revoked-progress") => {
            let left = usize::from(random.chance(180));
            (reason, requirements.saturating_sub(left))
        }
        reason => (reason, 0),
    }
}

fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

/// That day, or the Monday after a weekend.
#[must_use]
pub fn weekday(day: Date) -> Date {
    match day.weekday() {
        Weekday::Saturday => day.saturating_add(2.days()),
        Weekday::Sunday => day.saturating_add(1.day()),
        _ => day,
    }
}

/// That day, or the Friday before a weekend.
#[must_use]
pub fn weekday_before(day: Date) -> Date {
    match day.weekday() {
        Weekday::Saturday => day.saturating_sub(1.day()),
        Weekday::Sunday => day.saturating_sub(2.days()),
        _ => day,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 20);
    const PLACE: Place = Place { town: "Wexmere", welsh: false };

    fn people(count: u32) -> Vec<PersonDraft> {
        (0..count).map(|n| draft(1, TODAY, n, PLACE)).collect()
    }

    #[test]
    fn the_same_seed_and_day_draft_the_same_person() {
        assert_eq!(draft(9, TODAY, 17, PLACE), draft(9, TODAY, 17, PLACE));
        assert_ne!(draft(9, TODAY, 17, PLACE), draft(10, TODAY, 17, PLACE));
    }

    #[test]
    fn no_two_people_have_the_same_number_of_police_or_records_office() {
        let named = (900_000..900_900).map(|n| draft(1, TODAY, n, PLACE));
        let all: Vec<PersonDraft> = people(20_000).into_iter().chain(named).collect();
        for number in [|p: &PersonDraft| p.pnc.clone(), |p: &PersonDraft| p.cro.clone()] {
            let numbers: Vec<String> = all.iter().filter_map(number).collect();
            let different: std::collections::BTreeSet<&String> = numbers.iter().collect();
            assert_eq!(different.len(), numbers.len());
        }
    }

    #[test]
    fn nobody_is_a_child_and_nothing_happens_before_the_offence_or_after_today() {
        for person in people(3000) {
            assert!(person.born.saturating_add(18.years()) <= TODAY, "{person:?}");
            for matter in &person.matters {
                assert!(matter.offence_on < matter.convicted_on && matter.convicted_on <= TODAY, "{matter:?}");
                if let Some(passed) = &matter.passed {
                    assert!(matter.convicted_on <= passed.on && passed.on <= TODAY, "{matter:?}");
                    assert!(passed.ends_on > passed.on, "{matter:?}");
                    match passed.kind {
                        SentenceKind::InCustody if person.standing == Standing::Supervised => {
                            assert!(passed.released_on.unwrap() >= TODAY, "{passed:?}")
                        }
                        SentenceKind::OnLicence if person.standing == Standing::Supervised => {
                            assert!(passed.released_on.unwrap() <= TODAY, "{passed:?}")
                        }
                        SentenceKind::Community | SentenceKind::Suspended => {
                            assert_eq!(passed.released_on, None)
                        }
                        _ => {}
                    }
                }
            }
        }
    }

    #[test]
    fn a_supervised_person_has_a_sentence_that_is_not_over() {
        for person in people(3000) {
            if person.standing == Standing::Supervised {
                assert!(
                    person.matters.iter().any(|m| m.passed.as_ref().is_some_and(|p| p.ends_on >= TODAY)),
                    "{person:?}"
                );
            }
        }
    }

    #[test]
    fn the_mix_is_mostly_people_under_supervision_in_the_community() {
        let all = people(5000);
        let supervised = all.iter().filter(|p| p.standing == Standing::Supervised).count();
        assert!((4350..4530).contains(&supervised), "{supervised}");
        let women = all.iter().filter(|p| p.sex == Sex::Female).count();
        assert!((500..700).contains(&women), "{women}");
    }
}
