//! Which results are one order. A court repeats an order on every offence; copies of the same type, hearing, day and
//! prompts are one, unless a person decided that they are several, or that several are one.

use super::super::around::{Around, is_order};
use super::super::gather::Seen;
use super::super::message::{Id, Prompt};
use super::super::standing::Known;
use super::copies::{Content, CopyDecision, Differing, Take, differing, requirements};
use super::terms::{SUSPENDED, TOTAL, has_terms};
use kernel::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Results that agree in all that tells one order from another, with what that is.
type Copies<'a> = (Vec<String>, Vec<&'a Seen>);

/// Results that are one order, the one that says what it is first.
pub(super) struct Group<'a> {
    pub(super) copies: Vec<&'a Seen>,
    /// The results of the copy that a person took.
    pub(super) taken: Option<BTreeSet<Id>>,
    /// They differ, and nobody decided.
    pub(super) differing: Option<Differing>,
    /// How a person settled it, in words.
    pub(super) decided: Option<String>,
}

impl<'a> Group<'a> {
    fn plain(copies: Vec<&'a Seen>) -> Group<'a> {
        Group { copies, taken: None, differing: None, decided: None }
    }
}

pub(super) fn groups<'a>(around: &Around<'a>, known: &Known) -> Vec<Group<'a>> {
    let heads: Vec<&Seen> = around.all.iter().copied().filter(|s| is_order(s)).collect();
    let totals = only_totals(&heads);
    let mut by_key: BTreeMap<Vec<String>, Vec<&'a Seen>> = BTreeMap::new();
    for head in heads {
        let mut key = merge_key(head, &totals);
        key.insert(0, record_of(head, known).to_owned());
        by_key.entry(key).or_default().push(head);
    }
    let mut families: BTreeMap<Vec<String>, Vec<Copies<'a>>> = BTreeMap::new();
    for (key, mut copies) in by_key {
        copies.sort_by(|a, b| a.rank().cmp(&b.rank()));
        families.entry(family(copies[0], &key, known)).or_default().push((key, copies));
    }
    families.into_values().flat_map(|family| settle(family, around, &known.decisions)).collect()
}

/// Which of a merged person's records it stands under.
fn record_of<'k>(head: &Seen, known: &'k Known) -> &'k str {
    head.place.defendant.as_ref().and_then(|id| known.records.get(id)).map_or("", String::as_str)
}

/// Orders of one kind at one hearing are looked at together: they may be one that was typed in two ways. Custodial
/// sentences are not, since several at one hearing are ordinary.
fn family(head: &Seen, key: &[String], known: &Known) -> Vec<String> {
    let meaning = &head.result.meaning;
    if has_terms(head) && meaning.kind() != "suspended_sentence" {
        return key.to_vec();
    }
    let place = head.place.application.clone().unwrap_or_default();
    let day = head.day().map(|d| d.to_string()).unwrap_or_default();
    vec![head.hearing().to_owned(), day, meaning.kind().into(), place, record_of(head, known).to_owned()]
}

fn settle<'a>(family: Vec<Copies<'a>>, around: &Around<'a>, decisions: &[CopyDecision]) -> Vec<Group<'a>> {
    let several = family.len() > 1 || family.iter().any(|(_, copies)| copies.len() > 1);
    let found = several.then(|| contents(&family, around)).and_then(|all| differing(&all).map(|d| (all, d)));
    let Some((all, differs)) = found else {
        return family.into_iter().map(|(_, copies)| Group::plain(copies)).collect();
    };
    let decision = decisions.iter().rfind(|d| d.results == differs.results && d.hash == differs.hash);
    match decision.map(|d| &d.take) {
        Some(Take::Copy(id)) => vec![taken(family, &differs, id)],
        Some(Take::Apart) => apart(&all, &differs),
        None => family
            .into_iter()
            .map(|(_, copies)| Group { differing: Some(differs.clone()), ..Group::plain(copies) })
            .collect(),
    }
}

