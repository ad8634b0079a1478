//! The life that shows registrations, an enquiry whose answer nobody has analysed, and a plan with an action past its date.

use super::{Stage, Told};
use assessment::enquiries::{self, Answering, NewEnquiry};
use assessment::plans::{self, ActionFacts, Agreed, GoalFacts, Movement, NewAgreement, NewProgress, NewVisit};
use assessment::plans::{ProgressKind, RiskFacts, Who};
use assessment::registrations::{self, NewRegistration};
use store::{Asker, Result};

impl Stage<'_> {
    pub(super) fn planned_and_asked(&self, told: &Told) -> Result<()> {
        let keys = &told.keys;
        let set_on = self.day(-165);
        let new = NewRegistration {
            kind: "ADVP".into(),
            on: set_on,
            level: None,
            category: None,
            review_on: None,
            note: "The police record names him in two call-outs to the home of a former partner".into(),
            cause: None,
        };
        self.step(self.own, set_on, 10, |cx| registrations::register(cx, keys, &new))?;
        let goal = |need: &str, aim: &str, measure: &str, strength: &str| GoalFacts {
            need: need.into(),
            aim: aim.into(),
            measure: measure.into(),
            strength: Some(strength.into()),
            place: None,
        };
        let action = |what: &str, who, name: Option<&str>, by: i32| ActionFacts {
            what: what.into(),
            who,
            who_name: name.map(str::to_owned),
            by: self.day(by),
            place: None,
        };
        let own = |hour, work: &dyn Fn(&mut store::Cx<'_>) -> Result<kernel::PlanEntryId>| {
            self.step(self.own, set_on, hour, |cx| work(cx))
        };
        let home = goal(
            "accommodation",
            "A flat of my own, not a sofa",
            "A tenancy kept for three months",
            "Kept a flat for four years before",
        );
        let home = own(11, &|cx| plans::add_goal(cx, keys, &home))?;
        let calm = goal(
            "relationships",
            "Speak without shouting when we disagree",
            "No call-out for six months",
            "My sister tells me when I am about to lose it",
        );
        let calm = own(11, &|cx| plans::add_goal(cx, keys, &calm))?;
        let register = own(12, &|cx| {
            plans::add_action(
                cx,
                keys,
                home,
                &action("Register for housing and bring the letter", Who::Person, None, -120),
            )
        })?;
        own(12, &|cx| {
            let facts = action("Support letter to the housing team", Who::Officer, None, -9);
            plans::add_action(cx, keys, home, &facts)
        })?;
        own(13, &|cx| {
            let facts = action("Course on relationships without violence", Who::Partner, Some("Zedshire Choices"), 60);
            plans::add_action(cx, keys, calm, &facts)
        })?;
        let said = NewAgreement {
            on: set_on,
            agreed: Agreed::InPart,
            own_words: "The flat comes first. I will do the course when I have somewhere to sleep.".into(),
            reason: Some("Wanted the course later; it now starts after the housing interview".into()),
        };
        self.step(self.own, set_on, 14, |cx| plans::agree(cx, keys, &said))?;
        let done = NewProgress {
            what: ProgressKind::Done,
            movement: Some(Movement::Better),
            on: self.day(-124),
            new_day: None,
            words: "Brought the letter; band B on the list".into(),
        };
        self.step(self.own, self.day(-124), 15, |cx| plans::note_progress(cx, keys, home, Some(register), &done))?;
        self.risk_and_visit(told)?;
        self.asked(told)
    }

    fn risk_and_visit(&self, told: &Told) -> Result<()> {
        let facts = RiskFacts {
            supervision: "Weekly, in person, by the same officer. A home visit each quarter, by two staff.".into(),
            monitoring: "Police call-outs are shared on the day. No contact with the former partner but through a solicitor.".into(),
            interventions: "The course on relationships without violence, then one-to-one work on what was learnt.".into(),
            victim_safety: "The victim officer tells the former partner of changes. She has the number to call day and night.".into(),
            contingency: "If he is seen near her home or drinks again: speak to the police the same day, and see him within a day.".into(),
        };
        self.step(self.own, self.day(-164), 10, |cx| plans::write_risk_plan(cx, &told.keys, &facts, None))?;
        let visit = NewVisit {
            by: self.day(5),
            purpose: "See where he stays now, and who lives there".into(),
            precautions: "Two staff; a large dog, friendly when he is there".into(),
        };
        self.step(self.own, self.day(-2), 10, |cx| plans::plan_visit(cx, &told.keys, &visit)).map(|_| ())
    }

    /// The answer came three days ago and waits.
    fn asked(&self, told: &Told) -> Result<()> {
        let new = NewEnquiry {
            kind: "police-domestic-abuse".into(),
            asked_of: None,
            question: "Any call-outs or reports since the spring that name him, at any address?".into(),
            sent_on: self.day(-12),
            answer_due: None,
        };
        let id = self.step(self.own, self.day(-12), 10, |cx| enquiries::send(cx, &told.keys, &new))?;
        let answer = Answering {
            on: self.day(-3),
            words:
                "One call-out six weeks ago at his brother’s address: shouting, neighbours called. No offence recorded."
                    .into(),
            seen: None,
        };
        self.step(self.own, self.day(-3), 11, |cx| enquiries::answer(cx, &told.keys, id, &answer))
    }

    /// Reviews that a later signed assessment answered are settled by it.
    pub(super) fn settle_reviews(&self) -> Result<()> {
        let asker = Asker::system("demo");
        let people = self.house.read(&asker, |cx| sentences::supervised_people(cx, None, 500))?;
        for person in people {
            self.step(self.own, self.plan.today, 8, |cx| {
                let keys = people::keys_of(cx, person.person_id)?;
                match assessment::latest_signed(cx, &keys)?.and_then(|a| Some((a.id, a.signed_on?))) {
                    Some((id, on)) => assessment::cases::settle_signed(cx, &keys, id, on),
                    None => Ok(()),
                }
            })?;
        }
        Ok(())
    }
}
