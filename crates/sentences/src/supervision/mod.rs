//! Who is supervised, and on what. The view is written in the same transaction as the change that made it so, and can be
//! built again from events and orders at any time.

pub(crate) mod rules;

use crate::event::Event;
use crate::{Order, find};
use domain_events::{DomainEvent, SupervisedOn};
use kernel::{Date, PersonId, PersonKeys};
use law::Law;
use store::{Cx, Kind, Result, codes, params, record};

codes! {
    /// [`SupervisedOn`] as it is kept.
    pub enum Basis {
        Custody = "custody",
        Licence = "licence",
        Order = "order",
        PreSentence = "pre-sentence",
        Voluntary = "voluntary",
    }
}

impl Basis {
    /// As it is shown.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Basis::Custody => "In custody",
            Basis::Licence => "On licence",
            Basis::Order => "On an order",
            Basis::PreSentence => "Before sentence",
            Basis::Voluntary => "Voluntary contact",
        }
    }
}

impl From<Basis> for SupervisedOn {
    fn from(basis: Basis) -> SupervisedOn {
        match basis {
            Basis::Custody => SupervisedOn::Custody,
            Basis::Licence => SupervisedOn::Licence,
            Basis::Order => SupervisedOn::Order,
            Basis::PreSentence => SupervisedOn::PreSentence,
            Basis::Voluntary => SupervisedOn::Voluntary,
        }
    }
}

record! {
    /// One row a supervised person; nobody else has one.
    pub struct Supervision in "view_supervised", Kind::View, key ["person_id"] {
        pub person_id: PersonId,
        pub basis: Basis,
        /// The first day of what the person is supervised on now.
        pub since: Date,
        /// The day on which the service learned of it.
        pub arrived_on: Date,
        /// The last day that is known; None for what has no end or an unknown one.
        pub until: Option<Date>,
    }
}

/// What the person is supervised on; None when not supervised.
///
/// # Errors
/// When the database fails.
pub fn supervision(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Option<Supervision>> {
    cx.get(params![keys.survivor])
}

/// Everybody who is supervised, in the order of their ids, from after `after` on, at most `most`.
///
/// # Errors
/// When the database fails.
pub fn supervised_people(cx: &mut Cx<'_>, after: Option<PersonId>, most: i64) -> Result<Vec<Supervision>> {
    match after {
        Some(after) => cx.list("WHERE person_id > $1 ORDER BY person_id LIMIT $2", params![after, most]),
        None => cx.list("ORDER BY person_id LIMIT $1", params![most]),
    }
}

/// Works out anew what the person is supervised on, and tells what changed. `on` is the day from which the change holds.
/// Called at the end of every action that can change it.
///
/// # Errors
/// When a listener refuses or the database fails.
pub(crate) fn settle(cx: &mut Cx<'_>, keys: &PersonKeys, on: Date) -> Result<()> {
    let (before, now) = write_view(cx, keys)?;
    match told_by(keys.survivor, before.as_ref(), now.as_ref(), on) {
        Some(fact) => cx.tell(&fact),
        None => Ok(()),
    }
}

/// What is told when a person's supervision changes from one to the other on a day.
pub(crate) fn told_by(
    person: PersonId,
    before: Option<&Supervision>,
    now: Option<&Supervision>,
    on: Date,
) -> Option<DomainEvent> {
    match (before, now) {
        (None, Some(now)) => {
            let basis = now.basis.into();
            Some(DomainEvent::SupervisionBegan { person, on: now.since, arrived: now.arrived_on, basis })
        }
        (Some(before), Some(now)) if before.basis != now.basis => {
            Some(DomainEvent::SupervisionChanged { person, on, basis: now.basis.into() })
        }
        (Some(_), None) => Some(DomainEvent::SupervisionEnded { person, on }),
        _ => None,
    }
}

/// Builds the view of one person again; gives whether it was wrong. Tells nobody: nothing happened.
///
/// # Errors
/// When the database fails.
pub fn rebuild_supervision(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<bool> {
    let (before, now) = write_view(cx, keys)?;
    Ok(before != now)
}

/// Brings the view in line with events and orders; gives what it said and what it says.
fn write_view(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<(Option<Supervision>, Option<Supervision>)> {
    let law = cx.part::<Law>()?;
    let events: Vec<Event> = find::rows_of(cx, keys, "ORDER BY number")?;
    let orders: Vec<Order> = find::rows_of(cx, keys, "ORDER BY made_on, id")?;
    let before: Option<Supervision> = cx.get(params![keys.survivor])?;
    let now = view_of(&law, keys, &events, &orders);
    match &now {
        Some(now) if before.as_ref() != Some(now) => cx.save(now)?,
        None if before.is_some() => {
            cx.execute("DELETE FROM view_supervised WHERE person_id = $1", params![keys.survivor])?;
        }
        _ => {}
    }
    Ok((before, now))
}

/// The row that these events and orders make.
pub(crate) fn view_of(law: &Law, keys: &PersonKeys, events: &[Event], orders: &[Order]) -> Option<Supervision> {
    let state = rules::supervised_on(law, events, orders)?;
    Some(Supervision {
        person_id: keys.survivor,
        basis: state.basis,
        since: state.since,
        arrived_on: state.arrived_on,
        until: state.until,
    })
}

/// A merge makes the absorbed person's events the survivor's; an unmerge gives them back.
///
/// # Errors
/// When a listener refuses or the database fails.
pub(crate) fn hear(cx: &mut Cx<'_>, event: &DomainEvent) -> Result<()> {
    let today = cx.today();
    match event {
        DomainEvent::PersonMerged { person, absorbed } => {
            cx.execute("DELETE FROM view_supervised WHERE person_id = $1", params![absorbed])?;
            let keys = people::keys_of(cx, *person)?;
            settle(cx, &keys, today)
        }
        DomainEvent::PersonUnmerged { person, released } => {
            let keys = people::keys_of(cx, *person)?;
            settle(cx, &keys, today)?;
            // Nothing began for the released: their view is put right, and a transaction writes one person's chain.
            let keys = people::keys_of(cx, *released)?;
            rebuild_supervision(cx, &keys).map(|_| ())
        }
        _ => Ok(()),
    }
}
