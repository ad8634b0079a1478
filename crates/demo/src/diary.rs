//! What a drafted person's contact log holds: the meetings of the past with what came of them, and the next one. Some
//! diaries have the gaps that the boards of "nobody is lost" exist to show.

use crate::population::{PersonDraft, Standing, weekday, weekday_before};
use crate::random::Random;
use crate::vocabulary::sentencing::{self, Asks, SentenceKind};
use jiff::{ToSpan, civil::Date, civil::Time};

/// How somebody meets the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Meeting {
    /// The first meeting with the own officer.
    First,
    Office,
    HomeVisit,
    Telephone,
    Video,
    ThreeWay,
    /// A day of the rehabilitation activity requirement.
    Activity,
    UnpaidWork,
    /// A message or call from the person: nothing to attend.
    Message,
    /// A text or e-mail to the person.
    Sent,
    /// Something heard from or told to another agency.
    Agency,
}

impl Meeting {
    /// Written down when it happened: nobody had to come.
    #[must_use]
    pub fn is_written(self) -> bool {
        matches!(self, Meeting::Message | Meeting::Sent | Meeting::Agency)
    }
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CameOf {
    Attended,
    AcceptableAbsence,
    UnacceptableAbsence,
}

/// One line of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    pub meeting: Meeting,
    pub on: Date,
    pub at: Time,
    pub minutes: i32,
    /// `None` for what is still to come, and for what nobody has recorded yet.
    pub came_of: Option<CameOf>,
    /// Which of the person's matters it belongs to; `None` of the time before the first of them.
    pub matter: Option<usize>,
}

/// The lines of a person's log, the oldest first, at most `limit` of the past.
#[must_use]
pub fn diary(seed: u64, today: Date, person: &PersonDraft, limit: usize) -> Vec<Line> {
    let random = &mut Random::of(seed, "diary", u64::from(person.number));
    if !matches!(person.standing, Standing::Supervised | Standing::Ended { .. }) {
        return vec![];
    }
    let Some((matter, passed)) =
        person.matters.iter().enumerate().rev().find_map(|(at, m)| Some((at, m.passed.as_ref()?)))
    else {
        return vec![];
    };
    let last_day = if let Standing::Ended { on } = person.standing { on } else { today };
    let begin = match passed.kind {
        SentenceKind::OnLicence => passed.released_on.unwrap_or(passed.on),
        _ => passed.on,
    };
    let inside = passed.kind == SentenceKind::InCustody;
    let step = if inside { IN_CUSTODY } else { sentencing::interval_days(person.tier) };
    let rhythm = Rhythm { step, inside, matter: Some(matter) };
    let mut lines = past(random, person, begin, last_day, rhythm);
    if begin > passed.on {
        lines.extend(before_release(passed.on, begin, today, Some(matter)));
    }
    if passed.requirements.iter().any(|r| r.asks == Asks::UnpaidWork) {
        lines.extend(unpaid_work(random, person, begin, last_day, Some(matter)));
    }
    lines.sort_by_key(|l| (l.on, l.at));
    if person.standing == Standing::Supervised {
        gaps_and_next(random, today, begin, &mut lines, rhythm);
    }
    let over = lines.len().saturating_sub(limit);
    lines.drain(..over);
    lines
}

/// The least lines of a log in a service where everybody has a long record.
pub const LONG_RECORD: usize = 40;

/// The lines of a log as [`diary`] draws them, with at least `least` in all: what was written and heard between the meetings,
/// and, of people who were sentenced lately, when they were supervised before. Nothing is older than `oldest`.
#[must_use]
pub fn whole(seed: u64, (oldest, today): (Date, Date), person: &PersonDraft, limit: usize, least: usize) -> Vec<Line> {
    let mut lines = diary(seed, today, person, limit);
    lines.retain(|line| line.on > oldest);
    let random = &mut Random::of(seed, "long record", u64::from(person.number));
    let missing = least.saturating_sub(lines.len());
    let between = between_meetings(random, (oldest, today), person, missing);
    let before = before(random, person, missing.saturating_sub(between.len()));
    lines.extend(between.into_iter().chain(before));
    lines.sort_by_key(|l| (l.on, l.at));
    lines
}

