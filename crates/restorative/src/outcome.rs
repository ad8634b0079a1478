//! What comes of a case: letters that are carried, what the person agreed to do, compensation and reparation as entries, and what
//! it cost.
//!
//! Always true: what was agreed and what was done are two sums that are never netted; a correction is an entry of its own with a
//! reason, and brings no sum below nought; a letter reaches the other side only while both agree.

use crate::actions::{act, describe, hold, log, refuse, some_text};
use crate::keeping::{keep_line, settle};
use crate::policy_rows::{MOST_MINUTES, MOST_PENCE, policy};
use crate::records::{
    Cost, CostKind, Deed, EntryKind, Letter, LetterBytes, Minutes, Mode, Money, Promise, PromiseState, Side,
};
use crate::rules::may;
use kernel::{Date, EntryId, Refusal, RestorativeId};
use sha2::{Digest, Sha256};
use store::{Cx, Failure, Result, params};

/// Keeps a letter that one side gives for the other.
///
/// # Errors
/// Refuses what is no file of a kind that is kept.
pub fn receive_letter(
    cx: &mut Cx<'_>,
    id: RestorativeId,
    from: Side,
    on: Date,
    (name, bytes): (&str, &[u8]),
) -> Result<EntryId> {
    let (_, mut whole) = hold(cx, id, None)?;
    refuse(may(&whole.acts, whole.around(), (Deed::Letter, Some(from), None), on, cx.today()))?;
    let fit = files::content::fit("file", name, bytes)?;
    let sha256: String = Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect();
    describe(cx);
    let row = Letter {
        case_id: id,
        id: cx.new_id(),
        from_side: from,
        received_on: on,
        name: fit.name,
        media_type: fit.kind.media_type.to_owned(),
        size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
        sha256: sha256.clone(),
        handed_on: None,
        handed_by: None,
        recorded_at: cx.now(),
        recorded_by: cx.actor().name().to_owned(),
        version: 1,
    };
    cx.insert(&row)?;
    cx.save(&LetterBytes { case_id: id, sha256, bytes: bytes.to_vec() })?;
    act(cx, &mut whole, (Deed::Letter, Some(from)), on, None)?;
    settle(cx, &mut whole)?;
    Ok(row.id)
}

/// A letter with its bytes, proven against the recorded hash.
///
/// # Errors
/// When there is none, or the bytes are not those that were kept.
pub fn letter(cx: &mut Cx<'_>, id: RestorativeId, letter: EntryId) -> Result<(Letter, Vec<u8>)> {
    let row = cx.need::<Letter>(params![id, letter])?;
    let kept = cx.need::<LetterBytes>(params![id, row.sha256])?;
    let found: String = Sha256::digest(&kept.bytes).iter().map(|b| format!("{b:02x}")).collect();
    if found == row.sha256 { Ok((row, kept.bytes)) } else { Err(Failure::broken("a letter is not what was kept")) }
}

/// Records that a letter was handed over.
///
/// # Errors
/// Refuses a day on which one of the two did not agree, and one that was handed over.
pub fn hand_over(cx: &mut Cx<'_>, id: RestorativeId, letter: EntryId, on: Date, seen: Option<i64>) -> Result<()> {
    let (_, mut whole) = hold(cx, id, seen)?;
    let mut row = cx.need::<Letter>(params![id, letter])?;
    let mut wrong = may(&whole.acts, whole.around(), (Deed::HandOver, None, None), on, cx.today());
    if row.handed_on.is_some() {
        wrong.push(Refusal::of_request("handed", "This letter was handed over already"));
    }
    if on < row.received_on {
        wrong.push(Refusal::new("on", "before_received", "The day must not be before the letter was received"));
    }
    refuse(wrong)?;
    describe(cx);
    (row.handed_on, row.handed_by) = (Some(on), Some(cx.actor().name().to_owned()));
    cx.update(&mut row)?;
    whole.case.mode = whole.case.mode.or(Some(Mode::Letters));
    act(cx, &mut whole, (Deed::HandOver, Some(row.from_side)), on, None)?;
    log(cx, &whole, on, "a letter was carried")?;
    settle(cx, &mut whole)
}

