//! Brings a person's record to what all court messages about them say together: reads them again, folds them, and writes
//! what differs through the sentences room. Called after any message; calling it again changes nothing.

use super::cases::{EventPart, events};
use super::{after, load, sent};
use crate::reading::{ApplicationRead, Known, Matter, OffenceSeen, Standing, StandingOrder, Subject, standing};
use crate::records::CaseEvent;
use crate::youth;
use kernel::{Date, EventId, Instant, MessageId, PersonKeys};
use sentences::{CourtMatter, NewEvent, OrderWithParts, Origin, SentOffence, Source};
use std::collections::{BTreeMap, BTreeSet};
use store::{Cx, Result, key_values};

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Settled {
    /// Something is there that was not: an event, order, request or outcome.
    pub(crate) added: Vec<String>,
    pub(crate) changed: Vec<String>,
    pub(crate) deleted: Vec<String>,
    /// What a person is asked.
    pub(crate) questions: Vec<String>,
    pub(crate) event: Option<EventId>,
    /// Hearing day and share of the newest message about the person.
    pub(crate) newest: Age,
}

/// Hearing day and share: what makes one message newer than another.
pub(crate) type Age = (Option<Date>, Option<Instant>);

pub(crate) fn age(matter: &Matter) -> Age {
    matter.sitting.as_ref().map_or((None, None), |s| (s.day, s.shared))
}

impl Settled {
    pub(crate) fn is_unchanged(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.deleted.is_empty()
    }
}

/// What is settled with, besides the transaction.
pub(crate) struct With<'a> {
    pub(crate) keys: &'a PersonKeys,
    pub(crate) message: MessageId,
    /// The day on which the message came.
    pub(crate) arrived: Date,
    pub(crate) born: Option<Date>,
}

pub(crate) fn settle(cx: &mut Cx<'_>, with: &With<'_>) -> Result<Settled> {
    let matters = load::matters_of(cx, with.keys)?;
    // What courts passed in somebody's youth counts once the service took them on.
    let youth = youth::taken_on(cx, with.keys)?;
    let adult: Vec<&Matter> = matters.iter().map(|(_, m)| m).filter(|m| youth || !m.age.is_youth()).collect();
    let hearings: BTreeSet<String> =
        adult.iter().filter_map(|m| m.sitting.as_ref()).map(|s| s.hearing.clone()).collect();
    let deleted_hearings = load::deleted_hearings(cx, &hearings)?;
    let records = load::records_of(cx, with.keys)?;
    let mut now =
        ours(standing(&adult, &Known { deleted_hearings, decisions: load::decisions_of(cx, with.keys)?, records }));
    now.told.extend(youth::told(matters.iter().map(|(_, m)| m)));
    let before = sentences::orders(cx, with.keys)?;
    let used = used_keys(&before);
    let mut settled = Settled::default();
    let applications: Vec<usize> = about_orders(&now.applications);
    let mut found: Vec<(EventPart, EventId)> = Vec::new();
    let court = CourtOf::of(&adult);
    let mut current: BTreeSet<String> = BTreeSet::new();
    for part in events(&now, &applications) {
        let event = record(cx, with, &now, &part, &used, &court, &mut current, &mut settled)?;
        found.push((part, event));
    }
    delete_what_is_gone(cx, with, &now, &before, &current, &mut settled)?;
    after::settle(cx, with, &now, &found, &used, &court, &mut settled)?;
    settled.newest = matters.iter().map(|(_, m)| age(m)).max().unwrap_or_default();
    settled.event = found.first().map(|(_, event)| *event);
    Ok(settled)
}

/// Leaves only what probation acts on: orders that it supervises and are surely orders, and outcomes about such.
fn ours(mut now: Standing) -> Standing {
    now.orders.retain(|o| o.order.certain && (o.order.custody || o.order.is_supervised()));
    let about: BTreeSet<Option<String>> =
        now.applications.iter().filter(|a| a.subject == Subject::Order).map(|a| a.id.clone()).collect();
    now.waiting.retain(|w| {
        let concerns = &w.outcome.concerns;
        let application = w.outcome.application.is_some() && about.contains(&w.outcome.application);
        application || concerns.kind.as_deref().is_some_and(crate::reading::supervised)
    });
    now
}

fn about_orders(applications: &[ApplicationRead]) -> Vec<usize> {
    applications.iter().enumerate().filter(|(_, a)| a.subject == Subject::Order).map(|(n, _)| n).collect()
}

/// Every key under which the sentences room knows something of a court's.
fn used_keys(orders: &[OrderWithParts]) -> BTreeSet<String> {
    let requirements = orders.iter().flat_map(|o| &o.requirements).filter_map(|r| r.requirement.source_key.clone());
    orders.iter().filter_map(|o| o.order.source_key.clone()).chain(requirements).collect()
}

