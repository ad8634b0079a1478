//! The door of the court room on both databases: record, repeat, change, delete.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use jiff::civil::date;
use kernel::{Date, MessageId, PersonId, PersonKeys};
use law::{Law, Term};
use migrations::trial::{Rooms, on_both};
use sentences::*;
use store::{Asker, Cx, House};
use uuid::Uuid;

const TODAY: Date = date(2026, 11, 22);

fn on_each(test: impl Fn(&House)) {
    on_both(&Rooms::with(&[TABLES]), TODAY, |house| test(&house.with_part(Law::shipped())));
}

fn somebody() -> PersonKeys {
    PersonKeys::alone(PersonId(Uuid::from_u128(1)))
}

fn write<T>(house: &House, work: impl FnMut(&mut Cx<'_>) -> store::Result<T>) -> T {
    house.write(&Asker::system("test"), work).unwrap()
}

fn take(house: &House, matter: &CourtMatter) -> FromCourt {
    write(house, |cx| record_from_court(cx, &somebody(), matter))
}

fn order_of(house: &House) -> OrderWithParts {
    house.read(&Asker::system("test"), |cx| Ok(orders(cx, &somebody())?.remove(0))).unwrap()
}

fn supervised(house: &House) -> bool {
    house.read(&Asker::system("test"), |cx| supervision(cx, &somebody())).unwrap().is_some()
}

/// A community order for theft: 100 hours of unpaid work and 20 days of rehabilitation activity.
fn matter() -> CourtMatter {
    let requirement = |key: &str, kind: &str, length| SentRequirement {
        key: key.into(),
        kind: kind.into(),
        length: Some(length),
        ..SentRequirement::default()
    };
    CourtMatter {
        key: "case-1".into(),
        event: None,
        message: MessageId(Uuid::from_u128(9)),
        arrived_on: date(2026, 11, 20),
        court_id: None,
        court_name: Some("Zenith Magistrates' Court".into()),
        offences: vec![SentOffence { key: "offence-1".into(), title: "Theft".into(), ..SentOffence::default() }],
        orders: vec![SentOrder {
            key: "order-1".into(),
            sentence: "CO".into(),
            made_on: date(2026, 11, 19),
            starts_on: None,
            ends_on: Some(date(2027, 11, 18)),
            custody_term: None,
            operational_period: None,
            supervision_period: None,
            notes: None,
            requirements: vec![
                requirement("upw-1", "UPW", Term::hours(100)),
                requirement("rar-1", "RAR", Term::days(20)),
            ],
        }],
        deleted: Vec::new(),
        dropped: Vec::new(),
    }
}

#[test]
fn the_same_matter_twice_changes_nothing() {
    on_each(|house| {
        let first = take(house, &matter());
        assert!(first.opened);
        assert_eq!(first.changes.len(), 4, "{:?}", first.changes);
        let entries =
            || house.read(&Asker::system("test"), |cx| cx.count("SELECT count(*) FROM ledger_entry", &[])).unwrap();
        let before = entries();
        let second = take(house, &matter());
        assert!(second.is_unchanged());
        assert_eq!((second.event, second.orders), (first.event, first.orders));
        assert_eq!(entries(), before, "nothing written, no entry");
        assert!(supervised(house));
        assert_eq!(order_of(house).order.arrived_on, date(2026, 11, 20));
    });
}

#[test]
fn a_reshare_changes_what_the_court_changed_and_keeps_what_people_amended() {
    on_each(|house| {
        take(house, &matter());
        let order = order_of(house).order;
        let amendment = OrderAmendment { ends_on: Some(date(2028, 1, 31)), ..OrderAmendment::default() };
        write(house, |cx| amend_order(cx, &somebody(), order.id, &amendment, None, "Extended by the court"));
        let mut reshared = matter();
        reshared.orders[0].requirements[0].length = Some(Term::hours(120));
        let took = take(house, &reshared);
        assert_eq!(took.changes, ["Requirement changed: Unpaid work, 100 hours to 120 hours"]);
        let now = order_of(house);
        assert_eq!(now.order.end(), Some(date(2028, 1, 31)));
        assert_eq!(now.requirements[0].requirement.length, Some(Length(Term::hours(120))));
    });
}

#[test]
fn what_the_court_deletes_is_gone_and_comes_back_when_sent_again() {
    on_each(|house| {
        take(house, &matter());
        let mut without = matter();
        without.orders[0].requirements.remove(1);
        assert!(take(house, &without).is_unchanged(), "absence alone deletes nothing");
        without.deleted = vec!["rar-1".into()];
        assert_eq!(take(house, &without).changes, ["Deleted by the court: requirement Rehabilitation activity"]);
        assert!(take(house, &without).is_unchanged());
        let deleted =
            CourtMatter { offences: Vec::new(), orders: Vec::new(), deleted: vec!["order-1".into()], ..matter() };
        take(house, &deleted);
        assert!(!supervised(house));
        take(house, &matter());
        assert!(supervised(house));
        assert_eq!(order_of(house).requirements.iter().filter(|r| r.requirement.is_open()).count(), 2);
    });
}

#[test]
fn a_result_after_a_report_request_goes_to_its_event() {
    on_each(|house| {
        let event = write(house, |cx| {
            let new = NewEvent {
                origin: Origin::PreSentence,
                referred_on: date(2026, 10, 1),
                taken_on: Some(date(2026, 10, 1)),
                court_id: None,
                court_name: None,
                notes: None,
                source_key: Some("case-1".into()),
            };
            open_event(cx, &somebody(), &new)
        });
        let took = take(house, &matter());
        assert_eq!((took.event, took.opened), (event, false));
        let supervision = house.read(&Asker::system("test"), |cx| supervision(cx, &somebody())).unwrap().unwrap();
        assert_eq!(supervision.basis, Basis::Order);
    });
}

#[test]
fn an_order_beyond_every_limit_is_recorded_as_made() {
    on_each(|house| {
        let mut beyond = matter();
        beyond.orders[0].ends_on = Some(date(2020, 1, 1));
        beyond.orders[0].requirements[0].length = Some(Term::hours(900));
        beyond.orders[0].requirements[1].kind = "ZZ9".into();
        take(house, &beyond);
        let parts = order_of(house);
        let rules: Vec<_> = warnings(&Law::shipped(), &parts, &[], None).into_iter().map(|w| w.rule).collect();
        assert_eq!(rules, ["end-before-made", "requirement-length"]);
    });
}
