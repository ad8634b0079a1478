//! What was told becomes a promise when the order is made, and the day of beginning answers it.

use crate::world::{TODAY, World, add, asker, group, keys, offer, on_each, person, rows, service};
use kernel::{Date, OrderId, RequirementId, date};
use people::OpenPerson;
use provision::{
    Asked, Opens, PROMISE_JOB, PromiseLine, StartAnswer, StartPromise, fingerprint, keep_answer, start_dates,
};
use sentences::{NewEvent, OrderFacts, Origin, RequirementFacts};
use store::House;

pub(crate) const FIRST: Date = date(2026, 12, 8);

pub(crate) fn planned(house: &House, w: &World) {
    house
        .write(&asker(), |cx| {
            let programme = add(cx, &service(cx, "Building Choices"), &["PRG"], [0.0, 0.0, 0.0])?;
            let offer = offer(cx, programme, w.here, Opens::Groups, None)?;
            group(cx, offer, FIRST, 8)?;
            group(cx, offer, date(2027, 1, 12), 8).map(|_| ())
        })
        .unwrap();
}

fn asked(w: &World) -> Asked {
    Asked { court: w.court, on: TODAY }
}

pub(crate) fn kept(house: &House, w: &World, open: &OpenPerson) {
    house.write(&asker(), |cx| keep_answer(cx, open, &asked(w), "Asked in court", None)).unwrap();
}

pub(crate) fn ordered(house: &House, w: &World, open: &OpenPerson) -> (OrderId, RequirementId) {
    ordered_saying(house, w, open, None)
}

fn ordered_saying(house: &House, w: &World, open: &OpenPerson, said: Option<&str>) -> (OrderId, RequirementId) {
    let keys = keys(open);
    let event = NewEvent {
        origin: Origin::Court,
        referred_on: TODAY,
        taken_on: None,
        court_id: Some(w.court),
        court_name: None,
        notes: None,
        source_key: None,
    };
    let event = house.write(&asker(), |cx| sentences::open_event(cx, &keys, &event)).unwrap();
    let facts = OrderFacts {
        sentence: "CO".into(),
        court_id: Some(w.court),
        court_name: None,
        made_on: TODAY,
        starts_on: None,
        ends_on: Some(date(2027, 11, 22)),
        custody_term: None,
        operational_period: None,
        supervision_period: None,
        notes: None,
    };
    let order = house.write(&asker(), |cx| sentences::record_order(cx, &keys, event, &facts, &[])).unwrap();
    let requirement = RequirementFacts {
        kind: "PRG".into(),
        length: None,
        starts_on: None,
        ends_on: None,
        notes: said.map(str::to_owned),
    };
    let requirement = house.write(&asker(), |cx| sentences::add_requirement(cx, &keys, order, &requirement)).unwrap();
    (order, requirement)
}

fn run_jobs(house: &House) {
    let jobs = rows::<store::tables::Job>(house);
    for job in jobs.iter().filter(|job| job.kind == PROMISE_JOB) {
        let (_, run) = provision::jobs().into_iter().find(|(kind, _)| *kind == PROMISE_JOB).unwrap();
        run(house, &job.body).unwrap();
    }
}

#[test]
fn an_answer_that_was_kept_is_the_promise_when_the_order_is_made() {
    on_each(|house, w| {
        planned(&house, &w);
        let nia = person(&house, Some("F"), Some(date(1990, 2, 3)));
        kept(&house, &w, &nia);
        let (order, requirement) = ordered(&house, &w, &nia);
        let promises = rows::<StartPromise>(&house);
        let [promise] = &promises[..] else { panic!("{promises:?}") };
        assert_eq!((promise.order_id, promise.requirement_id, promise.promised_on), (order, requirement, FIRST));
        assert_eq!(promise.answer_id, Some(rows::<StartAnswer>(&house)[0].id));
        assert_eq!(rows::<store::tables::Job>(&house).iter().filter(|j| j.kind == PROMISE_JOB).count(), 0);
    });
}

#[test]
fn an_order_for_which_nothing_was_told_is_promised_by_a_job_and_says_so() {
    on_each(|house, w| {
        planned(&house, &w);
        let nia = person(&house, Some("F"), Some(date(1990, 2, 3)));
        ordered(&house, &w, &nia);
        assert_eq!(rows::<StartPromise>(&house), []);
        run_jobs(&house);
        run_jobs(&house);
        let promises = rows::<StartPromise>(&house);
        assert_eq!(promises.len(), 1, "once, however often the job runs");
        assert_eq!((promises[0].answer_id, promises[0].promised_on), (None, FIRST));
        assert!(!rows::<PromiseLine>(&house)[0].beforehand);
    });
}

