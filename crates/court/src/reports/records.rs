//! The rows of reports. A report is one row with parts, a proposal and steps beside it, so that two people may write
//! different parts at once. What a signed report showed stands in the report's own row and is never written again.

use kernel::{CourtId, Date, EntryId, EventId, Instant, PersonId, ReportId, ReportRequestId, StaffId};
use serde::{Deserialize, Serialize};
use store::{Kind, Record, Table, codes, record};
use uuid::Uuid;

codes! {
    /// How much of a report it is; the later, the more.
    pub enum ReportKind {
        /// Told in court, kept as a short record.
        Oral = "oral",
        /// Written in short form, often on the day.
        Fast = "fast",
        /// Written in full after an adjournment.
        Standard = "standard",
    }
}

impl ReportKind {
    /// For people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            ReportKind::Oral => "Oral report",
            ReportKind::Fast => "Fast report",
            ReportKind::Standard => "Standard report",
        }
    }

    /// Nought for oral, one for fast, two for standard: what rules of policy compare.
    #[must_use]
    pub fn rank(self) -> i64 {
        match self {
            ReportKind::Oral => 0,
            ReportKind::Fast => 1,
            ReportKind::Standard => 2,
        }
    }
}

codes! {
    /// How the author meets the person.
    pub enum Interview {
        AtCourt = "at-court",
        Video = "video",
        Office = "office",
        Prison = "prison",
        /// They did not come, or declined.
        NotMet = "not-met",
    }
}

impl Interview {
    /// For people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Interview::AtCourt => "In the court building",
            Interview::Video => "By video link",
            Interview::Office => "At an office",
            Interview::Prison => "In prison",
            Interview::NotMet => "Not met",
        }
    }
}

codes! {
    /// Where a report stands.
    pub enum ReportState {
        Writing = "writing",
        /// Somebody else looks at it.
        Checking = "checking",
        /// Came back with comments.
        Returned = "returned",
        /// Agreed; waits to be signed.
        Checked = "checked",
        Signed = "signed",
        Withdrawn = "withdrawn",
    }
}

impl ReportState {
    /// For people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            ReportState::Writing => "Being written",
            ReportState::Checking => "Being checked",
            ReportState::Returned => "Returned with comments",
            ReportState::Checked => "Checked, to be signed",
            ReportState::Signed => "Signed",
            ReportState::Withdrawn => "Withdrawn",
        }
    }

    /// Parts and proposal may be written.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, ReportState::Writing | ReportState::Returned)
    }
}

codes! {
    /// What was done with a report.
    pub enum Step {
        Begin = "begin",
        Assign = "assign",
        Choose = "choose",
        Submit = "submit",
        TakeBack = "take-back",
        Return = "return",
        Agree = "agree",
        Sign = "sign",
        Withdraw = "withdraw",
        Reopen = "reopen",
    }
}

codes! {
    /// A part that is written in words.
    pub enum Part {
        Offence = "offence",
        Circumstances = "circumstances",
        Risk = "risk",
        Response = "response",
        Reparation = "reparation",
        Conclusion = "conclusion",
    }
}

impl Part {
    /// Its heading in the report.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Part::Offence => "The offence",
            Part::Circumstances => "The person’s life",
            Part::Risk => "Risk of harm and of another offence",
            Part::Response => "What earlier orders showed",
            Part::Reparation => "Putting right what was done",
            Part::Conclusion => "Why this is proposed",
        }
    }

    /// What belongs in it.
    #[must_use]
    pub fn hint(self) -> &'static str {
        match self {
            Part::Offence => "What happened, how the person explains it, and what led to it",
            Part::Circumstances => "Home, work, money, health, family, and what goes well",
            Part::Risk => "Who could be harmed, how, when; what the scores and the assessment say",
            Part::Response => "The record of orders stands beside this: say what it means",
            Part::Reparation => {
                "What the person could put right, what is known of the victim’s wish, and why it is proposed or not"
            }
            Part::Conclusion => {
                "Why this proposal fits this person and this offence, and what the court should know if it thinks of another"
            }
        }
    }
}

record! {
    /// One rule of the service's policy on reports, as it holds from a day on.
    pub struct ReportRule in "court_report_rule", Kind::Reference, key ["code", "valid_from"] {
        pub code: String,
        pub valid_from: Date,
        pub valid_before: Option<Date>,
        pub place: i64,
        /// What it looks at: `age`, `harm`, `days`, `kind`, or a fact that the author ticks.
        pub fact: String,
        /// For facts that are numbers.
        pub at_least: Option<i64>,
        pub at_most: Option<i64>,
        /// `kind:…`, `days:…`, `enquiry:…`, `part:…`, `check`, `video`, `criterion`.
        pub asks: String,
        /// The reason, for people.
        pub words: String,
        pub assumed: bool,
        pub source: String,
    }
}

/// One thing that policy asks, with its reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Reason {
    pub rule: String,
    pub words: String,
    pub assumed: bool,
    pub source: String,
}

