//! Which orders, requests and outcomes belong to one event. A case is one event; cases that one order was passed on
//! together are one event too, and a breach stays on the event of the order that it is about.

use crate::reading::{Concern, Standing};
use std::collections::{BTreeMap, BTreeSet};

/// One event's part of how a person stands. Numbers are places in the lists of [`Standing`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct EventPart {
    /// URNs; `hearing:...` where a message names no case.
    pub(crate) cases: BTreeSet<String>,
    pub(crate) orders: Vec<usize>,
    pub(crate) reports: Vec<usize>,
    pub(crate) waiting: Vec<usize>,
    pub(crate) applications: Vec<usize>,
}

#[derive(Default)]
struct Groups {
    up: BTreeMap<String, String>,
}

impl Groups {
    fn head(&self, key: &str) -> String {
        let mut at = key;
        while let Some(up) = self.up.get(at).filter(|up| up.as_str() != at) {
            at = up;
        }
        at.to_owned()
    }

    fn join(&mut self, keys: &BTreeSet<String>) -> String {
        let heads: BTreeSet<String> = keys.iter().map(|k| self.head(k)).collect();
        let least = heads.first().cloned().unwrap_or_default();
        for key in heads.iter().chain(keys) {
            self.up.insert(key.clone(), least.clone());
        }
        least
    }
}

fn named(urns: &BTreeSet<String>, hearing: &str) -> BTreeSet<String> {
    if urns.is_empty() { [format!("hearing:{hearing}")].into() } else { urns.clone() }
}

fn concerned(concern: &Concern, otherwise: &str) -> BTreeSet<String> {
    named(&concern.urns, concern.hearing.as_deref().unwrap_or(otherwise))
}

/// Sorts everything that stands by event. Outcomes that found their order go with it.
pub(crate) fn events(standing: &Standing, applications: &[usize]) -> Vec<EventPart> {
    let mut groups = Groups::default();
    let order_keys: Vec<BTreeSet<String>> = standing
        .orders
        .iter()
        .map(|o| {
            let mut keys = named(&o.order.urns, &o.order.hearing);
            // A sentence passed at the hearing of a breach belongs where the breached order is.
            keys.extend(
                o.outcomes.iter().filter(|x| x.application.is_some()).map(|x| format!("hearing:{}", x.hearing)),
            );
            keys
        })
        .collect();
    order_keys.iter().for_each(|keys| drop(groups.join(keys)));
    let report_keys: Vec<BTreeSet<String>> = standing.reports.iter().map(|r| named(&r.urns, &r.hearing)).collect();
    report_keys.iter().for_each(|keys| drop(groups.join(keys)));
    let waiting_keys: Vec<BTreeSet<String>> =
        standing.waiting.iter().map(|w| concerned(&w.outcome.concerns, &w.outcome.hearing)).collect();
    waiting_keys.iter().for_each(|keys| drop(groups.join(keys)));
    let application_key = |n: usize| -> BTreeSet<String> {
        let Some(application) = standing.applications.get(n) else { return BTreeSet::new() };
        match standing.order_of(application) {
            Ok(order) => named(&order.order.urns, &order.order.hearing),
            Err(_) => concerned(&application.concerns, application.id.as_deref().unwrap_or("unknown")),
        }
    };
    let application_keys: Vec<(usize, BTreeSet<String>)> =
        applications.iter().map(|n| (*n, application_key(*n))).collect();
    application_keys.iter().for_each(|(_, keys)| drop(groups.join(keys)));

    let mut parts: BTreeMap<String, EventPart> = BTreeMap::new();
    let mut put = |keys: &BTreeSet<String>, add: &mut dyn FnMut(&mut EventPart)| {
        let Some(first) = keys.first() else { return };
        let part = parts.entry(groups.head(first)).or_default();
        part.cases.extend(keys.iter().cloned());
        add(part);
    };
    order_keys.iter().enumerate().for_each(|(n, keys)| put(keys, &mut |p| p.orders.push(n)));
    report_keys.iter().enumerate().for_each(|(n, keys)| put(keys, &mut |p| p.reports.push(n)));
    waiting_keys.iter().enumerate().for_each(|(n, keys)| put(keys, &mut |p| p.waiting.push(n)));
    application_keys.iter().for_each(|(n, keys)| put(keys, &mut |p| p.applications.push(*n)));
    parts.into_values().collect()
}