/// Days for each thing written between the meetings, at the most.
const DAYS_A_LETTER: i32 = 4;

fn between_meetings(
    random: &mut Random,
    (oldest, today): (Date, Date),
    person: &PersonDraft,
    missing: usize,
) -> Vec<Line> {
    let last_day = if let Standing::Ended { on } = person.standing { on } else { today };
    let held = matches!(person.standing, Standing::Supervised | Standing::Ended { .. });
    let passed: Vec<(usize, Date)> =
        person.matters.iter().enumerate().filter_map(|(at, m)| Some((at, m.passed.as_ref()?.on))).collect();
    let Some(from) = passed.iter().map(|(_, on)| (*on).max(oldest)).min().filter(|_| held) else { return vec![] };
    let days = from.until(last_day).map_or(0, |span| span.get_days());
    let many = i32::try_from(missing).unwrap_or(0).min(days / DAYS_A_LETTER);
    let drawn = (0..many).map(|n| {
        let on = weekday_before(from.saturating_add((2 + n * (days - 2) / many + random.between(0, 2)).days()));
        let (first, last) = (weekday(from.saturating_add(1.day())), weekday_before(last_day.saturating_sub(1.day())));
        let on = on.max(first).min(last);
        let matter = passed.iter().rev().find(|(_, passed)| *passed < on).map(|(at, _)| *at);
        Line { on, at: hour(random), minutes: 5, came_of: None, meeting: written(random), matter }
    });
    drawn.filter(|line| line.on > from && line.on < last_day && line.matter.is_some()).collect()
}

/// Days between the contacts of an earlier supervision, which was over so many days before the offence.
const EARLIER_STEP: i32 = 7;
const EARLIER_GAP: i32 = 20;

fn before(random: &mut Random, person: &PersonDraft, missing: usize) -> Vec<Line> {
    let Some(offence) = person.matters.iter().map(|m| m.offence_on).min() else { return vec![] };
    let last = offence.saturating_sub(EARLIER_GAP.days());
    let drawn = (0..i32::try_from(missing).unwrap_or(0)).map(|n| {
        let on = weekday_before(last.saturating_sub((n * EARLIER_STEP).days()));
        let written = random.chance(450);
        let meeting = if written { self::written(random) } else { attended(random, false) };
        let meeting = if meeting == Meeting::Activity { Meeting::Office } else { meeting };
        let came_of = (!written).then_some(CameOf::Attended);
        Line { meeting, on, at: hour(random), minutes: minutes(random, meeting), came_of, matter: None }
    });
    drawn.collect()
}

fn written(random: &mut Random) -> Meeting {
    let kinds = [(400, Meeting::Message), (350, Meeting::Sent), (250, Meeting::Agency)];
    random.weighted(&kinds).copied().unwrap_or(Meeting::Message)
}

/// Days between meetings with somebody in prison.
const IN_CUSTODY: i32 = 28;

/// How often somebody is met, where, and about which matter.
#[derive(Clone, Copy)]
struct Rhythm {
    step: i32,
    inside: bool,
    matter: Option<usize>,
}

fn past(random: &mut Random, person: &PersonDraft, begin: Date, last_day: Date, rhythm: Rhythm) -> Vec<Line> {
    let Rhythm { step, inside, matter } = rhythm;
    let mut lines = Vec::new();
    let mut day = weekday(begin.saturating_add(random.between(2, 5).days()));
    while day < last_day {
        let meeting = if lines.is_empty() && !inside { Meeting::First } else { attended(random, inside) };
        let came_of = came_of(random, person.attendance);
        lines.push(Line {
            meeting,
            on: day,
            at: hour(random),
            minutes: minutes(random, meeting),
            came_of: Some(came_of),
            matter,
        });
        if random.chance(140) {
            let sent = weekday_before(day.saturating_add(random.between(1, step - 1).days()));
            if sent > day && sent < last_day {
                lines.push(Line {
                    meeting: Meeting::Message,
                    on: sent,
                    at: hour(random),
                    minutes: 5,
                    came_of: None,
                    matter,
                });
            }
        }
        // Whoever did not come is seen again within days, but for one in five of those without a reason.
        let days = match came_of {
            CameOf::Attended => step - random.between(0, step / 7 - 1),
            CameOf::UnacceptableAbsence if random.chance(200) => random.between(16, 24),
            _ => random.between(2, 4),
        };
        let next = weekday_before(day.saturating_add(days.days()));
        day = if next > day { next } else { weekday(day.saturating_add(1.day())) };
    }
    lines
}

