//! Fills a new database with many people's cases, several rows a statement: what the listeners and actions of this room would
//! have written when the facts were told, each row recorded at its instant, and the lists written once a person instead of
//! once a fact. For demo alone: nobody is away yet, and nothing is told.

use crate::actions::allocate::{allocated_words, reason_words};
use crate::actions::moving::{ENDED, TAKEN_ON, Why, moved, moved_entry, officer_words, stint_row, taken_on};
use crate::actions::tier::{tier_entry, tier_words};
use crate::allocation::check_tier;
use crate::facts::{attended, plain};
use crate::held::{self, HeldRow};
use crate::listening::{BASIS_CHANGED, on_another_basis};
use crate::policy::shipped;
use crate::records::{CaseRow, Cause, GapRow, Meeting, Standing, StintRow, TierRecord};
use crate::responsibility::Holder;
use crate::views::{Numbers, rows};
use contacts::{Catalogue, Contact, Entry, Need};
use domain_events::DomainEvent;
use kernel::{Instant, PersonId, Refusals, StaffId, TeamId};
use store::{Batch, Cx, Failure, Result};

/// One person who is or was supervised.
#[derive(Clone, Debug)]
pub struct BulkCase<'a> {
    pub person: PersonId,
    /// The team on whose unallocated list they came first.
    pub team: TeamId,
    /// What other rooms would have told; this room hears when supervision began, changed and ended.
    pub told: &'a [(Instant, DomainEvent)],
    pub allocated: Option<BulkAllocation>,
    /// When a tier was recorded, which, and why it fits.
    pub tier: Option<(Instant, String, String)>,
    pub contacts: &'a [Contact],
}

/// To whom a person was given, and when.
#[derive(Clone, Debug)]
pub struct BulkAllocation {
    pub at: Instant,
    pub officer: StaffId,
    pub officer_name: String,
    pub team: TeamId,
    /// The code of the reason.
    pub reason: String,
}

enum Step<'a> {
    Told(&'a DomainEvent),
    Allocated(&'a BulkAllocation),
    Tiered(&'a str, &'a str),
}

#[derive(Default)]
struct Rows {
    stints: Batch<StintRow>,
    standings: Batch<Standing>,
    tiers: Batch<TierRecord>,
    entries: Vec<(Instant, Entry)>,
    meetings: Vec<Meeting>,
    cases: Vec<CaseRow>,
    gaps: Vec<GapRow>,
    headlines: Vec<(PersonId, Option<StaffId>, Option<String>)>,
    told: Vec<(Instant, DomainEvent)>,
}

/// Writes cases of people who have none yet, with the lists as of the instant that the transaction pretends now. Gives what
/// the actions would have told.
///
/// # Errors
/// When a fact comes before its time, a tier is not one, or the database fails.
pub fn fill(cx: &mut Cx<'_>, cases: &[BulkCase<'_>]) -> Result<Vec<(Instant, DomainEvent)>> {
    let (numbers, catalogue) = (Numbers::now(cx)?, contacts::current(cx)?);
    let mut all = Rows::default();
    for case in cases {
        all.take(cx, case, &numbers, &catalogue)?;
    }
    let stints = all.stints.write(cx)?;
    all.standings.write(cx)?;
    let tiers = all.tiers.write(cx)?;
    let held: Vec<HeldRow> = cases.iter().flat_map(|case| held(case.person, &stints, &tiers)).collect();
    cx.insert_all(&held)?;
    cx.insert_all(&all.meetings)?;
    cx.insert_all(&all.cases)?;
    cx.insert_all(&all.gaps)?;
    people::fill_headlines(cx, &all.headlines)?;
    contacts::fill_entries(cx, all.entries)?;
    Ok(all.told)
}

/// Which team had the person from when on. The rows of one person stand together.
fn held(person: PersonId, stints: &[StintRow], tiers: &[TierRecord]) -> Vec<HeldRow> {
    let stints: Vec<&StintRow> = stints.iter().filter(|row| row.person_id == person).collect();
    let tiers: Vec<&TierRecord> = tiers.iter().filter(|row| row.person_id == person).collect();
    held::rows_of(person, &stints, &tiers, &[])
}

