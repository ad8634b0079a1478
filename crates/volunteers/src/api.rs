//! Volunteers and matches for programs. How a volunteer is reached is not among it.

use crate::matching::{NewMatch, NewMeeting, match_with, record_contact};
use crate::reads::{matches_of, one_match, standings};
use crate::records::{Match, MatchContact, Volunteer, VolunteerKind, VolunteerState};
use kernel::{Crn, Date, MatchId, Permission, VolunteerId};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use store::{Cx, Failure, Result, key_values, params};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Reply, Request, Route};

/// A volunteer.
#[derive(Debug, Serialize, ToSchema)]
struct VolunteerOut {
    id: String,
    name: String,
    /// mentor, peer-mentor, mediator or other.
    kinds: Vec<String>,
    /// applied, accepted, active, paused or ended.
    state: String,
    /// Every check that is needed holds today.
    cleared: bool,
    /// The last day on which all checks hold.
    cleared_until: Option<String>,
    people: i64,
    most_people: i64,
    supervision_due: Option<String>,
    version: i64,
}

/// A match of a person with a volunteer.
#[derive(Debug, Serialize, ToSchema)]
struct MatchOut {
    id: String,
    volunteer: String,
    name: String,
    kind: String,
    purpose: String,
    from: String,
    until: Option<String>,
    ended_on: Option<String>,
    /// reached, person-asked, volunteer-asked, checks, concern, moved or other.
    end_reason: Option<String>,
    /// Minutes that they spent together.
    minutes: i64,
    version: i64,
}

/// The matches of a person.
#[derive(Debug, Serialize, ToSchema)]
struct MatchesOut {
    matches: Vec<MatchOut>,
}

/// A match to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MatchIn {
    volunteer: String,
    kind: String,
    purpose: String,
    from: String,
    until: Option<String>,
    person_agreed_on: String,
    officer_agreed_on: String,
    officer_name: String,
    /// The sex that the person wishes for.
    sex_wish: Option<String>,
    /// Why it is right although something was to be weighed.
    why: Option<String>,
}

/// A time that they met.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MeetingIn {
    on: String,
    minutes: i64,
    came: bool,
    note: String,
}

/// The contact that was recorded.
#[derive(Debug, Serialize, ToSchema)]
struct MeetingOut {
    id: String,
    /// The entry in the person's log.
    contact: String,
}

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::api_get("/api/v1/volunteers", Permission::KeepVolunteers, all).doc(
            ApiDoc::new("Volunteers, in the order in which they were recorded")
                .query("state", "only those in this state")
                .lists::<VolunteerOut>(),
        ),
        Route::api_get("/api/v1/people/{crn}/mentors", Permission::ReadPeople, of_person)
            .doc(ApiDoc::new("Matches of a person with volunteers, the newest first").answers::<MatchesOut>()),
        Route::api_post("/api/v1/people/{crn}/mentors", Permission::KeepVolunteers, add)
            .doc(ApiDoc::new("Match a person with a volunteer").body::<MatchIn>().creates::<MatchOut>()),
        Route::api_post("/api/v1/people/{crn}/mentors/{id}/contacts", Permission::RecordContacts, met)
            .doc(ApiDoc::new("Record a contact of a match").body::<MeetingIn>().creates::<MeetingOut>()),
    ]
}

fn json(value: impl Serialize) -> Result<serde_json::Value> {
    serde_json::to_value(value).map_err(|e| Failure::broken(e.to_string()))
}

