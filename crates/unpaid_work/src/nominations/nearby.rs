//! What was done nearby, for the public: finished nominations and hours by area, small numbers left out, no person named.

use super::public::{framed, other_language, paragraphs, said};
use super::records::{Language, NominationState as S};
use super::store::nominations_in;
use crate::policy::{FEWEST_SHOWN, numbers};
use kernel::{Permission, UnitId};
use store::{Cx, Result, Value};
use web::ui::{self, column};
use web::{Answer, Reply, Request, Route, html};

/// As many are shown, the newest first.
const MOST: i64 = 100;

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get("/nominate/nearby", Permission::Anyone, show)]
}

/// An area with how many projects were done there, and their minutes where policy lets them be shown.
type Area = (Option<UnitId>, i64, Option<i64>);

/// What was done by area; an area with fewer projects than policy lets be shown has no hours.
fn by_area(cx: &mut Cx<'_>, fewest: i64) -> Result<Vec<Area>> {
    let sql = "SELECT unit_id, count(*), COALESCE(CAST(sum(done_minutes) AS BIGINT), 0) FROM work_nomination \
               WHERE state = $1 GROUP BY unit_id ORDER BY unit_id";
    let rows = cx.query(sql, &[Value::Text(S::Done.code().to_owned())])?;
    let area = |row: &store::Row| {
        let (unit, projects, minutes): (Option<UnitId>, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok((unit, projects, (projects >= fewest).then_some(minutes)))
    };
    rows.iter().map(area).collect()
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let said = said(req);
    let (done, total) = nominations_in(cx, &[S::Done], MOST, 0)?;
    let units = organisation::units(cx)?;
    let fewest = numbers(cx)?.on(FEWEST_SHOWN, cx.today())?;
    let rows = done.iter().map(|n| {
        let words = n.done_words.as_deref().unwrap_or(&n.what);
        let lang = if n.language == Language::Welsh { "cy" } else { "en" };
        [
            html! { span lang=(lang) { (paragraphs(words)) } },
            html! { span lang=(lang) { (n.place) } },
            html! { (n.done_minutes.map_or_else(|| "–".to_owned(), |m| said.hours(m))) },
        ]
    });
    let areas = by_area(cx, fewest)?;
    let hidden = areas.iter().any(|(.., minutes)| minutes.is_none());
    let area_rows = areas.iter().map(|(unit, projects, minutes)| {
        let name =
            unit.and_then(|id| units.iter().find(|u| u.id == id)).map_or(said.place_unknown, |u| u.name.as_str());
        let few = minutes.is_none();
        [
            html! { (name) },
            html! { @if few { (said.fewer) " " (fewest) } @else { (projects) } },
            html! { @match minutes { Some(minutes) => (said.hours(*minutes)), None => (said.area_hidden) } },
        ]
    });
    let body = html! {
        (other_language("/nominate/nearby", said))
        h1.govuk-heading-l { (said.near_title) }
        p.govuk-body-l { (said.near_intro) }
        @if done.is_empty() { p.govuk-body { (said.near_none) } } @else {
            (ui::Table::new(said.near_title, said.near_columns.map(column)).unseen_caption().rows(rows).show())
            @if total > MOST { p.govuk-body { (said.near_newest) " " (MOST) "." } }
            (ui::Table::new(said.area_title, said.area_columns.map(column)).rows(area_rows).show())
            @if hidden { p.govuk-body { (said.area_note) } }
        }
        p.govuk-body { (ui::link(&format!("/nominate?lang={}", said.lang), said.title)) }
    };
    Ok(Reply::page(framed(req, said, said.near_title), body))
}
