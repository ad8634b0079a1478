//! Scores: the predictors and screens, computed from the record and the answers whenever either changes, each kept with its
//! inputs and its working.
//!
//! Always true: a result is a new row and the one before stays, so that any past day can be shown; an officer's own band
//! stands beside the computed one and never in its place. It does not know what tier a score gives.

mod api;
mod bodies;
mod compute;
mod inputs;
mod kept;
mod overrides;
mod pages;
mod past;
mod read;
mod twice;

pub use compute::fill_scores;
pub(crate) use inputs::SANCTIONS;
pub use overrides::{
    Counted as OverrideCount, OverrideWork, Proposing as ProposingBand, Work as WorkloadHeld, WorkloadAt,
    override_counts, propose as propose_band, waiting_overrides,
};
pub(crate) use overrides::{decide as decide_override, waiting_question};
pub(crate) use pages::{band_tag, override_title, panel, result_words, score_title};
pub use pages::{moved_bands, outcome_words};
pub(crate) use past::Past;
pub use read::{ScoreStanding, latest_scores, scores_as_at};
pub(crate) use twice::{Gave, Twice, twice};

use kernel::{AssessmentId, Date, EntryId, Instant, PersonId, ProposalId, StaffId, TeamId};
use store::{Cx, Kind, Listener, Record, Result, Table, codes, record};

record! {
    /// A result of one model on one day.
    pub struct Score in "score", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        /// 1 or 2.
        pub generation: i32,
        /// The wire name of the model.
        pub model: String,
        pub computed_on: Date,
        pub computed_at: Instant,
        /// What made it be computed, in words.
        pub cause: String,
        pub author: String,
        /// The assessment whose answers were read.
        pub assessment_id: Option<AssessmentId>,
        /// STATIC or DYNAMIC, where the model has two forms.
        pub form: Option<String>,
        pub score: Option<f64>,
        pub band: Option<String>,
        /// What a screen says.
        pub outcome: Option<String>,
        /// How many inputs were missing.
        pub missing: i32,
        pub model_version: String,
        /// Tells two equal results with equal inputs.
        pub fingerprint: String,
        /// What was kept of the computation; none for a result whose working was kept whole.
        pub run_id: Option<EntryId>,
    }
}

record! {
    /// What one computation of all scores read and gave. Bytes, so that history holds their digest and not a second copy;
    /// a run is never changed.
    pub struct ScoreRun in "score_run", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub computed_on: Date,
        pub kept: Vec<u8>,
    }
}

record! {
    /// What a result was computed from, and how, as it was kept before computations were kept once for all models.
    pub struct ScoreWorking in "score_working", Kind::Person, key ["person_id", "score_id"] {
        pub person_id: PersonId,
        pub score_id: EntryId,
        pub request: serde_json::Value,
        /// Where each input was taken from, in words.
        pub sources: serde_json::Value,
        pub response: serde_json::Value,
        pub explanation: serde_json::Value,
    }
}

codes! {
    /// How far an officer's own band is.
    pub enum OverrideState {
        Proposed = "proposed",
        Confirmed = "confirmed",
        Refused = "refused",
        /// Was confirmed, until the computed band changed.
        Ended = "ended",
    }
}

codes! {
    /// Which way an officer's own band goes.
    pub enum Direction {
        Up = "up",
        Down = "down",
    }
}

impl Direction {
    /// As it reads after a band.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Direction::Up => "higher than computed",
            Direction::Down => "lower than computed",
        }
    }
}

record! {
    /// A band that an officer proposes in place of the computed one, and what a manager decided.
    pub struct Override in "score_override", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: ProposalId,
        pub score_id: EntryId,
        pub generation: i32,
        pub model: String,
        pub computed_band: String,
        pub band: String,
        pub direction: Direction,
        pub reason: String,
        pub proposed_on: Date,
        pub proposed_at: Instant,
        pub proposed_by: String,
        pub staff_id: Option<StaffId>,
        pub team_id: Option<TeamId>,
        /// Cases that the officer held that day.
        pub cases: Option<i32>,
        /// Tenths of a per cent of the officer's capacity that day.
        pub capacity_tenths: Option<i32>,
        pub state: OverrideState,
        pub decided_on: Option<Date>,
        pub decided_by: Option<String>,
        pub decision_reason: Option<String>,
        pub ended_on: Option<Date>,
        pub version: i64,
    }
}

record! {
    /// Overrides by team and officer, for the queue of a manager and for counting.
    pub struct OverrideRow in "view_score_override", Kind::View, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: ProposalId,
        pub staff_id: Option<StaffId>,
        pub team_id: Option<TeamId>,
        pub state: OverrideState,
        pub direction: Direction,
        pub generation: i32,
        pub model: String,
        pub computed_band: String,
        pub band: String,
        pub cases: Option<i32>,
        pub capacity_tenths: Option<i32>,
        pub since: Date,
    }
}

/// The tables of this subject.
pub(crate) const TABLES: &[&Table] = &[
    <Score as Record>::TABLE,
    <ScoreRun as Record>::TABLE,
    <ScoreWorking as Record>::TABLE,
    <Override as Record>::TABLE,
    <OverrideRow as Record>::TABLE,
];

/// What this subject hears.
pub(crate) const LISTENERS: &[(&str, Listener)] = &[("scores, when what they read changes", compute::hear)];

/// The jobs of this subject.
pub(crate) const JOBS: &[(&str, store::JobRunner)] = &[];

/// Pages and API calls.
pub(crate) fn routes() -> Vec<web::Route> {
    [pages::routes(), api::routes(), bodies::routes()].concat()
}

/// Puts in the shipped code rows that the database lacks: this subject has none, its figures are compiled in.
///
/// # Errors
/// Never.
pub(crate) fn seed(_cx: &mut Cx<'_>) -> Result<()> {
    Ok(())
}
