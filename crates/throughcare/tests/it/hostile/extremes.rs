//! Numbers at the ends of their range, days at the ends of the calendar, texts that no column takes: in every query, every
//! call's body and every kind of form. Each is answered in words, and nothing breaks.

use super::filled;
use super::given::{self, EVERYTHING};
use super::harvest::harvest;
use crate::server::World;
use crate::visitor::{Answer, Visitor, encoded, readable};
use serde_json::Value;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use throughcare::rooms;
use web::{Method, Route};

const NUMBERS: [&str; 4] = ["18446744073709551615", "9223372036854775807", "-9223372036854775808", "1e400"];
const DAYS: [&str; 4] = ["9999-12-31", "0001-01-01", "-009999-01-01", "2026-02-30"];
const TEXTS: [&str; 2] = ["\u{0}'\"", "\u{202e}🙂"];

fn everything() -> std::collections::BTreeSet<kernel::Permission> {
    kernel::Permission::ALL.iter().copied().collect()
}

/// Asks for each of these by several visitors at once, and tells what broke.
fn broken<T: Sync>(
    asked: &[T],
    visitor: impl Fn() -> Visitor + Sync,
    ask: impl Fn(&mut Visitor, &T) -> Vec<String> + Sync,
) -> Vec<String> {
    let (next, found) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                let mut visitor = visitor();
                while let Some(one) = asked.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let broke = ask(&mut visitor, one);
                    found.lock().expect("what was found").extend(broke);
                }
            });
        }
    });
    found.into_inner().expect("what was found")
}

fn told(what: &str, answer: &Answer) -> Option<String> {
    let words: String = readable(&answer.body).chars().take(160).collect();
    (answer.status >= 500).then(|| format!("{what}: {} {words}", answer.status))
}

