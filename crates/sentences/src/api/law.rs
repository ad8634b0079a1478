//! The law's catalogues for programs: what a court may make and pass, with dated limits and their sources.

use super::calls::items;
use super::given::{LimitGiven, RequirementTypeGiven, SentenceTypeGiven};
use law::{Law, Sureness, Turns};
use store::Cx;
use web::{Answer, Request};

pub(super) fn requirements(cx: &mut Cx<'_>, _: &Request) -> Answer {
    let law = cx.part::<Law>()?;
    let given = law.requirements().iter().map(|r| RequirementTypeGiven {
        code: r.code.clone(),
        name: r.en.clone(),
        welsh_name: r.cy.clone(),
        needs_consent: r.consent,
        restrictive: r.restrictive,
        available_from: r.available.from.map(|d| d.to_string()),
        limits: r.limits.iter().map(limit).collect(),
        source: r.source.clone(),
        known: r.sure == Sureness::Known,
    });
    items(given.collect())
}

fn limit(row: &law::RequirementLimit) -> LimitGiven {
    let turns_on = match row.turns {
        Turns::Offence => "offence",
        Turns::Conviction => "conviction",
        Turns::Sentence => "sentence",
    };
    LimitGiven {
        turns_on: turns_on.into(),
        from: row.from.map(|d| d.to_string()),
        before: row.before.map(|d| d.to_string()),
        min: row.min.map(|t| t.to_string()),
        max: row.max.map(|t| t.to_string()),
        source: row.source.clone(),
        known: row.sure == Sureness::Known,
    }
}

pub(super) fn sentences(cx: &mut Cx<'_>, _: &Request) -> Answer {
    let law = cx.part::<Law>()?;
    let given = law.sentences().iter().map(|s| SentenceTypeGiven {
        code: s.code.clone(),
        name: s.en.clone(),
        welsh_name: s.cy.clone(),
        supervised: s.supervised(),
        custodial: s.custodial(),
        suspended: s.suspended(),
        community: s.community(),
        youth: s.youth(),
        breachable: s.breachable(),
        source: s.source.clone(),
    });
    items(given.collect())
}
