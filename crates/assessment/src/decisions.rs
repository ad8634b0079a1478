//! What waits for a manager's decision in this room, and deciding it: bands that officers propose, and assessments that
//! need a second signature.
//!
//! Always true: the oldest comes first, nobody decides on their own work, and each decision stands in the person's log as
//! oversight. It does not know what other rooms have waiting, nor how the queue looks.

use crate::assessments::{Answer, Assessment, OpenWork, Sheet, State, Step, StepKind, countersign, give_back};
use crate::harm::{self, Level};
use crate::scores::{Override, OverrideRow, OverrideState, band_tag};
use crate::scores::{decide_override, override_title};
use kernel::{AssessmentId, Date, Permission, PersonId, ProposalId, StaffId, TeamId};
use people::OpenPerson;
use std::collections::BTreeMap;
use store::{Cx, Failure, Result, Value};
use web::{html, ui};

/// An assessment that waits for a second signature, with what a manager decides by.
#[derive(Clone, Debug)]
pub struct ToCountersign {
    pub assessment: Assessment,
    pub since: Date,
    /// The overall level that it gives, where it gives one.
    pub level: Option<Level>,
    /// Why it was signed past an answer that nobody had analysed.
    pub past_unread: Option<String>,
    /// Who signed it, where that was a member of staff.
    pub signed_by: Option<StaffId>,
}

/// What waits for the managers of some teams.
#[derive(Clone, Debug, Default)]
pub struct Decisions {
    pub bands: Vec<Override>,
    pub assessments: Vec<ToCountersign>,
}

/// A manager's word on one thing, as it was shown.
#[derive(Clone, Copy, Debug)]
pub struct Decided<'a, Id> {
    pub id: Id,
    /// The version that the page showed.
    pub version: Option<i64>,
    /// Yes: the officer's band is in force, or the assessment is countersigned.
    pub agreed: bool,
    pub reason: &'a str,
}

impl Decisions {
    /// Everybody named, for the lines of the list.
    #[must_use]
    pub fn people(&self) -> Vec<PersonId> {
        let bands = self.bands.iter().map(|b| b.person_id);
        bands.chain(self.assessments.iter().map(|a| a.assessment.person_id)).collect()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bands.is_empty() && self.assessments.is_empty()
    }
}

/// What waits for a decision in these teams, the oldest first, at most `most` of each; nothing for who does not oversee.
/// Four statements, whatever their number.
///
/// # Errors
/// When the database fails.
pub fn waiting_decisions(cx: &mut Cx<'_>, teams: &[TeamId], most: i64) -> Result<Decisions> {
    if teams.is_empty() || !cx.may(Permission::Oversee) {
        return Ok(Decisions::default());
    }
    let bands = waiting::<OverrideRow, Override>(cx, "b.id = a.id", OverrideState::Proposed.into(), teams, most)?;
    let open = waiting::<OpenWork, Assessment>(cx, "b.id = a.assessment_id", State::Waiting.into(), teams, most)?;
    let whose: Vec<&Assessment> = open.iter().map(|(_, assessment)| assessment).collect();
    let (mut answers, mut steps) = (by_assessment::<Answer>(cx, &whose)?, by_assessment::<Step>(cx, &whose)?);
    let assessments = open.into_iter().map(|(row, assessment)| {
        let sheet = Sheet::of(answers.remove(&assessment.id).unwrap_or_default());
        let steps = steps.remove(&assessment.id).unwrap_or_default();
        let newest = |kind: StepKind| steps.iter().filter(|s| s.kind == kind).max_by_key(|s| s.done_at);
        let signed = newest(StepKind::Signed);
        // A word on what was not analysed belongs to the signature that it stands beside, not to one that was sent back.
        let past = newest(StepKind::PastUnread).filter(|p| signed.is_none_or(|s| p.done_at >= s.done_at));
        ToCountersign {
            level: harm::given(&sheet).into_iter().map(|(_, _, level, _)| level).max(),
            past_unread: past.and_then(|p| p.reason.clone()),
            signed_by: signed.and_then(|s| s.staff_id),
            since: row.since,
            assessment,
        }
    });
    Ok(Decisions { bands: bands.into_iter().map(|(_, b)| b).collect(), assessments: assessments.collect() })
}

/// The rows of a queue with what they stand for.
pub(crate) fn waiting<A: store::Record, B: store::Record>(
    cx: &mut Cx<'_>,
    on: &str,
    state: Value,
    teams: &[TeamId],
    most: i64,
) -> Result<Vec<(A, B)>> {
    let mut values: Vec<Value> = teams.iter().map(|team| Value::from(*team)).collect();
    values.extend([state, Value::from(most)]);
    let rest = format!(
        "WHERE a.team_id IN ({}) AND a.state = ${} ORDER BY a.since, a.person_id LIMIT ${}",
        kernel::placeholders(1, teams.len()),
        teams.len() + 1,
        teams.len() + 2
    );
    let on = format!("b.person_id = a.person_id AND {on}");
    let found = cx.list_with::<A, B>(&on, &rest, &values)?;
    Ok(found.into_iter().filter_map(|(row, full)| Some((row, full?))).collect())
}

