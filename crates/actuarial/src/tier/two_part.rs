//! The older tier: a letter for protection (A to D), a digit for change (0 to 3), and S for a case past its supervised part.
//!
//! Always true: of the two measures of serious harm only the higher counts, and a result keeps all points so that it can
//! be told. It gives the same answer twice and knows no clock.

use super::needs::{NEEDS, Need, Severity};
use super::policy::TierPolicy;
use super::{Flags, Letter};

/// One conviction, as far as the digit asks.
#[derive(Clone, Copy, Debug)]
pub struct Conviction<'a, R> {
    /// An ended one gives no mandate.
    pub terminated: bool,
    pub sentence: Option<&'a str>,
    pub requirements: R,
}

/// One requirement, as far as the digit asks.
#[derive(Clone, Copy, Debug)]
pub struct Requirement<'a> {
    pub main_category: Option<&'a str>,
    pub restrictive: bool,
}

/// Whether any running sentence leaves room to work on change: custody, or a requirement that is more than a restriction
/// or unpaid work.
pub fn has_mandate<'a, R, C>(policy: &TierPolicy, convictions: C) -> bool
where
    R: IntoIterator<Item = Requirement<'a>>,
    C: IntoIterator<Item = Conviction<'a, R>>,
{
    let named = |list: &[String], code: Option<&str>| {
        code.is_some_and(|c| list.iter().any(|known| known.eq_ignore_ascii_case(c.trim())))
    };
    let change = &policy.v2.change;
    convictions.into_iter().any(|c| {
        !c.terminated
            && (named(&change.custodial_sentences, c.sentence)
                || c.requirements
                    .into_iter()
                    .any(|r| !r.restrictive && !named(&change.not_for_change, r.main_category)))
    })
}

/// The severity of each need; nothing where it could not be told.
pub type Severities = [Option<Severity>; NEEDS.len()];

/// A woman's answers that count for protection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WomensAnswers {
    /// Has parenting responsibilities.
    pub parenting: bool,
    /// Some or significant problems with acting on impulse.
    pub impulsivity: bool,
    /// Some or significant problems with temper.
    pub temper: bool,
}

/// Everything the older tier asks.
#[derive(Clone, Copy, Debug, Default)]
pub struct TwoPartFacts {
    /// Risk of serious recidivism, in per cent.
    pub rsr: Option<f64>,
    /// OGRS3 over two years, in per cent.
    pub ogrs3: Option<f64>,
    pub female: bool,
    pub womens: WomensAnswers,
    /// A breach or recall within the year, as the case record tells it.
    pub enforcement: bool,
    pub mandate: bool,
    /// Nothing when there is no assessment.
    pub needs: Option<Severities>,
    pub flags: Flags,
}

/// The points of the letter, each part kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ProtectPoints {
    pub rsr: u32,
    pub rosh: u32,
    pub mappa: u32,
    pub complexity: u32,
    pub parenting: u32,
    pub impulsivity_or_temper: u32,
    pub enforcement: u32,
    /// What counts: all, less the lower of RSR and harm.
    pub total: u32,
}

/// How the digit came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeBasis {
    NoMandate,
    NoAssessment,
    Points { needs: u32, ogrs: u32, iom: u32 },
}

/// The older tier with its points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TwoPartTier {
    pub protect: Letter,
    pub protect_points: ProtectPoints,
    pub change: u8,
    pub basis: ChangeBasis,
    /// The suffix S.
    pub unsupervised: bool,
}

impl std::fmt::Display for TwoPartTier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}{}", self.protect.code(), self.change, if self.unsupervised { "S" } else { "" })
    }
}

impl TwoPartTier {
    /// The points behind the digit.
    #[must_use]
    pub fn change_points(&self) -> u32 {
        match self.basis {
            ChangeBasis::Points { needs, ogrs, iom } => needs + ogrs + iom,
            ChangeBasis::NoMandate | ChangeBasis::NoAssessment => 0,
        }
    }
}

/// Works out the older tier.
#[must_use]
pub fn two_part(policy: &TierPolicy, facts: &TwoPartFacts) -> TwoPartTier {
    let protect_points = protect(policy, facts);
    let levels = &policy.v2.protect.levels;
    let protect = levels.iter().find(|l| protect_points.total >= l.from).map_or(Letter::D, |l| l.level);
    let (change, basis) = change(policy, facts);
    TwoPartTier { protect, protect_points, change, basis, unsupervised: facts.flags.unsupervised }
}

fn protect(policy: &TierPolicy, facts: &TwoPartFacts) -> ProtectPoints {
    let p = &policy.v2.protect;
    let when = |holds: bool, points: u32| if holds { points } else { 0 };
    let mut points = ProtectPoints {
        rsr: p.rsr(facts.rsr.unwrap_or(0.0)),
        rosh: p.rosh(facts.flags.rosh),
        mappa: p.mappa(facts.flags.mappa_level),
        complexity: facts.flags.factors.count() * p.each_complexity_factor,
        parenting: when(facts.female && facts.womens.parenting, p.parenting),
        impulsivity_or_temper: when(
            facts.female && (facts.womens.impulsivity || facts.womens.temper),
            p.impulsivity_or_temper,
        ),
        enforcement: when(facts.female && facts.enforcement, p.enforcement),
        total: 0,
    };
    points.total = points.rsr.max(points.rosh)
        + points.mappa
        + points.complexity
        + points.parenting
        + points.impulsivity_or_temper
        + points.enforcement;
    points
}

fn change(policy: &TierPolicy, facts: &TwoPartFacts) -> (u8, ChangeBasis) {
    let change = &policy.v2.change;
    if !facts.mandate {
        return (change.no_mandate_level, ChangeBasis::NoMandate);
    }
    let Some(severities) = &facts.needs else {
        return (change.no_assessment_level, ChangeBasis::NoAssessment);
    };
    let needs = NEEDS.iter().map(|n| need_points(policy, *n, severities)).sum();
    let ogrs = ogrs_points(facts.ogrs3.unwrap_or(0.0), change.ogrs_percent_a_point);
    let iom = if facts.flags.iom { change.iom } else { 0 };
    let total: u32 = needs + ogrs + iom;
    let level = change.levels.iter().find(|l| total >= l.from).map_or(1, |l| l.level);
    (level, ChangeBasis::Points { needs, ogrs, iom })
}

/// The points that one need gives.
#[must_use]
pub fn need_points(policy: &TierPolicy, need: Need, severities: &Severities) -> u32 {
    let severity = severities.get(need.at()).copied().flatten();
    severity.map_or(0, |s| s.times() * policy.v2.need(need).weight)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a percentage, held between 0 and 100 before the cast"
)]
fn ogrs_points(percent: f64, a_point: u32) -> u32 {
    if percent.is_nan() { 0 } else { (percent.clamp(0.0, 100.0) / f64::from(a_point.max(1))).floor() as u32 }
}
