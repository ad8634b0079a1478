//! The adapter for GOV.UK Notify against a receiver on this very machine: signature, bodies, repeats, and each kind of answer.

use documents::messages::{Handed, Handing, Notify, NotifySettings, Port, Report, Trouble, Words};
use hmac::{Hmac, KeyInit, Mac};
use kernel::{Clock, SendingId};
use serde_json::{Value, json};
use sha2::Sha256;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use uuid::Uuid;

const SERVICE: &str = "11111111-2222-4333-8444-555555555555";
const SECRET: &str = "66666666-7777-4888-8999-aaaaaaaaaaaa";

/// What came in: "POST /path", the bearer token, the body.
type Call = (String, String, Value);

/// A receiver that gives these answers in turn.
struct Receiver {
    port: Notify,
    calls: Arc<Mutex<Vec<Call>>>,
    _thread: JoinHandle<()>,
}

fn receiver(answers: Vec<(u16, Value)>) -> Receiver {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let calls: Arc<Mutex<Vec<Call>>> = Arc::default();
    let kept = Arc::clone(&calls);
    let thread = std::thread::spawn(move || {
        for (status, answer) in answers {
            let (mut stream, _) = listener.accept().unwrap();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            let (mut head, mut length, mut bearer) = (String::new(), 0, String::new());
            reader.read_line(&mut head).unwrap();
            loop {
                let mut line = String::new();
                reader.read_line(&mut line).unwrap();
                let lower = line.to_lowercase();
                if let Some(number) = lower.strip_prefix("content-length:") {
                    length = number.trim().parse().unwrap();
                }
                if lower.starts_with("authorization:") {
                    bearer = line.rsplit(' ').next().unwrap().trim().to_owned();
                }
                if line.trim().is_empty() {
                    break;
                }
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body).unwrap();
            let call = head.rsplit_once(' ').unwrap().0.to_owned();
            kept.lock().unwrap().push((call, bearer, serde_json::from_slice(&body).unwrap_or_default()));
            let text = answer.to_string();
            let reply =
                format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{text}", text.len());
            stream.write_all(reply.as_bytes()).unwrap();
        }
    });
    let settings = NotifySettings::read(&|name| {
        Some(match name {
            "THROUGHCARE_NOTIFY_KEY" => format!("a-trial-{SERVICE}-{SECRET}"),
            "THROUGHCARE_NOTIFY_ADDRESS" => address.clone(),
            name => name.to_lowercase(),
        })
    });
    Receiver { port: Notify::of(settings.unwrap()), calls, _thread: thread }
}

impl Receiver {
    fn calls(&self) -> Vec<Call> {
        self.calls.lock().unwrap().clone()
    }
}

fn handing(again: bool) -> Handing {
    Handing { reference: SendingId(Uuid::from_u128(7)), again }
}

fn words() -> Words {
    Words { subject: Some("Your appointment".into()), body: "Come at ten.".into() }
}

/// Bytes from the alphabet of addresses.
fn decoded(text: &str) -> Vec<u8> {
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let bits: Vec<u8> = text
        .chars()
        .flat_map(|c| {
            let value = alphabet.find(c).unwrap();
            (0..6).rev().map(move |bit| u8::from(value >> bit & 1 == 1))
        })
        .collect();
    bits.chunks_exact(8).map(|byte| byte.iter().fold(0, |sum, bit| sum << 1 | bit)).collect()
}

#[test]
fn a_call_is_signed_with_the_secret_of_the_service() {
    let notify = receiver(vec![(201, json!({ "id": "theirs" }))]);
    let handed = notify.port.text("07700900123", &words(), handing(false)).unwrap();
    assert_eq!(handed, Handed::Over { provider_id: Some("theirs".into()) });
    let (call, token, body) = notify.calls().remove(0);
    assert_eq!(call, "POST /v2/notifications/sms");
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(signed.as_bytes());
    assert_eq!(decoded(signature), mac.finalize().into_bytes().to_vec());
    let (head, claims) = signed.split_once('.').unwrap();
    let [head, claims] = [head, claims].map(|part| serde_json::from_slice::<Value>(&decoded(part)).unwrap());
    assert_eq!(head, json!({ "typ": "JWT", "alg": "HS256" }));
    assert_eq!(claims["iss"], SERVICE);
    let age = Clock::machine().now().0 / 1_000_000 - claims["iat"].as_i64().unwrap();
    assert!((0..30).contains(&age), "{age}");
    assert_eq!(
        body,
        json!({ "phone_number": "07700900123", "template_id": "throughcare_notify_text_template",
            "personalisation": { "body": "Come at ten." }, "reference": handing(false).reference.to_string() })
    );
}

