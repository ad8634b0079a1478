//! The chained ledger. What a transaction changes is gathered here; at the commit each touched chain gets one entry for
//! each moment that the transaction tells of (there is one, but when a new database is filled), whose hash covers the
//! entry before it, and a history row for each image. The entries of a fill rise in time within a chain.

use crate::packed::{pack, unpack};
use crate::tables::{History, LedgerEntry};
use crate::{Failure, Table, Value};
use kernel::{Actor, ChainId, Instant};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Random bytes that keep an image of few possible contents from being guessed by its hash.
const SALT: usize = 16;

/// What is gathered during one transaction.
#[derive(Default)]
pub(crate) struct Ledger {
    chains: BTreeMap<ChainId, Chain>,
}

struct Chain {
    /// The entry that this transaction will write; `None` while the head has not been read.
    next: Option<i64>,
    previous: Vec<u8>,
    /// No entry of this transaction is recorded earlier than this.
    not_before: Instant,
    is_person: bool,
    images: Vec<Image>,
}

struct Image {
    table: &'static Table,
    key: String,
    change: &'static str,
    json: String,
    /// Its place among the moments of the transaction.
    moment: usize,
}

/// What was done at one instant: the words for the ledger, and the reason given.
pub(crate) struct Moment {
    pub(crate) at: Instant,
    pub(crate) action: Option<(String, Option<String>)>,
}

impl Moment {
    pub(crate) fn at(at: Instant) -> Moment {
        Moment { at, action: None }
    }
}

/// Who, what, when and why, for all entries of a transaction.
pub(crate) struct Signature {
    pub(crate) actor: Actor,
    pub(crate) moments: Vec<Moment>,
    pub(crate) request_key: Option<String>,
    pub(crate) schema_version: i64,
}

/// What the commit writes.
pub(crate) struct Closed {
    pub(crate) entries: Vec<LedgerEntry>,
    pub(crate) history: Vec<History>,
    pub(crate) heads: Vec<(ChainId, i64, Vec<u8>)>,
}

impl Ledger {
    pub(crate) fn is_empty(&self) -> bool {
        self.chains.values().all(|c| c.images.is_empty())
    }

    pub(crate) fn holds(&self, chain: ChainId) -> bool {
        self.chains.get(&chain).is_some_and(|c| c.next.is_some())
    }

    /// Makes room for a chain whose head is read later.
    pub(crate) fn expect(&mut self, chain: ChainId) {
        self.chains.entry(chain).or_insert_with(Chain::unread);
    }

    /// The chains whose heads have not been read yet.
    pub(crate) fn unread(&self) -> Vec<ChainId> {
        self.chains.iter().filter(|(_, c)| c.next.is_none()).map(|(id, _)| *id).collect()
    }

    /// The chains with an entry already.
    pub(crate) fn begun(&self) -> Vec<ChainId> {
        self.chains.iter().filter(|(_, c)| c.next.is_some_and(|n| n > 1)).map(|(id, _)| *id).collect()
    }

    /// The entries of a chain now follow one that was recorded at `latest`.
    pub(crate) fn follow(&mut self, chain: ChainId, latest: Instant) {
        if let Some(chain) = self.chains.get_mut(&chain) {
            chain.not_before = latest;
        }
    }

    /// The chains of people that something was written on.
    pub(crate) fn people(&self) -> impl Iterator<Item = ChainId> {
        self.chains.iter().filter(|(_, c)| c.is_person && !c.images.is_empty()).map(|(id, _)| *id)
    }

    /// Takes up a chain whose newest entry is `newest`.
    pub(crate) fn take(&mut self, chain: ChainId, newest: i64, previous: Vec<u8>) {
        let chain = self.chains.entry(chain).or_insert_with(Chain::unread);
        (chain.next, chain.previous) = (Some(newest + 1), previous);
    }

    pub(crate) fn note(
        &mut self,
        chain: ChainId,
        is_person: bool,
        moment: usize,
        table: &'static Table,
        values: &[Value],
        change: &'static str,
    ) {
        if let Some(chain) = self.chains.get_mut(&chain) {
            chain.is_person |= is_person;
            let key = row_key(table, values);
            chain.images.push(Image { table, key, change, json: image_json(table, values), moment });
        }
    }

