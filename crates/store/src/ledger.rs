//! The chained ledger. What a transaction changes is gathered here; at the commit each touched chain gets one entry for
//! each moment that the transaction tells of (there is one, but when a new database is filled), whose hash covers the
//! entry before it, and a history row for each image. The entries of a fill rise in time within a chain.

use crate::images::pack;
use crate::tables::{History, LedgerEntry};
use crate::{Failure, Table, Value};
use kernel::{Actor, ChainId, Instant};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

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
        for (line, image) in images.iter().enumerate() {
            let mut salt = vec![0; 16];
            getrandom::fill(&mut salt).map_err(|e| Failure::broken(e.to_string()))?;
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
                salt: Some(salt),
                packed: Some(pack(chain_id.0, &image.key, &image.json)?),
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
    let cells: Vec<serde_json::Value> = table
        .key
        .iter()
        .filter_map(|k| table.index_of(k).and_then(|i| Some((table.columns.get(i)?, values.get(i)?))))
        .map(|(column, value)| json_cell(column.ty, value))
        .collect();
    serde_json::Value::Array(cells).to_string()
}

/// The row as a JSON object. A column that is not there held nothing, which saves a third of the history.
pub(crate) fn image_json(table: &Table, values: &[Value]) -> String {
    let filled = table.columns.iter().zip(values).filter(|(_, v)| **v != Value::Null);
    let cells: serde_json::Map<String, serde_json::Value> =
        filled.map(|(c, v)| (c.name.to_owned(), json_cell(c.ty, v))).collect();
    serde_json::Value::Object(cells).to_string()
}

/// A cell as an image says it.
pub(crate) fn json_cell(ty: crate::ColumnType, value: &Value) -> serde_json::Value {
    use serde_json::json;
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(b) => json!(b),
        Value::Int(n) if ty == crate::ColumnType::Bool => json!(*n == 1),
        Value::Int(n) => json!(n),
        Value::Real(n) => json!(n),
        Value::Text(t) => json!(t),
        Value::Id(id) => json!(id),
        Value::Bytes(b) if ty == crate::ColumnType::Id => {
            uuid::Uuid::from_slice(b).map_or_else(|_| json!(hex::encode(b)), |id| json!(id))
        }
        // A file's bytes would double the database: the digest is enough to know whether they changed.
        Value::Bytes(b) if b.len() > 64 => {
            json!(format!("sha256:{}", hex::encode(Sha256::digest(b))))
        }
        Value::Bytes(b) => json!(hex::encode(b)),
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