/// The officer to be sees somebody in prison soon after the sentence and again before the release.
fn before_release(passed_on: Date, released_on: Date, today: Date, matter: Option<usize>) -> Vec<Line> {
    let line = |meeting, on| {
        let (at, came_of) = (Time::constant(11, 0, 0, 0), Some(CameOf::Attended));
        Line { meeting, on, at, minutes: 45, came_of, matter }
    };
    let first = weekday(passed_on.max(weekday(today.saturating_sub(3.years()))).saturating_add(4.days()));
    let last = weekday_before(released_on.saturating_sub(21.days()));
    let lines = [line(Meeting::Video, first), line(Meeting::ThreeWay, last.max(first))];
    lines.into_iter().filter(|l| l.on < released_on).collect()
}

/// Saturdays and weekdays of seven hours, once a week, for the first half of the hours' year.
fn unpaid_work(
    random: &mut Random,
    person: &PersonDraft,
    begin: Date,
    last_day: Date,
    matter: Option<usize>,
) -> Vec<Line> {
    let days = random.between(4, 16);
    (0..days)
        .map(|n| weekday(begin.saturating_add((20 + n * 7).days())))
        .take_while(|day| *day < last_day)
        .map(|on| {
            let came_of = Some(came_of(random, person.attendance));
            Line { meeting: Meeting::UnpaidWork, on, at: Time::constant(9, 0, 0, 0), minutes: 420, came_of, matter }
        })
        .collect()
}

/// Five in a hundred have an outcome that nobody recorded, four have no next contact, some were not seen in time; the
/// others were seen lately and have the next contact before it is due.
fn gaps_and_next(random: &mut Random, today: Date, begin: Date, lines: &mut Vec<Line>, rhythm: Rhythm) {
    let Rhythm { step, inside, matter } = rhythm;
    let seen = |lines: &[Line]| lines.iter().rev().find(|l| l.came_of == Some(CameOf::Attended)).map(|l| l.on);
    let new = |random: &mut Random, meeting, on, came_of| Line {
        meeting,
        on,
        at: hour(random),
        minutes: minutes(random, meeting),
        came_of,
        matter,
    };
    let latest = weekday_before(today.saturating_sub(random.between(1, (step - 2).min(6)).days()));
    let is_late = seen(lines).unwrap_or(begin) < today.saturating_sub((step - 1).days());
    if is_late && latest > begin && !random.chance(60) {
        let meeting = if lines.is_empty() { Meeting::First } else { attended(random, inside) };
        let line = new(random, meeting, latest, Some(CameOf::Attended));
        lines.push(line);
        lines.sort_by_key(|l| (l.on, l.at));
    }
    if random.chance(50)
        && let Some(last) = lines.iter_mut().rev().find(|l| l.came_of.is_some())
    {
        last.came_of = None;
    }
    if !random.chance(40) {
        let due = seen(lines).unwrap_or(begin).saturating_add(step.days());
        let on = weekday_before(due).max(weekday(today));
        let meeting = if lines.is_empty() { Meeting::First } else { attended(random, inside) };
        let line = new(random, meeting, on, None);
        lines.push(line);
    }
}

fn attended(random: &mut Random, inside: bool) -> Meeting {
    let outside = [
        (520, Meeting::Office),
        (150, Meeting::Telephone),
        (90, Meeting::HomeVisit),
        (40, Meeting::Video),
        (30, Meeting::ThreeWay),
        (170, Meeting::Activity),
    ];
    let prison = [(600, Meeting::Video), (200, Meeting::Telephone), (200, Meeting::ThreeWay)];
    random.weighted(if inside { &prison } else { &outside[..] }).copied().unwrap_or(Meeting::Office)
}

