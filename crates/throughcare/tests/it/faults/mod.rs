//! What happens when things break: disk, database, clock, file handles, the file itself, and whoever tampers with it. A real
//! server process each time; afterwards nothing that was acknowledged is missing, and nothing was started again by hand.

mod backups;
mod clock;
mod damage;
mod database;
mod disk;
mod ending;
mod handles;
mod proxy;
mod tail;
mod upgrade;

use crate::server::{Server, TODAY, World, free_port, throughcare};
use serde_json::json;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The longest that anybody may wait for an answer, whatever is broken.
pub(crate) const ANSWERED: Duration = Duration::from_secs(5);
/// Somebody on whose record nothing is restricted.
pub(crate) const PERSON: &str = "T000041";

/// An answer as a program sees it.
#[derive(Debug)]
pub(crate) struct Got {
    pub(crate) status: u16,
    pub(crate) comes_again: bool,
    pub(crate) body: String,
    pub(crate) took: Duration,
}

impl Got {
    pub(crate) fn is_kept(&self) -> bool {
        matches!(self.status, 200 | 201)
    }

    pub(crate) fn id(&self) -> String {
        let told: serde_json::Value = serde_json::from_str(&self.body).unwrap_or_default();
        told["id"].as_str().unwrap_or_default().to_owned()
    }

    /// Kept, or told when to come again; in time either way.
    pub(crate) fn is_as_promised(&self) -> bool {
        self.is_kept_or_told() && self.took < ANSWERED
    }

    /// Kept, or told when to come again.
    pub(crate) fn is_kept_or_told(&self) -> bool {
        self.is_kept() || self.status == 503 && self.comes_again
    }
}

/// A program with a connection of its own for each request.
#[derive(Clone)]
pub(crate) struct Program {
    pub(crate) address: String,
    pub(crate) secret: String,
}

impl Program {
    pub(crate) fn of(server: &Server, secret: &str) -> Program {
        Program { address: server.address.clone(), secret: secret.to_owned() }
    }

    pub(crate) fn get(&self, path: &str) -> Result<Got, String> {
        self.ask(|agent| {
            let request = agent.get(format!("{}{path}", self.address));
            request.header("authorization", format!("Bearer {}", self.secret)).call()
        })
    }

    /// Writes a contact into a person's log.
    pub(crate) fn write(&self, crn: &str, key: &str, words: &str) -> Result<Got, String> {
        let body = json!({ "type": "TNTE", "date": "2026-11-20", "note": words }).to_string();
        self.ask(|agent| {
            let request = agent.post(format!("{}/api/v1/people/{crn}/contacts", self.address));
            let request = request.header("authorization", format!("Bearer {}", self.secret));
            request.header("idempotency-key", key).content_type("application/json").send(&body)
        })
    }

    fn ask(
        &self,
        call: impl FnOnce(&ureq::Agent) -> Result<ureq::http::Response<ureq::Body>, ureq::Error>,
    ) -> Result<Got, String> {
        let patience = Some(Duration::from_secs(20));
        let config = ureq::Agent::config_builder().http_status_as_error(false).timeout_global(patience);
        let agent: ureq::Agent = config.build().into();
        let from = Instant::now();
        let mut answer = call(&agent).map_err(|e| e.to_string())?;
        let body = answer.body_mut().read_to_string().map_err(|e| e.to_string())?;
        let comes_again = answer.headers().contains_key("retry-after");
        Ok(Got { status: answer.status().as_u16(), comes_again, body, took: from.elapsed() })
    }

    /// Every contact of these is there with its words.
    #[track_caller]
    pub(crate) fn finds_all(&self, kept: &[(String, String)]) {
        for (id, words) in kept {
            let found = self.get(&format!("/api/v1/people/{PERSON}/contacts/{id}")).expect("an answer");
            assert!(found.status == 200 && found.body.contains(words), "{words} ({id}): {found:?}");
        }
    }
}

/// A command within a script that ends in `exec "$@"`; `first` are its first parameters.
pub(crate) fn within(script: &str, first: &[&str], command: &Command) -> Command {
    let mut whole = Command::new("sh");
    whole.args(["-ec", script, "sh"]).args(first).arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => whole.env(name, value),
            None => whole.env_remove(name),
        };
    }
    whole.stdin(Stdio::null());
    whole
}

/// A server on a database, started within a script; what it logs goes to a file of the world.
pub(crate) fn serve_within(world: &World, database: &str, script: &str, first: &[&str]) -> (Server, PathBuf) {
    let port = free_port();
    let listen = format!("127.0.0.1:{port}");
    let mut command = within(script, first, &throughcare(&["serve", "--database", database, "--listen", &listen]));
    let log = world.folder.path().join("server.log");
    let file = std::fs::File::create(&log).expect("a file for the log");
    command.env("THROUGHCARE_TODAY", TODAY).stdout(Stdio::null()).stderr(file);
    (Server::begun(command.spawn().expect("the server starts"), port), log)
}

/// The path of a world's SQLite file.
pub(crate) fn file_of(world: &World) -> PathBuf {
    PathBuf::from(world.database.strip_prefix("sqlite:").expect("SQLite"))
}

/// What a command told, both ways.
pub(crate) fn told(output: &std::process::Output) -> String {
    [&output.stdout[..], &output.stderr[..]].map(String::from_utf8_lossy).concat()
}
