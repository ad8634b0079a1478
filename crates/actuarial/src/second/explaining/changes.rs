//! What would change a band: the score computed again with one thing changed.
//!
//! Always true: each change named here was computed, not estimated, and gives another band than the present one; the last
//! line says how far the sum is from the limits of the band. It proposes nothing.

use crate::explain::Change;
use crate::second::facts::{Answers, Drug, Facts, SexualHistory};
use crate::second::suite::{Prediction, Suite, Tables};
use crate::second::{combined, direct_contact};
use crate::vocabulary::{Band, Motivation, Problem, Relationship, StaticOrDynamic};
use jiff::ToSpan;

type Changed = (String, Facts);
/// A question on the three-step scale: its field, its title, the present answer, and how to set another.
type Ladder = (&'static str, &'static str, Option<Problem>, fn(&mut Answers, Problem));

pub(super) fn of_suite(suite: &Suite, facts: &Facts, tables: Tables, now: &Prediction) -> Vec<Change> {
    let mut found = Vec::new();
    let mut variants = of_record(facts, suite.violence);
    if now.form == StaticOrDynamic::Dynamic {
        variants.extend(of_answers(suite, facts));
    }
    for (what, changed) in variants {
        if let Ok(then) = suite.predict(&changed, tables)
            && then.band != now.band
        {
            found.push(Change { what, score: then.score, band: then.band.wire().to_owned() });
        }
    }
    found.extend(distances(&suite.bands, now));
    found
}

/// How far the sum is from the limits of the band.
fn distances(bands: &[(Band, f64); 4], now: &Prediction) -> Vec<Change> {
    let mut told = Vec::new();
    for pair in bands.windows(2) {
        let [(lower, _), (upper, limit)] = pair else { continue };
        let share = limit / 100.0;
        let away = (share / (1.0 - share)).ln() - now.total;
        let (what, band) = if *lower == now.band {
            (format!("The sum of the terms would have to rise by {away:.3}"), upper)
        } else if *upper == now.band {
            (format!("The sum of the terms would have to fall by more than {:.3}", -away), lower)
        } else {
            continue;
        };
        told.push(Change { what, score: *limit, band: band.wire().to_owned() });
    }
    told
}

fn of_record(facts: &Facts, violence: bool) -> Vec<Changed> {
    let mut variants = Vec::new();
    let more = |count: Option<i32>| count.map(|n| n.saturating_add(1));
    variants
        .push(("One more sanction, not for violence".to_owned(), Facts { sanctions: more(facts.sanctions), ..*facts }));
    if violence {
        let changed =
            Facts { sanctions: more(facts.sanctions), violent_sanctions: more(facts.violent_sanctions), ..*facts };
        variants.push(("One more sanction, for violence".to_owned(), changed));
    }
    for months in [6_i64, 12, 24] {
        if let Ok(assessed) = facts.assessed.checked_add(months.months()) {
            variants.push((format!("{months} more months without an offence"), Facts { assessed, ..*facts }));
        }
    }
    variants
}

