//! Orders and custodial sentences, built from results. A court repeats one order on every offence that it was passed for;
//! copies become one again when type, hearing, day and the order's own prompts are the same. Where copies differ in
//! their requirements nobody is asked to guess: the order carries the doubt until a person settles it.

use super::around::{Around, is_order};
use super::dates;
use super::definition::Purpose;
use super::gather::Seen;
use super::message::{Court, Id};
use super::requirement::{self, Requirement};
use super::span::Span;
use kernel::Date;
use std::collections::{BTreeMap, BTreeSet};

/// An order or custodial sentence as passed.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// The least id of its results: the same at every share.
    pub key: Id,
    pub results: BTreeSet<Id>,
    /// The table's word, such as `community_order` or `imprisonment`.
    pub kind: String,
    pub custody: bool,
    /// The sentence's code in the law.
    pub law: Option<String>,
    pub code: String,
    pub type_id: Option<Id>,
    pub label: Option<String>,
    /// The hearing that passed it.
    pub hearing: Id,
    pub made: Option<Date>,
    pub court: Court,
    /// The person's ids at that hearing.
    pub defendants: BTreeSet<Id>,
    pub offences: Vec<Id>,
    pub urns: BTreeSet<String>,
    pub start: Option<Date>,
    pub end: Option<Date>,
    /// Custodial terms as passed, one an offence; also those of a suspended sentence.
    pub terms: Vec<Term>,
    pub total: Option<Span>,
    pub total_said: Option<String>,
    pub life: bool,
    /// How long a sentence is suspended for.
    pub operational: Option<Span>,
    pub supervision: Option<Span>,
    pub responsible_officer: Option<String>,
    pub supervising_court: Option<String>,
    pub probation_team: Option<String>,
    pub prison: Option<String>,
    pub without_report: Option<String>,
    /// First day and how often; two when the court set two.
    pub reviews: Vec<(Option<Date>, Option<String>)>,
    pub requirements: Vec<Requirement>,
    pub amended: Option<String>,
    /// How several results became one order.
    pub explanation: Vec<String>,
    /// What a person should settle.
    pub doubts: Vec<String>,
    /// Whether it surely is an order; if not, nothing follows from it until a person says so.
    pub certain: bool,
}

/// One custodial term, as passed for one offence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    pub result: Id,
    pub offence: Option<Id>,
    pub kind: String,
    pub length: Option<Span>,
    pub said: Option<String>,
    pub sequence: Sequence,
    /// Of an extended or special sentence.
    pub custodial: Option<Span>,
    pub extension: Option<Span>,
    pub minimum: Option<Span>,
    /// Days on remand or tagged bail that count.
    pub days_to_count: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sequence {
    /// The court said nothing: the term that others run beside or after.
    Primary,
    Concurrent,
    Consecutive {
        to: String,
    },
    /// Both at once, which cannot be.
    Contradictory,
}

const TERM: &[&str] = &[
    "imprisonmentPeriod",
    "custodialPeriod",
    "custodyPeriod",
    "detentionPeriod",
    "periodOfDetentionAndTraining",
    "extendedSentenceOfImprisonmentTerm",
    "extendedSentenceOfDetentionTerm",
    "termOfSentenceOfImprisonmentAggregate",
    "Imprisonment Period",
    "lesserTermImposed",
    "originalCustodyTerm",
];
const TOTAL: &[&str] = &["totalCustodialPeriod", "totalDetentionAndTrainingOrderPeriod"];
const END: &[&str] = &["endDate", "orderEnddate"];
const SUSPENDED: &[&str] = &["suspendedPeriod", "originalSuspensionPeriod"];

/// Builds every order.
pub(super) fn orders(around: &Around<'_>) -> Vec<Order> {
    let heads: Vec<&Seen> = around.all.iter().copied().filter(|s| is_order(s)).collect();
    let totals = only_totals(&heads);
    let mut groups: BTreeMap<Vec<String>, Vec<&Seen>> = BTreeMap::new();
    for head in &heads {
        groups.entry(merge_key(head, &totals)).or_default().push(head);
    }
    let mut orders: Vec<Order> = groups
        .into_values()
        .map(|mut copies| {
            copies.sort_by(|a, b| a.rank().cmp(&b.rank()));
            build(&copies, around)
        })
        .collect();
    orders.sort_by(|a, b| (a.made, &a.key).cmp(&(b.made, &b.key)));
    doubt_twins(&mut orders);
    orders
}