/// Adds something that the person agreed to do. The first one makes the agreement.
///
/// # Errors
/// Refuses where nothing took place, and no words.
pub fn promise(
    cx: &mut Cx<'_>,
    id: RestorativeId,
    words: &str,
    due_on: Option<Date>,
    reparation: bool,
    seen: Option<i64>,
) -> Result<EntryId> {
    let (_, mut whole) = hold(cx, id, seen)?;
    let on = cx.today();
    let kind = reparation.then_some(Mode::Reparation).or(whole.case.mode);
    let mut wrong = may(&whole.acts, whole.around(), (Deed::Agree, None, kind), on, on);
    if words.trim().is_empty() {
        wrong.push(Refusal::new("words", "missing", "Say what the person will do"));
    }
    if due_on.is_some_and(|due| due < on) {
        wrong.push(Refusal::new("due_on", "in_past", "The day must be today or later"));
    }
    refuse(wrong)?;
    describe(cx);
    let row = Promise {
        person_id: whole.side.person_id,
        id: cx.new_id(),
        case_id: id,
        words: words.trim().to_owned(),
        due_on,
        state: PromiseState::Open,
        settled_on: None,
        settled_by: None,
        settled_words: None,
        recorded_at: cx.now(),
        recorded_by: cx.actor().name().to_owned(),
        version: 1,
    };
    cx.insert(&row)?;
    if reparation {
        whole.case.mode = Some(Mode::Reparation);
    }
    if whole.case.agreed_on.is_none() {
        whole.case.agreed_on = Some(on);
        act(cx, &mut whole, (Deed::Agree, None), on, None)?;
        log(cx, &whole, on, "an agreement was made")?;
    }
    let id = row.id;
    whole.promises.push(row);
    settle(cx, &mut whole)?;
    Ok(id)
}

/// Records what became of something that was agreed.
///
/// # Errors
/// Refuses a day to come, and one that is not kept without a word why.
pub fn settle_promise(
    cx: &mut Cx<'_>,
    id: RestorativeId,
    promise: EntryId,
    (state, on, words): (PromiseState, Date, Option<&str>),
    seen: Option<i64>,
) -> Result<()> {
    let (_, mut whole) = hold(cx, id, None)?;
    let today = cx.today();
    let by = cx.actor().name().to_owned();
    let row = whole.promises.iter_mut().find(|p| p.id == promise).ok_or(Failure::NotFound)?;
    if seen.is_some_and(|seen| seen != row.version) {
        return Err(Failure::Stale("Somebody else recorded this meanwhile".into()));
    }
    let mut wrong = Vec::new();
    if on > today {
        wrong.push(Refusal::new("on", "in_future", "The day must be today or in the past"));
    }
    if state == PromiseState::Open {
        wrong.push(Refusal::new("state", "missing", "Say whether it was kept"));
    }
    if matches!(state, PromiseState::NotKept | PromiseState::Partly) && some_text(words).is_none() {
        wrong.push(Refusal::new("words", "no_reason", "Say in a sentence why"));
    }
    refuse(wrong)?;
    (row.state, row.settled_on, row.settled_by) = (state, Some(on), Some(by));
    row.settled_words = some_text(words);
    cx.describe("Recorded what became of an agreement", None);
    cx.update(row)?;
    keep_line(cx, &whole)
}

/// The two sums of entries: what was agreed, and what was done.
#[must_use]
pub fn sums(entries: impl Iterator<Item = (EntryKind, i64)>) -> (i64, i64) {
    entries.fold((0, 0), |(agreed, done), (kind, amount)| match kind {
        EntryKind::Agreed | EntryKind::AgreedCorrected => (agreed + amount, done),
        EntryKind::Done | EntryKind::DoneCorrected => (agreed, done + amount),
    })
}

/// Why an entry cannot be added to those that there are. Pure.
#[must_use]
pub fn entry_refusals(known: (i64, i64), kind: EntryKind, amount: i64, most: i64, why: Option<&str>) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    let corrects = matches!(kind, EntryKind::AgreedCorrected | EntryKind::DoneCorrected);
    if amount == 0 || amount.saturating_abs() > most || (amount < 0 && !corrects) {
        wrong.push(Refusal::new(
            "amount",
            "out_of_range",
            "Enter an amount that can be meant; only a correction takes away",
        ));
    }
    if corrects && some_text(why).is_none() {
        wrong.push(Refusal::new("why", "no_reason", "Say why it is corrected"));
    }
    let (agreed, done) = sums([(kind, amount)].into_iter());
    if known.0.saturating_add(agreed) < 0 || known.1.saturating_add(done) < 0 {
        wrong.push(Refusal::new("amount", "below_nought", "A correction takes away no more than there is"));
    }
    if kind == EntryKind::Done && known.0 == 0 {
        wrong.push(Refusal::new("what", "nothing_agreed", "Record first what was agreed"));
    }
    wrong
}

/// An entry of compensation or reparation.
#[derive(Clone, Debug)]
pub struct NewEntry {
    pub what: EntryKind,
    /// Pence or minutes.
    pub amount: i64,
    pub on: Date,
    pub why: Option<String>,
    pub instalment_pence: Option<i64>,
}

