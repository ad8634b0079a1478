//! Everything that enforcement turns on of one person, read together: orders, failures with their steps, warnings, what was
//! tried, and each order as the law sees it.
//!
//! Always true: a failure without an order is under no case; what does not count is not among a case's facts.

use super::records::{Decision, Effort, Failure, FailureState, FailureStep, StepOf};
use crate::breach::{Breach, step_id};
use crate::published::{Step, StepKind};
use crate::warnings::Warning;
use kernel::{Date, FailureId, OrderId, PersonKeys};
use law::enforcement::{DecidedFact, EnforcementCase, FailureFact, Situation, WarningFact};
use law::{CaseDates, Law, Nation};
use sentences::{EventWithParts, Order};
use std::sync::Arc;
use store::{Cx, Question, Record, Result, Stood, key_values};

/// One person's enforcement.
pub struct Book {
    pub law: Arc<Law>,
    pub events: Vec<EventWithParts>,
    /// The newest first.
    pub failures: Vec<Failure>,
    /// The oldest first.
    pub steps: Vec<FailureStep>,
    /// The newest first.
    pub warnings: Vec<Warning>,
    /// The newest first.
    pub efforts: Vec<Effort>,
    /// What is published of breaches, the oldest first.
    pub published: Vec<Step>,
}

/// A failure as a list names it with its place in the case.
pub(crate) struct Placed {
    pub(crate) case: EnforcementCase,
    /// The failures of the case, in the order of its facts.
    pub(crate) ids: Vec<FailureId>,
}

impl Placed {
    pub(crate) fn place(&self, id: FailureId) -> Option<usize> {
        self.ids.iter().position(|known| *known == id)
    }
}

fn question<R: Record>(keys: &PersonKeys, order: &str) -> Question {
    Question::list::<R>(&format!("WHERE person_id IN ({}) ORDER BY {order}", keys.placeholders(1)), &key_values(keys))
}

/// What [`Book::read`] asks, for a page that asks for more with it.
pub(crate) fn questions(keys: &PersonKeys) -> Vec<Question> {
    let mut all = sentences::orders_questions(keys);
    all.extend([
        question::<Failure>(keys, "failed_on DESC, id DESC"),
        question::<FailureStep>(keys, "recorded_at, id"),
        question::<Warning>(keys, "given_on DESC, id DESC"),
        question::<Effort>(keys, "on_day DESC, id DESC"),
        question::<Step>(keys, "on_day, id"),
    ]);
    all
}

/// What a breach publishes of its beginning and its end.
fn steps_of(breach: &Breach) -> Vec<Step> {
    let step = |kind: StepKind, on: Date| {
        Step::of(breach.person_id, step_id(breach.id.0, kind.code()), kind, on).order(Some(breach.order_id))
    };
    let ended = breach.ended_on.map(|on| step(StepKind::BreachEnded, on));
    [Some(step(StepKind::BreachInstructed, breach.instructed_on)), ended].into_iter().flatten().collect()
}

