//! The questions as pages and rules read them: in order, for a day. Read anew only when one of them has changed.

use super::{Choice, Countersigning, Question, Section, Threshold};
use kernel::Date;
use std::sync::Arc;
use store::{Cx, Result};

/// Everything that an assessment asks, in the order of the pages.
#[derive(Clone, Debug, Default)]
pub(crate) struct Catalogue {
    pub(crate) sections: Vec<Section>,
    questions: Vec<Question>,
    choices: Vec<Choice>,
    thresholds: Vec<Threshold>,
    countersigning: Vec<Countersigning>,
}

fn holds(from: Date, to: Option<Date>, day: Date) -> bool {
    from <= day && to.is_none_or(|end| day < end)
}

impl Catalogue {
    pub(crate) fn section(&self, code: &str) -> Option<&Section> {
        self.sections.iter().find(|s| s.code == code)
    }

    /// The questions asked on a day, in order.
    pub(crate) fn questions(&self, day: Date) -> impl Iterator<Item = &Question> {
        self.questions.iter().filter(move |q| holds(q.valid_from, q.valid_to, day))
    }

    /// The questions of a section asked on a day.
    pub(crate) fn of_section<'a>(&'a self, section: &'a str, day: Date) -> impl Iterator<Item = &'a Question> {
        self.questions(day).filter(move |q| q.section == section)
    }

    pub(crate) fn question(&self, code: &str, day: Date) -> Option<&Question> {
        self.questions(day).find(|q| q.code == code)
    }

    /// The choices of a set, in order; none for a text, number or date.
    pub(crate) fn choices<'a>(&'a self, set: &'a str) -> impl Iterator<Item = &'a Choice> {
        self.choices.iter().filter(move |c| c.answer_set == set)
    }

    pub(crate) fn choice(&self, set: &str, code: &str) -> Option<&Choice> {
        self.choices.iter().find(|c| c.answer_set == set && c.code == code)
    }

    /// The threshold of a need on a day.
    pub(crate) fn threshold(&self, variant: &str, section: &str, day: Date) -> Option<&Threshold> {
        let of_section = self.thresholds.iter().filter(|t| t.variant == variant && t.section == section);
        of_section.filter(|t| holds(t.valid_from, t.valid_to, day)).max_by_key(|t| t.valid_from)
    }

    /// The grounds for a second signature on a day.
    pub(crate) fn countersigning(&self, day: Date) -> Vec<&Countersigning> {
        policy::newest(&self.countersigning, day, |c| (c.code(), c.valid_from, c.valid_to))
    }
}

/// The service's questions.
///
/// # Errors
/// When the database fails.
pub(crate) fn current(cx: &mut Cx<'_>) -> Result<Arc<Catalogue>> {
    cx.remembered(read)
}

fn read(cx: &mut Cx<'_>) -> Result<Catalogue> {
    let catalogue = Catalogue {
        sections: cx.list("ORDER BY place", &[])?,
        questions: cx.list("ORDER BY place, valid_from", &[])?,
        choices: cx.list("ORDER BY place", &[])?,
        thresholds: cx.list("ORDER BY variant, section", &[])?,
        countersigning: cx.list("ORDER BY ground, value", &[])?,
    };
    // A service that was never seeded works by the shipped rows.
    if !catalogue.questions.is_empty() {
        return Ok(catalogue);
    }
    shipped_catalogue()
}

/// What is shipped, for rules' tests and for a database that was never seeded.
pub(crate) fn shipped_catalogue() -> Result<Catalogue> {
    let all = super::shipped::shipped()?;
    Ok(Catalogue {
        sections: all.sections,
        questions: all.questions,
        choices: all.choices,
        thresholds: all.thresholds,
        countersigning: all.countersigning,
    })
}
