//! The pages and calls of the room on a real person's record: each renders, each form does what it says or comes back with
//! words.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod lists;

use access::trial::ByHand;
use jiff::civil::date;
use kernel::{Crn, Date, PersonKeys};
use law::Law;
use migrations::trial::{Rooms, on_both};
use people::NewPerson;
use sentences::*;
use store::{Asker, Cx, Failure, House};
use web::Method;

const TODAY: Date = date(2026, 11, 22);

fn on_each(test: impl Fn(&House, &str)) {
    let rooms = Rooms::with(&[people::TABLES, organisation::TABLES, TABLES]).hearing(LISTENERS);
    on_both(&rooms, TODAY, |house| {
        let house = house.with_part(Law::shipped());
        let crn = made(&house, "Gethin", "Pugh");
        test(&house, crn.as_str());
    });
}

fn made(house: &House, first: &str, last: &str) -> Crn {
    let new = NewPerson {
        first_name: first.into(),
        last_name: last.into(),
        born: Some(date(1985, 3, 7)),
        came_from: "Test".into(),
        ..NewPerson::default()
    };
    house.write(&Asker::system("test"), |cx| people::create(cx, new.clone())).unwrap().crn
}

fn by_hand(house: &House) -> ByHand<'_> {
    ByHand::of(house, routes())
}

fn post(house: &House, route: &str, params: &[(&str, &str)], pairs: &[(&str, &str)]) {
    by_hand(house).post(route, params, pairs);
}

fn refused(house: &House, route: &str, params: &[(&str, &str)], pairs: &[(&str, &str)]) -> Vec<String> {
    by_hand(house).refused(route, params, pairs)
}

fn get(house: &House, route: &str, params: &[(&str, &str)]) -> String {
    by_hand(house).get(route, params)
}

