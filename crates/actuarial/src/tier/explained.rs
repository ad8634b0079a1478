//! How a tier came about, in words and figures that can be stored beside it and shown on any later day.
//!
//! Always true: each part's terms sum to its total, and each limit on the way to another tier is told. It computes no tier.

use super::letter::{LetterFacts, LetterTier, Lettered, STEPS, Step as TierStep};
use super::two_part::{ChangeBasis, TwoPartFacts, TwoPartTier, need_points};
use super::{LETTERS, Letter, NEEDS, TierPolicy};
use crate::account::Account;
use crate::data::Provenance;
use crate::explain::{BandSpan, Change, Explanation, Input, Missing, Step, Term};
use jiff::civil::Date;
use serde_json::{Value, json};

/// Explains a two-part tier.
#[must_use]
pub fn explain_two_part(policy: &TierPolicy, facts: &TwoPartFacts, tier: &TwoPartTier, notes: Vec<String>) -> Account {
    let supervised =
        if tier.unsupervised { ", with S because the supervised part of the sentence is over" } else { "" };
    Account {
        summary: format!(
            "{tier}: {} for protection from {}, {} for change {}{supervised}",
            tier.protect.code(),
            points(tier.protect_points.total),
            tier.change,
            change_in_words(tier),
        ),
        parts: vec![protect(policy, facts, tier), change(policy, facts, tier)],
        notes,
    }
}

fn change_in_words(tier: &TwoPartTier) -> String {
    match tier.basis {
        ChangeBasis::NoMandate => "because no running sentence leaves room to work on change".to_owned(),
        ChangeBasis::NoAssessment => "because there is no assessment yet".to_owned(),
        ChangeBasis::Points { .. } => format!("from {}", points(tier.change_points())),
    }
}

fn points(n: u32) -> String {
    format!("{n} {}", if n == 1 { "point" } else { "points" })
}

fn base(policy: &TierPolicy, model: &str, title: &str, rule: &str) -> Explanation {
    Explanation {
        model: model.to_owned(),
        title: title.to_owned(),
        model_version: policy.version.clone(),
        data: vec![Provenance {
            table: "tier".to_owned(),
            version: policy.version.clone(),
            source: policy.source.clone(),
            licence: "Open Government Licence v3.0".to_owned(),
        }],
        about: "How much of the service's work the case needs".to_owned(),
        rule: rule.to_owned(),
        source: policy.source.clone(),
        ..Explanation::default()
    }
}

fn term(name: &str, title: &str, value: impl Into<String>, points: u32) -> Term {
    Term { name: name.to_owned(), title: title.to_owned(), value: value.into(), contribution: f64::from(points) }
}

fn input(field: &str, value: Value, means: &str) -> Input {
    Input { field: field.to_owned(), value, means: means.to_owned() }
}

fn missing(field: &str, effect: &str) -> Missing {
    Missing { field: field.to_owned(), effect: effect.to_owned() }
}

fn yes_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

