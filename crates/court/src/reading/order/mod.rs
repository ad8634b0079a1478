//! Orders and custodial sentences, built from results. A court repeats one order on every offence that it was passed for;
//! copies become one again when type, hearing, day and the order's own prompts are the same. Where copies differ in
//! their requirements nobody is asked to guess: the order carries the doubt until a person settles it.

mod copies;
mod grouping;
mod terms;

pub use copies::{Copy, CopyDecision, Differing, Take};

use super::around::Around;
use super::dates;
use super::definition::Purpose;
use super::gather::Seen;
use super::message::{Court, Id};
use super::requirement::Requirement;
use super::span::Span;
use super::standing::Known;
use grouping::{Group, groups};
use kernel::Date;
use std::collections::{BTreeMap, BTreeSet};
use terms::has_terms;

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
    /// Its copies differ and nobody decided yet.
    pub differing: Option<Differing>,
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

const END: &[&str] = &["endDate", "orderEnddate"];

/// Builds every order.
pub(super) fn orders(around: &Around<'_>, known: &Known) -> Vec<Order> {
    let mut orders: Vec<Order> = groups(around, known).iter().map(|group| build(group, around)).collect();
    orders.sort_by(|a, b| (a.made, &a.key).cmp(&(b.made, &b.key)));
    doubt_twins(&mut orders);
    orders
}

fn build(group: &Group<'_>, around: &Around<'_>) -> Order {
    let copies = group.copies.as_slice();
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
        differing: group.differing.clone(),
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
    order.join_requirements(copies, around, group.taken.as_ref());
    order.explain(copies);
    order.explanation.extend(group.decided.clone());
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
    let mut twins: BTreeMap<BTreeSet<Id>, Vec<usize>> = BTreeMap::new();
    for (n, order) in orders.iter().enumerate() {
        if let Some(differing) = &order.differing {
            twins.entry(differing.results.clone()).or_default().push(n);
        }
    }
    for twins in twins.into_values().filter(|t| t.len() > 1) {
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
