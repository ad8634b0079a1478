//! The generated people, written in batches: each is told from the day the court acted to today, as if it had been
//! recorded while it happened.

use super::acts::{self, Recorded, Where, at};
use super::structure::{Built, StaffOf, TeamOf};
use super::{BATCH, DemoPlan};
use crate::diary::{self, Line};
use crate::population::{self, PersonDraft, Place, Standing, weekday};
use crate::random::Random;
use crate::vocabulary::sentencing::SentenceKind;
use jiff::ToSpan;
use kernel::{Date, PersonKeys};
use sentences::Ending;
use std::collections::BTreeMap;
use store::{Cx, House, Result};

/// The most lines that a past log holds.
const LINES: usize = 40;

/// Writes `plan.people` people, spread over the teams as the service has them. A batch is people of one officer, whose name
/// stands under what is written.
pub(super) fn write(house: &House, plan: &DemoPlan, built: &Built, progress: &mut dyn FnMut(&str)) -> Result<u32> {
    let mut written: u32 = 0;
    let mut number: u32 = 0;
    for team in built.supervising() {
        let mut of_officer: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for _ in 0..team.people {
            if let Some(officer) = officer(plan, team, number) {
                of_officer.entry(&officer.code).or_default().push(number);
            }
            number += 1;
        }
        for officer in team.practitioners() {
            for batch in of_officer.get(officer.code.as_str()).map_or(&[][..], Vec::as_slice).chunks(BATCH) {
                house.bulk(&officer.asker(), |cx| {
                    for number in batch {
                        person(cx, plan, *number, team, officer)?;
                    }
                    // The entries of the ledger are signed this morning, whatever day they tell of.
                    cx.pretend_it_is(at(plan.today, 8, 0))
                })?;
                let before = written;
                written += u32::try_from(batch.len()).unwrap_or(0);
                if written / 100 != before / 100 || written == plan.people {
                    progress(&format!("People: {written} of {}", plan.people));
                }
            }
        }
    }
    Ok(written)
}

/// Full-timers have more people than part-timers, and the first of a team more than their share.
fn officer<'t>(plan: &DemoPlan, team: &'t TeamOf, number: u32) -> Option<&'t StaffOf> {
    let weighed: Vec<(u32, &StaffOf)> =
        team.practitioners().enumerate().map(|(n, s)| (s.hours + if n == 0 { 26 } else { 0 }, s)).collect();
    Random::of(plan.seed, "officer", u64::from(number)).weighted(&weighed).copied()
}

fn person(cx: &mut Cx<'_>, plan: &DemoPlan, number: u32, team: &TeamOf, officer: &StaffOf) -> Result<()> {
    let draft = population::draft(plan.seed, plan.today, number, Place { town: team.town, welsh: team.welsh });
    let random = &mut Random::of(plan.seed, "telling", u64::from(number));
    let told_on = |matter: &population::MatterDraft| weekday(first_day(matter).max(oldest(plan.today)));
    cx.pretend_it_is(at(draft.matters.first().map_or(plan.today, told_on), 15, 0))?;
    let keys = acts::open_record(cx, &draft)?;
    let mut told = Vec::new();
    for (n, matter) in draft.matters.iter().enumerate() {
        cx.pretend_it_is(at(told_on(matter), 15, 30))?;
        told.push(acts::record_matter(cx, &keys, matter, team)?);
        if n == 0 && draft.standing != Standing::Unallocated && matter.passed.is_some() {
            allocated(cx, plan.today, told_on(matter), &keys, team, officer, &draft)?;
        }
    }
    log(cx, plan, &keys, team, officer, &draft, &told, random)?;
    if let (Standing::Ended { on }, Some(order)) = (draft.standing, told.last().and_then(|r| r.order)) {
        cx.pretend_it_is(at(on, 16, 0))?;
        sentences::end_order(cx, &keys, order, &Ending { on, reason: "completed".into(), note: None }, None)?;
    }
    Ok(())
}

/// What is older was taken over from an older system on that day; the standards of the law go back further.
fn oldest(today: Date) -> Date {
    weekday(today.saturating_sub(3.years()))
}

fn first_day(matter: &population::MatterDraft) -> Date {
    matter.passed.as_ref().map_or(matter.convicted_on, |p| p.on)
}

/// A working day after the court acted, but never after today.
fn allocated(
    cx: &mut Cx<'_>,
    today: Date,
    from: Date,
    keys: &PersonKeys,
    team: &TeamOf,
    officer: &StaffOf,
    draft: &PersonDraft,
) -> Result<()> {
    let day = weekday(from.saturating_add(1.day())).min(today);
    cx.pretend_it_is(at(day, 8, 30))?;
    acts::allocate(cx, keys, team, officer, "IN1", "")?;
    caseload::record_tier(cx, keys.survivor, draft.tier, "Recorded by the manager at allocation")
}

#[expect(clippy::too_many_arguments, reason = "one person's telling, cut out of the function above")]
fn log(
    cx: &mut Cx<'_>,
    plan: &DemoPlan,
    keys: &PersonKeys,
    team: &TeamOf,
    officer: &StaffOf,
    draft: &PersonDraft,
    told: &[Recorded],
    random: &mut Random,
) -> Result<()> {
    let mut releases = releases(draft, told, plan.today);
    for line in diary::diary(plan.seed, plan.today, draft, LINES) {
        let Some(matter) = told.get(line.matter).filter(|_| line.on > oldest(plan.today)) else { continue };
        release_by(cx, keys, &mut releases, line.on.min(plan.today))?;
        let here = Where { team, officer, matter };
        write_line(cx, plan.today, keys, &line, &here, random)?;
    }
    release_by(cx, keys, &mut releases, plan.today)
}

fn releases(draft: &PersonDraft, told: &[Recorded], today: Date) -> Vec<(Date, kernel::OrderId)> {
    let passed = draft.matters.iter().zip(told).filter_map(|(m, r)| Some((m.passed.as_ref()?, r.order?)));
    passed
        .filter(|(p, _)| p.kind == SentenceKind::OnLicence)
        .filter_map(|(p, o)| Some((p.released_on.filter(|d| *d <= today)?, o)))
        .collect()
}

fn release_by(cx: &mut Cx<'_>, keys: &PersonKeys, waiting: &mut Vec<(Date, kernel::OrderId)>, day: Date) -> Result<()> {
    while let Some((on, order)) = waiting.first().copied().filter(|(on, _)| *on <= day) {
        cx.pretend_it_is(at(on, 9, 0))?;
        sentences::record_release(cx, keys, order, on)?;
        waiting.remove(0);
    }
    Ok(())
}

/// The past is recorded on its day; what is to come, or has no outcome yet, was arranged some days before.
fn write_line(
    cx: &mut Cx<'_>,
    today: Date,
    keys: &PersonKeys,
    line: &Line,
    here: &Where<'_>,
    random: &mut Random,
) -> Result<()> {
    let took_place = line.on < today && (line.came_of.is_some() || line.meeting == diary::Meeting::Message);
    if took_place {
        cx.pretend_it_is(at(line.on, 17, 0))?;
        acts::record_line(cx, keys, line, here, random)?;
        return Ok(());
    }
    let arranged = line.on.saturating_sub(5.days()).min(today);
    let now = cx.now();
    let wanted = at(arranged, 11, 0);
    cx.pretend_it_is(if wanted.0 > now.0 { wanted } else { now })?;
    acts::arrange_line(cx, keys, line, here)?;
    Ok(())
}
