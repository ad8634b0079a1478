//! The work in court: reports being written and signed, day lists, who is on duty, and what is agreed with the bench.

use super::{Stage, Told, missing};
use crate::diary::Meeting;
use crate::fill::sentence::Recorded;
use crate::lives::{self, Life, Shows};
use crate::population::weekday;
use crate::random::Random;
use court::{
    Adding, Beginning, Checking, Differs, Interview, Met, Part, Preparing, Promise, ProposedRequirement, Proposing,
    Sits, Sitting, Tells, Year,
};
use jiff::ToSpan;
use kernel::{Crn, Date, EventId, Instant, LiaisonId, PersonKeys, ReportId};
use organisation::Court;
use sentences::{NewEvent, OrderFacts, Origin, RequirementFacts};
use std::collections::{BTreeMap, BTreeSet};
use store::{Cx, Result};

/// What the parts of the invented reports say.
const PARTS: &[(Part, &str)] = &[
    (
        Part::Offence,
        "Took two coats from a shop in the afternoon and was stopped at the door. Says that the money was gone and that it seemed easy; sees now what the staff went through.",
    ),
    (
        Part::Circumstances,
        "Rents a room, works some days a week, sees a sister most Sundays. Good with tools and has kept the same job for a year.",
    ),
    (
        Part::Risk,
        "Likely to take things again when money is short at the end of a month. Nobody was threatened, and nothing points to serious harm.",
    ),
    (Part::Response, "No earlier order. Came to both meetings for this report, on time."),
    (
        Part::Reparation,
        "Would like to pay back what the coats were worth, and can from next month. The shop asks for no meeting.",
    ),
    (
        Part::Conclusion,
        "Work on money and on what to do when it runs out is likely to change more than a fine would. Unpaid work at the weekend leaves the job as it is.",
    ),
];

fn line(kind: &str, length: &str, why: &str) -> ProposedRequirement {
    ProposedRequirement { kind: kind.into(), length: Some(length.into()), why: why.into(), consent: None }
}

fn proposing() -> Proposing {
    Proposing {
        sentence: "CO".into(),
        term: Some("12 months".into()),
        requirements: vec![
            line("UPW", "80 hours", "At weekends, so that work goes on"),
            line("RAR", "15 days", "On money, and on who decides what happens on a Friday"),
        ],
        answers: BTreeMap::new(),
        reparation: "compensation".into(),
    }
}

