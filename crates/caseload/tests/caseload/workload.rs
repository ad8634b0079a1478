//! Pages and calls of tiers and workload, made by hand: weighing an allocation, proposals, fewer hours, moving many people
//! at once, and what another service gets.

use crate::pages::{allocate, call_as, get, hidden, post, refused};
use crate::world::{asker, on_each};
use serde_json::json;
use store::{Asker, House};
use web::{Act, Ask, Method, Reply, Request, Route};

#[test]
fn what_is_not_known_when_a_person_is_allocated_is_kept_with_what_is_still_needed() {
    on_each(|house, w| {
        let crn = w.person(&house, "Ffion", "Bell");
        let page = get(&house, "/allocate/{crn}", &[("crn", &crn)]);
        assert!(page.contains("The facts speak for") && page.contains("with this person"), "{page}");
        let (seen, code) = (hidden(&page, "seen"), w.code(2));
        let base = [("officer", code.as_str()), ("seen", seen.as_str()), ("reason", "IN1")];
        let send = |more: &[(&str, &str)]| {
            call_as(
                &house,
                &asker(),
                Method::Post,
                "/allocate/{crn}/confirm",
                &[("crn", &crn)],
                &[&base, more].concat(),
            )
        };
        assert_eq!(refused(send(&[])), ["missing"], "whether everything is known must be said");
        assert_eq!(refused(send(&[("certain", "no")])), ["missing"; 4]);
        let done = send(&[
            ("certain", "no"),
            ("known", "The order and the address"),
            ("not_known", "What the police know"),
            ("done_to_find", "Asked on Friday"),
            ("need1", "Answer of the police"),
            ("from1", "Aldermere police"),
            ("by1-day", "30"),
            ("by1-month", "11"),
            ("by1-year", "2026"),
        ]);
        assert!(matches!(done, Ok(Reply::SeeOther { .. })), "{done:?}");
        let page = get(&house, "/people/{crn}/responsibility", &[("crn", &crn)]);
        assert!(page.contains("What the police know") && page.contains("Aldermere police"), "{page}");
    });
}

#[test]
fn a_tier_is_shown_with_its_working_proposed_and_ended_through_forms() {
    on_each(|house, w| {
        let crn = w.person(&house, "Ffion", "Bell");
        let page = get(&house, "/people/{crn}/tiers", &[("crn", &crn)]);
        assert!(page.contains("How the two-part tier came about") && page.contains("D0"), "{page}");
        let result = page
            .split("/tiers/")
            .find_map(|part| part.get(..36).filter(|id| id.parse::<uuid::Uuid>().is_ok()))
            .unwrap()
            .to_owned();
        let one = get(&house, "/people/{crn}/tiers/{result}", &[("crn", &crn), ("result", &result)]);
        assert!(one.contains("Version 2026-04"), "{one}");
        post(
            &house,
            "/people/{crn}/tiers/propose",
            &[("crn", &crn)],
            &[("tier", "C"), ("reason", "Much is happening")],
        );
        let page = get(&house, "/people/{crn}/tiers", &[("crn", &crn)]);
        assert!(page.contains("Waits for a manager"), "{page}");
        post(&house, "/people/{crn}/tier", &[("crn", &crn)], &[("tier", "B"), ("reason", "Threats")]);
        let page = get(&house, "/people/{crn}/tiers", &[("crn", &crn)]);
        assert!(page.contains("Overtaken by another decision"), "{page}");
        get(&house, "/people/{crn}/tiers/end", &[("crn", &crn)]);
        post(&house, "/people/{crn}/tiers/end", &[("crn", &crn)], &[("reason", "Assessed")]);
    });
}

