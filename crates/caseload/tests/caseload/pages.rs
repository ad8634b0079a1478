//! The pages and calls of the room, made by hand: from the unallocated list to a handover accepted, and an officer who
//! leaves. Each page renders, each form does what it says or comes back with words.

use crate::world::{TODAY, World, asker, on_each, on_each_hearing, tell_attended};
use access::trial::ByHand;
use kernel::date;
use serde_json::json;
use store::{Asker, Failure, House};
use web::{Answer, Method, Reply};

pub(crate) fn call_as(
    house: &House,
    asker: &Asker,
    method: Method,
    route: &str,
    params: &[(&str, &str)],
    pairs: &[(&str, &str)],
) -> Answer {
    ByHand::of(house, caseload::routes()).as_asker(asker).call(method, route, params, pairs)
}

pub(crate) fn get(house: &House, route: &str, params: &[(&str, &str)]) -> String {
    get_as(house, &asker(), route, params)
}

fn get_as(house: &House, asker: &Asker, route: &str, params: &[(&str, &str)]) -> String {
    match call_as(house, asker, Method::Get, route, params, &[]) {
        Ok(Reply::Page { html, status: 200 }) => html,
        Ok(Reply::Json { value, .. }) => value.to_string(),
        other => panic!("{route}: {other:?}"),
    }
}

pub(crate) fn post(house: &House, route: &str, params: &[(&str, &str)], pairs: &[(&str, &str)]) -> String {
    post_as(house, &asker(), route, params, pairs)
}

fn post_as(house: &House, asker: &Asker, route: &str, params: &[(&str, &str)], pairs: &[(&str, &str)]) -> String {
    match call_as(house, asker, Method::Post, route, params, pairs) {
        Ok(Reply::SeeOther { to, .. }) => to,
        other => panic!("{route}: {other:?}"),
    }
}

pub(crate) fn refused(answer: Answer) -> Vec<&'static str> {
    match answer {
        Err(Failure::Refused(no)) => no.0.into_iter().map(|r| r.code).collect(),
        other => panic!("not refused: {other:?}"),
    }
}

/// Allocates a person to an officer through the forms, as a manager who looked just now.
pub(crate) fn allocate(house: &House, w: &World, crn: &str, n: usize, reason: &str) -> String {
    let page = get(house, "/allocate/{crn}", &[("crn", crn)]);
    let seen = hidden(&page, "seen");
    let code = w.code(n);
    let to = post(house, "/allocate/{crn}", &[("crn", crn)], &[("officer", &code), ("seen", &seen)]);
    assert!(to.starts_with(&format!("/allocate/{crn}/confirm?officer={code}")), "{to}");
    let pairs =
        [("officer", code.as_str()), ("seen", &seen), ("reason", reason), ("note", "Lives near"), ("certain", "yes")];
    post(house, "/allocate/{crn}/confirm", &[("crn", crn)], &pairs)
}

pub(crate) fn hidden(page: &str, name: &str) -> String {
    let from = page.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or_else(|| panic!("no {name}"));
    from.split('"').next().unwrap_or_default().to_owned()
}

#[test]
fn a_case_is_allocated_in_three_pages_and_the_officer_sees_it() {
    on_each(|house, w| {
        let crn = w.person(&house, "Ffion", "Bell");
        let team = get(&house, "/team", &[]);
        assert!(team.contains("Ffion Bell") && team.contains("/allocate/"), "{team}");
        let confirm = get(&house, "/allocate/{crn}", &[("crn", &crn)]);
        assert!(confirm.contains("Officer Numberb"), "{confirm}");
        assert_eq!(allocate(&house, &w, &crn, 2, "IN1"), "/team");
        let staff = get(&house, "/staff/{code}", &[("code", &w.code(2))]);
        assert!(staff.contains("Ffion Bell"));
        let mine = get_as(&house, &w.officer(2), "/cases", &[]);
        assert!(mine.contains("Ffion Bell") && mine.contains("No tier"));
        let board = get_as(&house, &w.officer(2), "/board", &[]);
        assert!(board.contains("No tier recorded") && board.contains("Without a next contact"));
        let page = get(&house, "/people/{crn}/responsibility", &[("crn", &crn)]);
        assert!(page.contains("Lives near") && page.contains("1 officer"), "{page}");
    });
}

