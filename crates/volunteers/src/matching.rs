//! Matching a volunteer with a person, what they did together, and the end of it. The person's chain and the volunteer's are
//! both held, so that two who match the same volunteer at once do not fill a place twice.
//!
//! Always true: nobody is matched while a check is not in force, without the person's and the officer's agreement, or where a
//! conflict is recorded; each contact stands in the person's log.

use crate::actions::{hold, refuse, some_text, survivor};
use crate::policy_rows::{MOST_MINUTES, policy};
use crate::reads::{matching_questions, offered, one_match, standings};
use crate::records::{EndReason, Match, MatchContact, MatchLine, VolunteerKind};
use crate::rules::{Reason, Wanted, against, refusals};
use contacts::{Entry, NewContact};
use domain_events::DomainEvent;
use kernel::{Date, MatchId, PersonKeys, Refusal, Time, VolunteerId};
use people::OpenPerson;
use serde_json::json;
use store::{Cx, Failure, Result, params};

/// The log's own type for what a volunteer and a person did.
const MET: &str = "TVOL";
/// An entry that the service writes of a match.
const STEP: &str = "TVOM";

/// What a match is to be.
#[derive(Clone, Debug)]
pub struct NewMatch {
    pub volunteer: VolunteerId,
    pub kind: VolunteerKind,
    pub purpose: String,
    pub from: Date,
    pub until: Option<Date>,
    pub person_agreed_on: Option<Date>,
    pub officer_agreed_on: Option<Date>,
    pub officer_name: String,
    /// The sex that the person wishes for.
    pub sex_wish: Option<String>,
    /// Why it is right although something was to be weighed.
    pub why: Option<String>,
}

/// What is known of a person for a match.
///
/// # Errors
/// When the database fails.
pub fn wanted(cx: &mut Cx<'_>, keys: &PersonKeys, kind: VolunteerKind, sex: Option<String>) -> Result<Wanted> {
    let today = cx.today();
    let language = people::language(cx, keys)?.and_then(|l| l.spoken).filter(|code| code != "en");
    let postcode = people::main_address(cx, keys, today)?.and_then(|a| a.postcode);
    Ok(Wanted { kind, records: keys.all().collect(), sex: sex.filter(|s| !s.is_empty()), language, postcode })
}

/// What stands against each of the active volunteers, in the order of their names.
///
/// # Errors
/// When the database fails.
pub fn candidates(
    cx: &mut Cx<'_>,
    volunteers: Vec<crate::records::Volunteer>,
    wanted: &Wanted,
) -> Result<Vec<(crate::reads::Standing, Vec<Reason>)>> {
    let ids: Vec<VolunteerId> = volunteers.iter().map(|v| v.id).collect();
    cx.ask_together(&matching_questions(&ids, &wanted.records))?;
    let standings = standings(cx, volunteers)?;
    let offered = offered(cx, &standings, &wanted.records)?;
    Ok(standings.into_iter().zip(offered.iter().map(|o| against(o, wanted))).collect())
}

/// What stands against one volunteer for a person, for the room that arranges restorative meetings.
///
/// # Errors
/// [`Failure::NotFound`] when there is no such volunteer.
pub fn suits(cx: &mut Cx<'_>, volunteer: VolunteerId, wanted: &Wanted) -> Result<Vec<Reason>> {
    let row = crate::reads::volunteer(cx, volunteer)?;
    let mut all = candidates(cx, vec![row], wanted)?;
    Ok(all.pop().ok_or(Failure::NotFound)?.1)
}

fn agreed(new: &NewMatch, today: Date) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    if new.purpose.trim().is_empty() {
        wrong.push(Refusal::new("purpose", "missing", "Say what the match is for"));
    }
    if new.until.is_some_and(|until| until < new.from) {
        wrong.push(Refusal::new("until", "before_start", "The last day must not be before the first"));
    }
    let sides = [
        ("person_agreed_on", new.person_agreed_on, "Record the day on which the person agreed"),
        ("officer_agreed_on", new.officer_agreed_on, "Record the day on which the officer agreed"),
    ];
    for (field, day, words) in sides {
        match day {
            None => wrong.push(Refusal::new(field, "not_agreed", words)),
            Some(day) if day > today => {
                wrong.push(Refusal::new(field, "in_future", "The day must be today or in the past"));
            }
            Some(_) => {}
        }
    }
    if new.officer_name.trim().is_empty() {
        wrong.push(Refusal::new("officer_name", "missing", "Enter the name of the officer who agreed"));
    }
    wrong
}

