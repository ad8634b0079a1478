//! The pages and calls, made by hand: from a new provider to somebody who begins, each form refused once.

use crate::world::*;
use kernel::{Permission, date};
use provision::*;
use std::sync::Arc;
use store::{Asker, Failure, House};
use web::{Act, Answer, Ask, Method, Reply, Request, Route};

pub(crate) fn call(
    house: &House,
    asker: &Asker,
    method: Method,
    route: &str,
    params: &[(&str, &str)],
    pairs: &[(&str, &str)],
) -> Answer {
    let routes: Vec<Route> = provision::routes();
    let found = routes.iter().find(|r| r.method == method && r.path == route).unwrap_or_else(|| panic!("no {route}"));
    let req = Request::to(route, params, pairs);
    match found.act {
        Act::Read(read) => house.read(asker, |cx| read(cx, &req)),
        Act::Write(write) => house.write(asker, |cx| write(cx, &req)),
        Act::Steps(steps) => steps(&Ask { house, asker, request: &req }),
    }
}

pub(crate) fn get(house: &House, route: &str, params: &[(&str, &str)]) -> String {
    match call(house, &asker(), Method::Get, route, params, &[]) {
        Ok(Reply::Page { html, status: 200 }) => html,
        Ok(Reply::Json { value, .. }) => value.to_string(),
        other => panic!("{route}: {other:?}"),
    }
}

pub(crate) fn post(house: &House, route: &str, params: &[(&str, &str)], pairs: &[(&str, &str)]) -> String {
    match call(house, &asker(), Method::Post, route, params, pairs) {
        Ok(Reply::SeeOther { to, .. }) => to,
        other => panic!("{route}: {other:?}"),
    }
}

pub(crate) fn refused_form(
    house: &House,
    route: &str,
    params: &[(&str, &str)],
    pairs: &[(&str, &str)],
) -> Vec<&'static str> {
    match call(house, &asker(), Method::Post, route, params, pairs) {
        Err(Failure::Refused(no)) => no.0.into_iter().map(|r| r.code).collect(),
        other => panic!("{route}: {other:?}"),
    }
}

pub(crate) fn days<'d>(name: &'static str, [y, m, d]: [&'d str; 3]) -> [(String, &'d str); 3] {
    [(format!("{name}-year"), y), (format!("{name}-month"), m), (format!("{name}-day"), d)]
}