#[test]
fn the_second_of_two_managers_is_told_in_words() {
    on_each(|house, w| {
        let crn = w.person(&house, "Ffion", "Bell");
        let seen = hidden(&get(&house, "/allocate/{crn}", &[("crn", &crn)]), "seen");
        allocate(&house, &w, &crn, 1, "IN1");
        let code = w.code(2);
        let pairs = [("officer", code.as_str()), ("seen", &seen), ("reason", "IN1"), ("certain", "yes")];
        let late = call_as(&house, &asker(), Method::Post, "/allocate/{crn}/confirm", &[("crn", &crn)], &pairs);
        assert_eq!(refused(late), ["already_allocated"]);
    });
}

#[test]
fn an_officer_leaves_and_their_people_are_handed_over_and_met() {
    on_each(|house, w| {
        let crn = w.person(&house, "Ffion", "Bell");
        allocate(&house, &w, &crn, 1, "IN1");
        let leaving = [
            ("kind", "left"),
            ("first_day-day", "23"),
            ("first_day-month", "11"),
            ("first_day-year", "2026"),
            ("cover", &w.staff(3).to_string()),
            ("reason", "A new job"),
        ];
        get(&house, "/staff/{code}/absence", &[("code", &w.code(1))]);
        let to = post(&house, "/staff/{code}/absence", &[("code", &w.code(1))], &leaving);
        assert_eq!(to, format!("/staff/{}", w.code(1)));
        assert!(get_as(&house, &w.officer(3), "/cases", &[]).contains("Cover"));
        assert!(get(&house, "/team", &[]).contains("officer has left"));
        assert!(get(&house, "/staff/{code}/cover", &[("code", &w.code(1))]).contains("Officer Numberb"));
        let to = allocate(&house, &w, &crn, 2, "OFL");
        assert_eq!(to, "/team", "the officer who left can hand nothing over on a page of theirs");
        let form = get(&house, "/handover/{crn}/new", &[("crn", &crn)]);
        assert!(form.contains("Officer Numbera"), "{form}");
        let code = w.code(1);
        let begin = [("from", code.as_str()), ("met_by-day", "27"), ("met_by-month", "11"), ("met_by-year", "2026")];
        let to = post(&house, "/handover/{crn}/new", &[("crn", &crn)], &begin);
        assert_eq!(to, format!("/handover/{crn}"));
        let id =
            serde_json::from_str::<serde_json::Value>(&get(&house, "/api/v1/people/{crn}/handover", &[("crn", &crn)]))
                .unwrap()["id"]
                .as_str()
                .unwrap()
                .to_owned();
        for item in &caseload::shipped().unwrap().items {
            let params = [("crn", crn.as_str()), ("item", item.code.as_str())];
            get(&house, "/handover/{crn}/items/{item}", &params);
            let pairs = [("handover", id.as_str()), ("answer", "passed"), ("note", "In the record")];
            post(&house, "/handover/{crn}/items/{item}", &params, &pairs);
        }
        assert!(get_as(&house, &w.officer(2), "/handover/{crn}", &[("crn", &crn)]).contains("Accept the handover"));
        let to = post_as(&house, &w.officer(2), "/handover/{crn}/accept", &[("crn", &crn)], &[("handover", &id)]);
        assert_eq!(to, format!("/people/{crn}"));
        tell_attended(&house, &w, &crn, 1, TODAY, 2);
        assert!(get(&house, "/handover/{crn}", &[("crn", &crn)]).contains("No handover"), "closed when they met");
    });
}

