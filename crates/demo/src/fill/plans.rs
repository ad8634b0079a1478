//! Registrations, enquiries, plans and reviews of the generated people, by the level of their assessed risk and by chance
//! of their own record. Some have an answer that nobody has analysed, an action past its date or a review that is due.

use super::acts::{self, at};
use super::structure::{StaffOf, TeamOf};
use super::{BATCH, DemoPlan, Told};
use crate::population::weekday_before;
use crate::random::Random;
use crate::vocabulary::plans::{ENQUIRIES, FLAGS, GOALS};
use assessment::Level;
use assessment::cases::{DraftCase, DraftEnquiry, DraftGoal, DraftRegistration, fill, settle_signed};
use assessment::plans::{ActionFacts, GoalFacts, Who};
use caseload::{CaseFilter, CaseOrder, CaseRow};
use jiff::ToSpan;
use kernel::{Crn, Date, PersonId, PersonKeys};
use std::collections::BTreeSet;
use store::{Asker, Cx, House, Result};

/// Days after which somebody newly allocated has a plan.
const SETTLED: i32 = 21;

/// Writes them for everybody who has an officer.
pub(super) fn write(house: &House, told: &Told<'_>, progress: &mut dyn FnMut(&str)) -> Result<()> {
    progress("Registrations, enquiries and plans");
    for team in told.built.supervising() {
        for officer in team.practitioners() {
            of_officer(house, told, team, officer)?;
        }
    }
    Ok(())
}

/// Writes them for the people of one officer, but for those whose stories are told apart.
pub(super) fn of_officer(house: &House, told: &Told<'_>, team: &TeamOf, officer: &StaffOf) -> Result<()> {
    let telling = Telling { plan: told.plan, team, officer };
    for batch in held(house, team, officer, told.told)?.chunks(BATCH) {
        house.bulk(&officer.asker(), |cx| {
            acts::pretend(cx, at(told.plan.today, 8, 0), told.latest)?;
            let ids: Vec<PersonId> = batch.iter().map(|case| case.person_id).collect();
            let lines = people::lines(cx, &ids)?;
            let mut drafts = Vec::new();
            for case in batch {
                let Some(line) = lines.get(&case.person_id) else { continue };
                drafts.push(telling.draft(cx, case, &line.crn)?);
            }
            fill(cx, &drafts)
        })?;
    }
    Ok(())
}

/// The cases of an officer.
fn held(house: &House, team: &TeamOf, officer: &StaffOf, told: &BTreeSet<PersonId>) -> Result<Vec<CaseRow>> {
    let filter = CaseFilter { teams: vec![team.id], staff: Some(officer.id), ..CaseFilter::default() };
    let mut own = Vec::new();
    let mut page = 0;
    loop {
        let asker = Asker::system("demo");
        let found =
            house.read(&asker, |cx| caseload::cases(cx, &filter, CaseOrder::default(), false, page, 500))?.cases;
        if found.is_empty() {
            break;
        }
        own.extend(found.into_iter().filter(|c| c.officer_id == Some(officer.id) && !told.contains(&c.person_id)));
        page += 1;
    }
    own.sort_by_key(|c| c.person_id);
    Ok(own)
}

/// One officer's people.
struct Telling<'a> {
    plan: &'a DemoPlan,
    team: &'a TeamOf,
    officer: &'a StaffOf,
}

