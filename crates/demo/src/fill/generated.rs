//! The generated people by the actions of the rooms: each is told from the day the court acted to today, as if it had
//! been recorded while it happened. Slow, and the measure of what filling in bulk must come to.

use super::acts::{self, Where, at};
use super::assessments;
use super::sentence::{self, Recorded};
use super::structure::{StaffOf, TeamOf};
use super::{BATCH, DemoPlan, Told, plans};
use crate::diary::{self, Line};
use crate::population::{self, MatterDraft, PersonDraft, Place, Standing, weekday};
use crate::random::Random;
use crate::vocabulary::sentencing::SentenceKind;
use jiff::ToSpan;
use kernel::{Crn, Date, Instant, OrderId, PersonKeys};
use sentences::Ending;
use std::collections::BTreeMap;
use store::{Cx, House, Result};

/// So many people of a population have their scores computed while it is filled.
pub(super) const SCORED: u32 = 300;

/// The most lines that a past log holds.
pub(super) const LINES: usize = 40;

/// Writes `plan.people` people, spread over the teams as the service has them. A batch is people of one officer, whose
/// name stands under what is written.
pub(super) fn write_by_actions(house: &House, told: &Told<'_>, progress: &mut dyn FnMut(&str)) -> Result<u32> {
    let plan = told.plan;
    let mut written: u32 = 0;
    let mut first: u32 = 0;
    for team in told.built.supervising() {
        let shares = shares(plan, team, first..first + team.people);
        first += team.people;
        for officer in team.practitioners() {
            let telling = Telling { plan, latest: told.latest, least: told.least, team, officer };
            let numbers = shares.get(officer.code.as_str()).map_or(&[][..], Vec::as_slice);
            for batch in numbers.chunks(BATCH) {
                let crn = told.first_crn + written;
                telling.batch(house, batch, crn)?;
                let before = written;
                written += u32::try_from(batch.len()).unwrap_or(0);
                if written / 100 != before / 100 || written == plan.people {
                    progress(&format!("People: {written} of {}", plan.people));
                }
            }
        }
    }
    plans::write(house, told, progress)?;
    Ok(written)
}

/// The log of a drafted person, from the first day that a log holds.
pub(super) fn log_of(plan: &DemoPlan, least: usize, draft: &PersonDraft) -> Vec<Line> {
    diary::whole(plan.seed, (oldest(plan.today), plan.today), draft, LINES, least)
}

/// The day on which the record was opened: with the first matter that is on record, or before when there was contact before.
pub(super) fn opened_on(plan: &DemoPlan, draft: &PersonDraft, log: &[Line]) -> Date {
    let first = draft.matters.first().map_or(plan.today, |m| told_on(m, plan.today));
    log.first().map_or(first, |line| line.on.min(first))
}

/// Who of a team's people goes to whom, by the officers' codes. Full-timers have more than part-timers, and the first of
/// a team more than their share.
pub(super) fn shares<'t>(
    plan: &DemoPlan,
    team: &'t TeamOf,
    numbers: std::ops::Range<u32>,
) -> BTreeMap<&'t str, Vec<u32>> {
    let weighed: Vec<(u32, &str)> =
        team.practitioners().zip(0..).map(|(s, n)| (s.hours + if n == 0 { 26 } else { 0 }, s.code.as_str())).collect();
    let mut shares: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for number in numbers {
        if let Some(code) = Random::of(plan.seed, "officer", u64::from(number)).weighted(&weighed) {
            shares.entry(code).or_default().push(number);
        }
    }
    shares
}

/// What is older was taken over from an older system on that day; the standards of the law go back further.
pub(super) fn oldest(today: Date) -> Date {
    weekday(today.saturating_sub(3.years()))
}

/// One officer's people.
struct Telling<'a> {
    plan: &'a DemoPlan,
    latest: Instant,
    least: usize,
    team: &'a TeamOf,
    officer: &'a StaffOf,
}

