//! The rows of messages to people without a record: the message, and every state it had.

use super::super::SendingState;
use crate::Language;
use kernel::{Date, EntryId, Instant, SendingId};
use store::{Kind, record};
use uuid::Uuid;

record! {
    /// One e-mail, as it was made. Words and address are frozen until they are forgotten; only its state goes on.
    pub struct OutsideMessage in "message_outside", Kind::Subject, key ["subject_id", "id"] {
        /// What it is about, on whose chain it stands.
        pub subject_id: Uuid,
        pub id: SendingId,
        /// The kind of subject, such as `nomination`.
        pub kind: String,
        /// What it is about, for lists: "Nomination N7K3-PQ2M".
        pub title: String,
        pub language: Language,
        /// None once it is forgotten.
        pub address: Option<String>,
        pub heading: Option<String>,
        pub body: Option<String>,
        pub state: SendingState,
        /// Why it is in this state, where that needs saying.
        pub reason: Option<String>,
        pub tries: i64,
        /// Until when whoever took it is handing it over.
        pub claimed_until: Option<Instant>,
        pub handed_at: Option<Instant>,
        /// What whoever delivers it calls it.
        pub provider_id: Option<String>,
        /// Trouble that somebody has looked at and wants nothing more done about.
        pub settled_at: Option<Instant>,
        pub forgotten_on: Option<Date>,
        pub made_at: Instant,
        pub author_name: String,
        pub changed_at: Instant,
        pub version: i64,
    }
}

impl OutsideMessage {
    /// It did not arrive, and nobody has said what is done about it.
    #[must_use]
    pub fn is_trouble(&self) -> bool {
        self.state.is_trouble() && self.settled_at.is_none()
    }
}

record! {
    /// One state that a message had, with who brought it there, when and why.
    pub struct OutsideStep in "message_outside_step", Kind::Subject, key ["subject_id", "id"] {
        pub subject_id: Uuid,
        pub id: EntryId,
        pub sending_id: SendingId,
        pub state: SendingState,
        pub reason: Option<String>,
        pub author_name: String,
        pub happened_at: Instant,
    }
}
