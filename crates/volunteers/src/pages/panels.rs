//! What a person's page of interventions shows of this room: with whom they are matched.

use super::person::state_tag;
use crate::reads::matches_of;
use crate::records::Match;
use kernel::Permission;
use people::OpenPerson;
use store::{Cx, Question, Result, key_values};
use web::ui;
use web::{Markup, html};

/// A card of the person's interventions; nothing where nobody is matched and the reader may match nobody.
///
/// # Errors
/// When the database fails.
pub fn person_card(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<Markup> {
    let rows = matches_of(cx, &open.keys)?;
    if rows.is_empty() && !cx.may(Permission::KeepVolunteers) {
        return Ok(html! {});
    }
    let shown = rows.iter().filter(|m| m.ended_on.is_none());
    let ended = rows.iter().filter(|m| m.ended_on.is_some()).count();
    Ok(ui::SummaryCard::new("Mentors and volunteers").action(&open.path("/mentors"), "See all").holding(&html! {
        @if rows.is_empty() { p.govuk-body { "Nobody is matched with them." } }
        @for m in shown {
            p.govuk-body {
                (ui::link(&open.path(&format!("/mentors/{}", m.id)), &m.volunteer_name)) ", " (m.kind.words().to_lowercase()) " "
                (state_tag(m)) br; span.govuk-hint { (m.purpose) }
            }
        }
        @if ended > 0 { p.govuk-body { (ui::count(i64::try_from(ended).unwrap_or(i64::MAX), "match has ended", "matches have ended")) "." } }
    }))
}

/// What [`person_card`] asks.
#[must_use]
pub fn person_card_questions(open: &OpenPerson) -> Vec<Question> {
    let keys = &open.keys;
    let rest = format!("WHERE person_id IN ({}) ORDER BY from_date DESC, id DESC", keys.placeholders(1));
    vec![Question::list::<Match>(&rest, &key_values(keys))]
}
