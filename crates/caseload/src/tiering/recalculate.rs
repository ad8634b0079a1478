//! Works out both tiers of a person, keeps the result when anything of it is new, and puts the tier in force right.
//!
//! Always true: the person's chain is locked before facts are read, so that of two who change something the later
//! recalculation sees both changes. It asks nobody and knows no page.

use super::facts::{Gathered, gather};
use super::records::{ChangeKind, Direction, Enforced, TierChange, TierNow, TierRecordEnd, TierResult};
use super::rules::{computed, direction, in_force};
use crate::actions::TIER_CHANGED;
use crate::facts::open_stint;
use crate::records::{Standing, TierRecord};
use crate::views::refresh;
use crate::workload::{Figures, capacities};
use actuarial::tier::{LetterTier, TierPolicy, TwoPartTier, explain_letter, explain_two_part, letter, two_part};
use contacts::Entry;
use domain_events::DomainEvent;
use kernel::{Date, OrderId, PersonId, PersonKeys};
use store::{Cx, Failure, Result, params};

/// Works out a person's tiers anew. Gives true when the tier in force changed.
///
/// # Errors
/// When the database fails or the shipped policy is wrong.
pub fn recalculate(cx: &mut Cx<'_>, person: PersonId, cause: &str) -> Result<bool> {
    cx.lock(person.into())?;
    let keys = people::keys_of(cx, person)?;
    if keys.survivor != person {
        return Ok(false);
    }
    let supervised = cx.get::<Standing>(params![person])?.is_some_and(|s| s.ended_on.is_none());
    if !supervised {
        return Ok(false);
    }
    let now = compute(cx, &keys, cause)?;
    settle(cx, person, now.as_deref(), ChangeKind::Computed, cause)
}

/// Computes and keeps both tiers; gives the one that the policy lets drive.
fn compute(cx: &mut Cx<'_>, keys: &PersonKeys, cause: &str) -> Result<Option<String>> {
    let policy = TierPolicy::newest().map_err(Failure::broken)?;
    let today = cx.today();
    let gathered = gather(cx, keys)?;
    let older = two_part(policy, &gathered.two_part);
    let newer = letter(policy, &gathered.letter, today).map_err(|low| {
        Failure::refused(
            "",
            "medium_too_low",
            format!("The sexual predictor says medium with {}, below {}", low.score, low.lowest),
        )
    })?;
    keep(cx, keys.survivor, policy, &gathered, (&older, &newer), cause)?;
    let driver = Figures::now(cx)?.driver(today);
    Ok(computed(driver, &older, &newer))
}

fn keep(
    cx: &mut Cx<'_>,
    person: PersonId,
    policy: &TierPolicy,
    gathered: &Gathered,
    (older, newer): (&TwoPartTier, &LetterTier),
    cause: &str,
) -> Result<()> {
    let today = cx.today();
    let last = cx.first::<TierResult>("WHERE person_id = $1 ORDER BY computed_at DESC, id DESC", params![person])?;
    let (two_part, code) = (older.to_string(), newer.code().to_owned());
    let same = last.as_ref().is_some_and(|r| {
        (&r.two_part, &r.letter, r.provisional, &r.rule_version, &r.inputs)
            == (&two_part, &code, newer.provisional(), &policy.version, &gathered.inputs)
    });
    let result_id = match last.filter(|_| same) {
        Some(last) => last.id,
        None => {
            cx.describe("Worked out the tier", Some(cause));
            let id = cx.new_id();
            let as_json = |account| serde_json::to_value(account).map_err(|e| Failure::broken(e.to_string()));
            let row = TierResult {
                person_id: person,
                id,
                computed_on: today,
                computed_at: cx.now(),
                cause: cause.to_owned(),
                two_part: two_part.clone(),
                protect_points: i64::from(older.protect_points.total),
                change_points: i64::from(older.change_points()),
                letter: code.clone(),
                provisional: newer.provisional(),
                rule_version: policy.version.clone(),
                inputs: gathered.inputs.clone(),
                two_part_account: as_json(explain_two_part(policy, &gathered.two_part, older, Vec::new()))?,
                letter_account: as_json(explain_letter(policy, &gathered.letter, newer, today, Vec::new()))?,
            };
            cx.insert(&row)?;
            id
        }
    };
    let (need_points, severe_needs) = gathered.needs(policy);
    cx.save(&TierNow {
        person_id: person,
        two_part,
        letter: code,
        provisional: newer.provisional(),
        computed_on: today,
        result_id,
        need_points,
        severe_needs,
        is_woman: gathered.is_woman,
        location: gathered.location.code().to_owned(),
    })
}