fn has_terms(seen: &Seen) -> bool {
    let meaning = &seen.result.meaning;
    matches!(meaning.purpose(), Purpose::Custody | Purpose::Activation) || meaning.kind() == "suspended_sentence"
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
            .filter(|p| !is_child(p))
            .map(|p| format!("{}={}", p.reference, p.value))
            .collect();
        prompts.sort_unstable();
        key.extend(prompts);
    }
    key
}

/// A child that was made a prompt carries an id of its own, which differs in every copy.
fn is_child(prompt: &super::message::Prompt) -> bool {
    uuid::Uuid::try_parse(&prompt.reference).is_ok()
}

fn build(copies: &[&Seen], around: &Around<'_>) -> Order {
    let first = copies[0];
    let result = &first.result;
    let meaning = &result.meaning;
    let activation = meaning.purpose() == Purpose::Activation;
    let mut order = Order {
        key: copies.iter().map(|c| c.result.id.clone()).min().unwrap_or_default(),
        results: copies.iter().map(|c| c.result.id.clone()).collect(),
        kind: if activation { activated(&meaning.definition.code).into() } else { meaning.kind().to_owned() },
        custody: activation || meaning.purpose() == Purpose::Custody,
        law: meaning.definition.law.clone(),
        code: result.code.clone().unwrap_or_else(|| meaning.definition.code.clone()),
        type_id: result.type_id.clone(),
        label: result.label.clone(),
        hearing: first.hearing().to_owned(),
        made: first.day(),
        court: first.sitting.court.clone(),
        defendants: copies.iter().filter_map(|c| c.place.defendant.clone()).collect(),
        offences: Vec::new(),
        urns: copies.iter().filter_map(|c| c.place.urn.clone()).collect(),
        start: None,
        end: None,
        terms: Vec::new(),
        total: None,
        total_said: None,
        life: result.says("totalCustodialPeriodIsLife") || meaning.kind() == "life",
        operational: None,
        supervision: None,
        responsible_officer: owned(first, &["responsibleOfficer", "superOff"]),
        supervising_court: owned(first, &["supervisingCourt", "supervisingCourtName"]),
        probation_team: owned(
            first,
            &["probationteamtobenotifiedOrganisationName", "youthoffendingteamtobenotifiedOrganisationName"],
        ),
        prison: owned(first, &["prisonOrganisationName", "prison", "detentionCentre"]),
        without_report: owned(first, &["reasonForSentenceWithoutPSR"]),
        reviews: reviews(copies, around),
        requirements: Vec::new(),
        amended: copies.iter().find_map(|c| c.result.amended.as_ref().and_then(|a| a.reason.clone())),
        explanation: Vec::new(),
        doubts: Vec::new(),
        certain: meaning.purpose() != Purpose::Unknown && meaning.doubt.is_none(),
    };
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for copy in copies {
        order.offences.extend(copy.offence_id().filter(|id| known.insert(id)).map(str::to_owned));
        order.doubts.extend(copy.result.meaning.doubt.clone().filter(|d| !order.doubts.contains(d)));
    }
    order.read_dates(first);
    if has_terms(first) {
        order.read_terms(copies, around);
    }
    order.join_requirements(copies, around);
    order.explain(copies);
    order
}

fn activated(code: &str) -> &'static str {
    if code.ends_with('D') { "young_offender_institution" } else { "imprisonment" }
}

fn owned(seen: &Seen, names: &[&str]) -> Option<String> {
    seen.result.prompt(names).filter(|v| !v.is_empty()).map(str::to_owned)
}

