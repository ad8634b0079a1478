//! Referrals in every state, to the provider of housing advice whose account can be tried, and one to another provider: told
//! action by action by the officer, the provider and the manager, each on its day.
//!
//! Always true: the people are of the first team and no named life is among them.

use super::acts::{at, pretend};
use super::structure::{Built, StaffOf};
use super::{DemoPlan, left_out};
use caseload::{CaseFilter, CaseOrder};
use interventions::{
    Activity, Manner, MessageKind, NeedAsked, NewReferral, OutcomeReached, PlanFacts, Said, SessionKind, When,
    arrange_session, assign, decide_plan, record_past_session, refer, submit_plan, submit_report, withdraw,
    write_message,
};
use jiff::ToSpan;
use kernel::{
    Actor, Crn, Date, Instant, OfferId, PersonId, PersonKeys, ReferralId, RequirementId, TeamId, Time, UserId,
};
use std::collections::BTreeSet;
use store::{Asker, Cx, House, Result};

/// The provider of the account `provider`, and another.
const HOUSING: (&str, &str) = ("STEADY", "HOUSE");
const WORK: (&str, &str) = ("KEYSTONE", "JOB");
/// People looked at.
const MOST: i64 = 200;
const WHERE: &str = "8 Market Row, ZA1 3SG";

/// Somebody to refer.
struct Whom {
    crn: Crn,
    keys: PersonKeys,
    requirement: RequirementId,
}

/// How far a referral has come.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Far {
    New,
    Late,
    Arranged,
    PlanWaits,
    Delivering,
    ReportDue,
    Reported,
    Withdrawn,
}

/// With how many days ago each was made.
const TOLD: [(Far, i64); 8] = [
    (Far::New, 3),
    (Far::Late, 24),
    (Far::Arranged, 9),
    (Far::PlanWaits, 16),
    (Far::Delivering, 45),
    (Far::ReportDue, 39),
    (Far::Reported, 75),
    (Far::Withdrawn, 50),
];

struct Telling<'a> {
    house: &'a House,
    plan: &'a DemoPlan,
    officer: Asker,
    worker: Asker,
    user: UserId,
    offer: OfferId,
    latest: Instant,
}

/// The last working day of the week on or before a day.
fn weekday(day: Date) -> Date {
    let back = i64::from(day.weekday().to_monday_zero_offset()) - 4;
    day.saturating_sub(back.max(0).days())
}

/// Those of the officer first, then the others of the team.
fn people_of(cx: &mut Cx<'_>, (team, officer): (TeamId, &StaffOf), told: &BTreeSet<PersonId>) -> Result<Vec<Whom>> {
    let mut filter = CaseFilter { staff: Some(officer.id), in_custody: Some(false), ..CaseFilter::default() };
    let mut out = people_in(cx, &filter, told)?;
    (filter.staff, filter.teams) = (None, vec![team]);
    let known: BTreeSet<PersonId> = told.iter().copied().chain(out.iter().map(|w| w.keys.survivor)).collect();
    out.extend(people_in(cx, &filter, &known)?);
    Ok(out)
}

fn people_in(cx: &mut Cx<'_>, filter: &CaseFilter, told: &BTreeSet<PersonId>) -> Result<Vec<Whom>> {
    let page = caseload::cases(cx, filter, CaseOrder::default(), false, 0, MOST)?;
    let ids: Vec<PersonId> = page.cases.iter().map(|c| c.person_id).filter(|id| !told.contains(id)).collect();
    let mut lines: Vec<(PersonId, Crn)> =
        people::lines(cx, &ids)?.into_iter().filter(|(_, l)| !l.restricted).map(|(id, l)| (id, l.crn)).collect();
    lines.sort_by_key(|(_, crn)| crn.to_string());
    let mut out = Vec::new();
    for (person, crn) in lines {
        let keys = PersonKeys::alone(person);
        let orders = sentences::orders(cx, &keys)?;
        let open = orders.iter().filter(|o| o.order.is_open()).flat_map(|o| &o.requirements);
        let found = open.map(|r| &r.requirement).find(|r| r.is_open() && r.kind == "RAR");
        out.extend(found.map(|r| Whom { crn, keys, requirement: r.id }));
    }
    Ok(out)
}

