//! The same request several times in one moment, as a browser sends it that is clicked twice or a program whose balancer tries
//! again: it is done once, and everybody is told the same.

use crate::server::World;
use crate::visitor::Visitor;
use serde_json::json;

const AT_ONCE: usize = 6;

fn answers_once(world: &World) {
    let secret = world.client();
    let server = world.serve();
    for round in 0..10 {
        let words = format!("Sent {AT_ONCE} times, round {round}");
        let body = json!({ "type": "TNTE", "date": "2026-11-20", "note": words }).to_string().into_bytes();
        let key = format!("same-{round}");
        let ids: Vec<String> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..AT_ONCE)
                .map(|_| {
                    let (server, secret, key, body) = (&server, &secret, &key, body.clone());
                    scope.spawn(move || {
                        let mut program = Visitor::program(&server.address, secret);
                        let path = "/api/v1/people/T000040/contacts";
                        let sent = program.send(path, "application/json", &[("idempotency-key", key)], body);
                        let answer = sent.expect("an answer");
                        assert!(matches!(answer.status, 200 | 201), "{}: {}", answer.status, answer.body);
                        answer.json()["id"].as_str().expect("the contact's id").to_owned()
                    })
                })
                .collect();
            threads.into_iter().map(|thread| thread.join().expect("a sender")).collect()
        });
        assert!(ids.iter().all(|id| *id == ids[0]), "one request key was told of several contacts: {ids:?}");
        let found =
            Visitor::program(&server.address, &secret).get(&format!("/api/v1/people/T000040/contacts/{}", ids[0]));
        assert!(found.expect(200).body.contains(&words), "what was answered is not there");
    }
}

#[test]
fn the_same_request_at_once_is_done_once_and_answered_alike_on_sqlite() {
    answers_once(&World::demo());
}

#[test]
fn the_same_request_at_once_is_done_once_and_answered_alike_on_postgres() {
    if let Some(world) = World::demo_on_postgres() {
        answers_once(&world);
    }
}
