//! The page of one score: what it is, where it stands, what made it, what would change it, and how it moved.

use super::picture::{self, Point};
use super::{Named, band_tag, band_words, form_words, name_of, result};
use crate::scores::kept::{Working, working};
use crate::scores::read::{ScoreStanding, history, overrides, scores_as_at};
use crate::scores::{Direction, Override, OverrideState, Score};
use actuarial::explain::{BandSpan, Explanation, Input, Term};
use kernel::{Crn, Date, Permission, Refusal};
use people::OpenPerson;
use serde_json::Value as Json;
use store::{Cx, Failure};
use web::form::Form;
use web::{Answer, Markup, Reply, Request, html, ui};

/// The highest percentage, and the most points.
const MOST_PERCENT: f64 = 100.0;
const MOST_POINTS: f64 = 65.0;

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let (generation, model) = (req.param::<i32>("generation")?, req.param::<String>("model")?);
    let named = name_of(generation, &model).ok_or(Failure::NotFound)?;
    let today = cx.today();
    let mut form = Form::of(req.queries().iter().cloned());
    let on = day_asked(req, &mut form, today);
    let standing = scores_as_at(cx, &open.keys, on)?;
    let standing = standing.into_iter().find(|s| s.score.model == model && s.score.generation == generation);
    let past = history(cx, &open.keys, generation, &model)?;
    let own = overrides(cx, &open.keys)?;
    let own: Vec<Override> = own.into_iter().filter(|o| o.model == model && o.generation == generation).collect();
    let found = match standing {
        Some(standing) => Some((working(cx, &standing.score)?, standing)),
        None => None,
    };
    let title = format!("{} ({})", named.title, named.short);
    let frame = people::frame(req, cx, &open, "Risk")?.titled(&title).refused(!form.refused().is_empty());
    let may = cx.may(Permission::Assess) && on == today;
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { (title) @if on != today { " on " (ui::day(on)) } }
        @if on != today { (ui::inset(&html! { "As it stood at the end of that day. " (ui::link(&open.path(&format!("/risk/scores/{generation}/{model}")), "Show today")) })) }
        @match &found {
            None => (ui::empty("This score had not been computed.", None)),
            Some((working, standing)) => (explained(named, standing, working, &past, &open, on)),
        }
        (own_bands(&own, &open, on))
        @if may { (actions(&found, &own, named, &open, req)) }
        (other_day(&open, named, &form))
    };
    Ok(Reply::page(frame.back(open.path("/risk")), body))
}

fn day_asked(req: &Request, form: &mut Form, today: Date) -> Date {
    if req.query("on").is_none() {
        return today;
    }
    match form.date("on", "the day") {
        Some(day) if day <= today => day,
        Some(_) => {
            form.refuse(Refusal::new("on", "future", "The day must be today or in the past"));
            today
        }
        None => today,
    }
}

fn explained(
    named: &Named,
    standing: &ScoreStanding,
    working: &Working,
    past: &[Score],
    open: &OpenPerson,
    on: Date,
) -> Markup {
    let (told, score) = (&working.told, &standing.score);
    html! {
        p.govuk-body-l { (told.about) @if !told.about.is_empty() { "." } }
        (summary(standing, told))
        @if working.formula_changed { (ui::inset(&html! { "The formula or its tables have changed since. This is what was kept that day: the inputs, the result, and what each part added." })) }
        @if let (Some(_), false) = (&score.band, told.bands.is_empty()) { (drawn(score, told)) }
        @if !told.missing.is_empty() { (missing(told)) }
        @if told.score.is_none() && told.missing.is_empty() && !told.errors.is_empty() { (errors(told)) }
        (changes(told))
        @if !told.terms.is_empty() { (terms(told)) }
        (steps(told))
        (inputs(told, working))
        h2.govuk-heading-m { "The rule and its source" }
        p.govuk-body { (told.rule) }
        p.govuk-body { (told.source) ". Model version " (score.model_version) @if !told.data.is_empty() { "; tables: " (versions(told)) } "." }
        (moved(named, past, told, open, on))
    }
}

