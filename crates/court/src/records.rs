//! The rows of the room. A message is kept as it came; what follows from it for a person hangs on the person. By which
//! ids courts know a person is a registry of its own, so that a later message finds them without being matched again.

use kernel::{Date, EntryId, EventId, Instant, MessageId, OrderId, PersonId, ReportRequestId};
use store::{Kind, Record, Table, codes, record};

record! {
    /// A message verbatim.
    pub struct CourtMessage in "court_message", Kind::Subject, key ["id"] {
        pub id: MessageId,
        /// File name, or the client that sent it.
        pub source_name: String,
        pub received_at: Instant,
        pub received_by: String,
        /// SHA-256 of the body, in hexadecimal: the same bytes again are the same message.
        pub content_hash: String,
        pub size: i64,
        pub body: Vec<u8>,
    }
}

codes! {
    /// How far a message was understood.
    pub enum ReadingState {
        /// Not a message that can be read; waits for a person.
        Unread = "unread",
        Read = "read",
        /// A person looked at an unread message and dealt with it.
        Settled = "settled",
    }
}

record! {
    /// What was understood of a message as a whole.
    pub struct Reading in "court_reading", Kind::Subject, key ["message_id"] {
        pub message_id: MessageId,
        pub state: ReadingState,
        /// public, relayed, bare-hearing, libra, deleted.
        pub form: Option<String>,
        /// The hearing's id in lower case.
        pub hearing: Option<String>,
        pub hearing_day: Option<Date>,
        pub shared_at: Option<Instant>,
        pub court_name: Option<String>,
        /// Why it could not be read.
        pub reason: Option<String>,
        pub read_at: Instant,
        pub decided_at: Option<Instant>,
        pub decided_by: Option<String>,
        pub decision: Option<String>,
        pub version: i64,
    }
}

codes! {
    /// Where one person's matter of a message stands.
    pub enum MatterState {
        /// A person decides who it is.
        Waiting = "waiting",
        Done = "done",
    }
}

codes! {
    /// What came of a matter, in the words of the command line.
    pub enum Outcome {
        Recorded = "recorded",
        Amended = "amended",
        Unchanged = "unchanged",
        Review = "review",
        Ignored = "ignored",
        Deleted = "deleted",
    }
}

record! {
    /// One person's matter in a message.
    pub struct MatterRow in "court_matter", Kind::Subject, key ["message_id", "place"] {
        pub message_id: MessageId,
        /// Which of the message's matters, from nought.
        pub place: i64,
        pub hearing: Option<String>,
        pub who: String,
        pub born: Option<Date>,
        /// supervise, breach, report, nothing.
        pub asks: String,
        pub state: MatterState,
        pub outcome: Outcome,
        pub reason: Option<String>,
        /// Set when this matter is known to be this person's.
        pub linked_to: Option<PersonId>,
        pub linked_by: Option<String>,
        /// Why it is this person.
        pub link_reason: Option<String>,
        pub taken_at: Instant,
        pub version: i64,
    }
}

record! {
    /// Finds matters by a court's id of the person.
    pub struct MatterId in "court_matter_id", Kind::View, key ["court_id", "message_id", "place"] {
        pub court_id: String,
        pub message_id: MessageId,
        pub place: i64,
    }
}

record! {
    /// That a court's id (of a defendant on a case, or across cases) is this person.
    pub struct KnownId in "court_known_id", Kind::Registry, key ["court_id"] {
        pub court_id: String,
        pub person_id: PersonId,
        pub known_since: Instant,
    }
}

record! {
    /// Which event a case belongs to.
    pub struct CaseEvent in "court_case_event", Kind::Person, key ["person_id", "case_key"] {
        pub person_id: PersonId,
        /// The case's URN, or the hearing where there is none.
        pub case_key: String,
        pub event_id: EventId,
    }
}

codes! {
    /// Whether a report is still asked for.
    pub enum RequestState {
        Asked = "asked",
        /// Sentence was passed.
        Sentenced = "sentenced",
        /// The case ended without a sentence.
        CaseEnded = "case-ended",
        /// The court took the request back.
        Withdrawn = "withdrawn",
    }
}

