//! One person's records under another's number: a page, a form and a call find nothing there, and nothing is written to
//! either. The same forms sent under the right number do their work, which shows that the wrong number is what stops them.

use super::filled;
use super::given::{self, EVERYTHING};
use super::harvest::harvest;
use crate::server::World;
use crate::visitor::{Form, Visitor, readable};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};
use throughcare::rooms;
use web::Method;

/// The ids that each person of the demo world owns.
struct Owners<'d> {
    database: &'d Connection,
    known: BTreeMap<String, BTreeSet<String>>,
}

impl Owners<'_> {
    fn own(&mut self, crn: &str) -> &BTreeSet<String> {
        if !self.known.contains_key(crn) {
            self.known.insert(crn.to_owned(), given::ids_of(self.database, crn));
        }
        &self.known[crn]
    }
}

fn crn_in(address: &str) -> Option<&str> {
    address
        .split(['/', '?'])
        .find(|part| part.len() == 7 && part.starts_with('T') && part[1..].bytes().all(|b| b.is_ascii_digit()))
}

/// Somebody else whom the reader may see.
fn other(crn: &str) -> &'static str {
    if crn == "T000040" { "T000041" } else { "T000040" }
}

#[test]
fn a_record_is_found_under_no_other_person_s_number_by_page_form_or_call() {
    let world = World::demo();
    let harvest = harvest();
    given::roles(&world);
    let server = world.serve();
    let database = given::database(&world);
    let mut owners = Owners { database: &database, known: BTreeMap::new() };
    let mut visitor = Visitor::signed_in(&server.address, &EVERYTHING);
    let mut program = given::program(&server.address, "Everything", &kernel::Permission::ALL.iter().copied().collect());
    let description = web::open_api(&rooms::routes());
    let before = given::latest(&database);
    let (mut wrong, mut asked) = (Vec::new(), 0);
    for route in rooms::routes().iter().filter(|r| r.path.contains("{crn}") && r.path.matches('{').count() > 1) {
        for address in harvest.addresses(route) {
            let Some(crn) = crn_in(&address).map(str::to_owned) else { continue };
            if !address.split('/').any(|part| owners.own(&crn).contains(part)) {
                continue;
            }
            let path = address.replace(&crn, other(&crn));
            let answer = match (route.method, route.is_api()) {
                (Method::Get, true) => program.get(&path),
                (Method::Get, false) => visitor.get(&path),
                (_, false) => continue,
                (method, true) => {
                    let body = filled::body(&description, method.name(), route.path).to_string().into_bytes();
                    let headers = [("if-match", "\"1\"")];
                    program.send_by(method.name(), &path, "application/json", &headers, body).expect("an answer")
                }
            };
            asked += 1;
            let fits =
                answer.status == 404 || (route.method != Method::Get && matches!(answer.status, 400 | 409 | 422));
            if !fits {
                wrong.push(format!("{} {path}: {} {}", route.method.name(), answer.status, readable(&answer.body)));
            }
        }
    }
    let forms = forms_with_own_ids(&mut owners);
    let token = given::token(&mut visitor);
    for (form, crn) in &forms {
        let elsewhere = Form { action: form.action.replace(crn.as_str(), other(crn)), ..form.clone() };
        let answer = send(&mut visitor, &elsewhere, &token);
        asked += 1;
        // A form that only leads on to another page reads nothing; what is written is seen below.
        if !matches!(answer, 303 | 400..=499) {
            wrong.push(format!("POST {}: {answer}", elsewhere.action));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let written = given::actions_after(&database, before);
    assert!(written.is_empty(), "written under another person's number: {written:?}");
    let done = forms.iter().filter(|(form, _)| matches!(send(&mut visitor, form, &token), 200..=399)).count();
    println!(
        "{asked} addresses and forms under another's number; {done} of {} forms do their work under the right one",
        forms.len()
    );
    assert!(asked > 150 && done > 20, "too few to prove anything");
}

/// Forms whose address or answers hold an id that is one person's alone, and whose.
fn forms_with_own_ids(owners: &mut Owners<'_>) -> Vec<(Form, String)> {
    let mut found = Vec::new();
    for (_, form) in &harvest().forms {
        let Some(crn) = crn_in(&form.action).map(str::to_owned) else { continue };
        let own = owners.own(&crn);
        let fields = filled::form(form);
        let holds = form.action.split(['/', '?', '&', '=']).any(|part| own.contains(part))
            || fields.iter().any(|(_, value)| own.contains(value));
        if holds {
            found.push((form.clone(), crn));
        }
    }
    found
}

fn send(visitor: &mut Visitor, form: &Form, token: &str) -> u16 {
    let mut fields = filled::form(form);
    fields.retain(|(name, _)| name != "csrf" && name != "request_key");
    fields.push(("csrf".to_owned(), token.to_owned()));
    visitor.post_form(&form.action, &fields).status
}
