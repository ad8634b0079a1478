//! Sending a report to be checked, signing, withdrawing and taking back. What is signed shows from then on what it shows now.

use super::held::hold;
use crate::reports::document::{self, seal};
use crate::reports::records::{Report, Step};
use crate::reports::rules::next;
use crate::reports::{listening, starts};
use crate::requests::{CloseReason, RequestLine, close_request, requests_of};
use contacts::Entry;
use domain_events::DomainEvent;
use kernel::ReportId;
use people::OpenPerson;
use store::{Cx, Failure, Result};

/// The code of the log's entry for a signed report.
const SIGNED: &str = "TRPS";

/// Sends the report to be checked.
///
/// # Errors
/// `not_whole` with what is missing; when it does not stand there.
pub fn submit_report(cx: &mut Cx<'_>, id: ReportId, words: Option<&str>, seen: Option<i64>) -> Result<()> {
    let mut held = hold(cx, id, seen)?;
    next(held.whole.report.state, Step::Submit, held.asked.check)?;
    held.must_be_whole()?;
    cx.describe("Sent a report to be checked", words);
    held.step(cx, Step::Submit, words, None)?;
    held.keep(cx)
}

/// Takes a report back from the check, to write on it.
///
/// # Errors
/// Without a reason, or when it does not stand there.
pub fn take_back_report(cx: &mut Cx<'_>, id: ReportId, why: &str, seen: Option<i64>) -> Result<()> {
    moved(cx, id, Step::TakeBack, "Took a report back from the check", why, seen)
}

/// Withdraws a report that is not wanted any more.
///
/// # Errors
/// Without a reason, or when it is signed.
pub fn withdraw_report(cx: &mut Cx<'_>, id: ReportId, why: &str, seen: Option<i64>) -> Result<()> {
    moved(cx, id, Step::Withdraw, "Withdrew a report", why, seen)
}

/// Undoes the withdrawal.
///
/// # Errors
/// Without a reason, or when it was not withdrawn.
pub fn reopen_report(cx: &mut Cx<'_>, id: ReportId, why: &str, seen: Option<i64>) -> Result<()> {
    moved(cx, id, Step::Reopen, "Reopened a report", why, seen)
}

fn moved(cx: &mut Cx<'_>, id: ReportId, step: Step, action: &str, why: &str, seen: Option<i64>) -> Result<()> {
    let why = crate::inbox::reasoned(why)?;
    let mut held = hold(cx, id, seen)?;
    cx.describe(action, Some(why));
    held.step(cx, step, Some(why), None)?;
    held.keep(cx)
}

/// Signs the report. From now on it shows what it shows now.
///
/// # Errors
/// `not_whole`; `unchecked`; `without_answers` when enquiries that policy asks for are not answered and `without` gives no
/// reason.
pub fn sign_report(cx: &mut Cx<'_>, id: ReportId, without: Option<&str>, seen: Option<i64>) -> Result<()> {
    let mut held = hold(cx, id, seen)?;
    next(held.whole.report.state, Step::Sign, held.asked.check)?;
    held.must_be_whole()?;
    let mut document = document::document(cx, &held.open, &held.whole)?;
    let without = without.map(str::trim).filter(|why| !why.is_empty());
    if let (false, None) = (document.without.is_empty(), without) {
        let words =
            format!("Not answered: {}. Say why the court should have the report without", document.without.join(", "));
        return Err(Failure::refused("without", "without_answers", words));
    }
    if let Some(why) = without.filter(|_| !document.without.is_empty()) {
        document.without_why = Some(why.to_owned());
    }
    let agreed = held.whole.steps.iter().rev().find(|s| s.what == Step::Agree).map(|s| s.by_name.clone());
    document.checked_by = agreed.filter(|_| held.asked.check);
    document.signed_by = Some(cx.actor().name().to_owned());
    document.signed_on = Some(cx.today());
    cx.describe(format!("Signed a report for {}", held.whole.report.court_name), without);
    held.step(cx, Step::Sign, without, None)?;
    let (shown, hash) = seal(&document)?;
    let report = &mut held.whole.report;
    report.signed_at = Some(cx.now());
    report.signed_by = document.signed_by.clone();
    (report.shown, report.shown_hash) = (Some(shown), Some(hash));
    let (open, report) = (held.open.clone(), held.whole.report.clone());
    held.keep(cx)?;
    after_signing(cx, &open, &report)
}

fn after_signing(cx: &mut Cx<'_>, open: &OpenPerson, report: &Report) -> Result<()> {
    starts::keep(cx, open, report)?;
    let title = format!("{} signed for {}", report.kind.words(), report.court_name);
    let mut entry = Entry::new(open.keys.survivor, SIGNED, cx.today(), title);
    entry.event = report.event_id;
    entry.staff = report.staff_id;
    contacts::enter(cx, entry)?;
    if let Some(request) = report.request_id {
        let line = requests_of(cx, &open.keys)?.into_iter().find(|r| r.id == request);
        if let Some(line) = line.filter(RequestLine::is_open) {
            let note = Some("The report was signed".to_owned());
            close_request(cx, &open.crn, request, CloseReason::Done, note, Some(line.version))?;
        }
    }
    cx.tell(&DomainEvent::ReportSigned {
        person: open.keys.survivor,
        report: report.id,
        on: cx.today(),
        kind: report.kind.code().to_owned(),
        staff: report.staff_id,
    })?;
    listening::compare_now(cx, &open.keys, report.id)
}
