//! OSP/IIC: the chance of proven reoffending with indecent images or indirect contact with a child, by a hierarchy of rules.
//!
//! Always true: the first rule that fits decides; women and men without a history have no score. It knows no date.

use super::explaining::{head, input, refused, step};
use super::figures::Figures;
use super::ospdc::{Counts, sexual_errors};
use super::response::{figures, fine_percent, response};
use crate::dispatch::Model;
use crate::explain::Explanation;
use crate::refusal::ValidationError;
use crate::vocabulary::{Band, Sex};
use crate::wire::Request1;
use jiff::civil::Date;
use serde_json::{Map, Value, json};

/// A result of OSP/IIC.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ospiic {
    /// Not applicable, low, medium or high.
    pub band: Band,
    /// The contribution, 0 to 0.1031.
    pub contribution: f64,
    /// The same in per cent with two decimals.
    pub percent: f64,
    /// Which rule decided, counted from 0; none where the model does not apply.
    pub rule: Option<usize>,
}

/// The result that stands where the model does not apply.
pub(super) const NOT_APPLICABLE: Ospiic =
    Ospiic { band: Band::NotApplicable, contribution: 0.0, percent: 0.0, rule: None };

/// The score of a man with a history of sexual offending and these counts, without allocation.
pub fn score(figures: &Figures, counts: &Counts) -> Ospiic {
    let rule = match *counts {
        Counts { images, .. } if images >= 2 => 0,
        Counts { images: 1, .. } => 1,
        Counts { child, .. } if child >= 2 => 2,
        Counts { child: 1, .. } => 3,
        Counts { adult: 0, child: 0, non_contact: 0, images: 0 } => 4,
        _ => 5,
    };
    let (band, contribution) = figures.ospiic.get(rule).copied().unwrap_or((Band::Low, 0.0));
    Ospiic { band, contribution, percent: fine_percent(contribution), rule: Some(rule) }
}

/// The model for the dispatcher.
pub(super) const MODEL: Model<Request1> = Model { name: "ospiic", answer, refuse, explain };

/// The result of `request`, or every reason why there is none.
pub(super) fn examine(request: &Request1) -> Result<Ospiic, Vec<ValidationError>> {
    let figures = figures()?;
    let errors = sexual_errors(request, false);
    if !errors.is_empty() {
        return Err(errors);
    }
    if request.gender == Some(Sex::Female) || request.has_ever_committed_sexual_offence == Some(false) {
        return Ok(NOT_APPLICABLE);
    }
    Ok(Counts::of(request).map_or(NOT_APPLICABLE, |counts| score(figures, &counts)))
}

pub(super) fn answer(request: &Request1, _today: Date) -> Value {
    match examine(request) {
        Ok(scored) => {
            let output = json!({
                "band": scored.band.wire(), "score": scored.percent,
                "femaleVersion": request.gender == Some(Sex::Female),
                "hasSexualOffenceHistory": request.has_ever_committed_sexual_offence,
            });
            response("OSPIIC", Some("STATIC"), output, Map::new(), &[])
        }
        Err(errors) => refuse(errors),
    }
}

fn refuse(errors: Vec<ValidationError>) -> Value {
    let output = json!({ "band": null, "score": null, "femaleVersion": null, "hasSexualOffenceHistory": null });
    response("OSPIIC", Some("STATIC"), output, Map::new(), &errors)
}

const RULES: [&str; 6] = [
    "two or more sanctions for indecent images",
    "one sanction for indecent images",
    "two or more contact sanctions against children",
    "one contact sanction against a child",
    "no sanction of any of the four kinds",
    "any other sanction of the four kinds",
];

fn explain(request: &Request1, _today: Date) -> Explanation {
    let mut told = head(
        "OSP/IIC",
        "OASys Sexual reoffending Predictor, indecent images and indirect contact",
        "Proven reoffending with indecent images of children or indirect contact",
        "The first rule of the hierarchy that fits gives band and score; men with a history of sexual offending only",
    );
    told.form = Some("STATIC".to_owned());
    told.unit = "per cent".to_owned();
    told.inputs = vec![
        input("gender", &request.gender, "sex"),
        input(
            "hasEverCommittedSexualOffence",
            &request.has_ever_committed_sexual_offence,
            "history of sexual offending",
        ),
        input("isCurrentOffenceSexuallyMotivated", &request.is_current_offence_sexually_motivated, "must be answered"),
        input("totalContactAdultSexualSanctions", &request.total_contact_adult_sexual_sanctions, ""),
        input("totalContactChildSexualSanctions", &request.total_contact_child_sexual_sanctions, ""),
        input("totalNonContactSexualOffences", &request.total_non_contact_sexual_offences, ""),
        input("totalIndecentImageSanctions", &request.total_indecent_image_sanctions, ""),
    ];
    if let Ok(figures) = Figures::shipped() {
        told.data = figures.provenance.clone();
    }
    match examine(request) {
        Ok(scored) => {
            if let Some(title) = scored.rule.and_then(|rule| RULES.get(rule)) {
                told.terms =
                    vec![super::explaining::term("hierarchy", "The first rule that fits", title, scored.percent)];
                told.steps = vec![step(format!("Rule: {title}"), format!("{}%", scored.percent))];
            } else {
                told.steps = vec![step("A woman, or no history of sexual offending", "not applicable")];
            }
            told.total = Some(scored.percent);
            told.score = Some(scored.percent);
            told.band = Some(scored.band.wire().to_owned());
        }
        Err(errors) => refused(&mut told, errors),
    }
    told
}
