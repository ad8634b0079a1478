//! RSR: the risk of serious recidivism, the sum of serious violence and both kinds of sexual reoffending in per cent.
//!
//! Always true: 0.00 to 99.99 per cent; an error in a component blocks the sum, a missing answer of the dynamic form of
//! SNSV does not. It knows no formula of its own.

use super::explaining::{self, head, input, step, term};
use super::figures::Figures;
use super::response::{figures, fine_percent, response};
use super::snsv::Examined;
use super::{ospdc, ospiic, snsv};
use crate::dispatch::Model;
use crate::explain::Explanation;
use crate::refusal::{COMPONENT_VALIDATION_ERROR, ValidationError};
use crate::vocabulary::{Band, Sex, StaticOrDynamic, clamp_decimal, half_up};
use crate::wire::Request1;
use jiff::civil::Date;
use serde_json::{Map, Value, json};

/// The inputs of RSR: its components in per cent with two decimals.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RsrInput {
    /// SNSV; none where it gave no score without being blocked.
    pub violence: Option<f64>,
    pub direct_contact: f64,
    pub images: f64,
    /// A woman with a history of sexual offending.
    pub female_with_history: bool,
}

/// A result of RSR.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rsr {
    /// SNSV, OSP/DC, OSP/IIC, and what is added for a woman with a history.
    pub terms: [f64; 4],
    /// 0.00 to 99.99 per cent.
    pub percent: f64,
    pub band: Band,
}

/// The sum of the components, without allocation.
pub fn score(figures: &Figures, input: &RsrInput) -> Rsr {
    let female = if input.female_with_history { fine_percent(figures.female_with_history) } else { 0.0 };
    let terms = [input.violence.unwrap_or(0.0), input.direct_contact, input.images, female];
    let percent = clamp_decimal(half_up(terms.iter().sum(), 2));
    Rsr { terms, percent, band: figures.rsr_bands.of(percent).unwrap_or(Band::Low) }
}

/// The model for the dispatcher.
pub(super) const MODEL: Model<Request1> = Model { name: "rsr", answer, refuse, explain };

/// A result with the form of its largest component.
struct Summed {
    scored: Rsr,
    form: Option<StaticOrDynamic>,
}

fn examine(request: &Request1, today: Date) -> Result<Summed, Vec<ValidationError>> {
    let figures = figures()?;
    let (direct, images) = (ospdc::examine(request, today), ospiic::examine(request));
    let violence = snsv::examine(request, today);
    let mut blocked = Vec::new();
    if direct.is_err() {
        blocked.push("OSPDC");
    }
    if images.is_err() {
        blocked.push("OSPIIC");
    }
    if let Err(errors) = &violence
        && errors.errors.iter().any(|error| error.kind != crate::refusal::MISSING_DYNAMIC_INPUT.name)
    {
        blocked.push("SNSV");
    }
    let (Ok((_, direct)), Ok(images), true) = (direct, images, blocked.is_empty()) else {
        return Err(vec![COMPONENT_VALIDATION_ERROR.about(&blocked)]);
    };
    let violence = violence.ok().map(|Examined { scored, .. }| scored);
    let input = RsrInput {
        violence: violence.map(|scored| scored.percent),
        direct_contact: direct.percent,
        images: images.percent,
        female_with_history: request.gender == Some(Sex::Female)
            && request.has_ever_committed_sexual_offence == Some(true),
    };
    Ok(Summed { scored: score(figures, &input), form: violence.map(|scored| scored.form) })
}

fn answer(request: &Request1, today: Date) -> Value {
    let components = json!({
        "directContactSexualPredictorScore": ospdc::answer(request, today),
        "indirectContactSexualPredictorScore": ospiic::answer(request, today),
        "seriousViolencePredictorScore": snsv::answer(request, today),
    });
    match examine(request, today) {
        Ok(Summed { scored, .. }) => {
            let output = json!({
                "band": scored.band.wire(), "overallScore": scored.percent,
                "femaleVersion": request.gender == Some(Sex::Female),
                "hasSexualOffenceHistory": request.has_ever_committed_sexual_offence,
                "componentScores": components,
            });
            response("RSR", Some("COMBINED"), output, Map::new(), &[])
        }
        Err(errors) => blocked(components, &errors),
    }
}