/// Links the account to its provider and tells the referrals.
///
/// # Errors
/// When a room refuses what the demo made, or the database fails.
pub(super) fn write(
    house: &House,
    plan: &DemoPlan,
    built: &Built,
    told: &BTreeSet<PersonId>,
    latest: Instant,
) -> Result<()> {
    let asker = Asker::system("demo");
    let Some(team) = built.supervising().next() else { return Ok(()) };
    let Some(officer) = team.practitioners().next() else { return Ok(()) };
    let (unit, book, user, whom) = house.read(&asker, |cx| {
        let unit = organisation::team(cx, team.id)?.unit_id;
        let user = access::user_of_login(cx, "provider")?;
        Ok((unit, provision::book(cx)?, user, people_of(cx, (team.id, officer), told)?))
    })?;
    let Some(user) = user else { return Ok(()) };
    let offer_of = |(provider, service): (&str, &str)| {
        book.offers.values().find(|offer| {
            offer.unit_id == unit
                && book.provider_of(offer).is_some_and(|p| p.code == provider)
                && book.services.get(&offer.service_id).is_some_and(|s| s.code == service)
        })
    };
    if let Some(provider) = offer_of(HOUSING).and_then(|offer| book.provider_of(offer)) {
        house.bulk(&asker, |cx| {
            pretend(cx, at(plan.today.saturating_sub(1.years()), 9, 0), latest)?;
            access::set_provider(cx, user.id, Some(provider.id), "Works there")
        })?;
    }
    let worker = Asker { actor: Actor::User { id: user.id, staff: None, name: user.name.clone() }, ..asker };
    let telling = |offer: OfferId| Telling {
        house,
        plan,
        officer: officer.asker(),
        worker: worker.clone(),
        user: user.id,
        offer,
        latest,
    };
    let mut whom = whom.into_iter();
    if let Some(offer) = offer_of(HOUSING) {
        for (far, ago) in TOLD {
            // Somebody who is expected elsewhere at that time is referred no further, and the next person is told of.
            for whom in whom.by_ref() {
                if left_out(telling(offer.id).tell(&whom, far, ago))?.is_some() {
                    break;
                }
            }
        }
    }
    if let Some(offer) = offer_of(WORK) {
        for whom in whom {
            if left_out(telling(offer.id).refer(&whom, 2, "employment", "ready-for-work"))?.is_some() {
                break;
            }
        }
    }
    Ok(())
}

