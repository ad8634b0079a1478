//! Lives that show breaches, an early end and recognition: a pack in preparation, a day in court, a court's result, an order
//! that has done its work, something to recognise, and a certificate.

use super::{Stage, Told, community, order};
use crate::diary::{CameOf, Meeting};
use crate::lives::Life;
use crate::vocabulary::sentencing::Asks;
use assessment::plans::{GoalFacts, NewProgress, ProgressKind, add_goal, note_progress};
use domain_events::DomainEvent;
use enforcement::breach::{self, Instructing, Part};
use enforcement::recognition::{Gives, give_milestone, milestones_of};
use kernel::BreachId;
use sentences::Ending;
use store::Result;

const PARTS: [(Part, &str); 3] = [
    (
        Part::Engagement,
        "Came to the first four meetings and did well at the weekend’s work. Reminders were sent by text before each meeting, and the time was moved once so that a shift could be worked.",
    ),
    (
        Part::Excuse,
        "Says that both mornings were forgotten after late shifts. No shift was worked on either day, as the employer confirms.",
    ),
    (
        Part::Proposal,
        "The order can still work. The court is asked to let it continue with ten more hours of unpaid work, at weekends.",
    ),
];

impl Stage<'_> {
    /// An order with two absences at its end.
    fn missed_twice(&self, number: u32, life: &Life) -> Result<Told> {
        let asks = [(Asks::RehabilitationActivity, 20), (Asks::UnpaidWork, 100)];
        let mut told = self.begin(number, life, vec![community(18, &asks)])?;
        self.allocate(&told, life.sentenced + 1, self.own, "C")?;
        self.meetings(&mut told, self.own, life.sentenced + 4, -60)?;
        for days in [-46, -32] {
            self.met(&mut told, self.own, days, Meeting::Office, CameOf::UnacceptableAbsence)?;
        }
        self.arranged(&told, self.own, 5, Meeting::Office, 4)?;
        Ok(told)
    }

    fn instructed(&self, told: &Told, days: i32, parts: usize) -> Result<BreachId> {
        let (order, on) = (order(told)?, self.day(days));
        let court = self.team.court.0.clone();
        self.step(self.own, on, 10, |cx| {
            let open = people::open(cx, &told.crn)?;
            let court = organisation::court_by_code(cx, &court)?.map(|c| c.id);
            let reason = "Two meetings were missed without a reason that could be accepted, after reminders.";
            let new = Instructing { order, failures: Vec::new(), reason: reason.into(), aware_on: on, court };
            let id = breach::instruct_breach(cx, &open, &new)?;
            for (part, words) in PARTS.iter().take(parts) {
                breach::write_part(cx, &open, id, *part, words, None)?;
            }
            Ok(id)
        })
    }

    /// Instructed days ago; the pack lacks what the court is asked to do.
    pub(super) fn breach_prepared(&self, number: u32, life: &Life) -> Result<()> {
        let told = self.missed_twice(number, life)?;
        self.instructed(&told, -6, 2).map(|_| ())
    }

    /// Sent, laid in time, and listed for a day to come, or decided.
    pub(super) fn breach_at_court(&self, number: u32, life: &Life, decided: bool) -> Result<()> {
        let told = self.missed_twice(number, life)?;
        let id = self.instructed(&told, -28, 3)?;
        let open = |cx: &mut store::Cx<'_>| people::open(cx, &told.crn);
        self.step(self.own, self.day(-27), 11, |cx| {
            let open = open(cx)?;
            breach::write_notice(cx, &open, id, None)?;
            breach::submit_pack(cx, &open, id, None)
        })?;
        self.step(self.manager, self.day(-26), 12, |cx| {
            let open = open(cx)?;
            breach::check_pack(cx, &open, id, true, "Clear, and fair to him", None)
        })?;
        self.step(self.own, self.day(-25), 10, |cx| {
            let open = open(cx)?;
            breach::send_pack(cx, &open, id, None)
        })?;
        let hearing = self.day(if decided { -4 } else { 8 });
        self.step(self.court, self.day(-22), 15, |cx| {
            let open = open(cx)?;
            let on = cx.today();
            breach::lay_breach(cx, &open, id, on, None)?;
            breach::list_breach(cx, &open, id, hearing, Some("Courtroom 2"), None)
        })?;
        if !decided {
            return Ok(());
        }
        // What the court's message tells once it is read.
        let order = order(&told)?;
        self.step(self.court, self.day(-3), 9, |cx| {
            let open = open(cx)?;
            cx.describe("The court’s result was taken in", None);
            let outcome = "fined".to_owned();
            cx.tell(&DomainEvent::BreachHeard { person: open.keys.survivor, order, on: hearing, outcome })
        })
    }

    /// Every requirement completed and the plan's goal reached: the record bears out an early end.
    pub(super) fn ready_to_end(&self, number: u32, life: &Life) -> Result<()> {
        let mut told = self.begin(number, life, vec![community(18, &[(Asks::UnpaidWork, 40)])])?;
        self.allocate(&told, life.sentenced + 1, self.own, "E")?;
        self.meetings(&mut told, self.own, life.sentenced + 4, -8)?;
        self.arranged(&told, self.own, 12, Meeting::Office, 8)?;
        let goal = self.step(self.own, self.day(life.sentenced + 20), 11, |cx| {
            let facts = GoalFacts {
                need: "employment".into(),
                aim: "Finish my course and find work".into(),
                measure: "The certificate of the course, and a contract".into(),
                strength: Some("Good with tools".into()),
                place: None,
            };
            add_goal(cx, &told.keys, &facts)
        })?;
        self.step(self.own, self.day(-4), 11, |cx| {
            let progress = NewProgress {
                what: ProgressKind::Done,
                movement: None,
                on: cx.today(),
                new_day: None,
                words: "Passed the course, and works four days a week now".into(),
            };
            note_progress(cx, &told.keys, goal, None, &progress)
        })?;
        let requirement = told.matters.last().and_then(|m| m.requirement(Asks::UnpaidWork));
        let how = Ending { on: self.day(-3), reason: "completed".into(), note: None };
        self.step(self.own, self.day(-3), 14, |cx| match requirement {
            Some(id) => sentences::end_requirement(cx, &told.keys, id, &how, None),
            None => Ok(()),
        })
    }

    /// Completed, with a certificate given.
    pub(super) fn certified(&self, number: u32, life: &Life) -> Result<()> {
        let mut told = self.begin(number, life, vec![community(12, &[(Asks::UnpaidWork, 60)])])?;
        self.allocate(&told, life.sentenced + 1, self.own, "F")?;
        self.meetings(&mut told, self.own, life.sentenced + 4, -16)?;
        self.end(&told, -10, "completed")?;
        self.step(self.own, self.day(-8), 10, |cx| {
            let open = people::open(cx, &told.crn)?;
            let reached = milestones_of(cx, &open.keys)?;
            match reached.into_iter().find(|m| m.code == "order-done") {
                Some(row) => {
                    let words = "You never missed a day, and you helped two others to start.";
                    give_milestone(cx, &open, row.id, (Gives::Certificate, Some(words)), None)
                }
                None => Ok(()),
            }
        })
    }
}
