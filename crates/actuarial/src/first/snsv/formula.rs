//! The sum and the curve of SNSV.
//!
//! Always true: the terms are added in the order of the service, the static ones first; the rate of violence is rounded to
//! 16 decimals, as the service does. It allocates nothing and knows no request.

use crate::first::fault::Fault;
use crate::first::figures::{Figures, SnsvExtras, SnsvFigures};
use crate::first::response::fine_percent;
use crate::vocabulary::{PreviousConviction, Problem, Sex, StaticOrDynamic, half_up, logistic};

/// The inputs of the static form.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SnsvInput {
    pub sex: Sex,
    /// Completed years at the start of the follow-up; 10 or more.
    pub age_at_followup: i32,
    /// Completed years at the current conviction; 10 or more where a term asks for it.
    pub age_at_conviction: i32,
    /// Completed years at the first sanction; not above the age at the current conviction.
    pub age_at_first_sanction: i32,
    /// All sanctions, the current one with them; 1 or more.
    pub sanctions: i32,
    /// Of them for violence; 0 or more.
    pub violent_sanctions: i32,
    /// Completed months from the start of the follow-up to the assessment, 0 to 36.
    pub months: i32,
    /// The weight of the current offence in the form used, and its second weight for violence against the person.
    pub offence: (f64, f64),
}

/// What the dynamic form asks for beyond that.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SnsvAnswers {
    pub weapon: bool,
    pub accommodation: Problem,
    pub unemployed: bool,
    pub partner: Problem,
    pub alcohol: Problem,
    pub binge: Problem,
    pub impulsivity: Problem,
    pub temper: Problem,
    pub pro_criminal: Problem,
    pub domestic_abuse: bool,
    /// How often each kind was listed, in the order of `PreviousConviction::ALL`; a kind listed twice counts twice.
    pub past: [u16; 9],
}

impl SnsvAnswers {
    /// The counts of a list of kinds.
    pub fn past_of(list: &[PreviousConviction]) -> [u16; 9] {
        let mut counts = [0; 9];
        for kind in list {
            if let Some(count) = counts.get_mut(usize::from(kind.step())) {
                *count += 1;
            }
        }
        counts
    }
}

/// A result of SNSV.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Snsv {
    pub form: StaticOrDynamic,
    /// The 13 static terms.
    pub terms: [f64; 13],
    /// The 11 terms of the dynamic form, noughts in the static one.
    pub extras: [f64; 11],
    /// Their sum, in log odds.
    pub total: f64,
    /// The probability, 0 to 1, with 16 decimals.
    pub probability: f64,
    /// The same in per cent with two decimals.
    pub percent: f64,
}

const DATE_OF_CONVICTION: &str = "current conviction date";
const CONVICTION: &str = "current conviction";

/// The score of `input`, dynamic when there are answers, without allocation.
///
/// # Errors
/// An age below ten where a term asks for it, or a count that the formula cannot take.
pub fn score(figures: &Figures, input: &SnsvInput, answers: Option<&SnsvAnswers>) -> Result<Snsv, Fault> {
    let [fixed, dynamic] = &figures.snsv;
    let form = if answers.is_some() { StaticOrDynamic::Dynamic } else { StaticOrDynamic::Static };
    let terms = static_terms(if answers.is_some() { dynamic } else { fixed }, input)?;
    let extras = answers.map_or([0.0; 11], |answers| dynamic_terms(&figures.snsv_extras, answers));
    let total = terms.iter().chain(&extras).sum::<f64>();
    let probability = sixteen(logistic(total));
    Ok(Snsv { form, terms, extras, total, probability, percent: fine_percent(probability) })
}

/// Rounded to 16 decimals. From one half on, doubles lie further apart than that, so that nothing moves.
fn sixteen(x: f64) -> f64 {
    if x.abs() >= 0.5 { x } else { half_up(x, 16) }
}

fn static_terms(f: &SnsvFigures, input: &SnsvInput) -> Result<[f64; 13], Fault> {
    let female = input.sex == Sex::Female;
    let by_sex = |pair: [f64; 2]| if female { pair[1] } else { pair[0] };
    if input.age_at_followup < 10 {
        return Err(Fault::BelowTen("date at start of followup"));
    }
    let gap = |stage: &'static str| {
        if input.age_at_conviction < 10 {
            return Err(Fault::BelowTen(stage));
        }
        if input.age_at_first_sanction > input.age_at_conviction {
            return Err(Fault::NegativeGap);
        }
        Ok(f64::from(input.age_at_conviction) - f64::from(input.age_at_first_sanction))
    };
    let (n, v) = (f64::from(input.sanctions), f64::from(input.violent_sanctions));
    let second = if input.sanctions == 2 { gap(DATE_OF_CONVICTION)? * by_sex(f.second_gap) } else { 0.0 };
    let rate = if input.sanctions >= 3 { (n / (gap(DATE_OF_CONVICTION)? + 12.0)).ln() * by_sex(f.rate) } else { 0.0 };
    let history = match input.violent_sanctions {
        0 => by_sex(f.never_violent),
        1 => f.once_violent,
        _ => 0.0,
    };
    if input.violent_sanctions < 0 {
        return Err(Fault::Invalid("total number of violent sanctions", input.violent_sanctions));
    }
    let violence =
        if input.violent_sanctions >= 1 { (v / (gap(CONVICTION)? + 30.0)).ln() * f.violence_rate } else { 0.0 };
    if input.sanctions < 1 {
        return Err(Fault::Invalid("total number of sanctions", input.sanctions));
    }
    let number = match input.sanctions {
        1 => f.first_sanction,
        2 => f.second_sanction,
        _ => 0.0,
    };
    Ok([
        f.intercept,
        if female { f.female } else { 0.0 },
        polynomial(if female { f.age_female } else { f.age_male }, f64::from(input.age_at_followup)),
        input.offence.0,
        second,
        polynomial(f.months, f64::from(input.months)),
        rate,
        history,
        v * f.violent_sanctions,
        sixteen(violence),
        input.offence.1,
        n * f.sanctions,
        number,
    ])
}

/// `x` times the polynomial with these coefficients.
fn polynomial(coefficients: [f64; 4], x: f64) -> f64 {
    x * coefficients.iter().rev().fold(0.0, |sum, coefficient| sum * x + coefficient)
}

fn dynamic_terms(f: &SnsvExtras, answers: &SnsvAnswers) -> [f64; 11] {
    let step = |problem: Problem| f64::from(problem.step());
    let when = |answer: bool, weight: f64| if answer { weight } else { 0.0 };
    let past = f.past.iter().zip(answers.past).map(|(weight, count)| weight * f64::from(count)).sum();
    [
        when(answers.weapon, f.weapon),
        step(answers.accommodation) * f.accommodation,
        when(answers.unemployed, 2.0 * f.unemployed),
        step(answers.partner) * f.partner,
        step(answers.alcohol) * f.alcohol,
        step(answers.binge) * f.binge,
        step(answers.impulsivity) * f.impulsivity,
        step(answers.temper) * f.temper,
        step(answers.pro_criminal) * f.pro_criminal,
        when(answers.domestic_abuse, f.domestic_abuse),
        past,
    ]
}
