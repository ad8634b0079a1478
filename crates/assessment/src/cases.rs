//! The bulk writer of registrations, enquiries, plans and reviews for a demo's generated people: the same rules as the
//! actions, the rows of many people in a few statements.

use crate::due::{Due, DueKind, Holder, holder_rows};
use crate::enquiries::{Enquiry, EnquiryStep, StepKind};
use crate::plans::{Action, ActionFacts, Goal, GoalFacts, Progress, ProgressKind};
use crate::registrations::{Registration, Wanted, may_register, next_review};
use crate::reviews::{Cause, Review, SettledHow, Settlement, Signed};
use crate::{enquiries, registrations, reviews};
use jiff::ToSpan;
use kernel::{AssessmentId, Date, Instant, PersonId, PersonKeys, PlanEntryId, StaffId, TeamId};
use law::{Law, Nation};
use std::sync::Arc;
use store::{Cx, Failure, Result};
use uuid::Uuid;

/// A registration to be made.
#[derive(Clone, Debug)]
pub struct DraftRegistration {
    pub kind: &'static str,
    pub on: Date,
    pub level: Option<&'static str>,
    pub category: Option<&'static str>,
    pub note: &'static str,
}

/// An enquiry to be sent, and what came back.
#[derive(Clone, Debug)]
pub struct DraftEnquiry {
    pub kind: &'static str,
    pub question: &'static str,
    pub sent_on: Date,
    pub answered: Option<(Date, &'static str)>,
    pub analysed: Option<(Date, &'static str)>,
}

/// A goal with its actions and the days on which they were done.
#[derive(Clone, Debug)]
pub struct DraftGoal {
    pub facts: GoalFacts,
    pub set_on: Date,
    pub actions: Vec<(ActionFacts, Option<Date>)>,
}

/// What called for a review and when, and the assessment that settled it.
pub type DraftReview = (&'static str, Date, Option<(AssessmentId, Date)>);

/// One person's part.
#[derive(Clone, Debug)]
pub struct DraftCase {
    pub person: PersonId,
    pub officer: Option<StaffId>,
    pub team: Option<TeamId>,
    pub registrations: Vec<DraftRegistration>,
    pub enquiries: Vec<DraftEnquiry>,
    pub goals: Vec<DraftGoal>,
    pub reviews: Vec<DraftReview>,
}

#[derive(Default)]
struct Rows {
    registrations: Vec<Registration>,
    enquiries: Vec<Enquiry>,
    steps: Vec<EnquiryStep>,
    goals: Vec<Goal>,
    actions: Vec<Action>,
    progress: Vec<Progress>,
    reviews: Vec<Review>,
    causes: Vec<Cause>,
    settlements: Vec<Settlement>,
    signed: Vec<Signed>,
    holders: Vec<Holder>,
    due: Vec<crate::due::DueRow>,
}

/// What every row needs.
struct Pen<'a> {
    author_id: Option<Uuid>,
    author_name: String,
    types: Arc<registrations::Types>,
    kinds: Arc<enquiries::Kinds>,
    triggers: Arc<reviews::Triggers>,
    law: &'a Law,
    notice: i64,
    today: Date,
}

/// Writes these people's parts. Nothing of them may be there yet.
///
/// # Errors
/// What a rule refuses of what the demo made, or the database's.
pub fn fill(cx: &mut Cx<'_>, cases: &[DraftCase]) -> Result<()> {
    let law = cx.part::<Law>()?;
    let (author_id, author_name) = crate::author(cx);
    let today = cx.today();
    let pen = Pen {
        author_id,
        author_name,
        types: registrations::types(cx)?,
        kinds: enquiries::kinds(cx)?,
        triggers: reviews::triggers(cx)?,
        law: &law,
        notice: crate::due::policy(cx)?.number("notice-registration-review", today)?,
        today,
    };
    let mut rows = Rows::default();
    for case in cases {
        let mut due = Vec::new();
        pen.registrations(cx, case, &mut rows, &mut due)?;
        pen.enquiries(cx, case, &mut rows, &mut due)?;
        pen.goals(cx, case, &mut rows, &mut due);
        pen.reviews(cx, case, &mut rows, &mut due)?;
        let holder =
            Holder { person_id: case.person, staff_id: case.officer, officer_id: case.officer, team_id: case.team };
        rows.due.extend(holder_rows(case.person, due, Some(&holder)));
        rows.holders.push(holder);
    }
    cx.describe("Filled in registrations, enquiries, plans and reviews", None);
    rows.write(cx)?;
    for case in cases.iter().filter(|c| !c.registrations.is_empty()) {
        let registered = case.registrations.iter().map(|r| (r.kind, r.level, r.category));
        let flags = registrations::flags_of(&pen.types, registered);
        people::set_flags(cx, &PersonKeys::alone(case.person), &flags)?;
    }
    Ok(())
}

/// Settles the reviews that a signed assessment answered, for somebody whose assessment was filled in without telling.
///
/// # Errors
/// When the database fails.
pub fn settle_signed(cx: &mut Cx<'_>, keys: &PersonKeys, assessment: AssessmentId, on: Date) -> Result<()> {
    cx.save(&Signed { person_id: keys.survivor, assessment_id: assessment, signed_on: on })?;
    reviews::settle_until(cx, keys, assessment, on)
}

impl Rows {
    fn write(&self, cx: &mut Cx<'_>) -> Result<()> {
        cx.insert_all(&self.registrations)?;
        cx.insert_all(&self.enquiries)?;
        cx.insert_all(&self.steps)?;
        cx.insert_all(&self.goals)?;
        cx.insert_all(&self.actions)?;
        cx.insert_all(&self.progress)?;
        cx.insert_all(&self.reviews)?;
        cx.insert_all(&self.causes)?;
        cx.insert_all(&self.settlements)?;
        // Allocation may have told of the holder already, and a signing of its day.
        for holder in &self.holders {
            cx.save(holder)?;
        }
        for signed in &self.signed {
            cx.save(signed)?;
        }
        cx.insert_all(&self.due)
    }
}

impl Pen<'_> {
    /// Five in the afternoon of a day, as somebody would have written it.
    fn at(&self, day: Date) -> Instant {
        Instant::from_local(day.min(self.today).at(17, 0, 0, 0))
    }

    fn registrations(&self, cx: &mut Cx<'_>, case: &DraftCase, rows: &mut Rows, due: &mut Vec<Due>) -> Result<()> {
        for draft in &case.registrations {
            let kind = self.types.at(draft.kind, draft.on).ok_or_else(|| unknown(draft.kind))?;
            let wanted = Wanted {
                level: draft.level,
                category: draft.category,
                on: draft.on,
                review_on: None,
                note: draft.note,
            };
            may_register(kind, wanted, &[], &self.types, self.today)?;
            // What came due meanwhile was reviewed in time, but for the last.
            let mut review_due = next_review(kind, draft.level, draft.on);
            while let Some(day) = review_due.filter(|day| *day < self.today.saturating_sub(60.days())) {
                review_due = next_review(kind, draft.level, day);
            }
            let id = cx.new_id();
            if let Some(day) = review_due {
                due.push(Due::early(DueKind::RegistrationReview, id, kind.code.clone(), day, self.notice));
            }
            rows.registrations.push(Registration {
                person_id: case.person,
                id: id.into(),
                kind: kind.code.clone(),
                registered_on: draft.on,
                level: draft.level.map(str::to_owned),
                category: draft.category.map(str::to_owned),
                review_due,
                note: draft.note.to_owned(),
                cause: None,
                author_id: self.author_id,
                author_name: self.author_name.clone(),
                recorded_at: self.at(draft.on),
            });
        }
        Ok(())
    }

    fn enquiries(&self, cx: &mut Cx<'_>, case: &DraftCase, rows: &mut Rows, due: &mut Vec<Due>) -> Result<()> {
        let working = self.law.working_days(Nation::EnglandAndWales);
        for draft in &case.enquiries {
            let kind = self.kinds.at(draft.kind, draft.sent_on).ok_or_else(|| unknown(draft.kind))?;
            let id: Uuid = cx.new_id();
            let answer_due = working.after(draft.sent_on, kind.answer_days);
            rows.enquiries.push(Enquiry {
                person_id: case.person,
                id: id.into(),
                kind: kind.code.clone(),
                asked_of: kind.body.clone(),
                question: draft.question.to_owned(),
                sent_on: draft.sent_on,
                answer_due,
                author_id: self.author_id,
                author_name: self.author_name.clone(),
                recorded_at: self.at(draft.sent_on),
            });
            for (what, step) in [(StepKind::Answered, draft.answered), (StepKind::Analysed, draft.analysed)] {
                let Some((on_day, words)) = step else { continue };
                rows.steps.push(EnquiryStep {
                    person_id: case.person,
                    id: cx.new_id(),
                    enquiry_id: id.into(),
                    what,
                    on_day,
                    chase_due: None,
                    words: words.to_owned(),
                    author_id: self.author_id,
                    author_name: self.author_name.clone(),
                    recorded_at: self.at(on_day),
                });
            }
            let code = kind.code.clone();
            match (draft.answered, draft.analysed) {
                (None, _) => due.push(Due::early(DueKind::Enquiry, id, code, answer_due, 0)),
                (Some((day, _)), None) => due.push(Due::early(DueKind::UnreadAnswer, id, code, day, 0)),
                _ => {}
            }
        }
        Ok(())
    }

    fn goals(&self, cx: &mut Cx<'_>, case: &DraftCase, rows: &mut Rows, due: &mut Vec<Due>) {
        for (place, draft) in (1..).zip(&case.goals) {
            let goal_id: PlanEntryId = cx.new_id();
            rows.goals.push(Goal {
                person_id: case.person,
                id: goal_id,
                need: draft.facts.need.clone(),
                aim: draft.facts.aim.clone(),
                measure: draft.facts.measure.clone(),
                strength: draft.facts.strength.clone(),
                place,
                set_on: draft.set_on,
                author_id: self.author_id,
                author_name: self.author_name.clone(),
                recorded_at: self.at(draft.set_on),
                version: 1,
            });
            for (place, (facts, done)) in (1..).zip(&draft.actions) {
                let id: Uuid = cx.new_id();
                rows.actions.push(Action {
                    person_id: case.person,
                    id: id.into(),
                    goal_id,
                    what: facts.what.clone(),
                    who: facts.who,
                    who_name: facts.who_name.clone(),
                    by_day: facts.by,
                    place,
                    author_id: self.author_id,
                    author_name: self.author_name.clone(),
                    recorded_at: self.at(draft.set_on),
                    version: 1,
                });
                match done {
                    Some(on_day) => rows.progress.push(Progress {
                        person_id: case.person,
                        id: cx.new_id(),
                        goal_id,
                        action_id: Some(id.into()),
                        what: ProgressKind::Done,
                        movement: None,
                        on_day: *on_day,
                        new_day: None,
                        words: "Done as planned".into(),
                        author_id: self.author_id,
                        author_name: self.author_name.clone(),
                        recorded_at: self.at(*on_day),
                    }),
                    None => due.push(Due {
                        kind: DueKind::Action,
                        item: id,
                        what: draft.facts.need.clone(),
                        due: facts.by,
                        shows: facts.by.saturating_add(1.day()),
                    }),
                }
            }
        }
    }

    fn reviews(&self, cx: &mut Cx<'_>, case: &DraftCase, rows: &mut Rows, due: &mut Vec<Due>) -> Result<()> {
        let working = self.law.working_days(Nation::EnglandAndWales);
        for (reason, on, signed) in &case.reviews {
            let trigger = self.triggers.at(reason, *on).ok_or_else(|| unknown(reason))?;
            let id: Uuid = cx.new_id();
            let (due_on, rule) = trigger.due(*on, working);
            let by = || (self.author_id, self.author_name.clone());
            let (author_id, author_name) = by();
            rows.causes.push(Cause {
                person_id: case.person,
                id: cx.new_id(),
                review_id: id.into(),
                reason: trigger.code.clone(),
                on_day: *on,
                source: format!("taken over {on}"),
                author_id,
                author_name: author_name.clone(),
                recorded_at: self.at(*on),
            });
            rows.reviews.push(Review {
                person_id: case.person,
                id: id.into(),
                reason: trigger.code.clone(),
                raised_on: *on,
                due_on,
                rule,
                note: None,
                author_id,
                author_name,
                recorded_at: self.at(*on),
            });
            let Some((assessment, day)) = signed else {
                due.push(Due { kind: DueKind::Review, item: id, what: trigger.code.clone(), due: due_on, shows: *on });
                continue;
            };
            let (author_id, author_name) = by();
            rows.settlements.push(Settlement {
                person_id: case.person,
                id: cx.new_id(),
                review_id: id.into(),
                how: SettledHow::Signed,
                assessment_id: Some(*assessment),
                on_day: *day,
                reason: "An assessment was signed".into(),
                author_id,
                author_name,
                recorded_at: self.at(*day),
            });
            rows.signed.push(Signed { person_id: case.person, assessment_id: *assessment, signed_on: *day });
        }
        Ok(())
    }
}

fn unknown(code: &str) -> Failure {
    Failure::broken(format!("the demo names {code:?}, which nobody knows"))
}