fn day_refusals(on: Date, opened: Date, today: Date) -> Vec<Refusal> {
    if on > today || on < opened {
        return vec![Refusal::new("on", "out_of_order", "The day must lie between the opening of the case and today")];
    }
    Vec::new()
}

/// Adds an entry of compensation.
///
/// # Errors
/// What [`entry_refusals`] says, and a day to come.
pub fn add_money(cx: &mut Cx<'_>, id: RestorativeId, new: &NewEntry) -> Result<EntryId> {
    let (_, mut whole) = hold(cx, id, None)?;
    let today = cx.today();
    let most = policy(cx)?.number(MOST_PENCE, today)?;
    let known = sums(whole.money.iter().map(|m| (m.what, m.pence)));
    let mut wrong = entry_refusals(known, new.what, new.amount, most, new.why.as_deref());
    wrong.extend(day_refusals(new.on, whole.case.opened_on, today));
    refuse(wrong)?;
    cx.describe("Recorded an entry of compensation", None);
    let row = Money {
        person_id: whole.side.person_id,
        id: cx.new_id(),
        case_id: id,
        what: new.what,
        pence: new.amount,
        on_day: new.on,
        why: some_text(new.why.as_deref()),
        instalment_pence: new.instalment_pence,
        recorded_at: cx.now(),
        recorded_by: cx.actor().name().to_owned(),
    };
    cx.insert(&row)?;
    let entry = row.id;
    whole.money.push(row);
    keep_line(cx, &whole)?;
    Ok(entry)
}

/// Adds an entry of reparation, in minutes.
///
/// # Errors
/// As [`add_money`].
pub fn add_minutes(cx: &mut Cx<'_>, id: RestorativeId, new: &NewEntry) -> Result<EntryId> {
    let (_, whole) = hold(cx, id, None)?;
    let today = cx.today();
    let a_day = policy(cx)?.number(MOST_MINUTES, today)?;
    let of_day = matches!(new.what, EntryKind::Done | EntryKind::DoneCorrected);
    let most = if of_day { a_day } else { a_day.saturating_mul(365) };
    let known = sums(whole.minutes.iter().map(|m| (m.what, m.minutes)));
    let mut wrong = entry_refusals(known, new.what, new.amount, most, new.why.as_deref());
    wrong.extend(day_refusals(new.on, whole.case.opened_on, today));
    let same_day = whole.minutes.iter().filter(|m| m.on_day == new.on).map(|m| (m.what, m.minutes));
    if of_day && sums(same_day).1.saturating_add(new.amount) > a_day {
        wrong.push(Refusal::new("amount", "more_than_a_day", "That day would have more time than a day has"));
    }
    refuse(wrong)?;
    cx.describe("Recorded an entry of reparation", None);
    let row = Minutes {
        person_id: whole.side.person_id,
        id: cx.new_id(),
        case_id: id,
        what: new.what,
        minutes: new.amount,
        on_day: new.on,
        why: some_text(new.why.as_deref()),
        recorded_at: cx.now(),
        recorded_by: cx.actor().name().to_owned(),
    };
    cx.insert(&row)?;
    Ok(row.id)
}

/// Adds what was spent on a case; a correction is below nought and says why.
///
/// # Errors
/// Refuses an amount that cannot be meant, and one that takes away more than was spent.
pub fn spend(
    cx: &mut Cx<'_>,
    id: RestorativeId,
    (kind, pence, on, what): (CostKind, i64, Date, &str),
) -> Result<EntryId> {
    let (_, mut whole) = hold(cx, id, None)?;
    let today = cx.today();
    let most = policy(cx)?.number(MOST_PENCE, today)?;
    let spent: i64 = whole.costs.iter().map(|c| c.pence).sum();
    let mut wrong = day_refusals(on, whole.case.opened_on, today);
    if pence == 0 || pence.saturating_abs() > most || spent.saturating_add(pence) < 0 {
        wrong.push(Refusal::new(
            "amount",
            "out_of_range",
            "Enter an amount that can be meant; a correction takes away no more than was spent",
        ));
    }
    if what.trim().is_empty() {
        wrong.push(Refusal::new("what", "missing", "Say what it was for"));
    }
    refuse(wrong)?;
    describe(cx);
    let row = Cost {
        case_id: id,
        id: cx.new_id(),
        kind,
        pence,
        on_day: on,
        what: what.trim().to_owned(),
        recorded_at: cx.now(),
        recorded_by: cx.actor().name().to_owned(),
    };
    cx.insert(&row)?;
    let entry = row.id;
    whole.costs.push(row);
    keep_line(cx, &whole)?;
    Ok(entry)
}
