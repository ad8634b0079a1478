//! The statements of one request as the server traced them, and how they can be run again: ids that the request made
//! become new ones each time, so that nothing collides.

use serde_json::Value as Json;
use std::collections::{HashMap, HashSet};
use store::Value;
use uuid::Uuid;

/// One statement and its parameters.
#[derive(Clone, Debug)]
pub(crate) struct Statement {
    pub(crate) sql: String,
    pub(crate) params: Vec<Value>,
}

/// What was run between a begin and its end.
#[derive(Clone, Debug, Default)]
pub(crate) struct Transaction {
    pub(crate) writes: bool,
    pub(crate) statements: Vec<Statement>,
}

/// All transactions of one request, and the ids that it made.
#[derive(Clone, Debug, Default)]
pub(crate) struct Request {
    pub(crate) transactions: Vec<Transaction>,
    fresh: Vec<Uuid>,
    /// When it was recorded, so that another run on the same database takes other places.
    begun: u64,
}

impl Request {
    /// Statements besides the session, the access log and the ledger, which every page has.
    pub(crate) fn own_statements(&self) -> usize {
        const AT_THE_GATE: &[&str] = &["access_session", "access_client"];
        const OF_EVERY_PAGE: &[&str] = &["access_log", "ledger_", "history", "request_key", "outbox", "draft"];
        let is_gate = |t: &&Transaction| t.statements.iter().any(|s| AT_THE_GATE.iter().any(|w| s.sql.contains(w)));
        // What several rooms ask together is one statement, whatever tables are in it.
        let is_own = |s: &&Statement| {
            s.sql.starts_with("WITH") || !OF_EVERY_PAGE.iter().any(|word| s.sql.contains(&format!(" {word}")))
        };
        self.transactions.iter().filter(|t| !is_gate(t)).flat_map(|t| &t.statements).filter(is_own).count()
    }

    /// Reads trace lines. `since` is when the request began by the server's clock, `begun` by this machine's, in milliseconds
    /// of Unix time.
    pub(crate) fn of_trace<'a>(lines: impl Iterator<Item = &'a str>, since: u64, begun: u64) -> Request {
        let mut request = Request { begun, ..Request::default() };
        // Each thread has its own connection: what several did at once is told apart by the thread that tells it.
        let mut open: HashMap<String, Transaction> = HashMap::new();
        for line in lines {
            let Ok(event) = serde_json::from_str::<Json>(line) else {
                continue;
            };
            // What workers look after meanwhile is asked outside any request.
            if event["target"] != "store::statement" || event["span"]["name"] != "request" {
                continue;
            }
            let sql = event["fields"]["sql"].as_str().unwrap_or_default().to_owned();
            let params: Vec<Json> =
                event["fields"]["params"].as_str().and_then(|p| serde_json::from_str(p).ok()).unwrap_or_default();
            let thread = event["threadId"].as_str().unwrap_or_default().to_owned();
            match sql.as_str() {
                "BEGIN READ" | "BEGIN WRITE" => {
                    open.insert(thread, Transaction { writes: sql.ends_with("WRITE"), statements: vec![] });
                }
                "COMMIT" | "ROLLBACK" => {
                    let done = open.remove(&thread).filter(|t| !t.statements.is_empty());
                    request.transactions.extend(done);
                }
                _ => open
                    .entry(thread)
                    .or_default()
                    .statements
                    .push(Statement { sql, params: params.iter().map(value).collect() }),
            }
        }
        request.fresh = request.made(since);
        request
    }

    /// The ids that it made: made after it began, and inserted before anything was asked about them. What was recorded on the
    /// same day before has such times too, as the day goes on from nine wherever a server starts.
    fn made(&self, since: u64) -> Vec<Uuid> {
        let (mut met, mut made) = (HashSet::new(), Vec::new());
        for statement in self.transactions.iter().flat_map(|t| &t.statements) {
            let ids = statement.params.iter().filter_map(|p| if let Value::Id(id) = p { Some(*id) } else { None });
            for id in ids.filter(|id| met.insert(*id)) {
                if statement.sql.contains("INSERT INTO") && made_at(id) >= since {
                    made.push(id);
                }
            }
        }
        made
    }

    /// The same work once more, for the `n`th time.
    pub(crate) fn again(&self, n: u64) -> Vec<Transaction> {
        let mut transactions = self.transactions.clone();
        if !transactions.iter().any(|t| t.writes) {
            return transactions;
        }
        let new: Vec<(Uuid, Uuid)> = self.fresh.iter().map(|old| (*old, successor(*old, n))).collect();
        let numbered = transactions.iter_mut().enumerate();
        for (turn, statement) in numbered.flat_map(|(turn, t)| t.statements.iter_mut().map(move |s| (turn, s))) {
            let keyed = statement.sql.starts_with("INSERT INTO request_key");
            let chained = statement.sql.starts_with("INSERT INTO history")
                || statement.sql.starts_with("INSERT INTO ledger_entry");
            let width = columns(&statement.sql);
            for (place, param) in statement.params.iter_mut().enumerate() {
                renew(param, &new);
                if keyed && place % width == 0 {
                    *param = Value::Text(format!("bench-{}-{n}", self.begun));
                }
                // The second column of both is the place in the chain; a place is taken once.
                if chained && place % width == 1 {
                    let place = (self.begun % 1_000_000_000 * 100_000 + n) * 64 + turn as u64;
                    *param = Value::Int(i64::try_from(place).unwrap_or(i64::MAX));
                }
            }
        }
        transactions
    }
}