pub(crate) fn with<'p>(pairs: &[(&'p str, &'p str)], days: &'p [(String, &'p str)]) -> Vec<(&'p str, &'p str)> {
    pairs.iter().copied().chain(days.iter().map(|(n, v)| (n.as_str(), *v))).collect()
}

#[test]
fn every_page_of_provision_renders_and_says_what_is_there() {
    on_each(|house, world| {
        let group = planned(house, &world, "WEX-1", date(2026, 12, 1), 2).to_string();
        write(house, |cx| set_week(cx, world.weekly, date(2026, 11, 30), 2, None));
        let (keys, id) = joined(house, world.groups, "Waiter");
        let crn = read(house, |cx| Ok(people::open_by_id(cx, keys.survivor)?.crn)).to_string();
        let (offer, weekly, contract, id) =
            (world.groups.to_string(), world.weekly.to_string(), world.contract.to_string(), id.to_string());
        type Page<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str);
        let pages: &[Page<'_>] = &[
            ("/provision", &[], "Thinking course"),
            ("/provision/ending", &[], "None ends so soon"),
            ("/provision/providers", &[], "New Leaf Trust"),
            ("/provision/providers/new", &[], "Add a provider"),
            ("/provision/providers/{code}", &[("code", "NEW")], "C-1"),
            ("/provision/providers/{code}/edit", &[("code", "NEW")], "Change the provider"),
            ("/provision/providers/{code}/end", &[("code", "NEW")], "ends with the provider"),
            ("/provision/providers/{code}/contracts/new", &[("code", "NEW")], "Which delivery units"),
            ("/provision/contracts/{contract}", &[("contract", &contract)], "What ends with it"),
            ("/provision/contracts/{contract}/edit", &[("contract", &contract)], "Price of a start"),
            ("/provision/contracts/{contract}/services", &[("contract", &contract)], "Mentoring"),
            ("/provision/contracts/{contract}/end", &[("contract", &contract)], "These offers end with it"),
            ("/provision/services", &[], "Thinking course"),
            ("/provision/services/new", &[], "Add a service"),
            ("/provision/services/{code}", &[("code", "BC")], "Where it is offered"),
            ("/provision/services/{code}/edit", &[("code", "BC")], "What must be finished"),
            ("/provision/services/{code}/rates", &[("code", "BC")], "Rates of Thinking course"),
            ("/provision/services/{code}/end", &[("code", "BC")], "Every offer of it ends"),
            ("/provision/offers/new", &[], "Whom does it reach"),
            ("/provision/offers/{offer}", &[("offer", &offer)], "WEX-1"),
            ("/provision/offers/{offer}", &[("offer", &weekly)], "30 Nov 2026"),
            ("/provision/offers/{offer}/edit", &[("offer", &offer)], "How do places open"),
            ("/provision/offers/{offer}/end", &[("offer", &offer)], "1 person waits for it"),
            ("/provision/offers/{offer}/weeks", &[("offer", &weekly)], "As it stands"),
            ("/provision/offers/{offer}/staff", &[("offer", &offer)], "Staff who can deliver it"),
            ("/provision/offers/{offer}/groups/new", &[("offer", &offer)], "Plan a group"),
            ("/provision/offers/{offer}/waiting", &[("offer", &offer)], "Waiter"),
            ("/provision/groups/{group}", &[("group", &group)], "Session 4"),
            ("/provision/groups/{group}/edit", &[("group", &group)], "Change group WEX-1"),
            ("/provision/groups/{group}/cancel", &[("group", &group)], "head of the list"),
            ("/provision/groups/{group}/finish", &[("group", &group)], "Finish the group"),
            ("/provision/groups/{group}/sessions/{number}", &[("group", &group), ("number", "1")], "What became of it"),
            ("/people/{crn}/places", &[("crn", &crn)], "Nobody waits before this person"),
            ("/people/{crn}/places/join", &[("crn", &crn)], "Which service, and where"),
            ("/people/{crn}/places/{waiting}", &[("crn", &crn), ("waiting", &id)], "Joined the list"),
            ("/people/{crn}/places/{waiting}/book", &[("crn", &crn), ("waiting", &id)], "2 of 2 places free"),
            ("/people/{crn}/places/{waiting}/move", &[("crn", &crn), ("waiting", &id)], "Risk of serious harm"),
            ("/people/{crn}/places/{waiting}/correct", &[("crn", &crn), ("waiting", &id)], "keeps their place"),
            ("/people/{crn}/places/{waiting}/leave", &[("crn", &crn), ("waiting", &id)], "Went into custody"),
            ("/api/v1/provision/providers", &[], "C-1"),
            ("/api/v1/provision/services", &[], "BC"),
            ("/api/v1/provision/offers", &[], "weekly"),
            ("/api/v1/provision/offers/{offer}/groups", &[("offer", &offer)], "WEX-1"),
            ("/api/v1/provision/offers/{offer}/waiting", &[("offer", &offer)], &crn),
            ("/api/v1/people/{crn}/places", &[("crn", &crn)], "waiting"),
        ];
        for (route, params, words) in pages {
            let html = get(house, route, params);
            assert!(html.contains(words), "{route} does not say {words:?}:\n{html}");
        }
    });
}

#[test]
fn a_commissioner_sees_the_list_by_numbers_and_no_names() {
    on_each(|house, world| {
        joined(house, world.groups, "Hidden");
        let permissions = [Permission::ReadProvision, Permission::ManageProvision, Permission::SignedIn];
        let commissioner = Asker { permissions: Arc::new(permissions.into()), ..asker() };
        let offer = world.groups.to_string();
        let params = [("offer", offer.as_str())];
        let page = call(house, &commissioner, Method::Get, "/provision/offers/{offer}/waiting", &params, &[]);
        let Ok(Reply::Page { html, .. }) = page else { panic!("{page:?}") };
        assert!(!html.contains("Hidden") && html.contains("Somebody"), "{html}");
    });
}