#[test]
fn fewer_hours_and_what_is_put_back_are_recorded_through_forms() {
    on_each(|house, w| {
        let code = w.code(1);
        let at = [("code", code.as_str())];
        get(&house, "/staff/{code}/reductions/new", &at);
        let pairs = [
            ("reason", "CRT"),
            ("hours", "18.5"),
            ("first_day-day", "23"),
            ("first_day-month", "11"),
            ("first_day-year", "2026"),
        ];
        post(&house, "/staff/{code}/reductions/new", &at, &pairs);
        let page = get(&house, "/staff/{code}", &at);
        assert!(page.contains("1088") && page.contains("Court duty") && page.contains("18.5 of 37"), "{page}");
        get(&house, "/staff/{code}/put-back", &at);
        let pairs = [
            ("what", "Two home visits"),
            ("why", "Covering for a colleague"),
            ("until-day", "7"),
            ("until-month", "12"),
            ("until-year", "2026"),
            ("agreed_by", "Head of unit"),
        ];
        post(&house, "/staff/{code}/put-back", &at, &pairs);
        let page = get(&house, "/staff/{code}", &at);
        assert!(page.contains("Two home visits") && page.contains("Head of unit"), "{page}");
        let reduction = page.split("/reductions/").nth(1).and_then(|p| p.get(..36)).unwrap().to_owned();
        let at = [("code", code.as_str()), ("reduction", reduction.as_str())];
        get(&house, "/staff/{code}/reductions/{reduction}/take-back", &at);
        post(&house, "/staff/{code}/reductions/{reduction}/take-back", &at, &[("reason", "A slip"), ("version", "1")]);
        let page = get(&house, "/staff/{code}", &[("code", &code)]);
        assert!(page.contains("2176") && page.contains("A slip"), "{page}");
    });
}

#[test]
fn a_team_shows_its_capacity_what_an_absence_would_do_and_need_without_risk() {
    on_each(|house, w| {
        let crn = w.person(&house, "Ffion", "Bell");
        allocate(&house, &w, &crn, 1, "IN1");
        let page = get(&house, "/team/capacity", &[]);
        assert!(page.contains("29") && page.contains("2176") && page.contains("Spread"), "{page}");
        let needs = get(&house, "/team/needs", &[]);
        assert!(needs.contains("Nobody now"), "{needs}");
        let run = get(&house, "/tiers", &[]);
        assert!(run.contains("No run yet"), "{run}");
        post(&house, "/tiers", &[], &[]);
        let jobs = std::iter::from_fn(|| house.claim_job(uuid::Uuid::from_u128(1)).unwrap());
        for job in jobs {
            let done = if job.kind == caseload::TIER_JOB { caseload::run_tier_job(&house, &job.body) } else { Ok(()) };
            house.close_job(&job, done.map_err(|e| e.to_string())).unwrap();
        }
        let run = get(&house, "/tiers", &[]);
        assert!(run.contains("1 of 1") && !run.contains("Going on"), "{run}");
    });
}

#[test]
fn a_program_takes_back_hours_puts_back_work_and_reads_records_and_capacities() {
    on_each(|house, w| {
        let code = w.code(1);
        let at = [("code", code.as_str())];
        let less = json!({"reason": "CRT", "hundredths": 740, "first_day": "2026-11-23"});
        call_json(&house, Method::Post, "/api/v1/staff/{code}/reductions", &at, &less);
        let all = call_json(&house, Method::Get, "/api/v1/staff/{code}/reductions", &at, &json!({}));
        let id = all["items"][0]["id"].as_str().unwrap().to_owned();
        let path = "/api/v1/staff/{code}/reductions/{reduction}/take-back";
        let both = [("code", code.as_str()), ("reduction", id.as_str())];
        let back = call_json(&house, Method::Post, path, &both, &json!({"reason": "A slip", "ifMatch": 1}));
        assert_eq!(back["taken_back_why"], "A slip");
        let work = json!({"what": "Two visits", "why": "Full", "until": "2026-12-07", "agreed_by": "Head of unit"});
        call_json(&house, Method::Post, "/api/v1/staff/{code}/put-back", &at, &work);
        let all = call_json(&house, Method::Get, "/api/v1/staff/{code}/put-back", &at, &json!({}));
        assert_eq!(
            (all["items"][0]["what"].as_str(), all["items"][0]["available"].as_i64()),
            (Some("Two visits"), Some(2176))
        );
        let crn = w.person(&house, "Ffion", "Bell");
        allocate(&house, &w, &crn, 1, "IN1");
        let records =
            call_json(&house, Method::Get, "/api/v1/people/{crn}/allocation-records", &[("crn", &crn)], &json!({}));
        assert_eq!(records["items"][0]["officer"], json!(code));
        for (path, of) in [("/api/v1/teams/{code}/high-need", "R01A01"), ("/api/v1/units/{code}/high-need", "R01A")] {
            let found = call_json(&house, Method::Get, path, &[("code", of)], &json!({}));
            assert_eq!(found, json!({ "items": [] }), "nobody is assessed here");
        }
        for (path, of) in [("/api/v1/teams/{code}/capacity", "R01A01"), ("/api/v1/units/{code}/capacity", "R01A")] {
            let full = call_json(&house, Method::Get, path, &[("code", of)], &json!({}));
            assert_eq!((full["points"].as_i64(), full["available"].as_i64()), (Some(29), Some(6 * 2176)), "{path}");
            assert_eq!(full["practitioners"].as_array().unwrap().len(), 6);
        }
    });
}

