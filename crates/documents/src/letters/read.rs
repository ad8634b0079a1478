//! Documents as lists show them.

use super::records::Document;
use crate::templates::Language;
use kernel::{Date, DocumentId, Instant, PersonId, PersonKeys};
use people::OpenPerson;
use store::{Cx, Question, Result, Value, key_values, params};
use uuid::Uuid;

/// A document without its facts.
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentLine {
    pub person: PersonId,
    pub id: DocumentId,
    /// The code of its template.
    pub template: String,
    /// What staff call it.
    pub name: String,
    /// What stands on it.
    pub title: String,
    pub language: Language,
    pub about: Option<(String, Uuid)>,
    pub made_on: Date,
    pub made_at: Instant,
    pub made_by: String,
    pub withdrawn: bool,
}

impl DocumentLine {
    /// Its page.
    #[must_use]
    pub fn path(&self, open: &OpenPerson) -> String {
        open.path(&format!("/documents/{}", self.id))
    }
}

impl From<Document> for DocumentLine {
    fn from(row: Document) -> DocumentLine {
        DocumentLine {
            person: row.person_id,
            id: row.id,
            template: row.template,
            name: row.name,
            title: row.title,
            language: row.language,
            about: row.about_kind.zip(row.about_id),
            made_on: row.made_on,
            made_at: row.made_at,
            made_by: row.made_by_name,
            withdrawn: row.withdrawn_at.is_some(),
        }
    }
}

/// The documents about one thing, such as a warning, the newest first; those withdrawn too.
///
/// # Errors
/// When the database fails.
pub fn documents_about(cx: &mut Cx<'_>, keys: &PersonKeys, about: (&str, Uuid)) -> Result<Vec<DocumentLine>> {
    let question = documents_about_question(keys, about);
    Ok(cx.ask_list::<Document>(&question)?.into_iter().map(DocumentLine::from).collect())
}

/// What [`documents_about`] asks, for pages that ask together.
#[must_use]
pub fn documents_about_question(keys: &PersonKeys, (kind, id): (&str, Uuid)) -> Question {
    let mut values = key_values(keys);
    let at = values.len();
    values.extend([Value::from(kind.to_owned()), Value::from(id)]);
    let rest = format!(
        "WHERE person_id IN ({}) AND about_kind = ${} AND about_id = ${} ORDER BY made_at DESC, id DESC",
        keys.placeholders(1),
        at + 1,
        at + 2
    );
    Question::list::<Document>(&rest, &values)
}

/// A page of somebody's documents, the newest first, and how many there are.
///
/// # Errors
/// When the database fails.
pub fn documents_of(cx: &mut Cx<'_>, keys: &PersonKeys, most: i64, skipped: i64) -> Result<(Vec<DocumentLine>, i64)> {
    let condition = format!("person_id IN ({})", keys.placeholders(1));
    let (rows, total) =
        cx.page_of::<Document>(&condition, &key_values(keys), "ORDER BY made_at DESC, id DESC", most, skipped)?;
    Ok((rows.into_iter().map(DocumentLine::from).collect(), total))
}

/// The newest documents, as the overview asks for them together with its other panels.
#[must_use]
pub fn newest_question(keys: &PersonKeys) -> Question {
    let rest = format!("WHERE person_id IN ({}) ORDER BY made_at DESC, id DESC LIMIT 3", keys.placeholders(1));
    Question::list::<Document>(&rest, &key_values(keys))
}

/// Whether a document of this code about this thing stands: made and not withdrawn.
///
/// # Errors
/// When the database fails.
pub fn stands(cx: &mut Cx<'_>, person: PersonId, code: &str, about: (&str, Uuid)) -> Result<bool> {
    let sql = "SELECT count(*) FROM document WHERE person_id = $1 AND template = $2 AND about_kind = $3 \
               AND about_id = $4 AND withdrawn_at IS NULL";
    Ok(cx.count(sql, params![person, code, about.0, about.1])? > 0)
}