fn contents<'a>(family: &[Copies<'a>], around: &Around<'a>) -> Vec<Content<'a>> {
    let mut all: Vec<Content<'a>> = family
        .iter()
        .flat_map(|(key, copies)| copies.iter().map(move |copy| (key, *copy)))
        .map(|(key, copy)| Content { copy, key: key.clone(), requirements: requirements(copy, around) })
        .collect();
    all.sort_by(|a, b| a.copy.rank().cmp(&b.copy.rank()));
    // Requirements of a suspended sentence are often typed for one offence only; an empty copy says nothing else.
    let typed_once = all.iter().any(|c| has_terms(c.copy) && !c.requirements.is_empty());
    if typed_once {
        for n in 0..all.len() {
            let same = |c: &&Content<'_>| c.key == all[n].key && !c.requirements.is_empty();
            if all[n].requirements.is_empty()
                && let Some(told) = all.iter().find(same).map(|c| c.requirements.clone())
            {
                all[n].requirements = told;
            }
        }
    }
    all
}

fn taken<'a>(family: Vec<Copies<'a>>, differs: &Differing, id: &Id) -> Group<'a> {
    let chosen = differs.copies.iter().find(|c| c.results.contains(id));
    let ids = chosen.map(|c| c.results.clone()).unwrap_or_default();
    let mut copies: Vec<&Seen> = family.into_iter().flat_map(|(_, copies)| copies).collect();
    copies.sort_by(|a, b| (!ids.contains(&a.result.id), a.rank()).cmp(&(!ids.contains(&b.result.id), b.rank())));
    let offences = chosen.map(|c| c.offences.join(", ")).unwrap_or_default();
    let decided = Some(format!("its copies differed; a person took the one for {offences}"));
    Group { copies, taken: Some(ids), differing: None, decided }
}

fn apart<'a>(all: &[Content<'a>], differs: &Differing) -> Vec<Group<'a>> {
    let of = |copy: &super::copies::Copy| {
        let copies = all.iter().map(|c| c.copy).filter(|c| copy.results.contains(&c.result.id)).collect();
        let decided = Some("passed at one hearing with another of its kind; a person decided that they are two".into());
        Group { decided, ..Group::plain(copies) }
    };
    differs.copies.iter().map(of).collect()
}

type TotalKey = (String, Option<Date>, Option<String>);

/// The one total said at a hearing for a type of sentence, for those of its copies that leave it out.
fn only_totals(heads: &[&Seen]) -> BTreeMap<TotalKey, Option<String>> {
    let mut totals: BTreeMap<TotalKey, Option<String>> = BTreeMap::new();
    for head in heads.iter().filter(|h| has_terms(h)) {
        if let Some(total) = head.result.prompt(TOTAL) {
            let said = Some(total.to_owned());
            totals
                .entry(total_key(head))
                .and_modify(|known| {
                    if *known != said {
                        *known = None;
                    }
                })
                .or_insert(said);
        }
    }
    totals
}

fn total_key(head: &Seen) -> TotalKey {
    (head.hearing().to_owned(), head.day(), type_of(head))
}

fn type_of(head: &Seen) -> Option<String> {
    let code = &head.result.meaning.definition.code;
    if code.is_empty() { head.result.type_id.clone() } else { Some(code.clone()) }
}

fn merge_key(head: &Seen, totals: &BTreeMap<TotalKey, Option<String>>) -> Vec<String> {
    let mut key = vec![
        head.hearing().to_owned(),
        head.day().map(|d| d.to_string()).unwrap_or_default(),
        type_of(head).unwrap_or_default(),
    ];
    if has_terms(head) {
        let total = head.result.prompt(TOTAL).map(str::to_owned);
        key.push(total.or_else(|| totals.get(&total_key(head)).cloned().flatten()).unwrap_or_default());
        key.push(head.result.prompt(SUSPENDED).unwrap_or_default().to_owned());
        key.push(head.result.prompt(&["supervisionPeriod"]).unwrap_or_default().to_owned());
    } else {
        let mut prompts: Vec<String> = head
            .result
            .prompts
            .iter()
            .filter(|p| !is_child(p) && !p.value.is_empty())
            .map(|p| format!("{}={}", p.reference, p.value))
            .collect();
        prompts.sort_unstable();
        key.extend(prompts);
    }
    key
}

/// A child that was made a prompt carries an id of its own, which differs in every copy.
pub(super) fn is_child(prompt: &Prompt) -> bool {
    uuid::Uuid::try_parse(&prompt.reference).is_ok()
}
