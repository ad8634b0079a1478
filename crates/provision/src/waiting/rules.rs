//! Who may join a list, and when somebody can take a place. Pure.

use crate::book::Days;
use crate::catalogue::{ForSex, Service};
use jiff::ToSpan;
use kernel::{Date, GroupId, Refusal};

/// What must be known of somebody who joins.
#[derive(Clone, Debug, Default)]
pub(crate) struct Whom {
    pub(crate) born: Option<Date>,
    /// The code of the list of genders.
    pub(crate) gender: Option<String>,
}

/// Where a place is: in a group, or in a week of an offer whose places open weekly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceIn {
    Group(GroupId),
    /// The Monday of the week.
    Week(Date),
}

/// The days on which somebody can begin with a place.
pub(crate) type Window = Days;

/// The first day on which somebody who is ready from a day on would begin, within the days of a place.
pub(crate) fn first_day(window: Window, ready_on: Date, not_before: Date) -> Option<Date> {
    let day = window.0.max(ready_on).max(not_before);
    window.1.is_none_or(|last| day <= last).then_some(day)
}

/// The days of a week that begins on `monday`.
pub(crate) fn week_of(monday: Date) -> Window {
    (monday, Some(monday.saturating_add(6.days())))
}

/// Whether a service takes this person.
pub(crate) fn check_whom(service: &Service, whom: &Whom, ready_on: Date) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    if service.min_age.is_some() || service.max_age.is_some() {
        match whom.born {
            None => {
                let words = "This service is for people of a certain age: record the date of birth first";
                wrong.push(Refusal::new("offer", "no_birth_date", words));
            }
            Some(born) => {
                let age = i64::from(kernel::words::age(born, ready_on));
                if service.min_age.is_some_and(|least| age < least) || service.max_age.is_some_and(|most| age > most) {
                    let words = format!("{} does not take somebody who is {age} by then", service.name);
                    wrong.push(Refusal::new("offer", "not_this_age", words));
                }
            }
        }
    }
    let other = match service.for_sex {
        ForSex::Any => None,
        ForSex::Women => Some(("M", "women")),
        ForSex::Men => Some(("F", "men")),
    };
    if let Some((_, takes)) = other.filter(|(other, _)| whom.gender.as_deref() == Some(other)) {
        wrong.push(Refusal::new("offer", "not_for_them", format!("{} is for {takes} only", service.name)));
    }
    wrong
}

/// Whether somebody may be ready from this day on.
pub(crate) fn check_ready(ready_on: Date, offer: Days) -> Vec<Refusal> {
    if offer.1.is_some_and(|end| ready_on > end) {
        let words = "The offer has ended by then: choose another offer, or an earlier day";
        return vec![Refusal::new("ready_on", "offer_ended", words)];
    }
    Vec::new()
}

/// Whether a beginning may be recorded on a day.
pub(crate) fn check_begun(on: Date, today: Date, window: Window, joined_on: Date) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    if on > today {
        wrong.push(Refusal::new("on", "ahead", "Enter today or an earlier day: record it when they have begun"));
    }
    if on < joined_on {
        wrong.push(Refusal::new("on", "before_joining", "They joined the list after that day: enter a later day"));
    }
    if on < window.0 {
        let words =
            format!("The place is open from {} on: enter that day or a later one", kernel::words::day(window.0));
        wrong.push(Refusal::new("on", "before_opening", words));
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date;

    #[test]
    fn somebody_begins_on_the_first_day_on_which_place_and_person_are_ready() {
        let window = (date(2026, 12, 1), Some(date(2026, 12, 8)));
        let today = date(2026, 11, 23);
        assert_eq!(first_day(window, date(2026, 11, 1), today), Some(date(2026, 12, 1)));
        assert_eq!(first_day(window, date(2026, 12, 8), today), Some(date(2026, 12, 8)));
        assert_eq!(first_day(window, date(2026, 12, 9), today), None);
        assert_eq!(first_day(window, date(2026, 11, 1), date(2026, 12, 9)), None);
    }

    #[test]
    fn a_beginning_lies_between_the_opening_and_today() {
        let window = (date(2026, 11, 16), None);
        let codes = |on| {
            let wrong = check_begun(on, date(2026, 11, 23), window, date(2026, 11, 2));
            wrong.into_iter().map(|r| r.code).collect::<Vec<_>>()
        };
        assert!(codes(date(2026, 11, 23)).is_empty());
        assert_eq!(codes(date(2026, 11, 24)), ["ahead"]);
        assert_eq!(codes(date(2026, 11, 15)), ["before_opening"]);
        assert_eq!(codes(date(2026, 11, 1)), ["before_joining", "before_opening"]);
    }
}
