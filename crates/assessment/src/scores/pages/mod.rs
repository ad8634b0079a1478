//! The pages of scores: the panel on the Risk page, a page for each score, and those of an officer's own band.

mod decide;
mod listing;
mod panel;
mod picture;
mod show;

pub use listing::moved_bands;
pub(crate) use panel::panel;

use super::{Override, Score};
use actuarial::vocabulary::Band;
use kernel::Permission;
use web::ui::Colour;
use web::{Markup, Route, html, ui};

/// A model as people call it.
pub(super) struct Named {
    pub(super) generation: i32,
    pub(super) model: &'static str,
    pub(super) title: &'static str,
    pub(super) short: &'static str,
    pub(super) screen: bool,
}

const fn named(generation: i32, model: &'static str, short: &'static str, title: &'static str, screen: bool) -> Named {
    Named { generation, model, title, short, screen }
}

/// Every model in the order of the pages.
pub(super) const NAMES: &[Named] = &[
    named(2, "allReoffendingPredictor", "ARP", "All reoffending", false),
    named(2, "violentReoffendingPredictor", "VRP", "Violent reoffending", false),
    named(2, "seriousViolentReoffendingPredictor", "SVRP", "Serious violent reoffending", false),
    named(2, "directContactSexualReoffendingPredictor", "DC-SRP", "Direct contact sexual reoffending", false),
    named(2, "imagesAndIndirectContactSexualReoffendingPredictor", "IIC-SRP", "Images and indirect contact", false),
    named(2, "combinedSeriousReoffendingPredictor", "CSRP", "Combined serious reoffending", false),
    named(2, "mst", "MST", "Maturity screen", true),
    named(2, "lds", "LDS", "Learning screen", true),
    named(2, "opd", "OPD", "Personality disorder pathway screen", true),
    named(2, "pni", "PNI", "Programme needs", true),
    named(1, "ogrs3", "OGRS3", "General reoffending", false),
    named(1, "ovp", "OVP", "Violence-type reoffending", false),
    named(1, "ogp", "OGP", "Non-violent reoffending", false),
    named(1, "snsv", "SNSV", "Serious non-sexual violence", false),
    named(1, "ospdc", "OSP/DC", "Direct contact sexual reoffending", false),
    named(1, "ospiic", "OSP/IIC", "Images and indirect contact", false),
    named(1, "rsr", "RSR", "Serious recidivism", false),
];

pub(super) fn name_of(generation: i32, model: &str) -> Option<&'static Named> {
    NAMES.iter().find(|named| named.generation == generation && named.model == model)
}

pub(super) fn routes() -> Vec<Route> {
    use Permission::{Assess, Oversee, ReadPeople};
    vec![
        Route::get("/people/{crn}/risk/scores/{generation}/{model}", ReadPeople, show::show),
        Route::get("/people/{crn}/risk/scores/{generation}/{model}/override", Assess, decide::form),
        Route::post("/people/{crn}/risk/scores/{generation}/{model}/override", Assess, decide::propose),
        Route::post("/people/{crn}/risk/scores/again", Assess, decide::again),
        Route::get("/people/{crn}/risk/overrides/{id}", ReadPeople, decide::one),
        Route::post("/people/{crn}/risk/overrides/{id}", Oversee, decide::decide),
    ]
}

/// What an officer's own band is about: "All reoffending, low to medium".
pub(crate) fn override_title(row: &Override) -> String {
    let title = name_of(row.generation, &row.model).map_or(row.model.as_str(), |named| named.title);
    let plain = |band: &str| band_words(band).to_lowercase();
    format!("{title}, {} to {}", plain(&row.computed_band), plain(&row.band))
}

/// A band as a tag.
pub(crate) fn band_tag(band: &str) -> Markup {
    let colour = match Band::from_wire(band) {
        Some(Band::Low) => Colour::Green,
        Some(Band::Medium) => Colour::Yellow,
        Some(Band::High) => Colour::Orange,
        Some(Band::VeryHigh) => Colour::Red,
        Some(Band::NotApplicable) | None => Colour::Grey,
    };
    ui::tag(colour, &band_words(band))
}

/// A band in words, with a capital.
pub(super) fn band_words(band: &str) -> String {
    let words = Band::from_wire(band).map_or(band, |band| band.plain());
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What a model is called; its wire name where nobody knows it.
pub(crate) fn score_title(generation: i32, model: &str) -> &str {
    name_of(generation, model).map_or(model, |named| named.title)
}

/// The result of a model in one cell.
pub(super) fn result(score: &Score) -> Markup {
    result_words(score.generation, score.score, score.band.as_deref(), score.outcome.as_deref())
}

/// The same of its parts.
pub(crate) fn result_words(generation: i32, score: Option<f64>, band: Option<&str>, outcome: Option<&str>) -> Markup {
    match (score, outcome) {
        (Some(_), _) if band == Some("NOT_APPLICABLE") => html! { "Does not apply" },
        (Some(percent), _) if generation == 1 && percent.fract() == 0.0 => html! { (percent) "%" },
        (Some(percent), _) => html! { (format!("{percent:.2}")) "%" },
        (None, Some(outcome)) => html! { (outcome_words(outcome)) },
        (None, None) => html! { "Not computed" },
    }
}

/// What a screen or a level found, in words; what nobody knows, as it is.
#[must_use]
pub fn outcome_words(outcome: &str) -> &str {
    match outcome {
        "SCREEN_IN" => "Screened in",
        "SCREEN_OUT" => "Screened out",
        "OMISSION" => "Not enough answers",
        "ALTERNATIVE" => "Alternative",
        "MODERATE" => "Moderate intensity",
        "HIGH" => "High intensity",
        "YES" => "Yes",
        "NO" => "No",
        "0" => "Level 0",
        "1" => "Level 1",
        "2" => "Level 2",
        other => other,
    }
}

/// The form of a result in words.
pub(super) fn form_words(score: &Score) -> &'static str {
    match score.form.as_deref() {
        Some("DYNAMIC") => "With the answers",
        Some("STATIC") => "From the record alone",
        _ => "",
    }
}
