//! Copies of one order: what each says, how they differ, and what a person decided about it. Where nobody decided, the
//! first copy is the proposal and the difference a doubt; nothing is guessed.

use super::super::around::Around;
use super::super::gather::Seen;
use super::super::hash;
use super::super::message::Id;
use super::super::requirement::{self, Requirement};
use super::Order;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// That copies differ: which they are, and each one field by field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Differing {
    /// Every copy's result.
    pub results: BTreeSet<Id>,
    /// Of what they say: a decision holds while this stays the same.
    pub hash: String,
    /// Each content once, in the order in which the court read them out.
    pub copies: Vec<Copy>,
}

/// One content, said for one offence or for several.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copy {
    pub results: BTreeSet<Id>,
    /// Titles of the offences that it was passed for.
    pub offences: Vec<String>,
    /// What it says: field and value.
    pub fields: Vec<(String, String)>,
}

/// What a person decided about copies that differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyDecision {
    pub results: BTreeSet<Id>,
    pub hash: String,
    pub take: Take,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Take {
    /// They are one order, and it is what this result's copy says.
    Copy(Id),
    /// Each content is an order of its own.
    Apart,
}

/// The requirements under one copy.
pub(super) fn requirements(copy: &Seen, around: &Around<'_>) -> Vec<Requirement> {
    let mut set = around.requirements(&copy.result.id);
    let own: BTreeSet<&str> = set.iter().map(|r| r.kind.as_str()).collect();
    let rolled = requirement::rolled_up(&copy.result, &own, &around.ids);
    set.extend(rolled);
    set
}

/// A copy with its content, for comparison.
pub(super) struct Content<'a> {
    pub(super) copy: &'a Seen,
    pub(super) key: Vec<String>,
    pub(super) requirements: Vec<Requirement>,
}

type Said = (Vec<String>, Vec<(String, Vec<(String, String)>)>);

impl Content<'_> {
    pub(super) fn said(&self) -> Said {
        let mut all: Vec<_> = self.requirements.iter().map(Requirement::signature).collect();
        all.sort_unstable();
        (self.key.clone(), all)
    }
}

