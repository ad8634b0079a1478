//! Keeps the read models of one person in step with the facts, in the same transaction. What shows tomorrow is written
//! today with its first day, so nothing has to run at night for a gap to be on somebody's screen.

use crate::deadlines::{Standards, allocation_due};
use crate::facts::{facts, intervals, open_stint, standards};
use crate::gaps::{Facts, GapKind, Rules, Seer, contact_clock, contact_clock_start, watches};
use crate::policy::Intervals;
use crate::records::{CaseRow, GapRow, HolderKind, Standing, StintRow};
use crate::responsibility::List;
use crate::tiering::{TierChange, TierNow};
use crate::workload::Figures;
use actuarial::tier::Letter;
use actuarial::workload::{CaseTier, Location, PointsVersion};
use jiff::civil::Date;
use kernel::PersonId;
use law::{Law, Nation};
use std::sync::Arc;
use store::{Cx, Failure, Result, params};

/// Writes anew on which list a person stands and what is missing around them.
pub(crate) fn refresh(cx: &mut Cx<'_>, person: PersonId) -> Result<()> {
    cx.execute("DELETE FROM view_gap WHERE person_id = $1", params![person])?;
    let standing = cx.get::<Standing>(params![person])?.filter(|s| s.ended_on.is_none());
    let (Some(standing), Some(stint)) = (standing, open_stint(cx, person)?) else {
        cx.execute("DELETE FROM view_caseload WHERE person_id = $1", params![person])?;
        // Somebody who is not supervised has no present tier; the results stay on the record.
        cx.execute("DELETE FROM view_tier WHERE person_id = $1", params![person])?;
        return Ok(());
    };
    let facts = facts(cx, &standing, &stint)?;
    let numbers = Numbers::now(cx)?;
    write(cx, person, &facts, &stint, &numbers)?;
    beyond_grade(cx, person, &facts)
}

/// A tier above what the holder's grade may hold makes a decision due, on the holder's and the manager's board.
fn beyond_grade(cx: &mut Cx<'_>, person: PersonId, facts: &Facts) -> Result<()> {
    let (Some(holder), Some(tier)) = (facts.holder.acting(), facts.tier.as_deref()) else { return Ok(()) };
    let today = cx.today();
    let figures = Figures::now(cx)?;
    let grade = organisation::staff_line(cx, holder)?.grade;
    if figures.grade_fits(&grade, Some(tier), None, today) != Some(false) {
        return Ok(());
    }
    let changed = cx.first::<TierChange>("WHERE person_id = $1 ORDER BY changed_at DESC, id DESC", params![person])?;
    let since = changed.map_or(facts.held_since, |c| c.on_day.max(facts.held_since));
    let number = cx.count("SELECT count(*) FROM view_gap WHERE person_id = $1", params![person])?;
    let seers = [None, Some(holder)];
    let rows: Vec<GapRow> = (number..)
        .zip(seers)
        .map(|(number, staff_id)| GapRow {
            person_id: person,
            number,
            kind: GapKind::BeyondGrade.code().into(),
            rank: rank(GapKind::BeyondGrade),
            team_id: facts.team,
            staff_id,
            shows_from: since,
            shows_until: None,
            due_on: None,
            contact_id: None,
        })
        .collect();
    cx.insert_all(&rows)
}

/// The numbers and the calendar in force, read once for many people when a database is filled.
pub(crate) struct Numbers {
    law: Arc<Law>,
    standards: Standards,
    intervals: Intervals,
}

impl Numbers {
    pub(crate) fn now(cx: &mut Cx<'_>) -> Result<Numbers> {
        Ok(Numbers { law: cx.part::<Law>()?, standards: standards(cx)?, intervals: intervals(cx)? })
    }
}

/// Writes the case and its gaps; older gaps must be gone.
fn write(cx: &mut Cx<'_>, person: PersonId, facts: &Facts, stint: &StintRow, numbers: &Numbers) -> Result<()> {
    let (mut case, gaps) = rows(person, facts, stint, numbers)?;
    let (now, figures) = (cx.get::<TierNow>(params![person])?, Figures::now(cx)?);
    weigh(&mut case, now.as_ref(), &figures, cx.today())?;
    cx.save(&case)?;
    cx.insert_all(&gaps)
}

