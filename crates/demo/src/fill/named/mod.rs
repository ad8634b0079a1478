//! Tells the named lives, each step as its own action on its own day, by the people of the first team: so that their
//! records show how the service works, and what they said on any past day.

mod changes;
mod courtroom;
mod edges;
mod enforced;
mod failing;
mod inbox;
mod messaged;
mod oversight;
mod planned;
mod stories;
mod stretched;
mod written;

pub(super) use stretched::stretch;

use crate::diary::{CameOf, Line, Meeting};
use crate::fill::DemoPlan;
use crate::fill::acts::{self, Where, at};
use crate::fill::assessments;
use crate::fill::sentence::{self, Recorded};
use crate::fill::structure::{self, Built, StaffOf, TeamOf};
use crate::lives::{self, Life, Shows};
use crate::population::{self, MatterDraft, PassedDraft, PersonDraft, Place, Standing, weekday, weekday_before};
use crate::random::Random;
use crate::vocabulary::offences;
use crate::vocabulary::sentencing::{Asks, RequirementPlan, SentenceKind, SentencePlan};
use crate::vocabulary::structure::{Grade, StaffPlan};
use access::BarrierKind;
use domain_events::DomainEvent;
use jiff::ToSpan;
use kernel::{Crn, Date, Instant, PersonKeys, Time};
use sentences::Ending;
use std::cell::Cell;
use store::{Asker, Cx, Failure, House, Result};

/// Everything that the telling needs at hand.
struct Stage<'a> {
    house: &'a House,
    plan: &'a DemoPlan,
    team: &'a TeamOf,
    /// The account `practitioner`.
    own: &'a StaffOf,
    /// The account `colleague`.
    colleague: &'a StaffOf,
    manager: &'a StaffOf,
    court: &'a StaffOf,
    /// Falls ill.
    sick: StaffOf,
    /// Leaves.
    leaving: StaffOf,
    latest: Instant,
    /// When the last step of the life that is being told was recorded: what is told of an earlier day after it is
    /// recorded late, as it would be, and never before.
    last: Cell<Instant>,
}

/// One person under way.
struct Told {
    crn: Crn,
    keys: PersonKeys,
    matters: Vec<Recorded>,
    random: Random,
}

/// Tells every life; gives how many.
pub(super) fn tell(house: &House, asker: &Asker, plan: &DemoPlan, built: &Built, latest: Instant) -> Result<usize> {
    let stage = stage(house, asker, plan, built, latest)?;
    for (number, life) in lives::lives().iter().enumerate() {
        stage.tell(u32::try_from(number).unwrap_or(0), life)?;
    }
    stage.inbox()?;
    stage.turning_eighteen()?;
    stage.courtroom()?;
    stage.settle_reviews()?;
    stage.oversight()?;
    stage.absences(asker)?;
    Ok(lives::lives().len())
}

fn missing(what: &str) -> Failure {
    Failure::broken(format!("the demo's service has no {what}"))
}

fn stage<'a>(
    house: &'a House,
    asker: &Asker,
    plan: &'a DemoPlan,
    built: &'a Built,
    latest: Instant,
) -> Result<Stage<'a>> {
    let team = built.supervising().next().ok_or_else(|| missing("team"))?;
    let mut officers = team.practitioners();
    let own = officers.next().ok_or_else(|| missing("officer"))?;
    let colleague = officers.next().ok_or_else(|| missing("second officer"))?;
    let manager = team.senior().ok_or_else(|| missing("manager"))?;
    let court_team = built.court_team(team.town).ok_or_else(|| missing("court team"))?;
    let court = court_team.practitioners().next().ok_or_else(|| missing("court officer"))?;
    let extra = |forename: &str, surname: &str, letter: char, has_email: bool| {
        let code = format!("{}{letter}", own.code.get(..6).unwrap_or_default());
        let (forename, surname) = (forename.into(), surname.into());
        let new = StaffPlan { code, forename, surname, grade: Grade::Officer, hours: 100, has_email };
        house.bulk(asker, |cx| {
            cx.pretend_it_is(at(plan.today.saturating_sub(2.years()), 9, 0))?;
            structure::member(cx, team.id, &new, plan.today)
        })
    };
    let (sick, leaving) = (extra("Morag", "Fairlie", 'Y', false)?, extra("Dominic", "Prowse", 'Z', true)?);
    Ok(Stage {
        house,
        plan,
        team,
        own,
        colleague,
        manager,
        court,
        sick,
        leaving,
        latest,
        last: Cell::new(Instant(i64::MIN)),
    })
}