/// What is one assessment's.
trait OfAssessment: store::Record {
    /// Narrows what is read to what a decision needs.
    const ONLY: &'static str;
    fn assessment(&self) -> AssessmentId;
}

impl OfAssessment for Answer {
    const ONLY: &'static str = " AND question LIKE 'harm.%'";
    fn assessment(&self) -> AssessmentId {
        self.assessment_id
    }
}

impl OfAssessment for Step {
    const ONLY: &'static str = "";
    fn assessment(&self) -> AssessmentId {
        self.assessment_id
    }
}

fn by_assessment<R: OfAssessment>(cx: &mut Cx<'_>, of: &[&Assessment]) -> Result<BTreeMap<AssessmentId, Vec<R>>> {
    let mut found: BTreeMap<AssessmentId, Vec<R>> = BTreeMap::new();
    if of.is_empty() {
        return Ok(found);
    }
    let people = of.iter().map(|a| Value::from(a.person_id));
    let values: Vec<Value> = people.chain(of.iter().map(|a| Value::from(a.id))).collect();
    let rest = format!(
        "WHERE person_id IN ({}) AND assessment_id IN ({}){}",
        kernel::placeholders(1, of.len()),
        kernel::placeholders(of.len() + 1, of.len()),
        R::ONLY
    );
    for row in cx.list::<R>(&rest, &values)? {
        found.entry(row.assessment()).or_default().push(row);
    }
    Ok(found)
}

/// What a manager reads before deciding on a band: its title, and its facts.
#[must_use]
pub fn band_facts(row: &Override) -> (String, Vec<ui::Row>) {
    let work = match (row.cases, row.capacity_tenths) {
        (None, _) => "not known".to_owned(),
        (Some(cases), None) => ui::count(i64::from(cases), "case", "cases"),
        (Some(cases), Some(tenths)) => {
            format!("{}, {:.1}% of capacity", ui::count(i64::from(cases), "case", "cases"), f64::from(tenths) / 10.0)
        }
    };
    let rows = vec![
        ui::row("Computed band", band_tag(&row.computed_band)),
        ui::row("Proposed band", html! { (band_tag(&row.band)) ", " (row.direction.words()) }),
        ui::row("Proposed by", format!("{}, {}", row.proposed_by, ui::day(row.proposed_on))),
        ui::row("Why", row.reason.as_str()),
        ui::row("Officer’s work then", work),
    ];
    (override_title(row), rows)
}

/// What a manager reads before deciding on an assessment.
#[must_use]
pub fn countersign_facts(row: &ToCountersign) -> Vec<ui::Row> {
    let signed_by = row.assessment.signed_by.clone().unwrap_or_default();
    let mut rows = vec![ui::row("Signed by", format!("{signed_by}, {}", ui::day(row.since)))];
    rows.push(match row.level {
        Some(level) => ui::row("Risk of serious harm", harm::level_tag(level)),
        None => ui::row("Risk of serious harm", "No level is given"),
    });
    if let Some(reason) = &row.past_unread {
        rows.push(ui::row("Signed past an answer that nobody has analysed", reason.as_str()));
    }
    rows
}

/// A manager confirms or refuses an officer's own band.
///
/// # Errors
/// `not_proposed`; `own_work`; `no_reason` for a refusal; [`Failure::Stale`].
pub fn decide_band(cx: &mut Cx<'_>, open: &OpenPerson, decided: Decided<'_, ProposalId>) -> Result<()> {
    decide_override(cx, open, decided.id, decided.agreed, decided.reason, decided.version)
}

/// A manager countersigns an assessment or returns it for changes. Gives what it is called.
///
/// # Errors
/// `not_waiting`; `own_work`; `no_reason` when it is returned; [`Failure::Stale`].
pub fn decide_assessment(cx: &mut Cx<'_>, open: &OpenPerson, decided: Decided<'_, AssessmentId>) -> Result<String> {
    let mut assessment = crate::assessments::one_to_change(cx, open, decided.id)?;
    if decided.version.is_some_and(|version| version != assessment.version) {
        return Err(Failure::Stale("Somebody else changed this assessment meanwhile".to_owned()));
    }
    if decided.agreed {
        countersign(cx, open, &mut assessment, decided.reason)?;
    } else {
        give_back(cx, &mut assessment, decided.reason)?;
    }
    Ok(assessment.name())
}