fn summary(standing: &ScoreStanding, told: &Explanation) -> Markup {
    let score = &standing.score;
    let mut rows = vec![ui::row("Result", result(score))];
    if let Some(band) = &score.band {
        rows.push(ui::row("Computed band", band_tag(band)));
    }
    if let Some(own) = &standing.overridden {
        let by = own.decided_by.clone().unwrap_or_default();
        rows.push(ui::row("Officer’s own band", html! { (band_tag(&own.band)) " " (own.reason) br; span.govuk-hint { "Proposed by " (own.proposed_by) ", confirmed by " (by) } }));
    }
    if !form_words(score).is_empty() {
        rows.push(ui::row("How", html! { (form_words(score)) }));
    }
    rows.push(ui::row(
        "Computed",
        html! { (ui::instant(score.computed_at)) br; span.govuk-hint { (score.cause) ". By " (score.author) "." } },
    ));
    if told.score.is_none() && score.outcome.is_none() {
        rows.push(ui::row(
            "Why there is no score",
            html! { (told.errors.iter().map(|e| e.message.clone()).collect::<Vec<_>>().join(". ")) ": see below" },
        ));
    }
    ui::summary_list(&rows)
}

fn most(told: &Explanation) -> f64 {
    if told.unit == "points" { MOST_POINTS } else { MOST_PERCENT }
}

fn drawn(score: &Score, told: &Explanation) -> Markup {
    let points = told.unit == "points";
    let value = if points { told.total } else { told.score };
    let Some(value) = value.filter(|_| score.band.as_deref() != Some("NOT_APPLICABLE")) else { return html! {} };
    let written = if points { format!("{value:.0} points") } else { format!("{value}%") };
    let at = picture::height(&told.bands, value, most(told));
    let unit = if points { "" } else { "%" };
    html! {
        h2.govuk-heading-m { "Where it stands" }
        (picture::standing(&told.bands, at, &written, unit))
        (limits(&told.bands, unit))
    }
}

fn limits(bands: &[BandSpan], unit: &str) -> Markup {
    let rows = bands.iter().map(|span| {
        let below = span.below.map_or_else(|| "and above".to_owned(), |below| format!("to under {below}{unit}"));
        [band_tag(&span.band), html! { (span.from) (unit) " " (below) }]
    });
    let table = ui::Table::new("The bands and their limits", [ui::column("Band"), ui::column("From")]).rows(rows);
    ui::details("The bands as a table", &table.show())
}

fn missing(told: &Explanation) -> Markup {
    let rows = told.missing.iter().map(|missing| [html! { (field_words(&missing.field)) }, html! { (missing.effect) }]);
    ui::Table::new("What is missing", [ui::column("Input"), ui::column("What follows")]).rows(rows).show()
}

fn errors(told: &Explanation) -> Markup {
    html! {
        h2.govuk-heading-m { "What stands against it" }
        ul.govuk-list.govuk-list--bullet { @for error in &told.errors { li { (error.message) @if !error.fields.is_empty() { ": " (error.fields.iter().map(|f| part_words(f)).collect::<Vec<_>>().join(", ")) } } } }
    }
}

fn changes(told: &Explanation) -> Markup {
    let rows = told.would_change.iter().map(|change| {
        [html! { (change.what) }, html! { (change.score) @if told.unit != "points" { "%" } }, band_tag(&change.band)]
    });
    let columns = [ui::column("If"), ui::column("Then").numeric(), ui::column("Band")];
    let table = ui::Table::new("What would change the band", columns).rows(rows);
    html! {
        @if !table.is_empty() {
            (table.show())
            p.govuk-hint { "Each line is computed with that one change. It tells how near a limit is, not what to aim for." }
        }
    }
}