#[test]
fn a_provider_comes_with_its_contract_and_a_group_and_somebody_begins() {
    on_each(|house, world| {
        let first = days("start_date", ["2026", "1", "1"]);
        let pairs = with(&[("code", "second"), ("name", "Second Chance"), ("kind", "voluntary")], &first);
        assert_eq!(post(house, "/provision/providers/new", &[], &pairs), "/provision/providers/SECOND");
        assert_eq!(refused_form(house, "/provision/providers/new", &[], &pairs), ["code_taken"]);
        let unit = world.units[1].to_string();
        let last = days("end_date", ["2025", "12", "31"]);
        let early: Vec<(String, &str)> = first.iter().chain(&last).cloned().collect();
        let facts = [
            ("kind", "grant"),
            ("reference", "G-7"),
            ("yearly_volume", "20"),
            ("sum", "12,500.50"),
            ("units", unit.as_str()),
        ];
        let route = "/provision/providers/{code}/contracts/new";
        let code = [("code", "SECOND")];
        assert_eq!(refused_form(house, route, &code, &with(&facts, &early)), ["ends_before_start"]);
        let last = days("end_date", ["2027", "3", "31"]);
        let good: Vec<(String, &str)> = first.iter().chain(&last).cloned().collect();
        let to = post(house, route, &code, &with(&facts, &good));
        let contract = to.trim_start_matches("/provision/contracts/").trim_end_matches("/services").to_owned();
        let volume = format!("volume-{}", world.course);
        let at = [("contract", contract.as_str())];
        post(house, "/provision/contracts/{contract}/services", &at, &[(&volume, "20"), ("version", "1")]);
        let page = get(house, "/provision/contracts/{contract}", &at);
        assert!(page.contains("£12,500.50") && page.contains("Holloway Cross"), "{page}");
        let ending = get(house, "/provision/ending", &[]);
        assert!(ending.contains("G-7"), "{ending}");
        // A group with places, somebody who joins, takes the place and begins.
        let offer = world.groups.to_string();
        let begins = days("start_date", ["2026", "11", "24"]);
        let until = days("joins_until", ["2026", "12", "1"]);
        let all: Vec<(String, &str)> = begins.iter().chain(&until).cloned().collect();
        let route = "/provision/offers/{offer}/groups/new";
        let facts = |places| [("code", "wex-9"), ("start_time", "10:00"), ("places", places)];
        let at = [("offer", offer.as_str())];
        assert_eq!(refused_form(house, route, &at, &with(&facts("0"), &all)), ["no_places"]);
        let group = post(house, route, &at, &with(&facts("1"), &all));
        let group = group.trim_start_matches("/provision/groups/").to_owned();
        let keys = person(house, "Starter");
        let crn = read(house, |cx| Ok(people::open_by_id(cx, keys.survivor)?.crn)).to_string();
        let to = post(
            house,
            "/people/{crn}/places/join",
            &[("crn", &crn)],
            &[
                ("offer", &offer),
                ("requirement", "none"),
                ("ready_on-year", "2026"),
                ("ready_on-month", "11"),
                ("ready_on-day", "23"),
            ],
        );
        let waiting = to.rsplit('/').next().unwrap().to_owned();
        let at = [("crn", crn.as_str()), ("waiting", waiting.as_str())];
        let place = format!("group:{group}");
        post(house, "/people/{crn}/places/{waiting}/book", &at, &[("place", &place), ("version", "1")]);
        let stale = call(
            house,
            &asker(),
            Method::Post,
            "/people/{crn}/places/{waiting}/give-back",
            &at,
            &[("why", "Ill"), ("version", "1")],
        );
        assert!(matches!(stale, Err(Failure::Stale(_))), "{stale:?}");
        house.clock().move_to(date(2026, 11, 24));
        let on = days("on", ["2026", "11", "24"]);
        post(house, "/people/{crn}/places/{waiting}/begin", &at, &with(&[("version", "2")], &on));
        let page = get(house, "/people/{crn}/places/{waiting}", &at);
        assert!(page.contains("Began on 24 November 2026"), "{page}");
    });
}
