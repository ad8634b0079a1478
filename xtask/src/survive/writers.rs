//! Eight programs that write contacts through the balancer, as clients are told to: with a request key, and again after a
//! while when the answer is 503 or none. What each attempt got, and when, is the story that is judged.

use crate::http::Connection;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

const WRITERS: usize = 8;
/// People of the demo region on whose record nothing is restricted.
const PEOPLE: [&str; 12] = [
    "T000040", "T000041", "T000042", "T000043", "T000044", "T000045", "T000046", "T000047", "T000048", "T000049",
    "T000050", "T000051",
];
/// What every note begins with, so that they can be counted.
pub(crate) const MARK: &str = "Written through a fault:";
/// Longer than anything may take, so that what takes too long is seen to.
const PATIENCE: Duration = Duration::from_secs(15);

/// One attempt at a write.
pub(crate) struct Attempt {
    pub(crate) key: String,
    pub(crate) crn: &'static str,
    /// Since the writers began.
    pub(crate) at: Duration,
    pub(crate) took: Duration,
    pub(crate) got: Got,
}

#[derive(Debug)]
pub(crate) enum Got {
    /// Kept: the id of the contact.
    Kept(String),
    /// 503, and whether it said when to come again.
    ComeAgain(bool),
    /// Any other status, with the body's beginning.
    Refused(u16, String),
    /// The connection broke or nothing came.
    Nothing(String),
}

pub(crate) struct Writers {
    began: Instant,
    over: Arc<AtomicBool>,
    threads: Vec<JoinHandle<Vec<Attempt>>>,
}

pub(crate) fn start(balancer: &str, secret: &str) -> Writers {
    let (began, over) = (Instant::now(), Arc::new(AtomicBool::new(false)));
    let threads = (0..WRITERS)
        .map(|writer| {
            let (over, balancer, secret) = (Arc::clone(&over), balancer.to_owned(), secret.to_owned());
            std::thread::spawn(move || write(writer, began, &over, &balancer, &secret))
        })
        .collect();
    Writers { began, over, threads }
}

impl Writers {
    pub(crate) fn now(&self) -> Duration {
        self.began.elapsed()
    }

    /// Lets each finish what it is at, and gives everything that happened in the order of time.
    pub(crate) fn stop(self) -> Vec<Attempt> {
        self.over.store(true, Ordering::SeqCst);
        let mut story: Vec<Attempt> =
            self.threads.into_iter().filter_map(|thread| thread.join().ok()).flatten().collect();
        story.sort_by_key(|attempt| attempt.at);
        story
    }
}

fn write(writer: usize, began: Instant, over: &AtomicBool, balancer: &str, secret: &str) -> Vec<Attempt> {
    let mut story = Vec::new();
    let mut line = None;
    for n in 0.. {
        let key = format!("survive-{writer}-{n}");
        let crn = PEOPLE[(writer + n) % PEOPLE.len()];
        loop {
            if over.load(Ordering::SeqCst) {
                return story;
            }
            let at = began.elapsed();
            let got = once(&mut line, balancer, secret, crn, &key);
            let kept = matches!(got, Got::Kept(_));
            story.push(Attempt { key: key.clone(), crn, at, took: began.elapsed().saturating_sub(at), got });
            std::thread::sleep(Duration::from_millis(if kept { 10 } else { 300 }));
            if kept {
                break;
            }
        }
    }
    story
}

/// One attempt, on the connection that is kept or on a new one.
pub(crate) fn once(line: &mut Option<Connection>, balancer: &str, secret: &str, crn: &str, key: &str) -> Got {
    let body = format!("{{\"type\":\"TNTE\",\"date\":\"2026-11-20\",\"note\":\"{MARK} {key}\"}}");
    let headers = format!("content-type: application/json\r\nidempotency-key: {key}\r\n");
    let answer = (|| {
        let mut connection = match line.take() {
            Some(kept) => kept,
            None => Connection::open_with_patience(balancer, &format!("authorization: Bearer {secret}\r\n"), PATIENCE)?,
        };
        let answer = connection.post(&format!("/api/v1/people/{crn}/contacts"), &headers, body.as_bytes())?;
        if matches!(answer.status, 200 | 201) {
            *line = Some(connection);
        }
        Ok::<_, std::io::Error>(answer)
    })();
    match answer {
        Err(e) => Got::Nothing(e.to_string()),
        Ok(answer) => match answer.status {
            200 | 201 => {
                let told: serde_json::Value = serde_json::from_slice(&answer.body).unwrap_or_default();
                Got::Kept(told["id"].as_str().unwrap_or_default().to_owned())
            }
            503 => Got::ComeAgain(answer.retry_after.is_some()),
            status => Got::Refused(status, String::from_utf8_lossy(&answer.body).chars().take(200).collect()),
        },
    }
}
