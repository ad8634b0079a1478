//! Who may see whom. An exclusion keeps named users from a person's record; a restriction keeps it from everybody but the
//! named. Both run from a day to a day, with a reason, and with the message that those refused are shown. Without a
//! barrier a record is open to all who may read people.

mod api;
pub(crate) mod pages;

/// The pages and calls about restrictions.
pub(crate) fn routes() -> Vec<web::Route> {
    [pages::routes(), api::routes()].concat()
}

use domain_events::DomainEvent;
use kernel::{Actor, Date, DetailId, PersonId, PersonKeys, Refusal, StaffId, placeholders};
use std::collections::{BTreeMap, BTreeSet};
use store::{ColumnType, Cx, Failure, Kind, Question, Result, Value, codes, id_values, key_values, params, record};
use uuid::Uuid;

codes! {
    /// Which way round a barrier names people.
    pub enum BarrierKind {
        /// The named may not see the record.
        Exclusion = "exclusion",
        /// Only the named may see the record.
        Restriction = "restriction",
    }
}

record! {
    /// An exclusion or a restriction of a person's record.
    pub struct Barrier in "access_barrier", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: DetailId,
        pub kind: BarrierKind,
        pub start_on: Date,
        /// The first day on which it no longer holds.
        pub end_on: Option<Date>,
        pub reason: String,
        /// What those refused are told.
        pub message: String,
        pub version: i64,
    }
}

record! {
    /// Somebody named by a barrier: a user, or an API client.
    pub struct BarrierReader in "access_barrier_reader", Kind::Person, key ["person_id", "barrier_id", "reader_id"] {
        pub person_id: PersonId,
        pub barrier_id: DetailId,
        pub reader_id: Uuid,
    }
}

/// What a new barrier needs.
#[derive(Clone, Debug)]
pub struct NewBarrier {
    pub kind: BarrierKind,
    /// Ids of users or clients.
    pub readers: Vec<Uuid>,
    pub start_on: Date,
    pub end_on: Option<Date>,
    pub reason: String,
    pub message: String,
}

/// Whether the actor may see a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visible {
    pub person: PersonId,
    pub may_see: bool,
    /// Somebody is kept from the record, whoever asks: lists mark it.
    pub restricted: bool,
}

/// A barrier that holds today, as far as the actor is concerned.
struct Standing {
    person: PersonId,
    kind: BarrierKind,
    message: String,
    named: bool,
}

impl Standing {
    fn shuts_out(&self) -> bool {
        match self.kind {
            BarrierKind::Exclusion => self.named,
            BarrierKind::Restriction => !self.named,
        }
    }
}

fn standing(cx: &mut Cx<'_>, people: &[PersonId]) -> Result<Vec<Standing>> {
    let reader = cx.actor().id().unwrap_or_default();
    standing_for(cx, reader, people)
}

fn standing_for(cx: &mut Cx<'_>, reader: Uuid, people: &[PersonId]) -> Result<Vec<Standing>> {
    let mut found = Vec::new();
    for question in barriers_questions(cx, reader, people) {
        for row in cx.ask(&question)? {
            let named = row.get::<i64>(3)? > 0;
            found.push(Standing { person: row.get(0)?, kind: row.get(1)?, message: row.get(2)?, named });
        }
    }
    Ok(found)
}

/// The barriers of these people that hold today, with whether the reader is named.
fn barriers_questions(cx: &Cx<'_>, reader: Uuid, people: &[PersonId]) -> Vec<Question> {
    let asked = |chunk: &[PersonId]| {
        let people = id_values(chunk);
        let sql = format!(
            "SELECT b.person_id, b.kind, b.message, \
             (SELECT count(*) FROM access_barrier_reader r \
              WHERE r.person_id = b.person_id AND r.barrier_id = b.id AND r.reader_id = $1) \
             FROM access_barrier b WHERE b.person_id IN ({}) AND b.start_on <= $2 \
             AND (b.end_on IS NULL OR b.end_on > $2) ORDER BY b.person_id, b.id",
            placeholders(3, people.len())
        );
        let types = [ColumnType::Id, ColumnType::Text, ColumnType::Text, ColumnType::Int];
        Question::rows(&types, sql, &[vec![Value::Id(reader), Value::from(cx.today())], people].concat())
    };
    people.chunks(400).map(asked).collect()
}

