//! Supervision meetings of staff: recorded by the manager, seen by the two alone, with actions until their outcome.

use crate::workload::call_json_as;
use crate::world::{World, on_each};
use kernel::Permission;
use serde_json::json;
use std::sync::Arc;
use store::{Asker, Failure, House};
use web::{Act, Answer, Method, Reply, Request, Route};

const ALL: &str = "/staff/{code}/meetings";
const NEW: &str = "/staff/{code}/meetings/new";
const ONE: &str = "/staff/{code}/meetings/{meeting}";
const AMEND: &str = "/staff/{code}/meetings/{meeting}/amend";
const PROMISE: &str = "/staff/{code}/meetings/{meeting}/actions/new";
const FINISH: &str = "/staff/{code}/meetings/actions/{action}";

fn call(
    house: &House,
    asker: &Asker,
    method: Method,
    route: &str,
    params: &[(&str, &str)],
    pairs: &[(&str, &str)],
) -> Answer {
    let routes: Vec<Route> = caseload::routes();
    let found = routes.iter().find(|r| r.method == method && r.path == route).unwrap_or_else(|| panic!("no {route}"));
    let req = Request::to(route, params, pairs);
    match found.act {
        Act::Read(read) => house.read(asker, |cx| read(cx, &req)),
        Act::Write(write) => house.write(asker, |cx| write(cx, &req)),
        Act::Steps(_) => panic!("{route} is no plain route"),
    }
}

fn get(house: &House, asker: &Asker, route: &str, params: &[(&str, &str)]) -> String {
    match call(house, asker, Method::Get, route, params, &[]) {
        Ok(Reply::Page { html, status: 200 }) => html,
        Ok(Reply::Json { value, .. }) => value.to_string(),
        other => panic!("{route}: {other:?}"),
    }
}

fn post(house: &House, asker: &Asker, route: &str, params: &[(&str, &str)], pairs: &[(&str, &str)]) -> String {
    match call(house, asker, Method::Post, route, params, pairs) {
        Ok(Reply::SeeOther { to, .. }) => to,
        other => panic!("{route}: {other:?}"),
    }
}

fn refused(answer: Answer) -> Vec<&'static str> {
    match answer {
        Err(Failure::Refused(no)) => no.0.into_iter().map(|r| r.code).collect(),
        other => panic!("not refused: {other:?}"),
    }
}

/// Somebody who oversees nobody.
fn officer(w: &World, n: usize) -> Asker {
    let all = w.officer(n);
    let permissions = all.permissions.iter().copied().filter(|p| *p != Permission::Oversee).collect();
    Asker { actor: all.actor, permissions: Arc::new(permissions) }
}

fn held<'a>(day: &'a str, discussed: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("held_on-day", day),
        ("held_on-month", "11"),
        ("held_on-year", "2026"),
        ("discussed", discussed),
        ("next_on-day", "21"),
        ("next_on-month", "12"),
        ("next_on-year", "2026"),
    ]
}

fn recorded(house: &House, w: &World) -> String {
    let code = w.code(1);
    let to = post(house, &w.officer(6), NEW, &[("code", &code)], &held("20", "Three cases, and leave in May"));
    to.rsplit('/').next().unwrap().to_owned()
}

#[test]
fn a_meeting_is_seen_by_the_two_who_met_and_by_no_colleague() {
    on_each(|house, w| {
        let code = w.code(1);
        let (own, manager) = (officer(&w, 1), w.officer(6));
        let id = recorded(&house, &w);
        let at = [("code", code.as_str()), ("meeting", id.as_str())];
        for asker in [&own, &manager] {
            assert!(get(&house, asker, ALL, &at[..1]).contains("Three cases"));
            assert!(get(&house, asker, ONE, &at).contains("Officer 6"));
        }
        let colleague = call(&house, &officer(&w, 2), Method::Get, ALL, &at[..1], &[]);
        assert!(matches!(colleague, Err(Failure::Forbidden(_))), "{colleague:?}");
        let own_page = get(&house, &own, ONE, &at);
        assert!(!own_page.contains("Add an action"), "{own_page}");
        let staff = get(&house, &own, "/staff/{code}", &at[..1]);
        assert!(staff.contains("Supervision meetings and their actions"), "{staff}");
    });
}

#[test]
fn a_meeting_is_not_recorded_ahead_nor_with_oneself() {
    on_each(|house, w| {
        let (code, manager) = (w.code(1), w.officer(6));
        let ahead = call(&house, &manager, Method::Post, NEW, &[("code", &code)], &held("24", "Cases"));
        assert_eq!(refused(ahead), ["ahead"]);
        let own = call(&house, &w.officer(1), Method::Post, NEW, &[("code", &code)], &held("20", "Cases"));
        assert_eq!(refused(own), ["own_meeting"]);
        assert!(get(&house, &manager, NEW, &[("code", &code)]).contains("Officer Numbera"));
    });
}

