//! The tier of a case: how much protection it needs and how much work on change, in both forms of the national service.
//!
//! Its words: the *two-part tier* is a letter and a digit such as B2; the *letter* is A to G; a *provisional* letter could
//! still rise. Always true: a result keeps every part that made it. It does not know who holds the case.

mod explained;
mod facts;
mod letter;
mod needs;
mod policy;
mod request;
mod two_part;

pub use explained::{explain_letter, explain_two_part};
pub use facts::{COMPLEXITY, Factors, Flags, LETTERS, Letter, MappaLevel, Registration, Rosh, is_read};
pub use letter::{
    Band, BelowMedium, DirectContactScore, LetterFacts, LetterTier, Lettered, Predictors, STEPS, ScoreKind, Step,
    StepLetters, letter,
};
pub use needs::{NEEDS, Need, SectionAnswer, Severity, section_score};
pub use policy::{NeedLimits, TierPolicy};
pub use request::respond;
pub use two_part::{
    ChangeBasis, Conviction, ProtectPoints, Requirement, Severities, TwoPartFacts, TwoPartTier, WomensAnswers,
    has_mandate, need_points, two_part,
};

#[cfg(test)]
mod tests;
