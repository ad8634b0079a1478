//! Keeping, fetching and taking away. Who may see the person is for whoever calls to ask first.

use crate::content::{self, Fit};
use crate::tables::{FileBytes, FileRow};
use kernel::{FileId, Instant, PersonId, PersonKeys, placeholders};
use sha2::{Digest, Sha256};
use store::{Cx, Failure, Result, Value, key_values, params};

/// A file as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileLine {
    pub person: PersonId,
    pub id: FileId,
    pub name: String,
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    pub kept_at: Instant,
    pub kept_by: String,
    /// Taken away: it is named, but no longer given out.
    pub removed: bool,
}

impl From<FileRow> for FileLine {
    fn from(row: FileRow) -> FileLine {
        FileLine {
            person: row.person_id,
            id: row.id,
            name: row.name,
            media_type: row.media_type,
            size: row.size,
            kept_at: row.kept_at,
            kept_by: row.kept_by_name,
            removed: row.removed_at.is_some(),
        }
    }
}

/// Keeps a file in a person's record. `field` is the form field that a refusal is for.
///
/// # Errors
/// [`Failure::Refused`] when [`content::fit`] says no.
pub fn keep(cx: &mut Cx<'_>, person: PersonId, field: &str, name: &str, bytes: &[u8]) -> Result<FileLine> {
    let Fit { name, kind } = content::fit(field, name, bytes)?;
    let sha256 = hex::encode(Sha256::digest(bytes));
    let row = FileRow {
        person_id: person,
        id: cx.new_id(),
        name,
        media_type: kind.media_type.into(),
        size: i64::try_from(bytes.len()).map_err(|e| Failure::broken(e.to_string()))?,
        sha256: sha256.clone(),
        kept_at: cx.now(),
        kept_by: cx.actor().id(),
        kept_by_name: cx.actor().name().to_owned(),
        removed_at: None,
        removed_by_name: None,
        removed_reason: None,
        version: 1,
    };
    cx.describe(format!("Kept the file {}", row.name), None);
    cx.insert(&row)?;
    cx.save(&FileBytes { person_id: person, sha256, bytes: bytes.to_vec() })?;
    Ok(row.into())
}

/// A file and its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    pub line: FileLine,
    pub bytes: Vec<u8>,
}

/// The file with its bytes, which are proven against the recorded hash.
///
/// # Errors
/// [`Failure::NotFound`] when the person has no such file or it was taken away.
pub fn fetch(cx: &mut Cx<'_>, keys: &PersonKeys, id: FileId) -> Result<Fetched> {
    let row = row(cx, keys, id)?;
    if row.removed_at.is_some() {
        return Err(Failure::NotFound);
    }
    let bytes = cx.need::<FileBytes>(params![row.person_id, row.sha256])?.bytes;
    if hex::encode(Sha256::digest(&bytes)) != row.sha256 {
        return Err(Failure::broken(format!("the bytes of file {id} are not the ones that were kept")));
    }
    Ok(Fetched { line: row.into(), bytes })
}

/// The files with these ids, in the order in which they were kept; also those taken away.
///
/// # Errors
/// When the database fails.
pub fn lines(cx: &mut Cx<'_>, keys: &PersonKeys, ids: &[FileId]) -> Result<Vec<FileLine>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut values = key_values(keys);
    let rest = format!(
        "WHERE person_id IN ({}) AND id IN ({}) ORDER BY kept_at, id",
        keys.placeholders(1),
        placeholders(values.len() + 1, ids.len())
    );
    values.extend(ids.iter().map(|id| Value::from(*id)));
    Ok(cx.list::<FileRow>(&rest, &values)?.into_iter().map(FileLine::from).collect())
}

/// Takes a file away with a reason. Its bytes stay until a retention decision erases them.
///
/// # Errors
/// [`Failure::NotFound`] when there is none, [`Failure::Refused`] without a reason.
pub fn remove(cx: &mut Cx<'_>, keys: &PersonKeys, id: FileId, reason: &str) -> Result<()> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Failure::refused("reason", "reason_missing", "Say why the file is taken away"));
    }
    let mut row = row(cx, keys, id)?;
    if row.removed_at.is_some() {
        return Err(Failure::NotFound);
    }
    row.removed_at = Some(cx.now());
    row.removed_by_name = Some(cx.actor().name().to_owned());
    row.removed_reason = Some(reason.to_owned());
    cx.describe(format!("Took away the file {}", row.name), Some(reason));
    cx.update(&mut row)
}

/// Several files with their bytes, in two statements. Those taken away or erased are left out.
///
/// # Errors
/// When bytes are not the ones that were kept, or the database fails.
pub fn fetch_many(cx: &mut Cx<'_>, wanted: &[(PersonId, FileId)]) -> Result<Vec<Fetched>> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<Value> = wanted.iter().map(|(person, _)| Value::from(*person)).collect();
    let count = values.len();
    values.extend(wanted.iter().map(|(_, id)| Value::from(*id)));
    let people = placeholders(1, count);
    let rest =
        format!("WHERE person_id IN ({people}) AND id IN ({}) ORDER BY kept_at, id", placeholders(count + 1, count));
    let rows = cx.list::<FileRow>(&rest, &values)?;
    let mut values: Vec<Value> = rows.iter().map(|row| Value::from(row.person_id)).collect();
    if values.is_empty() {
        return Ok(Vec::new());
    }
    values.extend(rows.iter().map(|row| Value::from(row.sha256.clone())));
    let rest = format!(
        "WHERE person_id IN ({}) AND sha256 IN ({})",
        placeholders(1, rows.len()),
        placeholders(rows.len() + 1, rows.len())
    );
    let kept = cx.list::<FileBytes>(&rest, &values)?;
    let mut found = Vec::new();
    for row in rows.into_iter().filter(|row| row.removed_at.is_none()) {
        let bytes = kept.iter().find(|b| b.person_id == row.person_id && b.sha256 == row.sha256);
        let Some(bytes) = bytes.map(|b| b.bytes.clone()) else { continue };
        if hex::encode(Sha256::digest(&bytes)) != row.sha256 {
            return Err(Failure::broken(format!("the bytes of file {} are not the ones that were kept", row.id)));
        }
        found.push(Fetched { line: row.into(), bytes });
    }
    Ok(found)
}

/// Puts back the bytes of a file whose copy was erased, and does nothing where they are there.
///
/// # Errors
/// [`Failure::NotFound`] when there is no such file; when the bytes are not the ones that were kept.
pub fn restore(cx: &mut Cx<'_>, keys: &PersonKeys, id: FileId, bytes: &[u8]) -> Result<()> {
    let row = row(cx, keys, id)?;
    let sha256 = hex::encode(Sha256::digest(bytes));
    if sha256 != row.sha256 {
        return Err(Failure::broken(format!("these are not the bytes of file {id}")));
    }
    if cx.get::<FileBytes>(params![row.person_id, row.sha256])?.is_some() {
        return Ok(());
    }
    cx.save(&FileBytes { person_id: row.person_id, sha256, bytes: bytes.to_vec() })
}

fn row(cx: &mut Cx<'_>, keys: &PersonKeys, id: FileId) -> Result<FileRow> {
    for person in keys.all().collect::<Vec<_>>() {
        if let Some(row) = cx.get::<FileRow>(params![person, id])? {
            return Ok(row);
        }
    }
    Err(Failure::NotFound)
}