fn terms(told: &Explanation) -> Markup {
    let decimals = match told.unit.as_str() {
        "points" => 0,
        "percent" => 2,
        _ => 6,
    };
    let row = |term: &Term| {
        let added = format!("{:+.decimals$}", term.contribution);
        [html! { (term.title) }, html! { (term.value) }, html! { (added) }]
    };
    let columns = || [ui::column("Term"), ui::column("Value"), ui::column("Adds").numeric()];
    let sum = format!("{:+.decimals$}", told.total.unwrap_or_else(|| told.sum()));
    let total = [html! { strong { "Sum" } }, html! {}, html! { strong { (sum) } }];
    let (nothing, something): (Vec<&Term>, Vec<&Term>) = told.terms.iter().partition(|term| term.contribution == 0.0);
    let idle = ui::Table::new("Terms that added nothing", columns()).rows(nothing.into_iter().map(row));
    html! {
        (ui::Table::new(format!("What made it, {}", told.unit), columns()).rows(something.into_iter().map(row)).row(total).show())
        @if !idle.is_empty() { (ui::details("Terms that added nothing", &idle.unseen_caption().show())) }
    }
}

fn steps(told: &Explanation) -> Markup {
    html! {
        @if !told.steps.is_empty() {
            h2.govuk-heading-m { "From the sum to the result" }
            ol.govuk-list.govuk-list--number { @for step in &told.steps { li { (step.what) ": " strong { (step.result) } } } }
        }
    }
}

/// The tables that were read, with their versions.
fn versions(told: &Explanation) -> String {
    let named: Vec<String> = told.data.iter().map(|table| format!("{} {}", table.table, table.version)).collect();
    named.join("; ")
}

fn inputs(told: &Explanation, working: &Working) -> Markup {
    let source = |field: &str| working.sources.get(field).and_then(Json::as_str).unwrap_or("Not told");
    let row = |input: &Input| {
        let value = match &input.value {
            Json::Null => html! { span.tc-quiet { "Nothing" } },
            Json::String(text) => html! { (value_words(text)) },
            Json::Bool(yes) => html! { (if *yes { "Yes" } else { "No" }) },
            Json::Array(list) if list.is_empty() => html! { "None" },
            Json::Array(list) => {
                html! { (list.iter().filter_map(Json::as_str).map(value_words).collect::<Vec<_>>().join(", ")) }
            }
            other => html! { (other) },
        };
        let from = if input.value.is_null() { "" } else { source(&input.field) };
        let value = html! { @if !input.value.is_null() || input.means.is_empty() { (value) } @if !input.means.is_empty() { br; span.govuk-hint { (input.means) } } };
        [html! { (field_words(&input.field)) }, value, html! { (from) }]
    };
    let columns = || ["Input", "Value", "Where it is from"].map(ui::column);
    let (absent, given): (Vec<&Input>, Vec<&Input>) =
        told.inputs.iter().partition(|input| input.value.is_null() && input.means.is_empty());
    let table = ui::Table::new("Inputs, as they were", columns()).rows(given.into_iter().map(row));
    let names: Vec<String> = absent.iter().map(|input| field_words(&input.field)).collect();
    html! {
        @if !table.is_empty() { (table.show()) }
        @if !names.is_empty() {
            (ui::details("Inputs that nobody recorded or answered", &html! { ul.govuk-list.govuk-list--bullet { @for name in &names { li { (name) } } } }))
        }
    }
}

fn moved(named: &Named, past: &[Score], told: &Explanation, open: &OpenPerson, on: Date) -> Markup {
    let past: Vec<&Score> = past.iter().filter(|score| score.computed_on <= on).collect();
    let height = |score: &Score| match (score.score, score.band.as_deref()) {
        (Some(_), Some(band)) if told.unit == "points" => picture::middle(&told.bands, band),
        (Some(value), Some(band)) if band != "NOT_APPLICABLE" => Some(picture::height(&told.bands, value, most(told))),
        _ => None,
    };
    let points = past.iter().filter_map(|score| {
        let written = format!("{}% {}", score.score?, score.band.as_deref().map_or_else(String::new, band_words));
        Some(Point { on: score.computed_on, height: height(score)?, written })
    });
    let points: Vec<Point> = points.collect();
    let rows = past.iter().rev().map(|score| {
        let href = open.path(&format!("/risk/scores/{}/{}?on={}", named.generation, named.model, score.computed_on));
        [
            html! { (ui::link(&href, &ui::short_day(score.computed_on))) },
            result(score),
            score.band.as_deref().map_or_else(|| html! {}, band_tag),
            html! { (form_words(score)) },
            html! { (score.cause) },
        ]
    });
    let columns = ["Computed", "Result", "Band", "How", "Why it was computed"].map(ui::column);
    html! {
        h2.govuk-heading-m { "How it moved" }
        (picture::movement(&told.bands, &points))
        (ui::Table::new("Every result, the newest first", columns).unseen_caption().rows(rows).show())
    }
}