/// The kind that policy asks for, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Choice {
    /// A [`ReportKind`].
    pub kind: String,
    pub reasons: Vec<Reason>,
    /// What nobody knows and a rule would look at.
    pub unknown: Vec<String>,
    /// Somebody could meet the person by video link on the day.
    pub video: bool,
}

record! {
    /// A report to a court.
    pub struct Report in "court_report", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: ReportId,
        pub event_id: Option<EventId>,
        /// The court's request; none when somebody began it by hand.
        pub request_id: Option<ReportRequestId>,
        pub court_id: Option<CourtId>,
        pub court_name: String,
        pub asked_on: Date,
        pub hearing_on: Date,
        /// What the bench said it wants to know.
        pub reasons: String,
        pub kind: ReportKind,
        /// Why another kind than policy asks for.
        pub kind_why: Option<String>,
        /// The facts that were ticked, a list of codes.
        pub facts: serde_json::Value,
        /// What policy asked for when the kind was chosen, with its reasons: a [`Choice`].
        pub chosen: serde_json::Value,
        pub interview: Interview,
        /// Who writes it.
        pub staff_id: Option<StaffId>,
        pub state: ReportState,
        pub begun_at: Instant,
        pub begun_by: String,
        /// The ids of everybody who wrote something of it: none of them checks it.
        pub writers: serde_json::Value,
        pub signed_at: Option<Instant>,
        pub signed_by: Option<String>,
        /// The whole report as it was signed: `document::Document`.
        pub shown: Option<serde_json::Value>,
        /// SHA-256 of what was shown.
        pub shown_hash: Option<String>,
        pub version: i64,
    }
}

record! {
    /// One part in words.
    pub struct PartRow in "court_report_part", Kind::Person, key ["person_id", "report_id", "part"] {
        pub person_id: PersonId,
        pub report_id: ReportId,
        pub part: Part,
        pub words: String,
        pub written_at: Instant,
        pub written_by: String,
        pub version: i64,
    }
}

/// A requirement as it is proposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposedRequirement {
    /// Code of a requirement type in `law`.
    pub kind: String,
    /// Such as "80 hours"; none where the type has no length.
    pub length: Option<String>,
    /// Why it suits this person.
    pub why: String,
    /// What the person said when asked, where the law needs their consent.
    #[serde(default)]
    pub consent: Option<bool>,
}

record! {
    /// What the report proposes.
    pub struct Proposal in "court_report_proposal", Kind::Person, key ["person_id", "report_id"] {
        pub person_id: PersonId,
        pub report_id: ReportId,
        /// Code of a sentence type in `law`.
        pub sentence: String,
        /// Such as "12 months".
        pub term: Option<String>,
        /// A list of [`ProposedRequirement`].
        pub requirements: serde_json::Value,
        /// What was answered to the law's questions, by the fact's code.
        pub answers: serde_json::Value,
        /// compensation, restorative, unpaid-work or none.
        pub reparation: String,
        pub written_at: Instant,
        pub written_by: String,
        pub version: i64,
    }
}

impl Proposal {
    /// The requirements in the order of the statute.
    #[must_use]
    pub(crate) fn lines(&self) -> Vec<ProposedRequirement> {
        serde_json::from_value(self.requirements.clone()).unwrap_or_default()
    }
}

record! {
    /// A step of a report: who did what, when and why.
    pub struct StepRow in "court_report_step", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub report_id: ReportId,
        pub what: Step,
        /// The state that it came to.
        pub came_to: ReportState,
        pub words: Option<String>,
        /// Of a check: what was met, by the codes of the criteria.
        pub ratings: Option<serde_json::Value>,
        pub at: Instant,
        pub by_name: String,
        pub by_id: Option<Uuid>,
    }
}

record! {
    /// A report as lists and figures need it.
    pub struct ReportLine in "view_court_report", Kind::View, key ["id"] {
        pub id: ReportId,
        pub person_id: PersonId,
        pub event_id: Option<EventId>,
        pub request_id: Option<ReportRequestId>,
        pub staff_id: Option<StaffId>,
        pub court_id: Option<CourtId>,
        pub kind: ReportKind,
        pub state: ReportState,
        pub asked_on: Date,
        pub hearing_on: Date,
        pub signed_on: Option<Date>,
        /// Asked for and signed on one day.
        pub same_day: bool,
        /// Of the last check: how many criteria were met, and how many were judged.
        pub good: Option<i64>,
        pub judged: Option<i64>,
        /// How often it came back.
        pub returned: i64,
        pub sentenced_on: Option<Date>,
        /// same, less, more or other.
        pub verdict: Option<String>,
        /// `concordance::Compared`.
        pub compared: Option<serde_json::Value>,
    }
}

pub(crate) const TABLES: &[&Table] = &[
    <ReportRule as Record>::TABLE,
    <Report as Record>::TABLE,
    <PartRow as Record>::TABLE,
    <Proposal as Record>::TABLE,
    <StepRow as Record>::TABLE,
    <ReportLine as Record>::TABLE,
];
