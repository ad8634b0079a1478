//! Reading referrals, keeping what is done with them, and keeping the line by which lists find them.
//!
//! Always true: a referral is changed by an act and by nothing else; its line is written with it.

use super::records::{Deed, DueWhat, Referral, ReferralAct, ReferralLine, ReferralState};
use super::rules::{Running, due, next, refusal, running};
use crate::policy::{FIRST_ASSESSMENT_DAYS, Numbers, PLAN_DAYS, REPORT_DAYS};
use kernel::{Date, PersonId, PersonKeys, ReferralId};
use law::{Law, Nation};
use serde_json::Value as Json;
pub(crate) use store::refuse;
use store::{Cx, Failure, Question, Result, key_values};

/// A referral with everything that was done with it.
#[derive(Clone, Debug)]
pub struct Whole {
    pub referral: Referral,
    /// In the order of doing.
    pub acts: Vec<ReferralAct>,
    /// What the provider does next, and by which day.
    pub due: Option<(DueWhat, Date)>,
}

impl Whole {
    /// It was withdrawn after delivery had begun.
    #[must_use]
    pub fn stopped(&self) -> bool {
        self.referral.end_reason.is_some()
    }

    /// The day to which a judgement moved a deadline last.
    #[must_use]
    pub fn moved_to(&self, what: DueWhat) -> Option<Date> {
        let judged = self.acts.iter().rev().filter(|act| act.what == Deed::Judge.code());
        let fact = |act: &ReferralAct, name: &str| {
            act.facts.as_ref().and_then(|f| f.get(name)).and_then(Json::as_str).map(str::to_owned)
        };
        let of_it = judged.filter(|act| fact(act, "what").as_deref() == Some(what.code()));
        of_it.filter_map(|act| fact(act, "until")?.parse().ok()).next()
    }
}

fn named(keys: &PersonKeys, id: ReferralId) -> (Vec<store::Value>, String) {
    let mut values = key_values(keys);
    values.push(id.into());
    (values, keys.placeholders(1))
}

/// One referral of the person.
///
/// # Errors
/// When there is none.
pub fn referral(cx: &mut Cx<'_>, keys: &PersonKeys, id: ReferralId) -> Result<Whole> {
    let (values, among) = named(keys, id);
    let rest = format!("WHERE a.person_id IN ({among}) AND a.id = ${} ORDER BY b.at, b.id", values.len());
    let on = "b.person_id = a.person_id AND b.referral_id = a.id";
    let rows = cx.list_with::<Referral, ReferralAct>(on, &rest, &values)?;
    let first = rows.first().map(|(referral, _)| referral.clone()).ok_or(Failure::NotFound)?;
    let acts = rows.into_iter().filter_map(|(_, act)| act).collect();
    let mut whole = Whole { referral: first, acts, due: None };
    whole.due = due_of(cx, &whole)?;
    Ok(whole)
}

/// Every referral of the person, the newest first.
///
/// # Errors
/// When the database fails.
pub fn referrals_of(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<Referral>> {
    cx.ask_list(&referrals_question(keys))
}

/// What [`referrals_of`] asks, for a page that asks for more with it.
pub(crate) fn referrals_question(keys: &PersonKeys) -> Question {
    let rest = format!("WHERE person_id IN ({}) ORDER BY made_at DESC, id DESC", keys.placeholders(1));
    Question::list::<Referral>(&rest, &key_values(keys))
}

/// What the provider does next, and by which day.
pub(crate) fn due_of(cx: &mut Cx<'_>, whole: &Whole) -> Result<Option<(DueWhat, Date)>> {
    let r = &whole.referral;
    if !r.by_provider {
        return Ok(None);
    }
    let Some((what, from)) = running(r.state, r.made_on, r.assessed_on, r.last_session_on) else { return Ok(None) };
    let name = match what {
        DueWhat::FirstAssessment => FIRST_ASSESSMENT_DAYS,
        DueWhat::Plan => PLAN_DAYS,
        DueWhat::Report => REPORT_DAYS,
    };
    let days = Numbers::read(cx)?.on(name, from)?;
    let law = cx.part::<Law>()?;
    let one = Running { what, from, days, moved_to: whole.moved_to(what) };
    Ok(Some((what, due(&one, law.working_days(Nation::EnglandAndWales)))))
}

/// The referral held for writing, as whoever writes saw it.
///
/// # Errors
/// When there is none; [`Failure::Stale`] when somebody changed it since `seen`.
pub(crate) fn hold(cx: &mut Cx<'_>, keys: &PersonKeys, id: ReferralId, seen: Option<i64>) -> Result<Whole> {
    cx.lock(keys.survivor.into())?;
    let whole = referral(cx, keys, id)?;
    if seen.is_some_and(|seen| seen != whole.referral.version) {
        return Err(Failure::Stale("Somebody else changed this referral meanwhile".into()));
    }
    Ok(whole)
}

/// What is kept of an act beside who and when.
#[derive(Clone, Debug, Default)]
pub(crate) struct Act<'a> {
    pub(crate) on: Option<Date>,
    pub(crate) words: Option<&'a str>,
    pub(crate) facts: Option<Json>,
}

