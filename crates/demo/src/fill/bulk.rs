//! The generated people, filled in by the rooms' bulk writers: the same lives that the actions would have recorded, told from
//! the day the court acted to today, each row at its instant. All of one officer's people are one part of the filling.
//!
//! It knows what is told of whom and when; what rows that makes is each room's own affair.

use super::acts::{self, Where, at};
use super::assessments;
use super::generated::{SCORED, allocated_on, is_past, log_of, oldest, opened_on, released_on, shares, told_on};
use super::sentence::{self, Recorded};
use super::structure::{StaffOf, TeamOf};
use super::{DemoPlan, Told, parts, plans};
use crate::diary::Line;
use crate::population::{self, MatterDraft, PersonDraft, Place, Standing};
use crate::random::Random;
use caseload::{BulkAllocation, BulkCase};
use contacts::{Contact, WholeContact};
use domain_events::DomainEvent;
use enforcement::BulkCompliance;
use jiff::ToSpan;
use kernel::{CourtId, Crn, Date, Instant, PersonId, TeamId};
use people::{NewPerson, Person};
use sentences::{Ending, FilledEvent, FilledPerson, Order, Requirement, WholeEvent, WholeOrder};
use store::{Cx, Failure, House, Result};

/// People between two lines of progress.
const TOLD_EVERY: u32 = 500;

/// The people of one officer: one part of the filling.
struct Share<'a> {
    team: &'a TeamOf,
    officer: &'a StaffOf,
    numbers: Vec<u32>,
    /// How many people come before them in the order of the CRNs.
    before: u32,
}

/// Writes `plan.people` people, spread over the teams as the service has them, each officer's with their registrations,
/// enquiries and plans. What is written stands under the name of the officer whose people they are.
pub(super) fn write(house: &House, told: &Told<'_>, progress: &mut dyn FnMut(&str)) -> Result<u32> {
    let all = all_shares(told);
    let plan = told.plan;
    let mut written = 0;
    let work = |share: &Share<'_>| {
        house
            .part_of_filling(&format!("people of {}", share.officer.code), |house| share_of(house, told, share))
            .map(drop)
    };
    parts::each(house, &all, work, |share| {
        let before = written;
        written += u32::try_from(share.numbers.len()).unwrap_or(0);
        if written / TOLD_EVERY != before / TOLD_EVERY || written == plan.people {
            progress(&format!("People: {written} of {}", plan.people));
        }
    })?;
    Ok(written)
}

fn all_shares<'a>(told: &Told<'a>) -> Vec<Share<'a>> {
    let (mut all, mut before, mut first) = (Vec::new(), 0, 0);
    for team in told.built.supervising() {
        let mut shares = shares(told.plan, team, first..first + team.people);
        first += team.people;
        for officer in team.practitioners() {
            let numbers = shares.remove(officer.code.as_str()).unwrap_or_default();
            let many = u32::try_from(numbers.len()).unwrap_or(0);
            if many > 0 {
                all.push(Share { team, officer, numbers, before });
            }
            before += many;
        }
    }
    all
}

fn share_of(house: &House, told: &Told<'_>, share: &Share<'_>) -> Result<()> {
    let filling =
        Filling { plan: told.plan, latest: told.latest, least: told.least, team: share.team, officer: share.officer };
    let mut crn = told.first_crn + share.before;
    for batch in share.numbers.chunks(MOST) {
        house.bulk(&share.officer.asker(), |cx| filling.batch(cx, batch, crn))?;
        crn += u32::try_from(batch.len()).unwrap_or(0);
    }
    plans::of_officer(house, told, share.team, share.officer)
}

/// The most people in one transaction.
const MOST: usize = 120;

/// One officer's people.
struct Filling<'a> {
    plan: &'a DemoPlan,
    latest: Instant,
    least: usize,
    team: &'a TeamOf,
    officer: &'a StaffOf,
}

/// Somebody to be written, with their log.
struct Drafted {
    draft: PersonDraft,
    log: Vec<Line>,
}

/// Which court dealt with people here, and which teams hear of it.
struct Courts {
    court: Option<CourtId>,
    /// The team that receives the court's people, and the one that receives anybody else.
    receives: TeamId,
    receives_others: TeamId,
}

