//! Documents as rows: what was made, from which version, with which facts; and what was set from it.

use crate::templates::Language;
use kernel::{Date, DocumentId, FileId, Instant, LetterRunId, PersonId, TemplateId};
use sha2::{Digest, Sha256};
use store::{Kind, Record, Table, record};
use uuid::Uuid;

record! {
    /// A document as it was made. Only its withdrawal comes later.
    pub struct Document in "document", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: DocumentId,
        pub template_id: TemplateId,
        /// What the template shares with others.
        pub part_id: TemplateId,
        /// The template's code and version, as lists say them.
        pub template: String,
        pub number: i64,
        /// What staff call it.
        pub name: String,
        /// What stands on it.
        pub title: String,
        pub language: Language,
        /// What it is about: the word of its subject, and the subject's id.
        pub about_kind: Option<String>,
        pub about_id: Option<Uuid>,
        /// The letters with which it was asked for.
        pub run_id: Option<LetterRunId>,
        /// The facts of the record and of the writer as they stood.
        pub facts: serde_json::Value,
        pub facts_hash: String,
        pub made_on: Date,
        pub made_at: Instant,
        pub made_by: Option<Uuid>,
        pub made_by_name: String,
        pub withdrawn_at: Option<Instant>,
        pub withdrawn_by: Option<String>,
        pub withdrawn_why: Option<String>,
        pub version: i64,
    }
}

record! {
    /// The PDF that was set from a document. Another row follows only where a newer program sets other bytes.
    pub struct Setting in "document_setting", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: Uuid,
        pub document_id: DocumentId,
        pub file_id: FileId,
        /// Of the bytes, in hexadecimal.
        pub sha256: String,
        /// What set it, with its version.
        pub typesetter: String,
        pub set_at: Instant,
    }
}

record! {
    /// The page of a document, so that it is set once. Made again from the document whenever it is missing.
    pub struct KeptPage in "document_page", Kind::Local, key ["person_id", "document_id"] {
        pub person_id: PersonId,
        pub document_id: DocumentId,
        pub html: String,
        pub typesetter: String,
    }
}

pub(crate) const TABLES: &[&Table] = &[Document::TABLE, Setting::TABLE, KeptPage::TABLE];

/// SHA-256 over facts with their members in order, so that no database's way of keeping JSON matters.
#[must_use]
pub(crate) fn hash(facts: &serde_json::Value) -> String {
    hex::encode(Sha256::digest(facts.to_string().as_bytes()))
}
