//! What the world sends: forged forms, ids of nobody and of somebody else, huge bodies, SQL, HTML and every script in
//! each field. Each gets a clear answer, and nothing breaks.

use crate::pages::walk;
use crate::server::{Account, Server, World};
use crate::visitor::{Answer, Form, Visitor, readable};
use std::collections::BTreeSet;
use throughcare::rooms;
use web::{Method, Route};

/// Breaks out of whatever forgets to escape, in several scripts and directions.
const NASTY: &str =
    "'; DROP TABLE person; -- <script>alert(1)</script> \"q\" & \\ %_ {} $1 नमस्ते Łódź 李 مرحبا \u{202e}x\u{0} 🙂";

/// A path of the route with these values in place of its parameters.
fn filled(path: &str, crn: &str, other: &str) -> String {
    let parts = path.split('/').map(|part| match part {
        "{crn}" => crn,
        p if p.starts_with('{') => other,
        p => p,
    });
    parts.collect::<Vec<_>>().join("/")
}

const NOBODY: (&str, &str) = ("Z999999", "019a0000-0000-7000-8000-00000000dead");

fn posts() -> impl Iterator<Item = Route> {
    rooms::routes().into_iter().filter(|r| r.method == Method::Post && !r.is_api())
}

fn is_well(server: &Server) {
    Visitor::new(&server.address).get("/health").expect(200);
}

#[test]
fn a_form_without_its_token_is_refused_on_every_route() {
    let world = World::demo();
    let server = world.serve();
    let mut visitor = Visitor::signed_in(&server.address, &Account::ADMINISTRATOR);
    for route in posts() {
        let path = filled(route.path, NOBODY.0, NOBODY.1);
        let bare = [("reason".to_owned(), "forged".to_owned())];
        let forged = [bare[0].clone(), ("csrf".to_owned(), "0".repeat(64))];
        assert_eq!(visitor.post_form(&path, &bare).status, 403, "{path} without a token");
        assert_eq!(visitor.post_form(&path, &forged).status, 403, "{path} with a forged token");
    }
}

#[test]
fn nobody_changes_anything_without_signing_in() {
    let world = World::demo();
    let server = world.serve();
    let mut visitor = Visitor::new(&server.address);
    for route in posts().filter(|r| r.permission != kernel::Permission::Anyone) {
        let path = filled(route.path, NOBODY.0, NOBODY.1);
        let answer = visitor.post_form(&path, &[]);
        assert!(matches!(answer.status, 303 | 403), "{path} answered {}", answer.status);
        assert!(answer.location.is_none_or(|to| to.starts_with("/sign-in")), "{path}");
    }
    for route in rooms::routes().into_iter().filter(|r| r.is_api() && r.permission != kernel::Permission::Anyone) {
        let path = filled(route.path, NOBODY.0, NOBODY.1);
        let answer = match route.method {
            Method::Get => visitor.get(&path),
            Method::Post => visitor.send(&path, "application/json", &[], b"{}".to_vec()).unwrap(),
            _ => continue,
        };
        assert_eq!(answer.status, 401, "{path}");
    }
}

#[test]
fn ids_of_nobody_are_not_found() {
    let world = World::demo();
    let server = world.serve();
    let mut visitor = Visitor::signed_in(&server.address, &Account::MANAGER);
    for route in rooms::routes().into_iter().filter(|r| r.method == Method::Get && !r.is_api() && r.path.contains('{'))
    {
        for (crn, id) in [NOBODY, ("nonsense", "nonsense"), ("T0000001", "%00"), ("%27", "%2e%2e%2f")] {
            let path = filled(route.path, crn, id);
            let answer = visitor.get(&path);
            assert!(
                matches!(answer.status, 404 | 403),
                "{path} answered {}: {}",
                answer.status,
                readable(&answer.body)
            );
        }
    }
}

#[test]
fn a_record_under_another_persons_number_is_not_found() {
    let world = World::demo();
    let server = world.serve();
    let mut visitor = Visitor::signed_in(&server.address, &Account::MANAGER);
    let opened = walk(&mut visitor, |_, _| {});
    let mut tried = 0;
    for (kind, addresses) in opened.iter().filter(|(kind, _)| kind.contains("{crn}") && kind.matches('{').count() > 1) {
        let parts = |address: &str| address.split(['/', '?']).map(str::to_owned).collect::<Vec<_>>();
        let Some(at) = kind.split('/').position(|p| p == "{crn}") else {
            continue;
        };
        let own = parts(&addresses[0]);
        let Some(other) = addresses.iter().map(|a| parts(a)).find(|a| a[at] != own[at]) else {
            continue;
        };
        let depth = kind.split('/').count();
        let mut mixed: Vec<String> = own[..depth].to_vec();
        mixed[at].clone_from(&other[at]);
        let path = mixed.join("/");
        let answer = visitor.get(&path);
        assert_eq!(answer.status, 404, "{path} shows what belongs to another: {}", readable(&answer.body));
        tried += 1;
    }
    println!("{tried} kinds of pages were asked for under another person's number");
}