impl Stage<'_> {
    /// The day `days` from today, moved off a weekend: the past backwards, the future onwards.
    fn day(&self, days: i32) -> Date {
        let day = self.plan.today.saturating_add(days.days());
        if days < 0 { weekday_before(day) } else { weekday(day) }
    }

    /// One action of somebody on a past day.
    fn step<T>(&self, who: &StaffOf, day: Date, hour: i8, mut work: impl FnMut(&mut Cx<'_>) -> Result<T>) -> Result<T> {
        self.house.bulk(&who.asker(), |cx| {
            acts::pretend(cx, at(day, hour, 0).max(self.last.get()), self.latest)?;
            self.last.set(cx.now());
            work(cx)
        })
    }

    fn tell(&self, number: u32, life: &Life) -> Result<()> {
        self.last.set(Instant(i64::MIN));
        match life.shows {
            Shows::NewlySentenced => self
                .begin(number, life, vec![community(12, &[(Asks::RehabilitationActivity, 15), (Asks::UnpaidWork, 80)])])
                .map(|_| ()),
            Shows::FirstMeetingDue => self.first_meeting_due(number, life),
            Shows::LongOrder => self.long_order(number, life),
            Shows::OverdueOutcome => self.overdue_outcome(number, life),
            Shows::Covered => self.steady(number, life, &self.sick, suspended()).map(|_| ()),
            Shows::HandedOver => self.handed_over(number, life),
            Shows::Restricted => self.barred(number, life, BarrierKind::Restriction),
            Shows::Excluded => self.barred(number, life, BarrierKind::Exclusion),
            Shows::WelshWithAdjustments => self.welsh(number, life),
            Shows::Merged => self.merged(number, life),
            Shows::ReportAsked => self.report_asked(number, life),
            Shows::TwoOrders => self.two_orders(number, life),
            Shows::JustReleased => self.just_released(number, life),
            Shows::Ended => self.ended(number, life, "completed", -35),
            Shows::DoubtfulMatch => self.known_before(number, life),
            Shows::SeveralSentences => self.several(number, life),
            Shows::NoNextContact => self.no_next_contact(number, life),
            Shows::InCustody => self.in_custody(number, life),
            Shows::Died => self.died(number, life),
            Shows::MovedAway => self.moved_away(number, life),
            Shows::ClockChange => self.clock_change(number, life),
            Shows::LongRecord => self.long_record(number, life),
            Shows::VictimLinked => self.victim_linked(number, life),
            Shows::ReportFollowed => self.report_and_sentence(number, life, true),
            Shows::ReportNotFollowed => self.report_and_sentence(number, life, false),
            Shows::BreachPrepared => self.breach_prepared(number, life),
            Shows::BreachListed => self.breach_at_court(number, life, false),
            Shows::BreachHeard => self.breach_at_court(number, life, true),
            Shows::ReadyToEnd => self.ready_to_end(number, life),
            Shows::ToRecognise => {
                self.steady(number, life, self.own, community(12, &[(Asks::RehabilitationActivity, 15)])).map(|_| ())
            }
            Shows::Certified => self.certified(number, life),
            Shows::EvidenceAwaited => self.evidence_awaited(number, life),
            Shows::MustRefer => self.must_refer(number, life),
            Shows::ExcuseAccepted => self.excuse_accepted(number, life),
            Shows::FailureCorrected => self.failure_corrected(number, life),
        }
    }

    /// Opens the record on the day of the first matter and records each on its day, as the court officer would.
    fn begin(&self, number: u32, life: &Life, passed: Vec<Passed>) -> Result<Told> {
        let draft = self.draft(number, life, &passed);
        let first = draft.matters.first().map_or(self.plan.today, recorded_on);
        let (crn, keys) = self.step(self.court, first, 15, |cx| {
            let person = people::create(cx, acts::new_person(&draft))?;
            Ok((person.crn.clone(), PersonKeys::alone(person.person_id)))
        })?;
        let mut matters = Vec::new();
        for matter in &draft.matters {
            matters.push(self.step(self.court, recorded_on(matter), 16, |cx| {
                sentence::record_matter(cx, &keys, matter, self.team)
            })?);
        }
        Ok(Told { crn, keys, matters, random: Random::of(self.plan.seed, "named", u64::from(number)) })
    }

    fn draft(&self, number: u32, life: &Life, passed: &[Passed]) -> PersonDraft {
        let place = Place { town: self.team.town, welsh: false };
        let drafted = population::draft(self.plan.seed, self.plan.today, 900_000 + number, place);
        let (year, month, day) = life.born;
        PersonDraft {
            sex: life.sex,
            forename: life.forename.into(),
            surname: life.surname.into(),
            middle: None,
            alias: None,
            born: Date::new(year, month, day).unwrap_or(drafted.born),
            email: drafted
                .email
                .as_ref()
                .map(|_| crate::vocabulary::identifiers::email(life.forename, life.surname, 900_000 + number)),
            // Most people are reached by a mobile; these lives show messages.
            mobile: drafted.mobile.clone().or_else(|| Some(format!("07700 900{:03}", 100 + number))),
            ethnicity: life.ethnicity,
            speaks_welsh: life.shows == Shows::WelshWithAdjustments,
            interpreter: None,
            standing: Standing::Supervised,
            matters: self.matters(life, passed),
            ..drafted
        }
    }

    fn matters(&self, life: &Life, passed: &[Passed]) -> Vec<MatterDraft> {
        let offence = offences::offence(life.offence);
        if passed.is_empty() {
            let convicted_on = self.day(life.sentenced);
            return vec![MatterDraft {
                offence,
                also: vec![],
                offence_on: convicted_on.saturating_sub(60.days()),
                convicted_on,
                passed: None,
                crown: false,
            }];
        }
        let all = passed.iter().map(|p| {
            let on = self.day(p.days.unwrap_or(life.sentenced));
            let crown = matches!(p.sentence, SentencePlan::Custody { .. } | SentencePlan::Suspended { .. });
            MatterDraft {
                offence,
                also: vec![],
                offence_on: on.saturating_sub(100.days()),
                convicted_on: weekday_before(on.saturating_sub(21.days())),
                passed: Some(p.draft(on)),
                crown,
            }
        });
        all.collect()
    }

    fn allocate(&self, told: &Told, days: i32, officer: &StaffOf, tier: &str) -> Result<()> {
        self.step(self.manager, self.day(days), 9, |cx| acts::allocate(cx, &told.keys, self.team, officer, "IN1", ""))?;
        self.step(self.manager, self.day(days), 10, |cx| {
            caseload::record_tier(cx, told.keys.survivor, tier, "From the report before sentence")
        })
    }

    /// A meeting of the past, recorded on its day.
    fn met(&self, told: &mut Told, officer: &StaffOf, days: i32, meeting: Meeting, came_of: CameOf) -> Result<()> {
        let line = self.line(self.day(days), meeting, Some(came_of));
        let Told { keys, matters, random, .. } = told;
        let Some(matter) = matters.last() else { return Ok(()) };
        let here = Where { team: self.team, officer, matter: Some(matter) };
        self.step(officer, line.on, 17, |cx| acts::record_line(cx, keys, &line, &here, &mut random.clone()))?;
        *random = Random::of(self.plan.seed, "note", days.unsigned_abs().into());
        Ok(())
    }

    /// An appointment, arranged some days ago.
    fn arranged(&self, told: &Told, officer: &StaffOf, days: i32, meeting: Meeting, ago: i32) -> Result<()> {
        let line = self.line(self.day(days), meeting, None);
        let Some(matter) = told.matters.last() else { return Ok(()) };
        let here = Where { team: self.team, officer, matter: Some(matter) };
        self.step(officer, self.day(-ago), 12, |cx| acts::arrange_line(cx, &told.keys, &line, &here))?;
        Ok(())
    }

    fn line(&self, on: Date, meeting: Meeting, came_of: Option<CameOf>) -> Line {
        let minutes = match meeting {
            Meeting::First => 60,
            Meeting::UnpaidWork => 420,
            Meeting::Activity => 120,
            Meeting::Telephone => 15,
            _ => 30,
        };
        Line { meeting, on, at: Time::constant(10, 0, 0, 0), minutes, came_of, matter: Some(0) }
    }

    /// A record that runs as it should: first meeting within days, then one a fortnight, the next arranged.
    fn steady(&self, number: u32, life: &Life, officer: &StaffOf, passed: Passed) -> Result<Told> {
        let mut told = self.begin(number, life, vec![passed])?;
        self.allocate(&told, life.sentenced + 1, officer, "C")?;
        self.meetings(&mut told, officer, life.sentenced + 4, -6)?;
        self.arranged(&told, officer, 6, Meeting::Office, 6)?;
        Ok(told)
    }

    /// One meeting every two weeks between two days, every third an activity day.
    fn meetings(&self, told: &mut Told, officer: &StaffOf, from: i32, until: i32) -> Result<()> {
        self.met(told, officer, from, Meeting::First, CameOf::Attended)?;
        let kinds = [
            Meeting::Office,
            Meeting::Activity,
            Meeting::Telephone,
            Meeting::Office,
            Meeting::Activity,
            Meeting::HomeVisit,
        ];
        let days = (1..).map(|n| from + n * 14).take_while(|day| *day <= until);
        for (day, kind) in days.zip(kinds.into_iter().cycle()) {
            self.met(told, officer, day, kind, CameOf::Attended)?;
        }
        if (from..until).contains(&(until - 7)) {
            self.met(told, officer, until, Meeting::Office, CameOf::Attended)?;
        }
        Ok(())
    }

    /// An assessment by an officer, finished or not by a past day.
    fn assessed(&self, told: &Told, officer: &StaffOf, days: i32, what: Assessed<'_>) -> Result<()> {
        let mut random = Random::of(self.plan.seed, "assessed", u64::from(days.unsigned_abs()));
        let wanted = assessments::Wanted {
            at: at(self.day(days), 16, 0).min(self.latest),
            person: told.keys.survivor,
            number: what.number,
            kind: if what.number > 1 { assessment::Kind::Review } else { assessment::Kind::Full },
            setting: assessment::Setting::Community,
            state: what.state,
            begun_at: at(self.day(days - 7), 10, 0),
            tier: what.tier,
            sex: crate::vocabulary::names::Sex::Male,
            manager: (what.state == assessment::State::Signed).then_some(self.manager.name.as_str()),
        };
        let written = assessments::written(&wanted, self.team, officer, &mut random);
        self.step(officer, self.day(days), 16, |cx| {
            let made = assessment::fill(cx, std::slice::from_ref(&written))?;
            let signed = made.into_iter().filter(|_| what.state == assessment::State::Signed);
            for assessment in signed {
                let (person, on, kind) = (told.keys.survivor, cx.today(), written.kind.code().to_owned());
                cx.tell(&DomainEvent::AssessmentSigned { person, assessment, on, kind })?;
            }
            Ok(())
        })
    }

    /// What the youth justice service handed over when the person came of age.
    fn handed_over_by_youth_service(&self, told: &Told, days: i32) -> Result<()> {
        let new = assessment::NewImport {
            source: format!("Youth justice service of {}", self.team.town),
            instrument: "AssetPlus".into(),
            completed_on: self.day(days - 30),
            assessor: Some("Nerys Caddick".into()),
            document: YOUTH.into(),
            answers: vec![("4.4".into(), Some("some".into()), None), ("7.3".into(), Some("significant".into()), None)],
        };
        self.step(self.own, self.day(days), 11, |cx| {
            let open = people::open(cx, &told.crn)?;
            assessment::import(cx, &open, &new).map(|_| ())
        })
    }

    fn end(&self, told: &Told, days: i32, reason: &str) -> Result<()> {
        let (on, order) = (self.day(days), order(told)?);
        let how = Ending { on, reason: reason.into(), note: None };
        self.step(self.own, on, 15, |cx| sentences::end_order(cx, &told.keys, order, &how, None))
    }
}