fn own_bands(own: &[Override], open: &OpenPerson, on: Date) -> Markup {
    let shown = own.iter().filter(|o| o.proposed_on <= on).map(|o| {
        let way = if o.direction == Direction::Up { "up" } else { "down" };
        [
            html! { (ui::short_day(o.proposed_on)) br; span.govuk-hint { (o.proposed_by) } },
            html! { (band_tag(&o.computed_band)) " " (way) " to " (band_tag(&o.band)) },
            html! { (o.reason) },
            html! { (state_words(o)) br; (ui::link_about(&open.path(&format!("/risk/overrides/{}", o.id)), "Open", "the proposal")) },
        ]
    });
    let columns = ["Proposed", "Band", "Reason", "What became of it"].map(ui::column);
    let table = ui::Table::new("Officers’ own bands", columns).rows(shown);
    html! { @if !table.is_empty() { (table.show()) } }
}

pub(super) fn state_words(o: &Override) -> &'static str {
    match o.state {
        OverrideState::Proposed => "Waits for a manager",
        OverrideState::Confirmed => "Confirmed",
        OverrideState::Refused => "Refused",
        OverrideState::Ended => "Ended when the computed band changed",
    }
}

fn actions(
    found: &Option<(Working, ScoreStanding)>,
    own: &[Override],
    named: &Named,
    open: &OpenPerson,
    req: &Request,
) -> Markup {
    let has_band =
        found.as_ref().is_some_and(|(_, s)| s.score.band.as_deref().is_some_and(|band| band != "NOT_APPLICABLE"));
    let waits = own.iter().any(|o| o.state == OverrideState::Proposed);
    let href = open.path(&format!("/risk/scores/{}/{}/override", named.generation, named.model));
    html! {
        h2.govuk-heading-m { "Your judgement" }
        @if has_band && !waits { p.govuk-body { (ui::link(&href, "Propose another band, with reasons")) ". The computed result stays beside it." } }
        @if waits { p.govuk-body { "A proposal waits for a manager." } }
        (req.button_frame(&open.path("/risk/scores/again")).hidden("back", format!("{}/{}", named.generation, named.model)).show(&html! {
            (ui::button("Compute again").secondary().repeatable().show())
        }))
    }
}

fn other_day(open: &OpenPerson, named: &Named, form: &Form) -> Markup {
    html! {
        h2.govuk-heading-m { "Another day" }
        form method="get" action=(open.path(&format!("/risk/scores/{}/{}", named.generation, named.model))) {
            (ui::input("on", "Show this score as it stood on").date().show(form))
            (ui::button("Show").secondary().repeatable().show())
        }
    }
}

/// A field, or a predictor that is a part of another, in words.
fn part_words(field: &str) -> String {
    let part = super::NAMES.iter().find(|named| {
        let algorithm = named.model.chars().fold(String::new(), |mut name, letter| {
            if letter.is_uppercase() {
                name.push('_');
            }
            name.extend(letter.to_uppercase());
            name
        });
        algorithm == field
    });
    part.map_or_else(|| field_words(field), |named| named.title.to_lowercase())
}

/// A field of the wire as words: `hasHeroinUsage` is "Heroin usage".
pub(super) fn field_words(field: &str) -> String {
    let field = field
        .strip_prefix("has")
        .or_else(|| field.strip_prefix("is"))
        .filter(|f| f.starts_with(char::is_uppercase))
        .unwrap_or(field);
    let mut words = String::new();
    for letter in field.replace("Followup", "Follow-up").chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(letter.to_lowercase());
    }
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A value of the wire as words: `SOME_PROBLEMS` is "Some problems".
fn value_words(value: &str) -> String {
    let code = value.contains(char::is_uppercase) && value.chars().all(|c| c.is_ascii_uppercase() || c == '_');
    if !code {
        return value.parse::<Date>().map_or_else(|_| value.to_owned(), ui::day);
    }
    let words = value.to_lowercase().replace('_', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
