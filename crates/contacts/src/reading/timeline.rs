//! The timeline of a person: newest first, filtered by the address, one page at a time by key, so that the last page of a
//! record of five thousand entries costs what the first does.

use super::{may_read, reads_sensitive};
use crate::actions::find;
use crate::rules::filter::Filter;
use crate::tables::{Attachment, Contact, Given, Note};
use kernel::{ContactId, Instant, PersonKeys, escape_like, placeholders};
use std::str::FromStr;
use store::{Cx, Question, Result, Value, key_values};

/// Where a page begins or ends: an entry's place in the timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub sort_at: Instant,
    pub id: ContactId,
}

impl From<&Contact> for Cursor {
    fn from(contact: &Contact) -> Cursor {
        Cursor { sort_at: contact.sort_at, id: contact.id }
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.sort_at.0, self.id.0.simple())
    }
}

/// The text is no place in a timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotACursor;

impl FromStr for Cursor {
    type Err = NotACursor;
    fn from_str(text: &str) -> std::result::Result<Cursor, NotACursor> {
        let (at, id) = text.split_once('.').ok_or(NotACursor)?;
        Ok(Cursor { sort_at: Instant(at.parse().map_err(|_| NotACursor)?), id: id.parse().map_err(|_| NotACursor)? })
    }
}

/// A contact as it is shown to the actor: masked where it is sensitive and they have no need.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Without its title and place where it is masked.
    pub contact: Contact,
    pub masked: bool,
    /// The oldest first.
    pub notes: Vec<Note>,
    pub files: Vec<Attachment>,
}

/// One page.
#[derive(Clone, Debug)]
pub struct Timeline {
    pub items: Vec<Shown>,
    /// The number of the first entry shown, from 1.
    pub first: u64,
    /// How many entries the filter accepts.
    pub total: u64,
    /// More entries are older.
    pub older: Option<Cursor>,
    /// More entries are newer.
    pub newer: Option<Cursor>,
}

/// Which page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Begin {
    Newest,
    /// Older than this entry.
    After(Cursor),
    /// Newer than this entry.
    Before(Cursor),
}

/// The page of at most `most` entries that the filter accepts: the newest, or those older than `after`, or newer than
/// `before`.
///
/// # Errors
/// When the database fails.
pub fn timeline(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    filter: &Filter,
    after: Option<Cursor>,
    before: Option<Cursor>,
    most: usize,
) -> Result<Timeline> {
    let from = match (after, before) {
        (Some(after), _) => Begin::After(after),
        (None, Some(before)) => Begin::Before(before),
        (None, None) => Begin::Newest,
    };
    let (conditions, values) = conditions(cx, keys, filter);
    let mut contacts = page(cx, &conditions, &values, from, most + 1)?;
    let more = contacts.len() > most;
    contacts.truncate(most);
    if matches!(from, Begin::Before(_)) {
        contacts.reverse();
    }
    let (first, total) = position(cx, &conditions, &values, contacts.first())?;
    let last_shown = first + contacts.len() as u64;
    let older = contacts.last().map(Cursor::from).filter(|_| last_shown <= total);
    let newer = contacts.first().map(Cursor::from).filter(|_| first > 1);
    debug_assert!(!more || older.is_some() || newer.is_some());
    let items = dressed(cx, contacts)?;
    Ok(Timeline { items, first: if total == 0 { 0 } else { first }, total, older, newer })
}

fn page(cx: &mut Cx<'_>, conditions: &str, values: &[Value], from: Begin, most: usize) -> Result<Vec<Contact>> {
    cx.ask_list(&page_question(conditions, values, from, most))
}

fn page_question(conditions: &str, values: &[Value], from: Begin, most: usize) -> Question {
    let (beyond, cursor, order) = match from {
        Begin::Newest => ("", None, "DESC"),
        Begin::After(cursor) => ("<", Some(cursor), "DESC"),
        Begin::Before(cursor) => (">", Some(cursor), "ASC"),
    };
    let mut values = values.to_vec();
    let mut rest = format!("WHERE {conditions}");
    if let Some(cursor) = cursor {
        let (at, id) = (values.len() + 1, values.len() + 2);
        rest.push_str(&format!(" AND (sort_at {beyond} ${at} OR (sort_at = ${at} AND id {beyond} ${id}))"));
        values.push(cursor.sort_at.into());
        values.push(cursor.id.into());
    }
    rest.push_str(&format!(" ORDER BY sort_at {order}, id {order} LIMIT {most}"));
    Question::list::<Contact>(&rest, &values)
}

/// How many entries there are, and which of them, from 1, the first shown is.
fn position(cx: &mut Cx<'_>, conditions: &str, values: &[Value], first: Option<&Contact>) -> Result<(u64, u64)> {
    let Some(first) = first else {
        let total = cx.count(&format!("SELECT count(*) FROM contact WHERE {conditions}"), values)?;
        return Ok((u64::try_from(total).unwrap_or(0) + 1, u64::try_from(total).unwrap_or(0)));
    };
    let (at, id) = (values.len() + 1, values.len() + 2);
    let sql = format!(
        "SELECT count(*), CAST(sum(CASE WHEN sort_at > ${at} OR (sort_at = ${at} AND id >= ${id}) THEN 1 ELSE 0 END) AS BIGINT) \
         FROM contact WHERE {conditions}"
    );
    let mut values = values.to_vec();
    values.push(first.sort_at.into());
    values.push(first.id.into());
    let rows = cx.query(&sql, &values)?;
    let number = |at: usize| -> Result<u64> {
        let found = rows.first().map(|row| row.get::<Option<i64>>(at)).transpose()?.flatten().unwrap_or(0);
        Ok(u64::try_from(found).unwrap_or(0))
    };
    Ok((number(1)?, number(0)?))
}