fn order(told: &Told) -> Result<kernel::OrderId> {
    told.matters.last().and_then(|m| m.order).ok_or_else(|| missing("order"))
}

fn recorded_on(matter: &MatterDraft) -> Date {
    matter.passed.as_ref().map_or(matter.convicted_on, |p| p.on)
}

/// How an assessment of a named life stands.
#[derive(Clone, Copy)]
struct Assessed<'a> {
    number: i64,
    tier: &'a str,
    state: assessment::State,
}

/// What a youth worker wrote.
const YOUTH: &str = "Speaks little at first and more on a walk than across a table.\n\
    Good with his hands; two terms of bricklaying at college before it closed.\n\
    Follows an older cousin, who decides what happens on Friday nights.";

/// A sentence as a life has it; `days` from today, the life's own day when not said.
#[derive(Clone, Debug)]
struct Passed {
    days: Option<i32>,
    sentence: SentencePlan,
    asks: Vec<RequirementPlan>,
}

impl Passed {
    fn draft(&self, on: Date) -> PassedDraft {
        let (kind, months) = match self.sentence {
            SentencePlan::Community { months } => (SentenceKind::Community, months),
            SentencePlan::Suspended { months, .. } => (SentenceKind::Suspended, months),
            SentencePlan::Custody { months } => (SentenceKind::InCustody, months),
        };
        let ends_on = on.saturating_add(months.months()).saturating_sub(1.day());
        PassedDraft {
            on,
            kind,
            sentence: self.sentence.clone(),
            requirements: self.asks.clone(),
            ends_on,
            released_on: None,
        }
    }
}

fn community(months: i32, asks: &[(Asks, i32)]) -> Passed {
    let asks = asks.iter().map(|(asks, length)| RequirementPlan { asks: *asks, length: *length }).collect();
    Passed { days: None, sentence: SentencePlan::Community { months }, asks }
}

fn suspended() -> Passed {
    let asks = vec![
        RequirementPlan { asks: Asks::RehabilitationActivity, length: 20 },
        RequirementPlan { asks: Asks::DrugRehabilitation, length: 6 },
    ];
    Passed { days: None, sentence: SentencePlan::Suspended { term: 9, months: 18 }, asks }
}

fn custody(months: i32) -> Passed {
    Passed { days: None, sentence: SentencePlan::Custody { months }, asks: vec![] }
}