impl Filling<'_> {
    fn batch(&self, cx: &mut Cx<'_>, numbers: &[u32], first_crn: u32) -> Result<()> {
        let today = self.plan.today;
        let place = Place { town: self.team.town, welsh: self.team.welsh };
        let drafted = numbers.iter().map(|n| {
            let draft = population::draft(self.plan.seed, today, *n, place);
            Drafted { log: log_of(self.plan, self.least, &draft), draft }
        });
        let drafts: Vec<Drafted> = drafted.collect();
        let courts = self.courts(cx)?;
        let new = |(d, number): (&Drafted, u32)| {
            (self.opened_at(d), NewPerson { crn: Crn::nth(number), ..acts::new_person(&d.draft) })
        };
        let opened: Vec<_> = drafts.iter().zip(first_crn..).map(new).collect();
        let people = people::fill(cx, &opened)?;
        let filled = self.sentences(cx, &drafts, &people, &courts)?;
        let created: Vec<(Instant, DomainEvent)> =
            people.iter().map(|p| (p.opened_at, DomainEvent::PersonCreated { person: p.person_id })).collect();
        contacts::fill_told(cx, created.iter().chain(filled.iter().flat_map(|f| &f.told)))?;
        let mut lines = Vec::new();
        for (drafted, filled) in drafts.iter().zip(&filled) {
            self.lines(drafted, filled, &mut lines);
        }
        let log = contacts::fill(cx, &lines)?;
        let assessed = drafts.iter().zip(&filled).filter_map(|(drafted, filled)| {
            assessments::of_person(self.plan, &drafted.draft, filled.person, self.team, self.officer, self.latest)
        });
        assessment::fill(cx, &assessed.collect::<Vec<_>>())?;
        let cases = self.cases(&drafts, &filled, &log.contacts, &courts);
        cx.pretend_it_is(self.by_now(at(today, 8, 0)))?;
        let moves = caseload::fill(cx, &cases)?;
        enforcement::fill_failures(cx, &self.compliance(&drafts, &filled, &log.contacts), today, self.latest)?;
        cx.pretend_it_is(self.by_now(at(today, 8, 0)))?;
        let sentenced = filled.iter().flat_map(|f| f.told.iter());
        tell_the_rest(cx, created.iter().chain(sentenced).chain(&log.told).chain(&moves))?;
        drafts
            .iter()
            .zip(&filled)
            .filter(|(drafted, _)| drafted.draft.number < SCORED)
            .try_for_each(|(_, filled)| assessment::fill_scores(cx, filled.person))
    }

    fn by_now(&self, then: Instant) -> Instant {
        then.min(self.latest)
    }

    fn courts(&self, cx: &mut Cx<'_>) -> Result<Courts> {
        let no_team = || Failure::broken("the demo's service has no team");
        Ok(Courts {
            court: organisation::court_by_code(cx, &self.team.court.0)?.map(|c| c.id),
            receives: organisation::team_for_court(cx, &self.team.court.0)?.ok_or_else(no_team)?,
            receives_others: organisation::team_for_court(cx, "")?.ok_or_else(no_team)?,
        })
    }

    fn told_on(&self, matter: &MatterDraft) -> Date {
        told_on(matter, self.plan.today)
    }

    fn opened_at(&self, drafted: &Drafted) -> Instant {
        self.by_now(at(opened_on(self.plan, &drafted.draft, &drafted.log), 15, 0))
    }

    fn sentences(
        &self,
        cx: &mut Cx<'_>,
        drafts: &[Drafted],
        people: &[Person],
        courts: &Courts,
    ) -> Result<Vec<FilledPerson>> {
        let mut events = Vec::new();
        for (Drafted { draft, .. }, person) in drafts.iter().zip(people) {
            for (number, matter) in (1..).zip(&draft.matters) {
                let said = sentence::said(matter, self.team, courts.court.filter(|_| !matter.crown))?;
                let order = said.order.map(|(facts, requirements)| WholeOrder {
                    facts,
                    requirements,
                    released: self.released(matter),
                    done: self.done(draft),
                    ended: self.ended(draft),
                });
                events.push(WholeEvent {
                    person: person.person_id,
                    number,
                    recorded_at: self.by_now(at(self.told_on(matter), 15, 30)),
                    event: said.event,
                    offences: said.offences,
                    order,
                });
            }
        }
        sentences::fill(cx, &events)
    }

    fn released(&self, matter: &MatterDraft) -> Option<(Instant, Date)> {
        let on = released_on(matter, self.plan.today)?;
        Some((self.by_now(at(on.max(oldest(self.plan.today)), 16, 0)), on))
    }

    fn ended(&self, draft: &PersonDraft) -> Option<(Instant, Ending)> {
        match draft.standing {
            Standing::Ended { on } => {
                let (reason, _) = population::ending(self.plan.seed, draft);
                Some((self.by_now(at(on, 16, 0)), Ending { on, reason: reason.into(), note: None }))
            }
            _ => None,
        }
    }

    /// The requirements that were completed before the order ended.
    fn done(&self, draft: &PersonDraft) -> Option<(Instant, Ending, usize)> {
        let Standing::Ended { on } = draft.standing else { return None };
        let (_, done) = population::ending(self.plan.seed, draft);
        Some((self.by_now(at(on, 15, 45)), Ending { on, reason: "completed".into(), note: None }, done))
    }

    fn lines<'f>(&self, drafted: &Drafted, filled: &'f FilledPerson, lines: &mut Vec<WholeContact<'f>>) {
        let (today, mut latest) = (self.plan.today, Instant(i64::MIN));
        let random = &mut Random::of(self.plan.seed, "telling", u64::from(drafted.draft.number));
        let recorded: Vec<Recorded> = filled.events.iter().map(recorded).collect();
        for line in &drafted.log {
            let event = line.matter.and_then(|n| filled.events.get(n));
            let matter = line.matter.and_then(|n| recorded.get(n));
            if matter.is_none() && line.matter.is_some() {
                continue;
            }
            let here = Where { team: self.team, officer: self.officer, matter };
            let arranged = !is_past(line, today);
            let new = if arranged { acts::new_contact(line, &here) } else { acts::lived(line, &here, random) };
            let recorded_at = self.by_now(recorded_at(line, arranged, today, latest));
            latest = recorded_at;
            let requirement = new.requirement.zip(event).and_then(|(id, event)| requirement(event, id));
            lines.push(WholeContact { recorded_at, person: filled.person, arranged, new, requirement });
        }
    }

    fn compliance<'f>(
        &self,
        drafts: &[Drafted],
        filled: &'f [FilledPerson],
        contacts: &'f [Contact],
    ) -> Vec<BulkCompliance<'f>> {
        let mut left = contacts;
        let cases = drafts.iter().zip(filled).map(|(Drafted { draft, .. }, filled)| {
            let held = draft.standing != Standing::Unallocated;
            BulkCompliance {
                person: filled.person,
                officer: held.then_some(self.officer.id),
                officer_name: self.officer.name.clone(),
                team: Some(self.team.id),
                contacts: of_person(&mut left, filled.person),
                orders: filled.events.iter().filter_map(|e| e.order.as_ref()).collect(),
            }
        });
        cases.collect()
    }

    fn cases<'f>(
        &self,
        drafts: &[Drafted],
        filled: &'f [FilledPerson],
        contacts: &'f [Contact],
        courts: &Courts,
    ) -> Vec<BulkCase<'f>> {
        let mut left = contacts;
        let cases = drafts.iter().zip(filled).map(|(Drafted { draft, .. }, filled)| {
            let own = of_person(&mut left, filled.person);
            let first = draft.matters.first();
            let to = first.filter(|m| draft.standing != Standing::Unallocated && m.passed.is_some());
            let to = to.map(|m| self.by_now(at(allocated_on(self.told_on(m), self.plan.today), 8, 30)));
            BulkCase {
                person: filled.person,
                team: if first.is_some_and(|m| m.crown) { courts.receives_others } else { courts.receives },
                told: &filled.told,
                allocated: to.map(|at| BulkAllocation {
                    at,
                    officer: self.officer.id,
                    officer_name: self.officer.name.clone(),
                    team: self.team.id,
                    reason: "IN1".into(),
                }),
                tier: to.map(|at| (at, draft.tier.to_owned(), "Recorded by the manager at allocation".to_owned())),
                contacts: own,
            }
        });
        cases.collect()
    }
}

