//! A program sets up what is provided by the same verbs as the pages, from a service to the places of a week, and is refused
//! where it read something else than what stands there.

use crate::world::*;
use serde_json::{Value, json};
use store::{Failure, House};
use web::{Act, Method, Reply, Request};

struct Program<'h>(&'h House);

impl Program<'_> {
    fn send(
        &self,
        (method, route): (Method, &str),
        params: &[(&str, &str)],
        version: Option<i64>,
        body: &Value,
    ) -> Result<Value, Failure> {
        let routes = provision::routes();
        let found =
            routes.iter().find(|r| r.method == method && r.path == route).unwrap_or_else(|| panic!("no {route}"));
        let req = Request::carrying(route, params, body);
        let req = version.into_iter().fold(req, Request::having_read);
        let answer = match found.act {
            Act::Write(write) => self.0.write(&asker(), |cx| write(cx, &req)),
            Act::Read(read) => self.0.read(&asker(), |cx| read(cx, &req)),
            Act::Steps(_) => panic!("{route} takes steps"),
        };
        match answer? {
            Reply::Json { value, .. } => Ok(value),
            other => panic!("{route}: {other:?}"),
        }
    }

    fn made(&self, route: &str, params: &[(&str, &str)], body: &Value) -> String {
        let value = self.send((Method::Post, route), params, None, body).unwrap();
        value["id"].as_str().unwrap_or_default().to_owned()
    }
}

fn code(result: Result<Value, Failure>) -> &'static str {
    match result {
        Err(Failure::Refused(no)) => no.0[0].code,
        Err(Failure::Stale(_)) => "stale",
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_program_sets_up_what_is_provided_and_ends_it() {
    on_each(|house, world| {
        let api = Program(house);
        let service = json!({
            "code": "DEBT", "name": "Money advice", "kind": "debt", "summary": "Debts are listed and dealt with.",
            "sessions": 6, "weeks": 6, "minutes": 60, "lead_days": 7, "for_sex": "any", "start_date": "2026-01-01",
            "needs": ["financial"], "requirements": ["RAR"], "before": ["BC"],
        });
        api.made("/api/v1/provision/services", &[], &service);
        let debt = [("code", "DEBT")];
        let rates = json!({
            "from_date": "2026-01-01", "leaves_weekly": 0.02, "missed_first": 0.1, "cancelled": 0.05, "source": "assumed",
        });
        api.made("/api/v1/provision/services/{code}/rates", &debt, &rates);
        let told = api.send((Method::Get, "/api/v1/provision/services/{code}/rates"), &debt, None, &json!(null));
        assert_eq!(told.unwrap()["items"][0]["missed_first"], 0.1);
        let grant = json!({
            "kind": "grant", "reference": "G-7", "start_date": "2026-01-01", "end_date": "2027-03-31",
            "yearly_volume": 30, "sum_pence": 4_000_000, "units": ["R01A"],
        });
        let id = api.made("/api/v1/provision/providers/{code}/contracts", &[("code", "NEW")], &grant);
        let contract = [("contract", id.as_str())];
        let services = (Method::Put, "/api/v1/provision/contracts/{contract}/services");
        let pays = json!({ "services": [{ "service": "DEBT", "yearly_volume": 24 }] });
        assert_eq!(code(api.send(services, &contract, None, &pays)), "no_version");
        let paid = api.send(services, &contract, Some(1), &pays).unwrap();
        assert_eq!((&paid["yearly_volume"], &paid["services"][0]["service"]), (&json!(24), &json!("DEBT")));
        assert_eq!(code(api.send(services, &contract, Some(1), &pays)), "stale");
        let offer = json!({
            "service": "DEBT", "contract": id, "unit": "R01A", "reach": "whole", "opens": "weekly",
            "start_date": "2026-02-01",
        });
        let offered = api.made("/api/v1/provision/offers", &[], &offer);
        let week = [("offer", offered.as_str()), ("monday", "2026-12-07")];
        let weeks = (Method::Put, "/api/v1/provision/offers/{offer}/weeks/{monday}");
        api.send(weeks, &week, None, &json!({ "places": 3 })).unwrap();
        let mut elsewhere = offer.clone();
        elsewhere["unit"] = json!(world.units[1].to_string());
        let one = [("offer", offered.as_str())];
        let amend = (Method::Put, "/api/v1/provision/offers/{offer}");
        assert_eq!(code(api.send(amend, &one, Some(1), &elsewhere)), "cannot_change");
        let end = json!({ "end_date": "2026-12-31", "why": "The grant is not renewed" });
        let ended = api.send((Method::Post, "/api/v1/provision/contracts/{contract}/end"), &contract, Some(2), &end);
        assert_eq!(ended.unwrap()["end_date"], "2026-12-31");
        let listed = api.send((Method::Get, "/api/v1/provision/offers"), &[], None, &json!(null)).unwrap();
        let mine = listed["items"].as_array().unwrap().iter().find(|o| o["id"] == offered.as_str()).unwrap();
        assert_eq!(mine["end_date"], "2026-12-31", "what it pays for ends with it");
    });
}