    pub(crate) fn close(self, signature: Signature) -> Result<Closed, Failure> {
        let mut closed = Closed { entries: Vec::new(), history: Vec::new(), heads: Vec::new() };
        for (chain_id, chain) in self.chains.into_iter().filter(|(_, c)| !c.images.is_empty()) {
            let (mut next, mut previous) = (chain.next.unwrap_or(1), chain.previous);
            let mut images = chain.images;
            // Stable: what was done at one moment keeps its order.
            images.sort_by_key(|i| (signature.moments.get(i.moment).map(|m| m.at), i.moment));
            for images in images.chunk_by(|a, b| a.moment == b.moment) {
                let entry = signature.entry(chain_id, next, previous, chain.not_before, images, &mut closed.history)?;
                (next, previous) = (entry.seq + 1, entry.hash.clone());
                closed.entries.push(entry);
            }
            closed.heads.push((chain_id, next - 1, previous));
        }
        Ok(closed)
    }
}

impl Chain {
    fn unread() -> Chain {
        Chain { next: None, previous: Vec::new(), not_before: Instant(i64::MIN), is_person: false, images: Vec::new() }
    }
}

impl Signature {
    /// One entry with the images of one moment, which go to `history`.
    fn entry(
        &self,
        chain_id: ChainId,
        seq: i64,
        previous_hash: Vec<u8>,
        not_before: Instant,
        images: &[Image],
        history: &mut Vec<History>,
    ) -> Result<LedgerEntry, Failure> {
        let moment = images.first().map_or(0, |i| i.moment);
        let at = self.moments.get(moment).map_or(not_before, |m| m.at.max(not_before));
        let first = history.len();
        let mut salts = vec![0; SALT * images.len()];
        getrandom::fill(&mut salts).map_err(|e| Failure::broken(e.to_string()))?;
        for (line, (image, salt)) in images.iter().zip(salts.chunks(SALT)).enumerate() {
            let salt = salt.to_vec();
            history.push(History {
                chain_id,
                seq,
                line: line as i64,
                recorded_at: at,
                table_name: image.table.name.into(),
                row_key: image.key.clone(),
                change: image.change.into(),
                schema_version: self.schema_version,
                image_hash: image_hash(&salt, &image.json),
                image: None,
                packed: Some(pack(chain_id.0, &image.key, &image.json)),
                salt: Some(salt),
            });
        }
        let (action, reason) = self.words(moment);
        let mut entry = LedgerEntry {
            chain_id,
            seq,
            recorded_at: at,
            actor_kind: self.actor.kind().into(),
            actor_id: self.actor.id(),
            actor_name: self.actor.name().into(),
            action,
            reason,
            request_key: self.request_key.clone(),
            previous_hash,
            hash: Vec::new(),
        };
        entry.hash = entry_hash(&entry, history.get(first..).unwrap_or_default());
        Ok(entry)
    }

    /// What was done at a moment; one that nobody described belongs to the one described before it, else after it.
    fn words(&self, moment: usize) -> (String, Option<String>) {
        let (before, after) = self.moments.split_at((moment + 1).min(self.moments.len()));
        let mut told = before.iter().rev().chain(after).filter_map(|m| m.action.clone());
        told.next().unwrap_or_default()
    }
}

/// The primary key of a row, as the history keeps it: a JSON array of texts.
pub(crate) fn row_key(table: &Table, values: &[Value]) -> String {
    let cells = table.key.iter().filter_map(|k| table.index_of(k));
    let cells = cells.filter_map(|i| Some((table.columns.get(i)?, values.get(i)?)));
    let mut out = String::from("[");
    for (n, (column, value)) in cells.enumerate() {
        if n > 0 {
            out.push(',');
        }
        write_cell(&mut out, column.ty, value);
    }
    out.push(']');
    out
}

/// The row as a JSON object. A column that is not there held nothing, which saves a third of the history.
fn image_json(table: &Table, values: &[Value]) -> String {
    let mut out = String::with_capacity(values.len() * 32);
    for (column, value) in table.columns.iter().zip(values).filter(|(_, v)| **v != Value::Null) {
        out.push_str(if out.is_empty() { "{\"" } else { ",\"" });
        out.push_str(column.name);
        out.push_str("\":");
        write_cell(&mut out, column.ty, value);
    }
    out.push_str(if out.is_empty() { "{}" } else { "}" });
    out
}

