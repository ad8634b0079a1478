//! A record that is restricted to one reader: every address that showed the person a moment ago is closed to every role, or
//! leaves the name out, and no form or call changes anything.

use super::filled;
use super::given::{self, EVERYTHING, Role};
use super::harvest::harvest;
use crate::server::{Account, World};
use crate::visitor::{Visitor, readable};
use serde_json::json;
use throughcare::rooms;
use web::{Method, Route};

/// What those kept out are told.
const MESSAGE: &str = "Somebody else keeps this record";

/// The one whom the pages show most, so that the most doors are tried.
fn most_shown(world: &World) -> (String, Vec<String>) {
    let harvest = harvest();
    let open = |crn: &String| !given::is_barred(&given::database(world), crn);
    let (crn, _) = harvest.naming.iter().filter(|(crn, _)| open(crn)).max_by_key(|(_, at)| at.len()).expect("somebody");
    let names = given::names(&given::database(world)).into_iter().find(|(known, _)| known == crn);
    (crn.clone(), names.expect("their name").1)
}

fn restrict(address: &str, crn: &str) {
    let all = kernel::Permission::ALL.iter().copied().collect();
    let mut program = given::program(address, "Restricts", &all);
    let body = json!({ "kind": "restriction", "reason": "A test", "message": MESSAGE, "users": [EVERYTHING.login] });
    let path = format!("/api/v1/people/{crn}/restrictions");
    program.send(&path, "application/json", &[], body.to_string().into_bytes()).expect("an answer").expect(201);
    // The program that put it up is kept out like everybody else.
    program.get(&format!("/api/v1/people/{crn}")).expect(403);
}

#[test]
fn a_restricted_record_shows_no_name_and_takes_no_change_at_any_address_from_any_role() {
    let world = World::demo();
    let harvest = harvest();
    let roles = given::roles(&world);
    let (crn, names) = most_shown(&world);
    let addresses = &harvest.naming[&crn];
    let server = world.serve();
    restrict(&server.address, &crn);
    let program = |role: &Role| given::program(&server.address, &format!("{} kept out", role.code), &role.permissions);
    let programs: Vec<Visitor> = roles.iter().map(program).collect();
    let mut reader = Visitor::signed_in(&server.address, &EVERYTHING);
    assert!(reader.get(&format!("/people/{crn}")).expect(200).body.contains(&names[0]), "nothing is proven without it");
    let database = given::database(&world);
    let before = given::latest(&database);
    let (mut wrong, mut asked, mut sent) = (Vec::new(), 0, 0);
    for (role, program) in roles.iter().zip(programs) {
        let mut visitor = Visitor::signed_in(&server.address, &role.account);
        let token = given::token(&mut visitor);
        for address in addresses {
            let answer = visitor.get(address);
            asked += 1;
            if let Some(name) = names.iter().find(|name| answer.body.contains(name.as_str())) {
                let at = readable(&answer.body);
                let from = at.find(name.as_str()).unwrap_or_default().saturating_sub(200);
                let around: String = at.chars().skip(from).take(400).collect();
                wrong.push(format!("{} reads {name} at {address}: {around}", role.code));
            }
            let own = address.starts_with(&format!("/people/{crn}"));
            if own && !matches!(answer.status, 403 | 404) && !is_about_barriers(address) {
                wrong.push(format!("{} gets {} at {address}", role.code, answer.status));
            }
        }
        for (_, form) in harvest.forms.iter().filter(|(_, form)| is_about(&form.action, &crn)) {
            let mut fields = filled::form(form);
            fields.retain(|(name, _)| name != "csrf");
            fields.push(("csrf".to_owned(), token.clone()));
            // Lifting the restriction is what those may do who may restrict.
            if is_about_barriers(&form.action) {
                continue;
            }
            let answer = visitor.post_form(&form.action, &fields);
            sent += 1;
            if !matches!(answer.status, 403 | 404) {
                wrong.push(format!("{} may post to {}: {}", role.code, form.action, answer.status));
            }
        }
        wrong.extend(calls(role, program, &crn, &names));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let written = given::actions_after(&database, before);
    assert!(written.is_empty(), "somebody changed what they may not see: {written:?}");
    println!("{crn}: {asked} pages were asked for and {sent} forms sent");
    assert!(asked > 300 && sent > 100, "too few to prove anything");
}

/// Whoever may restrict records must be able to lift what shuts them out; those pages tell the CRN and nothing else.
fn is_about_barriers(address: &str) -> bool {
    address.split(['/', '?']).any(|part| part == "restrictions")
}

fn is_about(address: &str, crn: &str) -> bool {
    address.split(['/', '?']).any(|part| part == crn)
}

/// Everything a program of this role could call about the person.
fn calls(role: &Role, mut program: Visitor, crn: &str, names: &[String]) -> Vec<String> {
    let description = web::open_api(&rooms::routes());
    let mut wrong = Vec::new();
    let about = |route: &&Route| route.is_api() && route.path.contains("{crn}") && role.may(route.permission);
    for route in rooms::routes().iter().filter(about) {
        let known = harvest().addresses(route).into_iter().next().unwrap_or_else(|| route.path.to_owned());
        let path = given::under(route.path, &known, crn);
        let answer = if route.method == Method::Get {
            program.get(&path)
        } else {
            let body = filled::body(&description, route.method.name(), route.path).to_string().into_bytes();
            let headers = [("if-match", "\"1\"")];
            program.send_by(route.method.name(), &path, "application/json", &headers, body).expect("an answer")
        };
        let told = names.iter().any(|name| answer.body.contains(name.as_str()));
        let closed = matches!(answer.status, 403 | 404)
            || is_about_barriers(&path)
            || (route.method != Method::Get && matches!(answer.status, 400 | 422));
        if told || !closed {
            wrong.push(format!(
                "a program of {} at {} {path}: {} {}",
                role.code,
                route.method.name(),
                answer.status,
                answer.body
            ));
        }
    }
    wrong
}

#[test]
fn an_excluded_officer_is_kept_out_of_the_demo_s_own_record_too() {
    let world = World::demo();
    let server = world.serve();
    let database = given::database(&world);
    let barred = given::names(&database).into_iter().filter(|(crn, _)| given::is_barred(&database, crn));
    let mut kept_out = 0;
    let mut colleague = Visitor::signed_in(&server.address, &Account::COLLEAGUE);
    for (crn, names) in barred {
        let answer = colleague.get(&format!("/people/{crn}"));
        if answer.status == 403 {
            kept_out += 1;
            assert!(names.iter().all(|name| !answer.body.contains(name.as_str())), "{}", readable(&answer.body));
        }
    }
    assert!(kept_out > 0, "the demo's colleague is excluded from a record");
}
