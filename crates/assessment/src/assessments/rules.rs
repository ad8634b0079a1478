//! What an assessment still needs, whether the full analysis of harm is called for, what stands against signing it, and
//! when a manager signs too. Pure: takes the questions of the day and the answers, and returns reasons.

use super::{Kind, Setting, Sheet};
use crate::questions::{Catalogue, Question, Section};
use kernel::{Date, Refusal};

/// The longest text of an answer, in characters.
pub(crate) const LONGEST_WORDS: usize = 8_000;
/// The largest number that a question takes: counts of sanctions and ages.
const LARGEST_NUMBER: u32 = 999;

/// How much of a section is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Progress {
    NotStarted,
    /// Begun, and something that must be answered is not.
    Begun,
    /// Everything is there, some of it carried and not confirmed.
    Carried,
    Done,
    /// Nothing of it must be answered, and nothing is. `for_scores` says that a predictor reads it.
    Optional {
        for_scores: bool,
    },
    /// Not called for.
    NotNeeded,
}

/// One thing that stands against signing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Against {
    pub(crate) section: String,
    pub(crate) question: String,
    pub(crate) words: String,
}

/// An assessment as the rules see it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Form<'a> {
    pub(crate) catalogue: &'a Catalogue,
    /// The day whose questions it asks.
    pub(crate) day: Date,
    pub(crate) kind: Kind,
    pub(crate) setting: Setting,
    pub(crate) sheet: &'a Sheet,
}

fn letter(kind: Kind) -> char {
    match kind {
        Kind::Initial => 'I',
        Kind::Full => 'F',
        Kind::Review => 'R',
    }
}

impl Form<'_> {
    /// Whether the answers of the screening lead to the full analysis.
    pub(crate) fn needs_analysis(&self) -> bool {
        self.catalogue.questions(self.day).any(|q| {
            let chosen = self.sheet.value(&q.code).and_then(|code| self.catalogue.choice(&q.answer_set, code));
            chosen.is_some_and(|c| c.leads_on)
        })
    }

    /// Whether it cannot be signed without an answer to this question.
    pub(crate) fn must_answer(&self, question: &Question) -> bool {
        let (kinds, setting) = match question.must_in.split_once('@') {
            Some((kinds, setting)) => (kinds, Some(setting)),
            None => (question.must_in.as_str(), None),
        };
        kinds.contains(letter(self.kind))
            && setting.is_none_or(|code| code == self.setting.code())
            && (!question.after_analysis || self.needs_analysis())
    }

    /// How much of a section is done.
    pub(crate) fn progress(&self, section: &Section) -> Progress {
        let of_section: Vec<&Question> = self.catalogue.of_section(&section.code, self.day).collect();
        let answered = of_section.iter().filter(|q| self.sheet.has(&q.code)).count();
        let analysis = section.kind == "analysis";
        if analysis && answered == 0 && !self.needs_analysis() {
            return Progress::NotNeeded;
        }
        let lacking = of_section.iter().any(|q| self.lacks(q).is_some());
        if answered == 0 && !lacking {
            let for_scores = of_section.iter().any(|q| !q.feeds.is_empty());
            return Progress::Optional { for_scores };
        }
        let carried = of_section.iter().any(|q| self.sheet.is_carried(&q.code));
        match (answered, lacking, carried) {
            (0, ..) => Progress::NotStarted,
            (_, true, _) => Progress::Begun,
            (_, false, true) => Progress::Carried,
            (_, false, false) => Progress::Done,
        }
    }

    /// What a question lacks before the assessment can be signed, in words that name it.
    fn lacks(&self, question: &Question) -> Option<String> {
        let has = self.sheet.has(&question.code);
        if !has && self.must_answer(question) {
            return Some("is not answered".into());
        }
        let explained = self.sheet.words(&question.code).is_some_and(|w| !w.trim().is_empty());
        if has && question.takes_words && !explained {
            return Some("has no evidence".into());
        }
        None
    }

    /// Everything that stands against signing, in the order of the pages.
    pub(crate) fn against(&self) -> Vec<Against> {
        let mut found = Vec::new();
        for section in &self.catalogue.sections {
            for question in self.catalogue.of_section(&section.code, self.day) {
                let carried = self.sheet.is_carried(&question.code).then(|| "is carried and not confirmed".to_owned());
                if let Some(why) = self.lacks(question).or(carried) {
                    found.push(Against {
                        section: section.code.clone(),
                        question: question.code.clone(),
                        words: format!("{}, {}: “{}” {why}", section.number, section.words, question.words),
                    });
                }
            }
        }
        found
    }
}

