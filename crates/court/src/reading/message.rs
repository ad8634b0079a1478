//! What a message is, before anything is concluded from it: hearing, cases, defendants, offences, results, prompts and
//! applications as the court sent them. Ids are lower-case texts, since test systems send words where ids belong.

use super::definition::Meaning;
use super::json::{Given, Note};
use kernel::{Date, Instant};
use std::sync::Arc;

/// A court's id, lower case.
pub type Id = String;

/// A message that could be read, with what was wrong in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    pub form: Form,
    pub body: Body,
    pub notes: Vec<Note>,
}

/// Which of the known shapes the message has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The court service's own message, with the hearing day and when it was shared.
    Public,
    /// The hearing alone in a wrapper, as relayed.
    Relayed,
    /// A hearing without a wrapper.
    BareHearing,
    /// A case of the older magistrates' system.
    Libra,
    /// A hearing that the court took back.
    Deleted,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    Hearing(Box<Hearing>),
    Libra(Box<LibraCase>),
    Deleted { hearing: Id },
}

/// The bytes are no message that we know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    pub reason: String,
}

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.reason)
    }
}

impl std::error::Error for Unreadable {}

/// One share of one day of a hearing.
#[derive(Clone, Debug, PartialEq)]
pub struct Hearing {
    pub sitting: Arc<Sitting>,
    pub reshare: Option<bool>,
    pub cases: Vec<Case>,
    pub applications: Vec<Application>,
    pub defendant_results: Vec<(Id, CourtResult)>,
    pub deleted: Vec<Deleted>,
    /// Defendants that the court marks as youths, by whichever member.
    pub youths: Vec<Id>,
}

/// When and where: what every result of one share has in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sitting {
    pub hearing: Id,
    /// The hearing's id exactly as sent.
    pub said: String,
    /// The day shared; when the message does not name it, the last day it lists.
    pub day: Option<Date>,
    /// When it was shared; relayed messages do not say.
    pub shared: Option<Instant>,
    /// What the hearing is called, such as `Sentence`.
    pub kind: Option<String>,
    pub court: Court,
    /// `CROWN` or `MAGISTRATES`.
    pub jurisdiction: Option<String>,
    /// Hash of the whole content, which settles the order of two shares that name no time.
    pub hash: [u8; 32],
}

