//! The rows of breaches. A breach is one row with its acts and the parts of its pack beside it; what a sent pack showed, and
//! the order as it was when the breach was instructed, are never written again.

use kernel::{BreachId, CourtId, Date, DocumentId, EventId, Instant, OrderId, PersonId, StaffId, TeamId};
use serde::{Deserialize, Serialize};
use store::{Kind, Record, Table, codes, record};

codes! {
    /// Where a breach stands.
    pub enum BreachState {
        /// Instructed; the pack is put together.
        Preparing = "preparing",
        /// A manager looks at the pack.
        Checking = "checking",
        /// The manager agreed; it can be sent.
        Agreed = "agreed",
        /// The pack is frozen and with whoever presents it.
        Sent = "sent",
        /// The court has the information.
        Laid = "laid",
        /// A day in court is fixed.
        Listed = "listed",
        /// The court has decided.
        Ended = "ended",
        /// It stopped before the court had it.
        Withdrawn = "withdrawn",
        /// It stopped after the court had it.
        Discontinued = "discontinued",
    }
}

impl BreachState {
    /// For people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            BreachState::Preparing => "Pack being prepared",
            BreachState::Checking => "Waits for a manager",
            BreachState::Agreed => "Agreed, to be sent",
            BreachState::Sent => "Pack sent",
            BreachState::Laid => "Laid at court",
            BreachState::Listed => "Listed at court",
            BreachState::Ended => "Court has decided",
            BreachState::Withdrawn => "Withdrawn",
            BreachState::Discontinued => "Discontinued",
        }
    }

    #[must_use]
    pub fn is_open(self) -> bool {
        !matches!(self, BreachState::Ended | BreachState::Withdrawn | BreachState::Discontinued)
    }

    /// The pack may still be written on.
    #[must_use]
    pub fn is_written_on(self) -> bool {
        self == BreachState::Preparing
    }

    /// The court has it.
    #[must_use]
    pub fn is_at_court(self) -> bool {
        matches!(self, BreachState::Laid | BreachState::Listed)
    }
}

codes! {
    /// What is done with a breach.
    pub enum Deed {
        Instruct = "instruct",
        /// Asks a manager to agree to the pack.
        Submit = "submit",
        Agree = "agree",
        GiveBack = "give-back",
        Send = "send",
        Lay = "lay",
        /// Fixes or moves the day in court.
        List = "list",
        Result = "result",
        /// A court's message tells of a result that is known already, or another than was typed.
        Told = "told",
        Withdraw = "withdraw",
        Discontinue = "discontinue",
        Reopen = "reopen",
        /// Stops the clock from a day to a day.
        Judge = "judge",
        /// Adds failures that came after the instruction.
        AddFailures = "add-failures",
    }
}

impl Deed {
    /// For people, in the record of acts.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Deed::Instruct => "Breach instructed",
            Deed::Submit => "Pack given to a manager",
            Deed::Agree => "Pack agreed",
            Deed::GiveBack => "Pack given back",
            Deed::Send => "Pack sent",
            Deed::Lay => "Laid at court",
            Deed::List => "Day in court fixed",
            Deed::Result => "Court’s result recorded",
            Deed::Told => "Court’s message came",
            Deed::Withdraw => "Withdrawn",
            Deed::Discontinue => "Discontinued",
            Deed::Reopen => "Opened again",
            Deed::Judge => "Clock stopped",
            Deed::AddFailures => "Failures added",
        }
    }
}

/// An order's dates, as they were or became.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderDates {
    pub ends_on: Option<Date>,
    pub amended_ends_on: Option<Date>,
    pub operational_period: Option<String>,
    pub supervision_period: Option<String>,
    pub ended_on: Option<Date>,
    pub end_reason: Option<String>,
}

