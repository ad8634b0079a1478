//! What an assessment asks, as dated rows: sections, questions, sets of answers, thresholds of need, and when a second
//! signature is asked. Always true: a question that is no longer asked keeps its words on assessments that hold its
//! answer. It does not know what anybody answered.

mod catalogue;
mod shipped;

#[cfg(test)]
pub(crate) use catalogue::shipped_catalogue;
pub(crate) use catalogue::{Catalogue, current};
pub(crate) use shipped::seed;

use kernel::Date;
use store::{Kind, Record, Table, record};

record! {
    /// A part of an assessment that has a page of its own. `kind` says what it is for: `need`, `own`, `record`,
    /// `offence`, `health`, `screening`, `analysis`, `levels` or `victims`.
    pub struct Section in "assessment_section", Kind::Reference, key ["code"] {
        pub code: String,
        pub number: String,
        pub kind: String,
        pub words: String,
        pub words_cy: String,
        pub hint: Option<String>,
        pub place: i32,
    }
}

record! {
    /// A question on the days on which it was asked so.
    pub struct Question in "assessment_question", Kind::Reference, key ["code", "valid_from"] {
        pub code: String,
        pub valid_from: Date,
        pub valid_to: Option<Date>,
        pub section: String,
        pub place: i32,
        pub words: String,
        /// For what the person is asked in their own language.
        pub words_cy: Option<String>,
        /// A set of choices, or `text`, `number` or `date`.
        pub answer_set: String,
        /// The kinds of assessment that cannot be signed without it: letters of I, F and R; after `@`, the only
        /// setting in which that is so.
        pub must_in: String,
        /// Its points count for the need of its section.
        pub counts: bool,
        /// The choice is explained in words.
        pub takes_words: bool,
        /// Asked only when the screening, or the author, calls for the full analysis.
        pub after_analysis: bool,
        /// The predictors that it feeds, comma-free and spaced.
        pub feeds: String,
        pub source: String,
    }
}

record! {
    /// One choice of a set.
    pub struct Choice in "assessment_choice", Kind::Reference, key ["answer_set", "code"] {
        pub answer_set: String,
        pub code: String,
        pub place: i32,
        /// What it adds to the need of its section; none says nothing either way.
        pub points: Option<i32>,
        /// It says that the answer is not known.
        pub is_blank: bool,
        /// It leads to further questions.
        pub leads_on: bool,
        pub words: String,
        pub words_cy: String,
    }
}

record! {
    /// From how many points a need is standard or severe.
    pub struct Threshold in "assessment_threshold", Kind::Reference, key ["variant", "section", "valid_from"] {
        /// `standard`, or `strengths` for assessments of strengths and needs.
        pub variant: String,
        pub section: String,
        pub valid_from: Date,
        pub valid_to: Option<Date>,
        /// How much it counts where needs are added up.
        pub weight: i32,
        pub standard_at: Option<i32>,
        pub severe_at: Option<i32>,
        pub source: String,
    }
}

record! {
    /// A ground on which a manager signs too.
    pub struct Countersigning in "assessment_countersigning", Kind::Reference, key ["ground", "value", "valid_from"] {
        /// `harm_level`, `author_grade` or `past_unread`.
        pub ground: String,
        pub value: String,
        pub valid_from: Date,
        pub valid_to: Option<Date>,
        pub words: String,
        pub assumed: bool,
    }
}

impl Countersigning {
    /// The ground with its value, as lists name it.
    pub(crate) fn code(&self) -> String {
        format!("{}.{}", self.ground, self.value)
    }
}

pub(crate) const TABLES: &[&Table] = &[
    <Section as Record>::TABLE,
    <Question as Record>::TABLE,
    <Choice as Record>::TABLE,
    <Threshold as Record>::TABLE,
    <Countersigning as Record>::TABLE,
];