impl Stage<'_> {
    fn court(&self, cx: &mut Cx<'_>) -> Result<Court> {
        organisation::court_by_code(cx, &self.team.court.0)?.ok_or_else(|| missing("court"))
    }

    fn begin_report(
        &self,
        cx: &mut Cx<'_>,
        crn: &Crn,
        (asked, hearing): (Date, Date),
        event: Option<EventId>,
    ) -> Result<ReportId> {
        let open = people::open(cx, crn)?;
        let court = self.court(cx)?;
        let request = court::requests_of(cx, &open.keys)?.into_iter().find(|r| r.is_open());
        let new = Beginning {
            court: Some(court.id),
            court_name: court.name,
            asked_on: asked,
            hearing_on: hearing,
            reasons: "Is a community order enough, and what would help with money?".into(),
            ticked: BTreeSet::from(["domestic-abuse".to_owned()]),
            kind: None,
            kind_why: None,
            interview: Interview::Office,
            event: event.or(request.as_ref().map(|r| r.event_id)),
            request: request.map(|r| r.id),
            staff: Some(self.own.id),
        };
        court::begin_report(cx, &open, &new)
    }

    /// Asked for, written, returned once, checked, signed; then the court sentences as it was proposed, or goes further.
    pub(super) fn report_and_sentence(&self, number: u32, life: &Life, followed: bool) -> Result<()> {
        let draft = self.draft(number, life, &[]);
        let asked = self.day(life.sentenced);
        let hearing = self.day(-3);
        let (crn, keys, event) = self.step(self.court, asked, 11, |cx| {
            let person = people::create(cx, super::acts::new_person(&draft))?;
            let keys = PersonKeys::alone(person.person_id);
            let new = NewEvent {
                origin: Origin::PreSentence,
                referred_on: asked,
                taken_on: None,
                court_id: None,
                court_name: Some(self.team.court.1.clone()),
                notes: None,
                source_key: None,
            };
            let event = sentences::open_event(cx, &keys, &new)?;
            Ok((person.crn, keys, event))
        })?;
        let report = self.step(self.own, asked, 15, |cx| self.begin_report(cx, &crn, (asked, hearing), Some(event)))?;
        self.written(report, life.sentenced + 1)?;
        self.checked(report, followed)?;
        let why = "The police have been asked twice; the answer is brought to the hearing";
        self.step(self.own, self.day(-5), 12, |cx| court::sign_report(cx, report, Some(why), None))?;
        self.sentenced(&crn, &keys, event, followed)
    }

    /// Every part, the proposal, and sent to be checked.
    fn written(&self, report: ReportId, after: i32) -> Result<()> {
        for (days, (part, words)) in (1..).zip(PARTS) {
            let day = self.day(after + days);
            self.step(self.own, day, 10, |cx| court::write_part(cx, report, *part, words, 0))?;
        }
        let ready = self.day(-9);
        self.step(self.own, ready, 14, |cx| court::propose(cx, report, &proposing(), 0))?;
        self.step(self.own, ready, 15, |cx| court::submit_report(cx, report, None, None))
    }

    /// A report asked for by hand that waits for its check, or, once agreed, for its signature.
    pub(super) fn report_waits(&self, told: &Told, agreed: bool) -> Result<()> {
        let (asked, hearing) = (self.day(-16), self.day(9));
        let report = self.step(self.own, asked, 10, |cx| self.begin_report(cx, &told.crn, (asked, hearing), None))?;
        self.written(report, -16)?;
        if agreed { self.checked(report, true) } else { Ok(()) }
    }

    /// A manager agrees, or returns it first.
    fn checked(&self, report: ReportId, at_once: bool) -> Result<()> {
        let rated = |met: &str| {
            ["facts", "harm", "enquiries", "diversity", "proposal"]
                .map(|c| (format!("good-{c}"), if c == "enquiries" { met } else { "met" }.to_owned()))
                .into_iter()
                .collect()
        };
        let day = self.day(-8);
        if !at_once {
            let comments = Some("Say what the police were asked, and when".to_owned());
            let said = Checking { agree: false, ratings: rated("not"), comments };
            self.step(self.manager, day, 11, |cx| court::check_report(cx, report, &said, None))?;
            let more = "Likely to take things again when money is short. The police were asked about call-outs on the day of the request.";
            self.step(self.own, day, 14, |cx| court::write_part(cx, report, Part::Risk, more, 1))?;
            self.step(self.own, day, 15, |cx| court::submit_report(cx, report, None, None))?;
        }
        let said = Checking { agree: true, ratings: rated("partly"), comments: None };
        self.step(self.manager, self.day(-6), 11, |cx| court::check_report(cx, report, &said, None))
    }

    fn sentenced(&self, crn: &Crn, keys: &PersonKeys, event: EventId, followed: bool) -> Result<()> {
        let on = self.day(-3);
        let length = |text: &str| text.parse().ok().map(sentences::Length);
        let asks = |kind: &str, text: &str| RequirementFacts {
            kind: kind.into(),
            length: length(text),
            starts_on: None,
            ends_on: None,
            notes: None,
        };
        let order = self.step(self.court, on, 16, |cx| {
            let suspended = !followed;
            let facts = OrderFacts {
                sentence: if suspended { "SSO" } else { "CO" }.into(),
                court_id: Some(self.court(cx)?.id),
                court_name: Some(self.team.court.1.clone()),
                made_on: on,
                starts_on: None,
                ends_on: Some(on.saturating_add(12.months()).saturating_sub(1.day())),
                custody_term: if suspended { length("4 months") } else { None },
                operational_period: if suspended { length("12 months") } else { None },
                supervision_period: if suspended { length("12 months") } else { None },
                notes: None,
            };
            let days = if suspended { "20 days" } else { "15 days" };
            sentences::record_order(cx, keys, event, &facts, &[asks("UPW", "80 hours"), asks("RAR", days)])
        })?;
        let matter = Recorded { event, order: Some(order), requirements: Vec::new() };
        let random = Random::of(self.plan.seed, "reported", 0);
        let told = Told { crn: crn.clone(), keys: keys.clone(), matters: vec![matter], random };
        self.allocate(&told, -2, self.own, "D")?;
        self.arranged(&told, self.own, 2, Meeting::First, 1)
    }

    /// A report half written, two day lists, duty, and the work with the bench.
    pub(super) fn courtroom(&self) -> Result<()> {
        self.half_written()?;
        let (today, tomorrow) = self.days();
        // Each is a story of its own, told from its own beginning.
        self.last.set(Instant(i64::MIN));
        self.duties(today)?;
        self.last.set(Instant(i64::MIN));
        self.bench()?;
        self.last.set(Instant(i64::MIN));
        self.day_lists(today, tomorrow)
    }

    /// The next two days on which courts sit, today among them.
    fn days(&self) -> (Date, Date) {
        let today = weekday(self.plan.today);
        (today, weekday(today.saturating_add(1.day())))
    }

    fn half_written(&self) -> Result<()> {
        let Some(life) = lives::of(Shows::ReportAsked) else { return Ok(()) };
        let asker = self.own.asker();
        let found = self.house.read(&asker, |cx| {
            let waiting = court::my_requests(cx, self.own.id, 50)?;
            Ok(waiting.into_iter().find_map(|r| Some((r.person_id, r.asked_on, r.due_on?))))
        })?;
        let Some((person, asked, due)) = found else { return Err(missing(life.says)) };
        // After the message came, which is now.
        let report = self.house.write(&asker, |cx| {
            let crn = people::open_by_id(cx, person)?.crn;
            self.begin_report(cx, &crn, (asked, due), None)
        })?;
        for (part, words) in PARTS.iter().take(2) {
            self.house.write(&asker, |cx| court::write_part(cx, report, *part, words, 0))?;
        }
        let (part, words) = (Part::Reparation, "The shop was asked on Friday whether it wants to be paid back.");
        self.house.write(&self.colleague.asker(), |cx| court::write_part(cx, report, part, words, 0))
    }

    fn day_lists(&self, today: Date, tomorrow: Date) -> Result<()> {
        let names = ["Sefton Arkwright", "Oona Delacroix", "Milan Hrubec", "Tamsin Yelland", "Kofi Attah"];
        let recorded = self.day(-1);
        for (n, name) in (1i64..).zip(names) {
            let day = if n <= 3 { today } else { tomorrow };
            let new = |listing| Adding {
                person: None,
                who: Some(name.to_owned()),
                offences: Some("Theft from a shop".into()),
                listing: Some(listing),
                sitting: if n % 2 == 1 { Sitting::Morning } else { Sitting::Afternoon },
                room: Some(format!("{}", 1 + n % 2)),
            };
            let id = self.step(self.court, recorded, 14, |cx| {
                let court = self.court(cx)?;
                court::add_to_day(cx, &court, day, new(n))
            })?;
            if n == 1 {
                self.step(self.court, recorded, 15, |cx| {
                    let court = self.court(cx)?;
                    court::prepare_day(cx, &court, day, id, Preparing::Complete)
                })?;
                let words = "Duty solicitor says that he has work at a market from Monday.";
                self.step(self.court, recorded, 16, |cx| {
                    let court = self.court(cx)?;
                    court::note_day(cx, &court, day, id, words, 0)
                })?;
            }
            if n == 3 {
                self.step(self.court, recorded, 16, |cx| {
                    let court = self.court(cx)?;
                    court::remove_from_day(
                        cx,
                        &court,
                        day,
                        id,
                        "Moved to another court on the prosecutor's application",
                    )
                })?;
            }
        }
        Ok(())
    }

    fn duties(&self, today: Date) -> Result<()> {
        let from = self.plan.today.saturating_sub(60.days());
        let sits = self.step(self.manager, self.day(-50), 9, |cx| {
            let court = self.court(cx)?;
            let source = "The court's listing office".to_owned();
            let sits = Sits { court: court.id, from, needed: [1, 1, 2, 1, 1], assumed: true, source };
            sits.record(cx)?;
            Ok(court.id)
        })?;
        // Nobody is named for the day after next: a gap to see.
        let later = weekday(today.saturating_add(3.days()));
        for (day, sitting) in [(today, Sitting::Morning), (later, Sitting::NotSaid)] {
            self.step(self.manager, self.day(-1), 10, |cx| {
                court::put_on_duty(cx, sits, day, self.court.id, (sitting, None))
            })?;
        }
        Ok(())
    }

    fn bench(&self) -> Result<()> {
        let court = self.house.read(&self.court.asker(), |cx| self.court(cx))?.id;
        let held = self.day(-14);
        let met = Met {
            held_on: held,
            bench: "The bench chair and two magistrates".into(),
            service: self.court.name.clone(),
            discussed:
                "How long treatment takes to begin.\nReports on the day by video link.\nWhich court hears reviews."
                    .into(),
            next_on: Some(self.day(30)),
        };
        let meeting: LiaisonId = self.step(self.court, held, 16, |cx| court::meet_bench(cx, court, &met))?;
        for (what, due) in [
            ("Send the bench the days on which each programme begins", -4),
            ("Ask the listing office for a room with a video link", 6),
        ] {
            let new = Promise { what: what.into(), owner: self.court.id, due_on: self.day(due) };
            self.step(self.court, held, 17, |cx| court::promise_bench(cx, court, meeting, &new))?;
        }
        for (what, since) in
            [("Alcohol treatment, with a first day within three weeks", -40), ("Unpaid work on Sundays", -90)]
        {
            let new = Tells { what: what.into(), available_from: Some(self.day(since)), told_on: held };
            self.step(self.court, held, 17, |cx| court::tell_bench(cx, court, &new))?;
        }
        let differs = Differs {
            subject: "First day of unpaid work".into(),
            bench_says: "Within seven days of the order".into(),
            service_says: "After an induction, within three weeks".into(),
            found_on: held,
        };
        self.step(self.court, held, 17, |cx| court::find_difference(cx, court, &differs).map(|_| ()))?;
        let this_year = i64::from(self.plan.today.year());
        for (ago, counts) in [(3i64, [4, 9, 6, 2]), (2, [6, 10, 4, 2]), (1, [8, 11, 3, 1])] {
            let codes = ["timely", "useful", "proposals", "starts", "confidence"];
            let answers = (0i64..).zip(codes).map(|(n, code)| {
                let [best, good, poor, worst] = counts;
                (code.to_owned(), [best, (good - n).max(0), poor + n, worst])
            });
            let new = Year { year: this_year - ago, answers: answers.collect() };
            self.step(self.court, held, 17, |cx| court::record_feedback(cx, court, &new))?;
        }
        Ok(())
    }
}