/// The places of a person's rows in the batches, while their past is told.
#[derive(Default)]
struct Telling {
    standing: Option<usize>,
    stint: Option<usize>,
}

impl Rows {
    fn take(&mut self, cx: &mut Cx<'_>, case: &BulkCase<'_>, numbers: &Numbers, catalogue: &Catalogue) -> Result<()> {
        let mut steps: Vec<(Instant, Step<'_>)> = case.told.iter().map(|(at, fact)| (*at, Step::Told(fact))).collect();
        steps.extend(case.allocated.as_ref().map(|a| (a.at, Step::Allocated(a))));
        steps.extend(case.tier.as_ref().map(|(at, tier, why)| (*at, Step::Tiered(tier, why))));
        steps.sort_by_key(|(at, _)| *at);
        let mut telling = Telling::default();
        for (at, step) in steps {
            cx.pretend_it_is(at)?;
            match step {
                Step::Told(fact) => self.hear(cx, case, &mut telling, fact)?,
                Step::Allocated(to) => self.allocate(cx, case, &mut telling, to)?,
                Step::Tiered(tier, why) => self.tier(cx, case.person, &telling, tier, why)?,
            }
        }
        let meetings: Vec<Meeting> = case.contacts.iter().filter_map(|c| meeting(c, catalogue)).collect();
        self.lists(case.person, &telling, &meetings, numbers)?;
        self.meetings.extend(meetings);
        Ok(())
    }

    fn hear(&mut self, cx: &mut Cx<'_>, case: &BulkCase<'_>, telling: &mut Telling, fact: &DomainEvent) -> Result<()> {
        let today = cx.today();
        match fact {
            DomainEvent::SupervisionBegan { person, on, arrived, basis } => {
                cx.describe(TAKEN_ON, None);
                let standing = taken_on(*person, *on, *arrived, *basis, today);
                telling.standing = Some(self.standings.add(cx, standing)?);
                let holder = Holder::Unallocated { awaiting: None };
                let stint = stint_row(cx, *person, holder, case.team, &Why::because(Cause::Began), cx.now());
                telling.stint = Some(self.stints.add(cx, stint)?);
                let unallocated = DomainEvent::Unallocated { person: *person, team: Some(case.team), on: today };
                self.told.push((cx.now(), unallocated));
            }
            DomainEvent::SupervisionChanged { on, basis, .. } => {
                cx.describe(BASIS_CHANGED, None);
                self.standings.change(cx, place(telling.standing)?, |s| on_another_basis(s, *on, *basis))?;
            }
            DomainEvent::SupervisionEnded { on, .. } => {
                cx.describe(ENDED, None);
                let now = cx.now();
                self.stints.change(cx, place(telling.stint)?, |s| {
                    (s.ended_at, s.supervision_ended) = (Some(now), true);
                })?;
                self.standings.change(cx, place(telling.standing)?, |s| s.ended_on = Some(*on))?;
            }
            _ => {}
        }
        Ok(())
    }

    fn allocate(
        &mut self,
        cx: &mut Cx<'_>,
        case: &BulkCase<'_>,
        telling: &mut Telling,
        to: &BulkAllocation,
    ) -> Result<()> {
        let place_of_stint = place(telling.stint)?;
        let open = self.stints.rows().get(place_of_stint).cloned().ok_or_else(not_supervised)?;
        let reasons = &shipped().map_err(Failure::Broken)?.reasons;
        cx.describe(allocated_words(open.holder, &to.officer_name), reason_words(reasons, &to.reason));
        let (holder, today) = (Holder::Officer(to.officer), cx.today());
        let at = cx.now().max(Instant(open.began_at.0 + 1));
        self.stints.change(cx, place_of_stint, |s| s.ended_at = Some(at))?;
        let why = Why { cause: Cause::Allocated, reason: Some(&to.reason), note: None };
        let stint = stint_row(cx, case.person, holder, to.team, &why, at);
        let (person, allocation, staff, team) = (case.person, stint.id, to.officer, to.team);
        self.told.push((cx.now(), DomainEvent::Allocated { person, allocation, staff, team, on: today }));
        telling.stint = Some(self.stints.add(cx, stint)?);
        let before = open.holder()?;
        self.standings.change(cx, place(telling.standing)?, |s| moved(s, before, holder, today))?;
        let title = officer_words(&to.officer_name);
        self.entries.push((cx.now(), moved_entry(case.person, holder, to.team, today, title)));
        Ok(())
    }

    fn tier(&mut self, cx: &mut Cx<'_>, person_id: PersonId, telling: &Telling, tier: &str, why: &str) -> Result<()> {
        check_tier(tier, why, None).map_err(|no| Failure::from(Refusals(no)))?;
        cx.describe(tier_words(tier), Some(why));
        let (author, recorded_on) = (cx.actor().name().to_owned(), cx.today());
        let (tier, reason) = (tier.to_owned(), why.to_owned());
        let record = TierRecord { person_id, id: cx.new_id(), tier: tier.clone(), recorded_on, author, reason };
        self.entries.push((cx.now(), tier_entry(&record)));
        let fact = DomainEvent::TierRecorded { person: person_id, tier: tier.clone(), on: recorded_on };
        self.told.push((cx.now(), fact));
        self.tiers.add(cx, record)?;
        self.standings.change(cx, place(telling.standing)?, |s| s.tier = Some(tier))
    }

    /// On which list the person stands at the end, and what is missing around them.
    fn lists(&mut self, person: PersonId, telling: &Telling, meetings: &[Meeting], numbers: &Numbers) -> Result<()> {
        let Telling { standing: Some(standing), stint: Some(stint) } = telling else { return Ok(()) };
        let (Some(standing), Some(stint)) = (self.standings.rows().get(*standing), self.stints.rows().get(*stint))
        else {
            return Err(not_supervised());
        };
        self.headlines.push((person, stint.holder()?.own_officer(), standing.tier.clone()));
        if standing.ended_on.is_some() {
            return Ok(());
        }
        let mut open: Vec<Meeting> = meetings.iter().filter(|m| m.is_appointment && !m.has_outcome).cloned().collect();
        open.sort_by_key(|m| (m.on_day, m.contact_id));
        let facts = plain(standing, stint, &open, meetings.iter().filter_map(attended).collect())?;
        let (case, gaps) = rows(person, &facts, stint, numbers)?;
        self.cases.push(case);
        self.gaps.extend(gaps);
        Ok(())
    }
}

fn place(of: Option<usize>) -> Result<usize> {
    of.ok_or_else(not_supervised)
}

fn not_supervised() -> Failure {
    Failure::broken("something is told of a person before they came under supervision")
}

/// The contact as the clocks see it, as the room hears of it.
fn meeting(contact: &Contact, catalogue: &Catalogue) -> Option<Meeting> {
    let contact_type = catalogue.contact_type(&contact.contact_type)?;
    let arranged = contact.appointment && contact.outcome.is_none() && contact_type.outcome == Need::Needed;
    // Somebody who was spoken to without an appointment counts, and is no meeting with an officer.
    let spoken = contact.met && (!contact.appointment || contact.outcome.is_none());
    if contact.system_entry || !(arranged || spoken || contact.outcome.is_some()) {
        return None;
    }
    Some(Meeting {
        person_id: contact.person_id,
        contact_id: contact.id,
        on_day: contact.happens_on,
        staff_id: contact.staff_id,
        arranged_on: contact.recorded_at.local_date(),
        is_appointment: !spoken,
        has_outcome: !arranged,
        attended: spoken || contact.attended == Some(true),
        one_to_one: arranged || spoken || !(contact_type.group_session || contact_type.induction),
    })
}
