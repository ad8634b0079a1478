//! The verbs of placements: place somebody, end a placement, say that one was made in error. One transaction each, on the
//! person's own chain, with the project held so that no two people take one place.

use super::records::{Placement, PlacementState};
use super::rules::{NewPlacement, check, clash, day_of, first_full_day};
use super::store::{lines_of_person, lines_of_project, placement};
use crate::matching::{Weight, findings_for};
use crate::projects::policy::Policy;
use crate::projects::{refuse, some_text};
use domain_events::DomainEvent;
use kernel::{Date, PlacementId, Refusal, RequirementId, words};
use law::{Counting, Law};
use people::OpenPerson;
use sentences::{OrderWithParts, Requirement};
use serde_json::json;
use store::{Cx, Failure, Result, params};

/// The requirements of a person that are worked in hours and have not ended, each with its order.
///
/// # Errors
/// When the database fails.
pub fn work_requirements(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<Vec<(OrderWithParts, Requirement)>> {
    let law = cx.part::<Law>()?;
    let orders = sentences::orders(cx, &open.keys)?;
    let mut found = Vec::new();
    for order in orders.into_iter().filter(|o| o.order.is_open()) {
        let work = order.requirements.iter().map(|r| &r.requirement);
        let work =
            work.filter(|r| r.is_open() && law.requirement(&r.kind).is_some_and(|k| k.counted == Counting::Minutes));
        let work: Vec<Requirement> = work.cloned().collect();
        found.extend(work.into_iter().map(|r| (order.clone(), r)));
    }
    Ok(found)
}

fn requirement_of(cx: &mut Cx<'_>, open: &OpenPerson, id: RequirementId) -> Result<(OrderWithParts, Requirement)> {
    let found = work_requirements(cx, open)?.into_iter().find(|(_, r)| r.id == id);
    found.ok_or_else(|| {
        let words = "Choose an unpaid work requirement that has not ended";
        Failure::refused("requirement", "unknown_requirement", words)
    })
}

/// Places somebody at a project. What does not fit is kept with the placement, with the reason why it was made all the same.
///
/// # Errors
/// Refuses a project that has ended or does not run then, a full day, two places at once, a requirement that ended, and what
/// does not fit without a reason; where somebody could be in danger, without a manager who agreed.
pub fn place(cx: &mut Cx<'_>, open: &OpenPerson, new: &NewPlacement) -> Result<PlacementId> {
    cx.lock(open.keys.survivor.into())?;
    let (order, requirement) = requirement_of(cx, open, new.requirement)?;
    // Held until the commit: whoever takes a place on this project next sees this one.
    cx.lock(new.project.0.into())?;
    let project = crate::projects::project(cx, new.project)?;
    refuse(check(new, &project.days, order.order.made_on))?;
    if let Some(end) = project.project.end_date.filter(|end| *end < new.from) {
        let words = format!("{} ended on {}: choose another project", project.project.name, words::day(end));
        return Err(Failure::refused("project", "ended", words));
    }
    if new.from < project.project.start_date {
        let words = format!("{} begins on {}", project.project.name, words::day(project.project.start_date));
        return Err(Failure::refused("from", "not_begun", words));
    }
    free_place(cx, new, day_of(new, &project.days).map_or(0, |d| d.places))?;
    own_time(cx, open, new)?;
    let unmet = unmet(cx, open, new)?;
    let row = Placement {
        person_id: open.keys.survivor,
        id: cx.new_id(),
        requirement_id: requirement.id,
        project_id: new.project,
        weekday: new.weekday,
        start_time: new.start_time,
        end_time: new.end_time,
        frequency: new.frequency,
        from_date: new.from,
        until_date: if new.frequency == super::Frequency::Once { Some(new.from) } else { new.until },
        pick_up_place: some_text(new.pick_up_place.as_deref()),
        pick_up_time: new.pick_up_time,
        unmet: json!(unmet),
        unmet_reason: some_text(new.unmet_reason.as_deref()),
        agreed_with: some_text(new.agreed_with.as_deref()),
        state: PlacementState::Placed,
        end_reason: None,
        end_note: None,
        placed_by: cx.actor().name().to_owned(),
        placed_at: cx.now(),
        version: 1,
    };
    cx.describe(format!("Placed at {}", project.project.name), row.unmet_reason.as_deref());
    cx.insert(&row)?;
    cx.save(&row.line())?;
    let (person, placement, requirement) = (row.person_id, row.id, row.requirement_id);
    cx.tell(&DomainEvent::WorkPlaced { person, placement, requirement, project: new.project, from: new.from })?;
    Ok(row.id)
}

fn free_place(cx: &mut Cx<'_>, new: &NewPlacement, places: i64) -> Result<()> {
    let mut others = lines_of_project(cx, new.project, new.from)?;
    others.retain(|o| o.start_time < new.end_time && new.start_time < o.end_time);
    if let Some(day) = first_full_day(new.pattern(), &others, places, new.from) {
        let places = words::count(places, "place is", "places are");
        let words =
            format!("All {places} taken on {}: choose another day or project, or a later first day", words::day(day));
        return Err(Failure::refused("from", "full", words));
    }
    Ok(())
}

fn own_time(cx: &mut Cx<'_>, open: &OpenPerson, new: &NewPlacement) -> Result<()> {
    let own = lines_of_person(cx, &open.keys)?;
    if let Some(day) = own.iter().filter_map(|o| clash(new, o)).min() {
        let words =
            format!("{} works elsewhere at that time on {}: end that placement first", open.name(), words::day(day));
        return Err(Failure::refused("start_time", "clash", words));
    }
    Ok(())
}

/// What does not fit, in words; refused where a reason or a manager's word is missing.
fn unmet(cx: &mut Cx<'_>, open: &OpenPerson, new: &NewPlacement) -> Result<Vec<String>> {
    let found = findings_for(cx, open, new)?;
    if let Some(never) = found.iter().find(|f| f.weight == Weight::Never) {
        return Err(Failure::refused("project", "never", never.words.clone()));
    }
    let against: Vec<_> = found.iter().filter(|f| matches!(f.weight, Weight::Against | Weight::Grave)).collect();
    let mut wrong = Vec::new();
    if !against.is_empty() && some_text(new.unmet_reason.as_deref()).is_none() {
        let words = "Something does not fit: say why this is the right place all the same";
        wrong.push(Refusal::new("unmet_reason", "no_reason", words));
    }
    let grave = against.iter().any(|f| f.weight == Weight::Grave);
    if grave && some_text(new.agreed_with.as_deref()).is_none() {
        let words = "Somebody could be in danger: enter the manager who agreed";
        wrong.push(Refusal::new("agreed_with", "not_agreed", words));
    }
    refuse(wrong)?;
    Ok(against.iter().map(|f| f.words.clone()).collect())
}

fn hold(cx: &mut Cx<'_>, open: &OpenPerson, id: PlacementId, seen: Option<i64>) -> Result<Placement> {
    cx.lock(open.keys.survivor.into())?;
    let row = placement(cx, &open.keys, id)?;
    if seen.is_some_and(|seen| seen != row.version) {
        return Err(Failure::Stale("Somebody else changed this placement meanwhile".into()));
    }
    if row.state != PlacementState::Placed {
        return Err(Refusal::of_request("ended", "This placement has ended").into());
    }
    Ok(row)
}

/// Ends a placement; `until` is its last day.
///
/// # Errors
/// Refuses an unknown reason, a day before the first, one that ended before; [`Failure::Stale`].
pub fn end_placement(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    id: PlacementId,
    until: Date,
    (reason, note): (&str, Option<&str>),
    seen: Option<i64>,
) -> Result<()> {
    let row = hold(cx, open, id, seen)?;
    if !Policy::shipped()?.leaves.iter().any(|c| c.code == reason) {
        return Err(Failure::refused("reason", "not_a_choice", "Choose why it ends from the list"));
    }
    if until < row.from_date {
        let words = "The last day must not be before the first: if nobody worked there, say that it was made in error";
        return Err(Failure::refused("until", "ends_before_start", words));
    }
    end_row(cx, row, until, reason, note)
}

pub(crate) fn end_row(
    cx: &mut Cx<'_>,
    mut row: Placement,
    until: Date,
    reason: &str,
    note: Option<&str>,
) -> Result<()> {
    cx.describe("Ended a placement of unpaid work", note.or(Some(reason)));
    row.state = PlacementState::Ended;
    row.until_date = Some(until);
    row.end_reason = Some(reason.to_owned());
    row.end_note = some_text(note);
    cx.update(&mut row)?;
    cx.save(&row.line())?;
    tell_end(cx, &row, until)
}

fn tell_end(cx: &mut Cx<'_>, row: &Placement, until: Date) -> Result<()> {
    cx.tell(&DomainEvent::WorkPlacementEnded {
        person: row.person_id,
        placement: row.id,
        project: row.project_id,
        until,
        reason: row.end_reason.clone().unwrap_or_default(),
    })
}

/// Says that a placement was made in error: it counts as never made.
///
/// # Errors
/// Refuses no reason, and one that ended before; [`Failure::Stale`].
pub fn undo_placement(cx: &mut Cx<'_>, open: &OpenPerson, id: PlacementId, why: &str, seen: Option<i64>) -> Result<()> {
    let mut row = hold(cx, open, id, seen)?;
    let why = crate::policy::said("note", why, "Say why")?;
    cx.describe("A placement of unpaid work was made in error", Some(&why));
    row.state = PlacementState::InError;
    row.end_reason = Some("in-error".into());
    row.end_note = Some(why);
    let day_before = row.from_date.yesterday().unwrap_or(row.from_date);
    cx.update(&mut row)?;
    cx.execute("DELETE FROM view_work_placement WHERE id = $1", params![row.id])?;
    tell_end(cx, &row, day_before)
}
