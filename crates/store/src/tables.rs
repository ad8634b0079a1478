//! The store's own tables.

use crate::{Kind, record};
use kernel::{ChainId, Instant, PersonId};
use uuid::Uuid;

record! {
    /// The newest entry of a chain. Advanced first in every write, so two writers on one chain wait for each other.
    pub struct LedgerHead in "ledger_head", Kind::Ledger, key ["chain_id"] {
        pub chain_id: ChainId,
        pub seq: i64,
        pub hash: Vec<u8>,
    }
}

record! {
    /// Who did what, when and why. `hash` covers the previous hash, every field here and each row's image hash.
    pub struct LedgerEntry in "ledger_entry", Kind::Ledger, key ["chain_id", "seq"] {
        pub chain_id: ChainId,
        pub seq: i64,
        pub recorded_at: Instant,
        pub actor_kind: String,
        pub actor_id: Option<Uuid>,
        pub actor_name: String,
        pub action: String,
        pub reason: Option<String>,
        pub request_key: Option<String>,
        pub previous_hash: Vec<u8>,
        pub hash: Vec<u8>,
    }
}

record! {
    /// The full image of a row after a change. Image and salt can be erased under a recorded retention decision: the
    /// hash stays, and the chain with it.
    pub struct History in "history", Kind::Ledger, key ["chain_id", "seq", "line"] {
        pub chain_id: ChainId,
        pub seq: i64,
        pub line: i64,
        pub recorded_at: Instant,
        pub table_name: String,
        /// The primary key as a JSON array of texts.
        pub row_key: String,
        /// `insert`, `update` or `remove`.
        pub change: String,
        /// The number of the newest migration when the image was taken.
        pub schema_version: i64,
        /// The image as text, in lines from before images were packed; [`History::image`] reads either.
        pub(crate) image: Option<String>,
        pub(crate) salt: Option<Vec<u8>>,
        pub image_hash: Vec<u8>,
        pub(crate) packed: Option<Vec<u8>>,
    }
}

record! {
    /// The heads of all chains at the end of a day, signed.
    pub struct LedgerSeal in "ledger_seal", Kind::Ledger, key ["sealed_at"] {
        pub sealed_at: Instant,
        pub heads: i64,
        pub root: Vec<u8>,
        pub public_key: Vec<u8>,
        pub signature: Vec<u8>,
        /// `heads`: the entries that `ledger_sealed_head` names. Nothing: what was recorded up to then, as older seals do.
        pub covers: Option<String>,
    }
}

record! {
    /// Which entry of a chain was the newest when a seal was made, where that has changed since the seal before.
    pub struct LedgerSealedHead in "ledger_sealed_head", Kind::Ledger, key ["chain_id", "sealed_at"] {
        pub chain_id: ChainId,
        pub sealed_at: Instant,
        pub seq: i64,
    }
}

record! {
    /// A domain event on its way out. The relay gives the position by which readers page.
    pub struct Outbox in "outbox", Kind::Local, key ["id"] {
        pub id: Uuid,
        pub name: String,
        pub event_version: i64,
        pub person_id: Option<PersonId>,
        pub body: serde_json::Value,
        pub told_at: Instant,
        pub position: Option<i64>,
    }
}

record! {
    /// The answer to a request that was done, so that the same request again has the same answer and no effect.
    pub struct RequestKey in "request_key", Kind::Local, key ["request_key"] {
        pub request_key: String,
        pub body_hash: Vec<u8>,
        pub answer: serde_json::Value,
        pub answered_at: Instant,
    }
}

record! {
    /// Something to do outside a request. Claimed with a lease, so a job of a killed server is taken up by another.
    pub struct Job in "job", Kind::Local, key ["id"] {
        pub id: Uuid,
        pub kind: String,
        pub body: serde_json::Value,
        pub run_at: Instant,
        pub attempts: i64,
        pub leased_until: Option<Instant>,
        pub leased_by: Option<Uuid>,
        pub last_error: Option<String>,
        pub done_at: Option<Instant>,
    }
}

record! {
    /// One read of a person, or one list or search with the ids that it showed.
    pub struct AccessLog in "access_log", Kind::Log, key ["read_at", "id"] {
        pub read_at: Instant,
        pub id: Uuid,
        pub actor_kind: String,
        pub actor_id: Option<Uuid>,
        pub actor_name: String,
        /// The person who was read; absent for lists.
        pub person_id: Option<PersonId>,
        /// What was looked at, such as the route.
        pub what: String,
        /// `read`, `list`, `search`, `refused` or `feed`.
        pub manner: String,
        /// The ids shown in a list, as a JSON array.
        pub shown: Option<serde_json::Value>,
    }
}

record! {
    /// A month of a log that was handed over to a file, with the digest of the file.
    pub struct LogArchive in "log_archive", Kind::Reference, key ["table_name", "month"] {
        pub table_name: String,
        /// As `2027-01`.
        pub month: String,
        pub entries: i64,
        pub file_name: String,
        /// SHA-256 of the file as it lies.
        pub digest: Vec<u8>,
        pub archived_at: Instant,
    }
}

record! {
    /// What somebody typed and did not send yet. Private to them, and gone after its time.
    pub struct Draft in "draft", Kind::Local, key ["owner_id", "form"] {
        pub owner_id: Uuid,
        /// The path of the form.
        pub form: String,
        pub person_id: Option<PersonId>,
        pub fields: serde_json::Value,
        pub saved_at: Instant,
        pub expires_at: Instant,
    }
}

record! {
    /// A small fact about this installation, such as that it is a demo.
    pub struct Setting in "setting", Kind::Local, key ["name"] {
        pub name: String,
        pub text: String,
    }
}

/// The store's tables, for the lint over all tables.
pub const TABLES: &[&crate::Table] = &[
    <LedgerHead as crate::Record>::TABLE,
    <LedgerEntry as crate::Record>::TABLE,
    <History as crate::Record>::TABLE,
    <LedgerSeal as crate::Record>::TABLE,
    <LedgerSealedHead as crate::Record>::TABLE,
    <Outbox as crate::Record>::TABLE,
    <RequestKey as crate::Record>::TABLE,
    <Job as crate::Record>::TABLE,
    <AccessLog as crate::Record>::TABLE,
    <LogArchive as crate::Record>::TABLE,
    <Draft as crate::Record>::TABLE,
    <Setting as crate::Record>::TABLE,
];
