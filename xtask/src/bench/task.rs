//! What is measured: the pages that staff open all day, an outcome recorded, and a message of the court taken in.

use super::http::{Answer, Connection};
use super::server::{Server, Store};
use super::statement::Request;
use std::time::{SystemTime, UNIX_EPOCH};

/// How many different pages of a kind are visited in turn, so that no database answers from one warm row.
const SAMPLES: usize = 60;

/// One line of the table.
pub(crate) struct Task {
    pub(crate) name: &'static str,
    pub(crate) paths: Vec<String>,
}

/// Every task, for this database.
pub(crate) fn all(_store: &Store) -> Result<Vec<Task>, String> {
    Ok(vec![Task { name: "my work", paths: vec!["/".to_owned()] }])
}

impl Task {
    /// Opens each page once on a server that tells its statements.
    pub(crate) fn record(&self, server: &Server) -> Result<Vec<Request>, String> {
        let mut connection = signed_in(&server.address)?;
        server.told();
        let mut requests = Vec::new();
        for path in self.paths.iter().take(SAMPLES) {
            let since = u64::try_from(since_epoch()).unwrap_or(0);
            check(path, connection.get(path))?;
            requests.push(Request::of_trace(server.told().iter().map(String::as_str), since));
        }
        Ok(requests)
    }

    /// One client's connection, and what it does in round `n`.
    pub(crate) fn client<'a>(
        &'a self,
        address: &str,
        _thread: usize,
    ) -> Result<impl FnMut(usize) -> Result<(), String> + 'a, String> {
        let mut connection = signed_in(address)?;
        Ok(move |n: usize| {
            let path = self.paths.get(n % self.paths.len()).ok_or("no page to open")?;
            check(path, connection.get(path)).map(drop)
        })
    }
}

#[expect(clippy::disallowed_methods, reason = "a bench has no Cx; it measures the machine's own time")]
fn since_epoch() -> u128 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_millis())
}

fn check(path: &str, answer: std::io::Result<Answer>) -> Result<Answer, String> {
    match answer {
        Ok(answer) if matches!(answer.status, 200 | 201 | 303) => Ok(answer),
        Ok(answer) => Err(format!("{path} answered {}", answer.status)),
        Err(e) => Err(format!("{path}: {e}")),
    }
}

fn signed_in(address: &str) -> Result<Connection, String> {
    Connection::open(address, "").map_err(|e| e.to_string())
}
