//! Whom the service asks, as dated rows with the days in which an answer is expected.

use super::records::KindRow;
use kernel::{Bilingual, Date};
use std::sync::Arc;
use store::{Cx, Result};

/// A kind of body that is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnquiryKind {
    pub code: String,
    pub valid_from: Date,
    pub valid_before: Option<Date>,
    pub name: Bilingual,
    pub body: String,
    /// Working days in which an answer is expected.
    pub answer_days: u32,
    /// Working days between two chases.
    pub chase_days: u32,
    /// True until the service has said the numbers itself.
    pub assumed: bool,
    pub source: String,
}

/// Every kind there has been.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kinds(pub Vec<EnquiryKind>);

impl Kinds {
    /// The row of a code that holds on a day.
    #[must_use]
    pub fn at(&self, code: &str, day: Date) -> Option<&EnquiryKind> {
        let holds = |k: &&EnquiryKind| k.valid_from <= day && k.valid_before.is_none_or(|before| day < before);
        self.0.iter().filter(|k| k.code == code).filter(holds).max_by_key(|k| k.valid_from)
    }

    /// The newest row of a code, for what the record already says.
    #[must_use]
    pub fn known(&self, code: &str) -> Option<&EnquiryKind> {
        self.0.iter().filter(|k| k.code == code).max_by_key(|k| k.valid_from)
    }

    /// The name of a code; the code itself when nobody knows it.
    #[must_use]
    pub fn name<'a>(&'a self, code: &'a str) -> &'a str {
        self.known(code).map_or(code, |k| k.name.en.as_str())
    }

    /// Who may be asked on a day, in the order of the list.
    pub fn offered(&self, day: Date) -> impl Iterator<Item = &EnquiryKind> {
        self.0.iter().filter(move |k| self.at(&k.code, day) == Some(*k))
    }
}

/// Reads every kind.
///
/// # Errors
/// When the database fails.
pub fn kinds(cx: &mut Cx<'_>) -> Result<Arc<Kinds>> {
    cx.remembered(read_kinds)
}

fn read_kinds(cx: &mut Cx<'_>) -> Result<Kinds> {
    let rows = cx.list::<KindRow>("ORDER BY place, code, valid_from", &[])?;
    let kind = |row: KindRow| EnquiryKind {
        code: row.code,
        valid_from: row.valid_from,
        valid_before: row.valid_before,
        name: Bilingual { en: row.name_en, cy: row.name_cy },
        body: row.body,
        answer_days: row.answer_days,
        chase_days: row.chase_days,
        assumed: row.assumed,
        source: row.source,
    };
    Ok(Kinds(rows.into_iter().map(kind).collect()))
}