#[test]
fn a_letter_goes_as_a_pdf() {
    let notify = receiver(vec![(201, json!({ "id": "theirs" }))]);
    notify.port.post("1 High Street", b"%PDF-1.7", handing(false)).unwrap();
    let (call, _, body) = notify.calls().remove(0);
    assert_eq!((call.as_str(), body["content"].as_str()), ("POST /v2/notifications/letter", Some("JVBERi0xLjc=")));
}

#[test]
fn a_letter_by_email_is_a_link_that_asks_for_the_address() {
    let notify = receiver(vec![(201, json!({ "id": "theirs" }))]);
    notify.port.email("a@example.com", &words(), Some(b"%PDF-1.7"), handing(false)).unwrap();
    let (call, _, body) = notify.calls().remove(0);
    assert_eq!(call, "POST /v2/notifications/email");
    assert_eq!(body["template_id"], "throughcare_notify_letter_template");
    let letter = &body["personalisation"]["letter"];
    assert_eq!((&letter["file"], &letter["confirm_email_before_download"]), (&json!("JVBERi0xLjc="), &json!(true)));
}

#[test]
fn without_a_template_for_letters_no_letter_goes_by_email() {
    let settings = NotifySettings::read(&|name| match name {
        "THROUGHCARE_NOTIFY_KEY" => Some(format!("a-trial-{SERVICE}-{SECRET}")),
        "THROUGHCARE_NOTIFY_LETTER_TEMPLATE" => None,
        name => Some(name.to_lowercase()).map(|n| if n.ends_with("address") { "http://127.0.0.1:1".into() } else { n }),
    });
    let no = Notify::of(settings.unwrap()).email("a@example.com", &words(), Some(b"%PDF"), handing(false));
    assert!(matches!(no, Err(Trouble::Never { address: false, .. })), "{no:?}");
}

#[test]
fn before_a_repeat_it_is_asked_for_the_reference() {
    let reference = handing(true).reference.to_string();
    let known = json!({ "notifications": [{ "id": "theirs", "reference": reference }] });
    let notify = receiver(vec![(200, known)]);
    let handed = notify.port.email("a@example.com", &words(), None, handing(true)).unwrap();
    assert_eq!(handed, Handed::Over { provider_id: Some("theirs".into()) });
    let calls: Vec<String> = notify.calls().into_iter().map(|(call, ..)| call).collect();
    assert_eq!(calls, [format!("GET /v2/notifications?reference={reference}")]);
    let notify = receiver(vec![(200, json!({ "notifications": [] })), (201, json!({ "id": "new" }))]);
    let handed = notify.port.email("a@example.com", &words(), None, handing(true)).unwrap();
    assert_eq!(handed, Handed::Over { provider_id: Some("new".into()) });
}

#[test]
fn each_answer_is_later_never_or_our_own_fault() {
    let error = |kind: &str, message: &str| json!({ "errors": [{ "error": kind, "message": message }] });
    let no =
        |status, body| receiver(vec![(status, body)]).port.text("07700900123", &words(), handing(false)).unwrap_err();
    assert!(matches!(no(429, error("RateLimitError", "slow down")), Trouble::Later(_)));
    assert!(matches!(no(503, json!("no JSON object")), Trouble::Later(_)));
    let number = no(400, error("ValidationError", "phone_number Not enough digits"));
    assert!(matches!(number, Trouble::Never { address: true, .. }), "{number:?}");
    let team = no(400, error("BadRequestError", "cannot send to 07700900123 with a team key"));
    assert!(matches!(&team, Trouble::Ours(words) if !words.contains("07700900123")), "{team:?}");
    assert!(matches!(no(403, error("AuthError", "Invalid token")), Trouble::Ours(_)));
}

#[test]
fn nobody_there_is_later() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let settings = NotifySettings::read(&|name| {
        Some(match name {
            "THROUGHCARE_NOTIFY_KEY" => format!("a-trial-{SERVICE}-{SECRET}"),
            "THROUGHCARE_NOTIFY_ADDRESS" => address.clone(),
            name => name.to_lowercase(),
        })
    });
    let port = Notify::of(settings.unwrap());
    assert!(matches!(port.text("07700900123", &words(), handing(false)), Err(Trouble::Later(_))));
}

#[test]
fn it_says_what_became_of_a_message() {
    let notify =
        receiver(vec![(200, json!({ "status": "delivered" })), (200, json!({ "status": "permanent-failure" }))]);
    assert_eq!(notify.port.ask("theirs"), Ok(Report::Delivered));
    assert!(matches!(notify.port.ask("theirs"), Ok(Report::Failed { address: true, .. })));
    assert_eq!(notify.calls()[0].0, "GET /v2/notifications/theirs");
}
