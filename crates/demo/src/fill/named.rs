//! Tells the named lives, each step as its own action on its own day, by the people of the first team: so that their
//! records show how the service works, and what they said on any past day.

use super::DemoPlan;
use super::acts::{self, Recorded, Where, at};
use super::messages::{self, Sample};
use super::structure::{self, Built, StaffOf, TeamOf};
use crate::diary::{CameOf, Line, Meeting};
use crate::lives::{self, Life, Shows};
use crate::population::{self, MatterDraft, PassedDraft, PersonDraft, Place, Standing, weekday, weekday_before};
use crate::random::Random;
use crate::vocabulary::identifiers;
use crate::vocabulary::names::Sex;
use crate::vocabulary::offences;
use crate::vocabulary::sentencing::{Asks, RequirementPlan, SentenceKind, SentencePlan};
use crate::vocabulary::structure::{Grade, StaffPlan};
use access::{BarrierKind, NewBarrier};
use caseload::{Answer, Handing};
use jiff::ToSpan;
use kernel::{Crn, Date, Instant, PersonKeys, Time};
use organisation::{AbsenceKind, NewAbsence};
use people::cards::Detail;
use people::cards::{Adjustment, Circumstance, Relation};
use sentences::Ending;
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
    let extra = |forename: &str, surname: &str, letter: char| {
        let code = format!("{}{letter}", own.code.get(..6).unwrap_or_default());
        let (forename, surname) = (forename.into(), surname.into());
        let new = StaffPlan { code, forename, surname, grade: Grade::Officer, hours: 100 };
        house.bulk(asker, |cx| {
            cx.pretend_it_is(at(plan.today.saturating_sub(2.years()), 9, 0))?;
            structure::member(cx, team.id, &new, plan.today)
        })
    };
    let (sick, leaving) = (extra("Morag", "Fairlie", 'Y')?, extra("Dominic", "Prowse", 'Z')?);
    Ok(Stage { house, plan, team, own, colleague, manager, court, sick, leaving, latest })
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
            acts::pretend(cx, at(day, hour, 0), self.latest)?;
            work(cx)
        })
    }

    fn tell(&self, number: u32, life: &Life) -> Result<()> {
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
            matters.push(
                self.step(self.court, recorded_on(matter), 16, |cx| acts::record_matter(cx, &keys, matter, self.team))?,
            );
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
        let here = Where { team: self.team, officer, matter };
        self.step(officer, line.on, 17, |cx| acts::record_line(cx, keys, &line, &here, &mut random.clone()))?;
        *random = Random::of(self.plan.seed, "note", days.unsigned_abs().into());
        Ok(())
    }

    /// An appointment, arranged some days ago.
    fn arranged(&self, told: &Told, officer: &StaffOf, days: i32, meeting: Meeting, ago: i32) -> Result<()> {
        let line = self.line(self.day(days), meeting, None);
        let Some(matter) = told.matters.last() else { return Ok(()) };
        let here = Where { team: self.team, officer, matter };
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
        Line { meeting, on, at: Time::constant(10, 0, 0, 0), minutes, came_of, matter: 0 }
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

    fn first_meeting_due(&self, number: u32, life: &Life) -> Result<()> {
        let told = self.begin(number, life, vec![community(12, &[(Asks::RehabilitationActivity, 10)])])?;
        self.allocate(&told, -2, self.own, "D")
    }

    fn long_order(&self, number: u32, life: &Life) -> Result<()> {
        let asks = [(Asks::RehabilitationActivity, 25), (Asks::UnpaidWork, 120), (Asks::Programme, 31)];
        let mut told = self.steady(number, life, self.own, community(24, &asks))?;
        for week in 0..9 {
            let came_of = if week == 4 { CameOf::AcceptableAbsence } else { CameOf::Attended };
            self.met(&mut told, self.own, -200 + week * 7, Meeting::UnpaidWork, came_of)?;
        }
        self.arranged(&told, self.own, 2, Meeting::UnpaidWork, 9)
    }

    fn overdue_outcome(&self, number: u32, life: &Life) -> Result<()> {
        let mut told = self.begin(number, life, vec![community(12, &[(Asks::RehabilitationActivity, 15)])])?;
        self.allocate(&told, life.sentenced + 1, self.own, "C")?;
        self.meetings(&mut told, self.own, life.sentenced + 4, -62)?;
        self.met(&mut told, self.own, -48, Meeting::Office, CameOf::UnacceptableAbsence)?;
        self.met(&mut told, self.own, -41, Meeting::Office, CameOf::Attended)?;
        self.met(&mut told, self.own, -27, Meeting::Office, CameOf::UnacceptableAbsence)?;
        self.met(&mut told, self.own, -23, Meeting::Telephone, CameOf::Attended)?;
        self.arranged(&told, self.own, -5, Meeting::Office, 23)
    }

    /// The former officer has left; the handover to the next is begun and half filled in.
    fn handed_over(&self, number: u32, life: &Life) -> Result<()> {
        let mut told = self.begin(number, life, vec![community(18, &[(Asks::RehabilitationActivity, 20)])])?;
        self.allocate(&told, life.sentenced + 1, &self.leaving, "D")?;
        self.meetings(&mut told, &self.leaving, life.sentenced + 4, -9)?;
        let person = told.keys.survivor;
        self.step(self.manager, self.day(-1), 11, |cx| {
            acts::allocate(cx, &told.keys, self.team, self.own, "OFL", "The officer leaves the service")
        })?;
        let meet_by = self.day(2);
        let handover = self.step(self.manager, self.day(-1), 12, |cx| {
            caseload::start_handover(cx, person, &Handing { from: self.leaving.id, met_by: meet_by })
        })?;
        let answers = [
            ("risk", Answer::Passed { note: "No change since the last review; nobody at home is at risk.".into() }),
            (
                "plan",
                Answer::Passed { note: "Two of four actions done. The next is the course on thinking skills.".into() },
            ),
            ("requirements", Answer::Passed { note: "Eight of twenty days done.".into() }),
            (
                "partners",
                Answer::Missing {
                    why: "The housing officer's report has not come.".into(),
                    who: self.manager.name.clone(),
                    by: meet_by,
                },
            ),
        ];
        for (item, answer) in answers {
            self.step(&self.leaving, self.day(-1), 14, |cx| {
                caseload::answer_item(cx, person, handover, item, &answer)
            })?;
        }
        Ok(())
    }

    fn barred(&self, number: u32, life: &Life, kind: BarrierKind) -> Result<()> {
        let officer = self.own;
        let told = self.steady(number, life, officer, community(12, &[(Asks::RehabilitationActivity, 15)]))?;
        let named = match kind {
            BarrierKind::Restriction => vec![self.own.user, self.manager.user],
            BarrierKind::Exclusion => vec![self.colleague.user],
        };
        let (reason, message) = match kind {
            BarrierKind::Restriction => {
                ("A relative works in the same building", "Ask the senior of the team about this record.")
            }
            BarrierKind::Exclusion => {
                ("They are neighbours", "You know this person. Somebody else looks after the record.")
            }
        };
        let start_on = self.day(-60);
        let new = NewBarrier {
            kind,
            readers: named.into_iter().flatten().map(|u| u.0).collect(),
            start_on,
            end_on: None,
            reason: reason.into(),
            message: message.into(),
        };
        self.step(self.manager, start_on, 11, |cx| access::set_barrier(cx, told.keys.survivor, &new))?;
        Ok(())
    }

    fn welsh(&self, number: u32, life: &Life) -> Result<()> {
        let told = self.steady(number, life, self.own, community(12, &[(Asks::RehabilitationActivity, 10)]))?;
        let (person, since) = (told.keys.survivor, self.day(life.sentenced + 4));
        for kind in ["large-print", "step-free"] {
            self.step(self.own, since, 18, |cx| {
                let fresh = Adjustment::begin(person, cx.new_id(), since)?;
                people::add(cx, Adjustment { kind: kind.into(), ..fresh })
            })?;
        }
        self.step(self.own, since, 19, |cx| {
            let fresh = Relation::begin(person, cx.new_id(), since)?;
            let yes = || Some("yes".to_owned());
            people::add(
                cx,
                Relation {
                    kind: "child".into(),
                    name: "Nia Prydderch".into(),
                    next_of_kin: yes(),
                    emergency: yes(),
                    telephone: Some("07700 900814".into()),
                    ..fresh
                },
            )
        })?;
        self.step(self.own, since, 20, |cx| {
            let fresh = Circumstance::begin(person, cx.new_id(), since)?;
            people::add(
                cx,
                Circumstance {
                    kind: "carer".into(),
                    note: Some("Looks after a husband with dementia; mornings are hard.".into()),
                    ..fresh
                },
            )
        })?;
        Ok(())
    }

    /// A second record was opened from a misspelt name, and found to be the same person.
    fn merged(&self, number: u32, life: &Life) -> Result<()> {
        let told = self.steady(number, life, self.own, community(12, &[(Asks::UnpaidWork, 60)]))?;
        let other = Life { surname: "Warsami", ..*life };
        let draft = PersonDraft { pnc: None, cro: None, ..self.draft(number, &other, &[]) };
        let second = self.step(self.court, self.day(-12), 10, |cx| people::create(cx, acts::new_person(&draft)))?;
        let reason = "The same date of birth, address and photograph; the court misspelt the name";
        self.step(self.court, self.day(-11), 10, |cx| people::merge(cx, &told.crn, &second.crn, reason))?;
        Ok(())
    }

    /// The court's own message says it: a person who pleaded guilty, adjourned for a report.
    fn report_asked(&self, number: u32, life: &Life) -> Result<()> {
        let draft = self.draft(number, life, &[]);
        let words = self.words_of(&draft, &draft.forename, &draft.surname);
        let crn = self.send(messages::REPORT_ASKED, self.day(life.sentenced), "report asked", &words, |_| {})?;
        let crn = crn.ok_or_else(|| missing("person of whom a report is asked"))?;
        // Taken on and given out now, after the message came.
        let keys = self.house.write(&self.manager.asker(), |cx| {
            let keys = people::open(cx, &crn)?.keys;
            let event = sentences::events(cx, &keys)?.first().map(|e| e.event.id).ok_or_else(|| missing("event"))?;
            let today = cx.today();
            sentences::take_on_event(cx, &keys, event, today)?;
            Ok(keys)
        })?;
        self.house.write(&self.manager.asker(), |cx| acts::allocate(cx, &keys, self.team, self.own, "IN1", ""))?;
        self.house.write(&self.manager.asker(), |cx| {
            caseload::record_tier(cx, keys.survivor, "E", "Nothing known of risk yet; to be looked at with the report")
        })
    }

    /// What is put in the place of the sample's person.
    fn words_of(&self, draft: &PersonDraft, forename: &str, surname: &str) -> Vec<(String, String)> {
        let serial = draft.number % 100_000;
        // The courts write the police number without a stroke.
        let pnc = |year, serial| identifiers::pnc(year, serial).replace('/', "");
        let mail = format!("{}.{}", forename.to_lowercase(), surname.to_lowercase());
        let own = |text: &str| text.to_owned();
        let words = vec![
            (pnc(2011, 9_999_921), pnc(2014, 9_800_000 + serial)),
            (identifiers::cro(2011, 999_921), identifiers::cro(2014, 800_000 + serial)),
            (own("joel.brackenbury"), mail.clone()),
            (own("j.brackenberry"), mail),
            (own("Joel"), own(forename)),
            (own("Joe"), own(forename)),
            (own("Anthony"), own("Lee")),
            (own("Brackenbury"), own(surname)),
            (own("Brackenberry"), own(surname)),
            (own("1994-05-12"), draft.born.to_string()),
            (own("1994-12-05"), draft.born.to_string()),
            (own("27 Lamplighter Row"), format!("{} {}", draft.home.building, draft.home.street)),
            (own("ZA1 7QN"), draft.home.postcode.clone()),
            (own("Aldermere"), own(self.team.town)),
            (own("B99AL00"), format!("{}00", self.team.court.0)),
        ];
        let gender = if draft.sex == Sex::Female { vec![("MALE", "FEMALE"), ("Mr", "Ms")] } else { vec![] };
        let gender = gender.into_iter().map(|(from, to)| (own(from), own(to)));
        words.into_iter().chain(gender).collect()
    }

    /// Sends a message in, as the courts' connection would; `also` changes what words cannot.
    fn send(
        &self,
        sample: Sample,
        on: Date,
        tag: &str,
        words: &[(String, String)],
        also: impl Fn(&mut serde_json::Value),
    ) -> Result<Option<Crn>> {
        let words: Vec<(&str, &str)> = words.iter().map(|(from, to)| (from.as_str(), to.as_str())).collect();
        let mut message = messages::message(sample, on, tag, &words)?;
        also(&mut message);
        let name = format!("{}.json", tag.replace(' ', "-"));
        let lines = court::ingest(self.house, &Asker::system("courts"), &name, message.to_string().as_bytes())?;
        Ok(lines.iter().find_map(|line| line.crn.as_ref()?.parse().ok()))
    }

    fn two_orders(&self, number: u32, life: &Life) -> Result<()> {
        let first = Passed { days: Some(-200), ..community(12, &[(Asks::UnpaidWork, 60)]) };
        let second = community(18, &[(Asks::RehabilitationActivity, 20), (Asks::AlcoholAbstinence, 90)]);
        let mut told = self.begin(number, life, vec![first, second])?;
        self.allocate_after(&told, -199, self.colleague)?;
        self.meetings(&mut told, self.colleague, -28, -5)?;
        self.arranged(&told, self.colleague, 6, Meeting::Office, 5)
    }

    fn allocate_after(&self, told: &Told, days: i32, officer: &StaffOf) -> Result<()> {
        // The second matter was told already, so the allocation is told on the day after it.
        let days = days.max(-29);
        self.allocate(told, days, officer, "C")
    }

    fn just_released(&self, number: u32, life: &Life) -> Result<()> {
        let mut told = self.begin(number, life, vec![custody(40)])?;
        self.allocate(&told, -120, self.own, "B")?;
        self.met(&mut told, self.own, -60, Meeting::Video, CameOf::Attended)?;
        self.met(&mut told, self.own, -20, Meeting::ThreeWay, CameOf::Attended)?;
        let (on, order) = (self.day(-1), order(&told)?);
        self.step(self.own, on, 11, |cx| sentences::record_release(cx, &told.keys, order, on))
    }

    fn ended(&self, number: u32, life: &Life, reason: &str, days: i32) -> Result<()> {
        let mut told = self.begin(number, life, vec![community(12, &[(Asks::UnpaidWork, 60)])])?;
        self.allocate(&told, life.sentenced + 1, self.own, "F")?;
        self.meetings(&mut told, self.own, life.sentenced + 4, days - 4)?;
        self.end(&told, days, reason)
    }

    fn end(&self, told: &Told, days: i32, reason: &str) -> Result<()> {
        let (on, order) = (self.day(days), order(told)?);
        let how = Ending { on, reason: reason.into(), note: None };
        self.step(self.own, on, 15, |cx| sentences::end_order(cx, &told.keys, order, &how, None))
    }

    /// Somebody known from an order that is over, and a message that may be about them: the same home and nearly the same
    /// name, day and month of birth changed about, no police number.
    fn known_before(&self, number: u32, life: &Life) -> Result<()> {
        let before = Life { sentenced: -700, ..*life };
        self.ended(number, &before, "completed", -320)?;
        let draft = self.draft(number, life, &[]);
        let (year, month, day) = life.born;
        let born = Date::new(year, day, month).unwrap_or(draft.born);
        let nearly = PersonDraft { born, ..draft };
        let words = self.words_of(&nearly, "Stefan", "Monteanu");
        self.send(messages::WITHOUT_NUMBERS, self.day(life.sentenced), "doubtful match", &words, |_| {})?;
        Ok(())
    }

    /// What else waits in the inbox: an order whose copies on two offences differ, and bytes that are no message.
    fn inbox(&self) -> Result<()> {
        let life =
            Life { forename: "Owen", surname: "Tattersall", sex: Sex::Male, born: (1983, 3, 21), ..lives::lives()[0] };
        let draft = PersonDraft { pnc: None, cro: None, ..self.draft(800, &life, &[]) };
        let mut words = self.words_of(&draft, life.forename, life.surname);
        words.extend([
            ("20119999921".to_owned(), "20129999931".to_owned()),
            ("999921/11".to_owned(), "999931/12".to_owned()),
        ]);
        self.send(messages::COMMUNITY_ORDER, self.day(-1), "copies differ", &words, differ)?;
        let cut = b"{\"hearing\": {\"id\": \"0b4f";
        court::ingest(self.house, &Asker::system("courts"), "cut-off.json", cut)?;
        Ok(())
    }

    fn several(&self, number: u32, life: &Life) -> Result<()> {
        let old = Passed { days: Some(-900), ..community(12, &[(Asks::UnpaidWork, 100)]) };
        let mut told = self.begin(number, &Life { sentenced: -900, ..*life }, vec![old])?;
        self.allocate(&told, -899, self.colleague, "E")?;
        self.end(&told, -560, "completed")?;
        let matter = self.matters(life, &[suspended()]);
        if let Some(matter) = matter.first() {
            told.matters.push(self.step(self.court, self.day(life.sentenced), 16, |cx| {
                acts::record_matter(cx, &told.keys, matter, self.team)
            })?);
        }
        self.allocate_again(&told, life.sentenced + 1)?;
        self.meetings(&mut told, self.colleague, life.sentenced + 4, -5)?;
        self.arranged(&told, self.colleague, 6, Meeting::Office, 5)
    }

    fn allocate_again(&self, told: &Told, days: i32) -> Result<()> {
        self.step(self.manager, self.day(days), 9, |cx| {
            acts::allocate(cx, &told.keys, self.team, self.colleague, "IN1", "")
        })
    }

    fn no_next_contact(&self, number: u32, life: &Life) -> Result<()> {
        let mut told = self.begin(
            number,
            life,
            vec![community(12, &[(Asks::AlcoholAbstinence, 60), (Asks::RehabilitationActivity, 10)])],
        )?;
        self.allocate(&told, life.sentenced + 1, self.own, "C")?;
        self.meetings(&mut told, self.own, life.sentenced + 4, -12)
    }

    fn in_custody(&self, number: u32, life: &Life) -> Result<()> {
        let mut told = self.begin(number, life, vec![custody(20)])?;
        self.allocate(&told, life.sentenced + 3, self.colleague, "D")?;
        self.met(&mut told, self.colleague, -80, Meeting::Video, CameOf::Attended)?;
        self.met(&mut told, self.colleague, -18, Meeting::ThreeWay, CameOf::Attended)?;
        let (order, release) = (order(&told)?, self.day(38));
        self.step(self.court, self.day(life.sentenced), 17, |cx| {
            sentences::set_key_date(cx, &told.keys, order, "ACR", release)
        })?;
        self.arranged(&told, self.colleague, 20, Meeting::Video, 18)
    }

    fn died(&self, number: u32, life: &Life) -> Result<()> {
        let mut told = self.begin(number, life, vec![community(12, &[(Asks::RehabilitationActivity, 10)])])?;
        self.allocate(&told, life.sentenced + 1, self.own, "F")?;
        self.meetings(&mut told, self.own, life.sentenced + 4, -20)?;
        let on = self.day(-6);
        self.step(self.own, on, 14, |cx| {
            let open = people::open_by_id(cx, told.keys.survivor)?;
            let row = people::Person { died: Some(on), ..open.person.clone() };
            people::amend(cx, &open.person, row, Some("The sister rang; the hospital confirmed it"))
        })?;
        self.end(&told, -6, "deceased")
    }

    /// The two officers of the stories fall ill and leave, when all their people are told.
    fn absences(&self, asker: &Asker) -> Result<()> {
        let sick = NewAbsence {
            staff: self.sick.id,
            kind: AbsenceKind::Sick,
            first_day: self.day(-4),
            last_day: None,
            reason: "Flu".into(),
            cover: Some(self.colleague.id),
        };
        caseload::mark_absent(self.house, &self.manager.asker(), &sick)?;
        let gone = NewAbsence {
            staff: self.leaving.id,
            kind: AbsenceKind::Left,
            first_day: self.day(0),
            reason: "Moved to another region".into(),
            cover: None,
            ..sick
        };
        caseload::mark_absent(self.house, asker, &gone)?;
        Ok(())
    }
}

fn order(told: &Told) -> Result<kernel::OrderId> {
    told.matters.last().and_then(|m| m.order).ok_or_else(|| missing("order"))
}

fn recorded_on(matter: &MatterDraft) -> Date {
    matter.passed.as_ref().map_or(matter.convicted_on, |p| p.on)
}

/// Other hours of unpaid work on the second offence than on the first.
fn differ(message: &mut serde_json::Value) {
    let offence = message.pointer_mut("/hearing/prosecutionCases/0/defendants/0/offences/1");
    let Some(results) = offence.and_then(|o| o.get_mut("judicialResults")).and_then(|r| r.as_array_mut()) else {
        return;
    };
    for result in results {
        if let Some(hours) = result.pointer_mut("/judicialResultPrompts/0/value").filter(|v| *v == "140 Hours") {
            *hours = "100 Hours".into();
        }
    }
}

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
