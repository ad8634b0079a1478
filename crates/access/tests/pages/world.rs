//! A trial site with one person, whose record is one page, and three users: an administrator, a manager, a practitioner.

use access::PersonDoor;
use access::trial::{Trial, user};
use kernel::{Crn, Permission, PersonId, PersonKeys, date};
use migrations::trial::{Rooms, on_both};
use store::{Cx, Failure, House};
use web::ui::Frame;
use web::{Reply, Route};

/// One person, whose record is one page; the rooms that know people stand above this one.
fn person() -> PersonId {
    PersonId("0199e2a0-7c1c-7aaa-8bbb-0123456789ab".parse().unwrap())
}

fn find(_: &mut Cx<'_>, crn: &Crn) -> store::Result<PersonKeys> {
    if crn.as_str() == "T000001" { Ok(PersonKeys::alone(person())) } else { Err(Failure::NotFound) }
}

fn record(cx: &mut Cx<'_>, request: &web::Request) -> web::Answer {
    let keys = find(cx, &request.param("crn")?)?;
    access::may_see(cx, &keys)?;
    cx.note_read(keys.survivor, request.route());
    Ok(Reply::page(request.frame().titled("Overview"), web::html! { h1 { "Ffion Bell" } }))
}

fn frame(request: &web::Request, _: &mut Cx<'_>, crn: &Crn, _: &str) -> store::Result<Frame> {
    Ok(request.frame().about(format!("Ffion Bell {crn}")))
}

pub(crate) fn on_each(test: impl Fn(&Trial)) {
    on_each_site(false, |trial| test(&trial));
}

pub(crate) fn on_each_behind_tls(test: impl Fn(&Trial)) {
    on_each_site(true, |trial| test(&trial));
}

fn on_each_site(secure: bool, test: impl Fn(Trial)) {
    let rooms = Rooms::with(&[access::TABLES]).hearing(access::LISTENERS);
    on_both(&rooms, date(2026, 11, 23), |house: House| {
        let house = house.with_part(PersonDoor { find, frame }).with_part(access::AdminLinks(vec![(
            "/admin/teams",
            "Teams",
            "Who works where",
        )]));
        for (login, role) in [("root", "administrator"), ("meg", "manager"), ("priya", "practitioner")] {
            user(&house, login, role);
        }
        let of_the_person = vec![
            Route::get("/people/{crn}", Permission::ReadPeople, record),
            Route::api_get("/api/v1/people/{crn}", Permission::ReadPeople, |cx, request| {
                let keys = find(cx, &request.param("crn")?)?;
                access::may_see(cx, &keys)?;
                Ok(Reply::json(200, serde_json::json!({ "name": "Ffion Bell" })))
            }),
        ];
        let trial = Trial::of(house, &[of_the_person]);
        test(if secure { trial.behind_tls() } else { trial });
    });
}
