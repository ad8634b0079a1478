//! Fills a new database with many people's logs, several rows a statement, each row recorded at the instant at which it would
//! have been. For demo alone: it tells nobody, asks no diary for clashes, and trusts its caller that the people are new.
//! Rules, rows and words are those of the actions.

use crate::actions::arrange::{arranged, arranged_words};
use crate::actions::entry::{entered_words, rows};
use crate::actions::outcome::{given_fact, given_of, set};
use crate::actions::record::{checked_text, chosen_type, fresh, recorded, recorded_words};
use crate::actions::{Entry, Gather, NewContact, diary_row, last_contact_row, note_of, type_of};
use crate::attendance::{Counted, attendance_of, failed_days_of};
use crate::catalogue::{self, Catalogue, ContactType, Outcome};
use crate::listener;
use crate::progress::{done, link_of};
use crate::rules::arranging::{may_arrange, may_record};
use crate::tables::{Contact, DiaryRow, Given, LastContact, Note};
use domain_events::DomainEvent;
use kernel::{Instant, PersonId};
use law::Law;
use sentences::{Order, Requirement, WholeProgress};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{Batch, Cx, Result};

/// One line of a log.
#[derive(Clone, Debug)]
pub struct WholeContact<'a> {
    pub recorded_at: Instant,
    pub person: PersonId,
    /// It was arranged then and nothing is recorded of it since; else it had taken place.
    pub arranged: bool,
    pub new: NewContact,
    /// The requirement that `new` names, and its order.
    pub requirement: Option<(&'a Order, &'a Requirement)>,
}

/// What was written, in the order of the lines, and what the actions would have told.
#[derive(Clone, Debug, Default)]
pub struct FilledLog {
    pub contacts: Vec<Contact>,
    pub told: Vec<(Instant, DomainEvent)>,
}

#[derive(Default)]
struct Rows {
    told: Vec<(Instant, DomainEvent)>,
    contacts: Batch<Contact>,
    notes: Batch<Note>,
    given: Batch<Given>,
    diary: Vec<DiaryRow>,
    last: BTreeMap<PersonId, Contact>,
}

/// Writes lines of logs, and the progress that they are; all lines of one person in one call.
///
/// # Errors
/// What the rules refuse, or the database's.
pub fn fill(cx: &mut Cx<'_>, lines: &[WholeContact<'_>]) -> Result<FilledLog> {
    let (catalogue, law) = (catalogue::current(cx)?, cx.part::<Law>()?);
    let mut rows = Rows::default();
    let mut progress = Vec::new();
    for line in lines {
        cx.pretend_it_is(line.recorded_at)?;
        let contact_type = chosen_type(&catalogue, &line.new.contact_type)?;
        let contact = rows.line(cx, line, contact_type, &catalogue, &law)?;
        if let (Some(progress_made), Some((order, requirement))) = (done(&contact, contact_type), line.requirement) {
            let recorded_at = line.recorded_at;
            progress.push(WholeProgress { recorded_at, order, requirement, progress: progress_made });
        }
    }
    sentences::fill_progress(cx, &progress)?;
    rows.write(cx)
}

