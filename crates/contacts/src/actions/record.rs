//! Recording what took place, and how a new contact is written.

use super::{Gather, find, in_touch, keep_views, sort_at, write_note};
use crate::catalogue::{self, Catalogue, ContactType, Need};
use crate::progress;
use crate::rules::arranging::{self, Asked};
use crate::rules::{note, wall_clock};
use crate::tables::Contact;
use domain_events::DomainEvent;
use kernel::{Date, EventId, OfficeId, PersonId, PersonKeys, Refusal, RequirementId, StaffId, TeamId, Time, fold};
use store::{Cx, Failure, Result, params};

/// What somebody wants to record or arrange.
#[derive(Clone, Debug)]
pub struct NewContact {
    /// The code of its type.
    pub contact_type: String,
    pub date: Date,
    pub start: Option<Time>,
    pub end: Option<Time>,
    /// How long it took, where the times are not known.
    pub minutes: Option<u32>,
    pub title: Option<String>,
    pub note: Option<String>,
    /// Whose it is; the actor's own when nobody is named.
    pub staff: Option<StaffId>,
    pub team: Option<TeamId>,
    pub office: Option<OfficeId>,
    /// Where, when it is no office.
    pub place: Option<String>,
    pub event: Option<EventId>,
    /// The requirement that it is for. The order's event follows from it, and whether it counts as a day of activity.
    pub requirement: Option<RequirementId>,
    /// What came of it, for something that took place.
    pub outcome: Option<String>,
    /// As its type says when nobody says.
    pub sensitive: Option<bool>,
    pub external_key: Option<String>,
    /// The clash with other appointments was seen and is meant.
    pub clash_allowed: bool,
    /// Somebody outside the service meets the person, such as a provider: it stands in nobody's diary here, and its time is
    /// nobody's of the staff.
    pub elsewhere: bool,
}

impl NewContact {
    /// A contact of a type on a day, with nothing else known yet.
    #[must_use]
    pub fn of(contact_type: impl Into<String>, date: Date) -> NewContact {
        NewContact {
            contact_type: contact_type.into(),
            date,
            start: None,
            end: None,
            minutes: None,
            title: None,
            note: None,
            staff: None,
            team: None,
            office: None,
            place: None,
            event: None,
            requirement: None,
            outcome: None,
            sensitive: None,
            external_key: None,
            clash_allowed: false,
            elsewhere: false,
        }
    }

    /// Whose it is, unless somebody outside the service meets the person.
    pub(crate) fn whose(&self, cx: &Cx<'_>) -> Option<StaffId> {
        if self.elsewhere { None } else { self.staff.or_else(|| cx.actor().staff()) }
    }

    #[must_use]
    pub fn at(self, start: Time, end: Time) -> NewContact {
        NewContact { start: Some(start), end: Some(end), ..self }
    }

    pub(crate) fn asked<'a>(&self, contact_type: &'a ContactType) -> Asked<'a> {
        let place = self.office.is_some() || self.place.as_ref().is_some_and(|p| !p.trim().is_empty());
        Asked { contact_type, date: self.date, start: self.start, end: self.end, place }
    }
}

/// Records something that took place, with its outcome where it needs one. The same external key again gives the contact
/// that is already there and changes nothing.
///
/// # Errors
/// [`Failure::Refused`] with every reason of the rules.
pub fn record(cx: &mut Cx<'_>, keys: &PersonKeys, new: NewContact) -> Result<Contact> {
    if let Some(known) = known(cx, keys, new.external_key.as_deref())? {
        return Ok(known);
    }
    let catalogue = catalogue::current(cx)?;
    let contact_type = chosen_type(&catalogue, &new.contact_type)?;
    let mut gather = Gather::default();
    let outcome = new.outcome.as_deref().filter(|code| !code.is_empty());
    let given = outcome.and_then(|code| catalogue.outcome(code));
    if outcome.is_some() && given.is_none() {
        gather.0.push(Refusal::new("outcome", "outcome_unknown", "Choose an outcome from the list"));
    }
    if outcome.is_none() || given.is_some() {
        gather.take(arranging::may_record(&new.asked(contact_type), given, cx.today()));
    }
    let text = checked_text(&mut gather, &new);
    gather.finish()?;
    let (title, note) = text;
    cx.describe(recorded_words(contact_type), None);
    let mut contact = built(cx, keys, &new, contact_type, title)?;
    let fact = recorded(&contact);
    // Of a call that was answered one fact is told, by its outcome.
    let by_outcome = !contact_type.appointment && given.is_some_and(|o| in_touch(contact_type, o.attended));
    if let Some(outcome) = given {
        super::outcome::set(&mut contact, contact_type, outcome);
    }
    let contact = finish_writing(cx, keys, contact, contact_type, note)?;
    if !by_outcome {
        cx.tell(&fact)?;
    }
    if let Some(outcome) = given {
        super::outcome::give_with(cx, keys, &contact, contact_type, outcome)?;
    }
    Ok(contact)
}