#[test]
fn extremes_in_a_query_are_answered_on_every_page_and_call() {
    let world = World::demo();
    given::roles(&world);
    let server = world.serve();
    let description = web::open_api(&rooms::routes());
    let names = &harvest().asked;
    assert!(names.len() > 20, "{names:?}");
    let routes: Vec<Route> = rooms::routes().into_iter().filter(|r| r.method == Method::Get).collect();
    let (pages, calls): (Vec<Route>, Vec<Route>) = routes.into_iter().partition(|r| !r.is_api());
    let mut wrong = broken(
        &pages,
        || Visitor::signed_in(&server.address, &EVERYTHING),
        |visitor, route| {
            // Every name that any page asks by, all at once, at one real address of each kind.
            let Some(path) = harvest().addresses(route).into_iter().next() else { return Vec::new() };
            let ask = |value: &&str| {
                let query: Vec<String> =
                    names.iter().map(|name| format!("{}={}", encoded(name), encoded(value))).collect();
                let answer = visitor.get(&format!("{path}?{}", query.join("&")));
                told(&format!("{path} with {value:?}"), &answer)
            };
            NUMBERS.iter().chain(&DAYS[..2]).chain(&TEXTS[..1]).filter_map(ask).collect()
        },
    );
    let secret = Mutex::new(());
    wrong.extend(broken(
        &calls,
        || {
            let _one_at_a_time = secret.lock();
            given::program(&server.address, "Extremes", &everything())
        },
        |program, route| {
            let Some(path) = harvest().addresses(route).into_iter().next() else { return Vec::new() };
            let parameters =
                description["paths"][route.path]["get"]["parameters"].as_array().cloned().unwrap_or_default();
            let own: Vec<String> = parameters
                .iter()
                .filter(|p| p["in"] == "query")
                .filter_map(|p| p["name"].as_str().map(str::to_owned))
                .collect();
            let ask = |value: &&str| {
                let query: Vec<String> = own.iter().map(|name| format!("{name}={}", encoded(value))).collect();
                let answer = program.get(&format!("{path}?{}", query.join("&")));
                told(&format!("{path} with {value:?}"), &answer)
            };
            if own.is_empty() {
                Vec::new()
            } else {
                NUMBERS.iter().chain(&DAYS).chain(&TEXTS).filter_map(ask).collect()
            }
        },
    ));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn extremes_in_a_body_are_answered_on_every_call() {
    let world = World::demo();
    given::roles(&world);
    let server = world.serve();
    let description = web::open_api(&rooms::routes());
    let calls: Vec<Route> = rooms::routes().into_iter().filter(|r| r.is_api() && r.method != Method::Get).collect();
    let one_at_a_time = Mutex::new(());
    let wrong = broken(
        &calls,
        || {
            let _held = one_at_a_time.lock();
            given::program(&server.address, "Extremes", &everything())
        },
        |program, route| {
            let Some(path) = harvest().addresses(route).into_iter().next() else { return Vec::new() };
            let plain = filled::body(&description, route.method.name(), route.path);
            let mut bodies = vec![plain.clone()];
            for at in 0..4 {
                bodies.push(driven(&plain, at));
            }
            let send = |body: &Value| {
                let bytes = body.to_string().into_bytes();
                let headers = [("if-match", "\"9223372036854775807\"")];
                let answer = program
                    .send_by(route.method.name(), &path, "application/json", &headers, bytes)
                    .expect("an answer");
                told(&format!("{} {path} with {body}", route.method.name()), &answer)
            };
            bodies.iter().filter_map(send).collect()
        },
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let verified = world.command(&["ledger", "verify"]);
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
}

/// The body with each value driven to one end of its kind.
fn driven(body: &Value, at: usize) -> Value {
    match body {
        Value::Object(members) => members.iter().map(|(name, value)| (name.clone(), driven(value, at))).collect(),
        Value::Array(items) => items.iter().map(|item| driven(item, at)).collect(),
        Value::Number(_) => [
            serde_json::json!(i64::MAX),
            serde_json::json!(i64::MIN),
            serde_json::json!(0),
            serde_json::json!(u64::MAX),
        ][at % 4]
            .clone(),
        Value::String(text) if text.len() == 10 && text.as_bytes()[4] == b'-' => Value::String(DAYS[at % 4].to_owned()),
        Value::String(text) if text.len() == 5 && text.as_bytes()[2] == b':' => Value::String("23:59".to_owned()),
        Value::String(text) if text.contains("Written by") => {
            Value::String([TEXTS[0].to_owned(), "x".repeat(20_000), TEXTS[1].to_owned(), String::new()][at % 4].clone())
        }
        other => other.clone(),
    }
}

#[test]
fn extremes_in_a_form_are_answered_on_every_kind_of_form() {
    let world = World::demo();
    given::roles(&world);
    let server = world.serve();
    let forms = &harvest().forms;
    let wrong = broken(
        forms,
        || Visitor::signed_in(&server.address, &EVERYTHING),
        |visitor, (page, form)| {
            if form.action.contains("/sign-out") || form.action.contains("/account") {
                return Vec::new();
            }
            let token = given::token(visitor);
            let mut send = |number: &str, day: [&str; 3], whole: &str| {
                let mut fields = filled::form(form);
                fields.retain(|(name, _)| name != "csrf" && name != "request_key");
                for (name, value) in &mut fields {
                    let driven = match name.as_str() {
                        n if n.ends_with("-day") => day[0],
                        n if n.ends_with("-month") => day[1],
                        n if n.ends_with("-year") => day[2],
                        _ if value == "23/11/2026" => whole,
                        _ if value == "1" => number,
                        _ => continue,
                    };
                    driven.clone_into(value);
                }
                fields.push(("csrf".to_owned(), token.clone()));
                let answer = visitor.post_form(&form.action, &fields);
                told(&format!("{} from {page} with {number} and {whole}", form.action), &answer)
            };
            let ends = [
                send(NUMBERS[1], ["31", "12", "2199"], "31/12/2199"),
                send(NUMBERS[2], ["1", "1", "1850"], "1/1/1850"),
                send("0", ["29", "2", "2028"], "29/2/2028"),
            ];
            ends.into_iter().flatten().collect()
        },
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
