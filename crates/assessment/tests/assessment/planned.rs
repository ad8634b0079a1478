//! Plans on both databases: goals and actions, what is late and on whose list, the person's own words, home visits that
//! the log makes, and the plan as it was signed.

use crate::asked::{due, held};
use crate::calls::{call, get, post, read, refused};
use crate::story::keys;
use crate::world::{World, asker, on_each};
use assessment::plans::{self, Plan};
use assessment::{DueKind, DueQuery, DueScope};
use contacts::NewContact;
use domain_events::DomainEvent;
use kernel::{AssessmentId, date};
use store::{Failure, House};
use web::Method;

const PLAN: &str = "/people/{crn}/plan";
const GOAL: &str = "/people/{crn}/plan/goals/new";
const ACTION: &str = "/people/{crn}/plan/goals/{id}/actions/new";
const PROGRESS: &str = "/people/{crn}/plan/actions/{id}/progress";
const AGREE: &str = "/people/{crn}/plan/agreement";
const RISK: &str = "/people/{crn}/plan/risk";
const VISIT: &str = "/people/{crn}/plan/visits/new";

fn plan(house: &House, crn: &str) -> Plan {
    let keys = keys(house, crn);
    read(house, |cx| plans::plan(cx, &keys))
}

fn with_goal(house: &House, w: World, crn: &str) -> String {
    let facts = [("need", "accommodation"), ("aim", "A home of my own"), ("measure", "A tenancy in my name")];
    post(house, &w.officer(1), GOAL, &[("crn", crn)], &facts);
    let id = plan(house, crn).goals[0].goal.id.to_string();
    let facts = [("what", "Register with Zedbury housing"), ("who", "person"), ("by", "27/11/2026")];
    post(house, &w.officer(1), ACTION, &[("crn", crn), ("id", &id)], &facts);
    id
}

#[test]
fn an_action_past_its_date_is_on_the_officers_and_the_managers_lists_until_it_is_done() {
    on_each(|house, w: World| {
        let crn = w.person(&house, "Ffion", "Bell");
        held(&house, w, &crn, 1);
        with_goal(&house, w, &crn);
        house.clock().move_to(date(2026, 11, 27));
        assert!(due(&house, w, 1, DueKind::Action).is_empty(), "on its day it is not late");
        house.clock().move_to(date(2026, 11, 28));
        assert_eq!(due(&house, w, 1, DueKind::Action)[0].words, "Register with Zedbury housing");
        let teams = DueScope::Teams(vec![w.team]);
        let query = DueQuery { kind: None, late: true, page: 0, per_page: 10 };
        assert_eq!(read(&house, |cx| assessment::due_list(cx, &teams, query)).total, 1);
        let page = get(&house, &w.officer(1), "/reviews", &[]);
        assert!(page.contains("Register with Zedbury housing") && page.contains("Overdue"), "{page}");
        let keys = keys(&house, &crn);
        let lines = read(&house, |cx| assessment::attention(cx, &keys));
        assert!(lines[0].words.starts_with("1 action past its date, since 27 November 2026"), "{lines:?}");
        let action = plan(&house, &crn).goals[0].actions[0].action.id.to_string();
        let at = [("crn", crn.as_str()), ("id", action.as_str())];
        let moved = [("what", "moved"), ("on", "28/11/2026"), ("words", "The office was shut")];
        assert_eq!(refused(call(&house, &w.officer(1), Method::Post, PROGRESS, &at, &moved)), ["missing"]);
        let moved = [&moved[..], &[("new_day", "1/12/2026")]].concat();
        post(&house, &w.officer(1), PROGRESS, &at, &moved);
        assert!(due(&house, w, 1, DueKind::Action).is_empty());
        house.clock().move_to(date(2026, 12, 2));
        assert_eq!(due(&house, w, 1, DueKind::Action)[0].due, date(2026, 12, 1));
        let done = [("what", "done"), ("on", "2/12/2026"), ("words", "Registered"), ("movement", "better")];
        post(&house, &w.officer(1), PROGRESS, &at, &done);
        assert!(due(&house, w, 1, DueKind::Action).is_empty());
    });
}