/// Names of courts by hearing, and the newest of all.
pub(crate) struct CourtOf {
    by_hearing: BTreeMap<String, (Option<String>, Option<String>)>,
}

impl CourtOf {
    fn of(matters: &[&Matter]) -> CourtOf {
        let sittings = matters.iter().filter_map(|m| m.sitting.as_ref());
        let by_hearing = sittings.map(|s| (s.hearing.clone(), (s.court.name.clone(), s.court.code.clone())));
        CourtOf { by_hearing: by_hearing.collect() }
    }

    pub(crate) fn name(&self, hearing: &str) -> Option<String> {
        self.by_hearing.get(hearing).and_then(|(name, code)| name.clone().or_else(|| code.clone()))
    }

    fn code(&self, hearing: &str) -> Option<&str> {
        self.by_hearing.get(hearing).and_then(|(_, code)| code.as_deref())
    }
}

#[expect(clippy::too_many_arguments, reason = "one step of settling, which all of this is about")]
fn record(
    cx: &mut Cx<'_>,
    with: &With<'_>,
    now: &Standing,
    part: &EventPart,
    used: &BTreeSet<String>,
    court: &CourtOf,
    current: &mut BTreeSet<String>,
    settled: &mut Settled,
) -> Result<EventId> {
    let orders: Vec<&StandingOrder> = part.orders.iter().filter_map(|n| now.orders.get(*n)).collect();
    let hearing = hearing_of(now, part, &orders);
    let known = known_event(cx, with.keys, part)?;
    let court_id = match court.code(&hearing) {
        Some(code) => organisation::court_by_code(cx, code)?.map(|c| c.id),
        None => None,
    };
    let event = match known {
        Some(event) => Some(event),
        None if orders.is_empty() && !part.reports.is_empty() => {
            Some(open_for_report(cx, with, now, part, court_id, court.name(&hearing), settled)?)
        }
        None => None,
    };
    let matter = CourtMatter {
        key: part.cases.first().map_or_else(|| format!("hearing:{hearing}"), |c| format!("case:{c}")),
        event,
        message: with.message,
        arrived_on: with.arrived,
        court_id,
        court_name: orders.first().and_then(|o| o.order.court.name.clone()).or_else(|| court.name(&hearing)),
        offences: offences(now, part, &orders),
        orders: orders.iter().map(|o| sent::order(o, with.arrived, used)).collect(),
        deleted: Vec::new(),
        dropped: Vec::new(),
    };
    current.extend(matter.offences.iter().map(|o| o.key.clone()));
    for order in &matter.orders {
        current.insert(order.key.clone());
        current.extend(order.requirements.iter().map(|r| r.key.clone()));
    }
    let took = sentences::record_from_court(cx, with.keys, &matter)?;
    if took.opened {
        settled.added.push("a new event".into());
    }
    for change in took.changes {
        let new = change.starts_with("Recorded:");
        if new { settled.added.push(change) } else { settled.changed.push(change) }
    }
    remember_cases(cx, with.keys, part, took.event)?;
    Ok(took.event)
}

fn hearing_of(now: &Standing, part: &EventPart, orders: &[&StandingOrder]) -> String {
    let report = part.reports.iter().filter_map(|n| now.reports.get(*n)).map(|r| r.hearing.clone());
    let waiting = part.waiting.iter().filter_map(|n| now.waiting.get(*n)).map(|w| w.outcome.hearing.clone());
    orders.iter().map(|o| o.order.hearing.clone()).chain(report).chain(waiting).next().unwrap_or_default()
}

/// The event to which a case of this part belongs already.
fn known_event(cx: &mut Cx<'_>, keys: &PersonKeys, part: &EventPart) -> Result<Option<EventId>> {
    let rows = cx.list::<CaseEvent>(
        &format!("WHERE person_id IN ({}) ORDER BY case_key", keys.placeholders(1)),
        &key_values(keys),
    )?;
    Ok(rows.into_iter().find(|r| part.cases.contains(&r.case_key)).map(|r| r.event_id))
}

fn remember_cases(cx: &mut Cx<'_>, keys: &PersonKeys, part: &EventPart, event: EventId) -> Result<()> {
    for case in &part.cases {
        let mut params = key_values(keys);
        params.push(case.as_str().into());
        let known = format!("WHERE person_id IN ({}) AND case_key = ${}", keys.placeholders(1), params.len());
        if cx.list::<CaseEvent>(&known, &params)?.is_empty() {
            cx.insert(&CaseEvent { person_id: keys.survivor, case_key: case.clone(), event_id: event })?;
        }
    }
    Ok(())
}