impl Telling<'_> {
    /// A working day so many days before today.
    fn ago(&self, days: i32) -> Date {
        weekday_before(self.plan.today.saturating_sub(days.days()))
    }

    fn draft(&self, cx: &mut Cx<'_>, case: &CaseRow, crn: &Crn) -> Result<DraftCase> {
        let keys = PersonKeys::alone(case.person_id);
        let number: u64 = crn.to_string().get(1..).and_then(|figures| figures.parse().ok()).unwrap_or_default();
        let mut random = Random::of(self.plan.seed, "plan", number);
        let signed = assessment::latest_signed(cx, &keys)?.and_then(|a| Some((a.id, a.signed_on?)));
        let level = assessment::harm_level(cx, &keys)?;
        let mut draft = DraftCase {
            person: case.person_id,
            officer: Some(self.officer.id),
            team: Some(self.team.id),
            registrations: Vec::new(),
            enquiries: Vec::new(),
            goals: Vec::new(),
            reviews: Vec::new(),
        };
        // Whoever was told by the rooms' own events has the review that they called for.
        let has_reviews = !assessment::reviews::reviews(cx, &keys)?.is_empty();
        match signed {
            Some((id, on)) if has_reviews => settle_signed(cx, &keys, id, on)?,
            _ if has_reviews => {}
            _ => draft.reviews.push(("initial", case.held_since, signed)),
        }
        let since = signed.map_or(case.held_since, |(_, on)| on);
        self.registrations(&mut draft, level, since, &mut random);
        self.enquiries(&mut draft, since, &mut random);
        if signed.is_some() && case.held_since.saturating_add(SETTLED.days()) <= self.plan.today {
            self.goals(&mut draft, since, &mut random);
            if random.chance(80) && !has_reviews {
                let reason = *random.pick(&["address", "relationship", "failures", "arrest"]).unwrap_or(&"address");
                draft.reviews.push((reason, self.ago(random.between(1, 18)), None));
            }
        }
        Ok(draft)
    }

    fn registrations(&self, draft: &mut DraftCase, level: Option<Level>, since: Date, random: &mut Random) {
        let mut add = |kind, level, category, note| {
            draft.registrations.push(DraftRegistration { kind, on: since, level, category, note });
        };
        let harm = level.map(|level| match level {
            Level::Low => "RLRH",
            Level::Medium => "RMRH",
            Level::High => "RHRH",
            Level::VeryHigh => "RVHR",
        });
        if let Some(kind) = harm {
            add(kind, None, None, "Follows the assessed level of risk of serious harm");
        }
        let serious = matches!(level, Some(Level::High | Level::VeryHigh));
        if serious && random.chance(400) {
            let managed = if random.chance(300) { "M2" } else { "M1" };
            let category = if random.chance(350) { "M1" } else { "M2" };
            add("MAPP", Some(managed), Some(category), "Sentenced for an offence in the schedule");
        }
        for (parts, kind, note) in FLAGS {
            if random.chance(if serious { parts * 2 } else { *parts }) {
                add(kind, None, None, note);
            }
        }
    }

    fn enquiries(&self, draft: &mut DraftCase, since: Date, random: &mut Random) {
        for (parts, kind, question, answer, means) in ENQUIRIES {
            if !random.chance(*parts) {
                continue;
            }
            let fresh = random.chance(140);
            let sent_on = if fresh { self.ago(random.between(6, 20)) } else { since.min(self.ago(1)) };
            let answered_on = weekday_before(sent_on.saturating_add(8.days())).max(sent_on).min(self.plan.today);
            let answered = (!fresh || random.chance(500)).then_some((answered_on, *answer));
            let analysed = (!fresh).then_some((answered_on, *means));
            draft.enquiries.push(DraftEnquiry { kind, question, sent_on, answered, analysed });
        }
    }

    fn goals(&self, draft: &mut DraftCase, set_on: Date, random: &mut Random) {
        let first = usize::try_from(random.below(u32::try_from(GOALS.len()).unwrap_or(1))).unwrap_or(0);
        let many = usize::try_from(random.between(1, 3)).unwrap_or(1);
        let late = random.chance(220);
        for (at_goal, goal) in GOALS.iter().cycle().skip(first).take(many).enumerate() {
            let actions = goal.actions.iter().zip(0_i32..).map(|((what, who, name), place)| {
                let by = set_on.saturating_add((28 + place * 42).days());
                // What was due is done, but for the one that is late; what is not due yet is to do.
                let is_late = late && at_goal == 0 && place == 0;
                let over = by < self.plan.today;
                let by = if is_late { self.ago(9) } else { by };
                let done = (over && !is_late).then_some(weekday_before(by));
                let facts = ActionFacts {
                    what: (*what).to_owned(),
                    who: *who,
                    who_name: matches!(who, Who::Partner | Who::Family).then(|| (*name).to_owned()),
                    by,
                    place: None,
                };
                (facts, done)
            });
            let facts = GoalFacts {
                need: goal.need.to_owned(),
                aim: goal.aim.to_owned(),
                measure: goal.measure.to_owned(),
                strength: Some(goal.strength.to_owned()),
                place: None,
            };
            draft.goals.push(DraftGoal { facts, set_on, actions: actions.collect() });
        }
    }
}
