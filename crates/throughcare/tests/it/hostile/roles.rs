//! Each route with each role: what a role may not do is refused at a real address, before anything of anybody is read and
//! without a trace; what it may do is never refused for a permission. Every answer carries the headers that browsers heed.

use super::given::{self, NOBODY, Role};
use super::harvest::{Harvest, harvest, with_ids};
use crate::server::World;
use crate::visitor::{Answer, Visitor, readable};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use throughcare::rooms;
use web::{Method, Route};

/// How a refusal for want of a permission begins.
const REFUSAL: &str = "This needs the permission";

/// Routes that end the very session of the walk.
const ENDS_THE_SESSION: &[&str] = &["/sign-out", "/account/sign-out-everywhere"];

/// Somebody of one role, at the pages and as a program.
struct Caller {
    role: Role,
    visitor: Visitor,
    token: String,
    program: Visitor,
}

impl Caller {
    fn enter(address: &str, role: Role) -> Caller {
        let mut visitor = Visitor::signed_in(address, &role.account);
        let token = given::token(&mut visitor);
        let program = given::program(address, &role.code, &role.permissions);
        Caller { role, visitor, token, program }
    }

    fn call(&mut self, route: &Route, path: &str) -> Answer {
        let sent = match (route.is_api(), route.method) {
            (true, Method::Get) => return self.program.get(path),
            (false, Method::Get) => return self.visitor.get(path),
            (true, method) => self.program.send_by(method.name(), path, "application/json", &[], b"{}".to_vec()),
            (false, _) => self.visitor.try_post_form(path, &[("csrf".to_owned(), self.token.clone())]),
        };
        sent.unwrap_or_else(|e| panic!("{} {path}: {e}", route.method.name()))
    }
}

#[test]
fn every_route_answers_every_role_as_the_access_matrix_says() {
    let world = World::demo();
    let harvest = harvest();
    let roles = given::roles(&world);
    assert!(roles.len() >= 11, "roles went missing");
    let server = world.serve();
    let callers: Vec<Mutex<Caller>> =
        roles.into_iter().map(|role| Mutex::new(Caller::enter(&server.address, role))).collect();
    let database = given::database(&world);
    let before = given::entries(&database);
    let refused = walk_all(&callers, |caller| what_it_may_not(caller, harvest));
    assert!(refused.wrong.is_empty(), "{}", refused.wrong.join("\n"));
    assert_eq!(given::entries(&database), before, "a refused request wrote something");
    let allowed = walk_all(&callers, what_it_may);
    assert!(allowed.wrong.is_empty(), "{}", allowed.wrong.join("\n"));
    println!("{} refusals and {} permitted requests were looked at", refused.asked, allowed.asked);
    assert!(refused.asked > 5_000 && allowed.asked > 2_000, "too few to prove anything");
}

/// What a part of the walk found.
#[derive(Default)]
struct Found {
    asked: usize,
    wrong: Vec<String>,
}

/// Three callers at a time.
fn walk_all(callers: &[Mutex<Caller>], walk: impl Fn(&mut Caller) -> Found + Sync) -> Found {
    let (next, all) = (AtomicUsize::new(0), Mutex::new(Found::default()));
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while let Some(caller) = callers.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let found = walk(&mut caller.lock().expect("a caller"));
                    let mut all = all.lock().expect("what was found");
                    all.asked += found.asked;
                    all.wrong.extend(found.wrong);
                }
            });
        }
    });
    all.into_inner().expect("what was found")
}

fn what_it_may_not(caller: &mut Caller, harvest: &Harvest) -> Found {
    let mut found = Found::default();
    let routes: Vec<Route> = rooms::routes().into_iter().filter(|r| !caller.role.may(r.permission)).collect();
    for route in &routes {
        let path = harvest.address(route);
        let answer = caller.call(route, &path);
        found.asked += 1;
        let told = answer.body.contains(REFUSAL) && answer.body.contains(route.permission.code());
        if answer.status != 403 || !told {
            found.wrong.push(line(caller, route, &path, &answer, "should be refused"));
        }
        found.wrong.extend(lacking(&answer).map(|header| line(caller, route, &path, &answer, &header)));
    }
    found
}

fn what_it_may(caller: &mut Caller) -> Found {
    let mut found = Found::default();
    let open = |r: &Route| caller.role.may(r.permission) && !ENDS_THE_SESSION.contains(&r.path);
    let routes: Vec<Route> = rooms::routes().into_iter().filter(open).collect();
    for route in &routes {
        let path = with_ids(route.path, NOBODY);
        let answer = caller.call(route, &path);
        found.asked += 1;
        if answer.status >= 500 || answer.body.contains(REFUSAL) {
            found.wrong.push(line(caller, route, &path, &answer, "should be answered"));
        }
        found.wrong.extend(lacking(&answer).map(|header| line(caller, route, &path, &answer, &header)));
    }
    found
}

fn line(caller: &Caller, route: &Route, path: &str, answer: &Answer, words: &str) -> String {
    let said: String = readable(&answer.body).chars().take(200).collect();
    format!("{} {} {path} {words}: {} {said}", caller.role.code, route.method.name(), answer.status)
}

/// The headers that every answer must have and this one has not.
fn lacking(answer: &Answer) -> impl Iterator<Item = String> {
    let must = [
        ("content-security-policy", "default-src 'none'"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cache-control", "no-store"),
    ];
    let has = |name: &str, value: &str| answer.headers.get(name).is_some_and(|told| told.starts_with(value));
    let lacks = must.into_iter().filter(|(name, value)| !has(name, value));
    lacks.map(|(name, _)| format!("goes out without {name}")).collect::<Vec<_>>().into_iter()
}

/// Addresses as no page writes them.
const MALFORMED: &[&str] =
    &["nonsense", "%00", "%27%20OR%201%3D1--", "..%2f..%2fetc%2fpasswd", "-1", "%F0%9F%92%A9", "%FF", "2026-02-30"];

#[test]
fn a_malformed_id_is_answered_in_words_on_every_route() {
    let world = World::demo();
    let server = world.serve();
    let mut everything = given::roles(&world).into_iter().next().expect("a role");
    everything.permissions = kernel::Permission::ALL.iter().copied().collect();
    everything.account = given::EVERYTHING;
    let mut caller = Caller::enter(&server.address, everything);
    let long = "9".repeat(4_000);
    let before = given::entries(&given::database(&world));
    let mut wrong = Vec::new();
    for (index, route) in rooms::routes().iter().filter(|r| r.path.contains('{')).enumerate() {
        // One for each route in turn, and the longest for all.
        for bad in [MALFORMED[index % MALFORMED.len()], &long] {
            let path = with_ids(route.path, (bad, bad));
            let answer = caller.call(route, &path);
            if answer.status >= 500 || (route.method != Method::Get && answer.status < 400) {
                let path: String = path.chars().take(200).collect();
                wrong.push(line(&caller, route, &path, &answer, "with a malformed id"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(given::entries(&given::database(&world)), before, "a malformed id wrote something");
}
