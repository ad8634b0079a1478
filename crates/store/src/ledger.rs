//! The chained ledger. What a transaction changes is gathered here; at the commit each touched chain gets one entry whose
//! hash covers the one before it, and a history row for each image.

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
    /// The entry that this transaction will write.
    next: i64,
    previous: Vec<u8>,
    is_person: bool,
    images: Vec<Image>,
}

struct Image {
    table: &'static Table,
    key: String,
    change: &'static str,
    json: String,
}

/// Who, what, when and why, for all entries of a transaction.
pub(crate) struct Signature {
    pub(crate) actor: Actor,
    pub(crate) at: Instant,
    pub(crate) action: String,
    pub(crate) reason: Option<String>,
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
        self.chains.contains_key(&chain)
    }

    /// The chains of people that something was written on.
    pub(crate) fn people(&self) -> impl Iterator<Item = ChainId> {
        self.chains.iter().filter(|(_, c)| c.is_person && !c.images.is_empty()).map(|(id, _)| *id)
    }

    /// Takes up a chain whose newest entry is `newest`.
    pub(crate) fn take(&mut self, chain: ChainId, newest: i64, previous: Vec<u8>) {
        self.chains.insert(chain, Chain { next: newest + 1, previous, is_person: false, images: Vec::new() });
    }

    pub(crate) fn note(
        &mut self,
        chain: ChainId,
        is_person: bool,
        table: &'static Table,
        values: &[Value],
        change: &'static str,
    ) {
        if let Some(chain) = self.chains.get_mut(&chain) {
            chain.is_person |= is_person;
            let key = row_key(table, values);
            chain.images.push(Image { table, key, change, json: image_json(table, values) });
        }
    }

    pub(crate) fn close(self, signature: Signature) -> Result<Closed, Failure> {
        let mut closed = Closed { entries: Vec::new(), history: Vec::new(), heads: Vec::new() };
        for (chain_id, chain) in self.chains.into_iter().filter(|(_, c)| !c.images.is_empty()) {
            let mut lines = Vec::new();
            for (line, image) in chain.images.into_iter().enumerate() {
                let mut salt = vec![0; 16];
                getrandom::fill(&mut salt).map_err(|e| Failure::broken(e.to_string()))?;
                lines.push(History {
                    chain_id,
                    seq: chain.next,
                    line: line as i64,
                    recorded_at: signature.at,
                    table_name: image.table.name.into(),
                    row_key: image.key,
                    change: image.change.into(),
                    schema_version: signature.schema_version,
                    image_hash: image_hash(&salt, &image.json),
                    image: Some(image.json),
                    salt: Some(salt),
                });
            }
            let mut entry = LedgerEntry {
                chain_id,
                seq: chain.next,
                recorded_at: signature.at,
                actor_kind: signature.actor.kind().into(),
                actor_id: signature.actor.id(),
                actor_name: signature.actor.name().into(),
                action: signature.action.clone(),
                reason: signature.reason.clone(),
                request_key: signature.request_key.clone(),
                previous_hash: chain.previous,
                hash: Vec::new(),
            };
            entry.hash = entry_hash(&entry, &lines);
            closed.heads.push((chain_id, entry.seq, entry.hash.clone()));
            closed.entries.push(entry);
            closed.history.append(&mut lines);
        }
        Ok(closed)
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

fn image_json(table: &Table, values: &[Value]) -> String {
    let cells: serde_json::Map<String, serde_json::Value> =
        table.columns.iter().zip(values).map(|(c, v)| (c.name.to_owned(), json_cell(c.ty, v))).collect();
    serde_json::Value::Object(cells).to_string()
}

fn json_cell(ty: crate::ColumnType, value: &Value) -> serde_json::Value {
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