fn came_of(random: &mut Random, attendance: u32) -> CameOf {
    if random.chance(attendance * 10) {
        CameOf::Attended
    } else if random.chance(520) {
        CameOf::AcceptableAbsence
    } else {
        CameOf::UnacceptableAbsence
    }
}

fn hour(random: &mut Random) -> Time {
    let hour = i8::try_from(random.between(9, 16)).unwrap_or(10);
    let minute = if random.chance(500) { 0 } else { 30 };
    Time::new(hour, minute, 0, 0).unwrap_or(Time::constant(10, 0, 0, 0))
}

fn minutes(random: &mut Random, meeting: Meeting) -> i32 {
    match meeting {
        Meeting::First => 60,
        Meeting::UnpaidWork => 420,
        Meeting::Message | Meeting::Sent | Meeting::Agency => 5,
        Meeting::Telephone => 15,
        Meeting::Activity => 120,
        _ => 15 * random.between(2, 4),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::population::{Place, draft};
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 20);

    fn diaries(count: u32) -> Vec<(PersonDraft, Vec<Line>)> {
        let place = Place { town: "Wexmere", welsh: false };
        (0..count)
            .map(|n| {
                let person = draft(1, TODAY, n, place);
                let lines = diary(1, TODAY, &person, 40);
                (person, lines)
            })
            .collect()
    }

    #[test]
    fn the_past_has_outcomes_and_the_future_has_none() {
        for (person, lines) in diaries(1000) {
            for line in &lines {
                assert!(line.on < TODAY || line.came_of.is_none(), "{person:?} {line:?}");
                let day = line.on.weekday();
                assert!(day != jiff::civil::Weekday::Sunday && day != jiff::civil::Weekday::Saturday, "{line:?}");
            }
        }
    }

    #[test]
    fn a_person_has_some_twenty_contacts_and_most_have_a_next_one() {
        let all = diaries(2000);
        let supervised: Vec<_> = all.iter().filter(|(p, _)| p.standing == Standing::Supervised).collect();
        let lines: usize = supervised.iter().map(|(_, l)| l.len()).sum();
        let each = lines / supervised.len();
        assert!((14..30).contains(&each), "{each}");
        let next = supervised.iter().filter(|(_, l)| l.iter().any(|l| l.on >= TODAY)).count();
        let share = next * 100 / supervised.len();
        assert!((94..98).contains(&share), "{share}");
    }

    #[test]
    fn everybody_of_a_country_has_at_least_forty_contacts_and_none_lies_where_nobody_was_supervised() {
        let oldest = crate::population::weekday(TODAY.saturating_sub(3.years()));
        for (person, short) in diaries(2_400) {
            let lines = whole(1, (oldest, TODAY), &person, 40, LONG_RECORD);
            assert!(lines.len() >= LONG_RECORD, "{} of {person:?}", lines.len());
            assert!(lines.iter().all(|l| l.on > oldest && (l.on < TODAY || l.came_of.is_none())), "{person:?}");
            let offence = person.matters.iter().map(|m| m.offence_on).min().unwrap();
            let before = lines.iter().filter(|l| l.matter.is_none());
            assert!(before.clone().all(|l| l.on < offence), "{person:?}");
            if matches!(person.standing, Standing::Unallocated | Standing::ReportAsked { .. }) {
                assert_eq!(before.count(), lines.len());
            }
            assert!(short.iter().filter(|l| l.on > oldest).all(|l| lines.contains(l)));
            assert!(lines.is_sorted_by_key(|l| l.on));
        }
    }

    #[test]
    fn nobody_who_waits_for_an_officer_has_met_one() {
        for (person, lines) in diaries(1000) {
            if matches!(person.standing, Standing::Unallocated | Standing::ReportAsked { .. }) {
                assert!(lines.is_empty());
            }
        }
    }
}
