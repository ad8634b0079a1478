//! The lives at the edges: a record too long to read at once, somebody who moved away, an appointment in the night in which
//! the clocks change, a case with a victim who is kept informed, and a young person on the way from youth justice.

use super::{Stage, community};
use crate::diary::{CameOf, Line, Meeting};
use crate::fill::acts::{self, Where, at};
use crate::fill::messages;
use crate::lives::{self, Life};
use crate::population::PersonDraft;
use crate::vocabulary::names::Sex;
use crate::vocabulary::sentencing::Asks;
use jiff::ToSpan;
use kernel::{Date, Time};
use people::cards::{Circumstance, Detail};
use serde_json::{Value, json};
use store::Result;

/// As many contacts as the longest records of the field hold; small worlds, such as those of tests, get a few.
const LONG: usize = 5_000;
const SHORT: usize = 40;
const SMALL_WORLD: u32 = 300;

impl Stage<'_> {
    pub(super) fn moved_away(&self, number: u32, life: &Life) -> Result<()> {
        self.ended(number, life, "transferred", -25)
    }

    /// Between one and three in the morning of a Sunday an hour is left out or comes twice.
    pub(super) fn clock_change(&self, number: u32, life: &Life) -> Result<()> {
        let told = self.steady(number, life, self.own, community(12, &[(Asks::RehabilitationActivity, 10)]))?;
        let Some(matter) = told.matters.last() else { return Ok(()) };
        let on = next_clock_change(self.plan.today);
        let line = Line {
            meeting: Meeting::Telephone,
            on,
            at: Time::constant(0, 30, 0, 0),
            minutes: 150,
            came_of: None,
            matter: Some(0),
        };
        let here = Where { team: self.team, officer: self.own, matter: Some(matter) };
        self.step(self.own, self.day(-2), 12, |cx| acts::arrange_line(cx, &told.keys, &line, &here)).map(drop)
    }

    /// Years of daily calls, written at once as the generator writes logs.
    pub(super) fn long_record(&self, number: u32, life: &Life) -> Result<()> {
        let mut told = self.begin(number, life, vec![community(36, &[(Asks::RehabilitationActivity, 60)])])?;
        self.allocate(&told, life.sentenced + 1, self.own, "C")?;
        let Some(matter) = told.matters.last() else { return Ok(()) };
        let many = if self.plan.people >= SMALL_WORLD { LONG } else { SHORT };
        let days = usize::try_from(-life.sentenced - 10).unwrap_or(1).max(1);
        let here = Where { team: self.team, officer: self.own, matter: Some(matter) };
        let mut random = told.random.clone();
        let lines: Vec<contacts::WholeContact<'_>> = (0..many)
            .map(|n| {
                let back = i32::try_from(8 + n % days).unwrap_or(8);
                let on = self.plan.today.saturating_sub(back.days());
                let hour = i8::try_from(8 + n / days % 10).unwrap_or(8);
                let meeting = if n % 3 == 0 { Meeting::Telephone } else { Meeting::Message };
                let time = Time::constant(hour, 5, 0, 0);
                let came_of = (meeting == Meeting::Telephone).then_some(CameOf::Attended);
                let line = Line { meeting, on, at: time, minutes: 10, came_of, matter: Some(0) };
                contacts::WholeContact {
                    recorded_at: at(on, 18, 0).min(self.latest),
                    person: told.keys.survivor,
                    arranged: false,
                    new: acts::lived(&line, &here, &mut random),
                    requirement: None,
                }
            })
            .collect();
        self.step(self.own, self.day(-8), 18, |cx| contacts::fill(cx, &lines).map(drop))?;
        drop(lines);
        // What is filled in tells nobody, so the meetings that clocks hear of are recorded.
        self.met(&mut told, self.own, life.sentenced + 4, Meeting::First, CameOf::Attended)?;
        self.met(&mut told, self.own, -6, Meeting::Office, CameOf::Attended)?;
        self.arranged(&told, self.own, 6, Meeting::Office, 5)
    }

    /// Only that there is somebody to keep informed; who, and what they are told, is not for this record.
    pub(super) fn victim_linked(&self, number: u32, life: &Life) -> Result<()> {
        let told = self.steady(number, life, self.colleague, community(18, &[(Asks::RehabilitationActivity, 20)]))?;
        let since = self.day(-40);
        self.step(self.colleague, since, 15, |cx| {
            let fresh = Circumstance::begin(told.keys.survivor, cx.new_id(), since)?;
            let detail = Some("Victim contact applies: ask the victim liaison officer".into());
            people::add(cx, Circumstance { kind: "other".into(), detail, ..fresh }).map(drop)
        })?;
        self.report_waits(&told, true)
    }

    /// A youth rehabilitation order that outlasts the eighteenth birthday, seventy days from now.
    pub(super) fn turning_eighteen(&self) -> Result<()> {
        let life = Life { forename: "Jaden", surname: "Thackray", sex: Sex::Male, ..lives::lives()[0] };
        let born = self.plan.today.saturating_add(70.days()).saturating_sub(18.years());
        let draft = PersonDraft { born, pnc: None, cro: None, ..self.draft(801, &life, &[]) };
        let mut words = self.words_of(&draft, life.forename, life.surname);
        words.extend([
            ("20119999921".to_owned(), "20199999941".to_owned()),
            ("999921/11".to_owned(), "999941/19".to_owned()),
        ]);
        self.send(messages::COMMUNITY_ORDER, self.day(-12), "turning eighteen", &words, as_youth).map(drop)
    }
}

/// The last Sunday of the next March or October.
fn next_clock_change(today: Date) -> Date {
    let sunday = |year: i16, month: i8| {
        let last = jiff::civil::date(year, month, 31);
        let back = i64::from(last.weekday().to_sunday_zero_offset());
        last.saturating_sub(back.days())
    };
    let years = [today.year(), today.year() + 1];
    let all = years.into_iter().flat_map(|year| [sunday(year, 3), sunday(year, 10)]);
    all.filter(|day| *day > today).min().unwrap_or(today)
}

/// The sample's community order as a youth court would have passed it.
fn as_youth(message: &mut Value) {
    const YRO: &str = "4f058bd0-31a2-11e8-b467-0ed5f89f718b";
    let Some(defendant) = message.pointer_mut("/hearing/prosecutionCases/0/defendants/0") else { return };
    if let Some(map) = defendant.as_object_mut() {
        map.insert("isYouth".into(), json!(true));
    }
    let offences = defendant.get_mut("offences").and_then(Value::as_array_mut).into_iter().flatten();
    for result in offences.filter_map(|o| o.get_mut("judicialResults").and_then(Value::as_array_mut)).flatten() {
        if result.get("cjsCode").is_some_and(|code| code == "1116") {
            result["judicialResultTypeId"] = json!(YRO);
            result["cjsCode"] = json!("1141");
            result["label"] = json!("Youth rehabilitation order England / Wales");
            result["resultText"] = json!("YROEW - Youth rehabilitation order England / Wales");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::next_clock_change;
    use jiff::civil::date;

    #[test]
    fn clocks_change_on_the_last_sunday_of_march_and_october() {
        assert_eq!(next_clock_change(date(2026, 11, 22)), date(2027, 3, 28));
        assert_eq!(next_clock_change(date(2026, 3, 29)), date(2026, 10, 25));
    }
}
