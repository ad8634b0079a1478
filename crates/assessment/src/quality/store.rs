//! The tables of quality, and reading them.

use kernel::{AssessmentId, Date, EntryId, Instant, PersonId, PersonKeys, SampleId, StaffId, TeamId};
use store::{Cx, Failure, Kind as TableKind, Result, Value, codes, key_values, params, record};
use uuid::Uuid;

codes! {
    /// What is looked at again.
    pub enum Kind {
        /// The answers that scores are computed from.
        Scores = "scores",
        /// The whole risk-of-harm assessment, and the plan made for it.
        Harm = "harm",
    }
}

impl Kind {
    /// As it is shown.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Kind::Scores => "Answers that scores are computed from",
            Kind::Harm => "Risk of serious harm and the plan",
        }
    }
}

record! {
    /// A sample drawn at random.
    pub struct Sample in "quality_sample", TableKind::Subject, key ["id"] {
        pub id: SampleId,
        pub kind: Kind,
        /// Assessments signed from this day on.
        pub from_day: Date,
        /// Until the end of this day.
        pub to_day: Date,
        pub team_id: Option<TeamId>,
        pub wanted: u32,
        pub drawn: u32,
        /// How many there were to draw from.
        pub population: u32,
        pub seed: String,
        pub drawn_at: Instant,
        pub drawn_by: String,
    }
}

record! {
    /// One assessment of a sample.
    pub struct Case in "quality_case", TableKind::Subject, key ["sample_id", "place"] {
        pub sample_id: SampleId,
        pub place: i64,
        pub person_id: PersonId,
        pub assessment_id: AssessmentId,
        /// Whose work it is.
        pub scorer_id: Option<StaffId>,
        /// The team that the person was with.
        pub team_id: Option<TeamId>,
        pub begun_on: Date,
        pub signed_on: Date,
    }
}

record! {
    /// A second look at one assessment.
    pub struct Review in "quality_review", TableKind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub sample_id: SampleId,
        pub place: i64,
        pub assessment_id: AssessmentId,
        pub reviewer: String,
        pub reviewer_id: Option<Uuid>,
        pub blind_at: Instant,
        /// Question to code, as given before the first answers were shown. Never changed.
        pub answers: serde_json::Value,
        /// What the plan is rated on to 0 (not met), 1 (partly) or 2 (met).
        pub ratings: serde_json::Value,
        pub themes: serde_json::Value,
        pub remarks: Option<String>,
        pub finished_at: Option<Instant>,
        pub version: i64,
        /// What every model gives of both sets of answers; none where the sample asks for no scores.
        pub scores: Option<serde_json::Value>,
    }
}

impl Review {
    /// The answer given blind.
    pub(super) fn answer(&self, question: &str) -> Option<&str> {
        self.answers.get(question).and_then(serde_json::Value::as_str)
    }
}

record! {
    /// How far a case is; no row for one that nobody has looked at.
    pub struct Done in "view_quality_done", TableKind::View, key ["sample_id", "place"] {
        pub sample_id: SampleId,
        pub place: i64,
        pub finished: bool,
    }
}

record! {
    /// How the two answers to one question compare.
    pub struct Mark in "view_quality_mark", TableKind::View, key ["sample_id", "place", "item"] {
        pub sample_id: SampleId,
        pub place: i64,
        pub item: String,
        pub scorer_id: Option<StaffId>,
        pub agreed: bool,
        pub distance: Option<i64>,
    }
}

record! {
    /// A theme that was found, or what a plan was rated.
    pub struct Note in "view_quality_note", TableKind::View, key ["sample_id", "place", "code"] {
        pub sample_id: SampleId,
        pub place: i64,
        pub code: String,
        pub value: i64,
    }
}

/// One sample.
///
/// # Errors
/// [`Failure::NotFound`].
pub(super) fn sample(cx: &mut Cx<'_>, id: SampleId) -> Result<Sample> {
    cx.need(params![id])
}

/// The samples, newest first, one page of them, and how many there are.
pub(super) fn samples(cx: &mut Cx<'_>, page: u64, most: u64) -> Result<(Vec<Sample>, u64)> {
    let total = cx.count("SELECT COUNT(*) FROM quality_sample", &[])?;
    let number = |n: u64| Value::Int(i64::try_from(n).unwrap_or(i64::MAX));
    let rows = cx.list(
        "ORDER BY drawn_at DESC, id DESC LIMIT $1 OFFSET $2",
        &[number(most), number(page.saturating_mul(most))],
    )?;
    Ok((rows, u64::try_from(total).unwrap_or(0)))
}

/// The cases of a sample in the order drawn.
pub(super) fn cases(cx: &mut Cx<'_>, id: SampleId) -> Result<Vec<Case>> {
    cx.list("WHERE sample_id = $1 ORDER BY place", params![id])
}

/// One case.
///
/// # Errors
/// [`Failure::NotFound`].
pub(super) fn case(cx: &mut Cx<'_>, id: SampleId, place: i64) -> Result<Case> {
    cx.need(params![id, place])
}

/// The second look at a case, where somebody took one.
pub(super) fn review(cx: &mut Cx<'_>, keys: &PersonKeys, case: &Case) -> Result<Option<Review>> {
    let mut values = key_values(keys);
    let at = values.len();
    values.extend([Value::from(case.sample_id), Value::Int(case.place)]);
    let among = keys.placeholders(1);
    let rest = format!("WHERE person_id IN ({among}) AND sample_id = ${} AND place = ${}", at + 1, at + 2);
    cx.first(&rest, &values)
}

/// The second look at a case, for changing it.
///
/// # Errors
/// `not_begun` when nobody took one; `merged` when it lies on a record merged into this one.
pub(super) fn review_to_change(cx: &mut Cx<'_>, keys: &PersonKeys, case: &Case) -> Result<Review> {
    let Some(review) = review(cx, keys, case)? else {
        return Err(Failure::refused("", "not_begun", "Give your own answers first"));
    };
    if review.person_id != keys.survivor {
        return Err(Failure::refused("", "merged", "This lies on a record that was merged into this one"));
    }
    Ok(review)
}

/// How far the cases of a sample are.
pub(super) fn done(cx: &mut Cx<'_>, id: SampleId) -> Result<Vec<Done>> {
    cx.list("WHERE sample_id = $1 ORDER BY place", params![id])
}
