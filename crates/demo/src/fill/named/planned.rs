//! The life that shows registrations, an enquiry whose answer nobody has analysed, and a plan with an action past its date.

use super::{Stage, Told};
use assessment::cases::{DraftCase, DraftEnquiry, DraftGoal, DraftRegistration, fill};
use assessment::plans::{self, ActionFacts, Agreed, GoalFacts, NewAgreement, NewVisit, RiskFacts, Who};
use kernel::{Date, PersonKeys};
use store::{Asker, Cx, Result};

/// A goal: its need, aim, measure and what helps.
fn goal(need: &str, aim: &str, measure: &str, strength: &str) -> GoalFacts {
    GoalFacts {
        need: need.into(),
        aim: aim.into(),
        measure: measure.into(),
        strength: Some(strength.into()),
        place: None,
    }
}

fn action(what: &str, who: Who, name: Option<&str>, by: Date) -> ActionFacts {
    ActionFacts { what: what.into(), who, who_name: name.map(str::to_owned), by, place: None }
}

impl Stage<'_> {
    pub(super) fn planned_and_asked(&self, told: &Told) -> Result<()> {
        let set_on = self.day(-165);
        let draft = DraftCase {
            person: told.keys.survivor,
            officer: Some(self.own.id),
            team: Some(self.team.id),
            registrations: vec![DraftRegistration {
                kind: "ADVP",
                on: set_on,
                level: None,
                category: None,
                note: "The police record names him in two call-outs to the home of a former partner",
            }],
            enquiries: vec![DraftEnquiry {
                kind: "police-domestic-abuse",
                question: "Any call-outs or reports since the spring that name him, at any address?",
                sent_on: self.day(-12),
                answered: Some((
                    self.day(-3),
                    "One call-out six weeks ago at his brother’s address: shouting, neighbours called. No offence recorded.",
                )),
                analysed: None,
            }],
            goals: self.goals(set_on),
            reviews: vec![("enquiry-answer", self.day(-3), None)],
        };
        self.step(self.own, self.day(-3), 15, |cx| fill(cx, std::slice::from_ref(&draft)))?;
        let said = NewAgreement {
            on: set_on,
            agreed: Agreed::InPart,
            own_words: "The flat comes first. I will do the course when I have somewhere to sleep.".into(),
            reason: Some("Wanted the course later; it now starts after the housing interview".into()),
        };
        self.step(self.own, self.day(-3), 16, |cx| plans::agree(cx, &told.keys, &said))?;
        self.risk_and_visit(told)
    }

    /// Two goals: of the first one action is done and one past its date.
    fn goals(&self, set_on: Date) -> Vec<DraftGoal> {
        let home = goal(
            "accommodation",
            "A flat of my own, not a sofa",
            "A tenancy kept for three months",
            "Kept a flat for four years before",
        );
        let calm = goal(
            "relationships",
            "Speak without shouting when we disagree",
            "No call-out for six months",
            "My sister tells me when I am about to lose it",
        );
        let register = action("Register for housing and bring the letter", Who::Person, None, self.day(-120));
        let letter = action("Support letter to the housing team", Who::Officer, None, self.day(-9));
        let course =
            action("Course on relationships without violence", Who::Partner, Some("Zedshire Choices"), self.day(60));
        vec![
            DraftGoal { facts: home, set_on, actions: vec![(register, Some(self.day(-124))), (letter, None)] },
            DraftGoal { facts: calm, set_on, actions: vec![(course, None)] },
        ]
    }

    fn risk_and_visit(&self, told: &Told) -> Result<()> {
        let facts = RiskFacts {
            supervision: "Weekly, in person, by the same officer. A home visit each quarter, by two staff.".into(),
            monitoring: "Police call-outs are shared on the day. No contact with the former partner but through a solicitor.".into(),
            interventions: "The course on relationships without violence, then one-to-one work on what was learnt.".into(),
            victim_safety: "The victim officer tells the former partner of changes. She has the number to call day and night.".into(),
            contingency: "If he is seen near her home or drinks again: speak to the police the same day, and see him within a day.".into(),
        };
        self.step(self.own, self.day(-3), 17, |cx| plans::write_risk_plan(cx, &told.keys, &facts, None))?;
        let visit = NewVisit {
            by: self.day(5),
            purpose: "See where he stays now, and who lives there".into(),
            precautions: "Two staff; a large dog, friendly when he is there".into(),
        };
        self.step(self.own, self.day(-2), 10, |cx| plans::plan_visit(cx, &told.keys, &visit)).map(|_| ())
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
                    None => self.carried_over(cx, &keys),
                }
            })?;
        }
        Ok(())
    }

    /// Whoever was assessed before this service kept assessments here has no first assessment to wait for.
    fn carried_over(&self, cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<()> {
        let reason = "Assessed on the former system; the printed assessment is on file and holds";
        for open in assessment::reviews::open_reviews(cx, keys)? {
            if open.review.due_on < self.day(-30) {
                assessment::reviews::decide_not_needed(cx, keys, open.review.id, reason)?;
            }
        }
        Ok(())
    }
}