/// The case and its gaps.
pub(crate) fn rows(
    person: PersonId,
    facts: &Facts,
    stint: &StintRow,
    numbers: &Numbers,
) -> Result<(CaseRow, Vec<GapRow>)> {
    let started = contact_clock_start(facts);
    let interval = numbers
        .intervals
        .of_person(facts.tier.as_deref(), facts.in_custody, started)
        .ok_or_else(|| Failure::broken(format!("no interval for tier {:?}", facts.tier)))?;
    let days = numbers.law.working_days(Nation::EnglandAndWales);
    let rules = Rules { standards: &numbers.standards, interval: interval.days, days };
    let due = contact_clock(facts, rules).1;
    let allocate_by = facts.holder.needs_officer().then(|| allocation_due(facts.arrived_on, &numbers.standards, days));
    Ok((case_row(person, facts, stint, due, allocate_by), gap_rows(person, facts, rules)))
}

fn case_row(person: PersonId, facts: &Facts, stint: &StintRow, due: Date, allocate_by: Option<Date>) -> CaseRow {
    let (list_kind, list_id) = match facts.holder.list(facts.team) {
        List::Officer(staff) => (HolderKind::Officer, staff.0),
        List::Cover(staff) => (HolderKind::Cover, staff.0),
        List::Unallocated(team) => (HolderKind::Unallocated, team.0),
    };
    CaseRow {
        person_id: person,
        list_kind,
        list_id,
        team_id: facts.team,
        stint_id: stint.id,
        officer_id: stint.officer_id,
        officer_left: stint.officer_left,
        held_since: facts.held_since,
        supervised_since: facts.supervised_since,
        allocated_on: facts.allocated_on,
        allocate_by,
        tier: facts.tier.clone(),
        in_custody: facts.in_custody,
        last_contact: facts.last_contact,
        contact_due: due,
        last_arranged: facts.appointments.iter().filter(|a| !a.has_outcome).map(|a| a.on).max(),
        two_part: None,
        points: 0,
        allowance: 0,
    }
}

/// Gives the case its points by the computed two-part tier and its place, and what is added for need without risk.
fn weigh(row: &mut CaseRow, now: Option<&TierNow>, figures: &Figures, today: Date) -> Result<()> {
    let Some(now) = now else { return Ok(()) };
    let version = PointsVersion::on(today).map_err(Failure::broken)?;
    row.two_part = Some(now.two_part.clone());
    let tier = CaseTier::read(&now.two_part);
    let location = Location::read(&now.location).unwrap_or(Location::Community);
    row.points = tier.and_then(|tier| version.case(location, tier, false)).unwrap_or(0);
    let letter_of = |text: &str| text.chars().next().and_then(Letter::read);
    let letter = row.tier.as_deref().and_then(letter_of);
    row.allowance = figures
        .high_need(today)
        .map_or(0, |policy| policy.allowance(letter, letter_of(&now.two_part), now.need_points, now.is_woman));
    Ok(())
}

fn gap_rows(person: PersonId, facts: &Facts, rules: Rules<'_>) -> Vec<GapRow> {
    let mut rows = Vec::new();
    for watch in watches(facts, rules) {
        for seer in &watch.seen_by {
            rows.push(GapRow {
                person_id: person,
                number: i64::try_from(rows.len()).unwrap_or(i64::MAX),
                kind: watch.kind.code().into(),
                rank: rank(watch.kind),
                team_id: facts.team,
                staff_id: match seer {
                    Seer::Staff(staff) => Some(*staff),
                    Seer::Manager(_) => None,
                },
                shows_from: watch.shows_from,
                shows_until: watch.shows_until,
                due_on: watch.due,
                contact_id: watch.appointment,
            });
        }
    }
    rows
}

fn rank(kind: GapKind) -> i64 {
    GapKind::ALL.iter().position(|k| *k == kind).and_then(|at| i64::try_from(at).ok()).unwrap_or(i64::MAX)
}