fn of_answers(suite: &Suite, facts: &Facts) -> Vec<Changed> {
    let mut variants = Vec::new();
    let mut push = |what: String, answers: Answers| variants.push((what, Facts { answers, ..*facts }));
    let now = facts.answers;
    let reads = |field: &str| suite.needs.iter().any(|need| need.0 == field);
    let ladders: [Ladder; 8] = [
        ("suitabilityOfAccommodation", "Suitability of accommodation", now.accommodation, |a, p| {
            a.accommodation = Some(p)
        }),
        ("currentRelationshipWithPartner", "Relationship with partner", now.partner, |a, p| a.partner = Some(p)),
        ("regularOffendingActivities", "Activities that encourage offending", now.activities, |a, p| {
            a.activities = Some(p)
        }),
        ("currentAlcoholUseProblems", "Current alcohol use", now.alcohol, |a, p| a.alcohol = Some(p)),
        ("excessiveAlcoholUse", "Binge drinking or excessive alcohol use", now.binge, |a, p| a.binge = Some(p)),
        ("impulsivityProblems", "Impulsivity", now.impulsivity, |a, p| a.impulsivity = Some(p)),
        ("temperControl", "Temper control", now.temper, |a, p| a.temper = Some(p)),
        ("proCriminalAttitudes", "Pro-criminal attitudes", now.pro_criminal, |a, p| a.pro_criminal = Some(p)),
    ];
    for (field, title, current, set) in ladders {
        for problem in Problem::ALL.iter().filter(|problem| reads(field) && Some(**problem) != current) {
            let mut changed = now;
            set(&mut changed, *problem);
            push(format!("{title}: {}", problem.plain()), changed);
        }
    }
    if let Some(unemployed) = now.unemployed.filter(|_| reads("isUnemployed")) {
        let what = if unemployed { "In work" } else { "Unemployed" };
        push(what.to_owned(), Answers { unemployed: Some(!unemployed), ..now });
    }
    if let Some(relationship) = now.relationship.filter(|_| reads("currentRelationshipStatus")) {
        for other in Relationship::ALL.iter().filter(|other| **other != relationship) {
            push(format!("Relationship: {}", other.plain()), Answers { relationship: Some(*other), ..now });
        }
    }
    if let Some(motivation) = now.drug_motivation.filter(|_| !suite.drugs.is_empty()) {
        for other in Motivation::ALL.iter().filter(|other| **other != motivation) {
            push(
                format!("Motivation to tackle drug misuse: {}", other.plain()),
                Answers { drug_motivation: Some(*other), ..now },
            );
        }
    }
    for (drug, field) in suite.drugs {
        let used = now.drugs.has(*drug);
        let drugs = if used { now.drugs.without(*drug) } else { now.drugs.with(*drug) };
        let what = format!("{}: {}", drug_title(*drug, field), if used { "no" } else { "yes" });
        push(what, Answers { drugs, ..now });
    }
    variants
}

fn drug_title(drug: Drug, field: &str) -> String {
    match drug {
        Drug::Other => "Uses other drugs".to_owned(),
        Drug::OtherOpiate => "Uses other opiates".to_owned(),
        Drug::Crack => "Uses crack cocaine".to_owned(),
        Drug::PowderCocaine => "Uses powder cocaine".to_owned(),
        Drug::Prescribed => "Misuses prescribed drugs".to_owned(),
        _ => format!("Uses {}", field.trim_start_matches("has").trim_end_matches("Usage").to_lowercase()),
    }
}

pub(super) fn of_direct_contact(facts: &Facts, now: &direct_contact::DirectContact) -> Vec<Change> {
    let mut variants: Vec<Changed> = Vec::new();
    let more = |count: Option<i32>| count.map(|n| n.saturating_add(1));
    let sanctions = more(facts.sanctions);
    let sexual = facts.sexual;
    let mut one_more = |what: &str, sexual| variants.push((what.to_owned(), Facts { sanctions, sexual, ..*facts }));
    let (adult, child) = (more(sexual.contact_adult), more(sexual.contact_child));
    one_more(
        "One more sanction for a contact offence against an adult",
        SexualHistory { contact_adult: adult, ..sexual },
    );
    one_more(
        "One more sanction for a contact offence against a child",
        SexualHistory { contact_child: child, ..sexual },
    );
    for years in [1_i64, 2, 5] {
        if let Ok(assessed) = facts.assessed.checked_add(years.years()) {
            variants
                .push((format!("{years} more years without an offence, not in custody"), Facts { assessed, ..*facts }));
        }
    }
    let changed = |(what, facts): Changed| {
        let then = direct_contact::predict(&facts).ok().filter(|then| then.band != now.band)?;
        let score = then.points.map_or(0.0, |points| f64::from(points.total()));
        Some(Change { what, score, band: then.band.wire().to_owned() })
    };
    variants.into_iter().filter_map(changed).collect()
}

pub(super) fn of_combined(facts: &Facts, tables: Tables, now: &combined::Combined) -> Vec<Change> {
    let mut variants = of_record(facts, true);
    if now.violence.form == StaticOrDynamic::Dynamic {
        variants.extend(of_answers(&crate::second::SVRP, facts));
    }
    let changed = |(what, facts): Changed| {
        let then = combined::predict(&facts, tables).ok().filter(|then| then.band != now.band)?;
        Some(Change { what, score: then.score, band: then.band.wire().to_owned() })
    };
    let mut found: Vec<Change> = variants.into_iter().filter_map(changed).collect();
    let next = combined::BANDS.windows(2).find_map(|pair| match pair {
        [(lower, _), (upper, limit)] if *lower == now.band => Some((*upper, *limit)),
        _ => None,
    });
    if let Some((band, limit)) = next {
        let what = format!("The sum would have to rise by {:.2}", limit - now.score);
        found.push(Change { what, score: limit, band: band.wire().to_owned() });
    }
    found
}