/// What [`visible`] and [`may_see`] ask about these people, for a page that asks for more with it.
#[must_use]
pub fn visible_questions(cx: &Cx<'_>, people: &[PersonId]) -> Vec<Question> {
    barriers_questions(cx, cx.actor().id().unwrap_or_default(), people)
}

/// Who of these the actor may see, in the order asked. The system itself sees everybody.
///
/// # Errors
/// When the database fails.
pub fn visible(cx: &mut Cx<'_>, people: &[PersonId]) -> Result<Vec<Visible>> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let system = matches!(cx.actor(), Actor::System { .. });
    let barriers = standing(cx, people)?;
    let restricted: BTreeSet<PersonId> = barriers.iter().map(|b| b.person).collect();
    let shut: BTreeSet<PersonId> = barriers.iter().filter(|b| b.shuts_out()).map(|b| b.person).collect();
    Ok(people
        .iter()
        .map(|person| Visible {
            person: *person,
            may_see: system || !shut.contains(person),
            restricted: restricted.contains(person),
        })
        .collect())
}

/// Lets the actor go on to a person's record, or refuses with the barrier's own message. A refusal is written down as one.
/// The CRN of the failure is empty: whoever knows it fills it in.
///
/// # Errors
/// [`Failure::Restricted`], or when the database fails.
pub fn may_see(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<()> {
    if matches!(cx.actor(), Actor::System { .. }) {
        return Ok(());
    }
    let people: Vec<PersonId> = keys.all().collect();
    let Some(shut) = standing(cx, &people)?.into_iter().find(Standing::shuts_out) else { return Ok(()) };
    cx.note_refused(keys.survivor, "a restricted record");
    Err(Failure::Restricted { crn: String::new(), message: shut.message })
}

/// Whether a member of staff may see a person's record with one of their accounts; somebody without an account sees
/// none, so nothing stands in their way but their having none.
///
/// # Errors
/// When the database fails.
pub fn staff_may_see(cx: &mut Cx<'_>, staff: StaffId, keys: &PersonKeys) -> Result<bool> {
    let people: Vec<PersonId> = keys.all().collect();
    let users = crate::users::users_of_staff(cx, staff)?;
    for user in &users {
        if !standing_for(cx, user.id.0, &people)?.iter().any(Standing::shuts_out) {
            return Ok(true);
        }
    }
    Ok(users.is_empty())
}

/// Every barrier of a person, those that hold first, with whom each names.
pub(crate) fn barriers(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<(Barrier, Vec<Uuid>)>> {
    let people = keys.placeholders(1);
    let values = key_values(keys);
    let rows: Vec<Barrier> = cx.list(
        &format!("WHERE person_id IN ({people}) ORDER BY (end_on IS NOT NULL), start_on DESC, id DESC"),
        &values,
    )?;
    let readers: Vec<BarrierReader> = cx.list(&format!("WHERE person_id IN ({people}) ORDER BY reader_id"), &values)?;
    let mut named: BTreeMap<DetailId, Vec<Uuid>> = BTreeMap::new();
    for reader in readers {
        named.entry(reader.barrier_id).or_default().push(reader.reader_id);
    }
    Ok(rows
        .into_iter()
        .map(|row| {
            let of = named.remove(&row.id).unwrap_or_default();
            (row, of)
        })
        .collect())
}

/// Nobody lifts what was put up against themselves.
fn must_not_be_excluded(cx: &mut Cx<'_>, person: PersonId) -> Result<()> {
    let own = standing(cx, &[person])?.into_iter().find(|b| b.kind == BarrierKind::Exclusion && b.named);
    match own {
        Some(barrier) if !matches!(cx.actor(), Actor::System { .. }) => {
            cx.note_refused(person, "the restrictions of a record");
            Err(Failure::Restricted { crn: String::new(), message: barrier.message })
        }
        _ => Ok(()),
    }
}

/// Puts up a barrier.
///
/// # Errors
/// When it names nobody, ends before it begins, lacks reason or message, or the actor is excluded themselves.
pub fn set_barrier(cx: &mut Cx<'_>, person: PersonId, new: &NewBarrier) -> Result<Barrier> {
    must_not_be_excluded(cx, person)?;
    let refuse = |field: &str, code, words: &str| Err(Refusal::new(field, code, words).into());
    if new.readers.is_empty() {
        return refuse("readers", "missing", "Name at least one user");
    }
    if new.end_on.is_some_and(|end| end <= new.start_on) {
        return refuse("end_on", "before_start", "The end must be after the start");
    }
    if new.reason.trim().is_empty() {
        return refuse("reason", "missing", "Enter the reason");
    }
    if new.message.trim().is_empty() {
        return refuse("message", "missing", "Enter the message for those who may not see the record");
    }
    let barrier = Barrier {
        person_id: person,
        id: cx.new_id(),
        kind: new.kind,
        start_on: new.start_on,
        end_on: new.end_on,
        reason: new.reason.trim().into(),
        message: new.message.trim().into(),
        version: 1,
    };
    let words = match new.kind {
        BarrierKind::Exclusion => "Excluded users from the record",
        BarrierKind::Restriction => "Restricted the record to some users",
    };
    cx.describe(words, Some(&barrier.reason));
    cx.insert(&barrier)?;
    put_readers(cx, &barrier, &new.readers)?;
    cx.tell(&DomainEvent::RestrictionChanged { person })?;
    Ok(barrier)
}

/// Makes these, and no others, the users whom a barrier names.
///
/// # Errors
/// When it would name nobody, or the actor is excluded themselves.
pub fn set_readers(cx: &mut Cx<'_>, person: PersonId, id: DetailId, readers: &[Uuid], reason: &str) -> Result<()> {
    must_not_be_excluded(cx, person)?;
    if readers.is_empty() {
        return Err(Failure::refused("readers", "missing", "Name at least one user, or end it"));
    }
    let mut barrier: Barrier = cx.need(params![person, id])?;
    cx.describe("Changed who a restriction of the record names", Some(reason));
    cx.update(&mut barrier)?;
    put_readers(cx, &barrier, readers)?;
    cx.tell(&DomainEvent::RestrictionChanged { person })
}

fn put_readers(cx: &mut Cx<'_>, barrier: &Barrier, readers: &[Uuid]) -> Result<()> {
    let wanted: BTreeSet<Uuid> = readers.iter().copied().collect();
    let now: Vec<BarrierReader> =
        cx.list("WHERE person_id = $1 AND barrier_id = $2", params![barrier.person_id, barrier.id])?;
    for row in now.iter().filter(|row| !wanted.contains(&row.reader_id)) {
        cx.remove(row)?;
    }
    for reader_id in wanted.into_iter().filter(|id| now.iter().all(|row| row.reader_id != *id)) {
        cx.insert(&BarrierReader { person_id: barrier.person_id, barrier_id: barrier.id, reader_id })?;
    }
    Ok(())
}

/// Takes a barrier down from today on.
///
/// # Errors
/// When there is none, or the actor is excluded themselves.
pub fn end_barrier(cx: &mut Cx<'_>, person: PersonId, id: DetailId, reason: &str) -> Result<()> {
    must_not_be_excluded(cx, person)?;
    let mut barrier: Barrier = cx.need(params![person, id])?;
    let today = cx.today();
    if barrier.end_on.is_some_and(|end| end <= today) {
        return Ok(());
    }
    barrier.end_on = Some(today);
    cx.describe("Ended a restriction of the record", Some(reason));
    cx.update(&mut barrier)?;
    cx.tell(&DomainEvent::RestrictionChanged { person })
}

/// What was kept from somebody stays kept when the record becomes part of another: the survivor takes over the barriers of
/// the absorbed. After an unmerge they stay on both until a person decides.
pub(crate) fn hear(cx: &mut Cx<'_>, event: &DomainEvent) -> Result<()> {
    let DomainEvent::PersonMerged { person, absorbed } = event else { return Ok(()) };
    let today = cx.today();
    let taken = barriers(cx, &PersonKeys::alone(*absorbed))?;
    let mut any = false;
    for (barrier, readers) in taken.into_iter().filter(|(b, _)| b.end_on.is_none_or(|end| end > today)) {
        let copy = Barrier { person_id: *person, id: cx.new_id(), version: 1, ..barrier };
        cx.describe("Took over a restriction of a merged record", None);
        cx.insert(&copy)?;
        put_readers(cx, &copy, &readers)?;
        any = true;
    }
    if any { cx.tell(&DomainEvent::RestrictionChanged { person: *person }) } else { Ok(()) }
}