/// The manager's tier that stands, if one does.
pub(crate) fn standing_record(cx: &mut Cx<'_>, person: PersonId) -> Result<Option<TierRecord>> {
    let latest = cx.first::<TierRecord>("WHERE person_id = $1 ORDER BY recorded_on DESC, id DESC", params![person])?;
    let Some(latest) = latest else { return Ok(None) };
    let ended = cx.get::<TierRecordEnd>(params![person, latest.id])?;
    Ok(Some(latest).filter(|_| ended.is_none()))
}

/// Puts the tier in force right, and counts the change. Gives true when there was one.
pub(crate) fn settle(
    cx: &mut Cx<'_>,
    person: PersonId,
    computed: Option<&str>,
    kind: ChangeKind,
    cause: &str,
) -> Result<bool> {
    let recorded = standing_record(cx, person)?;
    let wanted = in_force(recorded.as_ref().map(|r| r.tier.as_str()), computed);
    let mut standing = cx.need::<Standing>(params![person])?;
    let Some(way) = direction(standing.tier.as_deref(), wanted.as_deref()) else {
        refresh(cx, person)?;
        return Ok(false);
    };
    cx.describe(tier_words(wanted.as_deref()), Some(cause));
    count_change(cx, &standing, wanted.as_deref(), computed, (kind, way), cause)?;
    standing.tier = wanted.clone();
    cx.update(&mut standing)?;
    let on = cx.today();
    let entry = Entry::new(person, TIER_CHANGED, on, tier_words(wanted.as_deref())).note(cause.to_owned());
    contacts::enter(cx, entry)?;
    if let Some(tier) = wanted {
        cx.tell(&DomainEvent::TierRecorded { person, tier, on })?;
    } else {
        crate::held::keep(cx, person)?;
    }
    refresh(cx, person)?;
    Ok(true)
}

fn tier_words(tier: Option<&str>) -> String {
    tier.map_or_else(|| "No tier: scores are missing".to_owned(), |tier| format!("Tier {tier}"))
}

fn count_change(
    cx: &mut Cx<'_>,
    standing: &Standing,
    to: Option<&str>,
    computed: Option<&str>,
    (kind, way): (ChangeKind, Direction),
    cause: &str,
) -> Result<()> {
    let person = standing.person_id;
    let stint = open_stint(cx, person)?;
    let officer = match &stint {
        Some(stint) => stint.holder()?.acting(),
        None => None,
    };
    let load = match officer {
        Some(officer) => capacities(cx, &[officer])?.remove(&officer),
        None => None,
    };
    let change = TierChange {
        person_id: person,
        id: cx.new_id(),
        on_day: cx.today(),
        changed_at: cx.now(),
        from_tier: standing.tier.clone(),
        to_tier: to.map(str::to_owned),
        computed: computed.map(str::to_owned),
        kind,
        direction: way,
        cause: cause.to_owned(),
        author: cx.actor().name().to_owned(),
        officer_id: officer,
        team_id: stint.map(|s| s.team_id),
        points: load.as_ref().map(|l| l.points),
        available: load.as_ref().map(|l| l.available.points),
    };
    cx.insert(&change)
}

/// Keeps that a breach was heard, since it counts for a year.
pub(crate) fn hear_breach(cx: &mut Cx<'_>, person: PersonId, order: OrderId, on: Date) -> Result<()> {
    cx.save(&Enforced { person_id: person, order_id: order, on_day: on })
}
