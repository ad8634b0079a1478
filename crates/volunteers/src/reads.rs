//! Reading volunteers, and how each stands today: checks, room, supervision. Many are read in as few statements as one.

use crate::policy_rows::{SUPERVISION_DAYS, policy};
use crate::records::{
    Check, Conflict, Expense, Match, MatchContact, MatchLine, OwnRecord, Supervised, Volunteer, VolunteerAct,
    VolunteerReach, VolunteerState,
};
use crate::rules::{Needed, Offered, good_until, is_cleared, needed, supervision_due};
use kernel::{Date, MatchId, PersonId, PersonKeys, VolunteerId, placeholders};
use std::collections::HashMap;
use store::{Cx, Failure, Question, Result, Value, id_values, key_values, params};

/// How a volunteer stands today.
#[derive(Clone, Debug)]
pub struct Standing {
    pub volunteer: Volunteer,
    pub needed: Vec<Needed>,
    /// Open matches.
    pub matched: i64,
    /// The day by which they are next supervised, while they are active.
    pub supervision_due: Option<Date>,
}

impl Standing {
    /// Every check that is needed holds.
    #[must_use]
    pub fn is_cleared(&self) -> bool {
        is_cleared(&self.needed)
    }

    /// The last day on which all checks hold; none where none runs out.
    #[must_use]
    pub fn good_until(&self) -> Option<Date> {
        good_until(&self.needed)
    }
}

/// Rows of volunteers by their ids.
fn asked<R: store::Record>(ids: &[VolunteerId], and: &str) -> Question {
    let values = id_values(ids);
    Question::list::<R>(&format!("WHERE volunteer_id IN ({}){and}", placeholders(1, values.len())), &values)
}

fn of_volunteers<R: store::Record>(cx: &mut Cx<'_>, ids: &[VolunteerId], and: &str) -> Result<Vec<R>> {
    if ids.is_empty() { Ok(Vec::new()) } else { cx.ask_list(&asked::<R>(ids, and)) }
}

const OPEN: &str = " AND is_open";
const LASTING: &str = " AND ended_on IS NULL";

/// What [`standings`] asks of these.
fn standing_questions(ids: &[VolunteerId]) -> Vec<Question> {
    if ids.is_empty() {
        return Vec::new();
    }
    vec![asked::<Check>(ids, ""), asked::<MatchLine>(ids, OPEN), asked::<Supervised>(ids, "")]
}

/// What [`standings`] and [`offered`] ask of these for a person, so that they can be asked together.
pub(crate) fn matching_questions(ids: &[VolunteerId], records: &[PersonId]) -> Vec<Question> {
    if ids.is_empty() {
        return Vec::new();
    }
    let mut all = standing_questions(ids);
    all.extend([asked::<VolunteerReach>(ids, ""), asked::<OwnRecord>(ids, ""), asked::<Conflict>(ids, LASTING)]);
    all.push(matched_question(records));
    all
}

fn matched_question(records: &[PersonId]) -> Question {
    let values = id_values(records);
    Question::list::<MatchLine>(&format!("WHERE person_id IN ({}) AND is_open", placeholders(1, values.len())), &values)
}

/// How these stand, whatever their number in four statements.
///
/// # Errors
/// When the database fails.
pub fn standings(cx: &mut Cx<'_>, volunteers: Vec<Volunteer>) -> Result<Vec<Standing>> {
    let ids: Vec<VolunteerId> = volunteers.iter().map(|v| v.id).collect();
    cx.ask_together(&standing_questions(&ids))?;
    let (policy, today) = (policy(cx)?, cx.today());
    let days = policy.number(SUPERVISION_DAYS, today)?;
    let mut checks = grouped(of_volunteers::<Check>(cx, &ids, "")?, |c| c.volunteer_id);
    let open = grouped(of_volunteers::<MatchLine>(cx, &ids, OPEN)?, |m| m.volunteer_id);
    let met = grouped(of_volunteers::<Supervised>(cx, &ids, "")?, |s| s.volunteer_id);
    Ok(volunteers
        .into_iter()
        .map(|volunteer| {
            let own = checks.remove(&volunteer.id).unwrap_or_default();
            let last = met.get(&volunteer.id).and_then(|all| all.iter().max_by_key(|s| (s.held_on, s.recorded_at)));
            let last = last.map(|s| (s.held_on, s.next_on));
            let active = volunteer.state == VolunteerState::Active;
            Standing {
                needed: needed(&volunteer.kinds(), &policy.kinds(today), &own, today),
                matched: open.get(&volunteer.id).map_or(0, |m| i64::try_from(m.len()).unwrap_or(i64::MAX)),
                supervision_due: active.then(|| supervision_due(last, volunteer.state_since, days)),
                volunteer,
            }
        })
        .collect())
}

fn grouped<R>(rows: Vec<R>, of: impl Fn(&R) -> VolunteerId) -> HashMap<VolunteerId, Vec<R>> {
    let mut all: HashMap<VolunteerId, Vec<R>> = HashMap::new();
    for row in rows {
        all.entry(of(&row)).or_default().push(row);
    }
    all
}

/// One volunteer with everything that belongs to them but people.
#[derive(Clone, Debug)]
pub struct Whole {
    pub standing: Standing,
    pub reach: VolunteerReach,
    pub checks: Vec<Check>,
    pub acts: Vec<VolunteerAct>,
    pub conflicts: Vec<Conflict>,
    pub own_record: Option<OwnRecord>,
    pub supervised: Vec<Supervised>,
    pub expenses: Vec<Expense>,
    pub matches: Vec<MatchLine>,
}

