//! Referrals: a person and an offer of a provider, filled from the record, with why it may not suit, and with days by which the
//! provider answers.
//!
//! Always true: each change of state is an act with author, day and reason; what a provider was sent is frozen; a deadline is
//! moved by a recorded judgement and by nothing else. It does not know how a programme is run.

mod actions;
pub(crate) mod api;
mod card;
mod facts;
mod listening;
pub(crate) mod pages;
mod records;
mod rules;
mod store;
pub mod suitability;
pub(crate) mod words;

pub(crate) use actions::LONGEST;
pub use actions::{NewReferral, conclude, judge_deadline, refer, withdraw};
pub use card::{ReferralWork, referral_work, referral_work_questions, referrals_card, referrals_card_questions};
pub(crate) use listening::LISTENERS;
pub(crate) use records::TABLES;
pub use records::{
    Complexity, Deed, DoubtKept, DueWhat, NeedAsked, Referral, ReferralAct, ReferralLine, ReferralState, RiskTold,
    Sent, Waits,
};
pub use rules::{Running, due, next, reference, running};
pub(crate) use store::{Act, hold, keep_line, may, refuse, take_on};
pub use store::{Whole, referral, referrals_of};
