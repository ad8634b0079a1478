//! The answers of one assessment, as rules read them.

use super::{Answer, Standing};
use std::collections::BTreeMap;

/// The answers of one assessment by question.
#[derive(Clone, Debug, Default)]
pub struct Sheet(BTreeMap<String, Answer>);

impl Sheet {
    pub(crate) fn of(answers: Vec<Answer>) -> Sheet {
        Sheet(answers.into_iter().map(|a| (a.question.clone(), a)).collect())
    }

    /// The row, also where the answer was taken back.
    #[must_use]
    pub fn row(&self, question: &str) -> Option<&Answer> {
        self.0.get(question)
    }

    /// The code of the choice, or the number or date as text.
    #[must_use]
    pub fn value(&self, question: &str) -> Option<&str> {
        self.row(question).and_then(|a| a.value.as_deref())
    }

    /// What was written in words.
    #[must_use]
    pub fn words(&self, question: &str) -> Option<&str> {
        self.row(question).and_then(|a| a.words.as_deref())
    }

    /// A number, where one was given.
    #[must_use]
    pub fn number(&self, question: &str) -> Option<u32> {
        self.value(question).and_then(|text| text.parse().ok())
    }

    /// A date, where one was given.
    #[must_use]
    pub fn date(&self, question: &str) -> Option<kernel::Date> {
        self.value(question).and_then(|text| text.parse().ok())
    }

    /// Whether there is an answer, given or carried.
    #[must_use]
    pub fn has(&self, question: &str) -> bool {
        self.row(question).is_some_and(|a| a.value.is_some() || a.words.is_some())
    }

    /// Whether the answer was carried and nobody has confirmed it.
    #[must_use]
    pub fn is_carried(&self, question: &str) -> bool {
        self.has(question) && self.row(question).is_some_and(|a| a.standing == Standing::Carried)
    }

    /// The same with other choices, as a second scorer gave them; the words of the first do not belong to them.
    #[must_use]
    pub(crate) fn answered_otherwise<'a>(&self, answers: impl IntoIterator<Item = (&'a str, &'a str)>) -> Sheet {
        let mut sheet = self.clone();
        for (question, value) in answers {
            if let Some(row) = sheet.0.get_mut(question) {
                row.value = Some(value.to_owned());
                row.words = None;
            }
        }
        sheet
    }

    /// Every row.
    pub fn rows(&self) -> impl Iterator<Item = &Answer> {
        self.0.values()
    }

    /// Answers of choices alone, for the tests of rules.
    #[cfg(test)]
    pub(crate) fn of_values(pairs: &[(&str, &str)]) -> Sheet {
        let rows = pairs.iter().map(|(question, value)| Answer {
            person_id: kernel::PersonId(uuid::Uuid::nil()),
            assessment_id: kernel::AssessmentId(uuid::Uuid::nil()),
            question: (*question).to_owned(),
            value: Some((*value).to_owned()),
            words: Some("As told".to_owned()),
            standing: Standing::Given,
            carried_from: None,
            author: "Ada Field".to_owned(),
            answered_at: kernel::Instant(0),
            version: 1,
        });
        Sheet::of(rows.collect())
    }
}
