//! The rows of files. What a file is stands in a recorded row with the hash of its bytes; the bytes stand beside it, once
//! for each hash of a person, because a ledger that copied them would hold every upload twice.

use kernel::{FileId, Instant, PersonId};
use store::{Kind, Record, Table, record};
use uuid::Uuid;

record! {
    /// A file of a person's record.
    pub struct FileRow in "person_file", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: FileId,
        pub name: String,
        pub media_type: String,
        /// Bytes.
        pub size: i64,
        /// Of the bytes, in hexadecimal.
        pub sha256: String,
        pub kept_at: Instant,
        pub kept_by: Option<Uuid>,
        pub kept_by_name: String,
        pub removed_at: Option<Instant>,
        pub removed_by_name: Option<String>,
        pub removed_reason: Option<String>,
        pub version: i64,
    }
}

record! {
    /// The bytes of a person's files by their hash. Not in the ledger: the recorded hash proves them.
    pub struct FileBytes in "person_file_bytes", Kind::Local, key ["person_id", "sha256"] {
        pub person_id: PersonId,
        pub sha256: String,
        pub bytes: Vec<u8>,
    }
}

/// The tables of the room.
pub const TABLES: &[&Table] = &[<FileRow as Record>::TABLE, <FileBytes as Record>::TABLE];