#[test]
fn what_the_person_says_stands_in_their_own_words_and_on_the_page_that_they_are_given() {
    on_each(|house, w: World| {
        let (crn, one) = (w.person(&house, "Ffion", "Bell"), w.officer(1));
        with_goal(&house, w, &crn);
        let said = [("own_words", "I want my own door, not a hostel"), ("agreed", "in-part"), ("on", "23/11/2026")];
        assert_eq!(refused(call(&house, &one, Method::Post, AGREE, &[("crn", &crn)], &said)), ["no_reason"]);
        let said = [&said[..], &[("reason", "Does not want the date; moved to Friday")]].concat();
        post(&house, &one, AGREE, &[("crn", &crn)], &said);
        let page = get(&house, &one, PLAN, &[("crn", &crn)]);
        assert!(page.contains("I want my own door") && page.contains("Agrees in part"), "{page}");
        let printed = get(&house, &one, "/people/{crn}/plan/print", &[("crn", &crn)]);
        assert!(printed.contains("Where I live") && printed.contains("I do this"), "{printed}");
        assert!(!printed.contains("Risk management"), "risk to others is not on the person's page");
    });
}

#[test]
fn a_home_visit_is_made_by_the_log_and_open_again_when_the_log_takes_it_back() {
    on_each(|house, w: World| {
        let (crn, one) = (w.person(&house, "Ffion", "Bell"), w.officer(1));
        let keys = keys(&house, &crn);
        let facts = [("by", "30/11/2026"), ("purpose", "See where she lives"), ("precautions", "Two staff; a dog")];
        post(&house, &one, VISIT, &[("crn", &crn)], &facts);
        let office = NewContact {
            outcome: Some("ATTC".into()),
            staff: one.actor.staff(),
            place: Some("Hall".into()),
            ..NewContact::of("COAP", date(2026, 11, 20))
        };
        let visit = NewContact { place: None, ..NewContact { contact_type: "CHVS".into(), ..office.clone() } };
        let time =
            |c: &NewContact| c.clone().at(kernel::Time::constant(10, 0, 0, 0), kernel::Time::constant(10, 30, 0, 0));
        house.write(&one, |cx| contacts::record(cx, &keys, time(&office))).unwrap();
        assert!(plan(&house, &crn).visits[0].is_open(), "seen at the office is not seen at home");
        let made = house.write(&one, |cx| contacts::record(cx, &keys, time(&visit))).unwrap();
        let closed = plan(&house, &crn).visits[0].closed().cloned().unwrap();
        assert_eq!(closed.contact_id, Some(made.id));
        house
            .write(&one, |cx| contacts::correct_outcome(cx, &keys, made.id, None, "He was not at home after all", None))
            .map(|_| ())
            .unwrap();
        assert!(plan(&house, &crn).visits[0].is_open());
    });
}

#[test]
fn the_risk_management_plan_is_written_whole_and_a_colleagues_is_not_written_over_unseen() {
    on_each(|house, w: World| {
        let (crn, one) = (w.person(&house, "Ffion", "Bell"), w.officer(1));
        let parts = ["supervision", "monitoring", "interventions", "victim_safety"].map(|p| (p, "Weekly"));
        let no = refused(call(&house, &one, Method::Post, RISK, &[("crn", &crn)], &parts));
        assert_eq!(no, ["missing"], "contingency");
        let whole = [&parts[..], &[("contingency", "If he is seen near the school: the police the same day")]].concat();
        post(&house, &one, RISK, &[("crn", &crn)], &whole);
        let again = call(&house, &w.officer(2), Method::Post, RISK, &[("crn", &crn)], &whole);
        assert!(matches!(again, Err(Failure::Stale(_))), "{again:?}");
    });
}

#[test]
fn a_signed_assessment_keeps_the_plan_as_it_was_and_then_says_which_needs_have_not_moved() {
    on_each(|house, w: World| {
        let crn = w.person(&house, "Ffion", "Bell");
        with_goal(&house, w, &crn);
        let keys = keys(&house, &crn);
        house
            .write(&asker(), |cx| {
                let (assessment, on) = (cx.new_id::<AssessmentId>(), cx.today());
                let (person, kind) = (keys.survivor, "initial".into());
                cx.tell(&DomainEvent::AssessmentSigned { person, assessment, on, kind })
            })
            .unwrap();
        let kept = plan(&house, &crn).versions;
        assert_eq!(kept[0].body["goals"][0]["actions"][0]["what"], "Register with Zedbury housing");
        assert_eq!(read(&house, |cx| plans::unmoved_needs(cx, &keys)), ["accommodation"]);
        let page = get(&house, &w.officer(1), PLAN, &[("crn", &crn)]);
        assert!(page.contains("Not moved since the last review"), "{page}");
        house.clock().move_to(date(2026, 11, 24));
        let action = plan(&house, &crn).goals[0].actions[0].action.id.to_string();
        let done = [("what", "done"), ("on", "24/11/2026"), ("words", "Registered")];
        post(&house, &w.officer(1), PROGRESS, &[("crn", &crn), ("id", &action)], &done);
        assert!(read(&house, |cx| plans::unmoved_needs(cx, &keys)).is_empty());
    });
}