fn protect(policy: &TierPolicy, facts: &TwoPartFacts, tier: &TwoPartTier) -> Explanation {
    let (flags, points) = (&facts.flags, &tier.protect_points);
    let rosh = flags.rosh.map_or_else(|| "not known".to_owned(), |r| plain(r.code()));
    // Only the higher of the two counts; the lower one is shown with nothing added.
    let rsr_counts = points.rsr > points.rosh;
    let not_counted = |counts: bool, words: String, gives: u32| {
        if counts || gives == 0 { words } else { format!("{words} (gives {gives}, and the higher of the two counts)") }
    };
    let rsr = facts.rsr.map_or("not known".to_owned(), |r| format!("{r}%"));
    let mut terms = vec![
        term(
            "rsr",
            "Risk of serious recidivism",
            not_counted(rsr_counts, rsr, points.rsr),
            if rsr_counts { points.rsr } else { 0 },
        ),
        term(
            "rosh",
            "Risk of serious harm",
            not_counted(!rsr_counts, rosh.clone(), points.rosh),
            if rsr_counts { 0 } else { points.rosh },
        ),
        term("mappa", "MAPPA level", flags.mappa_level.map_or("none", |l| l.code()), points.mappa),
        term(
            "complexity",
            "Factors of complexity",
            if flags.factors.count() == 0 {
                "none".to_owned()
            } else {
                flags.factors.words().collect::<Vec<_>>().join(", ")
            },
            points.complexity,
        ),
    ];
    if facts.female {
        let w = &facts.womens;
        terms.push(term("parenting", "Parenting responsibilities", yes_no(w.parenting), points.parenting));
        terms.push(term(
            "impulsivityOrTemper",
            "Impulsivity or temper control",
            yes_no(w.impulsivity || w.temper),
            points.impulsivity_or_temper,
        ));
        let words = yes_no(facts.enforcement);
        terms.push(term("enforcement", "Breach or recall within a year", words, points.enforcement));
    }
    let mut absent = Vec::new();
    if facts.rsr.is_none() {
        absent.push(missing("rsr", "The risk of serious recidivism counts as 0 points"));
    }
    if flags.rosh.is_none() {
        absent.push(missing("registrations", "No level of harm is registered: it counts as 0 points"));
    }
    let total = points.total;
    let levels: Vec<(&str, u32)> = policy.v2.protect.levels.iter().map(|l| (l.level.code(), l.from)).collect();
    Explanation {
        inputs: vec![
            input("gender", json!(if facts.female { "FEMALE" } else { "not FEMALE" }), "whether women's answers count"),
            input("rsr", json!(facts.rsr), "risk of serious recidivism in per cent"),
        ],
        terms,
        unit: "points".to_owned(),
        total: Some(f64::from(total)),
        score: Some(f64::from(total)),
        band: Some(tier.protect.code().to_owned()),
        bands: spans(&levels),
        missing: absent,
        would_change: nearest("protection", total, &levels),
        ..base(
            policy,
            "protect",
            "Protection (A to D)",
            "The higher of the points for the risk of serious recidivism and for the level of harm, and the points for MAPPA, complexity and, for women, their answers and enforcement",
        )
    }
}

fn change(policy: &TierPolicy, facts: &TwoPartFacts, tier: &TwoPartTier) -> Explanation {
    let levels: Vec<(String, u32)> = policy.v2.change.levels.iter().map(|l| (l.level.to_string(), l.from)).collect();
    let levels: Vec<(&str, u32)> = levels.iter().map(|(l, from)| (l.as_str(), *from)).collect();
    let mut told = Explanation {
        inputs: vec![
            input(
                "mandate",
                json!(facts.mandate),
                "custody, or a requirement beyond restrictions and unpaid work, in a running sentence",
            ),
            input("assessment", json!(facts.needs.is_some()), "whether there is an assessment"),
        ],
        unit: "points".to_owned(),
        total: Some(f64::from(tier.change_points())),
        score: Some(f64::from(tier.change_points())),
        band: Some(tier.change.to_string()),
        bands: spans(&levels),
        ..base(
            policy,
            "change",
            "Change (0 to 3)",
            "Without a mandate for change 0, without an assessment 2, otherwise the points of the needs, of OGRS3 over two years and of integrated offender management",
        )
    };
    match (tier.basis, &facts.needs) {
        (ChangeBasis::Points { ogrs, iom, .. }, Some(severities)) => {
            for need in NEEDS {
                let severity = severities.get(need.at()).copied().flatten();
                let words = severity.map_or_else(|| "not known".to_owned(), |s| plain(s.code()));
                told.terms.push(term(need.code(), need.words(), words, need_points(policy, need, severities)));
            }
            let percent = facts.ogrs3.map_or("not known".to_owned(), |o| format!("{o}%"));
            told.terms.push(term("ogrs3", "OGRS3 over two years", percent, ogrs));
            told.terms.push(term("iom", "Integrated offender management", yes_no(facts.flags.iom), iom));
            if facts.ogrs3.is_none() {
                told.missing.push(missing("ogrs3TwoYear", "OGRS3 counts as 0 points"));
            }
            told.would_change = nearest("change", tier.change_points(), &levels);
        }
        (ChangeBasis::NoMandate, _) => told.steps.push(step("No mandate for change", &tier.change.to_string())),
        _ => {
            told.steps.push(step("A mandate for change and no assessment", &tier.change.to_string()));
            told.missing.push(missing("needs", "Without an assessment the digit is the same for everybody"));
        }
    }
    told
}

