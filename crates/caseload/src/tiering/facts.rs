//! Gathers what the tier asks from the rooms that know it: scores, needs and registrations from the assessment, sentences
//! from the record, the gender from the person. It computes nothing.

use super::records::Enforced;
use crate::workload::Figures;
use actuarial::tier::{Flags, LetterFacts, NEEDS, Registration, Severity, TwoPartFacts};
use actuarial::workload::Location;
use assessment::TierFacts;
use jiff::ToSpan;
use kernel::PersonKeys;
use law::{Counting, Law, SentenceAttribute};
use sentences::{Basis, OrderWithParts};
use serde_json::{Value, json};
use store::{Cx, Result};

/// Everything that both tiers and the points of a person need.
pub(crate) struct Gathered {
    pub(crate) two_part: TwoPartFacts,
    pub(crate) letter: LetterFacts,
    pub(crate) inputs: Value,
    pub(crate) location: Location,
    pub(crate) is_woman: bool,
}

impl Gathered {
    /// The weighted points of all needs, and how many are severe.
    pub(crate) fn needs(&self, policy: &actuarial::tier::TierPolicy) -> (i64, i64) {
        let Some(severities) = &self.two_part.needs else { return (0, 0) };
        let points: u32 = NEEDS.iter().map(|n| actuarial::tier::need_points(policy, *n, severities)).sum();
        let severe = severities.iter().filter(|s| **s == Some(Severity::Severe)).count();
        (i64::from(points), i64::try_from(severe).unwrap_or(i64::MAX))
    }
}

/// Gathers the facts of a person, the absorbed records among them.
///
/// # Errors
/// When the database fails.
pub(crate) fn gather(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Gathered> {
    let law = cx.part::<Law>()?;
    let known = assessment::tier_facts(cx, keys)?;
    let orders = sentences::orders(cx, keys)?;
    let supervision = sentences::supervision(cx, keys)?;
    let is_woman = people::gender(cx, keys)?.as_deref() == Some("F");
    let enforcement = is_woman && enforced(cx, keys)?;
    let is_life = |o: &OrderWithParts| law.sentence(&o.order.sentence).is_some_and(|s| s.is(SentenceAttribute::Life));
    let mut flags = Flags::read(known.registrations.iter().map(|r| Registration {
        code: &r.code,
        on: Some(r.on),
        level: r.level.as_deref(),
        category: r.category.as_deref(),
    }));
    flags.rosh = flags.rosh.or(known.rosh);
    let live: Vec<&OrderWithParts> = orders.iter().filter(|o| o.order.is_open()).collect();
    flags.lifer |= live.iter().any(|o| is_life(o));
    let released = live.iter().filter(|_| flags.lifer).filter_map(|o| o.order.released_on).max();
    let mandate = live.iter().any(|o| leaves_room_for_change(&law, o));
    let two_part = TwoPartFacts {
        rsr: known.rsr,
        ogrs3: known.ogrs3,
        female: is_woman,
        womens: known.womens,
        enforcement,
        mandate,
        needs: known.needs,
        flags,
    };
    let letter = LetterFacts {
        has_active_event: supervision.is_some(),
        predictors: known.predictors,
        flags,
        released,
        sexual_offence: known.sexual_offence,
    };
    let location = match supervision.map(|s| s.basis) {
        Some(Basis::Custody) => Location::Custody,
        Some(Basis::Licence) => Location::Licence,
        _ => Location::Community,
    };
    let inputs = inputs(&known, &two_part, &letter, location);
    Ok(Gathered { two_part, letter, inputs, location, is_woman })
}

/// Custody, or a requirement that is neither restrictive nor counted in hours of unpaid work.
fn leaves_room_for_change(law: &Law, part: &OrderWithParts) -> bool {
    let custodial = law
        .sentence(&part.order.sentence)
        .is_some_and(|s| s.is(SentenceAttribute::Custodial) && !s.is(SentenceAttribute::Suspended));
    custodial
        || part.requirements.iter().filter(|r| r.requirement.removed.is_none()).any(|r| {
            law.requirement(&r.requirement.kind)
                .is_some_and(|kind| !kind.restrictive && kind.counted != Counting::Minutes)
        })
}

fn enforced(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<bool> {
    let today = cx.today();
    let days = Figures::now(cx)?.enforcement_days(today);
    let since = today.saturating_sub(days.days());
    let mut values: Vec<store::Value> = vec![since.into()];
    values.extend(keys.all().map(store::Value::from));
    let rest = format!("WHERE on_day >= $1 AND person_id IN ({})", keys.placeholders(2));
    Ok(cx.first::<Enforced>(&rest, &values)?.is_some())
}

/// As stored beside the result, so that two results with the same inputs are the same.
fn inputs(known: &TierFacts, two_part: &TwoPartFacts, letter: &LetterFacts, location: Location) -> Value {
    let needs = known.needs.map(|severities| {
        let told = NEEDS.iter().zip(severities).filter_map(|(n, s)| Some((n.code().to_owned(), json!(s?.code()))));
        Value::Object(told.collect())
    });
    let predictors = letter.predictors.map(|p| {
        json!({"arp": p.arp, "arpType": format!("{:?}", p.arp_kind).to_uppercase(), "csrp": p.csrp,
            "csrpType": format!("{:?}", p.csrp_kind).to_uppercase(),
            "dc": p.direct_contact.map(|d| json!({"score": d.score, "band": d.band.map(|b| format!("{b:?}"))}))})
    });
    let mut registrations: Vec<String> = known
        .registrations
        .iter()
        .map(|r| [Some(r.code.clone()), Some(r.on.to_string()), r.level.clone(), r.category.clone()])
        .map(|parts| parts.into_iter().flatten().collect::<Vec<_>>().join(" "))
        .collect();
    registrations.sort();
    json!({
        "female": two_part.female, "rsr": two_part.rsr, "ogrs3TwoYear": two_part.ogrs3, "needs": needs,
        "womensAnswers": {"parenting": two_part.womens.parenting, "impulsivity": two_part.womens.impulsivity,
            "temper": two_part.womens.temper},
        "previousEnforcementActivity": two_part.enforcement, "mandateForChange": two_part.mandate,
        "hasActiveEvent": letter.has_active_event, "predictors": predictors,
        "latestReleaseDate": letter.released.map(|d| d.to_string()),
        "hasCommittedSexualOffence": letter.sexual_offence, "registrations": registrations,
        "rosh": two_part.flags.rosh.map(|r| r.code()), "lifer": two_part.flags.lifer, "location": location.code(),
    })
}