/// # Errors
/// [`Failure::NotFound`] when there is none.
pub fn whole(cx: &mut Cx<'_>, id: VolunteerId) -> Result<Whole> {
    let own = params![id];
    let volunteer = Question::list::<Volunteer>("WHERE id = $1", own);
    let reach = Question::list::<VolunteerReach>("WHERE volunteer_id = $1", own);
    let checks = Question::list::<Check>("WHERE volunteer_id = $1 ORDER BY seen_on DESC, id DESC", own);
    let acts = Question::list::<VolunteerAct>("WHERE volunteer_id = $1 ORDER BY at DESC, id DESC", own);
    let conflicts = Question::list::<Conflict>("WHERE volunteer_id = $1 ORDER BY since DESC, id DESC", own);
    let record = Question::list::<OwnRecord>("WHERE volunteer_id = $1", own);
    let supervised = Question::list::<Supervised>("WHERE volunteer_id = $1 ORDER BY held_on DESC, id DESC", own);
    let expenses = Question::list::<Expense>("WHERE volunteer_id = $1 ORDER BY on_day DESC, id DESC", own);
    let matches =
        Question::list::<MatchLine>("WHERE volunteer_id = $1 ORDER BY is_open DESC, from_date DESC, id DESC", own);
    let mut all: Vec<Question> =
        [&volunteer, &reach, &checks, &acts, &conflicts, &record, &supervised, &expenses, &matches]
            .map(Clone::clone)
            .to_vec();
    all.extend(standing_questions(&[id]));
    cx.ask_together(&all)?;
    let row = cx.ask_list::<Volunteer>(&volunteer)?.pop().ok_or(Failure::NotFound)?;
    let standing = standings(cx, vec![row])?.pop().ok_or(Failure::NotFound)?;
    Ok(Whole {
        standing,
        reach: cx.ask_list(&reach)?.pop().ok_or(Failure::NotFound)?,
        checks: cx.ask_list(&checks)?,
        acts: cx.ask_list(&acts)?,
        conflicts: cx.ask_list(&conflicts)?,
        own_record: cx.ask_list(&record)?.pop(),
        supervised: cx.ask_list(&supervised)?,
        expenses: cx.ask_list(&expenses)?,
        matches: cx.ask_list(&matches)?,
    })
}

/// A volunteer's row.
///
/// # Errors
/// [`Failure::NotFound`] when there is none.
pub fn volunteer(cx: &mut Cx<'_>, id: VolunteerId) -> Result<Volunteer> {
    cx.need(params![id])
}

/// Volunteers who are active, by name.
///
/// # Errors
/// When the database fails.
pub fn active(cx: &mut Cx<'_>) -> Result<Vec<Volunteer>> {
    cx.list("WHERE state = $1 ORDER BY sort_name, id LIMIT 400", params![VolunteerState::Active])
}

/// These as matching sees them for a person.
pub(crate) fn offered(cx: &mut Cx<'_>, standings: &[Standing], records: &[PersonId]) -> Result<Vec<Offered>> {
    let ids: Vec<VolunteerId> = standings.iter().map(|s| s.volunteer.id).collect();
    let reach = grouped(of_volunteers::<VolunteerReach>(cx, &ids, "")?, |r| r.volunteer_id);
    let own = grouped(of_volunteers::<OwnRecord>(cx, &ids, "")?, |r| r.volunteer_id);
    let against = grouped(of_volunteers::<Conflict>(cx, &ids, LASTING)?, |c| c.volunteer_id);
    let with_them: Vec<MatchLine> = cx.ask_list(&matched_question(records))?;
    let each = standings.iter().map(|s| {
        let id = s.volunteer.id;
        Offered {
            state: s.volunteer.state,
            kinds: s.volunteer.kinds(),
            needed: s.needed.clone(),
            most_people: s.volunteer.most_people,
            matched: s.matched,
            already: with_them.iter().any(|m| m.volunteer_id == id),
            sex: s.volunteer.sex.clone(),
            languages: s.volunteer.languages(),
            postcode: reach.get(&id).and_then(|r| r.first()?.postcode.clone()),
            own_record: own.get(&id).and_then(|r| r.first().map(|o| o.record_id)),
            conflicts: against.get(&id).into_iter().flatten().map(|c| (c.with_record, c.kind)).collect(),
        }
    });
    Ok(each.collect())
}

/// A person's matches, the newest first.
///
/// # Errors
/// When the database fails.
pub fn matches_of(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<Match>> {
    cx.list(
        &format!("WHERE person_id IN ({}) ORDER BY from_date DESC, id DESC", keys.placeholders(1)),
        &key_values(keys),
    )
}

/// One match of a person with the times that they met, the newest first.
///
/// # Errors
/// [`Failure::NotFound`] when the person has no such match.
pub fn one_match(cx: &mut Cx<'_>, keys: &PersonKeys, id: MatchId) -> Result<(Match, Vec<MatchContact>)> {
    let mut values: Vec<Value> = key_values(keys);
    values.push(id.into());
    let (among, last) = (keys.placeholders(1), values.len());
    let row = cx.first::<Match>(&format!("WHERE person_id IN ({among}) AND id = ${last}"), &values)?;
    let rest = format!("WHERE person_id IN ({among}) AND match_id = ${last} ORDER BY on_day DESC, id DESC");
    Ok((row.ok_or(Failure::NotFound)?, cx.list(&rest, &values)?))
}

pub(crate) fn keys_of(cx: &mut Cx<'_>, record: PersonId) -> Result<PersonKeys> {
    people::keys_of(cx, record)
}