fn open_for_report(
    cx: &mut Cx<'_>,
    with: &With<'_>,
    now: &Standing,
    part: &EventPart,
    court_id: Option<kernel::CourtId>,
    court_name: Option<String>,
    settled: &mut Settled,
) -> Result<EventId> {
    let asked = part.reports.iter().filter_map(|n| now.reports.get(*n)).filter_map(|r| r.asked).min();
    let key = part.cases.first().cloned().unwrap_or_default();
    let new = NewEvent {
        origin: Origin::PreSentence,
        referred_on: asked.unwrap_or(with.arrived).min(cx.today()),
        taken_on: None,
        court_id,
        court_name,
        notes: None,
        source_key: Some(format!("case:{key}")),
    };
    settled.added.push("a new event before sentence".into());
    sentences::open_event(cx, with.keys, &new)
}

/// The offences of the event's cases, those with an order first, then as the court numbered them.
fn offences(now: &Standing, part: &EventPart, orders: &[&StandingOrder]) -> Vec<SentOffence> {
    let mut sentenced: BTreeMap<&String, usize> = BTreeMap::new();
    for (n, id) in orders.iter().flat_map(|o| &o.order.offences).enumerate() {
        sentenced.entry(id).or_insert(n);
    }
    let of_part = |id: &String, seen: &OffenceSeen| {
        sentenced.contains_key(id) || seen.urn.as_ref().is_some_and(|urn| part.cases.contains(urn))
    };
    let mut chosen: Vec<(&String, &OffenceSeen)> = now.offences.iter().filter(|(id, seen)| of_part(id, seen)).collect();
    chosen.sort_by_cached_key(|(id, seen)| {
        let place = sentenced.get(id).copied().unwrap_or(usize::MAX);
        (place, seen.urn.clone(), seen.offence.order_index.unwrap_or(i64::MAX), (*id).clone())
    });
    chosen.into_iter().map(|(id, seen)| sent_offence(id, seen)).collect()
}

fn sent_offence(id: &str, seen: &OffenceSeen) -> SentOffence {
    let offence = &seen.offence;
    SentOffence {
        key: id.to_owned(),
        code: offence.original_code.clone().or_else(|| offence.code.clone()),
        title: offence.title.clone().or_else(|| offence.code.clone()).unwrap_or_else(|| "Offence not named".into()),
        wording: offence.wording.clone(),
        committed_on: offence.start,
        committed_until: offence.end,
        plea: offence.plea.clone(),
        verdict: None,
        convicted_on: offence.convicted,
    }
}

/// What a court's message recorded and no message says any more was deleted by the court.
fn delete_what_is_gone(
    cx: &mut Cx<'_>,
    with: &With<'_>,
    now: &Standing,
    before: &[OrderWithParts],
    current: &BTreeSet<String>,
    settled: &mut Settled,
) -> Result<()> {
    let mut gone: BTreeMap<EventId, Vec<String>> = BTreeMap::new();
    for parts in before.iter().filter(|o| o.order.source == Source::Court && o.order.removed.is_none()) {
        let order = &parts.order;
        let event = gone.entry(order.event_id).or_default();
        event.extend(order.source_key.clone().filter(|key| !current.contains(key)));
        let requirements = parts.requirements.iter().map(|r| &r.requirement).filter(|r| r.removed.is_none());
        event.extend(requirements.filter_map(|r| r.source_key.clone()).filter(|key| !current.contains(key)));
    }
    // An offence of a case in which nothing stands any more goes too, as if it had never come.
    for parts in sentences::events(cx, with.keys)? {
        let offences = parts.offences.iter().filter(|o| o.removed.is_none());
        let keys = offences.filter_map(|o| o.source_key.clone()).filter(|key| !current.contains(key));
        gone.entry(parts.event.id).or_default().extend(keys);
    }
    for (event, keys) in gone.into_iter().filter(|(_, keys)| !keys.is_empty()) {
        // What the court still tells was left out by a person's decision, not deleted by the court.
        let (dropped, deleted) = keys.into_iter().partition(|key| {
            now.told.contains(key.split(':').next().unwrap_or(key)) && !now.missing.contains(key.as_str())
        });
        let matter = CourtMatter {
            key: String::new(),
            event: Some(event),
            message: with.message,
            arrived_on: with.arrived,
            court_id: None,
            court_name: None,
            offences: Vec::new(),
            orders: Vec::new(),
            deleted,
            dropped,
        };
        settled.deleted.extend(sentences::record_from_court(cx, with.keys, &matter)?.changes);
    }
    Ok(())
}