fn read<T>(house: &House, work: impl FnMut(&mut Cx<'_>) -> store::Result<T>) -> T {
    house.read(&Asker::system("test"), work).unwrap()
}

fn keys(house: &House, crn: &str) -> PersonKeys {
    let crn: Crn = crn.parse().unwrap();
    read(house, |cx| Ok(people::open(cx, &crn)?.keys))
}

/// A community order with unpaid work beyond the limit and rehabilitation activity, all through the forms. Gives the ids of
/// event, order and both requirements.
fn build(house: &House, crn: &str) -> [String; 4] {
    let event_form = [
        ("origin", "court"),
        ("referred_on", "1/6/2026"),
        ("taken_on", "no"),
        ("court_name", "Zenith <b>Magistrates'</b> Court"),
    ];
    post(house, "/people/{crn}/events/new", &[("crn", crn)], &event_form);
    let keys = keys(house, crn);
    let event = read(house, |cx| events(cx, &keys)).remove(0).event.id.to_string();
    let at = [("crn", crn), ("event", event.as_str())];
    let offence = [("title", "Theft from a shop"), ("convicted_on", "1 June 2026"), ("plea", "GUILTY")];
    post(house, "/people/{crn}/events/{event}/offences/new", &at, &offence);
    let order = [("sentence", "CO"), ("made_on", "1/6/2026"), ("ends_on", "31/5/2027")];
    post(house, "/people/{crn}/events/{event}/orders/new", &at, &order);
    let order = read(house, |cx| orders(cx, &keys)).remove(0).order.id.to_string();
    let at = [("crn", crn), ("order", order.as_str())];
    for (kind, length) in [("UPW", "320 hours"), ("RAR", "20 days")] {
        let requirement = [("kind", kind), ("length", length)];
        post(house, "/people/{crn}/orders/{order}/requirements/new", &at, &requirement);
    }
    let parts = read(house, |cx| orders(cx, &keys)).remove(0);
    let [upw, rar] = [0, 1].map(|i| parts.requirements[i].requirement.id.to_string());
    [event, order, upw, rar]
}

#[test]
fn the_page_shows_what_is_ordered_what_is_left_and_what_breaks_a_limit() {
    on_each(|house, crn| {
        let page = get(house, "/people/{crn}/sentence", &[("crn", crn)]);
        assert!(page.contains("Not supervised") && page.contains("No court matter"), "{page}");
        let [_, _, upw, rar] = build(house, crn);
        let at = [("crn", crn), ("requirement", rar.as_str())];
        for day in ["1/7/2026", "1/7/2026", "8/7/2026"] {
            post(house, "/people/{crn}/requirements/{requirement}/progress", &at, &[("done_on", day)]);
        }
        let at = [("crn", crn), ("requirement", upw.as_str())];
        let work = [("done_on", "2/7/2026"), ("hours", "6"), ("minutes", "30")];
        post(house, "/people/{crn}/requirements/{requirement}/progress", &at, &work);
        let page = get(house, "/people/{crn}/sentence", &[("crn", crn)]);
        for words in [
            "On an order",
            "Theft from a shop",
            "plea guilty",
            "Zenith &lt;b&gt;Magistrates'&lt;/b&gt; Court",
            "31 May 2027, 190 days left",
            "2 of 20 days, 18 left",
            "6 hours 30 minutes of 320 hours, 313 hours 30 minutes left",
            "This order may need to go back to court",
            "Unpaid work: 320 hours is more than 300 hours.",
        ] {
            assert!(page.contains(words), "{words}\n{page}");
        }
        let progress = get(house, "/people/{crn}/requirements/{requirement}/progress", &at);
        assert!(progress.contains("6 h 30 min"), "{progress}");
    });
}

#[test]
fn every_form_renders_and_every_change_stands_in_the_history() {
    on_each(|house, crn| {
        let [event, order, upw, rar] = build(house, crn);
        let keys = keys(house, crn);
        let offence = read(house, |cx| events(cx, &keys)).remove(0).offences[0].id.to_string();
        let at = [("crn", crn), ("requirement", rar.as_str())];
        post(house, "/people/{crn}/requirements/{requirement}/progress", &at, &[("done_on", "1/7/2026")]);
        let entry = read(house, |cx| orders(cx, &keys)).remove(0).requirements[1].entries[0].id.to_string();
        let params = [
            ("crn", crn),
            ("event", event.as_str()),
            ("order", &order),
            ("requirement", &upw),
            ("offence", &offence),
            ("entry", &entry),
        ];
        house.write(&Asker::system("test"), seed).unwrap();
        for route in routes().iter().filter(|r| r.method == Method::Get) {
            let code = if route.path.starts_with("/admin/key-date") { "SED" } else { "completed" };
            let params = [&params[..], &[("code", code)]].concat();
            assert!(!get(house, route.path, &params).is_empty(), "{}", route.path);
        }
        let why = [("why", "The court amended it")];
        let amended = [("ends_on", "30/6/2027"), ("why", "The court amended it")];
        post(house, "/people/{crn}/orders/{order}/amend", &params, &amended);
        post(house, "/people/{crn}/requirements/{requirement}/begin", &params, &[("started_on", "3/6/2026")]);
        let ended = [("ended_on", "1/11/2026"), ("reason", "completed"), ("note", "All hours done")];
        post(house, "/people/{crn}/requirements/{requirement}/end", &params, &ended);
        post(house, "/people/{crn}/requirements/{requirement}/reopen", &params, &why);
        post(
            house,
            "/people/{crn}/orders/{order}/key-dates",
            &params,
            &[("kind", "REVIEW"), ("falls_on", "1/12/2026")],
        );
        post(house, "/people/{crn}/progress/{entry}/withdraw", &params, &why);
        post(house, "/people/{crn}/orders/{order}/end", &params, &[("ended_on", "20/11/2026"), ("reason", "revoked")]);
        post(house, "/people/{crn}/orders/{order}/reopen", &params, &why);
        post(house, "/people/{crn}/offences/{offence}/remove", &params, &[]);
        let history = get(house, "/people/{crn}/sentence/history", &[("crn", crn)]);
        for words in [
            "Opened event 1: Court result",
            "Amended: Community order",
            "The court amended it",
            "Began: Unpaid work",
            "Ended a requirement: Unpaid work",
            "Took back progress of 1 July 2026",
            "Ended: Community order. Revoked by the court",
            "Reopened: Community order",
            "Removed an offence: Theft from a shop",
        ] {
            assert!(history.contains(words), "{words}\n{history}");
        }
    });
}

#[test]
fn wrong_input_comes_back_with_words() {
    on_each(|house, crn| {
        let [event, order, upw, _] = build(house, crn);
        let params = [("crn", crn), ("event", event.as_str()), ("order", &order), ("requirement", &upw)];
        let said = |route: &str, pairs: &[(&str, &str)]| refused(house, route, &params, pairs);
        assert_eq!(
            said("/people/{crn}/events/new", &[("origin", "mars"), ("referred_on", "31/2/2026")]),
            [
                "origin: Select how it began from the list",
                "referred_on: Date it came to the service must be a real date",
                "taken_on: Select yes if the service has taken the case on",
            ]
        );
        assert_eq!(
            said("/people/{crn}/orders/{order}/requirements/new", &[("kind", "UPW"), ("length", "100")]),
            ["length: Enter the length as a number and a unit, such as 18 months, 20 days or 100 hours"]
        );
        assert_eq!(
            said("/people/{crn}/orders/{order}/requirements/new", &[("kind", "UPW"), ("length", "10 days")]),
            ["length: Enter the hours that the court ordered, such as 100 hours"]
        );
        assert_eq!(
            said("/people/{crn}/orders/{order}/end", &[("ended_on", "23/11/2026"), ("reason", "order-ended")]),
            ["ended_on: The end date must be today or in the past", "reason: Choose why it ended"]
        );
        assert_eq!(
            said("/people/{crn}/requirements/{requirement}/progress", &[("done_on", "1/7/2026"), ("hours", "0")]),
            ["minutes: Enter the time worked on that day, up to 24 hours"]
        );
        assert_eq!(
            said("/people/{crn}/events/{event}/orders/new", &[("sentence", "SSO"), ("made_on", "1/6/2026")]),
            [
                "custody_term: Enter the custodial term as the court passed it, such as 8 months",
                "operational_period: Enter the operational period, such as 18 months",
            ]
        );
        let stale = by_hand(house).call(
            Method::Post,
            "/people/{crn}/orders/{order}/end",
            &params,
            &[("version", "7"), ("ended_on", "20/11/2026"), ("reason", "revoked")],
        );
        assert!(matches!(stale, Err(Failure::Stale(_))), "{stale:?}");
    });
}

#[test]
fn an_order_entered_in_error_counts_nowhere() {
    on_each(|house, crn| {
        let [_, order, ..] = build(house, crn);
        let params = [("crn", crn), ("order", order.as_str())];
        let wrong = [("ended_on", "20/11/2026"), ("reason", "entered-in-error")];
        post(house, "/people/{crn}/orders/{order}/end", &params, &wrong);
        assert!(get(house, "/people/{crn}/sentence", &params).contains("Does not count"));
        let keys = keys(house, crn);
        assert_eq!(read(house, |cx| supervision(cx, &keys)), None);
    });
}

#[test]
fn programs_read_the_same_and_the_law() {
    on_each(|house, crn| {
        let [event, order, ..] = build(house, crn);
        let params = [("crn", crn), ("event", event.as_str()), ("order", &order)];
        let json = |route: &str| -> serde_json::Value { serde_json::from_str(&get(house, route, &params)).unwrap() };
        let events = json("/api/v1/people/{crn}/events");
        assert_eq!(events["items"][0]["orders"][0]["requirements"][1]["progress"]["left"], 20);
        assert_eq!(json("/api/v1/people/{crn}/supervision")["basis"], "order");
        assert_eq!(json("/api/v1/people/{crn}/orders/{order}/warnings")["items"][0]["rule"], "requirement-length");
        let law = json("/api/v1/law/requirements");
        assert_eq!(law["items"][0]["limits"][0]["max"], "300 hours");
        let missing = routes().into_iter().filter(|r| r.is_api() && r.doc.is_none()).count();
        assert_eq!(missing, 0);
    });
}

#[test]
fn a_merge_makes_one_supervised_person_and_an_unmerge_two() {
    on_each(|house, crn| {
        let other = made(house, "Gethin", "Pughe");
        build(house, crn);
        build(house, other.as_str());
        let (one, two) = (crn.parse::<Crn>().unwrap(), other.clone());
        let asker = Asker::system("test");
        let merged = house.write(&asker, |cx| people::merge(cx, &one, &two, "The same person")).unwrap();
        let all = read(house, |cx| supervised_people(cx, None, 10));
        assert_eq!(all.iter().map(|s| s.person_id).collect::<Vec<_>>(), [merged.survivor]);
        assert_eq!(read(house, |cx| events(cx, &merged)).len(), 2);
        let page = get(house, "/people/{crn}/sentence", &[("crn", other.as_str())]);
        assert!(page.matches("Theft from a shop").count() >= 2);
        house
            .write(&asker, |cx| {
                let open = people::open(cx, &one)?;
                let merge = people::merges_of(cx, &open)?.remove(0).0;
                people::unmerge(cx, &open, merge.id, "Two after all")
            })
            .unwrap();
        assert_eq!(read(house, |cx| supervised_people(cx, None, 10)).len(), 2);
    });
}

#[test]
fn the_sentence_page_keeps_to_twelve_statements() {
    on_each(|house, crn| {
        build(house, crn);
        house.listen_to_statements();
        get(house, "/people/{crn}/sentence", &[("crn", crn)]);
        let heard: Vec<String> = house.heard_statements().into_iter().filter(|s| !s.contains("access_log")).collect();
        assert!(heard.len() <= 13, "{} statements: {heard:#?}", heard.len());
    });
}