/// Every first review named, on the order or in a result of its own under it. The prompts of a review stand together, in
/// order, so that two reviews stay two.
fn reviews(copies: &[&Seen], around: &Around<'_>) -> Vec<(Option<Date>, Option<String>)> {
    let own = copies.iter().flat_map(|c| around.reviews(&c.result.id));
    let mut reviews: Vec<(Option<Date>, Option<String>)> = Vec::new();
    for seen in copies.iter().chain(own) {
        let mut found: Vec<(Option<Date>, Option<String>)> = Vec::new();
        for prompt in &seen.result.prompts {
            match prompt.reference.as_str() {
                "firstReviewDate" => match found.last_mut().filter(|(day, _)| day.is_none()) {
                    Some(last) => last.0 = dates::day(&prompt.value),
                    None => found.push((dates::day(&prompt.value), None)),
                },
                "reviewFrequency" => match found.last_mut().filter(|(_, often)| often.is_none()) {
                    Some(last) => last.1 = Some(prompt.value.clone()),
                    None => found.push((None, Some(prompt.value.clone()))),
                },
                _ => {}
            }
        }
        for review in found {
            if !reviews.contains(&review) {
                reviews.push(review);
            }
        }
    }
    reviews
}

/// Two orders of one kind at one hearing may be one order that was typed twice in two ways.
fn doubt_twins(orders: &mut [Order]) {
    let mut kinds: BTreeMap<(String, String, Option<Date>), Vec<usize>> = BTreeMap::new();
    for (n, order) in orders.iter().enumerate().filter(|(_, o)| !o.custody) {
        kinds.entry((order.hearing.clone(), order.kind.clone(), order.made)).or_default().push(n);
    }
    for twins in kinds.into_values().filter(|t| t.len() > 1) {
        let said: BTreeSet<String> =
            twins.iter().map(|n| orders[*n].end.map_or_else(|| "no end".into(), |e| e.to_string())).collect();
        let said: Vec<String> = said.into_iter().collect();
        let doubt = format!(
            "the court passed {} orders of this kind at one hearing that are not the same (ending {}): one order or several?",
            twins.len(),
            said.join(" and ")
        );
        for n in twins {
            orders[n].doubts.push(doubt.clone());
        }
    }
}

impl Order {
    /// A community sentence that probation supervises.
    #[must_use]
    pub fn is_supervised(&self) -> bool {
        super::application::supervised(&self.kind)
    }

    fn read_dates(&mut self, first: &Seen) {
        let mut day = |names: &[&str]| {
            let said = first.result.prompt(names)?;
            let read = dates::day(said);
            if read.is_none() {
                self.doubts.push(format!("\u{201c}{said}\u{201d} is no day of the calendar"));
            }
            read
        };
        let (start, end) = (day(&["startDate"]), day(END));
        (self.start, self.end) = (start.or(self.made), end);
    }

    fn length(&mut self, seen: &Seen, names: &[&str]) -> Option<Span> {
        let said = seen.result.prompt(names).filter(|v| !v.is_empty())?;
        let read = Span::read(said, None);
        if read.is_none() {
            let doubt = format!("\u{201c}{said}\u{201d} is no length that can be read");
            if !self.doubts.contains(&doubt) {
                self.doubts.push(doubt);
            }
        }
        read
    }

    fn read_terms(&mut self, copies: &[&Seen], around: &Around<'_>) {
        for copy in copies {
            let term = Term {
                result: copy.result.id.clone(),
                offence: copy.offence_id().map(str::to_owned),
                kind: copy.result.meaning.kind().to_owned(),
                length: self.length(copy, TERM),
                said: owned(copy, TERM),
                sequence: sequence(copy),
                custodial: self.length(copy, &["appropriateCustodialTerm"]),
                extension: self.length(copy, &["extensionPeriod"]),
                minimum: copy.result.prompt(&["minimumTerm"]).and_then(|m| Span::read(m, Some('Y'))),
                days_to_count: copy
                    .result
                    .prompt(&["bailRemandDaysToCountTaggedDays", "bailRemandDaysToCount"])
                    .and_then(|d| Span::read(d, Some('D')))
                    .map(|s| s.days),
            };
            if term.sequence == Sequence::Contradictory {
                self.doubts.push("a term is said to be both concurrent and consecutive".into());
            }
            self.terms.push(term);
        }
        let first = copies[0];
        let told = copies
            .iter()
            .copied()
            .find(|c| c.result.prompt(TOTAL).is_some())
            .or_else(|| around.total(first.hearing(), TOTAL));
        if let Some(told) = told {
            self.total_said = owned(told, TOTAL);
            self.total = self.length(told, TOTAL);
            self.life |= told.result.says("totalCustodialPeriodIsLife");
        }
        self.operational = self.length(first, SUSPENDED);
        self.supervision = self.length(first, &["supervisionPeriod"]);
        self.prison = self.prison.take().or_else(|| copies.iter().find_map(|c| owned(c, &["prisonOrganisationName"])));
    }

