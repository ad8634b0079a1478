//! Signing: what stands against it in words, the second signature where the policy asks for one, and sending back.
//!
//! Always true: a level of harm takes effect with the last signature that is needed; nobody countersigns their own work.

use super::{ENTRY, list, must_take_answers, step};
use crate::assessments::read::{sheet, steps};
use crate::assessments::rules::{Against, Form, countersigned_because};
use crate::assessments::{Assessment, Sheet, State, StepKind};
use crate::enquiries::{Unread, unread};
use crate::harm;
use crate::questions::{Catalogue, current};
use contacts::Entry;
use domain_events::DomainEvent;
use kernel::{Refusal, Refusals};
use people::OpenPerson;
use std::sync::Arc;
use store::{Cx, Failure, Result};

/// How an assessment stands before it is signed.
pub(crate) struct Standing {
    pub(crate) catalogue: Arc<Catalogue>,
    pub(crate) sheet: Sheet,
    /// What must be mended first.
    pub(crate) against: Vec<Against>,
    /// Answers of other bodies that nobody has analysed; a recorded reason leads past them.
    pub(crate) unread: Vec<Unread>,
    /// Why a manager signs too, as far as it is known before signing.
    pub(crate) grounds: Vec<String>,
}

/// Looks at everything that stands against signing.
///
/// # Errors
/// When the database fails.
pub(crate) fn standing(cx: &mut Cx<'_>, open: &OpenPerson, assessment: &Assessment) -> Result<Standing> {
    let (catalogue, sheet) = (current(cx)?, sheet(cx, assessment)?);
    let form = Form {
        catalogue: &catalogue,
        day: assessment.asked_on(),
        kind: assessment.kind,
        setting: assessment.setting,
        sheet: &sheet,
    };
    let against = form.against();
    let unread = unread(cx, open)?;
    let grade = match cx.actor().staff() {
        Some(staff) => organisation::staff_lines(cx, &[staff])?.into_values().next().map(|line| line.grade),
        None => None,
    };
    let grounds = grounds(cx, &catalogue, &sheet, grade.as_deref(), false);
    Ok(Standing { catalogue, sheet, against, unread, grounds })
}

fn grounds(cx: &Cx<'_>, catalogue: &Catalogue, sheet: &Sheet, grade: Option<&str>, past_unread: bool) -> Vec<String> {
    let levels: Vec<harm::Level> = harm::given(sheet).into_iter().map(|(_, _, level, _)| level).collect();
    countersigned_because(catalogue, cx.today(), &levels, grade, past_unread)
}

/// Signs an assessment; `past_unread` says why an answer that nobody has analysed does not hold it up.
///
/// # Errors
/// `locked`; one refusal for each thing that stands against it; `unread` without a reason.
pub(crate) fn sign(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    assessment: &mut Assessment,
    past_unread: Option<&str>,
) -> Result<()> {
    must_take_answers(assessment)?;
    let found = standing(cx, open, assessment)?;
    let mut wrong: Vec<Refusal> =
        found.against.iter().map(|a| Refusal::of_request("not_ready", a.words.clone())).collect();
    let past_unread = past_unread.map(str::trim).filter(|reason| !reason.is_empty());
    if !found.unread.is_empty() && past_unread.is_none() {
        let words = "Analyse the answers that came, or say why the assessment is signed without that";
        wrong.push(Refusal::new("past_unread", "unread", words));
    }
    if !wrong.is_empty() {
        return Err(Refusals(wrong).into());
    }
    let past = past_unread.filter(|_| !found.unread.is_empty());
    cx.describe(format!("Signed {}", assessment.name()), past);
    let signed = step(cx, assessment, StepKind::Signed, None)?;
    if past.is_some() {
        step(cx, assessment, StepKind::PastUnread, past)?;
    }
    assessment.signed_by = Some(signed.author);
    assessment.countersigned_by = None;
    let grounds = grounds(cx, &found.catalogue, &found.sheet, signed.grade.as_deref(), past.is_some());
    if grounds.is_empty() {
        return complete(cx, open, assessment, &found.sheet);
    }
    assessment.state = State::Waiting;
    cx.update(assessment)?;
    list(cx, assessment)
}

/// A manager signs too.
///
/// # Errors
/// `not_waiting`; `own_work` for whoever signed it.
pub(crate) fn countersign(cx: &mut Cx<'_>, open: &OpenPerson, assessment: &mut Assessment, note: &str) -> Result<()> {
    must_wait(cx, assessment)?;
    cx.describe(format!("Countersigned {}", assessment.name()), Some(note).filter(|n| !n.trim().is_empty()));
    let done = step(cx, assessment, StepKind::Countersigned, Some(note).filter(|n| !n.trim().is_empty()))?;
    assessment.countersigned_by = Some(done.author);
    let answers = sheet(cx, assessment)?;
    complete(cx, open, assessment, &answers)
}

/// A manager sends it back, with reasons.
///
/// # Errors
/// `not_waiting`; `own_work`; `no_reason`.
pub(crate) fn give_back(cx: &mut Cx<'_>, assessment: &mut Assessment, reason: &str) -> Result<()> {
    must_wait(cx, assessment)?;
    if reason.trim().is_empty() {
        return Err(Failure::refused("reason", "no_reason", "Say what should change"));
    }
    cx.describe(format!("Returned {} for changes", assessment.name()), Some(reason));
    step(cx, assessment, StepKind::Returned, Some(reason))?;
    assessment.state = State::Returned;
    cx.update(assessment)?;
    list(cx, assessment)?;
    let title = format!("Oversight: {} returned for changes", assessment.name());
    contacts::enter(cx, Entry::new(assessment.person_id, ENTRY, cx.today(), title).note(reason.trim().to_owned()))
        .map(|_| ())
}

fn must_wait(cx: &mut Cx<'_>, assessment: &Assessment) -> Result<()> {
    if assessment.state != State::Waiting {
        let words = format!("{} does not wait for a countersignature", assessment.name());
        return Err(Failure::refused("", "not_waiting", words));
    }
    let signed = steps(cx, assessment)?.into_iter().rev().find(|s| s.kind == StepKind::Signed);
    let own = signed.is_some_and(|s| match (s.staff_id, cx.actor().staff()) {
        (Some(author), Some(reader)) => author == reader,
        _ => s.author == cx.actor().name(),
    });
    if own {
        return Err(Failure::refused(
            "",
            "own_work",
            "Somebody other than the author countersigns: ask another manager",
        ));
    }
    Ok(())
}

/// It is signed with all the signatures that it needs: locked, told, and its levels of harm hold from now on.
fn complete(cx: &mut Cx<'_>, open: &OpenPerson, assessment: &mut Assessment, sheet: &Sheet) -> Result<()> {
    let (person, on) = (open.keys.survivor, cx.today());
    assessment.state = State::Signed;
    assessment.signed_on = Some(on);
    cx.update(assessment)?;
    list(cx, assessment)?;
    harm::take_from(cx, open, assessment, sheet)?;
    contacts::enter(cx, Entry::new(person, ENTRY, on, format!("{} signed", assessment.name())))?;
    let kind = assessment.kind.code().to_owned();
    cx.tell(&DomainEvent::AssessmentSigned { person, assessment: assessment.id, on, kind })
}