#[test]
fn one_answer_serves_one_order() {
    on_each(|house, w| {
        planned(&house, &w);
        let nia = person(&house, Some("F"), Some(date(1990, 2, 3)));
        kept(&house, &w, &nia);
        ordered(&house, &w, &nia);
        ordered(&house, &w, &nia);
        run_jobs(&house);
        let mut promises = rows::<StartPromise>(&house);
        promises.sort_by_key(|p| p.answer_id.is_none());
        assert_eq!(promises.iter().map(|p| p.answer_id.is_some()).collect::<Vec<_>>(), [true, false]);
    });
}

#[test]
fn the_day_of_beginning_answers_the_promise_and_changes_nothing_else() {
    on_each(|house, w| {
        planned(&house, &w);
        let nia = person(&house, Some("F"), Some(date(1990, 2, 3)));
        kept(&house, &w, &nia);
        let (_, requirement) = ordered(&house, &w, &nia);
        let before = rows::<StartPromise>(&house).remove(0);
        let late = date(2026, 12, 15);
        house.clock().move_to(late);
        assert_eq!(house.read(&asker(), |cx| provision::late_of(cx, &[nia.keys.survivor])).unwrap().len(), 1);
        house.write(&asker(), |cx| sentences::begin_requirement(cx, &keys(&nia), requirement, late)).unwrap();
        let after = rows::<StartPromise>(&house).remove(0);
        assert_eq!(after, StartPromise { begun_on: Some(late), version: before.version + 1, ..before });
        assert_eq!(rows::<PromiseLine>(&house)[0].late_days, Some(7));
        assert_eq!(house.read(&asker(), |cx| provision::late_of(cx, &[nia.keys.survivor])).unwrap(), []);
    });
}

#[test]
fn a_requirement_that_ends_before_it_begins_breaks_no_promise() {
    on_each(|house, w| {
        planned(&house, &w);
        let nia = person(&house, Some("F"), Some(date(1990, 2, 3)));
        kept(&house, &w, &nia);
        let (_, requirement) = ordered(&house, &w, &nia);
        let reason = house
            .read(&asker(), |cx| {
                let lists = sentences::Lists::current(cx)?;
                let today = cx.today();
                Ok(lists.reasons(sentences::EndOf::Requirement, today).next().unwrap().code.clone())
            })
            .unwrap();
        house.clock().move_to(date(2027, 1, 4));
        house
            .write(&asker(), |cx| sentences::remove_requirement(cx, &keys(&nia), requirement, &reason, Some("Revoked")))
            .unwrap();
        assert_eq!(rows::<PromiseLine>(&house)[0].closed_on, Some(date(2027, 1, 4)));
        assert_eq!(house.read(&asker(), |cx| provision::late_of(cx, &[nia.keys.survivor])).unwrap(), []);
    });
}

#[test]
fn an_answer_is_kept_as_it_was_shown_or_not_at_all() {
    on_each(|house, w| {
        planned(&house, &w);
        let nia = person(&house, Some("F"), Some(date(1990, 2, 3)));
        let shown = house.read(&asker(), |cx| start_dates(cx, &nia, &asked(&w))).unwrap();
        let shown = fingerprint(&shown);
        assert!(shown.contains("PRG 2026-12-08"), "{shown}");
        house
            .write(&asker(), |cx| {
                let mut group = cx.list::<provision::Group>("ORDER BY start_date", &[])?.remove(0);
                group.state = provision::GroupState::Cancelled;
                cx.describe("Cancelled a group", None);
                cx.update(&mut group)
            })
            .unwrap();
        let keep =
            |shown: &str| house.write(&asker(), |cx| keep_answer(cx, &nia, &asked(&w), "Asked in court", Some(shown)));
        assert!(matches!(keep(&shown), Err(store::Failure::Stale(_))));
        assert_eq!(rows::<StartAnswer>(&house), []);
        let now = house.read(&asker(), |cx| start_dates(cx, &nia, &asked(&w))).unwrap();
        keep(&fingerprint(&now)).unwrap();
        assert_eq!(rows::<StartAnswer>(&house).len(), 1);
    });
}

#[test]
fn a_court_that_names_the_programme_is_promised_the_day_of_that_one() {
    on_each(|house, w| {
        planned(&house, &w);
        let later = date(2027, 2, 2);
        house
            .write(&asker(), |cx| {
                let other = add(cx, &service(cx, "Horizon"), &["PRG"], [0.0, 0.0, 0.0])?;
                let offer = offer(cx, other, w.here, Opens::Groups, None)?;
                group(cx, offer, later, 8).map(|_| ())
            })
            .unwrap();
        let nia = person(&house, Some("F"), Some(date(1990, 2, 3)));
        kept(&house, &w, &nia);
        ordered_saying(&house, &w, &nia, Some("To attend the HORIZON programme"));
        assert_eq!(rows::<StartPromise>(&house)[0].promised_on, later);
    });
}
