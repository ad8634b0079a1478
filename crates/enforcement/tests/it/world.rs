//! Somebody under an order, an officer and a manager, and what they do in short words.

pub(crate) use crate::trial::rooms;
use crate::trial::{allocated, invented, met, seeded, system};
use contacts::{Answer, Contact};
use enforcement::{Agreeing, Book, Deciding, Decision, DueRow, Failure, FailureState, NewEvidence};
use kernel::{Actor, ContactId, Date, EventId, FailureId, OrderId, PersonKeys, StaffId, TeamId, UserId, date};
use law::Term;
use migrations::trial::{on_both, on_sqlite};
use people::OpenPerson;
use sentences::{Ending, Length, OrderFacts};
use std::sync::Arc;
use store::{Asker, Cx, House, Result};
use uuid::Uuid;

/// A Monday.
pub(crate) const TODAY: Date = date(2026, 3, 2);

pub(crate) fn on_each(test: impl Fn(&World)) {
    on_both(&rooms(), TODAY, |house| test(&World::of(house)));
}

pub(crate) fn on_one(test: impl Fn(&World)) {
    on_sqlite(&rooms(), TODAY, |house| test(&World::of(house)));
}

pub(crate) struct World {
    pub(crate) house: House,
    pub(crate) officer: Asker,
    pub(crate) manager: Asker,
    pub(crate) keys: PersonKeys,
    pub(crate) crn: kernel::Crn,
    pub(crate) event: EventId,
    pub(crate) order: OrderId,
    pub(crate) staff: StaffId,
    pub(crate) team: TeamId,
}

fn id<T: From<Uuid>>(number: u128) -> T {
    Uuid::from_u128(number).into()
}

fn user(number: u128, name: &str) -> Asker {
    let actor = Actor::User { id: id::<UserId>(number), staff: Some(id(number + 1)), name: name.into() };
    Asker { actor, permissions: Arc::new(kernel::Permission::ALL.iter().copied().collect()) }
}

impl World {
    fn of(house: House) -> World {
        let house = seeded(house);
        let (crn, keys) = invented(&house, None);
        let (staff, team) = (id(501), id(601));
        let (event, order) = house.write(&system(), |cx| sentenced(cx, &keys, "CO")).unwrap();
        allocated(&house, &keys, staff, team);
        let (officer, manager) = (user(500, "Olive Officer"), user(700, "Mona Manager"));
        World { house, officer, manager, keys, crn, event, order, staff, team }
    }

    pub(crate) fn go(&self, on: Date) {
        self.house.clock().move_to(on);
    }