impl Rows {
    fn line(
        &mut self,
        cx: &mut Cx<'_>,
        line: &WholeContact<'_>,
        contact_type: &ContactType,
        catalogue: &Arc<Catalogue>,
        law: &Law,
    ) -> Result<Contact> {
        let outcome = line.new.outcome.as_deref().and_then(|code| catalogue.outcome(code));
        let mut gather = Gather::default();
        gather.take(may(line, contact_type, outcome, cx));
        let (title, text) = checked_text(&mut gather, &line.new);
        gather.finish()?;
        cx.describe(if line.arranged { arranged_words(contact_type) } else { recorded_words(contact_type) }, None);
        let link = line.requirement.map(|(order, requirement)| link_of(law, order, requirement));
        let mut contact = fresh(cx, line.person, &line.new, contact_type, title, link);
        let first = if line.arranged { arranged(&contact, contact_type) } else { recorded(&contact) };
        match outcome {
            None => self.told.push((cx.now(), first)),
            Some(outcome) => {
                set(&mut contact, contact_type, outcome);
                let given = given_of(cx, &contact, None);
                self.given.add(cx, given)?;
                let by_outcome = !contact_type.appointment && contact.met;
                let facts = [Some(first).filter(|_| !by_outcome), given_fact(&contact, contact_type, outcome, false)];
                self.told.extend(facts.into_iter().flatten().map(|fact| (cx.now(), fact)));
            }
        }
        if let Some(text) = text {
            let note = note_of(cx, &mut contact, &text);
            self.notes.add(cx, note)?;
        }
        self.diary.extend(diary_row(&contact, contact_type));
        self.keep_last(&contact);
        self.contacts.add(cx, contact.clone())?;
        Ok(contact)
    }

    fn keep_last(&mut self, contact: &Contact) {
        let place = |c: &Contact| (c.sort_at, c.id);
        if contact.met && self.last.get(&contact.person_id).is_none_or(|last| place(last) < place(contact)) {
            self.last.insert(contact.person_id, contact.clone());
        }
    }

    fn write(self, cx: &mut Cx<'_>) -> Result<FilledLog> {
        let contacts = self.contacts.write(cx)?;
        self.notes.write(cx)?;
        self.given.write(cx)?;
        cx.insert_all(&self.diary)?;
        let last: Vec<LastContact> = self.last.iter().map(|(person, last)| last_contact_row(*person, last)).collect();
        cx.insert_all(&last)?;
        let (mut counts, mut failed) = (Vec::new(), Vec::new());
        for own in contacts.chunk_by(|a, b| a.person_id == b.person_id) {
            let Some(person) = own.first().map(|contact| contact.person_id) else { continue };
            let counted: Vec<Counted> = own.iter().filter_map(Counted::of).collect();
            counts.extend(attendance_of(person, &counted));
            failed.extend(failed_days_of(person, &counted));
        }
        cx.insert_all(&counts)?;
        cx.insert_all(&failed)?;
        Ok(FilledLog { contacts, told: self.told })
    }
}

fn may(
    line: &WholeContact<'_>,
    contact_type: &ContactType,
    outcome: Option<&Outcome>,
    cx: &Cx<'_>,
) -> Result<(), kernel::Refusals> {
    let asked = line.new.asked(contact_type);
    if line.arranged { may_arrange(&asked, cx.today()) } else { may_record(&asked, outcome, cx.today()) }
}

/// Writes entries that other rooms would have entered.
///
/// # Errors
/// When a type is not in the catalogue or the database fails.
pub fn fill_entries(cx: &mut Cx<'_>, entries: impl IntoIterator<Item = (Instant, Entry)>) -> Result<()> {
    let catalogue = catalogue::current(cx)?;
    let (mut contacts, mut notes) = (Batch::<Contact>::default(), Batch::<Note>::default());
    for (at, entry) in entries {
        cx.pretend_it_is(at)?;
        let (contact, note) = rows(cx, entry);
        cx.describe(entered_words(type_of(&catalogue, &contact)?), None);
        contacts.add(cx, contact)?;
        if let Some(note) = note {
            notes.add(cx, note)?;
        }
    }
    contacts.write(cx)?;
    notes.write(cx).map(drop)
}

/// Writes what the log would have heard of facts that were not told.
///
/// # Errors
/// As [`fill_entries`].
pub fn fill_told<'f>(cx: &mut Cx<'_>, facts: impl IntoIterator<Item = &'f (Instant, DomainEvent)>) -> Result<()> {
    let heard = facts.into_iter().filter_map(|(at, fact)| Some((*at, listener::entry(fact, at.local_date())?)));
    fill_entries(cx, heard.collect::<Vec<_>>())
}