/// Matches a volunteer with a person.
///
/// # Errors
/// Refuses a volunteer who is not suitable, with every reason; what was to be weighed and has no reason; and a match to which
/// the person or the officer did not agree.
pub fn match_with(cx: &mut Cx<'_>, open: &OpenPerson, new: &NewMatch) -> Result<MatchId> {
    let person = open.keys.survivor;
    cx.lock(person.into())?;
    let volunteer = hold(cx, new.volunteer, None)?;
    let mut wrong = agreed(new, cx.today());
    let wanted = wanted(cx, &open.keys, new.kind, new.sex_wish.clone())?;
    let reasons = suits(cx, new.volunteer, &wanted)?;
    wrong.extend(refusals(&reasons, new.why.as_deref()));
    refuse(wrong)?;
    let (Some(person_agreed_on), Some(officer_agreed_on)) = (new.person_agreed_on, new.officer_agreed_on) else {
        return Err(Failure::broken("a match without agreement passed its rules"));
    };
    let row = Match {
        person_id: person,
        id: cx.new_id(),
        volunteer_id: volunteer.id,
        volunteer_name: volunteer.name.clone(),
        kind: new.kind,
        purpose: new.purpose.trim().to_owned(),
        from_date: new.from,
        until_date: new.until,
        person_agreed_on,
        officer_agreed_on,
        officer_name: new.officer_name.trim().to_owned(),
        weighed: json!(reasons.iter().map(|r| r.words.as_str()).collect::<Vec<_>>()),
        weighed_why: some_text(new.why.as_deref()),
        matched_at: cx.now(),
        matched_by: cx.actor().name().to_owned(),
        ended_on: None,
        end_reason: None,
        end_words: None,
        version: 1,
    };
    cx.describe(format!("Matched with a {}", row.kind.words().to_lowercase()), None);
    cx.insert(&row)?;
    keep_line(cx, &row)?;
    let words = format!("Matched with {}, {}", row.volunteer_name, row.kind.words().to_lowercase());
    contacts::enter(cx, Entry::new(person, STEP, cx.today(), words).note(row.purpose.clone()))?;
    Ok(row.id)
}

fn held(cx: &mut Cx<'_>, open: &OpenPerson, id: MatchId, seen: Option<i64>) -> Result<Match> {
    cx.lock(open.keys.survivor.into())?;
    let (row, _) = one_match(cx, &open.keys, id)?;
    if seen.is_some_and(|seen| seen != row.version) {
        return Err(Failure::Stale("Somebody else changed this match meanwhile".into()));
    }
    Ok(row)
}

/// Ends a match.
///
/// # Errors
/// Refuses one that ended, and a day to come or before it began.
pub fn end_match(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    id: MatchId,
    (on, reason, words): (Date, EndReason, Option<&str>),
    seen: Option<i64>,
) -> Result<()> {
    let mut row = held(cx, open, id, seen)?;
    let mut wrong = Vec::new();
    if row.ended_on.is_some() {
        wrong.push(Refusal::of_request("ended", "This match ended already"));
    }
    if on > cx.today() || on < row.from_date.min(cx.today()) {
        wrong.push(Refusal::new("on", "out_of_order", "The day must lie between the first day and today"));
    }
    if matches!(reason, EndReason::Other | EndReason::Concern) && some_text(words).is_none() {
        wrong.push(Refusal::new("words", "no_reason", "Say what the reason is"));
    }
    refuse(wrong)?;
    (row.ended_on, row.end_reason, row.end_words) = (Some(on), Some(reason), some_text(words));
    cx.describe("A match with a volunteer ended", None);
    cx.update(&mut row)?;
    keep_line(cx, &row)?;
    let title = format!("Match with {} ended: {}", row.volunteer_name, reason.words().to_lowercase());
    contacts::enter(cx, Entry::new(row.person_id, STEP, on, title)).map(drop)
}

