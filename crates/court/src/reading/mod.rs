//! The pure reading of court messages: bytes to a [`Message`], a message to one [`Matter`] for each person in it, and all
//! matters of a person to how things [`stand`](standing::standing). It always holds that reading never fails for one bad
//! member, that prompts stay an ordered list, and that a result is known by type id, code or CJS code, never by label.
//! It knows no clock, no database and nobody's record.

mod age;
mod appeal;
mod application;
mod around;
mod dates;
pub mod definition;
mod gather;
mod hash;
mod identifier;
mod identity;
mod json;
mod matter;
mod message;
mod order;
mod outcome;
mod party;
mod read;
mod report;
mod requirement;
mod span;
mod standing;

pub use age::Age;
pub use appeal::{AppealRead, AppealWord};
pub use application::{ApplicationKind, ApplicationRead, Subject, supervised};
pub use definition::{By, Definition, Meaning, Purpose};
pub use gather::{Level, OffenceSeen, Place, Seen};
pub use identifier::Identifier;
pub use identity::Identity;
pub use json::{Given, Note};
pub use matter::{About, Asks, Matter, matters};
pub use message::*;
pub use order::{Copy, CopyDecision, Differing, Order, Sequence, Take, Term};
pub use outcome::{Concern, Outcome, OutcomeKind};
pub use read::read;
pub use report::{Closed, ReportRequest, Way};
pub use requirement::Requirement;
pub use span::Span;
pub use standing::{Known, Standing, StandingOrder, StandingRequirement, State, Stopped, Waiting, standing};