/// How the copies of one family differ; `None` when all say the same.
pub(super) fn differing(family: &[Content<'_>]) -> Option<Differing> {
    let mut copies: Vec<(Said, Copy)> = Vec::new();
    let mut lines: Vec<(Id, Said)> = Vec::new();
    for content in family {
        let said = content.said();
        let title = content.copy.place.offence.as_ref().and_then(|o| o.title.clone().or_else(|| o.code.clone()));
        lines.push((content.copy.result.id.clone(), said.clone()));
        match copies.iter_mut().find(|(known, _)| *known == said) {
            Some((_, copy)) => {
                copy.results.insert(content.copy.result.id.clone());
                copy.offences.extend(title);
            }
            None => copies.push((
                said,
                Copy {
                    results: [content.copy.result.id.clone()].into(),
                    offences: title.into_iter().collect(),
                    fields: fields(content),
                },
            )),
        }
    }
    if copies.len() < 2 {
        return None;
    }
    lines.sort_unstable();
    Some(Differing {
        results: lines.iter().map(|(id, _)| id.clone()).collect(),
        hash: hex::encode(hash::of(&json!(lines), &[])),
        copies: copies.into_iter().map(|(_, copy)| copy).collect(),
    })
}

fn fields(content: &Content<'_>) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = content
        .copy
        .result
        .prompts
        .iter()
        .filter(|p| !super::grouping::is_child(p) && !p.value.is_empty())
        .map(|p| (p.label.clone().unwrap_or_else(|| spoken(&p.reference)), p.value.clone()))
        .collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for made in &content.requirements {
        let n = counts.entry(&made.kind).or_default();
        *n += 1;
        let number = if *n > 1 { format!(" {n}") } else { String::new() };
        let name = sentence_case(&made.kind.replace('_', " "));
        fields.push((format!("{name}{number}"), made.in_detail()));
    }
    fields
}

/// `maxNumberOfDays` as "Max number of days".
fn spoken(reference: &str) -> String {
    let mut words = String::new();
    for c in reference.chars() {
        if c.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(c.to_lowercase());
    }
    sentence_case(&words)
}

fn sentence_case(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

impl Requirement {
    /// Length, days, place and details, without the kind.
    fn in_detail(&self) -> String {
        let days = match (self.start, self.end) {
            (Some(from), Some(to)) => Some(format!("{} to {}", web::ui::day(from), web::ui::day(to))),
            (from, to) => from.or(to).map(web::ui::day),
        };
        let length = self.length.map(|l| l.to_string()).or_else(|| self.length_said.clone());
        let parts: Vec<String> =
            [length, days, self.place.clone(), self.with.clone(), self.details.clone()].into_iter().flatten().collect();
        if parts.is_empty() { "as usual".into() } else { parts.join(", ") }
    }
}

impl Order {
    /// Copies of one order carry copies of its requirements. `taken` are the results of the copy that a person took.
    pub(super) fn join_requirements(&mut self, copies: &[&Seen], around: &Around<'_>, taken: Option<&BTreeSet<Id>>) {
        let sets = copies.iter().map(|copy| (*copy, requirements(copy, around)));
        let (told, others): (Vec<_>, Vec<_>) =
            sets.partition(|(copy, _)| taken.is_none_or(|ids| ids.contains(&copy.result.id)));
        // A suspended sentence is passed for each offence but its requirements are often typed once.
        let typed_once = self.kind == "suspended_sentence" && told.iter().any(|(_, set)| !set.is_empty());
        let mut told = told.into_iter().filter(|(_, set)| !(typed_once && set.is_empty()));
        let Some((_, mut joined)) = told.next() else { return };
        for (copy, set) in told {
            let offence = copy.place.offence.as_ref().and_then(|o| o.title.clone());
            self.join_copy(&mut joined, set, &offence.unwrap_or_else(|| "another offence".into()));
        }
        for (_, set) in others {
            stand_for(&mut joined, set);
        }
        self.requirements = joined;
    }

    fn join_copy(&mut self, joined: &mut Vec<Requirement>, set: Vec<Requirement>, whose: &str) {
        let (missing, extra) = same_results(joined, set);
        if missing.is_empty() && extra.is_empty() {
            return;
        }
        let list = |items: &[String]| {
            if items.is_empty() { "nothing".into() } else { items.join(" and ") }
        };
        let missing: Vec<String> = missing.into_iter().map(|n| joined[n].in_words()).collect();
        let more: Vec<String> = extra.iter().map(Requirement::in_words).collect();
        self.doubts.push(format!(
            "the copies of this order differ: for {whose} it has {} where the first copy has {}",
            list(&more),
            list(&missing)
        ));
        // Kept as a proposal: what only this copy has, and of what both have, what the first copy says.
        for requirement in extra {
            if !joined.iter().any(|r| r.kind == requirement.kind) {
                joined.push(requirement);
            }
        }
    }
}

/// Gives each of `joined` the results of the copy that says the same. What is left on either side is given back.
fn same_results(joined: &mut [Requirement], set: Vec<Requirement>) -> (BTreeSet<usize>, Vec<Requirement>) {
    let mut open: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (n, requirement) in joined.iter().enumerate().rev() {
        open.entry(requirement.signature()).or_default().push(n);
    }
    let mut extra = Vec::new();
    for copy in set {
        match open.get_mut(&copy.signature()).and_then(Vec::pop) {
            Some(n) => joined[n].results.extend(copy.results),
            None => extra.push(copy),
        }
    }
    (open.into_values().flatten().collect(), extra)
}

/// The copy that was not taken says nothing of its own; where it meant the same requirement in other words, its result
/// still names that requirement, so that the record changes it rather than drops one and adds another.
fn stand_for(joined: &mut [Requirement], set: Vec<Requirement>) {
    let (missing, extra) = same_results(joined, set);
    let mut free: Vec<usize> = missing.into_iter().collect();
    for copy in extra {
        if let Some(at) = free.iter().position(|n| joined[*n].kind == copy.kind) {
            joined[free.remove(at)].results.extend(copy.results);
        }
    }
}
