//! The rows of enquiries. None is ever changed: what became of an enquiry stands in its steps.

use kernel::{Date, EnquiryId, EntryId, Instant, PersonId};
use store::{Kind, Record, Table, codes, record};
use uuid::Uuid;

record! {
    /// A kind of body that is asked, as it holds from a day on.
    pub struct KindRow in "enquiry_kind", Kind::Reference, key ["code", "valid_from"] {
        pub code: String,
        pub valid_from: Date,
        pub valid_before: Option<Date>,
        pub place: i64,
        pub name_en: String,
        pub name_cy: String,
        /// What the body is usually called; empty where it must be said.
        pub body: String,
        /// Working days in which an answer is expected.
        pub answer_days: u32,
        /// Working days between two chases.
        pub chase_days: u32,
        pub assumed: bool,
        pub source: String,
    }
}

record! {
    /// A question as it was sent.
    pub struct Enquiry in "enquiry", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EnquiryId,
        /// The code of its kind.
        pub kind: String,
        pub asked_of: String,
        pub question: String,
        pub sent_on: Date,
        pub answer_due: Date,
        pub author_id: Option<Uuid>,
        pub author_name: String,
        pub recorded_at: Instant,
    }
}

codes! {
    /// What a step of an enquiry is.
    pub enum StepKind {
        /// Asked again.
        Chased = "chased",
        /// An answer came. There may be several, and each waits to be analysed.
        Answered = "answered",
        /// What the answers mean for this person was written down.
        Analysed = "analysed",
        /// The question is no longer asked, or was sent in error.
        Withdrawn = "withdrawn",
    }
}

record! {
    /// What became of an enquiry.
    pub struct EnquiryStep in "enquiry_step", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub enquiry_id: EnquiryId,
        pub what: StepKind,
        pub on_day: Date,
        /// Of a chase: when to chase again.
        pub chase_due: Option<Date>,
        /// Of an answer: what it says. Of an analysis: what it means.
        pub words: String,
        pub author_id: Option<Uuid>,
        pub author_name: String,
        pub recorded_at: Instant,
    }
}

/// The tables of this subject.
pub(crate) const TABLES: &[&Table] =
    &[<KindRow as Record>::TABLE, <Enquiry as Record>::TABLE, <EnquiryStep as Record>::TABLE];
