//! A curfew as people write it: on each day from when to when, and where. What it was before and what it is now.
//!
//! Always true: a time that cannot be read is told with its day; a run may go past midnight and belongs to the day on which
//! it begins. It does not judge: the law does.

use jiff::ToSpan;
use kernel::Time;
use law::{CurfewRun, CurfewWeek, Law, PowerKind};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The days as the law counts them, for forms, for people, and in Welsh.
pub(crate) const DAYS: [(&str, &str, &str); 7] = [
    ("mon", "Monday", "Dydd Llun"),
    ("tue", "Tuesday", "Dydd Mawrth"),
    ("wed", "Wednesday", "Dydd Mercher"),
    ("thu", "Thursday", "Dydd Iau"),
    ("fri", "Friday", "Dydd Gwener"),
    ("sat", "Saturday", "Dydd Sadwrn"),
    ("sun", "Sunday", "Dydd Sul"),
];

/// How a curfew stands: its times by day or its address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CurfewTerms {
    /// Monday first, each day like "19:00 to 07:00" or empty; two runs of one day stand with a comma between them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub times: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// A curfew before it was moved and after.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CurfewChange {
    pub before: CurfewTerms,
    pub now: CurfewTerms,
}

/// Whether a power moves a curfew.
pub(crate) fn moves(kind: PowerKind) -> bool {
    matches!(kind, PowerKind::VaryCurfewTimes | PowerKind::VaryCurfewAddress)
}

fn minute(time: Time) -> u32 {
    let (hour, minute) = (u32::try_from(time.hour()).unwrap_or(0), u32::try_from(time.minute()).unwrap_or(0));
    hour * 60 + minute
}

fn run(text: &str) -> Option<CurfewRun> {
    let text = text.replace(['–', '—'], "-");
    let (from, to) = text.split_once(" to ").or_else(|| text.split_once('-'))?;
    let (from, to) = (minute(web::form::parse_time(from)?), minute(web::form::parse_time(to)?));
    let day = 24 * 60;
    // The same time twice is the whole day round.
    let minutes = if to > from { to - from } else { to + day - from };
    Some(CurfewRun { from_minute: from, minutes })
}

/// The runs of one day. None where something cannot be read.
pub(crate) fn runs(text: &str) -> Option<Vec<CurfewRun>> {
    let text = text.trim();
    if text.is_empty() || text.eq_ignore_ascii_case("none") {
        return Some(Vec::new());
    }
    text.split([',', ';']).map(|one| run(one.trim())).collect()
}

/// The week that terms tell, or the days that cannot be read.
pub(crate) fn week(terms: &CurfewTerms) -> Result<CurfewWeek, Vec<usize>> {
    let read: Vec<Option<Vec<CurfewRun>>> =
        (0..7).map(|day| runs(terms.times.get(day).map_or("", String::as_str))).collect();
    let wrong: Vec<usize> = read.iter().enumerate().filter(|(_, runs)| runs.is_none()).map(|(day, _)| day).collect();
    if !wrong.is_empty() || terms.times.len() > 7 {
        return Err(wrong);
    }
    let mut week = CurfewWeek::default();
    for (day, runs) in week.iter_mut().zip(read.into_iter().flatten()) {
        *day = runs;
    }
    Ok(week)
}

fn at(minute: u32) -> String {
    let time = Time::midnight().wrapping_add(i64::from(minute).minutes());
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// The runs of a day, as they are kept.
fn written(runs: &[CurfewRun]) -> String {
    let one = |run: &CurfewRun| format!("{} to {}", at(run.from_minute), at(run.from_minute + run.minutes));
    runs.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// The same terms in one way of writing.
pub(crate) fn tidy(terms: &CurfewTerms, week: &CurfewWeek) -> CurfewTerms {
    let times = if terms.times.is_empty() { Vec::new() } else { week.iter().map(|runs| written(runs)).collect() };
    CurfewTerms { times, address: terms.address.clone().map(|a| a.trim().to_owned()).filter(|a| !a.is_empty()) }
}

fn said(text: &str, welsh: bool) -> String {
    match (text.is_empty(), welsh) {
        (true, false) => "no curfew".to_owned(),
        (true, true) => "dim cyrffyw".to_owned(),
        (false, false) => text.to_owned(),
        (false, true) => text.replace(" to ", " i "),
    }
}

/// What changes, for the person: a line for each day that changes, and the address.
pub(crate) fn words(change: &CurfewChange, welsh: bool) -> String {
    let mut lines = Vec::new();
    let each = DAYS.iter().zip(change.before.times.iter().zip(&change.now.times));
    for ((_, english, cymraeg), (before, now)) in each.filter(|(_, (before, now))| before != now) {
        let (before, now) = (said(before, welsh), said(now, welsh));
        lines.push(match welsh {
            false => format!("{english}: {now} in place of {before}."),
            true => format!("{cymraeg}: {now} yn lle {before}."),
        });
    }
    if let Some(now) = &change.now.address {
        lines.push(match (&change.before.address, welsh) {
            (Some(before), false) => format!("You keep the curfew at {now} in place of {before}."),
            (Some(before), true) => format!("Rydych yn cadw’r cyrffyw yn {now} yn lle {before}."),
            (None, false) => format!("You keep the curfew at {now}."),
            (None, true) => format!("Rydych yn cadw’r cyrffyw yn {now}."),
        });
    }
    lines.join("\n")
}

/// The type of requirement by which the law judges a curfew of this power.
pub(crate) fn requirement_of<'l>(law: &'l Law, power: &str) -> Option<&'l str> {
    law.power(power)?.requirements.first().map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn terms(day: &str) -> CurfewTerms {
        CurfewTerms { times: vec![day.to_owned(); 7], address: None }
    }

    #[test]
    fn a_day_of_curfew_is_read_as_people_write_it_also_past_midnight_and_in_two_runs() {
        let night = [CurfewRun { from_minute: 19 * 60, minutes: 12 * 60 }];
        for text in ["19:00 to 07:00", "7pm to 7am", "19:00-07:00", " 7pm – 7am "] {
            assert_eq!(runs(text).as_deref(), Some(&night[..]), "{text}");
        }
        assert_eq!(runs("none"), Some(vec![]));
        assert_eq!(runs("midday to 2pm, 8pm to 6am").map(|r| r.len()), Some(2));
        assert_eq!(runs("at night"), None);
        assert_eq!(week(&terms("7pm to seven")).unwrap_err().len(), 7);
    }

    #[test]
    fn what_changes_is_told_day_by_day_in_both_languages() {
        let mut now = terms("20:00 to 06:00");
        now.times[2] = "21:00 to 07:00".into();
        let change = CurfewChange { before: terms("20:00 to 06:00"), now };
        assert_eq!(words(&change, false), "Wednesday: 21:00 to 07:00 in place of 20:00 to 06:00.");
        assert_eq!(words(&change, true), "Dydd Mercher: 21:00 i 07:00 yn lle 20:00 i 06:00.");
        let place = |a: &str| CurfewTerms { times: vec![], address: Some(a.into()) };
        let change = CurfewChange { before: place("1 Example Way"), now: place("2 Example Way") };
        assert!(words(&change, false).starts_with("You keep the curfew at 2 Example Way in place of 1"));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back_the_same(from in 0u32..1440, minutes in 1u32..=1440) {
            let run = CurfewRun { from_minute: from, minutes };
            prop_assert_eq!(runs(&written(&[run])), Some(vec![run]));
        }
    }
}
