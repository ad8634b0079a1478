//! The score blocks of the Risk page, as they stood on a day.

use super::{NAMES, Named, band_tag, form_words, result};
use crate::scores::read::{ScoreStanding, scores_as_at};
use kernel::Date;
use people::OpenPerson;
use store::{Cx, Result};
use web::{Markup, html, ui};

/// The panel of the Risk page, as it stood on a day.
///
/// # Errors
/// When the database fails.
pub(crate) fn panel(cx: &mut Cx<'_>, open: &OpenPerson, on: Date) -> Result<Markup> {
    let found = scores_as_at(cx, &open.keys, on)?;
    let suffix = if on == cx.today() { String::new() } else { format!("?on={on}") };
    Ok(html! {
        @if found.is_empty() {
            h2.govuk-heading-m { "Scores" }
            (ui::empty("Scores are computed when an assessment is signed. None had been signed.", None))
        } @else {
            (table("Scores: chance of proven reoffending within two years", &found, open, &suffix, |n| n.generation == 2 && !n.screen))
            (table("Screens", &found, open, &suffix, |n| n.generation == 2 && n.screen))
            (ui::details("Older predictors", &table("Predictors of the first generation", &found, open, &suffix, |n| n.generation == 1)))
        }
    })
}

fn table(
    caption: &str,
    found: &[ScoreStanding],
    open: &OpenPerson,
    suffix: &str,
    which: impl Fn(&Named) -> bool,
) -> Markup {
    let columns = ["Score", "Result", "Band", "How", "Computed"].map(ui::column);
    let standing = |named: &Named| {
        let same = |s: &&ScoreStanding| s.score.model == named.model && s.score.generation == named.generation;
        found.iter().find(same)
    };
    let rows = NAMES
        .iter()
        .filter(|named| which(named))
        .filter_map(|named| standing(named).map(|s| row(named, s, open, suffix)));
    ui::Table::new(caption, columns).rows(rows).show()
}

fn row(named: &Named, standing: &ScoreStanding, open: &OpenPerson, suffix: &str) -> [Markup; 5] {
    let score = &standing.score;
    let href = open.path(&format!("/risk/scores/{}/{}{suffix}", named.generation, named.model));
    let band = match (&standing.overridden, &score.band) {
        (Some(own), computed) => html! {
            (band_tag(&own.band)) " officer’s own" br;
            span.govuk-hint { "computed: " (computed.as_deref().map_or_else(String::new, super::band_words)) }
        },
        (None, Some(band)) => band_tag(band),
        (None, None) => html! {},
    };
    let how = match score.missing {
        0 => html! { (form_words(score)) },
        n => {
            html! { (form_words(score)) @if !form_words(score).is_empty() { br; } span.govuk-hint { (ui::count(i64::from(n), "input missing", "inputs missing")) } }
        }
    };
    [
        html! { (ui::link(&href, named.title)) br; span.govuk-hint { (named.short) } },
        result(score),
        band,
        how,
        html! { (ui::short_day(score.computed_on)) },
    ]
}
