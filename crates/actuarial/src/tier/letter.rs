//! The newer tier: one letter, A (high) to G (low), the highest of eight steps; or not supervised; or scores missing.
//!
//! Always true: each step is kept, so that the result can be told, and a result that could still rise is marked
//! provisional. `today` is given, never read.

use super::policy::TierPolicy;
use super::{Flags, Letter};
use jiff::ToSpan;
use jiff::civil::Date;

/// Whether a score used the officer's answers or the record alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScoreKind {
    Static,
    Dynamic,
    /// The sender did not say.
    Unknown,
}

/// The band of the direct contact sexual predictor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Band {
    Low,
    Medium,
    High,
    VeryHigh,
    NotApplicable,
}

/// The direct contact sexual predictor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DirectContactScore {
    /// In per cent.
    pub score: Option<f64>,
    pub band: Option<Band>,
}

/// The newest predictors of the second generation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Predictors {
    /// All reoffending, in per cent.
    pub arp: Option<f64>,
    pub arp_kind: ScoreKind,
    /// Combined serious reoffending, in per cent.
    pub csrp: Option<f64>,
    pub csrp_kind: ScoreKind,
    pub direct_contact: Option<DirectContactScore>,
}

/// Everything the newer tier asks.
#[derive(Clone, Copy, Debug, Default)]
pub struct LetterFacts {
    pub has_active_event: bool,
    pub predictors: Option<Predictors>,
    pub flags: Flags,
    /// The latest release on licence, for a life or indeterminate sentence.
    pub released: Option<Date>,
    pub sexual_offence: bool,
}

/// Which step gave a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Scores,
    DirectContact,
    Harm,
    Lifer,
    DomesticAbuse,
    Stalking,
    ChildProtection,
    SexualOffence,
}

/// The steps in their order.
pub const STEPS: [Step; 8] = [
    Step::Scores,
    Step::DirectContact,
    Step::Harm,
    Step::Lifer,
    Step::DomesticAbuse,
    Step::Stalking,
    Step::ChildProtection,
    Step::SexualOffence,
];

/// The letter of each step that gives one.
pub type StepLetters = [Option<Letter>; STEPS.len()];

/// The newer tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LetterTier {
    NotSupervised,
    /// Scores of the second generation, or one of the two that are needed, are missing.
    Missing,
    Tier(Lettered),
}

/// A letter, with what gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lettered {
    pub letter: Letter,
    pub steps: StepLetters,
    /// Could rise once an assessment gives the dynamic scores.
    pub static_scores: bool,
    /// Could rise once the level of harm is known.
    pub no_rosh: bool,
}

impl Lettered {
    /// Whether the letter could still rise.
    #[must_use]
    pub fn provisional(&self) -> bool {
        self.static_scores || self.no_rosh
    }
}

impl LetterTier {
    /// As it is written.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            LetterTier::NotSupervised => "NOT_SUPERVISED",
            LetterTier::Missing => "MISSING",
            LetterTier::Tier(t) => t.letter.code(),
        }
    }

    /// Whether the letter could still rise.
    #[must_use]
    pub fn provisional(&self) -> bool {
        matches!(self, LetterTier::Tier(t) if t.provisional())
    }
}

/// A medium direct contact score that is lower than any medium score can be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BelowMedium {
    pub score: f64,
    pub lowest: f64,
}