record! {
    /// A breach of one order.
    pub struct Breach in "breach", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: BreachId,
        pub order_id: OrderId,
        pub event_id: EventId,
        pub reason: String,
        /// Ids of the failures that it is about.
        pub failures: serde_json::Value,
        /// The day on which the service learned of it, from which the days to court are counted.
        pub aware_on: Date,
        pub instructed_on: Date,
        pub instructed_at: Instant,
        pub instructed_by: String,
        pub staff_id: Option<StaffId>,
        pub state: BreachState,
        pub court_id: Option<CourtId>,
        pub court_name: Option<String>,
        pub laid_on: Option<Date>,
        pub hearing_on: Option<Date>,
        /// A code of the policy's results, or of its reasons to stop.
        pub outcome: Option<String>,
        pub outcome_words: Option<String>,
        pub ended_on: Option<Date>,
        /// The order's dates when the breach was instructed: [`OrderDates`].
        pub order_before: serde_json::Value,
        /// The order's dates after the result.
        pub order_after: Option<serde_json::Value>,
        pub sent_at: Option<Instant>,
        pub sent_by: Option<String>,
        /// The pack as it was sent.
        pub shown: Option<serde_json::Value>,
        /// SHA-256 of what was shown.
        pub shown_hash: Option<String>,
        pub notice_document: Option<DocumentId>,
        pub pack_document: Option<DocumentId>,
        pub version: i64,
    }
}

impl Breach {
    #[must_use]
    pub fn dates_before(&self) -> OrderDates {
        serde_json::from_value(self.order_before.clone()).unwrap_or_default()
    }

    #[must_use]
    pub fn dates_after(&self) -> Option<OrderDates> {
        self.order_after.clone().and_then(|after| serde_json::from_value(after).ok())
    }

    /// How many failures it names.
    #[must_use]
    pub fn failure_count(&self) -> usize {
        self.failures.as_array().map_or(0, Vec::len)
    }
}

codes! {
    /// A part of the pack that is written in words.
    pub enum Part {
        /// What was done to keep the person complying, and how they took it.
        Engagement = "engagement",
        /// What the person says of the failures.
        Excuse = "excuse",
        /// What the court is asked to do, and why.
        Proposal = "proposal",
    }
}

impl Part {
    /// Its heading in the pack.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Part::Engagement => "Engagement with the order",
            Part::Excuse => "What the person says",
            Part::Proposal => "What the court is asked to do",
        }
    }

    /// What belongs in it.
    #[must_use]
    pub fn hint(self) -> &'static str {
        match self {
            Part::Engagement => {
                "What the person has done so far, what helped or hindered, and what was tried: reminders, other times, visits"
            }
            Part::Excuse => "What they said of each failure, and why it was not accepted as a reasonable excuse",
            Part::Proposal => "Which of the court’s powers you propose, why, and whether the order can still work",
        }
    }
}

record! {
    /// One part in words.
    pub struct PartRow in "breach_part", Kind::Person, key ["person_id", "breach_id", "part"] {
        pub person_id: PersonId,
        pub breach_id: BreachId,
        pub part: Part,
        pub words: String,
        pub written_at: Instant,
        pub written_by: String,
        pub version: i64,
    }
}

record! {
    /// A breach as lists need it.
    pub struct BreachLine in "view_breach", Kind::View, key ["id"] {
        pub id: BreachId,
        pub person_id: PersonId,
        pub order_id: OrderId,
        pub staff_id: Option<StaffId>,
        pub team_id: Option<TeamId>,
        pub court_id: Option<CourtId>,
        pub state: BreachState,
        pub is_open: bool,
        pub aware_on: Date,
        /// The last day to lay it at court, the stopped days left out.
        pub due_on: Option<Date>,
        pub laid_on: Option<Date>,
        pub hearing_on: Option<Date>,
        pub ended_on: Option<Date>,
    }
}

pub(crate) const TABLES: &[&Table] =
    &[<Breach as Record>::TABLE, <PartRow as Record>::TABLE, <BreachLine as Record>::TABLE];