fn blocked(components: Value, errors: &[ValidationError]) -> Value {
    let output = json!({
        "band": null, "overallScore": null, "femaleVersion": null, "hasSexualOffenceHistory": null,
        "componentScores": components,
    });
    response("RSR", Some("COMBINED"), output, Map::new(), errors)
}

fn refuse(errors: Vec<ValidationError>) -> Value {
    let components = json!({
        "directContactSexualPredictorScore": (ospdc::MODEL.refuse)(errors.clone()),
        "indirectContactSexualPredictorScore": (ospiic::MODEL.refuse)(errors.clone()),
        "seriousViolencePredictorScore": (snsv::MODEL.refuse)(errors.clone()),
    });
    blocked(components, &errors)
}

fn explain(request: &Request1, today: Date) -> Explanation {
    let mut told = head(
        "RSR",
        "Risk of Serious Recidivism",
        "Proven seriously harmful reoffending within two years",
        "The components in per cent with two decimals are added, with a constant for a woman with a history of sexual offending; an error in a component blocks the sum",
    );
    told.unit = "per cent".to_owned();
    told.inputs = vec![
        input("gender", &request.gender, "sex"),
        input(
            "hasEverCommittedSexualOffence",
            &request.has_ever_committed_sexual_offence,
            "history of sexual offending",
        ),
    ];
    if let Ok(figures) = Figures::shipped() {
        told.data = figures.provenance.clone();
        told.bands = figures.rsr_bands.spans();
    }
    match examine(request, today) {
        Ok(Summed { scored, form }) => {
            let [violence, direct, images, female] = scored.terms;
            told.form = form.map(|form| form.wire().to_owned());
            told.terms = vec![
                term("SNSV", "Serious non-sexual violence", form.map_or("no score", StaticOrDynamic::plain), violence),
                term("OSPDC", "Direct-contact sexual reoffending", format!("{direct}%"), direct),
                term("OSPIIC", "Images and indirect contact", format!("{images}%"), images),
                term(
                    "female",
                    "A woman with a history of sexual offending",
                    if female > 0.0 { "yes" } else { "no" },
                    female,
                ),
            ];
            told.total = Some(told.sum());
            told.steps = vec![step("The sum with two decimals, from 0.00 to 99.99", scored.percent)];
            told.score = Some(scored.percent);
            told.band = Some(scored.band.wire().to_owned());
            told.would_change = changes(request, today, scored.band);
        }
        Err(errors) => told.errors = errors,
    }
    if let Err(blocked) = snsv::examine(request, today) {
        told.missing = explaining::missing(&blocked.errors);
    }
    told
}

fn changes(request: &Request1, today: Date, now: Band) -> Vec<crate::explain::Change> {
    use crate::vocabulary::Problem;
    let mut others = Vec::new();
    explaining::other_words!(others, request, Problem: suitability_of_accommodation "Suitability of accommodation", current_relationship_with_partner "Relationship with the partner", current_alcohol_use_problems "Alcohol now", excessive_alcohol_use "Binges", impulsivity_problems "Impulsivity", temper_control "Temper control", pro_criminal_attitudes "Pro-criminal attitudes");
    explaining::other_flags!(others, request: did_offence_involve_carrying_or_using_weapon "Weapon in the offence", is_unemployed "Unemployed", domestic_abuse_against_partner "Domestic abuse of a partner", is_current_offence_against_victim_stranger "Current offence against a stranger");
    explaining::other_counts!(others, request: total_number_of_sanctions_for_all_offences "Sanctions in all", total_number_of_violent_sanctions "Sanctions for violence");
    explaining::would_change(others, now, |request| {
        examine(request, today).ok().map(|summed| (summed.scored.percent, summed.scored.band))
    })
}
