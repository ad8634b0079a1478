//! When each requirement would begin, asked of the room that provides: the one place where a report calls it. What is
//! shown is what was answered; where nothing is known, it says what is missing instead of guessing.

use super::records::{Report, ReportState};
use kernel::Date;
use people::OpenPerson;
use provision::{About, Asked, RequirementStart};
use serde::{Deserialize, Serialize};
use store::{Cx, Result};

/// When a requirement would begin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Start {
    /// Code of a requirement type.
    pub kind: String,
    /// The day by which it begins with the certainty that policy asks for; none when nobody can tell.
    pub by: Option<Date>,
    /// In words: the day, how sure, where, or why nobody can tell.
    pub words: String,
}

/// The answer for a report.
#[derive(Clone, Debug, Default)]
pub(super) struct Told {
    pub(super) starts: Vec<Start>,
    /// Why nothing is told of any requirement.
    pub(super) nothing: Option<String>,
}

impl Told {
    fn not(words: impl Into<String>) -> Told {
        Told { starts: Vec::new(), nothing: Some(words.into()) }
    }
}

fn asked(report: &Report, today: Date) -> std::result::Result<Asked, &'static str> {
    let court = report.court_id.ok_or("The court is not on record, so nothing is known of what is provided there")?;
    if report.hearing_on < today {
        return Err("The hearing has been, so no start date is told any more");
    }
    Ok(Asked { court, on: report.hearing_on })
}

fn words(start: &RequirementStart) -> String {
    match start.best() {
        Some(working) => format!("{}, {}. {}", working.service, working.provider, working.range_words()),
        None => start.missing.first().map_or_else(|| "No start date can be told.".to_owned(), |m| m.words()),
    }
}

/// When each requirement type would begin for this person, if the court passed it at the hearing.
///
/// # Errors
/// When the database fails.
pub(super) fn starts(cx: &mut Cx<'_>, open: &OpenPerson, report: &Report) -> Result<Told> {
    if !waits(report.state) {
        return Ok(Told::not("The report is not being written any more"));
    }
    let asked = match asked(report, cx.today()) {
        Ok(asked) => asked,
        Err(why) => return Ok(Told::not(why)),
    };
    let told = provision::starts(cx, &About::person(open), &asked)?;
    if told.unit.is_none() {
        let words = format!(
            "{} has no area: no team hears of its results, so no start date can be told. Ask an administrator to route the court to a team",
            told.court.name
        );
        return Ok(Told::not(words));
    }
    let of = |start: &RequirementStart| Start {
        kind: start.code().to_owned(),
        by: start.range().and_then(|range| range.by),
        words: words(start),
    };
    Ok(Told { starts: told.requirements.iter().map(of).collect(), nothing: None })
}

fn waits(state: ReportState) -> bool {
    state != ReportState::Withdrawn
}

/// Keeps what was told, when the report that tells it is signed.
///
/// # Errors
/// When the database fails.
pub(super) fn keep(cx: &mut Cx<'_>, open: &OpenPerson, report: &Report) -> Result<()> {
    let today = cx.today();
    let Ok(asked) = asked(report, today) else { return Ok(()) };
    provision::keep_answer(cx, open, &asked, &format!("{} signed", report.kind.words()), None).map(|_| ())
}