fn renew(param: &mut Value, new: &[(Uuid, Uuid)]) {
    for (old, id) in new {
        match param {
            Value::Id(own) if own == old => *own = *id,
            Value::Text(text) if text.contains(&old.to_string()) => {
                *text = text.replace(&old.to_string(), &id.to_string())
            }
            _ => {}
        }
    }
}

/// How many columns an INSERT names.
fn columns(sql: &str) -> usize {
    let list = sql.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map_or("", |(list, _)| list);
    list.split(',').count()
}

/// Another id, the same each time for the same number.
fn successor(id: Uuid, n: u64) -> Uuid {
    Uuid::from_u128(id.as_u128() ^ (u128::from(n) << 20) ^ (1 << 61))
}

/// Milliseconds of Unix time in an id of version 7; nought for others.
fn made_at(id: Uuid) -> u64 {
    if id.get_version_num() == 7 { u64::try_from(id.as_u128() >> 80).unwrap_or(0) } else { 0 }
}

fn value(json: &Json) -> Value {
    let Some((kind, inner)) = json.as_object().and_then(|o| o.iter().next()) else {
        return Value::Null;
    };
    match (kind.as_str(), inner) {
        ("bool", Json::Bool(b)) => Value::Bool(*b),
        ("int", n) => Value::Int(n.as_i64().unwrap_or(0)),
        ("real", n) => Value::Real(n.as_f64().unwrap_or(0.0)),
        ("text", Json::String(t)) => Value::Text(t.clone()),
        ("bytes", Json::String(t)) => Value::Bytes(unhexed(t)),
        ("id", Json::String(t)) => t.parse().map_or(Value::Null, Value::Id),
        _ => Value::Null,
    }
}

fn unhexed(text: &str) -> Vec<u8> {
    let pairs = text.as_bytes().chunks(2).filter_map(|pair| std::str::from_utf8(pair).ok());
    pairs.filter_map(|pair| u8::from_str_radix(pair, 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(sql: &str, params: &str) -> String {
        let fields = serde_json::json!({"sql": sql, "params": params});
        serde_json::json!({"target": "store::statement", "span": {"name": "request"}, "fields": fields}).to_string()
    }

    #[test]
    fn a_trace_becomes_transactions_and_fresh_ids_become_new() {
        let (fresh, known) = ("019a0000-0000-7000-8000-000000000001", "019a0000-0000-7000-8000-000000000002");
        let lines = [
            line("BEGIN WRITE", "[]"),
            line("SELECT name FROM person WHERE id = $1", &format!(r#"[{{"id":"{known}"}}]"#)),
            line(
                "INSERT INTO contact (person_id, id, note) VALUES ($1, $2, $3)",
                &format!(r#"[{{"id":"{known}"}},{{"id":"{fresh}"}},{{"text":"about {fresh}"}}]"#),
            ),
            line("COMMIT", "[]"),
            "not json".to_owned(),
        ];
        let since = made_at(fresh.parse().unwrap());
        let request = Request::of_trace(lines.iter().map(String::as_str), since, since);
        assert!(request.transactions.len() == 1 && request.transactions[0].writes);
        let (one, two) = (request.again(1), request.again(2));
        let params = &one[0].statements[1].params;
        assert_eq!(params[0], Value::Id(known.parse().unwrap()), "somebody who was asked about first is nobody new");
        assert_ne!(params[1], two[0].statements[1].params[1]);
        let Value::Id(id) = &params[1] else { panic!("an id") };
        assert_eq!(params[2], Value::Text(format!("about {id}")));
        assert_eq!(request.own_statements(), 2);
        let later = Request::of_trace(lines.iter().map(String::as_str), since + 1, since);
        assert_eq!(later.again(1)[0].statements[1].params[1], Value::Id(fresh.parse().unwrap()), "made before");
    }

    #[test]
    fn what_workers_ask_meanwhile_is_not_the_pages() {
        let told = |thread: &str, sql: &str| {
            let fields = serde_json::json!({"sql": sql, "params": "[]"});
            let span = if thread == "1" { "request" } else { "relay" };
            serde_json::json!({"target": "store::statement", "threadId": thread, "span": {"name": span}, "fields": fields}).to_string()
        };
        let lines = [
            told("1", "BEGIN READ"),
            told("2", "BEGIN WRITE"),
            told("1", "SELECT 1 FROM contact"),
            told("2", "SELECT id FROM outbox WHERE position IS NULL"),
            told("2", "COMMIT"),
            told("1", "ROLLBACK"),
        ];
        let request = Request::of_trace(lines.iter().map(String::as_str), 0, 0);
        assert_eq!((request.transactions.len(), request.own_statements()), (1, 1));
        assert!(!request.transactions[0].writes);
    }

    #[test]
    fn a_replayed_ledger_entry_takes_a_place_of_its_own() {
        let sql = "INSERT INTO history (chain_id, seq) VALUES ($1, $2), ($3, $4)";
        let params = r#"[{"text":"a"},{"int":3},{"text":"b"},{"int":3}]"#;
        let lines = [line("BEGIN WRITE", "[]"), line(sql, params), line("COMMIT", "[]")];
        let again = Request::of_trace(lines.iter().map(String::as_str), 0, 0).again(7);
        let places: Vec<&Value> = again[0].statements[0].params.iter().skip(1).step_by(2).collect();
        assert_eq!(places, [&Value::Int(7 * 64), &Value::Int(7 * 64)]);
    }
}
