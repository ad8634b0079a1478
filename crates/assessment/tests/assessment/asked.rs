//! Enquiries on both databases: sent, chased, answered, analysed; who reads an answer; what stands against signing.

use crate::calls::{call, get, post, read, refused, told};
use crate::story::keys;
use crate::world::{World, asker, on_each};
use assessment::{DueKind, DueQuery, DueScope, enquiries};
use domain_events::DomainEvent;
use kernel::{AllocationId, Permission, date};
use std::sync::Arc;
use store::{Asker, Failure, House};
use web::Method;

const ALL: &str = "/people/{crn}/enquiries";
const NEW: &str = "/people/{crn}/enquiries/new";
const ONE: &str = "/people/{crn}/enquiries/{id}";
const STEP: &str = "/people/{crn}/enquiries/{id}/{step}";

/// What is due of one kind on an officer's list today.
pub(crate) fn due(house: &House, w: World, n: usize, kind: DueKind) -> Vec<assessment::DueShown> {
    let scope = DueScope::Staff(w.officer(n).actor.staff().unwrap());
    let query = DueQuery { kind: Some(kind), late: false, page: 0, per_page: 50 };
    read(house, |cx| assessment::due_list(cx, &scope, query)).due
}

/// Tells that officer `n` holds the person.
pub(crate) fn held(house: &House, w: World, crn: &str, n: usize) {
    let (keys, staff) = (keys(house, crn), w.officer(n).actor.staff().unwrap());
    house
        .write(&asker(), |cx| {
            let (person, allocation, on) = (keys.survivor, cx.new_id::<AllocationId>(), cx.today());
            cx.tell(&DomainEvent::Allocated { person, allocation, staff, team: w.team, on })
        })
        .unwrap();
}

fn reader(of: &Asker) -> Asker {
    let kept = of.permissions.iter().copied().filter(|p| *p != Permission::ReadSensitive).collect();
    Asker { actor: of.actor.clone(), permissions: Arc::new(kept) }
}

#[test]
fn an_enquiry_is_chased_when_its_day_is_over_answered_and_analysed() {
    on_each(|house, w: World| {
        let (crn, one) = (w.person(&house, "Ffion", "Bell"), w.officer(1));
        held(&house, w, &crn, 1);
        let ask =
            [("kind", "police-domestic-abuse"), ("question", "Any call-outs to the home?"), ("sent_on", "23/11/2026")];
        assert_eq!(
            refused(call(&house, &one, Method::Post, NEW, &[("crn", &crn)], &ask[..2])),
            ["missing"],
            "the day it was sent"
        );
        post(&house, &one, NEW, &[("crn", &crn)], &ask);
        let keys = keys(&house, &crn);
        let id = read(&house, |cx| enquiries::enquiries(cx, &keys))[0].enquiry.id.to_string();
        let step = |step: &'static str| vec![("crn", crn.clone()), ("id", id.clone()), ("step", step.to_owned())];
        let to = |step: &[(&'static str, String)], pairs: &[(&str, &str)]| {
            let params: Vec<(&str, &str)> = step.iter().map(|(n, v)| (*n, v.as_str())).collect();
            post(&house, &one, STEP, &params, pairs)
        };
        assert!(due(&house, w, 1, DueKind::Enquiry).is_empty(), "five working days have not passed");
        house.clock().move_to(date(2026, 12, 1));
        assert_eq!(due(&house, w, 1, DueKind::Enquiry)[0].due, date(2026, 11, 30));
        assert!(get(&house, &one, ALL, &[("crn", &crn)]).contains("Chase it"));
        to(&step("chase"), &[("on", "1/12/2026"), ("words", "Rang the unit; they will answer by Friday")]);
        assert!(due(&house, w, 1, DueKind::Enquiry).is_empty());
        to(&step("answer"), &[("on", "1/12/2026"), ("words", "Three call-outs since May")]);
        assert_eq!(due(&house, w, 1, DueKind::UnreadAnswer).len(), 1);
        assert_eq!(told(&house, "enquiry.answered").len(), 1);
        to(&step("analyse"), &[("on", "1/12/2026"), ("words", "The risk to the partner is higher than was thought")]);
        assert!(due(&house, w, 1, DueKind::UnreadAnswer).is_empty());
    });
}

#[test]
fn what_an_answer_says_is_not_shown_to_those_who_may_not_read_what_is_sensitive() {
    on_each(|house, w: World| {
        let (crn, one) = (w.person(&house, "Ffion", "Bell"), w.officer(1));
        let keys = keys(&house, &crn);
        let ask = [("kind", "childrens-services"), ("question", "Is a child known?"), ("sent_on", "20/11/2026")];
        post(&house, &one, NEW, &[("crn", &crn)], &ask);
        let id = read(&house, |cx| enquiries::enquiries(cx, &keys))[0].enquiry.id.to_string();
        let at = [("crn", crn.as_str()), ("id", id.as_str()), ("step", "answer")];
        post(&house, &one, STEP, &at, &[("on", "23/11/2026"), ("words", "A child protection plan since March")]);
        let (may, may_not) = (get(&house, &one, ONE, &at[..2]), get(&house, &reader(&one), ONE, &at[..2]));
        assert!(may.contains("A child protection plan since March"));
        assert!(
            !may_not.contains("protection plan since March") && may_not.contains("is not shown to you"),
            "{may_not}"
        );
        let api = "/api/v1/people/{crn}/enquiries";
        assert!(!get(&house, &reader(&one), api, &at[..1]).contains("protection plan since March"));
        let log = read(&house, |cx| contacts::recent(cx, &keys, 10));
        assert!(log.iter().all(|s| s.notes.is_empty()), "the log does not tell it either");
        let analyse = [("crn", crn.as_str()), ("id", id.as_str()), ("step", "analyse")];
        let refused = call(&house, &reader(&one), Method::Get, STEP, &analyse, &[]);
        assert!(matches!(refused, Err(Failure::Forbidden(_))), "{refused:?}");
    });
}
