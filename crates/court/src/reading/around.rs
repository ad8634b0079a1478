//! What stands around an order: the requirements under it, its reviews, totals said beside it. Indexed once for all
//! results of a person, so that a message with ten thousand results is ordinary.

use super::definition::Purpose;
use super::gather::{Level, Seen};
use super::message::Id;
use super::requirement::{self, Requirement};
use std::collections::{BTreeMap, BTreeSet};

pub(super) struct Around<'a> {
    pub(super) all: &'a [&'a Seen],
    pub(super) ids: BTreeSet<&'a str>,
    requirements: BTreeMap<&'a str, Vec<&'a Seen>>,
    reviews: BTreeMap<&'a str, Vec<&'a Seen>>,
    totals: Vec<&'a Seen>,
    loose: Vec<&'a Seen>,
}

/// Copies for notices say again what stands elsewhere, and are no order of their own.
pub(super) fn is_order(seen: &Seen) -> bool {
    let copy = seen.result.for_notices && seen.place.level == Level::Hearing;
    let meaning = &seen.result.meaning;
    let order = matches!(meaning.purpose(), Purpose::Order | Purpose::Custody | Purpose::Activation);
    let perhaps = meaning.purpose() == Purpose::Unknown && seen.result.breachable;
    !copy && (order || perhaps)
}

type Where<'a> = (&'a str, Option<kernel::Date>, Option<&'a str>, Option<&'a str>, Option<&'a str>);

fn place_of(seen: &Seen) -> Where<'_> {
    let place = &seen.place;
    (seen.hearing(), seen.day(), seen.offence_id(), place.application.as_deref(), place.defendant.as_deref())
}

impl<'a> Around<'a> {
    pub(super) fn new(all: &'a [&'a Seen]) -> Around<'a> {
        let mut tops: BTreeSet<&str> = BTreeSet::new();
        let mut beside: BTreeMap<Where<'_>, Vec<&'a str>> = BTreeMap::new();
        for seen in all {
            let order = is_order(seen);
            if order || matches!(seen.result.meaning.purpose(), Purpose::Variation | Purpose::Revocation) {
                tops.insert(&seen.result.id);
            }
            if order {
                beside.entry(place_of(seen)).or_default().push(&seen.result.id);
            }
        }
        let mut around = Around {
            all,
            ids: all.iter().map(|s| s.result.id.as_str()).collect(),
            requirements: BTreeMap::new(),
            reviews: BTreeMap::new(),
            totals: all.iter().copied().filter(|s| s.result.meaning.purpose() == Purpose::Total).collect(),
            loose: Vec::new(),
        };
        for seen in all.iter().copied() {
            let map = match seen.result.meaning.purpose() {
                Purpose::Requirement => &mut around.requirements,
                Purpose::Review => &mut around.reviews,
                _ => continue,
            };
            let named =
                [&seen.result.root, &seen.result.parent].into_iter().flatten().find(|id| tops.contains(id.as_str()));
            // Without a root: the one order made at the same hearing for the same offence.
            let only = || match beside.get(&place_of(seen)).map(Vec::as_slice) {
                Some([one]) => Some(*one),
                _ => None,
            };
            match named.map(String::as_str).or_else(only) {
                Some(top) => map.entry(top).or_default().push(seen),
                None if seen.result.meaning.purpose() == Purpose::Requirement => around.loose.push(seen),
                None => {}
            }
        }
        around
    }

    /// The requirements that stand under an order or variation, in an order of their own content.
    pub(super) fn requirements(&self, top: &str) -> Vec<Requirement> {
        let mut made: Vec<Requirement> =
            self.requirements.get(top).into_iter().flatten().map(|s| requirement::of_result(s)).collect();
        made.sort_by_cached_key(|r| (r.signature(), r.key.clone()));
        made
    }

    pub(super) fn reviews(&self, top: &Id) -> impl Iterator<Item = &&'a Seen> {
        self.reviews.get(top.as_str()).into_iter().flatten()
    }

    /// A total that stands only beside the cases.
    pub(super) fn total(&self, hearing: &str, names: &[&str]) -> Option<&'a Seen> {
        self.totals.iter().copied().find(|s| s.hearing() == hearing && s.result.prompt(names).is_some())
    }

    /// Requirements that belong to nothing in these results.
    pub(super) fn orphans(&self) -> Vec<Requirement> {
        self.loose.iter().map(|s| requirement::of_result(s)).collect()
    }
}