/// The filter as SQL. It accepts what [`Filter::accepts`] accepts; besides, words are not sought in what the actor may not
/// read, or the search would tell what the mask hides.
fn conditions(cx: &Cx<'_>, keys: &PersonKeys, filter: &Filter) -> (String, Vec<Value>) {
    let mut values = key_values(keys);
    let mut sql = format!("person_id IN ({})", keys.placeholders(1));
    let mut with = |text: &str, value: Value| {
        values.push(value);
        sql.push_str(&text.replace('?', &format!("${}", values.len())));
    };
    if let Some(from) = filter.from {
        with(" AND happens_on >= ?", from.into());
    }
    if let Some(to) = filter.to {
        with(" AND happens_on <= ?", to.into());
    }
    if let Some(sensitive) = filter.sensitive {
        with(" AND sensitive = ?", sensitive.into());
    }
    for word in &filter.words {
        with(" AND words LIKE ? ESCAPE '\\'", format!("%{}%", escape_like(word)).into());
    }
    if !filter.words.is_empty() && !reads_sensitive(cx) {
        match cx.actor().id() {
            Some(id) => with(" AND (NOT sensitive OR author_id = ?)", id.into()),
            None => sql.push_str(" AND NOT sensitive"),
        }
    }
    if filter.hide_system {
        sql.push_str(" AND NOT system_entry");
    }
    if !filter.types.is_empty() {
        sql.push_str(&format!(" AND contact_type IN ({})", placeholders(values.len() + 1, filter.types.len())));
        values.extend(filter.types.iter().map(|code| Value::from(code.as_str())));
    }
    (sql, values)
}

/// The contacts with their notes and files, in one statement each for all of them.
fn dressed(cx: &mut Cx<'_>, contacts: Vec<Contact>) -> Result<Vec<Shown>> {
    dressed_with(cx, contacts, true)
}

fn dressed_with(cx: &mut Cx<'_>, contacts: Vec<Contact>, with_files: bool) -> Result<Vec<Shown>> {
    let people: Vec<Value> = {
        let mut ids: Vec<_> = contacts.iter().map(|c| c.person_id).collect();
        ids.sort_unstable();
        ids.dedup();
        ids.into_iter().map(Value::from).collect()
    };
    let readable: Vec<Value> = contacts.iter().filter(|c| may_read(cx, c)).map(|c| Value::from(c.id)).collect();
    let (mut notes, mut files) = (Vec::new(), Vec::new());
    if !readable.is_empty() {
        let of_these = format!(
            "WHERE person_id IN ({}) AND contact_id IN ({})",
            placeholders(1, people.len()),
            placeholders(people.len() + 1, readable.len())
        );
        let values = [people, readable].concat();
        notes = cx.list::<Note>(&format!("{of_these} ORDER BY written_at, id"), &values)?;
        if with_files {
            files = cx.list::<Attachment>(&format!("{of_these} ORDER BY attached_at, file_id"), &values)?;
        }
    }
    Ok(contacts
        .into_iter()
        .map(|mut contact| {
            let masked = !may_read(cx, &contact);
            if masked {
                (contact.title, contact.place) = (None, None);
            }
            let id = contact.id;
            Shown {
                contact,
                masked,
                notes: notes.iter().filter(|n| n.contact_id == id).cloned().collect(),
                files: files.iter().filter(|f| f.contact_id == id).cloned().collect(),
            }
        })
        .collect())
}

/// The newest `most` entries that people wrote, without their files.
///
/// # Errors
/// When the database fails.
pub fn recent(cx: &mut Cx<'_>, keys: &PersonKeys, most: usize) -> Result<Vec<Shown>> {
    let question = recent_question(cx, keys, most);
    let contacts = cx.ask_list(&question)?;
    dressed_with(cx, contacts, false)
}

fn recent_question(cx: &Cx<'_>, keys: &PersonKeys, most: usize) -> Question {
    let filter = Filter { to: Some(cx.today()), hide_system: true, ..Filter::default() };
    let (conditions, values) = conditions(cx, keys, &filter);
    page_question(&conditions, &values, Begin::Newest, most)
}

/// What [`recent`] and [`next_appointment`](super::next_appointment) ask first, for a page that asks for more with it.
#[must_use]
pub fn newest_questions(cx: &Cx<'_>, keys: &PersonKeys, most: usize) -> Vec<Question> {
    vec![recent_question(cx, keys, most), super::coming::next_appointment_question(cx, keys)]
}

/// One contact as it is shown, with the outcomes that were recorded for it, the newest first; none where it is masked.
///
/// # Errors
/// [`store::Failure::NotFound`] when the person has no such contact.
pub fn one(cx: &mut Cx<'_>, keys: &PersonKeys, id: ContactId) -> Result<(Shown, Vec<Given>)> {
    let contact = find(cx, keys, id)?;
    let of_it = [contact.person_id.into(), id.into()];
    let shown = dressed(cx, vec![contact])?.pop().ok_or(store::Failure::NotFound)?;
    let mut given = Vec::new();
    if !shown.masked {
        let rest = "WHERE person_id = $1 AND contact_id = $2 ORDER BY recorded_at DESC, id DESC";
        given = cx.list::<Given>(rest, &of_it)?;
    }
    Ok((shown, given))
}