    pub(crate) fn try_to<T>(&self, work: impl FnMut(&mut Cx<'_>) -> Result<T>) -> Result<T> {
        self.house.write(&self.officer, work)
    }

    pub(crate) fn read<T>(&self, work: impl FnMut(&mut Cx<'_>) -> Result<T>) -> T {
        self.house.read(&self.officer, work).unwrap()
    }

    pub(crate) fn open(&self, cx: &mut Cx<'_>) -> Result<OpenPerson> {
        people::open(cx, &self.crn)
    }

    /// A meeting of that day with what came of it.
    pub(crate) fn meeting(&self, on: Date, outcome: &str) -> Contact {
        let new = met(self.event, on, outcome);
        self.try_to(|cx| contacts::record(cx, &self.keys, new.clone())).unwrap()
    }

    pub(crate) fn correct(&self, contact: ContactId, to: Option<&str>) {
        self.try_to(|cx| contacts::correct_outcome(cx, &self.keys, contact, to, "Recorded wrongly", None)).unwrap();
    }

    pub(crate) fn outcome(&self, contact: ContactId, outcome: &str) {
        let answer = Answer { outcome: outcome.into(), ..Answer::default() };
        self.try_to(|cx| contacts::record_outcome(cx, &self.keys, contact, &answer)).unwrap();
    }

    pub(crate) fn book(&self) -> Book {
        self.read(|cx| Book::read(cx, &self.keys))
    }

    pub(crate) fn failure_of(&self, contact: ContactId) -> Failure {
        self.book().failures.into_iter().find(|f| f.contact_id == contact).unwrap()
    }

    /// A failure of that day.
    pub(crate) fn absent(&self, on: Date) -> Failure {
        let contact = self.meeting(on, "UAAB");
        self.failure_of(contact.id)
    }

    pub(crate) fn decide(&self, failure: FailureId, decision: Decision) -> Result<Failure> {
        let outcome = (decision == Decision::Accept).then(|| "AAME".to_owned());
        let deciding = Deciding { decision, reason: "As judged that day".into(), outcome, version: None };
        self.try_to(|cx| {
            let open = self.open(cx)?;
            enforcement::decide(cx, &open, failure, &deciding)
        })
    }

    pub(crate) fn agree(&self, by: &Asker, failure: FailureId, agreed: bool) -> Result<Failure> {
        self.house.write(by, |cx| {
            let open = self.open(cx)?;
            let reason = "Looked at it together";
            enforcement::agree(cx, &open, Agreeing { id: failure, version: None, agreed, reason })
        })
    }

    pub(crate) fn take_back(&self, failure: FailureId) -> Result<()> {
        self.try_to(|cx| {
            let open = self.open(cx)?;
            enforcement::take_back(cx, &open, failure, "Decided too early", None)
        })
    }

    pub(crate) fn evidence(&self, failure: FailureId) -> Result<()> {
        let today = self.read(|cx| Ok(cx.today()));
        let new = NewEvidence {
            given_by: "The person".into(),
            words: "A letter".into(),
            on: today,
            version: None,
            file: None,
        };
        self.try_to(|cx| enforcement::give_evidence(cx, &self.keys, failure, &new))
    }

    pub(crate) fn end_order(&self, on: Date) {
        let how = Ending { on, reason: "completed".into(), note: None };
        self.try_to(|cx| sentences::end_order(cx, &self.keys, self.order, &how, None)).unwrap();
    }

    pub(crate) fn reopen_order(&self) {
        self.try_to(|cx| sentences::reopen_order(cx, &self.keys, self.order, "Ended in error")).unwrap();
    }

    /// What is on lists, by failure.
    pub(crate) fn due(&self) -> Vec<DueRow> {
        self.read(|cx| cx.list::<DueRow>("ORDER BY failed_on, failure_id", &[]))
    }

    pub(crate) fn must_refer(&self) -> Vec<FailureId> {
        self.due().into_iter().filter(|d| d.must_refer).map(|d| d.failure_id).collect()
    }

    pub(crate) fn rows(&self, table: &str) -> i64 {
        self.read(|cx| cx.count(&format!("SELECT count(*) FROM {table}"), &[]))
    }

    /// The names of what was told.
    pub(crate) fn told(&self, name: &str) -> i64 {
        self.read(|cx| cx.count("SELECT count(*) FROM outbox WHERE name = $1", &[name.into()]))
    }
}

/// A matter with an order of this kind.
pub(crate) fn sentenced(cx: &mut Cx<'_>, keys: &PersonKeys, sentence: &str) -> Result<(EventId, OrderId)> {
    let facts = OrderFacts {
        sentence: sentence.into(),
        court_id: None,
        court_name: None,
        made_on: date(2025, 12, 1),
        starts_on: None,
        ends_on: Some(date(2028, 11, 30)),
        custody_term: Some(Length(Term::months(8))),
        operational_period: Some(Length(Term::months(18))),
        supervision_period: None,
        notes: None,
    };
    crate::trial::sentenced(cx, keys, &facts, &[])
}

/// The codes of what is refused.
pub(crate) fn refused<T: std::fmt::Debug>(answer: Result<T>) -> Vec<&'static str> {
    match answer {
        Err(store::Failure::Refused(no)) => no.0.into_iter().map(|r| r.code).collect(),
        other => panic!("{other:?}"),
    }
}

pub(crate) fn is_open(failure: &Failure) -> bool {
    matches!(failure.state, FailureState::Awaited | FailureState::Given)
}