impl Book {
    /// Reads it; in three statements where nothing is written.
    ///
    /// # Errors
    /// When the database fails.
    pub fn read(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Book> {
        cx.ask_together(&questions(keys))?;
        Ok(Book {
            law: cx.part()?,
            events: sentences::events(cx, keys)?,
            failures: cx.ask_list(&question::<Failure>(keys, "failed_on DESC, id DESC"))?,
            steps: cx.ask_list(&question::<FailureStep>(keys, "recorded_at, id"))?,
            warnings: cx.ask_list(&question::<Warning>(keys, "given_on DESC, id DESC"))?,
            efforts: cx.ask_list(&question::<Effort>(keys, "on_day DESC, id DESC"))?,
            published: cx.ask_list(&question::<Step>(keys, "on_day, id"))?,
        })
    }

    /// The same as the record stood at an instant. What is published is a view and keeps no history, so the days of
    /// breaches come from the breaches themselves.
    ///
    /// # Errors
    /// When an image cannot be read.
    pub(crate) fn then(law: Arc<Law>, stood: &Stood) -> Result<Book> {
        let (mut failures, mut steps) = (stood.rows::<Failure>()?, stood.rows::<FailureStep>()?);
        let (mut warnings, mut efforts) = (stood.rows::<Warning>()?, stood.rows::<Effort>()?);
        failures.sort_by_key(|f| std::cmp::Reverse((f.failed_on, f.id)));
        steps.sort_by_key(|s| (s.recorded_at, s.id));
        warnings.sort_by_key(|w| std::cmp::Reverse((w.given_on, w.id)));
        efforts.sort_by_key(|e| std::cmp::Reverse((e.on_day, e.id)));
        let mut published: Vec<Step> = stood.rows::<Breach>()?.iter().flat_map(steps_of).collect();
        published.sort_by_key(|s| (s.on_day, s.id));
        let events = sentences::events_then(stood, &law)?;
        Ok(Book { law, events, failures, steps, warnings, efforts, published })
    }

    /// Every order that was not removed, the newest first.
    pub fn orders(&self) -> impl Iterator<Item = &Order> {
        self.events.iter().flat_map(|e| &e.orders).map(|o| &o.order).filter(|o| o.removed.is_none())
    }

    #[must_use]
    pub fn order(&self, id: OrderId) -> Option<&Order> {
        self.events.iter().flat_map(|e| &e.orders).map(|o| &o.order).find(|o| o.id == id)
    }

    #[must_use]
    pub fn failure(&self, id: FailureId) -> Option<&Failure> {
        self.failures.iter().find(|f| f.id == id)
    }

    /// The steps of a failure, the oldest first.
    pub fn steps_of(&self, id: FailureId) -> impl DoubleEndedIterator<Item = &FailureStep> {
        self.steps.iter().filter(move |s| s.failure_id == id)
    }

    /// What an order is called, with the day on which it was made.
    #[must_use]
    pub fn name_of(&self, order: &Order) -> String {
        let name = self.law.sentence(&order.sentence).map_or(order.sentence.as_str(), |s| s.en.as_str());
        format!("{name} of {}", kernel::words::day(order.made_on))
    }

    /// The order as the law sees it, with the failures that count.
    pub(crate) fn case(&self, order: &Order) -> Placed {
        self.case_with(order, |_| true)
    }

    fn case_with(&self, order: &Order, also: impl Fn(&Failure) -> bool) -> Placed {
        let offences = self.events.iter().find(|e| e.event.id == order.event_id).map(|e| e.offences.as_slice());
        let main = offences.unwrap_or_default().iter().find(|o| o.removed.is_none());
        let counting: Vec<&Failure> =
            self.failures.iter().filter(|f| f.order_id == Some(order.id) && f.counts() && also(f)).collect();
        let (breach_since, last_breach_end) = self.breaches(order.id);
        let case = EnforcementCase {
            sentence: order.sentence.clone(),
            dates: CaseDates {
                offence: main.and_then(|o| o.committed_on),
                conviction: main.and_then(|o| o.convicted_on),
                sentence: Some(order.made_on),
            },
            starts_on: order.released_on.unwrap_or(order.made_on),
            // An order whose last day is past is over, whether or not somebody wrote that down.
            ended_on: order.ended_on.or_else(|| order.end().and_then(|last| last.tomorrow().ok())),
            failures: counting.iter().map(|f| self.fact(f)).collect(),
            warnings: self
                .warnings
                .iter()
                .filter(|w| w.order_id == order.id && w.counts())
                .map(|w| WarningFact { given_on: w.given_on })
                .collect(),
            breach_since,
            last_breach_end,
            nation: Nation::EnglandAndWales,
        };
        Placed { case, ids: counting.iter().map(|f| f.id).collect() }
    }

    fn fact(&self, failure: &Failure) -> FailureFact {
        let decided = failure.decided().zip(failure.decided_on);
        FailureFact {
            on: failure.failed_on,
            national_standard: failure.national_standard,
            evidence: self.steps_of(failure.id).any(|s| s.step == StepOf::Evidence),
            decided: decided.map(|(decision, on)| DecidedFact { step: decision.step(), on, agreed: failure.agreed }),
        }
    }

    /// Since when a breach of the order is open, and when the last one ended.
    fn breaches(&self, order: OrderId) -> (Option<Date>, Option<Date>) {
        let of = |kind: StepKind| {
            self.published
                .iter()
                .filter(move |s| s.order_id == Some(order) && s.step == kind && !s.superseded)
                .map(|s| s.on_day)
        };
        let (began, ended) = (of(StepKind::BreachInstructed).max(), of(StepKind::BreachEnded).max());
        let begun = of(StepKind::BreachInstructed).count();
        let over = of(StepKind::BreachEnded).count();
        (began.filter(|_| begun > over), ended)
    }

    /// Since when a breach of the order is open.
    #[must_use]
    pub fn open_breach(&self, order: OrderId) -> Option<Date> {
        self.breaches(order).0
    }

    /// What may, must and must not be done today about a failure. One that counts no more is looked at as if it did.
    #[must_use]
    pub fn situation(&self, failure: &Failure, today: Date) -> Situation {
        let order = failure.order_id.and_then(|id| self.order(id));
        let Some(order) = order else {
            let case = EnforcementCase {
                sentence: String::new(),
                dates: CaseDates::default(),
                starts_on: failure.failed_on,
                ended_on: None,
                failures: vec![self.fact(failure)],
                warnings: Vec::new(),
                breach_since: None,
                last_breach_end: None,
                nation: Nation::EnglandAndWales,
            };
            return self.law.what_now(&case, Some(0), today);
        };
        let mut placed = self.case(order);
        let place = placed.place(failure.id).unwrap_or_else(|| {
            placed.case.failures.push(self.fact(failure));
            placed.case.failures.len() - 1
        });
        // What was decided about itself does not change what may be decided.
        if let Some(own) = placed.case.failures.get_mut(place) {
            own.decided = None;
        }
        self.law.what_now(&placed.case, Some(place), today)
    }

    /// The situation of an order, about no failure.
    #[must_use]
    pub fn standing(&self, order: &Order, today: Date) -> Situation {
        self.law.what_now(&self.case(order).case, None, today)
    }

    /// The law requires a referral that nobody made, and no manager agreed to that.
    #[must_use]
    pub fn unmet_referral(&self, failure: &Failure, today: Date) -> bool {
        let Some(order) = failure.order_id.and_then(|id| self.order(id)).filter(|o| o.removed.is_none()) else {
            return false;
        };
        let placed = self.case(order);
        placed.place(failure.id).is_some_and(|place| self.law.unmet_referral(&placed.case, place, today))
    }

    /// The steps that hold a decision now: the newest of each failure that was not taken back.
    pub(crate) fn decision_step(&self, failure: &Failure) -> Option<&FailureStep> {
        let decided = |s: &&FailureStep| matches!(s.step, StepOf::Decided | StepOf::Agreed);
        match failure.state {
            FailureState::Decided => self.steps_of(failure.id).rev().find(decided),
            _ => None,
        }
    }

    /// How many failures of each decision count under an order.
    #[must_use]
    pub fn decided_count(&self, order: OrderId, decision: Decision) -> usize {
        let of = |f: &&Failure| f.order_id == Some(order) && f.superseded.is_none() && f.decided() == Some(decision);
        self.failures.iter().filter(of).count()
    }
}