/// Writes a cell as JSON. A name of a column needs no escaping; a text may.
fn write_cell(out: &mut String, ty: crate::ColumnType, value: &Value) {
    let id = |out: &mut String, id: &uuid::Uuid| {
        out.push('"');
        out.push_str(id.hyphenated().encode_lower(&mut uuid::Uuid::encode_buffer()));
        out.push('"');
    };
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(b) => out.push_str(if *b { "true" } else { "false" }),
        Value::Int(n) if ty == crate::ColumnType::Bool => out.push_str(if *n == 1 { "true" } else { "false" }),
        Value::Int(n) => out.push_str(&n.to_string()),
        Value::Real(n) => out.push_str(&serde_json::Value::from(*n).to_string()),
        Value::Text(t) => write_text(out, t),
        Value::Id(own) => id(out, own),
        Value::Bytes(b) if ty == crate::ColumnType::Id => match uuid::Uuid::from_slice(b) {
            Ok(own) => id(out, &own),
            Err(_) => write_text(out, &hex::encode(b)),
        },
        // A file's bytes would double the database: the digest is enough to know whether they changed.
        Value::Bytes(b) if b.len() > 64 => write_text(out, &format!("sha256:{}", hex::encode(Sha256::digest(b)))),
        Value::Bytes(b) => write_text(out, &hex::encode(b)),
    }
}

fn write_text(out: &mut String, text: &str) {
    if text.bytes().any(|b| b < 0x20 || b == b'"' || b == b'\\') {
        out.push_str(&serde_json::Value::from(text).to_string());
    } else {
        out.push('"');
        out.push_str(text);
        out.push('"');
    }
}

/// Reads an image's cell back into what the column holds.
pub(crate) fn cell_of_json(ty: crate::ColumnType, json: &serde_json::Value) -> Value {
    use crate::ColumnType as T;
    match (ty, json) {
        (_, serde_json::Value::Null) => Value::Null,
        (T::Bool, serde_json::Value::Bool(b)) => Value::Bool(*b),
        (T::Real, serde_json::Value::Number(n)) => n.as_f64().map_or(Value::Null, Value::Real),
        (_, serde_json::Value::Number(n)) => n.as_i64().map_or(Value::Null, Value::Int),
        (T::Id, serde_json::Value::String(t)) => t.parse().map_or(Value::Null, Value::Id),
        (T::Bytes, serde_json::Value::String(t)) => {
            Value::Bytes(hex::decode(t).unwrap_or_else(|_| t.clone().into_bytes()))
        }
        (_, serde_json::Value::String(t)) => Value::Text(t.clone()),
        (_, other) => Value::Text(other.to_string()),
    }
}

pub(crate) fn image_hash(salt: &[u8], json: &str) -> Vec<u8> {
    let mut hasher = Sha256::new();
    hasher.update(salt);
    hasher.update(json.as_bytes());
    hasher.finalize().to_vec()
}

impl History {
    /// The line with its image at hand, however it is kept.
    pub(crate) fn unpacked(mut self) -> Result<History, Failure> {
        if let Some(packed) = self.packed.take() {
            self.image = Some(unpack(self.chain_id.0, &self.row_key, &packed)?);
        }
        Ok(self)
    }
}

/// Each part is preceded by its length, so that no two different entries give the same bytes.
pub(crate) fn entry_hash(entry: &LedgerEntry, lines: &[History]) -> Vec<u8> {
    let mut hasher = Sha256::new();
    let mut part = |bytes: &[u8]| {
        hasher.update((bytes.len() as u64).to_be_bytes());
        hasher.update(bytes);
    };
    part(&entry.previous_hash);
    part(entry.chain_id.0.as_bytes());
    part(&entry.seq.to_be_bytes());
    part(&entry.recorded_at.0.to_be_bytes());
    part(entry.actor_kind.as_bytes());
    part(entry.actor_id.map(|id| id.as_bytes().to_vec()).unwrap_or_default().as_slice());
    part(entry.actor_name.as_bytes());
    part(entry.action.as_bytes());
    part(entry.reason.as_deref().unwrap_or("").as_bytes());
    part(entry.request_key.as_deref().unwrap_or("").as_bytes());
    for line in lines {
        part(line.table_name.as_bytes());
        part(line.row_key.as_bytes());
        part(line.change.as_bytes());
        part(&line.schema_version.to_be_bytes());
        part(&line.image_hash);
    }
    hasher.finalize().to_vec()
}