/// A code in words: VERY_HIGH is very high.
fn plain(code: &str) -> String {
    code.to_ascii_lowercase().replace('_', " ")
}

fn step(what: &str, result: &str) -> Step {
    Step { what: what.to_owned(), result: result.to_owned() }
}

fn spans(levels: &[(&str, u32)]) -> Vec<BandSpan> {
    let mut below = None;
    let mut found: Vec<BandSpan> = Vec::new();
    for (level, from) in levels {
        found.push(BandSpan { band: (*level).to_owned(), from: f64::from(*from), below });
        below = Some(f64::from(*from));
    }
    found.reverse();
    found
}

/// How far it is to the next level on either side.
fn nearest(of_what: &str, total: u32, levels: &[(&str, u32)]) -> Vec<Change> {
    let at = levels.iter().position(|(_, from)| total >= *from);
    let mut changes = Vec::new();
    let change = |what: String, score: u32, band: &str| Change { what, score: f64::from(score), band: band.to_owned() };
    if let Some((level, from)) = at.and_then(|at| at.checked_sub(1)).and_then(|above| levels.get(above)) {
        changes.push(change(format!("{} more for {of_what}", points(from - total)), *from, level));
    }
    let own = at.and_then(|at| levels.get(at)).and_then(|(_, from)| from.checked_sub(1));
    let lower = at.and_then(|at| levels.get(at + 1));
    if let (Some(score), Some((lower, _))) = (own, lower) {
        changes.push(change(format!("{} fewer for {of_what}", points(total - score)), score, lower));
    }
    changes
}

/// Explains a letter.
#[must_use]
pub fn explain_letter(
    policy: &TierPolicy,
    facts: &LetterFacts,
    tier: &LetterTier,
    today: Date,
    notes: Vec<String>,
) -> Account {
    let mut part = Explanation {
        inputs: letter_inputs(facts, today),
        band: Some(tier.code().to_owned()),
        missing: letter_missing(facts),
        ..base(
            policy,
            "letter",
            "Tier (A to G)",
            "The highest letter of eight steps: the table of the two predictors, the sexual predictor, harm and MAPPA, a life sentence's release, domestic abuse, stalking, child protection, a sexual offence; G if none gives one",
        )
    };
    let summary = match tier {
        LetterTier::NotSupervised => "Not supervised: the person has no active event".to_owned(),
        LetterTier::Missing => "No tier yet: the two predictors of the second generation are not both known".to_owned(),
        LetterTier::Tier(t) => {
            part.steps = STEPS
                .into_iter()
                .zip(t.steps)
                .map(|(s, l)| step(words(s), l.map_or("no letter", Letter::code)))
                .collect();
            part.would_change = rises(policy, t);
            lettered(t)
        }
    };
    Account { summary, parts: vec![part], notes }
}

fn lettered(t: &Lettered) -> String {
    let by: Vec<&str> =
        STEPS.into_iter().zip(t.steps).filter(|(_, l)| *l == Some(t.letter)).map(|(s, _)| words(s)).collect();
    let by = if by.is_empty() { "no step gives a higher letter".to_owned() } else { by.join("; ") };
    let provisional = match (t.static_scores, t.no_rosh) {
        (true, true) => ". Provisional: scores are static and no level of harm is registered",
        (true, false) => ". Provisional: scores are static, and an assessment could raise it",
        (false, true) => ". Provisional: no level of harm is registered, and one could raise it",
        (false, false) => "",
    };
    format!("{}: {by}{provisional}", t.letter.code())
}

