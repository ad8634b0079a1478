//! Writing the parts of a report and its proposal. What two people wrote at once is refused to the second, with who was first.

use super::held::hold;
use super::json;
use crate::reports::document;
use crate::reports::records::{Part, PartRow, Proposal, ProposedRequirement};
use kernel::{Refusal, ReportId};
use law::{Law, Term};
use std::collections::BTreeMap;
use store::{Cx, Failure, Result, refuse};

/// The longest part, in characters.
pub(in crate::reports) const LONGEST: usize = 20_000;

/// Writes a part. `seen` is the version that the writer read, nought before anything was written.
///
/// # Errors
/// `missing`, `too_long`; [`Failure::Stale`] when somebody else wrote the part meanwhile; when the report is not open.
pub fn write_part(cx: &mut Cx<'_>, id: ReportId, part: Part, words: &str, seen: i64) -> Result<()> {
    let mut held = hold(cx, id, None)?;
    held.must_be_open()?;
    if words.trim().is_empty() {
        return Err(Failure::refused("words", "missing", "Write something, or go back without saving"));
    }
    if words.chars().count() > LONGEST {
        return Err(Failure::refused("words", "too_long", format!("Write at most {LONGEST} characters")));
    }
    let known = held.whole.parts.iter().find(|row| row.part == part).cloned();
    if known.as_ref().map_or(0, |row| row.version) != seen {
        let who = known.map_or_else(|| "Somebody".to_owned(), |row| row.written_by);
        return Err(Failure::Stale(format!("{who} wrote this part while you were working on it")));
    }
    cx.describe(format!("Wrote a part of a report: {}", part.words()), None);
    let fresh = PartRow {
        person_id: held.whole.report.person_id,
        report_id: id,
        part,
        words: words.trim().to_owned(),
        written_at: cx.now(),
        written_by: cx.actor().name().to_owned(),
        version: seen.max(1),
    };
    match known {
        None => cx.insert(&fresh)?,
        Some(_) => cx.update(&mut fresh.clone())?,
    }
    held.wrote(cx)?;
    held.keep(cx)
}

/// A proposal as it is typed.
#[derive(Clone, Debug)]
pub struct Proposing {
    pub sentence: String,
    pub term: Option<String>,
    pub requirements: Vec<ProposedRequirement>,
    pub answers: BTreeMap<String, bool>,
    pub reparation: String,
}

fn check_proposal(law: &Law, new: &Proposing) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    if law.sentence(&new.sentence).is_none() {
        wrong.push(Refusal::new("sentence", "unknown", "Select the sentence that is proposed"));
    }
    let is_term = |text: &str| text.parse::<Term>().is_ok();
    if new.term.as_deref().is_some_and(|term| !is_term(term)) {
        wrong.push(Refusal::new("term", "not_a_length", "Enter a length such as 12 months"));
    }
    if !document::REPARATION.iter().any(|(code, _)| *code == new.reparation) {
        wrong.push(Refusal::new("reparation", "missing", "Select how reparation was weighed"));
    }
    for line in &new.requirements {
        let Some(kind) = law.requirement(&line.kind) else {
            wrong.push(Refusal::new("requirement", "unknown", "Select requirements from the list"));
            continue;
        };
        let name = kind.en.to_lowercase();
        let field = |what: &str| format!("{what}-{}", line.kind);
        match line.length.as_deref() {
            Some(text) if !is_term(text) => {
                wrong.push(Refusal::new(
                    field("length"),
                    "not_a_length",
                    format!("Enter a length of {name} such as 20 days"),
                ));
            }
            None if matches!(kind.unit, law::Unit::Hours | law::Unit::Days | law::Unit::Months) => {
                wrong.push(Refusal::new(field("length"), "missing", format!("Enter the length of {name}")));
            }
            _ => {}
        }
        if line.why.trim().is_empty() {
            wrong.push(Refusal::new(field("why"), "missing", format!("Say why {name} suits this person")));
        }
    }
    wrong
}

/// Writes the proposal. What the law says against it is shown and does not refuse it: the author decides what to do.
///
/// # Errors
/// What is missing or unreadable; [`Failure::Stale`]; when the report is not open.
pub fn propose(cx: &mut Cx<'_>, id: ReportId, new: &Proposing, seen: i64) -> Result<()> {
    let mut held = hold(cx, id, None)?;
    held.must_be_open()?;
    let law = cx.part::<Law>()?;
    refuse(check_proposal(&law, new))?;
    let known = held.whole.proposal.clone();
    if known.as_ref().map_or(0, |row| row.version) != seen {
        let who = known.map_or_else(|| "Somebody".to_owned(), |row| row.written_by);
        return Err(Failure::Stale(format!("{who} changed the proposal while you were working on it")));
    }
    cx.describe("Wrote the proposal of a report", None);
    let mut fresh = Proposal {
        person_id: held.whole.report.person_id,
        report_id: id,
        sentence: new.sentence.clone(),
        term: new.term.clone(),
        requirements: json(&new.requirements)?,
        answers: json(&new.answers)?,
        reparation: new.reparation.clone(),
        written_at: cx.now(),
        written_by: cx.actor().name().to_owned(),
        version: seen.max(1),
    };
    match known {
        None => cx.insert(&fresh)?,
        Some(_) => cx.update(&mut fresh)?,
    }
    held.wrote(cx)?;
    held.keep(cx)
}
