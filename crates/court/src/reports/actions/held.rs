//! A report held for writing with what policy asks of it: a step that changes its state is kept with its author, and what
//! somebody else changed meanwhile is refused.

use super::json;
use crate::reports::records::{Part, Step, StepRow};
use crate::reports::rules::{Asked, missing, next};
use crate::reports::store::{Whole, asked_of, keep_line, report, unless_stale, whole};
use kernel::{Refusal, ReportId};
use people::OpenPerson;
use std::collections::BTreeMap;
use store::{Cx, Result, refuse};

pub(in crate::reports) struct Held {
    pub(in crate::reports) open: OpenPerson,
    pub(in crate::reports) whole: Whole,
    pub(in crate::reports) asked: Asked,
}

/// The report with what policy asks of it, held for writing.
pub(in crate::reports) fn hold(cx: &mut Cx<'_>, id: ReportId, seen: Option<i64>) -> Result<Held> {
    let (open, row) = report(cx, id)?;
    unless_stale(seen, row.version)?;
    let asked = asked_of(cx, &open, &row)?;
    Ok(Held { open, whole: whole(cx, row)?, asked })
}

impl Held {
    /// Takes a step, and keeps who took it and why.
    pub(in crate::reports) fn step(
        &mut self,
        cx: &mut Cx<'_>,
        what: Step,
        words: Option<&str>,
        ratings: Option<&BTreeMap<String, String>>,
    ) -> Result<()> {
        let report = &mut self.whole.report;
        report.state = next(report.state, what, self.asked.check)?;
        cx.insert(&StepRow {
            person_id: report.person_id,
            id: cx.new_id(),
            report_id: report.id,
            what,
            came_to: report.state,
            words: words.map(str::to_owned),
            ratings: ratings.map(json).transpose()?,
            at: cx.now(),
            by_name: cx.actor().name().to_owned(),
            by_id: cx.actor().id(),
        })
    }

    /// Notes that the actor wrote something of it.
    pub(super) fn wrote(&mut self, cx: &Cx<'_>) -> Result<()> {
        let mut writers = self.whole.writers();
        if let Some(id) = cx.actor().id().filter(|id| !writers.contains(id)) {
            writers.push(id);
            self.whole.report.writers = json(&writers)?;
        }
        Ok(())
    }

    pub(in crate::reports) fn keep(mut self, cx: &mut Cx<'_>) -> Result<()> {
        cx.update(&mut self.whole.report)?;
        keep_line(cx, &self.whole.report)
    }

    pub(super) fn must_be_open(&self) -> Result<()> {
        if self.whole.report.state.is_open() {
            return Ok(());
        }
        // The same words as for a step that begins where it does not stand.
        next(self.whole.report.state, Step::Choose, self.asked.check).map(|_| ()).map_err(Into::into)
    }

    pub(super) fn must_be_whole(&self) -> Result<()> {
        let written: Vec<Part> = self.whole.parts.iter().map(|row| row.part).collect();
        let lacks = missing(&self.asked, &written, self.whole.proposal.is_some());
        refuse(lacks.into_iter().map(|words| Refusal::of_request("not_whole", words)).collect())
    }
}
