//! The versions of templates as rows, and the languages in which letters are written.

use kernel::{Date, Instant, RegionId, TemplateId};
use store::{Kind, Record, Table, codes, record};

codes! {
    /// The language of a letter.
    pub enum Language {
        English = "en",
        Welsh = "cy",
    }
}

impl Language {
    /// The language's name, in English.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Language::English => "English",
            Language::Welsh => "Welsh",
        }
    }
}

record! {
    /// One version of a template in one language, or of a part that templates share.
    pub struct Template in "document_template", Kind::Reference, key ["id"] {
        pub id: TemplateId,
        pub code: String,
        pub language: Language,
        /// Only letters of this region are written with it.
        pub region_id: Option<RegionId>,
        /// Counts up for each code, language and region.
        pub number: i64,
        /// Shared by templates, and no letter by itself.
        pub part: bool,
        /// What staff call it.
        pub name: String,
        /// What stands on the document, in its language.
        pub title: String,
        /// When it is written.
        pub about: String,
        /// What it needs, as [`Declared`](super::Declared).
        pub declared: serde_json::Value,
        pub source: String,
        /// The first day on which letters are written with it.
        pub from_day: Date,
        /// Who checked the translation; nobody has while this is empty.
        pub checked_by: Option<String>,
        pub checked_on: Option<Date>,
        /// Came with the program.
        pub shipped: bool,
        pub reason: String,
        pub made_at: Instant,
        pub made_by: String,
    }
}

pub(crate) const TABLES: &[&Table] = &[<Template as Record>::TABLE];