impl Telling<'_> {
    fn day(&self, ago: i64) -> Date {
        weekday(self.plan.today.saturating_sub(ago.days()))
    }

    fn step<T>(&self, who: &Asker, ago: i64, hour: i8, mut work: impl FnMut(&mut Cx<'_>) -> Result<T>) -> Result<T> {
        self.house.bulk(who, |cx| {
            pretend(cx, at(self.day(ago), hour, 0), self.latest)?;
            work(cx)
        })
    }

    fn refer(&self, whom: &Whom, ago: i64, need: &str, outcome: &str) -> Result<ReferralId> {
        self.step(&self.officer, ago, 11, |cx| {
            let open = people::open(cx, &whom.crn)?;
            let new = NewReferral {
                requirement: Some(whom.requirement),
                needs: vec![NeedAsked {
                    need: need.into(),
                    complexity: "medium".into(),
                    outcomes: vec![outcome.into()],
                }],
                reason: "Agreed at supervision: this is what stands most in the way of settling down.".into(),
                despite: Some(
                    "Talked through with the manager: nothing else offered here comes as near to the need.".into(),
                ),
                safety: Some("Meet at your office, and not alone after five.".into()),
                agreed: Some(true),
                ..NewReferral::to(self.offer)
            };
            refer(cx, &open, &new)
        })
    }

    fn when(&self, ago: i64, hour: i8) -> When {
        let time = |hour: i8, minute: i8| Time::constant(hour, minute, 0, 0);
        let (start, end) = (time(hour, 0), time(hour, 45));
        When { on: self.day(ago), start, end, manner: Manner::InPerson, place: Some(WHERE.into()) }
    }

    /// Took place at nine, and is told of at two.
    fn held(&self, whom: &Whom, id: ReferralId, kind: SessionKind, ago: i64, said: &Said) -> Result<()> {
        let when = self.when(ago, 9);
        self.step(&self.worker, ago, 14, |cx| {
            record_past_session(cx, &whom.keys, id, kind, (&when, said), None).map(drop)
        })
    }

    fn tell(&self, whom: &Whom, far: Far, made: i64) -> Result<()> {
        let id = self.refer(whom, made, "accommodation", "settled-home")?;
        if far <= Far::Late {
            return Ok(());
        }
        self.step(&self.worker, made - 1, 10, |cx| assign(cx, &whom.keys, id, self.user, None))?;
        if far == Far::Arranged {
            let when = When { on: self.plan.today.saturating_add(1.days()), ..self.when(0, 10) };
            return self.step(&self.worker, 4, 15, |cx| {
                arrange_session(cx, &whom.keys, id, SessionKind::Assessment, &when, None).map(drop)
            });
        }
        self.held(whom, id, SessionKind::Assessment, made - 7, &came("Went through where they have lived", "Openly"))?;
        if far == Far::Withdrawn {
            return self.step(&self.officer, made - 10, 16, |cx| {
                withdraw(cx, &whom.keys, id, ("met-elsewhere", Some("The council gave them a flat")), None).map(drop)
            });
        }
        let facts = PlanFacts {
            sessions: 3,
            days: Some(3),
            activities: vec![Activity {
                outcome: "settled-home".into(),
                words: "Register with the council, look at two places, learn what a tenancy asks".into(),
            }],
        };
        let planned = if far == Far::PlanWaits { 3 } else { made - 12 };
        self.step(&self.worker, planned, 11, |cx| submit_plan(cx, &whom.keys, id, &facts, None).map(drop))?;
        if far == Far::PlanWaits {
            self.step(&self.worker, 2, 9, |cx| {
                let words = "They ask whether they may bring their sister to the sessions.";
                write_message(cx, &whom.keys, id, MessageKind::Message, words).map(drop)
            })?;
            return self.step(&self.officer, 1, 9, |cx| {
                let words = "Please ring me before the next session: their telephone number changes.";
                write_message(cx, &whom.keys, id, MessageKind::Message, words).map(drop)
            });
        }
        self.step(&self.officer, made - 14, 12, |cx| decide_plan(cx, &whom.keys, id, true, Some("Good"), None))?;
        let said = came("Registered with the council and wrote down what they need", "Took notes and asked");
        self.held(whom, id, SessionKind::Session, made - 18, &said)?;
        if far == Far::Delivering {
            let missed = Said {
                attended: Some(false),
                absence: Some("Did not come. We rang at five past and at half past; the telephone was off".into()),
                concern: Some("Said last week that the friend they stay with drinks and shouts.".into()),
                ..Said::default()
            };
            self.held(whom, id, SessionKind::Session, 8, &missed)?;
            let when = When { on: self.plan.today.saturating_add(2.days()), ..self.when(0, 10) };
            return self.step(&self.worker, 7, 10, |cx| {
                arrange_session(cx, &whom.keys, id, SessionKind::Session, &when, None).map(drop)
            });
        }
        for more in [26, 33] {
            self.held(whom, id, SessionKind::Session, made - more, &came("Looked at a place", "Found it too small"))?;
        }
        if far == Far::ReportDue {
            return Ok(());
        }
        let result = OutcomeReached {
            outcome: "settled-home".into(),
            reached: "partly".into(),
            words: Some("On the council’s list, with a place in a hostel until then".into()),
        };
        self.step(&self.worker, made - 37, 12, |cx| {
            submit_report(cx, &whom.keys, id, (std::slice::from_ref(&result), None), None)
        })
    }
}

fn came(summary: &str, response: &str) -> Said {
    Said {
        attended: Some(true),
        happened: Some(true),
        late: Some(false),
        summary: Some(summary.into()),
        response: Some(response.into()),
        ..Said::default()
    }
}