    /// Copies of one order carry copies of its requirements.
    fn join_requirements(&mut self, copies: &[&Seen], around: &Around<'_>) {
        let sets: Vec<Vec<Requirement>> = copies
            .iter()
            .map(|copy| {
                let mut set = around.requirements(&copy.result.id);
                let own: BTreeSet<&str> = set.iter().map(|r| r.kind.as_str()).collect();
                let rolled = requirement::rolled_up(&copy.result, &own, &around.ids);
                set.extend(rolled);
                set
            })
            .collect();
        // A suspended sentence is passed for each offence but its requirements are often typed once.
        let typed_once = self.kind == "suspended_sentence" && sets.iter().any(|s| !s.is_empty());
        let mut sets: Vec<(usize, Vec<Requirement>)> =
            sets.into_iter().enumerate().filter(|(_, set)| !(typed_once && set.is_empty())).collect();
        if sets.is_empty() {
            return;
        }
        let (_, mut joined) = sets.remove(0);
        for (n, set) in sets {
            let offence = copies[n].place.offence.as_ref().and_then(|o| o.title.clone());
            let whose = offence.unwrap_or_else(|| format!("copy {}", n + 1));
            self.join_copy(&mut joined, set, &whose);
        }
        self.requirements = joined;
    }

    fn join_copy(&mut self, joined: &mut Vec<Requirement>, set: Vec<Requirement>, whose: &str) {
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
        let missing: BTreeSet<usize> = open.into_values().flatten().collect();
        let missing: Vec<String> = missing.into_iter().map(|n| joined[n].in_words()).collect();
        if missing.is_empty() && extra.is_empty() {
            return;
        }
        let list = |items: &[String]| {
            if items.is_empty() { "nothing".into() } else { items.join(" and ") }
        };
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

    fn explain(&mut self, copies: &[&Seen]) {
        for requirement in &mut self.requirements {
            requirement.key = requirement.results.first().cloned().unwrap_or_else(|| requirement.key.clone());
            if requirement.rolled_up {
                let words = requirement.kind.replace('_', " ");
                self.explanation
                    .push(format!("the {words} requirement has no result of its own; it stands in the order"));
            }
        }
        if copies.len() > 1 {
            let what = if self.terms.is_empty() { "result" } else { "term" };
            self.explanation.insert(
                0,
                format!(
                    "{} {what}s of the same type, hearing and day, for {} offences, are one {}",
                    copies.len(),
                    self.offences.len(),
                    self.kind.replace('_', " ")
                ),
            );
        }
    }
}

fn sequence(copy: &Seen) -> Sequence {
    let result = &copy.result;
    let other = result.prompt(&["whereConsecutiveToAnOffenceOnAnotherCaseSpecifyThatCaseNumber"]);
    let to: Vec<String> = [
        result.prompt(&["consecutiveToOffenceNumber"]).map(|n| format!("offence {n}")),
        other.map(|case| format!("case {case}")),
        result.prompt(&["whereConsecutiveToAnOffence"]).map(str::to_owned),
        result.prompt(&["consecutiveToSentenceImposedOn"]).map(|d| format!("the sentence of {d}")),
        result.says("consecutiveToAllOtherTermsBeingServed").then(|| "all other terms being served".to_owned()),
    ]
    .into_iter()
    .flatten()
    .collect();
    match (result.says("concurrent"), to.is_empty()) {
        (true, true) => Sequence::Concurrent,
        (false, true) => Sequence::Primary,
        (false, false) => Sequence::Consecutive { to: to.join(", ") },
        (true, false) => Sequence::Contradictory,
    }
}