/// Works out the newer tier.
///
/// # Errors
/// When the direct contact band says medium and its score is below every medium score.
pub fn letter(policy: &TierPolicy, facts: &LetterFacts, today: Date) -> Result<LetterTier, BelowMedium> {
    if !facts.has_active_event {
        return Ok(LetterTier::NotSupervised);
    }
    let Some(p) = facts.predictors else { return Ok(LetterTier::Missing) };
    let (Some(arp), Some(csrp)) = (p.arp, p.csrp) else { return Ok(LetterTier::Missing) };
    let lowest = policy.v3.provisional.lowest;
    let history = &policy.v3.history;
    let when = |holds: bool, letter: Letter| holds.then_some(letter);
    let steps = [
        by_scores(policy, arp, csrp),
        direct_contact(policy, p.direct_contact)?,
        policy.v3.by_harm(facts.flags.mappa_category, facts.flags.rosh),
        facts.released.filter(|_| facts.flags.lifer).map(|day| lifer(policy, day, today)),
        when(facts.flags.domestic_abuse, history.domestic_abuse),
        when(facts.flags.stalking, history.stalking),
        when(facts.flags.child_protection, history.child_protection),
        when(facts.sexual_offence, history.sexual_offence),
    ];
    let letter = highest(steps).unwrap_or(lowest);
    let static_scores = could_rise_by_scores(policy, p, (arp, csrp), steps);
    let no_rosh = facts.flags.rosh.is_none() && could_rise_by_harm(policy, facts, p, steps);
    Ok(LetterTier::Tier(Lettered { letter, steps, static_scores, no_rosh }))
}

fn highest(letters: impl IntoIterator<Item = Option<Letter>>) -> Option<Letter> {
    letters.into_iter().flatten().min()
}

fn by_scores(policy: &TierPolicy, arp: f64, csrp: f64) -> Option<Letter> {
    let table = &policy.v3.scores;
    let row = table.rows.iter().find(|row| csrp >= row.csrp)?;
    let column = table.arp.iter().position(|from| arp >= *from)?;
    row.tiers.get(column).copied()
}

fn direct_contact(policy: &TierPolicy, dc: Option<DirectContactScore>) -> Result<Option<Letter>, BelowMedium> {
    let Some(DirectContactScore { score: Some(score), band: Some(band) }) = dc else { return Ok(None) };
    if score <= 0.0 {
        return Ok(None);
    }
    let letters = &policy.v3.direct_contact;
    Ok(match band {
        Band::NotApplicable => None,
        Band::VeryHigh => Some(letters.very_high),
        Band::High => Some(letters.high),
        Band::Low => Some(letters.low),
        Band::Medium => {
            let found = letters.medium.iter().find(|m| score >= m.from);
            let lowest = letters.medium.last().map_or(0.0, |m| m.from);
            Some(found.ok_or(BelowMedium { score, lowest })?.tier)
        }
    })
}

fn lifer(policy: &TierPolicy, released: Date, today: Date) -> Letter {
    let lifer = &policy.v3.lifer;
    let within = |years: u8| today.checked_sub(i64::from(years).years()).is_ok_and(|limit| released >= limit);
    lifer.within_years.iter().find(|w| within(w.years)).map_or(lifer.longer, |w| w.tier)
}

/// A static score may become any score once it is dynamic: the result is provisional if that could lift it.
fn could_rise_by_scores(policy: &TierPolicy, p: Predictors, scores: (f64, f64), steps: StepLetters) -> bool {
    let rest = highest(steps.into_iter().skip(1)).unwrap_or(policy.v3.provisional.lowest);
    let most = f64::INFINITY;
    let reachable = match (p.arp_kind == ScoreKind::Static, p.csrp_kind == ScoreKind::Static) {
        (true, true) => Some(policy.v3.provisional.both_static_below),
        (true, false) => by_scores(policy, most, scores.1),
        (false, true) => by_scores(policy, scores.0, most),
        (false, false) => None,
    };
    reachable.is_some_and(|letter| rest.is_below(letter))
}

/// A missing level of harm may be any level: the result is provisional if that could lift what is certain.
fn could_rise_by_harm(policy: &TierPolicy, facts: &LetterFacts, p: Predictors, steps: StepLetters) -> bool {
    let both_dynamic = p.arp_kind == ScoreKind::Dynamic && p.csrp_kind == ScoreKind::Dynamic;
    let certain = STEPS.into_iter().zip(steps).filter(|(step, _)| match step {
        Step::Harm => false,
        Step::Scores => both_dynamic,
        _ => true,
    });
    let limits = &policy.v3.provisional;
    let certain = highest(certain.map(|(_, letter)| letter)).unwrap_or(limits.lowest);
    let limit = if facts.flags.mappa_category { limits.no_rosh_with_mappa_below } else { limits.no_rosh_below };
    certain.is_below(limit)
}