#[test]
fn a_tier_a_judgement_and_an_interval_are_recorded_through_forms() {
    on_each(|house, w| {
        let crn = w.person(&house, "Ffion", "Bell");
        let params = [("crn", crn.as_str())];
        get(&house, "/people/{crn}/tier", &params);
        post(&house, "/people/{crn}/tier", &params, &[("tier", "C"), ("reason", "Assessed at court")]);
        let empty = call_as(&house, &asker(), Method::Post, "/people/{crn}/tier", &params, &[("tier", "Z")]);
        assert_eq!(refused(empty), ["not_a_choice", "missing"]);
        get(&house, "/people/{crn}/clock", &params);
        let stop = [
            ("clock", "next-contact"),
            ("effect", "stop"),
            ("until-day", "11"),
            ("until-month", "12"),
            ("until-year", "2026"),
            ("reason", "In hospital"),
        ];
        post(&house, "/people/{crn}/clock", &params, &stop);
        let page = get(&house, "/people/{crn}/responsibility", &params);
        assert!(page.contains("Stopped until 11 December 2026") && page.contains("In hospital"), "{page}");
        let id = page.split("/clock/").nth(1).and_then(|rest| rest.split('/').next()).unwrap().to_owned();
        let params = [("crn", crn.as_str()), ("judgement", id.as_str())];
        get(&house, "/people/{crn}/clock/{judgement}/withdraw", &params);
        post(&house, "/people/{crn}/clock/{judgement}/withdraw", &params, &[("why", "Discharged early")]);
        assert!(get(&house, "/people/{crn}/responsibility", &params).contains("Discharged early"));
        get(&house, "/policy/contact-intervals/new", &[]);
        let set = [
            ("tier", "C"),
            ("days", "10"),
            ("from-day", "1"),
            ("from-month", "12"),
            ("from-year", "2026"),
            ("reason", "Regional pilot"),
        ];
        post(&house, "/policy/contact-intervals/new", &[], &set);
        let page = get(&house, "/policy/contact-intervals", &[]);
        assert!(page.contains("Regional pilot") && page.contains("Assumption"));
    });
}

#[test]
fn programs_do_what_pages_do() {
    on_each(|house, w| {
        let crn = w.person(&house, "Ffion", "Bell");
        let params = [("crn", crn.as_str())];
        let read = |route: &str, params: &[(&str, &str)]| {
            serde_json::from_str::<serde_json::Value>(&get(&house, route, params)).unwrap()
        };
        let held = read("/api/v1/people/{crn}/responsibility", &params);
        assert_eq!((&held["list"], &held["officers_so_far"]), (&json!("unallocated"), &json!(0)));
        let gaps = read("/api/v1/people/{crn}/gaps", &params);
        assert_eq!(gaps["gaps"][0]["kind"], "without-officer");
        assert_eq!(gaps["gaps"][0]["due"], date(2026, 11, 25).to_string());
        let documented = caseload::routes().iter().filter(|r| r.is_api()).all(|r| r.doc.is_some());
        assert!(documented, "every call is described");
        assert!(read("/api/v1/policy/contact-intervals", &[])["items"].as_array().unwrap().len() >= 9);
    });
}

#[test]
fn a_merged_person_keeps_an_officer_and_an_unmerge_gives_each_their_own_list_back() {
    on_each_hearing(&[], |house, w| {
        let (one, two) = (w.person(&house, "Ffion", "Bell"), w.person(&house, "Fion", "Bell"));
        allocate(&house, &w, &two, 2, "IN1");
        let crn = |text: &str| text.parse::<kernel::Crn>().unwrap();
        house.write(&asker(), |cx| people::merge(cx, &crn(&one), &crn(&two), "Same fingerprints")).unwrap();
        let cases = |n: usize| get_as(&house, &w.officer(n), "/cases", &[]);
        assert!(cases(2).contains(&one) && !cases(2).contains(&two), "the officer of the absorbed record goes along");
        assert!(!get(&house, "/team", &[]).contains("Ffion Bell"));
        assert_eq!(house.read(&asker(), |cx| caseload::lost(cx, None, 200)).unwrap().0, []);
        house
            .write(&asker(), |cx| {
                let open = people::open(cx, &crn(&one))?;
                let merge = people::merges_of(cx, &open)?.remove(0).0.id;
                people::unmerge(cx, &open, merge, "Twins")
            })
            .unwrap();
        while let Some(job) = house.claim_job(uuid::Uuid::from_u128(1)).unwrap() {
            let done = caseload::run_job(&house, &job.body);
            house.close_job(&job, done.map_err(|e| e.to_string())).unwrap();
        }
        assert!(cases(2).contains(&two), "each stands on a list of their own again");
        assert!(cases(2).contains(&one));
        assert_eq!(house.read(&asker(), |cx| caseload::lost(cx, None, 200)).unwrap().0, []);
    });
}

