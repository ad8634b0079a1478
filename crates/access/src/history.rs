//! Who looked at a person's record and who changed it: the page for managers and for answering the person's own questions.

use kernel::{Crn, Permission, PersonId, PersonKeys};
use maud::{Markup, html};
use store::tables::{AccessLog, LedgerEntry};
use store::{Cx, Result, key_values};
use web::ui::{self, Frame, Tab, Table, column};
use web::{Answer, Reply, Request, Route};

/// What the binary hands in, because this room stands below the one that knows people.
pub struct PersonDoor {
    /// The keys of the person with this CRN, merges followed; not found when there is none.
    pub find: fn(&mut Cx<'_>, &Crn) -> Result<PersonKeys>,
    /// The frame of a page about the person, with the tab of this name current.
    pub frame: fn(&Request, &mut Cx<'_>, &Crn, &str) -> Result<Frame>,
}

const PER_PAGE: u64 = 50;

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/people/{crn}/access", Permission::ReadAccessHistory, show)]
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
    let rest = format!("WHERE person_id IN ({})", keys.placeholders(1));
    let mut values = key_values(keys);
    let all = cx.count(&format!("SELECT count(*) FROM access_log {rest}"), &values)?.unsigned_abs();
    let page = request.page().min(ui::pages(all, PER_PAGE));
    let next = values.len() + 1;
    values.extend([PER_PAGE, (page - 1) * PER_PAGE].map(|n| store::Value::Int(i64::try_from(n).unwrap_or(i64::MAX))));
    let rows: Vec<AccessLog> =
        cx.list(&format!("{rest} ORDER BY read_at DESC, id DESC LIMIT ${next} OFFSET ${}", next + 1), &values)?;
    Ok(html! {
        (head(crn, "reads", cx.may(Permission::RestrictPeople)))
        @if rows.is_empty() { (ui::empty("Nobody has looked at this record yet.", None)) }
        @else {
            (read_table("Who looked at this record, latest first", &rows))
            (ui::pagination(&request.address(), page, PER_PAGE, all))
        }
    })
}

fn read_table(caption: &str, rows: &[AccessLog]) -> Table {
    Table::new(caption, ["When", "Who", "As", "What", "How"].map(column)).unseen_caption().rows(rows.iter().map(
        |row| {
            [
                html! { (ui::instant(row.read_at)) },
                html! { (row.actor_name) },
                html! { (row.actor_kind) },
                html! { (row.what) },
                html! { @if row.manner == "refused" { (ui::tag(ui::Colour::Red, "Refused")) } @else { (row.manner) } },
            ]
        },
    ))
}

/// Lists and searches of the last seven days that showed the person. Their rows hold all ids shown, so further back the
/// export of the log is the place to look.
fn lists(cx: &mut Cx<'_>, request: &Request, crn: &Crn, keys: &PersonKeys) -> Result<Markup> {
    let since = cx.now().plus_seconds(-7 * 86_400);
    let mut found: Vec<AccessLog> = Vec::new();
    for person in keys.all() {
        found.extend(shown_in(cx, person, since)?);
    }
    let page = request.page();
    let all = u64::try_from(found.len()).unwrap_or(u64::MAX);
    let from = usize::try_from((page - 1) * PER_PAGE).unwrap_or(usize::MAX);
    let rows: Vec<AccessLog> = found.into_iter().skip(from).take(50).collect();
    Ok(html! {
        (head(crn, "lists", cx.may(Permission::RestrictPeople)))
        @if rows.is_empty() { (ui::empty("No list or search of the last seven days showed this person.", None)) }
        @else {
            (read_table("Lists and searches of the last seven days that showed this person, latest first", &rows))
            (ui::pagination(&request.address(), page, PER_PAGE, all))
        }
    })
}

fn shown_in(cx: &mut Cx<'_>, person: PersonId, since: kernel::Instant) -> Result<Vec<AccessLog>> {
    cx.list(
        "WHERE read_at >= $1 AND person_id IS NULL AND shown LIKE $2 ORDER BY read_at DESC, id DESC LIMIT 500",
        &[since.into(), store::Value::Text(format!("%{person}%"))],
    )
}

fn changes(cx: &mut Cx<'_>, request: &Request, crn: &Crn, keys: &PersonKeys) -> Result<Markup> {
    let mut entries: Vec<LedgerEntry> = Vec::new();
    for person in keys.all() {
        entries.extend(cx.ledger_of(person.into(), 2_000)?);
    }
    entries.sort_by_key(|entry| std::cmp::Reverse((entry.recorded_at, entry.seq)));
    let all = u64::try_from(entries.len()).unwrap_or(u64::MAX);
    let page = request.page().min(ui::pages(all, PER_PAGE));
    let from = usize::try_from((page - 1) * PER_PAGE).unwrap_or(usize::MAX);
    let rows = entries.iter().skip(from).take(50).map(|entry| {
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
            (ui::pagination(&request.address(), page, PER_PAGE, all))
        }
    })
}