impl Telling<'_> {
    fn batch(&self, house: &House, numbers: &[u32], first_crn: u32) -> Result<()> {
        house.bulk(&self.officer.asker(), |cx| {
            for (number, crn) in numbers.iter().zip(first_crn..) {
                self.person(cx, *number, Crn::nth(crn))?;
            }
            // The entries of the ledger are signed this morning, whatever day they tell of.
            self.pretend(cx, at(self.plan.today, 8, 0))
        })
    }

    fn pretend(&self, cx: &mut Cx<'_>, then: Instant) -> Result<()> {
        acts::pretend(cx, then, self.latest)
    }

    fn person(&self, cx: &mut Cx<'_>, number: u32, crn: Option<Crn>) -> Result<()> {
        let place = Place { town: self.team.town, welsh: self.team.welsh };
        let draft = population::draft(self.plan.seed, self.plan.today, number, place);
        let log = log_of(self.plan, self.least, &draft);
        let (before, since) = log.split_at(log.iter().take_while(|line| line.matter.is_none()).count());
        self.pretend(cx, at(opened_on(self.plan, &draft, &log), 15, 0))?;
        let keys = acts::open_record(cx, &draft, crn)?;
        let random = &mut Random::of(self.plan.seed, "telling", u64::from(draft.number));
        for line in before {
            self.line(cx, &keys, line, &Where { team: self.team, officer: self.officer, matter: None }, random)?;
        }
        let mut told = Vec::new();
        for matter in &draft.matters {
            self.pretend(cx, at(self.told_on(matter), 15, 30))?;
            told.push(sentence::record_matter(cx, &keys, matter, self.team)?);
            if told.len() == 1 && draft.standing != Standing::Unallocated && matter.passed.is_some() {
                self.allocate(cx, &keys, self.told_on(matter), &draft)?;
            }
        }
        self.log(cx, &keys, &draft, &told, (since, random))?;
        self.assess(cx, &keys, &draft)?;
        if let (Standing::Ended { on }, Some(order)) = (draft.standing, told.last().and_then(|r| r.order)) {
            let (reason, done) = population::ending(self.plan.seed, &draft);
            let how = Ending { on, reason: "completed".into(), note: None };
            let whole = sentences::order(cx, &keys, order)?;
            let mut requirements: Vec<_> = whole.requirements.iter().map(|part| part.requirement.id).collect();
            requirements.sort_unstable();
            for requirement in requirements.into_iter().take(done) {
                self.pretend(cx, at(on, 15, 45))?;
                sentences::end_requirement(cx, &keys, requirement, &how, None)?;
            }
            self.pretend(cx, at(on, 16, 0))?;
            let how = Ending { reason: reason.into(), ..how };
            sentences::end_order(cx, &keys, order, &how, None)?;
        }
        Ok(())
    }

    fn told_on(&self, matter: &MatterDraft) -> Date {
        told_on(matter, self.plan.today)
    }

    /// The releases of the past, with the sentences that they are from.
    fn releases(&self, draft: &PersonDraft, told: &[Recorded]) -> Vec<(Date, OrderId)> {
        let orders =
            draft.matters.iter().zip(told).filter_map(|(m, r)| Some((released_on(m, self.plan.today)?, r.order?)));
        orders.collect()
    }

    fn allocate(&self, cx: &mut Cx<'_>, keys: &PersonKeys, told_on: Date, draft: &PersonDraft) -> Result<()> {
        let day = allocated_on(told_on, self.plan.today);
        self.pretend(cx, at(day, 8, 30))?;
        acts::allocate(cx, keys, self.team, self.officer, "IN1", "")?;
        caseload::record_tier(cx, keys.survivor, draft.tier, "Recorded by the manager at allocation")
    }

    fn assess(&self, cx: &mut Cx<'_>, keys: &PersonKeys, draft: &PersonDraft) -> Result<()> {
        let (person, latest) = (keys.survivor, self.latest);
        let of_person = assessments::of_person(self.plan, draft, person, self.team, self.officer, latest);
        assessment::fill(cx, of_person.as_slice())?;
        if draft.number < SCORED { assessment::fill_scores(cx, person) } else { Ok(()) }
    }

    fn log(
        &self,
        cx: &mut Cx<'_>,
        keys: &PersonKeys,
        draft: &PersonDraft,
        told: &[Recorded],
        (lines, random): (&[Line], &mut Random),
    ) -> Result<()> {
        let mut releases = self.releases(draft, told);
        for line in lines {
            let Some(matter) = line.matter.and_then(|n| told.get(n)) else { continue };
            self.release_by(cx, keys, &mut releases, line.on.min(self.plan.today))?;
            let here = Where { team: self.team, officer: self.officer, matter: Some(matter) };
            self.line(cx, keys, line, &here, random)?;
        }
        self.release_by(cx, keys, &mut releases, self.plan.today)
    }

    fn release_by(
        &self,
        cx: &mut Cx<'_>,
        keys: &PersonKeys,
        waiting: &mut Vec<(Date, OrderId)>,
        day: Date,
    ) -> Result<()> {
        while let Some((on, order)) = waiting.first().copied().filter(|(on, _)| *on <= day) {
            self.pretend(cx, at(on.max(oldest(self.plan.today)), 16, 0))?;
            sentences::record_release(cx, keys, order, on)?;
            waiting.remove(0);
        }
        Ok(())
    }

    /// The past is recorded on its day; what is to come, or has no outcome yet, was arranged some days before.
    fn line(
        &self,
        cx: &mut Cx<'_>,
        keys: &PersonKeys,
        line: &Line,
        here: &Where<'_>,
        random: &mut Random,
    ) -> Result<()> {
        let today = self.plan.today;
        if is_past(line, today) {
            self.pretend(cx, at(line.on, 17, 0))?;
            acts::record_line(cx, keys, line, here, random)?;
        } else {
            let wanted = at(line.on.saturating_sub(5.days()).min(today), 11, 0);
            let now = cx.now();
            self.pretend(cx, wanted.max(now))?;
            acts::arrange_line(cx, keys, line, here)?;
        }
        Ok(())
    }
}

/// The day on which a matter came to the service.
pub(super) fn told_on(matter: &MatterDraft, today: Date) -> Date {
    let day = matter.passed.as_ref().map_or(matter.convicted_on, |p| p.on);
    weekday(day.max(oldest(today))).min(today)
}

/// A working day after the court acted, but never after today.
pub(super) fn allocated_on(told_on: Date, today: Date) -> Date {
    weekday(told_on.saturating_add(1.day())).min(today)
}

/// The day of a release that is past.
pub(super) fn released_on(matter: &MatterDraft, today: Date) -> Option<Date> {
    let passed = matter.passed.as_ref().filter(|p| p.kind == SentenceKind::OnLicence)?;
    passed.released_on.filter(|day| *day <= today)
}

/// True for a line that was recorded after it took place; others were arranged and nothing is recorded of them.
pub(super) fn is_past(line: &Line, today: Date) -> bool {
    line.on < today && (line.came_of.is_some() || line.meeting.is_written())
}
