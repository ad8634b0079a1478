//! The pages and calls of the room, made by hand: each renders, each form does what it says or comes back with words.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use access::trial::ByHand;
use kernel::{Date, date};
use migrations::trial::{Rooms, on_both};
use organisation::{regions, staff_by_code, team_by_code, team_members, units};
use store::{Asker, Failure, House};
use web::Method;

const TODAY: Date = date(2026, 11, 20);

fn on_each(test: impl Fn(House)) {
    on_both(&Rooms::with(&[organisation::TABLES]), TODAY, test);
}

fn by_hand(house: &House) -> ByHand<'_> {
    ByHand::of(house, organisation::routes())
}

fn post(house: &House, route: &str, params: &[(&str, &str)], pairs: &[(&str, &str)]) -> String {
    by_hand(house).post(route, params, pairs)
}

fn get(house: &House, route: &str, params: &[(&str, &str)]) -> String {
    by_hand(house).get(route, params)
}

fn id<T>(house: &House, read: impl FnMut(&mut store::Cx<'_>) -> store::Result<T>) -> T {
    house.read(&Asker::system("test"), read).unwrap()
}

const START: [(&str, &str); 3] = [("start_date-day", "1"), ("start_date-month", "2"), ("start_date-year", "2025")];

fn with_start<'a>(pairs: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    pairs.iter().copied().chain(START).collect()
}

/// A region, a unit, two teams, an office, a court and a member of staff, all through the forms.
fn build(house: &House) {
    post(
        house,
        "/admin/organisation/regions/new",
        &[],
        &with_start(&[("code", "r01"), ("name", "Aldermere"), ("welsh", "no")]),
    );
    let region = id(house, regions).remove(0).id.to_string();
    post(
        house,
        "/admin/organisation/units/new",
        &[],
        &with_start(&[("region", &region), ("code", "R01A"), ("name", "Wexmere")]),
    );
    let unit = id(house, units).remove(0).id.to_string();
    for (code, name) in [("R01A01", "Wexmere 1"), ("R01A02", "Wexmere <b>2</b>")] {
        let pairs = with_start(&[
            ("unit", &unit),
            ("code", code),
            ("name", name),
            ("purpose", "supervision"),
            ("telephone", ""),
            ("email", ""),
        ]);
        assert_eq!(post(house, "/admin/organisation/teams/new", &[], &pairs), format!("/organisation/teams/{code}"));
    }
    let office = [
        ("unit", unit.as_str()),
        ("code", "R01AOFF"),
        ("name", "Wexmere office"),
        ("address", "1 Mill Lane"),
        ("postcode", "za2 1aa"),
    ];
    post(house, "/admin/organisation/offices/new", &[], &with_start(&office));
    let team = id(house, |cx| team_by_code(cx, "R01A01")).id.to_string();
    let court = [
        ("code", "B99WE00"),
        ("name", "Wexmere Magistrates' Court"),
        ("level", "magistrates"),
        ("team", team.as_str()),
    ];
    post(house, "/admin/organisation/courts/new", &[], &with_start(&court));
    let staff = [
        ("team", team.as_str()),
        ("code", "R01A01A"),
        ("forename", "Siân"),
        ("surname", "O'Dowd"),
        ("grade", "PO"),
        ("weekly_hours", "22.2"),
    ];
    assert_eq!(post(house, "/admin/organisation/staff/new", &[], &with_start(&staff)), "/organisation/staff/R01A01A");
}

#[test]
fn everything_can_be_added_through_forms_and_every_page_shows_it() {
    on_each(|house| {
        build(&house);
        let staff = id(&house, |cx| staff_by_code(cx, "r01a01a"));
        assert_eq!((staff.weekly_minutes, staff.name().as_str()), (1332, "Siân O'Dowd"));
        let code = |c| [("code", c)];
        assert!(get(&house, "/organisation", &[]).contains("Wexmere office"));
        assert!(get(&house, "/admin/organisation", &[]).contains("Open a team"));
        assert!(get(&house, "/organisation/teams/{code}", &code("R01A01")).contains("22.2"));
        assert!(get(&house, "/organisation/teams/{code}", &code("R01A02")).contains("Wexmere &lt;b&gt;2"));
        assert!(get(&house, "/organisation/staff", &[]).contains("R01A01A"));
        assert!(get(&house, "/organisation/staff/{code}", &code("R01A01A")).contains("1 February 2025"));
        assert!(get(&house, "/organisation/courts", &[]).contains("B99WE"));
    });
}

