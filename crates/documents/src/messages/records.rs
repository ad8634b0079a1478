//! The rows of messages: what is sent to whom with every state it had, what the person agreed to, which numbers must not be
//! used, which reminders were made, and what an officer must still see.

use super::outside::{OutsideMessage, OutsideStep};
use crate::Language;
use kernel::{ContactId, Date, DetailId, DocumentId, EntryId, Instant, PersonId, SendingId, StaffId, TeamId};
use store::{Kind, Record, Table, codes, record};
use uuid::Uuid;

codes! {
    /// How a message travels.
    pub enum Channel {
        Post = "post",
        Email = "email",
        Text = "text",
    }
}

impl Channel {
    /// The word at the head of a list.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Channel::Post => "Letter",
            Channel::Email => "Email",
            Channel::Text => "Text",
        }
    }
}

codes! {
    /// What a message is for.
    pub enum Purpose {
        /// A document by post.
        Letter = "letter",
        /// A reminder of an appointment.
        Reminder = "reminder",
        /// Words that somebody wrote.
        Note = "note",
    }
}

codes! {
    /// How far a message has come.
    pub enum SendingState {
        /// It has not left yet.
        Waiting = "waiting",
        /// This installation hands nothing over: it stays on the record.
        Kept = "kept",
        /// Whoever delivers messages has it.
        HandedOver = "handed_over",
        /// It arrived.
        Delivered = "delivered",
        /// It will not arrive; the reason says why.
        Failed = "failed",
        /// It could not be handed over in as many tries as policy allows.
        GivenUp = "given_up",
        /// Somebody, or a rule, took it back before it left.
        Cancelled = "cancelled",
    }
}

impl SendingState {
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            SendingState::Waiting => "Waiting",
            SendingState::Kept => "Not sent here",
            SendingState::HandedOver => "Sent",
            SendingState::Delivered => "Delivered",
            SendingState::Failed => "Not delivered",
            SendingState::GivenUp => "Could not be sent",
            SendingState::Cancelled => "Cancelled",
        }
    }

    /// The person did not get it and nobody cancelled it.
    #[must_use]
    pub fn is_trouble(self) -> bool {
        matches!(self, SendingState::Failed | SendingState::GivenUp)
    }
}

record! {
    /// One message to a person, as it was made. Words and address are frozen; only its state goes on.
    pub struct Sending in "message_sending", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: SendingId,
        pub channel: Channel,
        pub purpose: Purpose,
        pub language: Language,
        /// A number, an e-mail address, or the lines of a postal address.
        pub address: String,
        pub subject: Option<String>,
        pub body: Option<String>,
        pub document_id: Option<DocumentId>,
        /// What it is about, such as `appointment` with its id.
        pub about_kind: Option<String>,
        pub about_id: Option<Uuid>,
        /// The message that it repeats.
        pub again_of: Option<SendingId>,
        pub state: SendingState,
        /// Why it is in this state, where that needs saying.
        pub reason: Option<String>,
        /// The address itself does not work.
        pub address_fault: bool,
        /// Past this instant it is pointless and is cancelled.
        pub not_after: Option<Instant>,
        pub tries: i64,
        /// Until when whoever took it is handing it over.
        pub claimed_until: Option<Instant>,
        pub handed_at: Option<Instant>,
        /// What whoever delivers it calls it.
        pub provider_id: Option<String>,
        /// Trouble that somebody has looked at and wants nothing more done about.
        pub settled_at: Option<Instant>,
        pub made_at: Instant,
        pub author_id: Option<Uuid>,
        pub author_name: String,
        pub changed_at: Instant,
        pub version: i64,
    }
}

record! {
    /// One state that a message had, with who brought it there, when and why.
    pub struct Step in "message_step", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub sending_id: SendingId,
        pub state: SendingState,
        pub reason: Option<String>,
        pub author_name: String,
        pub happened_at: Instant,
    }
}