/// The step in words.
fn words(step: TierStep) -> &'static str {
    match step {
        TierStep::Scores => "all reoffending and combined serious reoffending together",
        TierStep::DirectContact => "direct contact sexual reoffending",
        TierStep::Harm => "risk of serious harm and MAPPA",
        TierStep::Lifer => "life or indeterminate sentence, by its latest release",
        TierStep::DomesticAbuse => "domestic abuse",
        TierStep::Stalking => "stalking",
        TierStep::ChildProtection => "child protection",
        TierStep::SexualOffence => "has committed a sexual offence",
    }
}

fn letter_inputs(facts: &LetterFacts, today: Date) -> Vec<Input> {
    let p = facts.predictors;
    let dc = p.and_then(|p| p.direct_contact);
    let flags = &facts.flags;
    vec![
        input("hasActiveEvent", json!(facts.has_active_event), "whether the person is supervised"),
        input("predictors.arp", json!(p.and_then(|p| p.arp)), "all reoffending in per cent"),
        input("predictors.csrp", json!(p.and_then(|p| p.csrp)), "combined serious reoffending in per cent"),
        input("predictors.dc.score", json!(dc.and_then(|d| d.score)), "direct contact sexual reoffending in per cent"),
        input("rosh", json!(flags.rosh.map(|r| r.code())), "newest registered level of harm"),
        input("mappaCategory", json!(flags.mappa_category), "the newest MAPPA registration has a category"),
        input("lifer", json!(flags.lifer), "life or indeterminate sentence"),
        input("latestReleaseDate", json!(facts.released.map(|d| d.to_string())), "latest release on licence"),
        input("today", json!(today.to_string()), "the day from which the years since release count"),
        input("domesticAbuse", json!(flags.domestic_abuse), "registered"),
        input("stalking", json!(flags.stalking), "registered"),
        input("childProtection", json!(flags.child_protection), "registered"),
        input("hasCommittedSexualOffence", json!(facts.sexual_offence), "on record"),
    ]
}

fn letter_missing(facts: &LetterFacts) -> Vec<Missing> {
    let mut absent = Vec::new();
    let p = facts.predictors;
    if p.is_none() {
        absent.push(missing(
            "predictors",
            "All reoffending (ARP) and combined serious reoffending (CSRP): there is no tier without them",
        ));
    }
    if p.is_some_and(|p| p.arp.is_none()) {
        absent.push(missing("predictors.arp", "All reoffending (ARP): there is no tier without it"));
    }
    if p.is_some_and(|p| p.csrp.is_none()) {
        absent.push(missing("predictors.csrp", "Combined serious reoffending (CSRP): there is no tier without it"));
    }
    if facts.flags.rosh.is_none() {
        absent.push(missing("registrations", "No level of harm is registered; the letter may be provisional"));
    }
    if facts.flags.lifer && facts.released.is_none() {
        absent.push(missing("latestReleaseDate", "A life sentence without a release gives no letter"));
    }
    absent
}

/// Which single facts would raise the letter.
fn rises(policy: &TierPolicy, tier: &Lettered) -> Vec<Change> {
    let table = &policy.v3.scores;
    let mut changes = Vec::new();
    for higher in LETTERS.into_iter().filter(|l| tier.letter.is_below(*l)) {
        let row = table.rows.iter().rfind(|row| row.tiers.iter().all(|l| !l.is_below(higher)));
        // A row that gives a higher letter too is told of by that letter alone.
        if let Some(row) = row.filter(|row| changes.last().is_none_or(|c: &Change| c.score > row.csrp)) {
            let what = format!("Combined serious reoffending of {}% or more", row.csrp);
            changes.push(Change { what, score: row.csrp, band: higher.code().to_owned() });
        }
    }
    changes
}
