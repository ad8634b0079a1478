//! The law as dated data: requirement types, sentence types and their limits, the service's deadlines, bank holidays, the
//! statutory checks of an order as passed, what may be proposed to a court, what follows from a failure to comply, and what
//! an officer may do of their own authority.
//!
//! Always true: every figure comes from a row that names its source, how sure we are of it, and from which offence,
//! conviction or sentence day it holds; no limit stands in code. The law is a value that callers pass on. It does no IO and
//! knows no person.

mod checks;
mod dated;
mod deadline;
pub mod enforcement;
mod holiday;
mod powers;
mod proposal;
mod requirement;
mod sentence;
mod shipped;
mod term;

pub use checks::{LimitWarning, OrderAsPassed, RequirementAsPassed, check_order};
pub use dated::{CaseDates, Span, Sureness, Turns};
pub use deadline::{
    ALLOCATION, BREACH_PRESENTED, Deadline, DeadlineUnit, FIRST_MEETING_COMMUNITY, FIRST_MEETING_RELEASE, INITIAL_PLAN,
};
pub use holiday::{BankHoliday, Nation};
pub use powers::{
    Condition, Credit, CreditCase, CreditFigures, CurfewRun, CurfewWeek, Nature, Power, PowerCase, PowerKind,
    PowerVerdict, first_day_after_part,
};
pub use proposal::{Allowed, Case, Consent, Fact, Finding, Proposed, Reason, ToArrange, Verdict, Weight};
pub use requirement::{Counting, Family, Monitored, RequirementLimit, RequirementType, RunsFrom, Unit};
pub use sentence::{LimitOf, SentenceAttribute, SentenceLimit, SentenceType};
pub use shipped::{BadLaw, Law};
pub use term::{NotATerm, Term};
