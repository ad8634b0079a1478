//! The room `assessment`: needs, risk of serious harm, scores, registrations, enquiries and plans.
//!
//! Its words: an *assessment* is one shared piece of work (initial, full or review) with *answers* by section; a
//! *registration* is a flag with a review date; an *enquiry* is a question to another body. Always true: what is signed
//! is locked, and what changed in a life makes a review due. It does not know who holds the case or what tier it gets.

mod asked;
mod assessments;
mod author;
mod bulk;
pub mod cases;
mod decisions;
mod due;
pub mod enquiries;
mod figures;
mod further_offence;
mod harm;
mod needs;
mod panel;
mod parts;
pub mod plans;
mod quality;
mod questions;
pub mod registrations;
pub mod reviews;
mod risk;
mod scores;
mod tier_facts;

pub use asked::{overview_questions, work_questions};
pub use assessments::{
    Answer, Assessment, Kind, NewImport, OpenWork, Setting, Sheet, Standing, State, Waiting, import, latest_signed,
    open_assessment, sheet, signed_on, waiting, waiting_panel,
};
pub use bulk::{BulkAssessment, fill};
pub use decisions::{
    Decided, Decisions, ToCountersign, band_facts, countersign_facts, decide_assessment, decide_band, waiting_decisions,
};
pub use due::{
    Attention, DueCounts, DueKind, DuePage, DueQuery, DueScope, DueShown, attention, counts as due_counts,
    list as due_list, of_person as due_of, work_panel as due_panel,
};
pub use further_offence::{
    FurtherOffence, HeldBefore, HeldLevel, HeldTier, Learning, Telling as FurtherOffenceTold, further_offences,
    learn as learn_from_further_offence, record as record_further_offence,
};
pub use harm::{
    HarmLevel, HarmStanding, Level, Who, harm_level, harm_standing, harm_standing_on, history_question as harm_question,
};
pub use needs::{Counted, Need, Severity, needs, needs_on};
pub use panel::panel;
pub use plans::{PlanGoal, plan_goals};
pub use quality::{
    Accuracy, Asking as AskingSample, Quality, Results, Sample, SampleKind, Timeliness, draw_sample, quality_beside,
};
pub use registrations::{RegistrationFact, registrations};
pub use reviews::begin_nights;
pub use scores::{
    Direction, Override, OverrideCount, OverrideState, OverrideWork, ProposingBand, Score, ScoreStanding, WorkloadAt,
    WorkloadHeld, fill_scores, latest_scores, moved_bands, outcome_words, override_counts, propose_band, scores_as_at,
    waiting_overrides,
};
pub use tier_facts::{Flagged, TierFacts, tier_facts};

use author::author;
use store::{Cx, JobRunner, Listener, Result, Table};

/// Every table of the room, subject by subject.
#[must_use]
pub fn tables() -> Vec<&'static Table> {
    [
        questions::TABLES,
        assessments::TABLES,
        harm::TABLES,
        registrations::TABLES,
        enquiries::TABLES,
        plans::TABLES,
        reviews::TABLES,
        due::TABLES,
        scores::TABLES,
        further_offence::TABLES,
        quality::TABLES,
        figures::TABLES,
    ]
    .concat()
}

/// What the room hears of others, in this order.
#[must_use]
pub fn listeners() -> Vec<(&'static str, Listener)> {
    [
        assessments::LISTENERS,
        harm::LISTENERS,
        due::LISTENERS,
        registrations::LISTENERS,
        enquiries::LISTENERS,
        plans::LISTENERS,
        reviews::LISTENERS,
        scores::LISTENERS,
        further_offence::LISTENERS,
    ]
    .concat()
}

/// Who runs which kind of job.
#[must_use]
pub fn jobs() -> Vec<(&'static str, JobRunner)> {
    [registrations::JOBS, enquiries::JOBS, plans::JOBS, reviews::JOBS, scores::JOBS].concat()
}

/// The pages and API calls of this room.
#[must_use]
pub fn routes() -> Vec<web::Route> {
    [
        risk::routes(),
        harm::routes(),
        assessments::routes(),
        registrations::routes(),
        enquiries::routes(),
        plans::routes(),
        reviews::routes(),
        due::routes(),
        scores::routes(),
        further_offence::routes(),
        quality::routes(),
        figures::routes(),
    ]
    .concat()
}

/// Puts in the shipped code rows that the database lacks; what the service changed stays. The caller describes it.
///
/// # Errors
/// When a shipped file is wrong or the database fails.
pub fn seed(cx: &mut Cx<'_>) -> Result<()> {
    questions::seed(cx)?;
    registrations::seed(cx)?;
    enquiries::seed(cx)?;
    plans::seed(cx)?;
    reviews::seed(cx)?;
    scores::seed(cx)?;
    further_offence::seed(cx)?;
    quality::seed(cx)
}