/// Whether an answer may be kept: a choice of the set, a number, a date that is not to come, words that are not too long.
///
/// # Errors
/// One refusal, of the field `question`.
pub(crate) fn check_answer(
    catalogue: &Catalogue,
    question: &Question,
    field: &str,
    value: Option<&str>,
    words: Option<&str>,
    today: Date,
) -> Result<(), Refusal> {
    let no = |code, text: String| Err(Refusal::new(field, code, text));
    if words.is_some_and(|w| w.chars().count() > LONGEST_WORDS) {
        return no("too_long", format!("“{}” must be {LONGEST_WORDS} characters or fewer", question.words));
    }
    let Some(value) = value else { return Ok(()) };
    match question.answer_set.as_str() {
        "text" => no("not_a_choice", format!("“{}” is answered in words", question.words)),
        "number" if value.parse::<u32>().is_ok_and(|n| n <= LARGEST_NUMBER) => Ok(()),
        "number" => no("not_a_number", format!("“{}” must be a number from 0 to {LARGEST_NUMBER}", question.words)),
        "date" => match value.parse::<Date>() {
            Ok(day) if day <= today => Ok(()),
            Ok(_) => no("future", format!("“{}” must be today or in the past", question.words)),
            Err(_) => no("not_a_date", format!("“{}” must be a real date", question.words)),
        },
        set if catalogue.choice(set, value).is_some() => Ok(()),
        _ => no("not_a_choice", format!("Select an answer from the list for “{}”", question.words)),
    }
}

/// On which grounds of the day's policy a manager signs too. `levels` are the levels of harm given, `grade` the author's.
pub(crate) fn countersigned_because(
    catalogue: &Catalogue,
    today: Date,
    levels: &[crate::harm::Level],
    grade: Option<&str>,
    past_unread: bool,
) -> Vec<String> {
    let applies = |ground: &str, value: &str| match ground {
        "harm_level" => levels.iter().max().is_some_and(|level| level.code() == value),
        "author_grade" => grade == Some(value),
        "past_unread" => past_unread,
        _ => false,
    };
    let rows = catalogue.countersigning(today);
    rows.into_iter().filter(|row| applies(&row.ground, &row.value)).map(|row| row.words.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::harm::Level;
    use crate::questions::shipped_catalogue;
    use kernel::date;

    const DAY: Date = date(2026, 11, 23);

    fn form<'a>(catalogue: &'a Catalogue, kind: Kind, setting: Setting, sheet: &'a Sheet) -> Form<'a> {
        Form { catalogue, day: DAY, kind, setting, sheet }
    }

    fn questions_against(kind: Kind, setting: Setting, answers: &[(&str, &str)]) -> Vec<String> {
        let (catalogue, sheet) = (shipped_catalogue().unwrap(), Sheet::of_values(answers));
        form(&catalogue, kind, setting, &sheet).against().into_iter().map(|a| a.question).collect()
    }

    #[test]
    fn an_initial_assessment_asks_less_than_a_full_one_and_screens_for_harm_all_the_same() {
        let initial = questions_against(Kind::Initial, Setting::Community, &[]);
        let full = questions_against(Kind::Full, Setting::Community, &[]);
        assert!(initial.len() < full.len() && initial.iter().all(|q| full.contains(q)));
        assert!(initial.contains(&"R1.2".to_owned()) && initial.contains(&"harm.community.children".to_owned()));
    }

    #[test]
    fn levels_in_custody_must_be_given_where_the_person_is_in_custody() {
        let question = "harm.custody.prisoners".to_owned();
        assert!(questions_against(Kind::Full, Setting::Custody, &[]).contains(&question));
        assert!(!questions_against(Kind::Full, Setting::Community, &[]).contains(&question));
    }

    #[test]
    fn the_full_analysis_is_called_for_by_a_yes_and_by_what_is_not_known() {
        let catalogue = shipped_catalogue().unwrap();
        for (answer, needed) in [("no", false), ("yes", true), ("unknown", true)] {
            let sheet = Sheet::of_values(&[("R1.2", answer)]);
            assert_eq!(form(&catalogue, Kind::Full, Setting::Community, &sheet).needs_analysis(), needed, "{answer}");
            let asked = questions_against(Kind::Full, Setting::Community, &[("R1.2", answer)]);
            assert_eq!(asked.contains(&"R10.1".to_owned()), needed, "{answer}");
        }
    }

    #[test]
    fn an_answer_outside_its_set_is_refused() {
        let catalogue = shipped_catalogue().unwrap();
        let check = |code: &str, value: &str| {
            let question = catalogue.question(code, DAY).unwrap();
            check_answer(&catalogue, question, "q", Some(value), None, DAY).map_err(|r| r.code)
        };
        assert_eq!(check("3.4", "some"), Ok(()));
        assert_eq!(check("3.4", "yes"), Err("not_a_choice"));
        assert_eq!(check("1.32", "999"), Ok(()));
        assert_eq!(check("1.32", "1000"), Err("not_a_number"));
        assert_eq!(check("1.32", "-1"), Err("not_a_number"));
        assert_eq!(check("1.33", "2026-11-23"), Ok(()));
        assert_eq!(check("1.33", "2026-11-24"), Err("future"));
        assert_eq!(check("1.33", "2026-02-30"), Err("not_a_date"));
        assert_eq!(check("2.1", "some"), Err("not_a_choice"));
    }

    #[test]
    fn a_manager_signs_high_harm_the_work_of_trainees_and_what_was_signed_past_an_unread_answer() {
        let catalogue = shipped_catalogue().unwrap();
        let because = |levels: &[Level], grade, past| countersigned_because(&catalogue, DAY, levels, grade, past).len();
        assert_eq!(because(&[Level::Low, Level::Medium], Some("PO"), false), 0);
        assert_eq!(because(&[Level::Low, Level::High], Some("PO"), false), 1);
        assert_eq!(because(&[Level::High, Level::VeryHigh], Some("PQIP"), false), 2);
        assert_eq!(because(&[], None, true), 1);
    }
}