#[test]
fn every_form_opens_and_says_what_is_missing() {
    on_each(|house| {
        build(&house);
        for route in organisation::routes().iter().filter(|r| r.path.starts_with("/admin/organisation/")) {
            let code = if route.path.contains("/teams/") {
                "R01A01"
            } else if route.path.contains("/courts/") {
                "B99WE"
            } else {
                "R01A01A"
            };
            match route.method {
                Method::Get => assert!(get(&house, route.path, &[("code", code)]).contains("<form"), "{}", route.path),
                _ if route.path.ends_with("courts/{code}/edit") => {}
                _ => match by_hand(&house).call(route.method, route.path, &[("code", code)], &[]) {
                    Err(Failure::Refused(refused)) => {
                        assert!(refused.0.iter().all(|r| !r.words.is_empty()), "{}", route.path)
                    }
                    other => panic!("{}: {other:?}", route.path),
                },
            }
        }
    });
}

#[test]
fn a_second_editor_is_told_that_somebody_else_was_first() {
    on_each(|house| {
        build(&house);
        let change = [
            ("version", "1"),
            ("name", "Wexmere One"),
            ("purpose", "court"),
            ("telephone", ""),
            ("email", "a@example.com"),
        ];
        post(&house, "/admin/organisation/teams/{code}/edit", &[("code", "R01A01")], &change);
        let late =
            by_hand(&house).call(Method::Post, "/admin/organisation/teams/{code}/edit", &[("code", "R01A01")], &change);
        assert!(matches!(late, Err(Failure::Stale(_))), "{late:?}");
    });
}

#[test]
fn a_member_of_staff_moves_by_the_form() {
    on_each(|house| {
        build(&house);
        let to = id(&house, |cx| team_by_code(cx, "R01A02"));
        let team = to.id.to_string();
        let pairs = [
            ("team", team.as_str()),
            ("from-day", "1"),
            ("from-month", "12"),
            ("from-year", "2026"),
            ("reason", "Balances the teams"),
        ];
        post(&house, "/admin/organisation/staff/{code}/move", &[("code", "R01A01A")], &pairs);
        assert_eq!(id(&house, |cx| team_members(cx, to.id, date(2026, 12, 1))).len(), 1);
        assert!(get(&house, "/organisation/staff/{code}", &[("code", "R01A01A")]).contains("Balances the teams"));
    });
}

#[test]
fn programs_read_what_pages_show() {
    on_each(|house| {
        build(&house);
        assert!(get(&house, "/api/v1/regions", &[]).contains("\"code\":\"R01\""));
        assert!(get(&house, "/api/v1/teams", &[]).contains("R01A02"));
        assert!(get(&house, "/api/v1/teams/{code}/members", &[("code", "R01A01")]).contains("\"holds_cases\":true"));
        assert!(get(&house, "/api/v1/staff", &[]).contains("\"team\":\"R01A01\""));
        assert!(get(&house, "/api/v1/staff/{code}", &[("code", "R01A01A")]).contains("1332"));
        assert!(get(&house, "/api/v1/courts", &[]).contains("\"team\":\"R01A01\""));
        assert!(get(&house, "/api/v1/courts/{code}", &[("code", "B99WE")]).contains("magistrates"));
        let unknown = by_hand(&house).call(Method::Get, "/api/v1/teams/{code}", &[("code", "NOPE")], &[]);
        assert!(matches!(unknown, Err(Failure::NotFound)), "{unknown:?}");
    });
}

#[test]
fn the_languages_of_a_member_of_staff_are_chosen_on_a_form_and_read_by_programs() {
    on_each(|house| {
        build(&house);
        let code = id(&house, |cx| cx.first::<organisation::Staff>("ORDER BY code", &[])).unwrap().code;
        let at = [("code", code.as_str())];
        let page = get(&house, "/admin/organisation/staff/{code}/languages", &at);
        assert!(page.contains("British Sign Language"), "{page}");
        let pairs = [("languages", "cy"), ("languages", "bfi"), ("version", "0")];
        post(&house, "/admin/organisation/staff/{code}/languages", &at, &pairs);
        let page = get(&house, "/organisation/staff/{code}", &at);
        assert!(page.contains("British Sign Language, Welsh"), "{page}");
        let stale = by_hand(&house).call(Method::Post, "/admin/organisation/staff/{code}/languages", &at, &pairs);
        assert!(matches!(stale, Err(Failure::Stale(_))), "{stale:?}");
        let api = get(&house, "/api/v1/staff/{code}/languages", &at);
        assert!(api.contains("\"cy\"") && api.contains("\"version\":2"), "{api}");
    });
}