/// A time that they met, or were to meet.
#[derive(Clone, Debug)]
pub struct NewMeeting {
    pub on: Date,
    pub start: Option<Time>,
    pub minutes: i64,
    pub came: bool,
    pub note: String,
}

/// Records what they did: an entry in the person's log, with the minutes.
///
/// # Errors
/// Refuses a day outside the match or to come, minutes that cannot be meant, and no words.
pub fn record_contact(cx: &mut Cx<'_>, open: &OpenPerson, id: MatchId, new: &NewMeeting) -> Result<MatchContact> {
    let row = held(cx, open, id, None)?;
    let today = cx.today();
    let most = policy(cx)?.number(MOST_MINUTES, today)?;
    let mut wrong = Vec::new();
    if new.on > today || new.on < row.from_date || row.ended_on.is_some_and(|end| new.on > end) {
        wrong.push(Refusal::new("on", "outside", "The day must lie within the match, and not be in the future"));
    }
    let least = i64::from(new.came);
    if new.minutes < least || new.minutes > most || (!new.came && new.minutes != 0) {
        let words = if new.came {
            format!("The minutes must be between 1 and {most}")
        } else {
            "Leave the minutes at 0 when they did not meet".to_owned()
        };
        wrong.push(Refusal::new("minutes", "out_of_range", words));
    }
    if new.note.trim().is_empty() {
        wrong.push(Refusal::new("note", "missing", "Say in a sentence what they did"));
    }
    refuse(wrong)?;
    let did = if new.came { "Met" } else { "Did not meet" };
    let minutes = u32::try_from(new.minutes).ok().filter(|m| *m > 0);
    let contact = contacts::record(
        cx,
        &open.keys,
        NewContact {
            minutes,
            title: Some(format!("{did} with {}, {}", row.volunteer_name, row.kind.words().to_lowercase())),
            note: Some(new.note.trim().to_owned()),
            start: None,
            clash_allowed: true,
            ..NewContact::of(MET, new.on)
        },
    )?;
    let met = MatchContact {
        person_id: row.person_id,
        id: cx.new_id(),
        match_id: row.id,
        contact_id: contact.id,
        on_day: new.on,
        minutes: new.minutes,
        came: new.came,
        recorded_at: cx.now(),
        recorded_by: cx.actor().name().to_owned(),
    };
    cx.describe("Recorded a contact with a volunteer", None);
    cx.insert(&met)?;
    keep_line(cx, &row)?;
    Ok(met)
}

/// Writes the line of a match anew.
fn keep_line(cx: &mut Cx<'_>, row: &Match) -> Result<()> {
    let met = cx.list::<MatchContact>("WHERE person_id = $1 AND match_id = $2", params![row.person_id, row.id])?;
    let whose = survivor(cx, row.person_id)?;
    let staff_id = people::responsible_officer(cx, whose)?;
    cx.save(&MatchLine {
        id: row.id,
        volunteer_id: row.volunteer_id,
        person_id: row.person_id,
        staff_id,
        is_open: row.ended_on.is_none(),
        from_date: row.from_date,
        until_date: row.until_date,
        ended_on: row.ended_on,
        last_contact_on: met.iter().filter(|m| m.came).map(|m| m.on_day).max(),
        minutes: met.iter().map(|m| m.minutes).sum(),
    })
}

/// Lists go to whoever holds the person now. A listener does no IO and stays with the same person.
pub(crate) const LISTENERS: &[(&str, store::Listener)] = &[("matches with volunteers", hear)];

fn hear(cx: &mut Cx<'_>, event: &DomainEvent) -> Result<()> {
    let (person, staff) = match event {
        DomainEvent::Allocated { person, staff, .. } | DomainEvent::CoverArranged { person, staff, .. } => {
            (*person, Some(*staff))
        }
        DomainEvent::Unallocated { person, .. } => (*person, None),
        DomainEvent::CoverEnded { person, .. } => (*person, people::responsible_officer(cx, *person)?),
        _ => return Ok(()),
    };
    let keys = people::keys_of(cx, person)?;
    let among = format!("WHERE person_id IN ({}) AND is_open", keys.placeholders(1));
    for line in cx.list::<MatchLine>(&among, &store::key_values(&keys))? {
        cx.save(&MatchLine { staff_id: staff, ..line })?;
    }
    Ok(())
}
