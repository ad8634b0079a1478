//! The code lists of this room, passed as a value: why something ended, and the kinds of key dates. They are dated rows,
//! seeded from the shipped files; a house that was never seeded works by the files. What the law says stands in `law`; these
//! are the service's own words.

mod change;
mod rows;

pub(crate) use change::BY_PROGRAM;
pub use change::{NewEntry, set_list_entry};
pub use rows::{ListRow, ListSet, seed};
pub(crate) use rows::{dated, seed_unsaid};

use jiff::civil::Date;
use kernel::Bilingual;
use law::{SentenceAttribute, SentenceType};
use serde::Deserialize;
use std::sync::{Arc, OnceLock};
use store::Cx;

/// What can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EndOf {
    Order,
    Requirement,
    Event,
    Offence,
}

/// Why something ended.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    pub code: String,
    pub en: String,
    pub cy: String,
    of: Vec<EndOf>,
    /// Everything was done; the only ends that count as a success.
    #[serde(default)]
    pub completed: bool,
    pub from: Option<Date>,
    pub before: Option<Date>,
    /// Only sentences of this sort end so.
    only: Option<SentenceAttribute>,
    /// One that is not still tells what older records hold.
    #[serde(default = "yes")]
    pub offered: bool,
}

fn yes() -> bool {
    true
}

/// A kind of key date.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyDateKind {
    pub code: String,
    pub en: String,
    pub cy: String,
    #[serde(default)]
    pub custodial: bool,
    #[serde(default = "yes")]
    pub offered: bool,
}

/// Both lists. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Lists(Arc<Rows>);

#[derive(Debug)]
struct Rows {
    reasons: Vec<Reason>,
    key_dates: Vec<KeyDateKind>,
}

#[derive(Deserialize)]
struct ReasonFile {
    reason: Vec<Reason>,
}

#[derive(Deserialize)]
struct KeyDateFile {
    key_date: Vec<KeyDateKind>,
}

impl Reason {
    #[must_use]
    pub fn name(&self) -> Bilingual {
        Bilingual { en: self.en.clone(), cy: self.cy.clone() }
    }

    /// Whether a sentence of this type may end so. A type that the law does not list may.
    #[must_use]
    pub fn suits(&self, sentence: Option<&SentenceType>) -> bool {
        self.only.is_none_or(|only| sentence.is_none_or(|s| s.is(only)))
    }

    /// Whether something of that sort may end for this reason on that day.
    #[must_use]
    pub fn may_end(&self, of: EndOf, on: Date) -> bool {
        self.offered
            && self.of.contains(&of)
            && self.from.is_none_or(|from| from <= on)
            && self.before.is_none_or(|before| on < before)
    }
}

impl Lists {
    /// The lists that hold today.
    ///
    /// # Errors
    /// When the database fails or holds what the program does not understand.
    pub fn current(cx: &mut Cx<'_>) -> store::Result<Lists> {
        let today = cx.today();
        dated(cx)?.on(today)
    }

    /// The lists that Throughcare ships with, read once.
    #[must_use]
    #[expect(clippy::expect_used, reason = "compiled-in files, which a test reads; nothing from outside reaches this")]
    pub fn shipped() -> Lists {
        static SHIPPED: OnceLock<Lists> = OnceLock::new();
        SHIPPED.get_or_init(|| Lists::read_shipped().expect("the compiled-in lists are readable")).clone()
    }

    fn read_shipped() -> Result<Lists, toml::de::Error> {
        let reasons: ReasonFile = toml::from_str(include_str!("../../data/reasons.toml"))?;
        let key_dates: KeyDateFile = toml::from_str(include_str!("../../data/key_dates.toml"))?;
        Ok(Lists(Arc::new(Rows { reasons: reasons.reason, key_dates: key_dates.key_date })))
    }

    /// The reasons that may be given on that day.
    pub fn reasons(&self, of: EndOf, on: Date) -> impl Iterator<Item = &Reason> {
        self.0.reasons.iter().filter(move |r| r.may_end(of, on))
    }

    #[must_use]
    pub fn reason(&self, code: &str) -> Option<&Reason> {
        self.0.reasons.iter().find(|r| r.code == code)
    }

    #[must_use]
    pub fn key_dates(&self) -> &[KeyDateKind] {
        &self.0.key_dates
    }

    #[must_use]
    pub fn key_date(&self, code: &str) -> Option<&KeyDateKind> {
        self.0.key_dates.iter().find(|k| k.code == code)
    }

    /// The English words of a reason, or the code itself when a newer list wrote it.
    #[must_use]
    pub fn reason_words<'a>(&'a self, code: &'a str) -> &'a str {
        self.reason(code).map_or(code, |r| r.en.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use std::collections::BTreeSet;

    #[test]
    fn the_lists_can_be_read_and_their_codes_are_unique() {
        let lists = Lists::read_shipped().unwrap();
        let codes: BTreeSet<_> = lists.0.reasons.iter().map(|r| &r.code).collect();
        assert_eq!(codes.len(), lists.0.reasons.len());
        let kinds: BTreeSet<_> = lists.key_dates().iter().map(|k| &k.code).collect();
        assert_eq!(kinds.len(), lists.key_dates().len());
    }

    #[test]
    fn only_a_suspended_sentence_is_activated() {
        let (lists, law) = (Lists::shipped(), law::Law::shipped());
        let activated = lists.reason("activated").unwrap();
        assert!(activated.suits(law.sentence("SSO")));
        assert!(!activated.suits(law.sentence("CO")));
        assert!(lists.reason("completed").unwrap().suits(law.sentence("CO")));
    }

    #[test]
    fn early_completion_is_open_only_since_the_sentencing_act_2026() {
        let reason = Lists::shipped().reason("completed-early").cloned().unwrap();
        assert!(!reason.may_end(EndOf::Order, date(2026, 1, 21)));
        assert!(reason.may_end(EndOf::Order, date(2026, 6, 1)));
        assert!(!reason.may_end(EndOf::Requirement, date(2026, 6, 1)));
    }
}
