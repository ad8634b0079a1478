//! How a person's orders stand, given every share of every hearing about them. It is a function of the set of messages:
//! any order of arrival gives the same answer, an older share changes nothing, and a share seen twice counts once. What
//! an outcome concerns but has not arrived waits.

use super::appeal::{self, AppealRead};
use super::application::ApplicationRead;
use super::gather::{OffenceSeen, Seen};
use super::matter::{Matter, Read};
use super::message::{Id, Sitting};
use super::order::{CopyDecision, Order};
use super::outcome::{Concern, Outcome, OutcomeKind};
use super::report::ReportRequest;
use super::requirement::Requirement;
use kernel::{Date, Instant, fold};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Standing {
    pub orders: Vec<StandingOrder>,
    /// Outcomes whose order is not there, and why.
    pub waiting: Vec<Waiting>,
    pub reports: Vec<ReportRequest>,
    pub applications: Vec<ApplicationRead>,
    pub appeals: Vec<AppealRead>,
    /// Each offence once, as the newest share has it.
    pub offences: BTreeMap<Id, OffenceSeen>,
    /// Results that the court deleted.
    pub deleted: BTreeSet<Id>,
    /// Every result that the court still tells.
    pub told: BTreeSet<Id>,
    /// Results that a newer share of the same day leaves out without listing them as deleted. They stand until a person
    /// says otherwise.
    pub missing: BTreeSet<Id>,
    /// Requirements whose order is not there.
    pub orphans: Vec<Requirement>,
}

/// An order with what happened to it.
#[derive(Clone, Debug, PartialEq)]
pub struct StandingOrder {
    /// As passed.
    pub order: Order,
    pub state: State,
    /// As it is now.
    pub end: Option<Date>,
    pub supervising_court: Option<String>,
    pub requirements: Vec<StandingRequirement>,
    pub outcomes: Vec<Outcome>,
    pub doubts: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    InForce,
    Ended { how: OutcomeKind, on: Option<Date>, by: Id },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandingRequirement {
    pub requirement: Requirement,
    /// The outcome that added it, when the order was not made with it.
    pub added_by: Option<Id>,
    /// When and by which outcome it stopped, and the requirement that took its place.
    pub stopped: Option<Stopped>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stopped {
    pub on: Option<Date>,
    pub by: Id,
    pub replaced_by: Option<Id>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    pub outcome: Outcome,
    pub why: String,
}

type Version = (Option<Instant>, [u8; 32]);

/// What is known besides the messages.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Known {
    /// Hearings that the court took back whole.
    pub deleted_hearings: BTreeSet<Id>,
    /// What people decided about copies that differ.
    pub decisions: Vec<CopyDecision>,
    /// Of a person whose records became one: under which record each of the court's ids stands. What was recorded apart
    /// stays apart, so that the records can be parted again.
    pub records: BTreeMap<Id, String>,
}

/// Folds every share.
#[must_use]
pub fn standing(matters: &[&Matter], known: &Known) -> Standing {
    let mut shares: Vec<(&Matter, &Arc<Sitting>)> = matters
        .iter()
        .filter_map(|m| m.sitting.as_ref().map(|s| (*m, s)))
        .filter(|(_, s)| !known.deleted_hearings.contains(&s.hearing))
        .collect();
    shares.sort_by_key(|(_, s)| s.version());
    let mentions = Mentions::of(&shares);
    let applications = newest_applications(&shares);
    let mut seen: Vec<&Seen> = mentions.current.values().copied().collect();
    seen.sort_by(|a, b| (a.day(), a.hearing(), a.rank()).cmp(&(b.day(), b.hearing(), b.rank())));
    let read = Read::of(&seen, &applications, known);
    let courts: BTreeMap<&str, &Arc<Sitting>> = shares.iter().map(|(_, s)| (s.hearing.as_str(), *s)).collect();
    let mut standing = Standing {
        orders: read.orders.into_iter().map(|order| StandingOrder::new(order, &courts, &mentions.missing)).collect(),
        reports: read.reports,
        appeals: appeal::appeals(&seen, &applications),
        offences: newest_offences(&shares),
        deleted: mentions.deleted,
        told: mentions.current.keys().map(|id| (*id).to_owned()).collect(),
        missing: mentions.missing,
        orphans: read.orphans,
        applications,
        waiting: Vec::new(),
    };
    for outcome in read.outcomes {
        standing.apply(outcome);
    }
    standing
}

/// The last word about each result.
struct Mentions<'a> {
    current: BTreeMap<&'a str, &'a Seen>,
    deleted: BTreeSet<Id>,
    missing: BTreeSet<Id>,
}