#[test]
fn a_list_shows_no_name_of_a_record_that_the_reader_may_not_open() {
    on_each(|house, w| {
        let crn = w.person(&house, "Ffion", "Bell");
        allocate(&house, &w, &crn, 2, "IN1");
        let person = crate::world::id_of(&house, &crn);
        let officer = w.officer(2);
        let reader = officer.actor.id().unwrap();
        let barrier = access::NewBarrier {
            kind: access::BarrierKind::Exclusion,
            message: "Speak to your manager".into(),
            reason: "Known to each other".into(),
            start_on: TODAY,
            end_on: None,
            readers: vec![reader],
        };
        house.write(&asker(), |cx| access::set_barrier(cx, person, &barrier)).unwrap();
        for page in ["/cases", "/board"] {
            let html = get_as(&house, &officer, page, &[]);
            assert!(html.contains(&crn) && !html.contains("Ffion"), "{page}: {html}");
        }
        let shut = call_as(&house, &officer, Method::Get, "/people/{crn}/responsibility", &[("crn", &crn)], &[]);
        assert!(matches!(shut, Err(Failure::Restricted { .. })));
    });
}

#[test]
fn no_list_takes_more_than_twelve_statements() {
    on_each(|house, w| {
        for n in 0..12 {
            let crn = w.person(&house, "Ffion", &format!("Bell{n}"));
            allocate(&house, &w, &crn, 1 + n % 4, "IN1");
        }
        house.listen_to_statements();
        for (asker, page) in [(asker(), "/team"), (w.officer(2), "/cases"), (w.officer(2), "/board")] {
            let _ = house.heard_statements();
            get_as(&house, &asker, page, &[]);
            let heard: Vec<String> =
                house.heard_statements().into_iter().filter(|sql| !sql.contains("access_log")).collect();
            assert!(heard.len() <= 12, "{page} takes {}: {heard:#?}", heard.len());
        }
    });
}

#[test]
fn a_case_filled_in_bulk_stands_like_one_that_was_worked() {
    use caseload::{BulkAllocation, BulkCase};
    use contacts::{NewContact, WholeContact};
    let at = |day: kernel::Date, hour| kernel::Instant::from_local(day.at(hour, 0, 0, 0));
    on_each(|house, w| {
        let person = kernel::PersonId(uuid::Uuid::from_u128(7));
        let (made, allocated, met) = (date(2026, 10, 1), date(2026, 10, 2), date(2026, 10, 6));
        let basis = domain_events::SupervisedOn::Order;
        let began = domain_events::DomainEvent::SupervisionBegan { person, on: made, arrived: made, basis };
        let told = [(at(made, 9), began)];
        let (start, end) = (kernel::Time::constant(10, 0, 0, 0), kernel::Time::constant(10, 30, 0, 0));
        let new = NewContact {
            staff: Some(w.staff(1)),
            outcome: Some("ATTC".into()),
            place: Some("The library".into()),
            ..NewContact::of("COAP", met).at(start, end)
        };
        house
            .bulk(&asker(), |cx| {
                let line = WholeContact {
                    recorded_at: at(met, 17),
                    person,
                    arranged: false,
                    new: new.clone(),
                    requirement: None,
                };
                let contacts = contacts::fill(cx, &[line])?.contacts;
                let (officer, officer_name) = (w.staff(1), "Somebody".to_owned());
                let case = BulkCase {
                    person,
                    team: w.team,
                    told: &told,
                    allocated: Some(BulkAllocation {
                        at: at(allocated, 10),
                        officer,
                        officer_name,
                        team: w.team,
                        reason: "IN1".into(),
                    }),
                    tier: Some((at(allocated, 11), "C".into(), "Assessed at court".into())),
                    contacts: &contacts,
                };
                cx.pretend_it_is(house.clock().now())?;
                caseload::fill(cx, &[case]).map(drop)
            })
            .unwrap();
        let gaps = house.read(&asker(), |cx| caseload::gaps_of(cx, person)).unwrap();
        let kinds: Vec<_> = gaps.iter().map(|g| g.kind.code()).collect();
        assert_eq!(kinds, ["past-due-contact", "without-next-contact"]);
        let first = house.read(&asker(), |cx| caseload::first_meeting_of(cx, person)).unwrap().unwrap();
        assert_eq!(first.met, caseload::Met::Officer(met));
        assert_eq!(house.verify_ledger(|_| {}).unwrap().broken, None);
    });
}
