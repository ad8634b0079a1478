//! Appeals against a conviction or sentence, and reopenings of a case: what was asked, what became of it, and what it does
//! to the order. What the court's text cannot tell, such as whether an order waits for the appeal, a person says; until
//! then the order runs as it was. A court that takes an appeal back leaves a row that says so.

mod actions;
mod show;

pub use actions::{SentAppeal, appeals, record_appeal, set_appeal_effect};

use kernel::{Date, EntryId, EventId, OrderId, PersonId};
use store::{Kind, codes, record};

codes! {
    /// What is asked of the court.
    pub enum AppealKind {
        AgainstConviction = "against-conviction",
        AgainstSentence = "against-sentence",
        AgainstBoth = "against-conviction-and-sentence",
        /// An appeal of which nobody said against what.
        Appeal = "appeal",
        Reopening = "reopening",
        /// The person swears that they did not know of the proceedings.
        Declaration = "statutory-declaration",
    }
}

impl AppealKind {
    /// For people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            AppealKind::AgainstConviction => "Appeal against conviction",
            AppealKind::AgainstSentence => "Appeal against sentence",
            AppealKind::AgainstBoth => "Appeal against conviction and sentence",
            AppealKind::Appeal => "Appeal",
            AppealKind::Reopening => "Reopening of the case",
            AppealKind::Declaration => "Statutory declaration",
        }
    }
}

codes! {
    /// What became of it.
    pub enum AppealResult {
        Waiting = "waiting",
        /// The conviction stands no more.
        Quashed = "quashed",
        /// The sentence was changed.
        Varied = "varied",
        /// Allowed, or the case opened again, without the message saying what follows.
        Allowed = "allowed",
        Dismissed = "dismissed",
        Abandoned = "abandoned",
    }
}

impl AppealResult {
    /// For people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            AppealResult::Waiting => "Not decided yet",
            AppealResult::Quashed => "Allowed: conviction quashed",
            AppealResult::Varied => "Allowed: sentence varied",
            AppealResult::Allowed => "Allowed",
            AppealResult::Dismissed => "Dismissed: the original stands",
            AppealResult::Abandoned => "Abandoned",
        }
    }

    /// The court left everything as it was.
    #[must_use]
    pub fn changes_nothing(self) -> bool {
        matches!(self, AppealResult::Dismissed | AppealResult::Abandoned)
    }
}

codes! {
    /// What it does to the order.
    pub enum AppealEffect {
        /// A person has yet to say.
        ToConfirm = "to-confirm",
        /// The order runs as it was.
        Runs = "runs",
        /// Nobody enforces the order until the appeal is decided.
        Suspended = "suspended",
        /// The order is over.
        Ends = "ends",
        /// The order goes on with other terms, which the record shows.
        Changed = "changed",
    }
}

impl AppealEffect {
    /// For people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            AppealEffect::ToConfirm => "A person has yet to say what it does to the order",
            AppealEffect::Runs => "The order runs as it was",
            AppealEffect::Suspended => "The order is suspended until the appeal is decided",
            AppealEffect::Ends => "The order is over",
            AppealEffect::Changed => "The order goes on with other terms",
        }
    }
}

record! {
    /// One appeal or reopening.
    pub struct Appeal in "sentence_appeal", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub event_id: EventId,
        /// The order that follows from what is appealed against; none where several or none do.
        pub order_id: Option<OrderId>,
        pub kind: AppealKind,
        /// In the court's words.
        pub title: String,
        pub court_name: Option<String>,
        pub lodged_on: Option<Date>,
        pub result: AppealResult,
        pub result_words: Option<String>,
        pub decided_on: Option<Date>,
        pub effect: AppealEffect,
        pub effect_from: Option<Date>,
        pub effect_note: Option<String>,
        /// Saying so ended the order, so that taking it back opens the order again.
        pub ended_by_effect: bool,
        pub source_key: String,
        pub removed: Option<String>,
        pub version: i64,
    }
}
