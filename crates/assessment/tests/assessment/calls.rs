//! Calling the room's routes by hand, as an officer would through a browser or a program.

use crate::world::asker;
use access::trial::ByHand;
use serde_json::{Value, json};
use store::{Asker, Failure, House};
use web::{Answer, Method, Reply};

pub(crate) fn call(
    house: &House,
    asker: &Asker,
    method: Method,
    route: &str,
    params: &[(&str, &str)],
    pairs: &[(&str, &str)],
) -> Answer {
    ByHand::of(house, assessment::routes()).as_asker(asker).call(method, route, params, pairs)
}

pub(crate) fn get(house: &House, asker: &Asker, route: &str, params: &[(&str, &str)]) -> String {
    match call(house, asker, Method::Get, route, params, &[]) {
        Ok(Reply::Page { html, status: 200 }) => html,
        Ok(Reply::Json { value, .. }) => value.to_string(),
        other => panic!("{route}: {other:?}"),
    }
}

pub(crate) fn post(
    house: &House,
    asker: &Asker,
    route: &str,
    params: &[(&str, &str)],
    pairs: &[(&str, &str)],
) -> String {
    match call(house, asker, Method::Post, route, params, pairs) {
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

/// What a read through a door gives.
pub(crate) fn read<T>(house: &House, mut work: impl FnMut(&mut store::Cx<'_>) -> store::Result<T>) -> T {
    house.read(&asker(), |cx| work(cx)).unwrap()
}

/// The value of a hidden field on a page.
pub(crate) fn hidden(page: &str, name: &str) -> String {
    let from = page.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or_else(|| panic!("no {name}"));
    from.split('"').next().unwrap_or_default().to_owned()
}

/// Every fact told so far under a name.
pub(crate) fn told(house: &House, name: &str) -> Vec<Value> {
    let rows = read(house, |cx| cx.query("SELECT body FROM outbox WHERE name = $1 ORDER BY id", &[name.into()]));
    rows.iter().map(|r| r.get::<Value>(0).unwrap_or(json!(null))).collect()
}
