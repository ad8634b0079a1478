//! Assessments of the demo world: answers that fit a person's tier and sex, by chance of their own number, and written by
//! the officer who has the case.

use super::DemoPlan;
use super::acts::at;
use super::generated::told_on;
use super::structure::{StaffOf, TeamOf};
use crate::population::{PersonDraft, Standing, weekday};
use crate::random::Random;
use crate::vocabulary::names::Sex;
use crate::vocabulary::sentencing::SentenceKind;
use assessment::{BulkAssessment, Kind, Setting, State};
use jiff::ToSpan;
use kernel::{Instant, PersonId};

type Answers = Vec<(String, Option<String>, Option<String>)>;

/// For whom and how an assessment is written.
pub(crate) struct Wanted<'a> {
    pub(crate) at: Instant,
    pub(crate) person: PersonId,
    pub(crate) number: i64,
    pub(crate) kind: Kind,
    pub(crate) setting: Setting,
    pub(crate) state: State,
    pub(crate) begun_at: Instant,
    pub(crate) tier: &'a str,
    pub(crate) sex: Sex,
    /// The manager's name, where the level asks for a second signature.
    pub(crate) manager: Option<&'a str>,
}

/// The assessment of a generated person: whoever has had an officer for three weeks has one, and a few are still being
/// written.
pub(super) fn of_person(
    plan: &DemoPlan,
    draft: &PersonDraft,
    person: PersonId,
    team: &TeamOf,
    officer: &StaffOf,
    latest: Instant,
) -> Option<BulkAssessment> {
    let matter = draft.matters.first().filter(|m| m.passed.is_some())?;
    let told_on = told_on(matter, plan.today);
    if draft.standing != Standing::Supervised || told_on.saturating_add(21.days()) > plan.today {
        return None;
    }
    let mut random = Random::of(plan.seed, "assessment", u64::from(draft.number));
    let in_custody = matter.passed.as_ref().is_some_and(|p| p.kind == SentenceKind::InCustody);
    let wanted = Wanted {
        at: at(weekday(told_on.saturating_add(15.days())), 16, 0).min(latest),
        person,
        number: 1,
        kind: if random.chance(35) { Kind::Full } else { Kind::Initial },
        setting: if in_custody { Setting::Custody } else { Setting::Community },
        state: if random.chance(4) { State::Draft } else { State::Signed },
        begun_at: at(weekday(told_on.saturating_add(8.days())), 10, 0).min(latest),
        tier: draft.tier,
        sex: draft.sex,
        manager: team.senior().map(|s| s.name.as_str()),
    };
    Some(written(&wanted, team, officer, &mut random))
}

/// One assessment with answers that fit.
pub(crate) fn written(wanted: &Wanted<'_>, team: &TeamOf, officer: &StaffOf, random: &mut Random) -> BulkAssessment {
    // What waits for a second signature has a ground for one.
    let level = if wanted.state == State::Waiting { "high" } else { level(wanted.tier, random) };
    let all = answers(wanted, level, random);
    // A draft stops in the middle of the needs.
    let kept = if wanted.state == State::Draft { all.len() / 2 } else { all.len() };
    let second = matches!(level, "high" | "very_high") || officer.grade.code() == "PQIP";
    BulkAssessment {
        at: wanted.at,
        person: wanted.person,
        number: wanted.number,
        kind: wanted.kind,
        setting: wanted.setting,
        state: wanted.state,
        begun_at: wanted.begun_at,
        staff: Some(officer.id),
        team: Some(team.id),
        grade: Some(officer.grade.code().to_owned()),
        countersigned_by: wanted.manager.filter(|_| second).map(str::to_owned),
        answers: all.into_iter().take(kept).collect(),
    }
}

/// The highest level of harm: people in higher tiers are more often dangerous.
fn level(tier: &str, random: &mut Random) -> &'static str {
    let weights: [(u32, &str); 4] = match tier {
        "A" => [(0, "low"), (10, "medium"), (70, "high"), (20, "very_high")],
        "B" => [(5, "low"), (45, "medium"), (48, "high"), (2, "very_high")],
        "C" | "D" => [(30, "low"), (62, "medium"), (8, "high"), (0, "very_high")],
        _ => [(80, "low"), (20, "medium"), (0, "high"), (0, "very_high")],
    };
    random.weighted(&weights).copied().unwrap_or("medium")
}

/// Of three, how often a problem is significant or some.
fn problem(tier: &str, random: &mut Random) -> &'static str {
    let weights: [(u32, &str); 3] = match tier {
        "A" | "B" => [(25, "none"), (45, "some"), (30, "significant")],
        "C" | "D" => [(45, "none"), (40, "some"), (15, "significant")],
        _ => [(70, "none"), (25, "some"), (5, "significant")],
    };
    random.weighted(&weights).copied().unwrap_or("none")
}

const PROBLEMS: &[&str] =
    &["3.4", "6.4", "7.2", "9.1", "9.2", "11.2", "11.4", "12.1", "3.5", "4.3", "6.1", "7.3", "11.6", "12.4"];
const MORE: &[&str] =
    &["3.6", "4.4", "4.5", "6.3", "6.6", "7.5", "8.4", "9.3", "11.5", "11.9", "12.5", "5.2", "10.1", "10.3"];

