//! One person's matter of a message: found or opened, linked, and brought onto the record, in one transaction.

use super::settle::{Settled, With, age, settle};
use super::who::{self, Whose};
use crate::reading::{About, Asks, Matter};
use crate::records::{MatterRow, MatterState, Outcome};
use crate::youth;
use domain_events::DomainEvent;
use kernel::{Crn, Date, Instant, MessageId, PersonId, PersonKeys, placeholders};
use people::{OpenPerson, Person};
use store::{Cx, Result, Value, params};

/// What came of a matter.
pub(crate) struct Taken {
    pub(crate) outcome: Outcome,
    pub(crate) crn: Option<Crn>,
    pub(crate) reason: Option<String>,
}

/// A matter where it stands.
pub(crate) struct Placed<'a> {
    pub(crate) message: MessageId,
    pub(crate) place: i64,
    pub(crate) received: Instant,
    pub(crate) matter: &'a Matter,
}

impl Placed<'_> {
    fn arrived(&self) -> Date {
        self.received.local_date()
    }
}

/// Takes a matter in. Taken before: what it says is settled again, which changes nothing.
pub(crate) fn take(cx: &mut Cx<'_>, placed: &Placed<'_>) -> Result<Taken> {
    let known = cx.get::<MatterRow>(params![placed.message, placed.place])?;
    if let Some(row) = &known {
        if row.state == MatterState::Waiting {
            return Ok(Taken { outcome: Outcome::Review, crn: None, reason: row.reason.clone() });
        }
        if let Some(person) = row.linked_to {
            let why = row.link_reason.clone().unwrap_or_default();
            let taken = link(cx, placed, person, &why, row.linked_by.as_deref().unwrap_or("the court's ids"))?;
            return Ok(taken);
        }
    }
    let matter = placed.matter;
    youth::notice(cx, placed)?;
    match who::whose(cx, matter)? {
        Whose::Known(person, why) => link(cx, placed, person, &why, "a sure match"),
        Whose::Doubtful(candidates) if matter.asks.makes_a_record() => {
            let some: Vec<String> = candidates.iter().take(5).map(|c| c.crn.to_string()).collect();
            wait(cx, placed, format!("May be somebody on record ({}): a person decides", some.join(", ")))
        }
        Whose::Stranger if matter.asks.makes_a_record() => {
            open_record(cx, placed, "nobody like them was on record", "a new record")
        }
        Whose::Contradicted(person) if matter.asks.makes_a_record() => {
            let crn = people::lines(cx, &[person])?.remove(&person).map_or_else(String::new, |l| l.crn.to_string());
            let reason = format!("The court's id is that of {crn}, but it describes somebody else: a person decides");
            wait(cx, placed, reason)
        }
        Whose::Doubtful(_) | Whose::Contradicted(_) | Whose::Stranger => ignore(cx, placed),
    }
}

fn why_nothing(matter: &Matter) -> Option<String> {
    match &matter.asks {
        Asks::Nothing(why) => Some(why.clone()),
        _ => None,
    }
}

fn ignore(cx: &mut Cx<'_>, placed: &Placed<'_>) -> Result<Taken> {
    cx.describe("Read a court matter that asks nothing of probation", None);
    let taken = Taken { outcome: Outcome::Ignored, crn: None, reason: why_nothing(placed.matter) };
    write(cx, placed, MatterState::Done, &taken, None)?;
    Ok(taken)
}

fn wait(cx: &mut Cx<'_>, placed: &Placed<'_>, reason: String) -> Result<Taken> {
    cx.describe("A court matter waits for a decision on who the person is", None);
    let taken = Taken { outcome: Outcome::Review, crn: None, reason: Some(reason) };
    write(cx, placed, MatterState::Waiting, &taken, None)?;
    Ok(taken)
}

/// Opens a record for somebody nobody knows, and takes the matter onto it.
pub(crate) fn open_record(cx: &mut Cx<'_>, placed: &Placed<'_>, why: &str, by: &str) -> Result<Taken> {
    let About::Person(identity) = &placed.matter.about else { return ignore(cx, placed) };
    let person = people::create(cx, who::new_person(identity, cx.today()))?;
    let mut taken = link(cx, placed, person.person_id, why, by)?;
    if matches!(taken.outcome, Outcome::Amended | Outcome::Unchanged | Outcome::Ignored) {
        taken.outcome = Outcome::Recorded;
        let row = cx.get::<MatterRow>(params![placed.message, placed.place])?;
        if let Some(mut row) = row {
            row.outcome = Outcome::Recorded;
            cx.update(&mut row)?;
        }
    }
    Ok(taken)
}

/// Says that the matter is this person's, and brings their record to what all messages say.
pub(crate) fn link(cx: &mut Cx<'_>, placed: &Placed<'_>, person: PersonId, why: &str, by: &str) -> Result<Taken> {
    let mut keys = people::keys_of(cx, person)?;
    cx.lock(keys.survivor.into())?;
    // A merge may have come between the look and the lock.
    keys = people::keys_of(cx, person)?;
    let row = cx.need::<Person>(params![keys.survivor])?;
    let crn = row.crn.clone();
    cx.describe(format!("Court message about {crn}"), None);
    who::remember(cx, placed.matter, keys.survivor)?;
    let link = Link { person: keys.survivor, by, why };
    // The link stands before anything is read, so that this matter is among the person's.
    let provisional = Taken { outcome: Outcome::Unchanged, crn: Some(crn.clone()), reason: None };
    write(cx, placed, MatterState::Done, &provisional, Some(&link))?;
    let born = row.born;
    let with = With { keys: &keys, message: placed.message, arrived: placed.arrived(), born };
    let mut settled = settle(cx, &with)?;
    // A late message does not bring an old address back.
    if age(placed.matter) >= settled.newest {
        settled.changed.extend(note_details(cx, placed, &keys, row)?);
    }
    if let (Some(event), false) = (settled.event, settled.is_unchanged()) {
        let (person, message) = (keys.survivor, placed.message);
        cx.tell(&DomainEvent::CourtResultRecorded { person, event, message })?;
    }
    let taken = Taken { crn: Some(crn), ..conclude(placed.matter, &settled) };
    write(cx, placed, MatterState::Done, &taken, Some(&link))?;
    settle_others(cx, placed, &link)?;
    Ok(taken)
}