/// What the ledger says of something that was recorded.
pub(crate) fn recorded_words(contact_type: &ContactType) -> String {
    format!("Recorded a contact: {}", contact_type.name.en)
}

/// The fact that something took place.
pub(crate) fn recorded(contact: &Contact) -> DomainEvent {
    DomainEvent::ContactRecorded {
        person: contact.person_id,
        contact: contact.id,
        on: contact.happens_on,
        kind: contact.contact_type.clone(),
        staff: contact.staff_id,
        with_person: contact.met,
    }
}

pub(crate) fn chosen_type<'a>(catalogue: &'a Catalogue, code: &str) -> Result<&'a ContactType> {
    catalogue
        .contact_type(code)
        .ok_or_else(|| Failure::refused("type", "type_unknown", "Choose the kind of contact from the list"))
}

/// Title and note, readable; what is wrong with them is gathered.
pub(crate) fn checked_text(gather: &mut Gather, new: &NewContact) -> (Option<String>, Option<String>) {
    let title = gather.take(note::title(new.title.as_deref().unwrap_or_default())).flatten();
    let typed = new.note.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let note = typed.and_then(|text| gather.take(note::readable(text)));
    if new.place.as_ref().is_some_and(|place| place.chars().count() > note::LONGEST_TITLE) {
        let words = format!("Shorten the place to {} characters", note::LONGEST_TITLE);
        gather.0.push(Refusal::new("place", "place_too_long", words));
    }
    (title, note)
}

pub(super) fn built(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    new: &NewContact,
    contact_type: &ContactType,
    title: Option<String>,
) -> Result<Contact> {
    let link = new.requirement.map(|id| progress::link(cx, keys, id)).transpose()?;
    Ok(fresh(cx, keys.survivor, new, contact_type, title, link))
}

/// The row of a new contact, before anything came of it.
pub(crate) fn fresh(
    cx: &Cx<'_>,
    person_id: PersonId,
    new: &NewContact,
    contact_type: &ContactType,
    title: Option<String>,
    link: Option<progress::Link>,
) -> Contact {
    let between = new.start.zip(new.end).and_then(|(start, end)| wall_clock::minutes(new.date, start, end));
    Contact {
        person_id,
        id: cx.new_id(),
        contact_type: contact_type.code.clone(),
        happens_on: new.date,
        starts: new.start,
        ends: new.end,
        minutes: between.or(new.minutes),
        sort_at: sort_at(new.date, new.start, cx.now()),
        words: fold(title.as_deref().unwrap_or_default()),
        title,
        staff_id: new.whose(cx),
        team_id: new.team,
        office_id: new.office,
        place: new.place.as_ref().map(|p| p.trim().to_owned()).filter(|p| !p.is_empty()),
        event_id: link.map(|l| l.event).or(new.event),
        requirement_id: new.requirement,
        outcome: None,
        attended: None,
        complied: None,
        appointment: contact_type.appointment,
        awaited: contact_type.outcome == Need::Needed,
        met: in_touch(contact_type, None),
        national_standard: contact_type.national_standard,
        rar: contact_type.rar && link.is_some_and(|l| l.counts_days),
        sensitive: new.sensitive.unwrap_or(contact_type.sensitive),
        system_entry: contact_type.system,
        replaces_id: None,
        external_key: new.external_key.clone(),
        recorded_at: cx.now(),
        author_id: cx.actor().id(),
        author_name: cx.actor().name().to_owned(),
        changed_at: cx.now(),
        version: 1,
    }
}

pub(super) fn finish_writing(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    mut contact: Contact,
    contact_type: &ContactType,
    note: Option<String>,
) -> Result<Contact> {
    if let Some(text) = note {
        write_note(cx, &mut contact, &text)?;
    }
    cx.insert(&contact)?;
    keep_views(cx, keys, &contact, contact_type, contact.met)?;
    Ok(contact)
}

pub(super) fn known(cx: &mut Cx<'_>, keys: &PersonKeys, external_key: Option<&str>) -> Result<Option<Contact>> {
    let Some(key) = external_key else { return Ok(None) };
    let found = cx.query(
        "SELECT id FROM contact WHERE person_id = $1 AND external_key = $2",
        params![keys.survivor, key.to_owned()],
    )?;
    match found.first() {
        Some(row) => find(cx, keys, row.get(0)?).map(Some),
        None => Ok(None),
    }
}