impl<'a> Mentions<'a> {
    /// `shares` from the oldest to the newest.
    fn of(shares: &[(&'a Matter, &Arc<Sitting>)]) -> Mentions<'a> {
        let mut newest: BTreeMap<(&str, Option<Date>), Version> = BTreeMap::new();
        let mut last: BTreeMap<&str, (Option<&Seen>, &Sitting)> = BTreeMap::new();
        for (matter, sitting) in shares {
            newest.insert((&sitting.hearing, sitting.day), sitting.version());
            for seen in &matter.seen {
                last.insert(&seen.result.id, (Some(seen), sitting));
            }
            for deleted in &matter.deleted {
                last.insert(&deleted.result.id, (None, sitting));
            }
        }
        let mut mentions = Mentions { current: BTreeMap::new(), deleted: BTreeSet::new(), missing: BTreeSet::new() };
        for (id, (seen, sitting)) in last {
            let Some(seen) = seen else {
                mentions.deleted.insert(id.to_owned());
                continue;
            };
            let superseded =
                newest.get(&(sitting.hearing.as_str(), sitting.day)).is_some_and(|v| *v > sitting.version());
            if superseded && !seen.result.own_id {
                continue;
            }
            if superseded {
                mentions.missing.insert(id.to_owned());
            }
            mentions.current.insert(id, seen);
        }
        mentions
    }
}

fn newest_applications(shares: &[(&Matter, &Arc<Sitting>)]) -> Vec<ApplicationRead> {
    let mut newest = BTreeMap::new();
    for (matter, _) in shares {
        for application in &matter.applications {
            let nameless = (&application.code, application.received, &application.reference);
            let key = application.id.clone().unwrap_or_else(|| format!("{nameless:?}"));
            newest.insert(key, application);
        }
    }
    newest.into_values().cloned().collect()
}

fn newest_offences(shares: &[(&Matter, &Arc<Sitting>)]) -> BTreeMap<Id, OffenceSeen> {
    let mut newest = BTreeMap::new();
    for (matter, _) in shares {
        for seen in &matter.offences {
            if let Some(id) = &seen.offence.id {
                newest.insert(id.clone(), seen.clone());
            }
        }
    }
    newest
}

impl StandingOrder {
    fn new(mut order: Order, courts: &BTreeMap<&str, &Arc<Sitting>>, missing: &BTreeSet<Id>) -> StandingOrder {
        // Later hearings repeat results of earlier ones; the court is that of the hearing that made the order.
        if let Some(sitting) = courts.get(order.hearing.as_str()) {
            order.court = sitting.court.clone();
        }
        let mut doubts = order.doubts.clone();
        let parts = order.requirements.iter().flat_map(|r| &r.results);
        if order.results.iter().chain(parts).any(|id| missing.contains(id)) {
            doubts.push("the court's newest share leaves out a part of this order without deleting it".into());
        }
        StandingOrder {
            state: State::InForce,
            end: order.end,
            supervising_court: order.supervising_court.clone(),
            requirements: order
                .requirements
                .iter()
                .map(|r| StandingRequirement { requirement: r.clone(), added_by: None, stopped: None })
                .collect(),
            outcomes: Vec::new(),
            doubts,
            order,
        }
    }

    fn is_in_force(&self) -> bool {
        self.state == State::InForce
    }

    fn apply(&mut self, outcome: Outcome) {
        self.doubts.extend(outcome.doubts.clone());
        if let State::Ended { on, .. } = &self.state
            && *on < outcome.made
            && outcome.kind == OutcomeKind::Varied
        {
            self.doubts.push("the court varied this order after it had ended".into());
        }
        if outcome.kind == OutcomeKind::Varied {
            self.vary(&outcome);
        }
        if outcome.kind.ends_order() && self.is_in_force() {
            self.state = State::Ended { how: outcome.kind, on: outcome.made, by: outcome.key.clone() };
        }
        // What an appeal or reopening set aside is asked about with the appeal itself.
        if outcome.kind == OutcomeKind::SetAside && outcome.in_error {
            let what = outcome.label.clone().unwrap_or_else(|| outcome.code.clone());
            self.doubts.push(format!("the court set aside what this order rests on ({what}): end or replace it"));
        }
        self.outcomes.push(outcome);
    }

    fn vary(&mut self, outcome: &Outcome) {
        self.end = outcome.new_end.or(self.end);
        if outcome.new_court.is_some() {
            self.supervising_court = outcome.new_court.clone();
        }
        self.order.operational = outcome.operational.or(self.order.operational);
        self.order.supervision = outcome.supervision.or(self.order.supervision);
        let stopped = || Stopped { on: outcome.made, by: outcome.key.clone(), replaced_by: None };
        for name in &outcome.cancelled {
            let gone = self.requirements.iter_mut().find(|r| r.stopped.is_none() && r.requirement.is_called(name));
            match gone {
                Some(requirement) => requirement.stopped = Some(stopped()),
                None => self
                    .doubts
                    .push(format!("the court cancelled \u{201c}{name}\u{201d}, which this order does not have")),
            }
        }
        if outcome.all_cancelled {
            self.requirements.iter_mut().filter(|r| r.stopped.is_none()).for_each(|r| r.stopped = Some(stopped()));
        }
        for requirement in &outcome.requirements {
            self.vary_requirement(outcome, requirement);
        }
    }

    /// A variation names only new and changed requirements, and seldom says which is which. An order has as a rule one
    /// of a kind, so another of the kind is taken as changed, and a person is asked.
    fn vary_requirement(&mut self, outcome: &Outcome, requirement: &Requirement) {
        let added =
            requirement.prompts.iter().any(|p| p.reference == "additionalConcurrentToWhat" && !p.value.is_empty());
        let new = added || (outcome.said_new && !outcome.said_amended);
        let old = self.requirements.iter_mut().find(|r| {
            !new && r.stopped.is_none()
                && r.added_by.as_ref() != Some(&outcome.key)
                && r.requirement.kind == requirement.kind
        });
        if let Some(old) = old {
            let by = outcome.key.clone();
            old.stopped = Some(Stopped { on: outcome.made, by, replaced_by: Some(requirement.key.clone()) });
            if !outcome.said_amended {
                let (was, is) = (old.requirement.in_words(), requirement.in_words());
                self.doubts.push(format!("taken as a change of one requirement, not a second one: {was} is now {is}"));
            }
        }
        self.requirements.push(StandingRequirement {
            requirement: requirement.clone(),
            added_by: Some(outcome.key.clone()),
            stopped: None,
        });
    }
}

impl Requirement {
    /// Whether a court's list of requirement names means this one.
    fn is_called(&self, name: &str) -> bool {
        let name = fold(name);
        let label = self.label.as_deref().map(fold).unwrap_or_default();
        let kind = fold(&self.kind.replace('_', " "));
        name.contains(&kind) || (!label.is_empty() && (label.contains(&name) || name.contains(&label)))
    }
}

impl Standing {
    fn apply(&mut self, outcome: Outcome) {
        match self.find(&outcome) {
            Ok(n) => self.orders[n].apply(outcome),
            Err(why) => self.waiting.push(Waiting { outcome, why }),
        }
    }

    /// The order that an outcome concerns.
    fn find(&self, outcome: &Outcome) -> Result<usize, String> {
        let made_here = |o: &StandingOrder| {
            o.order.hearing == outcome.hearing && o.order.made == outcome.made
                || o.order.results.iter().any(|r| outcome.results.contains(r))
        };
        self.find_by(&outcome.concerns, &made_here)
    }

    /// The one order that rests on what is appealed against: the one in force where several do.
    #[must_use]
    pub fn order_under(&self, appeal: &AppealRead) -> Option<&StandingOrder> {
        let made_before = |o: &&StandingOrder| appeal.decided.is_none_or(|d| o.order.made.is_none_or(|m| m < d));
        let rests = |o: &&StandingOrder| o.order.offences.iter().any(|id| appeal.offences.contains(id));
        let named = |o: &&StandingOrder| appeal.concerns.hearing.is_some() && names_hearing(&appeal.concerns, o);
        let on_case =
            |o: &&StandingOrder| appeal.offences.is_empty() && o.order.urns.iter().any(|urn| appeal.urns.contains(urn));
        let found: Vec<&StandingOrder> =
            self.orders.iter().filter(made_before).filter(|o| rests(o) || named(o) || on_case(o)).collect();
        match found.as_slice() {
            [one] => Some(one),
            several => {
                let mut standing = several.iter().filter(|o| o.is_in_force());
                standing.next().filter(|_| standing.next().is_none()).copied()
            }
        }
    }

    /// The order that an application is about, or what it waits for.
    ///
    /// # Errors
    /// When the order is not there, in words.
    pub fn order_of(&self, application: &ApplicationRead) -> Result<&StandingOrder, String> {
        let n = self.find_by(&application.concerns, &|_| false)?;
        self.orders.get(n).ok_or_else(|| waits_for(&application.concerns))
    }

    fn find_by(&self, concern: &Concern, not: &dyn Fn(&StandingOrder) -> bool) -> Result<usize, String> {
        let pick = |fits: &dyn Fn(&StandingOrder) -> bool| -> Option<Result<usize, String>> {
            let fitting: Vec<usize> =
                (0..self.orders.len()).filter(|n| !not(&self.orders[*n]) && fits(&self.orders[*n])).collect();
            match fitting.as_slice() {
                [] => None,
                [one] => Some(Ok(*one)),
                several => Some(self.one_in_force(several)),
            }
        };
        let kind = |o: &StandingOrder| concern.kind.as_ref().is_none_or(|k| *k == o.order.kind);
        let by_day = |o: &StandingOrder| {
            concern.hearing.is_none()
                && concern.made.is_some()
                && o.order.made == concern.made
                && kind(o)
                && !o.order.custody
        };
        let by_offence = |o: &StandingOrder| {
            kind(o) && !o.order.custody && o.order.offences.iter().any(|id| concern.offences.contains(id))
        };
        let by_case = |o: &StandingOrder| {
            concern.hearing.is_none()
                && concern.made.is_none()
                && concern.kind.is_some()
                && kind(o)
                && o.order.urns.iter().any(|urn| concern.urns.contains(urn))
        };
        let tries: [&dyn Fn(&StandingOrder) -> bool; 4] =
            [&|o| names_hearing(concern, o) && kind(o), &by_day, &by_offence, &by_case];
        tries.iter().find_map(|fits| pick(*fits)).unwrap_or_else(|| Err(waits_for(concern)))
    }

    fn one_in_force(&self, several: &[usize]) -> Result<usize, String> {
        let standing: Vec<usize> = several.iter().copied().filter(|n| self.orders[*n].is_in_force()).collect();
        match standing.as_slice() {
            [one] => Ok(*one),
            _ => Err(format!("{} orders could be meant: a person chooses", several.len())),
        }
    }
}

fn names_hearing(concern: &Concern, order: &StandingOrder) -> bool {
    concern.hearing.as_deref() == Some(order.order.hearing.as_str())
        && (concern.type_id.is_none() || order.order.type_id.is_none() || concern.type_id == order.order.type_id)
}

fn waits_for(concern: &Concern) -> String {
    let kind = concern.kind.as_deref().map_or_else(|| "an order".into(), |k| format!("a {}", k.replace('_', " ")));
    match (&concern.made, &concern.hearing) {
        (Some(day), _) => format!("waits for {kind} made on {day}"),
        (None, Some(hearing)) => format!("waits for {kind} made at hearing {hearing}"),
        (None, None) => format!("the message does not tell which order it concerns: {kind}"),
    }
}
