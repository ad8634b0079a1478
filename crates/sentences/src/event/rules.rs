//! When an event may be opened, taken on and ended.

use super::{Event, Origin};
use crate::{EndOf, Lists, Order};
use kernel::{Date, Refusal, Refusals};

/// What is needed to open an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEvent {
    pub origin: Origin,
    /// The day on which it came to the service.
    pub referred_on: Date,
    /// The day on which the service took the case on, before any order.
    pub taken_on: Option<Date>,
    pub court_id: Option<kernel::CourtId>,
    pub court_name: Option<String>,
    pub notes: Option<String>,
    /// The teller's own key, so that telling again finds the same event.
    pub source_key: Option<String>,
}

/// How something ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    pub on: Date,
    /// Code of a reason.
    pub reason: String,
    pub note: Option<String>,
}

impl Ending {
    /// It ended on that day for that reason already, so that saying it again changes nothing.
    pub(crate) fn is_how_it_ended(&self, on: Option<Date>, reason: Option<&str>) -> bool {
        on == Some(self.on) && reason == Some(self.reason.as_str())
    }
}

pub(crate) fn refused(refusals: Vec<Refusal>) -> Result<(), Refusals> {
    if refusals.is_empty() { Ok(()) } else { Err(Refusals(refusals)) }
}

pub(crate) fn opening(new: &NewEvent, today: Date) -> Vec<Refusal> {
    let mut found = Vec::new();
    if new.referred_on > today {
        found.push(Refusal::new(
            "referred_on",
            "in_future",
            "The date it came to the service must be today or in the past",
        ));
    }
    if let Some(taken) = new.taken_on {
        if taken < new.referred_on {
            let words = "The service cannot take a case on before it came to the service";
            found.push(Refusal::new("taken_on", "before_referral", words));
        }
        if taken > today {
            found.push(Refusal::new(
                "taken_on",
                "in_future",
                "The day the case was taken on must be today or in the past",
            ));
        }
    }
    found
}

/// What every ending must be, whatever ends.
pub(crate) fn ending(lists: &Lists, of: EndOf, from: Date, ending: &Ending, today: Date) -> Vec<Refusal> {
    let mut found = Vec::new();
    if ending.on > today {
        found.push(Refusal::new("ended_on", "in_future", "The end date must be today or in the past"));
    }
    if ending.on < from {
        found.push(Refusal::new("ended_on", "before_start", "The end date must not be before the start"));
    }
    match lists.reason(&ending.reason) {
        Some(reason) if reason.may_end(of, ending.on) => {}
        _ => found.push(Refusal::new("reason", "unknown_reason", "Choose why it ended")),
    }
    found
}

/// An event with an order ends by its order; only one without is ended by itself.
pub(crate) fn ending_event(lists: &Lists, event: &Event, orders: &[Order], how: &Ending, today: Date) -> Vec<Refusal> {
    if event.ended_on.is_some() {
        return vec![Refusal::of_request("already_ended", "This event has ended already")];
    }
    if orders.iter().any(|o| o.event_id == event.id && o.removed.is_none()) {
        return vec![Refusal::of_request("has_order", "This event has an order: end the order")];
    }
    ending(lists, EndOf::Event, event.referred_on, how, today)
}

#[cfg(test)]
pub(crate) mod tests_support {
    use super::*;
    use jiff::civil::date;

    pub(crate) fn event(origin: Origin) -> Event {
        Event {
            person_id: uuid(1).into(),
            id: uuid(2).into(),
            number: 1,
            origin,
            referred_on: date(2026, 5, 20),
            taken_on: None,
            court_id: None,
            court_name: None,
            notes: None,
            ended_on: None,
            end_reason: None,
            end_note: None,
            source_key: None,
            version: 1,
        }
    }

    pub(crate) fn uuid(n: u128) -> uuid::Uuid {
        uuid::Uuid::from_u128(n)
    }
}

#[cfg(test)]
mod tests {
    use super::tests_support::event;
    use super::*;
    use crate::order::tests_support::order;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 22);

    fn codes(refusals: &[Refusal]) -> Vec<&'static str> {
        refusals.iter().map(|r| r.code).collect()
    }

    #[test]
    fn an_event_cannot_come_from_the_future_nor_be_taken_on_before_it_came() {
        let new = |referred_on, taken_on| NewEvent {
            origin: Origin::Voluntary,
            referred_on,
            taken_on,
            court_id: None,
            court_name: None,
            notes: None,
            source_key: None,
        };
        assert!(opening(&new(TODAY, Some(TODAY)), TODAY).is_empty());
        assert_eq!(codes(&opening(&new(date(2026, 11, 23), None), TODAY)), ["in_future"]);
        assert_eq!(codes(&opening(&new(TODAY, Some(date(2026, 11, 21))), TODAY)), ["before_referral"]);
        assert_eq!(codes(&opening(&new(TODAY, Some(date(2026, 11, 23))), TODAY)), ["in_future"]);
    }

    #[test]
    fn an_event_with_an_order_ends_by_its_order() {
        let lists = Lists::shipped();
        let event = event(Origin::PreSentence);
        let how = Ending { on: TODAY, reason: "sentenced-otherwise".into(), note: None };
        assert!(ending_event(&lists, &event, &[], &how, TODAY).is_empty());
        let order = Order { event_id: event.id, ..order("CO") };
        assert_eq!(codes(&ending_event(&lists, &event, &[order], &how, TODAY)), ["has_order"]);
        let ended = Event { ended_on: Some(TODAY), ..event };
        assert_eq!(codes(&ending_event(&lists, &ended, &[], &how, TODAY)), ["already_ended"]);
    }

    #[test]
    fn an_end_needs_a_day_not_in_the_future_and_a_reason_of_its_kind() {
        let lists = Lists::shipped();
        let ends = |on, reason: &str| {
            codes(&ending(
                &lists,
                EndOf::Order,
                date(2026, 6, 1),
                &Ending { on, reason: reason.into(), note: None },
                TODAY,
            ))
        };
        assert!(ends(TODAY, "completed").is_empty());
        assert_eq!(ends(date(2026, 11, 23), "completed"), ["in_future"]);
        assert_eq!(ends(date(2026, 5, 31), "completed"), ["before_start"]);
        assert_eq!(ends(TODAY, "treatment-ended"), ["unknown_reason"]);
        assert_eq!(ends(TODAY, ""), ["unknown_reason"]);
    }
}