record! {
    /// A court's request for a pre-sentence report.
    pub struct RequestRow in "court_report_request", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: ReportRequestId,
        pub event_id: EventId,
        pub asked_on: Date,
        pub court_name: Option<String>,
        pub case_references: Option<String>,
        /// How the court told it: adjournment, committal, bail-condition.
        pub ways: String,
        /// The hearing for which it is wanted.
        pub due_on: Option<Date>,
        pub due_court: Option<String>,
        pub state: RequestState,
        pub source_key: String,
        pub version: i64,
    }
}

codes! {
    /// Whether the court still says so.
    pub enum OutcomeState {
        Stands = "stands",
        TakenBack = "taken-back",
    }
}

record! {
    /// What a court did with an order, or an application about one.
    pub struct OutcomeRow in "court_outcome", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub event_id: EventId,
        /// Empty while the order it concerns is not there.
        pub order_id: Option<OrderId>,
        /// varied, revoked... or, for an application, breach, amendment...
        pub kind: String,
        pub made_on: Date,
        pub court_name: Option<String>,
        pub words: String,
        /// What it changed: order-ended, order-amended, or none.
        pub effect: String,
        /// Which order it waits for.
        pub waits_for: Option<String>,
        pub state: OutcomeState,
        pub source_key: String,
        pub version: i64,
    }
}

codes! {
    /// What a person is asked.
    pub enum QuestionKind {
        /// Whether an order was understood rightly: its copies differ, or parts are unclear.
        Confirm = "confirm",
        /// Whether to ask the court to put an order right that breaks a statutory limit.
        Limit = "limit",
        /// What an appeal or reopening does to an order.
        Appeal = "appeal",
    }
}

codes! {
    /// Whether it is still asked.
    pub enum QuestionState {
        Open = "open",
        Decided = "decided",
        /// The court's later message made it needless.
        Gone = "gone",
    }
}

record! {
    /// A question to a person about something that a court sent.
    pub struct Question in "court_question", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub kind: QuestionKind,
        pub order_id: Option<OrderId>,
        pub message_id: MessageId,
        /// One point a line.
        pub words: String,
        pub content_hash: String,
        pub asked_at: Instant,
        pub state: QuestionState,
        pub decided_at: Option<Instant>,
        pub decided_by: Option<String>,
        pub decision: Option<String>,
        pub decision_reason: Option<String>,
        pub source_key: String,
        pub version: i64,
        /// How the copies of the order differ, where that is the question: `reading::Differing`.
        pub copies: Option<serde_json::Value>,
    }
}

record! {
    /// What a person decided about copies of one order that differ.
    pub struct CopyChoice in "court_copy_decision", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub question_id: EntryId,
        pub order_id: Option<OrderId>,
        /// The results of every copy, a list of texts.
        pub results: serde_json::Value,
        /// Of what they said; the decision holds while it stays so.
        pub content_hash: String,
        /// The result whose copy was taken; none when each is an order of its own.
        pub taken: Option<String>,
        pub words: String,
        pub decided_at: Instant,
        pub decided_by: String,
        pub reason: String,
        pub undone_at: Option<Instant>,
        pub undone_by: Option<String>,
        pub undone_reason: Option<String>,
        pub version: i64,
    }
}

/// Every table of the room.
pub(crate) const TABLES: &[&Table] = &[
    <CourtMessage as Record>::TABLE,
    <Reading as Record>::TABLE,
    <MatterRow as Record>::TABLE,
    <MatterId as Record>::TABLE,
    <KnownId as Record>::TABLE,
    <CaseEvent as Record>::TABLE,
    <RequestRow as Record>::TABLE,
    <OutcomeRow as Record>::TABLE,
    <Question as Record>::TABLE,
    <CopyChoice as Record>::TABLE,
    <crate::requests::RequestWork as Record>::TABLE,
    <crate::youth::YouthOrder as Record>::TABLE,
];
