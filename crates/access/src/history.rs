//! Who looked at a person's record and who changed it: the page for managers and for answering the person's own questions.

use kernel::{Crn, Permission, PersonId, PersonKeys};
use maud::{Markup, html};
use store::tables::{AccessLog, LedgerEntry};
use store::{Cx, Result, key_values};
use web::ui::{self, Frame, Tab, Table, column};
use web::{Answer, ApiDoc, Reply, Request, Route};

/// What the binary hands in, because this room stands below the one that knows people.
pub struct PersonDoor {
    /// The keys of the person with this CRN, merges followed; not found when there is none.
    pub find: fn(&mut Cx<'_>, &Crn) -> Result<PersonKeys>,
    /// The frame of a page about the person, with the tab of this name current.
    pub frame: fn(&Request, &mut Cx<'_>, &Crn, &str) -> Result<Frame>,
}

const PER_PAGE: u64 = 50;
/// The most rows that a page of history looks through.
const MOST: i64 = 2_000;

pub(crate) fn routes() -> Vec<Route> {
    let may = Permission::ReadAccessHistory;
    vec![
        Route::get("/people/{crn}/access", may, show),
        Route::api_get("/api/v1/people/{crn}/access", may, api_reads)
            .doc(ApiDoc::new("Who looked at a person's record, latest first").lists::<ReadBody>()),
    ]
}

fn show(cx: &mut Cx<'_>, request: &Request) -> Answer {
    let crn: Crn = request.param("crn")?;
    let door = cx.part::<PersonDoor>()?;
    let keys = (door.find)(cx, &crn)?;
    crate::may_see(cx, &keys)?;
    cx.note_read(keys.survivor, request.route());
    let frame = (door.frame)(request, cx, &crn, "Access")?.titled("Access history");
    let body = match request.query("show") {
        Some("changes") => changes(cx, request, &crn, &keys)?,
        Some("lists") => lists(cx, request, &crn, &keys)?,
        _ => reads(cx, request, &crn, &keys)?,
    };
    Ok(Reply::page(frame, body))
}

/// One look at a person's record, as the API tells it.
#[derive(serde::Serialize, utoipa::ToSchema)]
struct ReadBody {
    /// UTC, RFC 3339.
    at: String,
    actor: String,
    /// `user`, `client` or `system`.
    actor_kind: String,
    what: String,
    /// `read`, `refused` or `feed`.
    manner: String,
}

fn api_reads(cx: &mut Cx<'_>, request: &Request) -> Answer {
    let crn: Crn = request.param("crn")?;
    let keys = (cx.part::<PersonDoor>()?.find)(cx, &crn)?;
    crate::may_see(cx, &keys)?;
    cx.note_read(keys.survivor, request.route());
    let limit = request.limit()?;
    let mut values = key_values(&keys);
    let mut before = String::new();
    if let Some((at, id)) = request.query("after").and_then(cursor) {
        values.extend([store::Value::Int(at), store::Value::Id(id)]);
        let (n, m) = (values.len() - 1, values.len());
        before = format!(" AND (read_at < ${n} OR (read_at = ${n} AND id < ${m}))");
    }
    values.push(store::Value::Int(limit + 1));
    let rest = format!(
        "WHERE person_id IN ({}){before} ORDER BY read_at DESC, id DESC LIMIT ${}",
        keys.placeholders(1),
        values.len()
    );
    let mut rows: Vec<AccessLog> = cx.list(&rest, &values)?;
    let more = i64::try_from(rows.len()).is_ok_and(|count| count > limit);
    rows.truncate(usize::try_from(limit).unwrap_or_default());
    let next = rows.last().filter(|_| more).map(|row| format!("{}-{}", row.read_at.0, row.id.simple()));
    let items: Vec<ReadBody> = rows
        .into_iter()
        .map(|row| ReadBody {
            at: row.read_at.to_string(),
            actor: row.actor_name,
            actor_kind: row.actor_kind,
            what: row.what,
            manner: row.manner,
        })
        .collect();
    let mut body = serde_json::json!({ "items": items });
    if let Some(next) = next {
        body["next"] = next.into();
    }
    Ok(Reply::json(200, body))
}

/// Where the page before ended.
fn cursor(text: &str) -> Option<(i64, uuid::Uuid)> {
    let (at, id) = text.split_once('-')?;
    Some((at.parse().ok()?, id.parse().ok()?))
}

fn head(crn: &Crn, current: &str, may_restrict: bool) -> Markup {
    let tab =
        |show: &str, words: &str| Tab::new(format!("/people/{crn}/access?show={show}"), words).current(show == current);
    html! {
        h1.govuk-heading-l { "Access history" }
        @if may_restrict {
            p.govuk-body { (ui::link(&format!("/people/{crn}/restrictions"), "Exclusions and restrictions")) }
        }
        (ui::sub_navigation("Kinds of access", &[tab("reads", "Who looked"), tab("lists", "Lists and searches"), tab("changes", "Who changed what")]))
    }
}

fn reads(cx: &mut Cx<'_>, request: &Request, crn: &Crn, keys: &PersonKeys) -> Result<Markup> {
    let rows = looked(cx, keys, MOST)?;
    let (page, shown) = page_of(request, &rows);
    Ok(html! {
        (head(crn, "reads", cx.may(Permission::RestrictPeople)))
        @if rows.is_empty() { (ui::empty("Nobody has looked at this record yet.", None)) }
        @else {
            (read_table("Who looked at this record, latest first", shown))
            (ui::pagination(&request.address(), page, PER_PAGE, rows.len() as u64))
            (told_if_cut(rows.len()))
        }
    })
}

/// The latest reads of a person, whole and refused.
fn looked(cx: &mut Cx<'_>, keys: &PersonKeys, most: i64) -> Result<Vec<AccessLog>> {
    let mut values = key_values(keys);
    values.push(store::Value::Int(most));
    let rest =
        format!("WHERE person_id IN ({}) ORDER BY read_at DESC, id DESC LIMIT ${}", keys.placeholders(1), values.len());
    cx.list(&rest, &values)
}

/// The page asked for, and the rows on it.
fn page_of<'r, T>(request: &Request, rows: &'r [T]) -> (u64, &'r [T]) {
    let page = request.page().min(ui::pages(rows.len() as u64, PER_PAGE));
    let shown = rows.chunks(PER_PAGE as usize).nth((page - 1) as usize).unwrap_or_default();
    (page, shown)
}

fn told_if_cut(count: usize) -> Markup {
    html! {
        @if count as i64 >= MOST {
            (ui::inset(&html! { "These are the latest " (MOST) ". Older ones are in the log and can be exported by an administrator." }))
        }
    }
}

/// A route in words for people: `/people/{crn}/contacts/{id}` is "Contacts". What is no route stands as it is.
fn page_words(what: &str) -> String {
    let (way, rest) = match what.strip_prefix("/api/v1/people/{crn}") {
        Some(rest) => (" (by program)", rest),
        None => match what.strip_prefix("/people/{crn}") {
            Some(rest) => ("", rest),
            None => return what.to_owned(),
        },
    };
    let parts: Vec<&str> = rest.split('/').filter(|part| !part.is_empty() && !part.starts_with('{')).collect();
    let words = if parts.is_empty() { "overview".to_owned() } else { parts.join(", ").replace('-', " ") };
    let (first, others) = words.split_at(1);
    format!("{}{others}{way}", first.to_uppercase())
}

fn read_table(caption: &str, rows: &[AccessLog]) -> Table {
    Table::new(caption, ["When", "Who", "As", "What", "How"].map(column)).unseen_caption().rows(rows.iter().map(
        |row| {
            [
                html! { (ui::instant(row.read_at)) },
                html! { (row.actor_name) },
                html! { (row.actor_kind) },
                html! { (page_words(&row.what)) },
                html! { @if row.manner == "refused" { (ui::tag(ui::Colour::Red, "Refused")) } @else { (row.manner) } },
            ]
        },
    ))
}

/// Lists and searches of the last seven days that showed the person. Their rows hold all ids shown, so further back the
/// export of the log is the place to look.
fn lists(cx: &mut Cx<'_>, request: &Request, crn: &Crn, keys: &PersonKeys) -> Result<Markup> {
    let since = cx.now().plus_seconds(-7 * 86_400);
    let mut rows: Vec<AccessLog> = Vec::new();
    for person in keys.all() {
        rows.extend(shown_in(cx, person, since)?);
    }
    let (page, shown) = page_of(request, &rows);
    Ok(html! {
        (head(crn, "lists", cx.may(Permission::RestrictPeople)))
        @if rows.is_empty() { (ui::empty("No list or search of the last seven days showed this person.", None)) }
        @else {
            (read_table("Lists and searches of the last seven days that showed this person, latest first", shown))
            (ui::pagination(&request.address(), page, PER_PAGE, rows.len() as u64))
        }
    })
}

fn shown_in(cx: &mut Cx<'_>, person: PersonId, since: kernel::Instant) -> Result<Vec<AccessLog>> {
    cx.list(
        "WHERE read_at >= $1 AND person_id IS NULL AND shown LIKE $2 ORDER BY read_at DESC, id DESC LIMIT 2000",
        &[since.into(), store::Value::Text(format!("%{person}%"))],
    )
}

fn changes(cx: &mut Cx<'_>, request: &Request, crn: &Crn, keys: &PersonKeys) -> Result<Markup> {
    let mut entries: Vec<LedgerEntry> = Vec::new();
    for person in keys.all() {
        entries.extend(cx.ledger_of(person.into(), MOST)?);
    }
    entries.sort_by_key(|entry| std::cmp::Reverse((entry.recorded_at, entry.seq)));
    let (page, shown) = page_of(request, &entries);
    let rows = shown.iter().map(|entry| {
        [
            html! { (ui::instant(entry.recorded_at)) },
            html! { (entry.actor_name) },
            html! { (entry.action) },
            html! { (entry.reason.as_deref().unwrap_or("")) },
        ]
    });
    let table = Table::new("Who changed this record, latest first", ["When", "Who", "What", "Reason"].map(column))
        .unseen_caption()
        .rows(rows);
    Ok(html! {
        (head(crn, "changes", cx.may(Permission::RestrictPeople)))
        @if table.is_empty() { (ui::empty("Nobody has changed this record yet.", None)) }
        @else {
            (table)
            (ui::pagination(&request.address(), page, PER_PAGE, entries.len() as u64))
            (told_if_cut(entries.len()))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::page_words;

    #[test]
    fn a_page_is_told_in_words() {
        assert_eq!(page_words("/people/{crn}"), "Overview");
        assert_eq!(page_words("/people/{crn}/contacts/{id}/outcome"), "Contacts, outcome");
        assert_eq!(page_words("/api/v1/people/{crn}/key-dates"), "Key dates (by program)");
        assert_eq!(page_words("record"), "record");
    }
}
