//! Whether somebody is supervised, and on what first of all: custody, then licence, then an order, then a case before
//! sentence, then voluntary contact. One person has one answer, whatever the number of orders.

use super::Basis;
use crate::Order;
use crate::event::{Event, Origin};
use kernel::Date;
use law::Law;

/// What a supervised person is supervised on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct State {
    pub(crate) basis: Basis,
    pub(crate) since: Date,
    pub(crate) arrived_on: Date,
    pub(crate) until: Option<Date>,
}

/// An order stays supervised until somebody ends it with a reason: a date that has passed ends nothing by itself.
pub(crate) fn supervised_on(law: &Law, events: &[Event], orders: &[Order]) -> Option<State> {
    let of_orders = orders.iter().filter_map(|order| of_order(law, order));
    let of_events = events.iter().filter_map(|event| of_event(event, orders));
    let all: Vec<State> = of_orders.chain(of_events).collect();
    let basis = all.iter().map(|state| state.basis).min()?;
    let first = |day: fn(&State) -> Date| all.iter().filter(|s| s.basis == basis).map(day).min();
    // One end unknown leaves the whole unknown.
    let until =
        all.iter().map(|state| state.until).collect::<Option<Vec<Date>>>().and_then(|ends| ends.into_iter().max());
    Some(State { basis, since: first(|s| s.since)?, arrived_on: first(|s| s.arrived_on)?, until })
}

fn of_order(law: &Law, order: &Order) -> Option<State> {
    let sentence = law.sentence(&order.sentence)?;
    if !order.is_open() || !sentence.supervised() {
        return None;
    }
    let (basis, since) = match (sentence.custodial(), order.released_on) {
        (true, None) => (Basis::Custody, order.made_on),
        (true, Some(released)) => (Basis::Licence, released),
        (false, _) => (Basis::Order, order.made_on),
    };
    Some(State { basis, since, arrived_on: order.arrived_on, until: order.end() })
}

/// An event without any order counts while the service has taken it on.
fn of_event(event: &Event, orders: &[Order]) -> Option<State> {
    let has_order = orders.iter().any(|o| o.event_id == event.id && o.removed.is_none());
    let taken_on = event.taken_on.filter(|_| event.ended_on.is_none() && !has_order)?;
    let basis = if event.origin == Origin::Voluntary { Basis::Voluntary } else { Basis::PreSentence };
    Some(State { basis, since: taken_on, arrived_on: event.referred_on, until: None })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::rules::tests_support::event;
    use crate::order::tests_support::order;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn basis(events: &[Event], orders: &[Order]) -> Option<Basis> {
        supervised_on(&Law::shipped(), events, orders).map(|s| s.basis)
    }

    #[test]
    fn somebody_with_one_order_not_ended_is_supervised() {
        let open = order("CO");
        let ended = Order { ended_on: Some(date(2026, 6, 1)), ..order("CO") };
        assert_eq!(basis(&[], &[ended.clone(), open]), Some(Basis::Order));
        assert_eq!(basis(&[], &[ended]), None);
    }

    #[test]
    fn an_order_past_its_date_stays_supervised_until_somebody_ends_it() {
        let past = Order { ends_on: Some(date(2020, 1, 1)), ..order("CO") };
        assert_eq!(basis(&[], &[past]), Some(Basis::Order));
    }

    #[test]
    fn a_fine_or_a_removed_order_supervises_nobody() {
        let removed = Order { removed: Some("deleted-by-court".into()), ..order("CO") };
        assert_eq!(basis(&[], &[order("FINE"), order("CD"), removed]), None);
    }

    #[test]
    fn custody_comes_before_licence_and_licence_before_an_order() {
        let released = Order { released_on: Some(date(2026, 9, 1)), ..order("IMP") };
        assert_eq!(basis(&[], &[order("CO"), released.clone()]), Some(Basis::Licence));
        assert_eq!(basis(&[], &[order("CO"), released, order("YOI")]), Some(Basis::Custody));
        assert_eq!(basis(&[], &[order("SSO")]), Some(Basis::Order));
    }

    #[test]
    fn a_case_before_sentence_counts_once_taken_on_and_until_it_has_an_order() {
        let waiting = Event { taken_on: None, ..event(Origin::PreSentence) };
        assert_eq!(basis(&[waiting], &[]), None);
        let taken = Event { taken_on: Some(date(2026, 6, 1)), ..event(Origin::PreSentence) };
        assert_eq!(basis(std::slice::from_ref(&taken), &[]), Some(Basis::PreSentence));
        let fine = Order { event_id: taken.id, ..order("FINE") };
        assert_eq!(basis(std::slice::from_ref(&taken), &[fine]), None);
        let ended = Event { ended_on: Some(date(2026, 7, 1)), ..taken };
        assert_eq!(basis(&[ended], &[]), None);
        let voluntary = Event { taken_on: Some(date(2026, 6, 1)), ..event(Origin::Voluntary) };
        assert_eq!(basis(&[voluntary], &[]), Some(Basis::Voluntary));
    }

    proptest! {
        #[test]
        fn supervised_exactly_while_something_is_open(which in proptest::collection::vec((0usize..6, any::<bool>(), any::<bool>()), 0..8)) {
            let codes = ["CO", "SSO", "IMP", "YOI", "FINE", "CD"];
            let orders: Vec<Order> = which
                .iter()
                .map(|(code, ended, removed)| Order {
                    ended_on: ended.then_some(date(2026, 8, 1)),
                    removed: removed.then(|| "entered-in-error".into()),
                    ..order(codes[*code])
                })
                .collect();
            let open = which.iter().any(|(code, ended, removed)| *code < 4 && !ended && !removed);
            prop_assert_eq!(basis(&[], &orders).is_some(), open);
        }
    }
}