#[test]
fn another_service_posts_a_tier_or_a_workload_and_gets_the_working() {
    on_each(|house, w| {
        let tier = json!({"version": "v2", "gender": "MALE", "rsr": 7.2, "ogrs3TwoYear": 10,
            "registrations": [{"code": "RHRH", "date": "2026-05-01"}]});
        let answer = call_json(&house, Method::Post, "/api/v1/scores/tier", &[], &tier);
        assert_eq!((answer["tier"].as_str(), answer["protectPoints"].as_i64()), (Some("B0"), Some(20)));
        let load = json!({"grade": "PO", "cases": [{"location": "COMMUNITY", "tier": "B2"}]});
        let answer = call_json(&house, Method::Post, "/api/v1/scores/workload", &[], &load);
        assert_eq!(answer["totalPoints"], 115);
        assert_eq!(
            call_json(&house, Method::Post, "/api/v1/scores/workload", &[], &json!({}))["totalPoints"],
            json!(null)
        );
        let crn = w.person(&house, "Ffion", "Bell");
        let code = w.code(1);
        let proposal = json!({"tier": "C", "reason": "Much is happening"});
        let made = call_json(&house, Method::Post, "/api/v1/people/{crn}/tier-proposals", &[("crn", &crn)], &proposal);
        let id = made["id"].as_str().unwrap().to_owned();
        let waiting =
            |asked| call_json(&house, Method::Get, "/api/v1/approvals", &[], &asked)["items"].as_array().unwrap().len();
        assert_eq!(waiting(json!({})), 0, "a program has no teams and names none");
        assert_eq!(waiting(json!({"team": "R01A01"})), 1);
        let decision = json!({"decision": "confirm", "reason": "Agreed", "version": 1});
        let path = "/api/v1/people/{crn}/tier-proposals/{proposal}/decision";
        let decided = call_json(&house, Method::Post, path, &[("crn", &crn), ("proposal", &id)], &decision);
        assert_eq!(decided["state"], "confirmed");
        let tiers = call_json(&house, Method::Get, "/api/v1/people/{crn}/tiers", &[("crn", &crn)], &json!({}));
        assert_eq!((tiers["inForce"].as_str(), tiers["results"][0]["twoPart"].as_str()), (Some("C"), Some("D0")));
        let less = json!({"reason": "SICK", "hundredths": 3700, "first_day": "2026-11-23"});
        call_json(&house, Method::Post, "/api/v1/staff/{code}/reductions", &[("code", &code)], &less);
        let load = call_json(&house, Method::Get, "/api/v1/staff/{code}/workload", &[("code", &code)], &json!({}));
        assert_eq!(load["availablePoints"], 0);
    });
}

pub(crate) fn call_json(
    house: &House,
    method: Method,
    route: &str,
    params: &[(&str, &str)],
    body: &serde_json::Value,
) -> serde_json::Value {
    call_json_as(house, &asker(), method, route, params, body)
}

pub(crate) fn call_json_as(
    house: &House,
    asker: &Asker,
    method: Method,
    route: &str,
    params: &[(&str, &str)],
    body: &serde_json::Value,
) -> serde_json::Value {
    let routes: Vec<Route> = caseload::routes();
    let found = routes.iter().find(|r| r.method == method && r.path == route).unwrap_or_else(|| panic!("no {route}"));
    let req = Request::carrying(route, params, body);
    let req = match body.get("ifMatch").and_then(serde_json::Value::as_i64) {
        Some(version) => req.having_read(version),
        None => req,
    };
    let req = match body.get("team").and_then(serde_json::Value::as_str) {
        Some(team) => req.asking(&[("team", team)]),
        None => req,
    };
    let answer = match found.act {
        Act::Read(read) => house.read(asker, |cx| read(cx, &req)),
        Act::Write(write) => house.write(asker, |cx| write(cx, &req)),
        Act::Steps(steps) => steps(&Ask { house, asker, request: &req }),
    };
    match answer {
        Ok(Reply::Json { value, .. }) => value,
        other => panic!("{route}: {other:?}"),
    }
}