impl Sitting {
    /// Later shares are greater; a share without a time is older than any with one.
    #[must_use]
    pub fn version(&self) -> (Option<Instant>, [u8; 32]) {
        (self.shared, self.hash)
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Court {
    pub code: Option<String>,
    pub name: Option<String>,
    pub room: Option<String>,
}

impl Court {
    /// The first five characters of the code, by which probation knows a court.
    #[must_use]
    pub fn ou(&self) -> Option<&str> {
        self.code.as_deref().map(|code| code.get(..5).unwrap_or(code))
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    pub id: Option<Id>,
    /// The URN or, where there is none, the prosecutor's own reference.
    pub urn: Option<String>,
    pub markers: Vec<String>,
    pub defendants: Vec<Defendant>,
}

/// Somebody on a case, or the subject of an application.
#[derive(Clone, Debug, PartialEq)]
pub struct Defendant {
    /// A person has one per case.
    pub id: Option<Id>,
    /// The id exactly as sent.
    pub said: Option<String>,
    /// Joins the same person across cases.
    pub master: Option<Id>,
    pub party: Party,
    pub pnc: Given<String>,
    pub cro: Given<String>,
    /// What the court says of their age, as a flag.
    pub youth: Option<bool>,
    pub aliases: Vec<Name>,
    pub associated: Vec<Associated>,
    pub arrest_summons: Option<String>,
    pub offences: Vec<Offence>,
    pub results: Vec<CourtResult>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Party {
    Person(Box<Details>),
    Organisation(String),
    /// Neither was sent.
    Unclear,
}

/// A name in its parts, as sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    pub title: Option<String>,
    pub first: Option<String>,
    pub middle: Option<String>,
    pub last: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    pub name: Name,
    pub born: Option<Date>,
    /// `MALE`, `FEMALE`, `NOT_KNOWN`, `NOT_SPECIFIED`.
    pub gender: Option<String>,
    pub address: Option<Address>,
    pub phones: Vec<(&'static str, String)>,
    pub emails: Vec<String>,
    pub nationality: Option<Coded>,
    pub second_nationality: Option<Coded>,
    pub ethnicity: Option<Coded>,
    pub observed_ethnicity: Option<Coded>,
    /// `ENGLISH` or `WELSH`, for hearings and for documents.
    pub hearing_language: Option<String>,
    pub document_language: Option<String>,
    /// The language of an interpreter.
    pub interpreter: Option<String>,
    pub disability: Option<String>,
    pub occupation: Option<String>,
    pub needs: Option<String>,
    pub national_insurance: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coded {
    pub code: Option<String>,
    pub words: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    pub lines: Vec<String>,
    pub postcode: Option<String>,
    pub no_fixed_abode: bool,
}

/// A parent, guardian or interpreter.
#[derive(Clone, Debug, PartialEq)]
pub struct Associated {
    pub role: String,
    pub details: Details,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Offence {
    pub id: Option<Id>,
    pub code: Option<String>,
    pub title: Option<String>,
    pub wording: Option<String>,
    pub start: Option<Date>,
    pub end: Option<Date>,
    pub convicted: Option<Date>,
    pub order_index: Option<i64>,
    /// Number on a Crown indictment.
    pub count: Option<i64>,
    pub plea: Option<String>,
    /// The offence's own code when it stands under a re-sentencing code.
    pub original_code: Option<String>,
    pub original_urn: Option<String>,
    pub results: Vec<CourtResult>,
}

/// One result line.
#[derive(Clone, Debug, PartialEq)]
pub struct CourtResult {
    /// The court's id; made from where it stood when the sender left it out.
    pub id: Id,
    /// Whether `id` is the court's own.
    pub own_id: bool,
    pub type_id: Option<Id>,
    pub label: Option<String>,
    /// The code before ` - ` on line 1 of the text.
    pub code: Option<String>,
    pub cjs: Option<String>,
    pub qualifier: Option<String>,
    /// `FINAL`, `INTERMEDIARY`, `ANCILLARY`.
    pub category: Option<String>,
    pub ordered: Option<Date>,
    pub ordered_hearing: Option<Id>,
    pub text: Option<String>,
    /// In the order sent: one reference may come twice with two values.
    pub prompts: Vec<Prompt>,
    pub next_hearing: Option<NextHearing>,
    pub parent: Option<Id>,
    pub root: Option<Id>,
    pub group: Option<String>,
    pub breachable: bool,
    /// A copy for notices; what it says stands elsewhere too.
    pub for_notices: bool,
    pub amended: Option<Amendment>,
    /// Hash of what it says, without the members that change at every share.
    pub hash: [u8; 32],
    pub meaning: Meaning,
    /// JSON pointer to it.
    pub at: String,
}

impl CourtResult {
    /// Every value of a prompt, in order.
    pub fn prompts_named<'a>(&'a self, reference: &'a str) -> impl Iterator<Item = &'a str> {
        self.prompts.iter().filter(move |p| p.reference == reference).map(|p| p.value.as_str())
    }

    /// The first value of the first of these prompts that was sent; an empty text says nothing.
    #[must_use]
    pub fn prompt(&self, references: &[&str]) -> Option<&str> {
        let said = |r: &&str| self.prompts.iter().find(|p| p.reference == **r && !p.value.is_empty());
        references.iter().find_map(said).map(|p| p.value.as_str())
    }

    /// Whether a yes-or-no prompt says yes.
    #[must_use]
    pub fn says(&self, reference: &str) -> bool {
        self.prompt(&[reference]).is_some_and(|v| v.eq_ignore_ascii_case("true"))
    }
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Prompt {
    pub reference: String,
    pub value: String,
    /// Prompt type, or the result type of a child that was made a prompt.
    pub type_id: Option<Id>,
    pub label: Option<String>,
}

/// Why a result differs from its first share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amendment {
    pub day: Option<Date>,
    pub reason: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextHearing {
    pub day: Option<Date>,
    pub start: Option<Instant>,
    pub week_commencing: Option<Date>,
    pub court: Court,
    pub kind: Option<String>,
    pub reason: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Deleted {
    pub defendant: Option<Id>,
    pub offence: Option<Id>,
    pub application: Option<Id>,
    pub result: CourtResult,
}

/// A breach, amendment, appeal or other application.
#[derive(Clone, Debug, PartialEq)]
pub struct Application {
    pub id: Option<Id>,
    pub code: Option<String>,
    pub title: Option<String>,
    pub breach_type: Option<String>,
    pub category: Option<String>,
    pub reference: Option<String>,
    pub particulars: Option<String>,
    pub received: Option<Date>,
    pub convicted: Option<Date>,
    pub status: Option<String>,
    pub plea: Option<String>,
    pub subject: Option<Defendant>,
    /// The subject's ids on their cases.
    pub subject_cases: Vec<(Option<Id>, Option<Id>, Option<String>)>,
    pub order: Option<CourtOrder>,
    pub results: Vec<CourtResult>,
    pub cases: Vec<ApplicationCase>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ApplicationCase {
    pub id: Option<Id>,
    pub urn: Option<String>,
    pub offences: Vec<Offence>,
}

/// The order that an application is about, as the court remembers it.
#[derive(Clone, Debug, PartialEq)]
pub struct CourtOrder {
    pub id: Option<Id>,
    pub type_id: Option<Id>,
    pub label: Option<String>,
    pub made: Option<Date>,
    pub start: Option<Date>,
    pub end: Option<Date>,
    pub expiry: Option<Date>,
    pub hearing: Option<Id>,
    pub court: Court,
    pub master: Option<Id>,
    pub defendants: Vec<Id>,
    /// The requirements it was made with.
    pub children: Vec<CourtResult>,
    pub cases: Vec<ApplicationCase>,
}

/// A case of the older magistrates' system: list information before a hearing, never a result.
#[derive(Clone, Debug, PartialEq)]
pub struct LibraCase {
    pub case_number: Option<String>,
    pub court_code: Option<String>,
    pub urn: Option<String>,
    pub libra_person: Option<String>,
    pub common_id: Option<Id>,
    pub session: Option<Date>,
    pub room: Option<String>,
    pub defendant: Defendant,
}

impl Offence {
    /// The offence itself.
    #[must_use]
    pub fn without_results(&self) -> Offence {
        Offence {
            id: self.id.clone(),
            code: self.code.clone(),
            title: self.title.clone(),
            wording: self.wording.clone(),
            start: self.start,
            end: self.end,
            convicted: self.convicted,
            order_index: self.order_index,
            count: self.count,
            plea: self.plea.clone(),
            original_code: self.original_code.clone(),
            original_urn: self.original_urn.clone(),
            results: Vec::new(),
        }
    }
}
