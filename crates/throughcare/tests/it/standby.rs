//! A server with a hot standby, from outside: what was written, and what was closed, counts on the next request; a standby that
//! is late or away is somebody else's trouble; operators are told of it.

use crate::server::{Account, Server, World};
use crate::visitor::Visitor;
use migrations::trial::Pair;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const CRN: &str = "T000040";

fn send(program: &mut Visitor, path: &str, key: &str, body: &Value) -> Value {
    let sent = program.send(path, "application/json", &[("idempotency-key", key)], body.to_string().into_bytes());
    sent.expect("an answer").expect(201).json()
}

/// Writes by one call and reads by the next, so many times.
fn writes_and_reads(program: &mut Visitor, round: &str, times: usize) {
    for n in 0..times {
        let words = format!("{round} {n}");
        let body = json!({ "type": "TNTE", "date": "2026-11-20", "note": words });
        let made = send(program, &format!("/api/v1/people/{CRN}/contacts"), &words, &body);
        let path = format!("/api/v1/people/{CRN}/contacts/{}", made["id"].as_str().expect("an id"));
        assert!(program.get(&path).expect(200).body.contains(&words), "what was written is not read");
    }
}

fn reads_by(address: &str, by: &str) -> u64 {
    let metrics = Visitor::new(address).get("/metrics").expect(200).body;
    let line = metrics.lines().find(|l| l.starts_with(&format!("throughcare_reads_total{{by=\"{by}\"}}")));
    line.and_then(|l| l.rsplit(' ').next()?.parse().ok()).unwrap_or_default()
}

/// Whether the standby is read again, once it has been left alone for a moment.
fn is_read_again(address: &str) -> bool {
    let from = Instant::now();
    while from.elapsed() < Duration::from_secs(20) {
        let before = reads_by(address, "standby");
        Visitor::new(address).get("/help").expect(200);
        if reads_by(address, "standby") > before {
            return true;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    false
}

#[test]
fn what_was_written_or_closed_counts_on_the_next_request_whichever_server_answers() {
    let Some(mut pair) = Pair::start() else { return };
    let world = World::on(&pair.primary(), "5");
    let secret = world.client();
    let server = Server::with_standby(&world.database, &pair.standby());
    let address = server.address.clone();
    let mut program = Visitor::program(&address, &secret);
    let mut practitioner = Visitor::signed_in(&address, &Account::PRACTITIONER);
    let (page, list) = (format!("/people/{CRN}"), "/search?q=T000040");
    practitioner.get(&page).expect(200);
    assert!(is_read_again(&address), "the standby is not read");
    writes_and_reads(&mut program, "together", 25);

    pair.tell_standby("ALTER SYSTEM SET recovery_min_apply_delay = '30ms'");
    pair.tell_standby("SELECT pg_reload_conf()");
    for round in 0..5 {
        practitioner.get(&page).expect(200);
        let path = format!("/api/v1/people/{CRN}/restrictions");
        let body = json!({ "kind": "exclusion", "reason": "Knows the family", "message": "Ask your manager", "users": ["practitioner"] });
        let made = send(&mut program, &path, &format!("close {round}"), &body);
        assert_eq!(practitioner.get(&page).status, 403, "a record that was closed was shown");
        assert!(!practitioner.get(list).body.contains("/people/T000040\""), "a closed record was found");
        let id = made["id"].as_str().expect("an id");
        let version = format!("\"{}\"", made["version"]);
        let end = json!({ "reason": "A mistake" }).to_string().into_bytes();
        let headers = [("idempotency-key", &*format!("open {round}")), ("if-match", &*version)];
        let ended = program.send(&format!("{path}/{id}/end"), "application/json", &headers, end).expect("an answer");
        assert!(ended.status < 300, "{}", ended.body);
        practitioner.get(&page).expect(200);
    }
    writes_and_reads(&mut program, "late", 10);
    pair.tell_standby("ALTER SYSTEM RESET recovery_min_apply_delay");
    pair.tell_standby("SELECT pg_reload_conf()");

    let doctor = |standby: &str| {
        let told = world.command(&["doctor", "--standby", standby]);
        (told.status.success(), String::from_utf8_lossy(&told.stdout).into_owned())
    };
    let (_, told) = doctor(&pair.standby());
    assert!(told.contains("well   standby: follows"), "{told}");
    let (well, told) = doctor(&pair.primary());
    assert!(!well && told.contains("wrong  standby: the server is no standby"), "{told}");
    assert!(is_read_again(&address));
    assert!(Visitor::new(&address).get("/health").expect(200).body.contains("standby: follows"));

    pair.stop_standby();
    for _ in 0..10 {
        practitioner.get(&page).expect(200);
    }
    writes_and_reads(&mut program, "alone", 5);
    let health = Visitor::new(&address).get("/health").expect(200).body;
    assert!(health.starts_with("well") && health.contains("standby: is away"), "{health}");
    pair.start_standby();
    assert!(is_read_again(&address), "a standby that came back is not read");
    println!(
        "reads: {} on the standby, {} on the primary",
        reads_by(&address, "standby"),
        reads_by(&address, "primary")
    );
}