fn conclude(matter: &Matter, settled: &Settled) -> Taken {
    let asked = || settled.questions.join("; ");
    let (outcome, reason) = if !settled.questions.is_empty() && !settled.is_unchanged() {
        (Outcome::Review, Some(format!("recorded, to be confirmed: {}", asked())))
    } else if !settled.added.is_empty() {
        (Outcome::Recorded, Some(settled.added.join("; ")))
    } else if !settled.changed.is_empty() {
        (Outcome::Amended, Some(settled.changed.join("; ")))
    } else if !settled.deleted.is_empty() {
        (Outcome::Deleted, Some(settled.deleted.join("; ")))
    } else if let Some(why) = why_nothing(matter) {
        (Outcome::Ignored, Some(why))
    } else {
        (Outcome::Unchanged, Some("everything it says is on record, or a newer share says otherwise".into()))
    };
    Taken { outcome, crn: None, reason }
}

/// Adds what the message knows of the person and the record does not. Only a message about somebody whom probation has
/// to do with adds, and never one of a youth.
fn note_details(cx: &mut Cx<'_>, placed: &Placed<'_>, keys: &PersonKeys, row: Person) -> Result<Vec<String>> {
    let About::Person(identity) = &placed.matter.about else { return Ok(Vec::new()) };
    if !placed.matter.asks.makes_a_record() || row.opened_at == cx.now() {
        return Ok(Vec::new());
    }
    let said = who::new_person(identity, cx.today());
    let open = OpenPerson { crn: row.crn.clone(), person: row, keys: keys.clone() };
    let added = people::note_source(cx, &open, &said)?;
    Ok(added.into_iter().map(|what| format!("noted: {what}")).collect())
}

/// Why a matter is a person's.
struct Link<'a> {
    person: PersonId,
    by: &'a str,
    why: &'a str,
}

/// Other matters with the same court ids that waited for a decision are decided with it.
fn settle_others(cx: &mut Cx<'_>, placed: &Placed<'_>, link: &Link<'_>) -> Result<()> {
    let ids = who::court_ids(placed.matter);
    for chunk in ids.chunks(400) {
        let values: Vec<Value> = chunk.iter().map(|id| id.as_str().into()).collect();
        let sql = format!(
            "SELECT DISTINCT m.message_id, m.place FROM court_matter m JOIN court_matter_id i \
             ON i.message_id = m.message_id AND i.place = m.place WHERE m.state = 'waiting' AND i.court_id IN ({})",
            placeholders(1, chunk.len())
        );
        for found in cx.query(&sql, &values)? {
            let (message, place): (MessageId, i64) = (found.get(0)?, found.get(1)?);
            let mut row = cx.need::<MatterRow>(params![message, place])?;
            row.state = MatterState::Done;
            row.outcome = Outcome::Recorded;
            row.reason = Some("decided with another message about the same person".into());
            row.linked_to = Some(link.person);
            row.linked_by = Some(link.by.to_owned());
            row.link_reason = Some(link.why.to_owned());
            cx.update(&mut row)?;
        }
    }
    Ok(())
}

fn write(
    cx: &mut Cx<'_>,
    placed: &Placed<'_>,
    state: MatterState,
    taken: &Taken,
    link: Option<&Link<'_>>,
) -> Result<()> {
    let matter = placed.matter;
    let (who, born) = match &matter.about {
        About::Person(identity) => (identity.name.to_string(), identity.born),
        About::Organisation(name) => (name.clone(), None),
        About::Unclear => ("Not said".to_owned(), None),
    };
    let asks = match &matter.asks {
        Asks::Supervise => "supervise",
        Asks::Breach => "breach",
        Asks::Report => "report",
        Asks::Nothing(_) => "nothing",
    };
    let known = cx.get::<MatterRow>(params![placed.message, placed.place])?;
    let mut row = MatterRow {
        message_id: placed.message,
        place: placed.place,
        hearing: matter.sitting.as_ref().map(|s| s.hearing.clone()),
        who,
        born,
        asks: asks.to_owned(),
        state,
        outcome: taken.outcome,
        reason: taken.reason.clone(),
        linked_to: link.map(|l| l.person),
        linked_by: link.map(|l| l.by.to_owned()),
        link_reason: link.map(|l| l.why.to_owned()),
        taken_at: known.as_ref().map_or(cx.now(), |k| k.taken_at),
        version: known.as_ref().map_or(1, |k| k.version),
    };
    match known {
        None => cx.insert(&row),
        // Taken again, it keeps what came of it the first time.
        Some(known)
            if taken.outcome == Outcome::Unchanged && known.state == state && known.linked_to == row.linked_to =>
        {
            Ok(())
        }
        Some(known) if known == row => Ok(()),
        Some(_) => cx.update(&mut row),
    }
}
