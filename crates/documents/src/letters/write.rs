//! Making a document, and withdrawing one. Nothing is set here: a document is its frozen facts and the version of its
//! template, and paper and page follow from them whenever somebody asks.

use super::facts::{gather, preferred_language};
use super::records::{Document, hash};
use crate::templates::{Language, Template, check_given, check_record, in_force, shared_part};
use kernel::{DocumentId, LetterRunId, PersonId, PersonKeys, Refusals};
use people::OpenPerson;
use serde_json::{Map, Value};
use store::{Cx, Failure, Result, params};
use uuid::Uuid;

/// A letter to be written.
#[derive(Clone, Debug)]
pub struct Letter<'a> {
    /// The code of a template.
    pub template: &'a str,
    pub person: PersonId,
    /// What it is about: the word of its subject, such as `warning`, and the subject's id.
    pub about: Option<(&'a str, Uuid)>,
    /// None takes the language in which the person is written to.
    pub language: Option<Language>,
    /// What its writer says, by the names of the template's fields.
    pub facts: Value,
}

/// Makes the document: the facts of the record and of the writer are frozen with the template's version. No PDF is set
/// inside the transaction.
///
/// # Errors
/// A refusal that names each fact that is missing, unknown or misfit, and what the record lacks;
/// [`Failure::Restricted`] when the actor may not see the person.
pub fn write(cx: &mut Cx<'_>, letter: &Letter<'_>) -> Result<DocumentId> {
    let open = people::open_by_id(cx, letter.person)?;
    write_for(cx, &open, letter, None)
}

/// The same for somebody who has been opened.
pub(crate) fn write_for(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    letter: &Letter<'_>,
    run: Option<LetterRunId>,
) -> Result<DocumentId> {
    let language = match letter.language {
        Some(language) => language,
        None => preferred_language(cx, open)?,
    };
    let (template, part, facts) = filled(cx, open, letter.template, language, &letter.facts)?;
    let id: DocumentId = cx.new_id();
    let row = Document {
        person_id: open.keys.survivor,
        id,
        template_id: template.id,
        part_id: part.id,
        template: template.code,
        number: template.number,
        name: template.name,
        title: template.title,
        language,
        about_kind: letter.about.map(|(kind, _)| kind.to_owned()),
        about_id: letter.about.map(|(_, id)| id),
        run_id: run,
        facts_hash: hash(&facts),
        facts,
        made_on: cx.today(),
        made_at: cx.now(),
        made_by: cx.actor().id(),
        made_by_name: cx.actor().name().to_owned(),
        withdrawn_at: None,
        withdrawn_by: None,
        withdrawn_why: None,
        version: 1,
    };
    cx.describe(format!("Made the document {} in {}", row.name, language.words()), None);
    cx.insert(&row)?;
    Ok(id)
}

/// The template of today, what it shares, and everything that fills it.
pub(super) fn filled(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    code: &str,
    language: Language,
    given: &Value,
) -> Result<(Template, Template, Value)> {
    let gathered = gather(cx, open, language)?;
    let today = cx.today();
    let template = in_force(cx, code, language, gathered.region, today)?;
    if template.part {
        return Err(Failure::refused("template", "no_template", format!("{} is no letter by itself", template.name)));
    }
    let part = shared_part(cx, gathered.region, today)?;
    let given = as_object(given)?;
    let declared = template.declares()?;
    let mut wrong = check_given(&declared, &given);
    let mut facts = gathered.facts;
    facts.extend([
        ("language".to_owned(), language.code().into()),
        ("title".to_owned(), template.title.clone().into()),
        ("made_on".to_owned(), today.to_string().into()),
        ("declared".to_owned(), declared.fields.iter().map(|f| f.name.clone()).collect::<Vec<_>>().into()),
        ("given".to_owned(), given.into()),
    ]);
    let facts = Value::Object(facts);
    wrong.extend(check_record(&declared, &facts));
    if wrong.is_empty() { Ok((template, part, facts)) } else { Err(Refusals(wrong).into()) }
}

/// What the writer says, without what is left empty.
fn as_object(given: &Value) -> Result<Map<String, Value>> {
    match given {
        Value::Null => Ok(Map::new()),
        Value::Object(object) => {
            Ok(object.iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| (k.clone(), v.clone())).collect())
        }
        other => {
            let words = format!("What is written must be an object of fields, and not {other}");
            Err(Failure::refused("facts", "field_misfit", words))
        }
    }
}

/// The document, of the survivor or of an absorbed record.
///
/// # Errors
/// [`Failure::NotFound`], or when the database fails.
pub fn document(cx: &mut Cx<'_>, keys: &PersonKeys, id: DocumentId) -> Result<Document> {
    for person in keys.all().collect::<Vec<_>>() {
        if let Some(row) = cx.get::<Document>(params![person, id])? {
            return Ok(row);
        }
    }
    Err(Failure::NotFound)
}

/// Says that a document should not have been made or sent. It stays, and says so.
///
/// # Errors
/// A refusal without a reason or when it is withdrawn already; [`Failure::Stale`] when somebody else changed it.
pub fn withdraw(cx: &mut Cx<'_>, keys: &PersonKeys, id: DocumentId, why: &str, version: Option<i64>) -> Result<()> {
    let why = why.trim();
    if why.is_empty() {
        return Err(Failure::refused("why", "reason_missing", "Say why the document is withdrawn"));
    }
    let mut row = document(cx, keys, id)?;
    if version.is_some_and(|read| read != row.version) {
        return Err(Failure::Stale("the document".into()));
    }
    if row.withdrawn_at.is_some() {
        return Err(Failure::refused("", "withdrawn_already", "This document is withdrawn already"));
    }
    row.withdrawn_at = Some(cx.now());
    row.withdrawn_by = Some(cx.actor().name().to_owned());
    row.withdrawn_why = Some(why.to_owned());
    cx.describe(format!("Withdrew the document {}", row.name), Some(why));
    cx.update(&mut row)
}