#[test]
fn sql_and_html_in_every_field_are_only_text() {
    let world = World::demo();
    let server = world.serve();
    for account in Account::ALL {
        let mut visitor = Visitor::signed_in(&server.address, account);
        let mut forms: Vec<(String, Form)> = Vec::new();
        let mut kinds = BTreeSet::new();
        walk(&mut visitor, |address, answer| {
            let new = Form::all(&answer.body, address).into_iter().filter(|f| kinds.insert(shape(f)));
            forms.extend(new.map(|f| (address.to_owned(), f)));
        });
        for (address, form) in forms.iter().filter(|(_, f)| !f.action.contains("/sign-out")) {
            let hidden = ["csrf", "request_key", "version"];
            let typed = form.fields.iter().map(|(name, value)| {
                let value = if hidden.contains(&name.as_str()) { value } else { NASTY };
                (name.clone(), value.to_owned())
            });
            let answer = visitor.post_form(&form.action, &typed.collect::<Vec<_>>());
            assert!(answer.status < 500, "{} from {address}: {}", form.action, readable(&answer.body));
            is_escaped(&answer, address);
        }
        walk(&mut visitor, |address, answer| {
            assert!(answer.status < 500, "{address} after what was typed: {}", readable(&answer.body));
            is_escaped(answer, address);
        });
    }
    let verified = world.command(&["ledger", "verify"]);
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
}

fn is_escaped(answer: &Answer, address: &str) {
    assert!(!answer.body.contains("<script>alert(1)"), "{address} runs what somebody typed");
}

/// Two forms with one shape are one kind.
fn shape(form: &Form) -> String {
    let action: String = form.action.chars().filter(|c| !c.is_ascii_digit()).collect();
    let names: Vec<&str> = form.fields.iter().map(|(n, _)| n.as_str()).collect();
    let action = action.split('?').next().unwrap_or_default().chars().take(40).collect::<String>();
    format!("{action} {}", names.join(" "))
}

#[test]
fn a_body_of_fifty_megabytes_is_refused_and_the_server_goes_on() {
    let world = World::demo();
    let server = world.serve();
    let mut visitor = Visitor::signed_in(&server.address, &Account::ADMINISTRATOR);
    let body = vec![b'x'; 50 << 20];
    for (path, media_type) in [
        ("/sign-in", "application/x-www-form-urlencoded"),
        ("/admin/webhooks", "multipart/form-data; boundary=x"),
        ("/api/v1/court/messages", "application/json"),
    ] {
        match visitor.send(path, media_type, &[], body.clone()) {
            Ok(answer) => assert!(matches!(answer.status, 400..=499), "{path} answered {}", answer.status),
            // The server had answered and hung up while most of it was still on its way.
            Err(error) => println!("{path}: {error}"),
        }
        is_well(&server);
    }
}

#[test]
fn a_program_that_sends_nonsense_gets_a_problem_in_words() {
    let world = World::demo();
    let server = world.serve();
    let mut program = Visitor::program(&server.address, &world.client());
    for route in rooms::routes().into_iter().filter(|r| r.is_api() && r.method == Method::Post) {
        let path = filled(route.path, NOBODY.0, NOBODY.1);
        for body in
            ["", "{", "[]", "null", "\"text\"", r#"{"on":"2026-02-30","day":"2026-13-01","person":7}"#, "\u{0}\u{1}"]
        {
            let headers = [("idempotency-key", "nonsense")];
            let answer = program.send(&path, "application/json", &headers, body.as_bytes().to_vec()).unwrap();
            let is_kept_as_message = path.ends_with("/court/messages");
            // As the national services do, a score answers an object with what is wrong in it, field by field.
            let told_by_field = path.starts_with("/api/v1/scores/") && answer.body.contains("validationErrors");
            assert!(
                is_kept_as_message || told_by_field || matches!(answer.status, 400..=499),
                "{path} with {body:?} answered {}",
                answer.status
            );
            if answer.status >= 400 {
                assert!(answer.json()["title"].is_string(), "{path}: {}", answer.body);
            }
        }
    }
    is_well(&server);
}

#[test]
fn bytes_that_are_no_message_wait_in_the_inbox_and_the_other_files_are_done() {
    let world = World::demo();
    let folder = world.folder.path();
    let sample = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/court/02-community-order.json");
    let good = std::fs::read(&sample).expect("a sample message");
    let write = |name: &str, bytes: &[u8]| {
        let file = folder.join(name);
        std::fs::write(&file, bytes).expect("a file");
        file.display().to_string()
    };
    let files = [
        write("truncated.json", &good[..good.len() / 2]),
        write("words.json", b"not JSON at all"),
        write("empty.json", b""),
        write("types.json", br#"{"hearing":{"id":7,"prosecutionCases":"none"}}"#),
        write("bytes.json", &[0xff, 0xfe, 0x00]),
        write("good.json", &good),
    ];
    let mut arguments = vec!["court", "ingest"];
    arguments.extend(files.iter().map(String::as_str));
    let told = world.command(&arguments);
    assert_eq!(told.status.code(), Some(2), "{}", String::from_utf8_lossy(&told.stderr));
    let lines: Vec<serde_json::Value> = String::from_utf8_lossy(&told.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}")))
        .collect();
    let outcome_of = |name: &str| {
        let line = lines.iter().find(|l| l["file"].as_str().is_some_and(|f| f.ends_with(name)));
        line.unwrap_or_else(|| panic!("no line for {name}: {lines:?}"))["outcome"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    for name in ["truncated.json", "words.json", "empty.json", "types.json", "bytes.json"] {
        assert_eq!(outcome_of(name), "review", "{name}");
    }
    assert_eq!(outcome_of("good.json"), "recorded");
    let missing = world.command(&["court", "ingest", "/nowhere/at-all.json"]);
    assert_eq!(missing.status.code(), Some(2));
}
