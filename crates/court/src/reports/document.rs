//! A report as it is read: by its author while it is written, by the court once it is signed. One shape for both, so that
//! what is signed is exactly what was shown. It knows how a report is put together and not how it looks.

use super::drawn::{self, Drawn};
use super::records::{Part, Report};
use super::starts::{self, Start};
use super::store::{Whole, asked_of};
use kernel::Date;
use law::Law;
use organisation::staff_lines;
use people::OpenPerson;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::{Cx, Failure, Result};

/// The whole of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Document {
    pub name: String,
    pub crn: String,
    pub born: Option<Date>,
    pub court: String,
    pub hearing_on: Date,
    pub asked_on: Date,
    pub kind: String,
    /// What the bench asked.
    pub reasons: String,
    pub interview: String,
    pub author: String,
    /// Heading and words of each part.
    pub parts: Vec<(String, String)>,
    pub record: Drawn,
    pub proposal: Option<DocumentProposal>,
    /// Why no start date is told, where none is.
    #[serde(default)]
    pub no_starts: Option<String>,
    /// Enquiries that policy asks for and that nobody has answered, with why the report goes without.
    pub without: Vec<String>,
    pub checked_by: Option<String>,
    pub signed_by: Option<String>,
    pub signed_on: Option<Date>,
}

/// What it proposes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DocumentProposal {
    pub sentence: String,
    pub term: Option<String>,
    pub requirements: Vec<DocumentRequirement>,
    pub reparation: String,
}

/// One requirement of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DocumentRequirement {
    pub kind: String,
    pub name: String,
    pub length: Option<String>,
    pub why: String,
    pub start: Option<Start>,
}

/// How reparation was weighed.
pub(super) const REPARATION: &[(&str, &str)] = &[
    ("compensation", "Compensation is proposed"),
    ("restorative", "A restorative meeting is proposed"),
    ("unpaid-work", "Unpaid work is proposed as putting right"),
    ("none", "None is proposed, for the reasons given"),
];

pub(super) fn reparation_words(code: &str) -> String {
    REPARATION
        .iter()
        .find(|(known, _)| *known == code)
        .map_or_else(|| code.to_owned(), |(_, words)| (*words).to_owned())
}

/// The document of a report: what it showed when it was signed, else what it shows now.
pub(super) fn document(cx: &mut Cx<'_>, open: &OpenPerson, whole: &Whole) -> Result<Document> {
    match &whole.report.shown {
        Some(shown) => frozen(shown),
        None => live(cx, open, whole),
    }
}

/// What a signed report showed.
pub(super) fn frozen(shown: &serde_json::Value) -> Result<Document> {
    serde_json::from_value(shown.clone()).map_err(|e| Failure::broken(format!("a signed report cannot be read: {e}")))
}

fn live(cx: &mut Cx<'_>, open: &OpenPerson, whole: &Whole) -> Result<Document> {
    let report = &whole.report;
    let asked = asked_of(cx, open, report)?;
    let record = drawn::draw(cx, open)?;
    let told = starts::starts(cx, open, report)?;
    let law = cx.part::<Law>()?;
    let author = author(cx, report)?;
    let has_answer = |code: &str| record.enquiries.iter().any(|e| e.kind == code && e.answered);
    let kinds = assessment::enquiries::kinds(cx)?;
    let without =
        asked.enquiries.iter().filter(|(code, _)| !has_answer(code)).map(|(code, _)| kinds.name(code).to_owned());
    Ok(Document {
        name: open.name(),
        crn: open.crn.to_string(),
        born: open.person.born,
        court: report.court_name.clone(),
        hearing_on: report.hearing_on,
        asked_on: report.asked_on,
        kind: report.kind.words().to_owned(),
        reasons: report.reasons.clone(),
        interview: report.interview.words().to_owned(),
        author,
        parts: parts(whole),
        proposal: proposal(&law, whole, &told.starts),
        no_starts: told.nothing,
        without: without.collect(),
        record,
        checked_by: None,
        signed_by: None,
        signed_on: None,
    })
}

/// The parts that were written, in the order of a report.
fn parts(whole: &Whole) -> Vec<(String, String)> {
    let written = |part: &Part| whole.parts.iter().find(|row| row.part == *part && !row.words.is_empty());
    Part::ALL.iter().filter_map(written).map(|row| (row.part.words().to_owned(), row.words.clone())).collect()
}

fn proposal(law: &Law, whole: &Whole, starts: &[Start]) -> Option<DocumentProposal> {
    let proposal = whole.proposal.as_ref()?;
    let requirements = proposal.lines().into_iter().map(|line| DocumentRequirement {
        name: law.requirement(&line.kind).map_or_else(|| line.kind.clone(), |k| k.en.clone()),
        start: starts.iter().find(|s| s.kind == line.kind).cloned(),
        kind: line.kind,
        length: line.length,
        why: line.why,
    });
    Some(DocumentProposal {
        sentence: law.sentence(&proposal.sentence).map_or_else(|| proposal.sentence.clone(), |s| s.en.clone()),
        term: proposal.term.clone(),
        requirements: requirements.collect(),
        reparation: reparation_words(&proposal.reparation),
    })
}

pub(super) fn author(cx: &mut Cx<'_>, report: &Report) -> Result<String> {
    let Some(staff) = report.staff_id else { return Ok("Nobody yet".to_owned()) };
    Ok(staff_lines(cx, &[staff])?.remove(&staff).map_or_else(|| "Not known".to_owned(), |line| line.name))
}

/// What is kept of a signed document, and the hash by which a change would show.
pub(super) fn seal(document: &Document) -> Result<(serde_json::Value, String)> {
    let value = serde_json::to_value(document).map_err(|e| Failure::broken(e.to_string()))?;
    let hash = hash(&value);
    Ok((value, hash))
}

/// SHA-256 over the content with its members in order, so that no database's way of keeping JSON matters.
pub(super) fn hash(value: &serde_json::Value) -> String {
    hex::encode(Sha256::digest(value.to_string().as_bytes()))
}
