//! What the tier asks of this room: scores, needs, women's answers, registrations and the level of harm, as they stand
//! now. It gives facts alone and does not know what tier follows.

use crate::assessments::{self, Sheet};
use crate::harm::{Level, harm_level};
use crate::needs::{Severity, of_sheet};
use crate::questions::current;
use crate::registrations::registrations;
use crate::scores::{Past, Score, ScoreStanding, latest_scores};
use actuarial::tier::{self, Band, DirectContactScore, NEEDS, Predictors, Rosh, ScoreKind, Severities, WomensAnswers};
use kernel::{Date, PersonKeys};
use store::{Cx, Result};

/// A registration that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flagged {
    /// The code of its type.
    pub code: String,
    pub on: Date,
    pub level: Option<String>,
    pub category: Option<String>,
}

/// The facts of one person.
#[derive(Clone, Debug, Default)]
pub struct TierFacts {
    /// Risk of serious recidivism, in per cent.
    pub rsr: Option<f64>,
    /// OGRS3 over two years, in per cent.
    pub ogrs3: Option<f64>,
    /// The newest scores of the second generation.
    pub predictors: Option<Predictors>,
    pub womens: WomensAnswers,
    /// Nothing while there is no assessment.
    pub needs: Option<Severities>,
    pub registrations: Vec<Flagged>,
    /// The overall level of risk of serious harm where the person is, for those without a registered level.
    pub rosh: Option<Rosh>,
    /// By the codes of offences on the record, or by the signed assessment.
    pub sexual_offence: bool,
}

/// The facts of a person, the absorbed records among them. Scores are those computed: an overridden band changes none.
///
/// # Errors
/// When the database fails.
pub fn tier_facts(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<TierFacts> {
    let registered = registrations(cx, keys)?.into_iter();
    let mut facts = TierFacts {
        registrations: registered
            .map(|r| Flagged { code: r.code, on: r.on, level: r.level, category: r.category })
            .collect(),
        rosh: harm_level(cx, keys)?.map(rosh),
        ..TierFacts::default()
    };
    read_scores(&mut facts, &latest_scores(cx, keys)?);
    let events = sentences::events(cx, keys)?;
    facts.sexual_offence = !Past::of(&events).sexual.is_empty();
    let Some(signed) = assessments::latest_signed(cx, keys)? else { return Ok(facts) };
    let sheet = assessments::sheet(cx, &signed)?;
    let catalogue = current(cx)?;
    let mut severities: Severities = [None; NEEDS.len()];
    for need in of_sheet(&catalogue, &signed, &sheet) {
        let at = need_of_section(&need.section).and_then(|n| NEEDS.iter().position(|known| *known == n));
        if let Some(slot) = at.and_then(|at| severities.get_mut(at)) {
            *slot = need.severity.map(severity);
        }
    }
    facts.needs = Some(severities);
    facts.womens = womens(&sheet);
    facts.sexual_offence |= sheet.value(SEXUAL) == Some("yes");
    Ok(facts)
}

/// The predictors of the second generation, and the two scores of the first that the two-part tier reads.
fn read_scores(facts: &mut TierFacts, standings: &[ScoreStanding]) {
    let of = |generation: i32, model: &str| {
        standings.iter().map(|s| &s.score).find(|s| s.generation == generation && s.model == model)
    };
    let value = |generation, model| of(generation, model).and_then(|s| s.score);
    facts.rsr = value(1, "rsr");
    facts.ogrs3 = value(1, "ogrs3");
    let (all, combined) = (of(2, "allReoffendingPredictor"), of(2, "combinedSeriousReoffendingPredictor"));
    if all.is_none() && combined.is_none() {
        return;
    }
    let kind = |score: Option<&Score>| match score.and_then(|s| s.form.as_deref()) {
        Some("STATIC") => ScoreKind::Static,
        Some("DYNAMIC") => ScoreKind::Dynamic,
        _ => ScoreKind::Unknown,
    };
    let contact = of(2, "directContactSexualReoffendingPredictor");
    facts.predictors = Some(Predictors {
        arp: all.and_then(|s| s.score),
        arp_kind: kind(all),
        csrp: combined.and_then(|s| s.score),
        csrp_kind: kind(combined),
        direct_contact: contact.map(|s| DirectContactScore { score: s.score, band: s.band.as_deref().and_then(band) }),
    });
}

fn band(code: &str) -> Option<Band> {
    Some(match code {
        "LOW" => Band::Low,
        "MEDIUM" => Band::Medium,
        "HIGH" => Band::High,
        "VERY_HIGH" => Band::VeryHigh,
        "NOT_APPLICABLE" => Band::NotApplicable,
        _ => return None,
    })
}

/// Whether the person ever committed a sexual offence, where the record of sentences does not say so.
const SEXUAL: &str = "1.41";

/// The questions on which a woman's protection turns, by their numbers in the assessment.
const PARENTING: &str = "6.9";
const IMPULSIVITY: &str = "11.2";
const TEMPER: &str = "11.4";

fn womens(sheet: &Sheet) -> WomensAnswers {
    let is_problem = |question: &str| matches!(sheet.value(question), Some("some" | "significant"));
    WomensAnswers {
        parenting: sheet.value(PARENTING) == Some("yes"),
        impulsivity: is_problem(IMPULSIVITY),
        temper: is_problem(TEMPER),
    }
}

fn need_of_section(section: &str) -> Option<tier::Need> {
    Some(match section {
        "accommodation" => tier::Need::Accommodation,
        "employment" => tier::Need::Education,
        "financial" => tier::Need::Finance,
        "relationships" => tier::Need::Relationships,
        "lifestyle" => tier::Need::Lifestyle,
        "drugs" => tier::Need::Drugs,
        "alcohol" => tier::Need::Alcohol,
        "emotional" => tier::Need::Emotional,
        "thinking" => tier::Need::Thinking,
        "attitudes" => tier::Need::Attitudes,
        _ => return None,
    })
}

fn severity(severity: Severity) -> tier::Severity {
    match severity {
        Severity::None => tier::Severity::None,
        Severity::Standard => tier::Severity::Standard,
        Severity::Severe => tier::Severity::Severe,
    }
}

fn rosh(level: Level) -> Rosh {
    match level {
        Level::Low => Rosh::Low,
        Level::Medium => Rosh::Medium,
        Level::High => Rosh::High,
        Level::VeryHigh => Rosh::VeryHigh,
    }
}