fn all(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let bad = || Failure::refused("after", "bad_cursor", "Send the `next` of the page before");
    let after: VolunteerId = match req.query("after") {
        Some(text) => text.parse().map_err(|_| bad())?,
        None => VolunteerId(uuid::Uuid::nil()),
    };
    let mut values = params![after, req.limit()? + 1].to_vec();
    let mut of_state = String::new();
    if let Some(state) = req.query("state") {
        let unknown = |()| Failure::refused("state", "unknown", "Use applied, accepted, active, paused or ended");
        values.push(state.parse::<VolunteerState>().map_err(unknown)?.into());
        of_state = " AND state = $3".to_owned();
    }
    let mut rows: Vec<Volunteer> = cx.list(&format!("WHERE id > $1{of_state} ORDER BY id LIMIT $2"), &values)?;
    let limit = usize::try_from(req.limit()?).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|v| v.id.to_string());
    let items: Vec<VolunteerOut> = standings(cx, rows)?
        .into_iter()
        .map(|s| VolunteerOut {
            id: s.volunteer.id.to_string(),
            name: s.volunteer.name.clone(),
            kinds: s.volunteer.kinds().iter().map(|k| k.code().to_owned()).collect(),
            state: s.volunteer.state.code().to_owned(),
            cleared: s.is_cleared(),
            cleared_until: s.good_until().map(|d| d.to_string()),
            people: s.matched,
            most_people: s.volunteer.most_people,
            supervision_due: s.supervision_due.map(|d| d.to_string()),
            version: s.volunteer.version,
        })
        .collect();
    let mut body = serde_json::json!({ "items": json(items)? });
    if let Some(next) = next {
        body["next"] = next.into();
    }
    Ok(Reply::json(200, body))
}

fn out(m: Match, minutes: i64) -> MatchOut {
    MatchOut {
        id: m.id.to_string(),
        volunteer: m.volunteer_id.to_string(),
        name: m.volunteer_name,
        kind: m.kind.code().to_owned(),
        purpose: m.purpose,
        from: m.from_date.to_string(),
        until: m.until_date.map(|d| d.to_string()),
        ended_on: m.ended_on.map(|d| d.to_string()),
        end_reason: m.end_reason.map(|r| r.code().to_owned()),
        minutes,
        version: m.version,
    }
}

fn of_person(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let rows = matches_of(cx, &open.keys)?;
    let met = format!("WHERE person_id IN ({})", open.keys.placeholders(1));
    let mut minutes: HashMap<MatchId, i64> = HashMap::new();
    for contact in cx.list::<MatchContact>(&met, &key_values(&open.keys))? {
        *minutes.entry(contact.match_id).or_default() += contact.minutes;
    }
    let matches = rows.into_iter().map(|m| {
        let spent = minutes.get(&m.id).copied().unwrap_or(0);
        out(m, spent)
    });
    Ok(Reply::json(200, json(MatchesOut { matches: matches.collect() })?))
}

fn day(field: &'static str, text: &str) -> Result<Date> {
    text.parse().map_err(|_| Failure::refused(field, "not_a_date", "Use a date like 2026-12-07"))
}

fn add(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let body: MatchIn = req.json()?;
    let bad_id = |_| Failure::refused("volunteer", "not_an_id", "Use the id as the service gave it");
    let bad_kind = |()| Failure::refused("kind", "unknown", "Use mentor, peer-mentor, mediator or other");
    let new = NewMatch {
        volunteer: body.volunteer.parse().map_err(bad_id)?,
        kind: body.kind.parse::<VolunteerKind>().map_err(bad_kind)?,
        purpose: body.purpose,
        from: day("from", &body.from)?,
        until: body.until.as_deref().map(|text| day("until", text)).transpose()?,
        person_agreed_on: Some(day("person_agreed_on", &body.person_agreed_on)?),
        officer_agreed_on: Some(day("officer_agreed_on", &body.officer_agreed_on)?),
        officer_name: body.officer_name,
        sex_wish: body.sex_wish,
        why: body.why,
    };
    let id = match_with(cx, &open, &new)?;
    let (row, _) = one_match(cx, &open.keys, id)?;
    Ok(Reply::created(format!("/api/v1/people/{}/mentors", open.crn), json(out(row, 0))?))
}

fn met(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let body: MeetingIn = req.json()?;
    let new =
        NewMeeting { on: day("on", &body.on)?, start: None, minutes: body.minutes, came: body.came, note: body.note };
    let met = record_contact(cx, &open, req.param("id")?, &new)?;
    let made = MeetingOut { id: met.id.to_string(), contact: met.contact_id.to_string() };
    Ok(Reply::created(format!("/api/v1/people/{}/contacts/{}", open.crn, met.contact_id), json(made)?))
}