/// Rooms that have no writer of their own here hear, in the order of time, what the others would have told them.
fn tell_the_rest<'f>(cx: &mut Cx<'_>, facts: impl Iterator<Item = &'f (Instant, DomainEvent)>) -> Result<()> {
    let filled = [
        people::LISTENERS,
        sentences::LISTENERS,
        contacts::LISTENERS,
        caseload::LISTENERS,
        casefile::LISTENERS,
        enforcement::LISTENERS,
    ];
    let filled: Vec<&str> = filled.into_iter().flatten().map(|(name, _)| *name).collect();
    let mut facts: Vec<&(Instant, DomainEvent)> = facts.collect();
    facts.sort_by_key(|(at, fact)| (fact.person(), *at));
    for (at, fact) in facts {
        cx.pretend_it_is(*at)?;
        cx.describe("Heard what had happened before", None);
        cx.tell_others(fact, &filled)?;
    }
    Ok(())
}

/// Takes the contacts of one person off the front.
fn of_person<'c>(left: &mut &'c [Contact], person: PersonId) -> &'c [Contact] {
    let count = left.iter().take_while(|c| c.person_id == person).count();
    let (own, rest) = left.split_at(count);
    *left = rest;
    own
}

/// The past is recorded on its day; what is to come, or has no outcome yet, was arranged some days before.
fn recorded_at(line: &Line, arranged: bool, today: Date, latest: Instant) -> Instant {
    if arranged { at(line.on.saturating_sub(5.days()).min(today), 11, 0).max(latest) } else { at(line.on, 17, 0) }
}

fn recorded(event: &FilledEvent) -> Recorded {
    let asks = |r: &Requirement| sentence::ASKS.iter().find(|a| sentence::code(**a) == r.kind).map(|a| (*a, r.id));
    Recorded {
        event: event.event,
        order: event.order.as_ref().map(|o| o.id),
        requirements: event.requirements.iter().filter_map(asks).collect(),
    }
}

fn requirement(event: &FilledEvent, id: kernel::RequirementId) -> Option<(&Order, &Requirement)> {
    event.order.as_ref().zip(event.requirements.iter().find(|r| r.id == id))
}