#[test]
fn an_action_stays_open_until_its_owner_says_what_became_of_it() {
    on_each(|house, w| {
        let (code, manager) = (w.code(1), w.officer(6));
        let id = recorded(&house, &w);
        let at = [("code", code.as_str()), ("meeting", id.as_str())];
        let owner = w.staff(1).to_string();
        let other = w.staff(3).to_string();
        let action = |owner: &str| {
            vec![
                ("what".to_owned(), "Ask the police about X000001".to_owned()),
                ("owner".to_owned(), owner.to_owned()),
                ("due_on-day".to_owned(), "27".to_owned()),
                ("due_on-month".to_owned(), "11".to_owned()),
                ("due_on-year".to_owned(), "2026".to_owned()),
            ]
        };
        let pairs = |all: &[(String, String)]| -> Vec<(String, String)> { all.to_vec() };
        let send = |owner: &str| {
            let all = pairs(&action(owner));
            let borrowed: Vec<(&str, &str)> = all.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            call(&house, &manager, Method::Post, PROMISE, &at, &borrowed)
        };
        assert_eq!(refused(send(&other)), ["not_of_the_meeting"]);
        assert!(get(&house, &manager, PROMISE, &at).contains("Officer 6"));
        send(&owner).unwrap();
        house.clock().move_to(kernel::date(2026, 11, 30));
        let own = officer(&w, 1);
        let page = get(&house, &own, ALL, &at[..1]);
        assert!(page.contains("Ask the police") && page.contains("Past its day"), "{page}");
        let action = page.split("/meetings/actions/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let finish = [("code", code.as_str()), ("action", action.as_str())];
        assert!(get(&house, &own, FINISH, &finish).contains("Ask the police"));
        let done = [
            ("done_on-day", "30"),
            ("done_on-month", "11"),
            ("done_on-year", "2026"),
            ("outcome", "They know nothing"),
        ];
        assert_eq!(refused(call(&house, &own, Method::Post, FINISH, &finish, &done[..3])), ["missing"]);
        post(&house, &own, FINISH, &finish, &done);
        assert!(get(&house, &own, ALL, &at[..1]).contains("Nothing is open"));
        assert!(get(&house, &own, ONE, &at).contains("They know nothing"));
        let again = call(&house, &own, Method::Post, FINISH, &finish, &done);
        assert_eq!(refused(again), ["already_done"]);
    });
}

#[test]
fn what_is_put_right_says_why_and_never_overwrites_what_somebody_else_changed() {
    on_each(|house, w| {
        let (code, manager) = (w.code(1), w.officer(6));
        let id = recorded(&house, &w);
        let at = [("code", code.as_str()), ("meeting", id.as_str())];
        let form = get(&house, &manager, AMEND, &at);
        assert!(
            form.contains("Three cases, and leave in May") && form.contains("name=\"version\" value=\"1\""),
            "{form}"
        );
        let amend = |version: &str, words: &str| {
            let mut pairs = held("20", "");
            pairs[3].1 = words;
            pairs.extend([("version", version), ("why", "A case was left out")]);
            call(&house, &manager, Method::Post, AMEND, &at, &pairs)
        };
        amend("1", "Four cases").unwrap();
        let stale = amend("1", "Five cases");
        assert!(matches!(stale, Err(Failure::Stale(_))), "{stale:?}");
        let page = get(&house, &manager, ONE, &at);
        assert!(page.contains("Four cases") && page.contains("A case was left out"), "{page}");
        let api = get(&house, &manager, "/api/v1/staff/{code}/meetings", &at[..1]);
        assert!(api.contains("\"version\":2") && api.contains("Four cases"), "{api}");
    });
}

#[test]
fn open_actions_stand_in_my_work_of_whoever_does_them_and_overdue_ones_in_the_managers() {
    on_each(|house, w| {
        let (meeting, code) = (recorded(&house, &w), w.code(1));
        let manager = w.officer(6);
        let one = [("code", code.as_str()), ("meeting", meeting.as_str())];
        let body = json!({"what": "Read the contacts again", "owner": code, "due_on": "2026-11-24"});
        let path = "/api/v1/staff/{code}/meetings/{meeting}/actions";
        let made = call_json_as(&house, &manager, Method::Post, path, &one, &body);
        let shown = |n: usize| {
            let asker = officer(&w, n);
            house
                .read(&asker, |cx| caseload::meeting_panel(cx, w.staff(n), 10))
                .unwrap()
                .map(|(p, late)| (p.into_string(), late))
        };
        let (panel, late) = shown(1).unwrap();
        assert!(panel.contains("Read the contacts again") && panel.contains("You") && late == 0, "{panel}");
        assert!(shown(6).is_none(), "it is not the manager's, and in time");
        house.clock().move_to(kernel::date(2026, 11, 25));
        assert_eq!(shown(1).map(|(_, late)| late), Some(1));
        let (panel, late) = shown(6).unwrap();
        assert!(panel.contains("Officer Numbera") && panel.contains("Past its day") && late == 1, "{panel}");
        assert!(shown(2).is_none(), "nobody else sees it");
        let id = made["id"].as_str().unwrap();
        let open = call_json_as(
            &house,
            &officer(&w, 1),
            Method::Get,
            "/api/v1/staff/{code}/meeting-actions",
            &one[..1],
            &json!({}),
        );
        assert_eq!((open["items"][0]["id"].as_str(), open["items"][0]["overdue"].as_bool()), (Some(id), Some(true)));
        let at = [("code", code.as_str()), ("action", id)];
        let body = json!({"done_on": "2026-11-25", "outcome": "Read"});
        let path = "/api/v1/staff/{code}/meeting-actions/{action}/outcome";
        call_json_as(&house, &officer(&w, 1), Method::Post, path, &at, &body);
        assert!(shown(1).is_none() && shown(6).is_none());
        let body = json!({"held_on": "2026-11-20", "discussed": "Four cases", "why": "One was left out", "ifMatch": 1});
        let now = call_json_as(&house, &manager, Method::Put, "/api/v1/staff/{code}/meetings/{meeting}", &one, &body);
        assert_eq!((now["discussed"].as_str(), now["version"].as_i64()), (Some("Four cases"), Some(2)));
    });
}
