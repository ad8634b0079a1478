//! What a service adds to its policy of assessments: a theme of quality or a thing that plans are rated on, and a ground for
//! a second signature.

use super::rows::LONGEST_WORDS;
use crate::harm::Level;
use crate::quality::Standard;
use crate::questions::Countersigning;
use policy::{Adding, Made, New};
use store::{Cx, Failure, Result};
use web::form::Form;
use web::{Markup, html, ui};

pub(super) const STANDARD: Adding =
    Adding { title: "Add a theme or a rating", fields: standard_fields, make: make_standard };
pub(super) const GROUND: Adding = Adding { title: "Add a ground", fields: ground_fields, make: make_ground };

fn standard_fields(_: &mut Cx<'_>, form: &Form) -> Result<Markup> {
    let kinds = ui::radios("kind", "What is it?")
        .item("theme", "A theme: why two people scored otherwise")
        .item("rating", "Something that a plan is rated on");
    Ok(html! {
        (kinds.show(form))
        (ui::textarea("words", "Words").rows(2).most(LONGEST_WORDS).show(form))
    })
}

fn make_standard(cx: &mut Cx<'_>, form: &mut Form, new: &New) -> Result<Made> {
    let kind = form.code("kind", "what it is", &["theme", "rating"]);
    let words = form.text("words", "the words", LONGEST_WORDS);
    let (kind, words) = form.complete((kind, words))?;
    let all: Vec<Standard> = cx.list("ORDER BY place", &[])?;
    if all.iter().any(|row| row.kind == kind && row.words.eq_ignore_ascii_case(&words)) {
        return Err(Failure::refused("words", "there", "The list has these words already: set that row anew"));
    }
    let place = all.iter().map(|row| row.place).max().unwrap_or(0).saturating_add(1);
    let code = format!("{kind}.{place}");
    let (valid_from, source) = (new.from, new.source());
    let row = Standard {
        code: code.clone(),
        valid_from,
        valid_to: None,
        kind,
        place,
        words: words.clone(),
        number: None,
        assumed: false,
        source,
    };
    cx.insert(&row)?;
    Ok(Made { code, words })
}

/// A ground is a level of harm or a grade of the author; whether an answer was passed over is one that there is already.
fn grounds(cx: &mut Cx<'_>) -> Result<Vec<(String, String)>> {
    let levels =
        Level::ALL.iter().map(|l| (format!("harm_level.{}", l.code()), format!("Risk of serious harm: {}", l.words())));
    let grades = organisation::grades(cx)?.into_iter();
    let grades = grades.map(|g| (format!("author_grade.{}", g.code), format!("Grade of the author: {}", g.name)));
    let past = [("past_unread.any".to_owned(), "An answer that nobody has analysed was passed over".to_owned())];
    Ok(levels.chain(grades).chain(past).collect())
}

fn ground_fields(cx: &mut Cx<'_>, form: &Form) -> Result<Markup> {
    let grounds = grounds(cx)?;
    Ok(html! {
        (ui::select("ground", "When").option("", "Select a ground").options(grounds).show(form))
        (ui::textarea("words", "How the page says it").rows(2).most(LONGEST_WORDS).show(form))
    })
}

fn make_ground(cx: &mut Cx<'_>, form: &mut Form, new: &New) -> Result<Made> {
    let known: Vec<String> = grounds(cx)?.into_iter().map(|(code, _)| code).collect();
    let ground = form.code("ground", "a ground", &known);
    let words = form.text("words", "the words", LONGEST_WORDS);
    let (code, words) = form.complete((ground, words))?;
    let all: Vec<Countersigning> = cx.list("ORDER BY ground, value", &[])?;
    if all.iter().any(|row| row.code() == code) {
        return Err(Failure::refused("ground", "there", "The list has this ground already: set that row anew"));
    }
    let (ground, value) = code.split_once('.').unwrap_or((code.as_str(), ""));
    let row = Countersigning {
        ground: ground.to_owned(),
        value: value.to_owned(),
        valid_from: new.from,
        valid_to: None,
        words: words.clone(),
        assumed: false,
    };
    cx.insert(&row)?;
    Ok(Made { code, words })
}
