//! Consent to a treatment, given and taken back.
//!
//! Always true: once consent is taken back, what is arranged and has not begun is cancelled with that reason, and nothing is shared
//! any more. Consent that is given again brings nothing back by itself: somebody arranges it anew.

use super::actions::{act, hold, keep_line};
use super::records::{Consent, Treatment};
use super::rules::check_day;
use super::store::{Whole, whole};
use crate::words::refuse;
use contacts::Contact;
use domain_events::DomainEvent;
use jiff::civil::DateTime;
use kernel::{ContactId, Date, PersonKeys, Refusal, TreatmentId};
use people::OpenPerson;
use store::{Cx, Result};
use web::ui;

/// What came of recording consent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ConsentRecorded {
    /// Appointments to come that are cancelled with it.
    pub cancelled: usize,
    /// It was given again after it had been taken back.
    pub again: bool,
}

/// Records that consent was given, or withdrawn. A withdrawal cancels what is to come.
///
/// # Errors
/// `ended`, `same`, `ahead`, `before_last_step`; `missing` for a withdrawal without words;
/// [`store::Failure::Stale`].
pub fn record_consent(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    id: TreatmentId,
    (given, on, words): (bool, Date, Option<&str>),
    seen: Option<i64>,
) -> Result<ConsentRecorded> {
    let mut row = hold(cx, open, id, seen)?;
    let becomes = if given { Consent::Given } else { Consent::Withdrawn };
    let mut wrong: Vec<Refusal> =
        check_day(on, row.consent_on.unwrap_or(row.opened_on), cx.today()).into_iter().collect();
    if row.consent == becomes {
        wrong.push(Refusal::new("given", "same", "That is recorded already"));
    }
    if !given && words.is_none_or(|w| w.trim().is_empty()) {
        wrong.push(Refusal::new("words", "missing", "Say what the person said"));
    }
    refuse(wrong)?;
    let what = if given { "Consent given" } else { "Consent withdrawn" };
    cx.describe(what, words);
    let again = given && row.consent == Consent::Withdrawn;
    row.consent = becomes;
    row.consent_on = Some(on);
    if !given {
        // Nothing more leaves the service once the person says no.
        row.shares = serde_json::json!([]);
        row.shares_on = Some(on);
    }
    cx.update(&mut row)?;
    act(cx, &row, what, on, words)?;
    let cancelled =
        if given { 0 } else { cancel_coming(cx, &open.keys, &row, "The person withdrew consent to the treatment")? };
    cx.tell(&DomainEvent::TreatmentConsent { person: open.keys.survivor, treatment: id, given, on })?;
    keep_line(cx, &open.keys, id)?;
    Ok(ConsentRecorded { cancelled, again })
}

/// Whether an appointment has begun: its outcome then comes from whoever was there.
fn has_begun(contact: &Contact, now: DateTime) -> bool {
    (contact.happens_on, contact.starts) < (now.date(), Some(now.time()))
}

/// Cancels what is arranged of a treatment and has not begun: sessions and tests. Gives how many.
pub(super) fn cancel_coming(cx: &mut Cx<'_>, keys: &PersonKeys, row: &Treatment, why: &str) -> Result<usize> {
    let (today, now) = (cx.today(), cx.now().local());
    let mut cancelled = 0;
    for (contact, on) in arranged(&whole(cx, keys, row.id)?) {
        if on < today {
            continue;
        }
        let stands = contacts::find(cx, keys, contact)?;
        if stands.outcome.is_none() && !has_begun(&stands, now) {
            contacts::cancel(cx, keys, contact, why, None)?;
            cancelled += 1;
        }
    }
    if cancelled > 0 {
        let what = format!("{} to come cancelled", ui::count(cancelled, "appointment", "appointments"));
        act(cx, row, &what, today, Some(why))?;
    }
    Ok(usize::try_from(cancelled).unwrap_or(0))
}

/// How many appointments [`cancel_coming`] would cancel now.
pub(super) fn coming(cx: &mut Cx<'_>, keys: &PersonKeys, whole: &Whole) -> Result<i64> {
    let (arranged, now) = (arranged(whole), cx.now().local());
    let upcoming = contacts::upcoming(cx, keys)?;
    let mine = upcoming.iter().filter(|c| arranged.iter().any(|(id, _)| *id == c.id) && !has_begun(c, now));
    Ok(i64::try_from(mine.count()).unwrap_or(i64::MAX))
}

/// Appointments of a treatment that stand without an outcome, with their days.
fn arranged(whole: &Whole) -> Vec<(ContactId, Date)> {
    let sessions = whole.sessions.iter().filter(|s| !s.gone && s.outcome.is_none()).map(|s| (s.contact_id, s.on_date));
    let tests = whole.tests.iter().filter(|t| !t.gone && t.result.is_none());
    sessions.chain(tests.filter_map(|t| Some((t.contact_id?, t.on_date)))).collect()
}