codes! {
    /// What somebody said about messages by one channel.
    pub enum Consent {
        Agreed = "agreed",
        Declined = "declined",
        Withdrawn = "withdrawn",
    }
}

codes! {
    /// How they said it.
    pub enum SaidHow {
        InPerson = "in_person",
        ByTelephone = "by_telephone",
        InWriting = "in_writing",
        ByMessage = "by_message",
    }
}

impl SaidHow {
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            SaidHow::InPerson => "In person",
            SaidHow::ByTelephone => "By telephone",
            SaidHow::InWriting => "In writing",
            SaidHow::ByMessage => "By text or email",
        }
    }
}

record! {
    /// What the person said about messages by one channel. Added, never changed: what was recorded last holds.
    pub struct Agreement in "message_agreement", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: DetailId,
        pub channel: Channel,
        pub answer: Consent,
        /// The number or address that they agreed to, as it is compared.
        pub address: Option<String>,
        pub language: Language,
        pub said_on: Date,
        pub said_how: SaidHow,
        pub note: Option<String>,
        pub recorded_at: Instant,
        pub author_name: String,
    }
}

record! {
    /// A number or e-mail address that must not be used: a shared telephone, a partner who reads messages.
    pub struct Barred in "message_barred", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: DetailId,
        pub address: String,
        pub reason: String,
        pub since: Date,
        pub author_name: String,
        pub ended_at: Option<Instant>,
        pub ended_reason: Option<String>,
        pub version: i64,
    }
}

record! {
    /// A reminder that was made: never a second one for the same appointment and the same number of days before it.
    pub struct Reminder in "message_reminder", Kind::Person, key ["person_id", "contact_id", "days_before"] {
        pub person_id: PersonId,
        pub contact_id: ContactId,
        pub days_before: i64,
        pub sending_id: SendingId,
        pub made_at: Instant,
    }
}

record! {
    /// When the reminders of an appointment are to be looked at next.
    pub struct ReminderDue in "view_reminder_due", Kind::View, key ["person_id", "contact_id"] {
        pub person_id: PersonId,
        pub contact_id: ContactId,
        pub next_at: Instant,
    }
}

record! {
    /// A message that waits, or did not arrive and nobody has settled it.
    pub struct OpenRow in "view_message_open", Kind::View, key ["person_id", "sending_id"] {
        pub person_id: PersonId,
        pub sending_id: SendingId,
        pub staff_id: Option<StaffId>,
        pub team_id: Option<TeamId>,
        pub channel: Channel,
        pub purpose: Purpose,
        pub state: SendingState,
        pub trouble: bool,
        /// The last characters of the address, for the words that say which does not work.
        pub ending: String,
        pub since: Instant,
        /// The address itself does not work.
        pub address_fault: bool,
    }
}

record! {
    /// What the service decides about messages, from a day on.
    pub struct PolicyRow in "message_policy", Kind::Reference, key ["from_day"] {
        pub from_day: Date,
        /// The content, in the words of [`super::policy::Policy`].
        pub content: serde_json::Value,
        pub assumed: bool,
        pub source: String,
        pub author_name: String,
        pub recorded_at: Instant,
    }
}

record! {
    /// The words of a message, from a day on.
    pub struct WordsRow in "message_words", Kind::Reference, key ["code", "language", "from_day"] {
        pub code: String,
        pub language: Language,
        pub from_day: Date,
        pub template: String,
        pub assumed: bool,
        pub source: String,
        pub author_name: String,
        pub recorded_at: Instant,
    }
}

pub(crate) const TABLES: &[&Table] = &[
    <Sending as Record>::TABLE,
    <Step as Record>::TABLE,
    <Agreement as Record>::TABLE,
    <Barred as Record>::TABLE,
    <Reminder as Record>::TABLE,
    <ReminderDue as Record>::TABLE,
    <OpenRow as Record>::TABLE,
    <PolicyRow as Record>::TABLE,
    <WordsRow as Record>::TABLE,
    <OutsideMessage as Record>::TABLE,
    <OutsideStep as Record>::TABLE,
];
