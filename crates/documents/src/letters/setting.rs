//! Paper and page of a document, set when somebody first asks, outside any transaction, and kept. The same document gives
//! the same bytes: what was kept is proven against its hash, and what was erased is set again.

use super::records::{Document, KeptPage, Setting};
use super::write::document;
use crate::templates::{template, template_question};
use crate::typesetter::{Source, Typesetter, Unset};
use files::Fetched;
use kernel::{DocumentId, FileId, PersonId, PersonKeys, placeholders};
use sha2::{Digest, Sha256};
use store::{Asker, Cx, Failure, House, Result, Value, key_values, params};

/// What a document is set from.
///
/// # Errors
/// When the database fails.
pub(crate) fn source(cx: &mut Cx<'_>, row: &Document) -> Result<Source> {
    cx.ask_together(&[row.template_id, row.part_id].map(template_question))?;
    let (own, part) = (template(cx, row.template_id)?, template(cx, row.part_id)?);
    Ok(Source {
        template: own.source,
        parts: vec![(format!("{}.typ", part.code), part.source)],
        data: row.facts.clone(),
        title: row.title.clone(),
        language: row.language.code().to_owned(),
        made_on: row.made_on,
    })
}

/// The document as a PDF, with its name: the bytes that were kept, or set now and kept. `asker` must be one who may read
/// the person.
///
/// # Errors
/// [`Failure::NotFound`], a refusal when it cannot be set, or when the database fails.
pub fn pdf(house: &House, asker: &Asker, keys: &PersonKeys, id: DocumentId) -> Result<Fetched> {
    let (row, source, kept) = house.read(asker, |cx| {
        let row = document(cx, keys, id)?;
        let kept = kept(cx, keys, id)?;
        let source = source(cx, &row)?;
        Ok((row, source, kept))
    })?;
    if let Some(kept) = &kept
        && let Some(found) = fetched(house, asker, keys, kept.file_id)?
    {
        return Ok(found);
    }
    let setter = Typesetter::of_house(house)?;
    let bytes = (setter.pdf)(&source).map_err(|e| failed(&e))?;
    keep(house, keys, &row, &bytes, setter.name)?;
    let newest = house.read(asker, |cx| self::kept(cx, keys, id))?.ok_or(Failure::NotFound)?;
    fetched(house, asker, keys, newest.file_id)?.ok_or(Failure::NotFound)
}

fn failed(unset: &Unset) -> Failure {
    Failure::refused("", "not_set", format!("The document could not be set on paper. {}", unset.words))
}

/// The newest setting of a document.
pub(super) fn kept(cx: &mut Cx<'_>, keys: &PersonKeys, id: DocumentId) -> Result<Option<Setting>> {
    let mut values = key_values(keys);
    values.push(Value::from(id));
    let rest =
        format!("WHERE person_id IN ({}) AND document_id = ${} ORDER BY id DESC", keys.placeholders(1), values.len());
    cx.first(&rest, &values)
}

/// The newest setting of each of these documents.
pub(crate) fn newest_settings(cx: &mut Cx<'_>, people: &[PersonId], documents: &[DocumentId]) -> Result<Vec<Setting>> {
    if documents.is_empty() {
        return Ok(Vec::new());
    }
    let mut values = store::id_values(people);
    let rest = format!(
        "WHERE person_id IN ({}) AND document_id IN ({}) ORDER BY person_id, document_id, id DESC",
        placeholders(1, values.len()),
        placeholders(values.len() + 1, documents.len())
    );
    values.extend(documents.iter().map(|d| Value::from(*d)));
    let mut all = cx.list::<Setting>(&rest, &values)?;
    all.dedup_by_key(|s| s.document_id);
    Ok(all)
}

/// None when the bytes were erased.
fn fetched(house: &House, asker: &Asker, keys: &PersonKeys, file: FileId) -> Result<Option<Fetched>> {
    match house.read(asker, |cx| files::fetch(cx, keys, file)) {
        Ok(found) => Ok(Some(found)),
        Err(Failure::NotFound) => Ok(None),
        Err(other) => Err(other),
    }
}

/// Keeps what was set, unless somebody else did meanwhile. Where the bytes are those of an erased copy, that copy is whole
/// again; where a newer program sets other bytes, they are another file, and both stand in the record.
fn keep(house: &House, keys: &PersonKeys, row: &Document, bytes: &[u8], setter: &str) -> Result<()> {
    let sha256 = hex::encode(Sha256::digest(bytes));
    let name = format!("{} {}.pdf", row.name, row.made_on);
    // What was asked is to read; the machine keeps what it set.
    house.write(&Asker::system("typesetting"), |cx| {
        people::open_by_id(cx, row.person_id)?;
        let before = kept(cx, keys, row.id)?;
        if let Some(before) = before.filter(|b| b.sha256 == sha256) {
            return files::restore(cx, keys, before.file_id, bytes);
        }
        cx.describe(format!("Set the document {} on paper", row.name), None);
        let file = files::keep(cx, row.person_id, "file", &name, bytes)?;
        let (id, set_at) = (cx.new_id(), cx.now());
        cx.insert(&Setting {
            person_id: row.person_id,
            id,
            document_id: row.id,
            file_id: file.id,
            sha256: sha256.clone(),
            typesetter: setter.to_owned(),
            set_at,
        })
    })
}

/// The document as HTML that stands in a page of ours: what was kept, or set now and kept.
///
/// # Errors
/// When the database fails. That it could not be set is no error: the page says so.
pub(super) fn page(house: &House, row: &Document, source: &Source) -> Result<std::result::Result<String, Unset>> {
    let setter = Typesetter::of_house(house)?;
    let system = Asker::system("typesetting");
    let known = house.read(&system, |cx| cx.get::<KeptPage>(params![row.person_id, row.id]))?;
    if let Some(known) = known.filter(|k| k.typesetter == setter.name) {
        return Ok(Ok(known.html));
    }
    let html = match (setter.page)(source) {
        Ok(html) => html,
        Err(unset) => return Ok(Err(unset)),
    };
    house.write(&system, |cx| {
        cx.save(&KeptPage {
            person_id: row.person_id,
            document_id: row.id,
            html: html.clone(),
            typesetter: setter.name.to_owned(),
        })
    })?;
    Ok(Ok(html))
}