/// Keeps an act of a referral.
pub(crate) fn keep_act(cx: &mut Cx<'_>, r: &Referral, deed: Deed, act: Act<'_>) -> Result<ReferralAct> {
    let provider_did = access::provider_of(cx)?.is_some();
    let row = ReferralAct {
        person_id: r.person_id,
        id: cx.new_id(),
        referral_id: r.id,
        what: deed.code().to_owned(),
        came_to: r.state,
        on_day: act.on.unwrap_or_else(|| cx.today()),
        words: act.words.map(str::trim).filter(|w| !w.is_empty()).map(str::to_owned),
        facts: act.facts,
        provider_did,
        at: cx.now(),
        by_name: cx.actor().name().to_owned(),
        by_id: cx.actor().id(),
    };
    cx.insert(&row)?;
    Ok(row)
}

/// Refuses a deed that cannot be done now before anything else is asked.
pub(crate) fn may(whole: &Whole, deed: Deed, begun: bool) -> Result<ReferralState> {
    let state = whole.referral.state;
    next(state, deed, begun, whole.stopped()).ok_or_else(|| refusal(state, deed).into())
}

/// Takes the referral on by a deed: the state, the act, the line of lists.
pub(crate) fn take_on(cx: &mut Cx<'_>, whole: &mut Whole, deed: Deed, begun: bool, act: Act<'_>) -> Result<()> {
    let state = may(whole, deed, begun)?;
    take_to(cx, whole, deed, state, act)
}

/// The same to a state that the caller judged.
pub(crate) fn take_to(
    cx: &mut Cx<'_>,
    whole: &mut Whole,
    deed: Deed,
    state: ReferralState,
    act: Act<'_>,
) -> Result<()> {
    let ends = !state.is_open() && whole.referral.ended_on.is_none();
    whole.referral.state = state;
    if ends {
        whole.referral.ended_on = Some(act.on.unwrap_or_else(|| cx.today()));
    }
    cx.describe(deed.words(), act.words);
    cx.update(&mut whole.referral)?;
    let act = keep_act(cx, &whole.referral, deed, act)?;
    whole.acts.push(act);
    whole.due = due_of(cx, whole)?;
    keep_line(cx, whole)?;
    if ends { super::actions::ended(cx, &whole.referral) } else { Ok(()) }
}

/// Writes the line of a referral anew.
pub(crate) fn keep_line(cx: &mut Cx<'_>, whole: &Whole) -> Result<()> {
    let r = &whole.referral;
    let holder = crate::holding::holder(cx, r.person_id)?;
    let waits = crate::delivery::waits_for(cx, r)?;
    cx.save(&ReferralLine {
        id: r.id,
        person_id: r.person_id,
        reference: r.reference.clone(),
        service_id: r.service_id,
        provider_id: r.provider_id,
        unit_id: r.unit_id,
        requirement_id: r.requirement_id,
        staff_id: holder.as_ref().and_then(|h| h.staff_id).or(r.staff_id),
        team_id: holder.and_then(|h| h.team_id),
        caseworker_id: r.caseworker_id,
        state: r.state,
        is_open: r.state.is_open(),
        by_provider: r.by_provider,
        made_on: r.made_on,
        due_what: whole.due.map(|(what, _)| what),
        due_on: whole.due.map(|(_, on)| on),
        waits,
        ended_on: r.ended_on,
    })
}

/// The lines of a person's referrals written anew, where who holds the person changed.
pub(crate) fn keep_lines(cx: &mut Cx<'_>, person: PersonId) -> Result<()> {
    let known = cx.list::<ReferralLine>("WHERE person_id = $1 AND is_open = $2", store::params![person, true])?;
    if known.is_empty() {
        return Ok(());
    }
    let keys = people::keys_of(cx, person)?;
    for line in known {
        let whole = referral(cx, &keys, line.id)?;
        keep_line(cx, &whole)?;
    }
    Ok(())
}