fn answers(wanted: &Wanted<'_>, level: &str, random: &mut Random) -> Answers {
    let mut all: Answers = Vec::new();
    let mut say = |question: &str, value: Option<&str>, words: Option<&str>| {
        all.push((question.to_owned(), value.map(str::to_owned), words.map(str::to_owned)));
    };
    let yes_no = |parts: u32, random: &mut Random| if random.chance(parts) { "yes" } else { "no" };
    let pick = |of: &[&'static str], random: &mut Random| random.pick(of).copied().unwrap_or_default();
    say("0.1", None, Some(pick(HOPES, random)));
    say("2.1", None, Some(pick(OFFENCES, random)));
    say("2.2", Some(yes_no(12, random)), None);
    say("3.3", Some(yes_no(14, random)), None);
    say("3.strengths", None, Some(pick(STRENGTHS, random)));
    say("4.2", Some(yes_no(55, random)), None);
    say("6.7", Some(yes_no(if wanted.sex == Sex::Male { 22 } else { 5 }, random)), None);
    say("6.8", Some(pick(&["together", "apart", "none"], random)), None);
    say("8.1", Some(yes_no(48, random)), None);
    let more: &[&str] = if wanted.kind == Kind::Initial { &[] } else { MORE };
    for question in PROBLEMS.iter().chain(more) {
        say(question, Some(problem(wanted.tier, random)), None);
    }
    if wanted.kind != Kind::Initial {
        for section in ["4", "6", "7", "12"] {
            if random.chance(45) {
                say(&format!("{section}.strengths"), None, Some(pick(STRENGTHS, random)));
            }
        }
        say("0.2", None, Some(pick(STRENGTHS, random)));
        say("2.3", Some(yes_no(35, random)), None);
        say("2.6", Some(yes_no(60, random)), None);
        say("2.8", None, Some("Drinking, money worries, and friends who were there."));
        say("6.9", Some(yes_no(40, random)), None);
        say("8.5", Some(pick(&["never", "never", "previous", "currently"], random)), None);
        say("10.5", Some(yes_no(20, random)), None);
        say("10.6", Some(yes_no(10, random)), None);
        say("11.7", Some(pick(&["yes", "sometimes", "no"], random)), None);
        say("12.8", Some(pick(&["full", "partial", "no_motivation"], random)), None);
        say("V.1", None, Some("Told in the victim’s own statement to the court."));
        say("V.2", None, Some("Keep away from the address; the police know of both people."));
    }
    let serious = matches!(level, "high" | "very_high");
    for n in 1..=6 {
        let yes = serious && n != 6 && (n == 4 || random.chance(35));
        say(&format!("R1.{n}"), Some(if yes { "yes" } else { "no" }), None);
    }
    if serious {
        say("R10.1", None, Some("Children of a partner first; then strangers in and around public houses."));
        say("R10.2", None, Some("Assault with serious injury."));
        say("R10.3", None, Some("At weekends, after drinking."));
        say("R10.4", None, Some("Losing the tenancy, drinking, contact with the co-defendant."));
        say("R10.5", None, Some("Work, the alcohol programme, and a sister’s family."));
    }
    let settings: &[&str] = if wanted.setting == Setting::Custody { &["community", "custody"] } else { &["community"] };
    for setting in settings {
        for who in ["children", "public", "known_adult", "staff"] {
            let (value, words) = if who == "public" {
                (level, "By the pattern of the offences and how they were at interview.")
            } else {
                (
                    if serious && who == "children" { "medium" } else { "low" },
                    "Nothing in the record or from the police.",
                )
            };
            say(&format!("harm.{setting}.{who}"), Some(value), Some(words));
        }
    }
    let violent = random.chance(40);
    for (question, values) in HISTORY {
        say(question, Some(pick(values, random)), None);
    }
    say("1.40", Some(if violent { "1" } else { "0" }), None);
    say("1.41", Some("no"), None);
    say("1.1", None, Some(pick(OFFENCE_CODES, random)));
    say("8.8", Some(pick(&["full", "partial", "no_motivation"], random)), None);
    if wanted.setting == Setting::Custody {
        say("harm.custody.prisoners", Some("low"), Some("No adjudications for violence."));
    }
    all
}

/// What scores read of the past: age at the first sanction, how many there were, kinds of previous conviction.
const HISTORY: &[(&str, &[&str])] = &[
    ("1.8", &["13", "15", "16", "16", "17", "17"]),
    ("1.32", &["1", "2", "3", "5", "8", "13", "21"]),
    ("1.50", &["no"]),
];

/// Home Office codes of common offences.
const OFFENCE_CODES: &[&str] = &["04600", "10501", "09254", "12511", "03701", "05800"];

const HOPES: &[&str] = &[
    "A place of my own and my children at weekends.",
    "To be working, and not to come back to court.",
    "To have stopped drinking.",
    "To be on good terms with my mother again.",
    "I do not know yet.",
];

const OFFENCES: &[&str] = &[
    "After an argument in the street late at night. Both had been drinking.",
    "Took goods from a shop to sell them on. The third time in a year.",
    "Drove after drinking, to get home from a birthday.",
    "A quarrel with a neighbour over noise that went on for months.",
];

const STRENGTHS: &[&str] = &[
    "A sister who stands by and has room for a few weeks.",
    "Has kept every appointment since the sentence.",
    "Worked as a roofer for six years and has the tickets for it.",
    "Goes to a walking group on Sundays.",
];
