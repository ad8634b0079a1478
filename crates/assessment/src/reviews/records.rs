//! The rows of reviews: the review, what called for it, and how it was settled. None is ever changed.

use kernel::{AssessmentId, ContactId, Date, EntryId, Instant, PersonId, ReviewId};
use store::{Kind, Record, Table, codes, record};
use uuid::Uuid;

record! {
    /// What calls for a review, as it holds from a day on.
    pub struct TriggerRow in "review_trigger", Kind::Reference, key ["code", "valid_from"] {
        pub code: String,
        pub valid_from: Date,
        pub valid_before: Option<Date>,
        pub place: i64,
        pub words_en: String,
        pub words_cy: String,
        /// Names of domain events, some with a detail after a colon, parted by blanks.
        pub hears: String,
        /// Only for somebody never assessed; while it is open it takes up what else happens.
        pub first_only: bool,
        pub due_count: u32,
        pub due_unit: String,
        /// An officer may ask for it.
        pub by_hand: bool,
        pub at_age: Option<u32>,
        pub every_months: Option<u32>,
        /// Of a time limit: only at these levels of risk of serious harm; empty for all.
        pub risk_levels: String,
        pub assumed: bool,
        pub source: String,
    }
}

record! {
    /// A review that became due.
    pub struct Review in "assessment_review", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: ReviewId,
        /// The code of what called for it.
        pub reason: String,
        pub raised_on: Date,
        pub due_on: Date,
        /// How the date was reached, in words.
        pub rule: String,
        pub note: Option<String>,
        pub author_id: Option<Uuid>,
        pub author_name: String,
        pub recorded_at: Instant,
    }
}

record! {
    /// One thing that called for a review.
    pub struct Cause in "assessment_review_cause", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        /// The review that it led to, or that was open already.
        pub review_id: ReviewId,
        pub reason: String,
        pub on_day: Date,
        /// What was heard, with what it was about: the same source again is the same cause.
        pub source: String,
        pub author_id: Option<Uuid>,
        pub author_name: String,
        pub recorded_at: Instant,
    }
}

codes! {
    /// How a review was settled.
    pub enum SettledHow {
        /// An assessment was signed.
        Signed = "signed",
        /// An officer decided that none is needed.
        NotNeeded = "not-needed",
        /// Supervision ended.
        Ended = "ended",
        /// Another open review of a merged record has the same reason.
        Joined = "joined",
    }
}

record! {
    /// How a review was settled.
    pub struct Settlement in "assessment_review_settlement", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub review_id: ReviewId,
        pub how: SettledHow,
        pub assessment_id: Option<AssessmentId>,
        pub on_day: Date,
        pub reason: String,
        pub author_id: Option<Uuid>,
        pub author_name: String,
        pub recorded_at: Instant,
    }
}

record! {
    /// When a person's assessment was last signed.
    pub struct Signed in "view_assessment_signed", Kind::View, key ["person_id"] {
        pub person_id: PersonId,
        pub assessment_id: AssessmentId,
        pub signed_on: Date,
    }
}

record! {
    /// A failure to comply, for the pattern of them.
    pub struct Failed in "view_assessment_failure", Kind::View, key ["person_id", "contact_id"] {
        pub person_id: PersonId,
        pub contact_id: ContactId,
        pub on_day: Date,
    }
}

/// The tables of this subject.
pub(crate) const TABLES: &[&Table] = &[
    <TriggerRow as Record>::TABLE,
    <Review as Record>::TABLE,
    <Cause as Record>::TABLE,
    <Settlement as Record>::TABLE,
    <Signed as Record>::TABLE,
    <Failed as Record>::TABLE,
];
