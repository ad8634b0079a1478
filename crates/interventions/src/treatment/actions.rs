//! What is done with a treatment: opened, consent, begun, sessions, tests, reviews of a court, what is shared, ended. Each step is
//! kept with author, day and words.

use super::consent::cancel_coming;
use super::policy::Policy;
use super::records::{
    Consent, CourtReview, TestResult, Treatment, TreatmentAct, TreatmentLine, TreatmentSession, TreatmentState,
    TreatmentTest,
};
use super::rules::{check_day, check_review, may_treat};
use super::store::{Whole, asks_consent, treatment_of, treatments_of, whole};
use crate::policy::{Numbers, REVIEW_APART};
use crate::words::{as_seen, blank, refuse, some_text};
use contacts::{Entry, NewContact};
use domain_events::DomainEvent;
use kernel::{ContactId, Date, EntryId, OrderId, PersonKeys, ProviderId, Refusal, RequirementId, Time, TreatmentId};
use people::OpenPerson;
use sentences::Ending;
use store::{Cx, Failure, Result, params};

const STEP: &str = "TTRS";
const SESSION: &str = "TTRT";
const TEST: &str = "TTST";

/// A treatment to be opened.
#[derive(Clone, Debug)]
pub struct NewTreatment {
    pub kind: String,
    pub requirement: Option<RequirementId>,
    pub need: String,
    pub provider: Option<ProviderId>,
    pub place: Option<String>,
    pub practitioner: Option<String>,
    pub planned_sessions: i64,
}

fn order_of(cx: &mut Cx<'_>, keys: &PersonKeys, new: &NewTreatment) -> Result<Option<OrderId>> {
    let Some(id) = new.requirement else { return Ok(None) };
    let orders = sentences::orders(cx, keys)?;
    let found = orders.iter().find_map(|o| {
        let requirement = o.requirements.iter().map(|r| &r.requirement).find(|r| r.id == id)?;
        Some((o.order.id, requirement))
    });
    let (order, requirement) = found.ok_or(Failure::NotFound)?;
    if !requirement.is_open() {
        return Err(Failure::refused("requirement", "requirement_ended", "This requirement has ended"));
    }
    let kind = Policy::shipped().kind(&new.kind);
    if kind.is_none_or(|k| !k.requirements.contains(&requirement.kind)) {
        let words = "This requirement does not order that kind of treatment";
        return Err(Failure::refused("requirement", "not_delivered", words));
    }
    Ok(Some(order))
}

/// Opens a treatment: the need, and by whom and where it is met.
///
/// # Errors
/// `unknown`, `missing`, `open_already`, `requirement_ended`, `not_delivered`, `out_of_range`.
pub fn open_treatment(cx: &mut Cx<'_>, open: &OpenPerson, new: &NewTreatment) -> Result<TreatmentId> {
    cx.lock(open.keys.survivor.into())?;
    let (policy, today) = (Policy::shipped(), cx.today());
    let mut wrong = Vec::new();
    if policy.kind(&new.kind).is_none() {
        wrong.push(Refusal::new("kind", "unknown", "Select the kind of treatment"));
    }
    blank("need", &new.need, crate::words::LONGEST, "Say what the treatment is for", &mut wrong);
    if !(1..=500).contains(&new.planned_sessions) {
        let words = "Enter how many sessions are planned, between 1 and 500";
        wrong.push(Refusal::new("planned_sessions", "out_of_range", words));
    }
    if new.provider.is_some()
        && !provision::book(cx)?.providers.contains_key(&new.provider.unwrap_or(ProviderId(uuid::Uuid::nil())))
    {
        wrong.push(Refusal::new("provider", "unknown", "Select a provider"));
    }
    let known = treatments_of(cx, &open.keys)?;
    if known.iter().any(|t| t.kind == new.kind && t.state != TreatmentState::Ended) {
        let words = "A treatment of this kind is open already: end it first, or go on with it";
        wrong.push(Refusal::new("kind", "open_already", words));
    }
    refuse(wrong)?;
    let order_id = order_of(cx, &open.keys, new)?;
    cx.describe(format!("Opened a treatment: {}", policy.kind_words(&new.kind)), None);
    let row = Treatment {
        person_id: open.keys.survivor,
        id: cx.new_id(),
        kind: new.kind.clone(),
        order_id,
        requirement_id: new.requirement,
        need: new.need.trim().to_owned(),
        provider_id: new.provider,
        place: some_text(new.place.as_deref()),
        practitioner: some_text(new.practitioner.as_deref()),
        planned_sessions: new.planned_sessions,
        opened_on: today,
        state: TreatmentState::Proposed,
        state_on: today,
        consent: Consent::NotAsked,
        consent_on: None,
        begun_on: None,
        ended_on: None,
        end_reason: None,
        shares: serde_json::json!([]),
        shares_on: None,
        version: 1,
    };
    cx.insert(&row)?;
    act(cx, &row, "Opened", today, None)?;
    keep_line(cx, &open.keys, row.id)?;
    Ok(row.id)
}

/// Keeps a step, in the treatment and in the log.
pub(super) fn act(cx: &mut Cx<'_>, row: &Treatment, what: &str, on: Date, words: Option<&str>) -> Result<()> {
    let act = TreatmentAct {
        person_id: row.person_id,
        id: cx.new_id(),
        treatment_id: row.id,
        what: what.to_owned(),
        on_day: on,
        words: some_text(words),
        author: cx.actor().name().to_owned(),
        done_at: cx.now(),
    };
    cx.insert(&act)?;
    let title = format!("{}: {}", Policy::shipped().kind_words(&row.kind), what.to_lowercase());
    let mut entry = Entry::new(row.person_id, STEP, on, title);
    if let Some(words) = act.words {
        entry = entry.note(words);
    }
    contacts::enter(cx, entry).map(drop)
}

/// Writes the line of work lists anew.
pub(super) fn keep_line(cx: &mut Cx<'_>, keys: &PersonKeys, id: TreatmentId) -> Result<()> {
    let whole = whole(cx, keys, id)?;
    let row = &whole.treatment;
    let next_review = whole.reviews.iter().filter(|r| r.said.is_none()).map(|r| r.on_date).min();
    let held = crate::holding::holder(cx, keys.survivor)?;
    let line = TreatmentLine {
        person_id: row.person_id,
        treatment_id: row.id,
        kind: row.kind.clone(),
        state: row.state,
        consent: row.consent,
        closed: row.state == TreatmentState::Ended,
        staff_id: held.as_ref().and_then(|h| h.staff_id),
        team_id: held.and_then(|h| h.team_id),
        next_review: next_review.filter(|_| row.state != TreatmentState::Ended),
    };
    cx.save(&line)
}

/// The treatment, held for writing, as whoever writes saw it, and not ended.
pub(super) fn hold(cx: &mut Cx<'_>, open: &OpenPerson, id: TreatmentId, seen: Option<i64>) -> Result<Treatment> {
    cx.lock(open.keys.survivor.into())?;
    let row = treatment_of(cx, &open.keys, id)?;
    as_seen(row.version, seen, "this treatment")?;
    if row.state == TreatmentState::Ended {
        return Err(Refusal::of_request("ended", "This treatment has ended").into());
    }
    Ok(row)
}

/// Records that a treatment began; the requirement has begun with it.
///
/// # Errors
/// `no_consent`, `begun`, `ended`, `ahead`, `before_last_step`; what `sentences` refuses; [`Failure::Stale`].
pub fn begin_treatment(cx: &mut Cx<'_>, open: &OpenPerson, id: TreatmentId, on: Date, seen: Option<i64>) -> Result<()> {
    let mut row = hold(cx, open, id, seen)?;
    if row.state == TreatmentState::Begun {
        return Err(Refusal::of_request("begun", "This treatment has begun already").into());
    }
    let asks = asks_consent(cx, &open.keys, &row)?;
    let wrong = [may_treat(&row, asks, on), check_day(on, row.consent_on.unwrap_or(on), cx.today())];
    refuse(wrong.into_iter().flatten().collect())?;
    cx.describe("A treatment began", None);
    row.state = TreatmentState::Begun;
    row.state_on = on;
    row.begun_on = Some(on);
    cx.update(&mut row)?;
    act(cx, &row, "Begun", on, None)?;
    let (person, requirement) = (open.keys.survivor, row.requirement_id);
    if let Some(open_one) = crate::programmes::open_requirement(cx, &open.keys, requirement)?
        && open_one.started_on.is_none()
    {
        sentences::begin_requirement(cx, &open.keys, open_one.id, on)?;
        cx.tell(&DomainEvent::RequirementBegan { person, requirement: open_one.id, on })?;
    }
    let kind = row.kind.clone();
    cx.tell(&DomainEvent::TreatmentBegan { person, treatment: id, requirement, on, kind })?;
    keep_line(cx, &open.keys, id)
}

/// A session of treatment: to come, or with what came of it.
#[derive(Clone, Debug)]
pub struct TreatmentMeeting {
    pub on: Date,
    pub start: Time,
    pub minutes: i64,
    /// None for one that is to come.
    pub outcome: Option<String>,
    pub note: Option<String>,
}

fn contact_of(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    row: &Treatment,
    kind: &str,
    title: &str,
    new: &TreatmentMeeting,
) -> Result<NewContact> {
    let staff = match cx.actor().staff() {
        Some(staff) => Some(staff),
        None => crate::holding::holder(cx, keys.survivor)?.and_then(|h| h.staff_id),
    };
    let end = new.start.saturating_add(jiff::ToSpan::minutes(new.minutes));
    Ok(NewContact {
        title: Some(title.chars().take(80).collect()),
        note: new.note.clone(),
        staff,
        place: row.place.clone(),
        requirement: row.requirement_id,
        outcome: new.outcome.clone(),
        clash_allowed: true,
        ..NewContact::of(kind, new.on).at(new.start, end)
    })
}

/// Arranges or records a session of treatment. The first one attended does not begin the treatment by itself: that is said.
///
/// # Errors
/// `not_begun`, `no_consent`, `over_midnight`; what the log refuses.
pub fn treatment_session(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    id: TreatmentId,
    new: &TreatmentMeeting,
) -> Result<ContactId> {
    let row = hold(cx, open, id, None)?;
    let asks = asks_consent(cx, &open.keys, &row)?;
    let mut wrong: Vec<Refusal> = may_treat(&row, asks, new.on).into_iter().collect();
    match row.begun_on {
        None => wrong.push(Refusal::of_request("not_begun", "Record first that the treatment has begun")),
        Some(begun) if new.on < begun => {
            let words = format!("The treatment began on {}: enter that day or a later one", kernel::words::day(begun));
            wrong.push(Refusal::new("on", "before_beginning", words));
        }
        Some(_) => {}
    }
    wrong.extend(crate::programmes::check_within_day(new.start, new.minutes));
    refuse(wrong)?;
    let title = Policy::shipped().kind_words(&row.kind).to_owned();
    cx.describe(format!("A session of treatment: {title}"), None);
    let contact = contact_of(cx, &open.keys, &row, SESSION, &title, new)?;
    let contact = match new.outcome {
        Some(_) => contacts::record(cx, &open.keys, contact)?,
        None => contacts::arrange(cx, &open.keys, contact)?,
    };
    cx.insert(&TreatmentSession {
        person_id: row.person_id,
        contact_id: contact.id,
        treatment_id: id,
        on_date: contact.happens_on,
        outcome: contact.outcome.clone(),
        attended: contact.attended,
        complied: contact.complied,
        gone: false,
        version: 1,
    })?;
    keep_line(cx, &open.keys, id)?;
    Ok(contact.id)
}

/// Arranges a test, or writes down one that took place.
///
/// # Errors
/// `no_tests`, `no_consent`, `missing`, `over_midnight`; what the log refuses.
pub fn arrange_test(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    id: TreatmentId,
    panel: &str,
    new: &TreatmentMeeting,
) -> Result<EntryId> {
    let row = hold(cx, open, id, None)?;
    let asks = asks_consent(cx, &open.keys, &row)?;
    let mut wrong: Vec<Refusal> = may_treat(&row, asks, new.on).into_iter().collect();
    if !Policy::shipped().kind(&row.kind).is_some_and(|k| k.tests) {
        wrong.push(Refusal::of_request("no_tests", "This kind of treatment has no tests"));
    }
    blank("panel", panel, 200, "Say for what is tested", &mut wrong);
    wrong.extend(crate::programmes::check_within_day(new.start, new.minutes));
    refuse(wrong)?;
    cx.describe("A test was arranged", None);
    let contact = contact_of(cx, &open.keys, &row, TEST, "Test", new)?;
    let contact = match new.outcome {
        Some(_) => contacts::record(cx, &open.keys, contact)?,
        None => contacts::arrange(cx, &open.keys, contact)?,
    };
    let test = TreatmentTest {
        person_id: row.person_id,
        id: cx.new_id(),
        treatment_id: id,
        contact_id: Some(contact.id),
        gone: false,
        on_date: new.on,
        panel: panel.trim().to_owned(),
        result: None,
        result_on: None,
        disputed_on: None,
        dispute: None,
        confirmed: None,
        confirmed_on: None,
        version: 1,
    };
    cx.insert(&test)?;
    Ok(test.id)
}

/// What became of a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TestStep {
    Result(TestResult),
    /// The person says that the result is wrong.
    Dispute(String),
    /// What a laboratory or second test said.
    Confirm(TestResult),
}

/// Records the result of a test, that it is disputed, or what the confirmation said. The first result stays.
///
/// # Errors
/// `ahead`, `cancelled`, `recorded_already`, `no_result`, `not_disputed`, `missing`; [`Failure::Stale`].
pub fn record_test(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    (id, test): (TreatmentId, EntryId),
    step: &TestStep,
    on: Date,
    seen: Option<i64>,
) -> Result<()> {
    let row = hold(cx, open, id, None)?;
    let mut test = cx.need::<TreatmentTest>(params![row.person_id, test])?;
    as_seen(test.version, seen, "this test")?;
    let mut wrong: Vec<Refusal> = check_day(on, test.on_date, cx.today()).into_iter().collect();
    let what = match step {
        TestStep::Result(result) => {
            if test.gone {
                wrong.push(Refusal::new("result", "cancelled", "This test was cancelled: arrange another one"));
            }
            if test.result.is_some() {
                wrong.push(Refusal::new(
                    "result",
                    "recorded_already",
                    "A result is recorded: dispute it if it is wrong",
                ));
            }
            test.result = Some(*result);
            test.result_on = Some(on);
            format!("Test: {}", result.words().to_lowercase())
        }
        TestStep::Dispute(words) => {
            if test.result.is_none() || test.disputed_on.is_some() {
                wrong.push(Refusal::new("dispute", "no_result", "There is no result that can be disputed now"));
            }
            blank("dispute", words, crate::words::LONGEST, "Say what the person says", &mut wrong);
            test.disputed_on = Some(on);
            test.dispute = Some(words.trim().to_owned());
            "Test disputed".to_owned()
        }
        TestStep::Confirm(result) => {
            if test.disputed_on.is_none() || test.confirmed.is_some() {
                wrong.push(Refusal::new("confirmed", "not_disputed", "Only a disputed result is confirmed, once"));
            }
            test.confirmed = Some(*result);
            test.confirmed_on = Some(on);
            format!("Test confirmed: {}", result.words().to_lowercase())
        }
    };
    refuse(wrong)?;
    cx.describe(what.clone(), None);
    cx.update(&mut test)?;
    act(cx, &row, &what, on, test.dispute.as_deref().filter(|_| matches!(step, TestStep::Dispute(_))))
}

/// Notes a day on which a court reviews the treatment.
///
/// # Errors
/// `not_ordered`, `too_near`, `missing`.
pub fn add_review(cx: &mut Cx<'_>, open: &OpenPerson, id: TreatmentId, (on, court): (Date, &str)) -> Result<EntryId> {
    let row = hold(cx, open, id, None)?;
    let whole = whole(cx, &open.keys, id)?;
    let apart = Numbers::read(cx)?.on(REVIEW_APART, cx.today())?;
    let mut wrong: Vec<Refusal> = check_review(on, &whole.reviews, apart).into_iter().collect();
    if row.requirement_id.is_none() {
        wrong.push(Refusal::of_request("not_ordered", "No court ordered this treatment: it has no reviews"));
    }
    if on < row.opened_on {
        wrong.push(Refusal::new("on", "before_opening", "Enter a day after the treatment was opened"));
    }
    blank("court", court, 200, "Enter the court", &mut wrong);
    refuse(wrong)?;
    cx.describe("A court will review a treatment", None);
    let review = CourtReview {
        person_id: row.person_id,
        id: cx.new_id(),
        treatment_id: id,
        on_date: on,
        court: court.trim().to_owned(),
        report: None,
        report_on: None,
        said: None,
        said_words: None,
        said_on: None,
        version: 1,
    };
    cx.insert(&review)?;
    keep_line(cx, &open.keys, id)?;
    Ok(review.id)
}

/// What is done with a court's review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReviewStep {
    /// What the service reports to the court.
    Report(String),
    /// A code of what courts say, and the court's words.
    Said(String, Option<String>),
}

/// Writes the report to a court's review, or what the court said.
///
/// # Errors
/// `recorded_already`, `unknown`, `missing`, `ahead`; [`Failure::Stale`].
pub fn record_review(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    (id, review): (TreatmentId, EntryId),
    step: &ReviewStep,
    on: Date,
    seen: Option<i64>,
) -> Result<()> {
    let row = hold(cx, open, id, None)?;
    let mut review = cx.need::<CourtReview>(params![row.person_id, review])?;
    as_seen(review.version, seen, "this review")?;
    let mut wrong: Vec<Refusal> = check_day(on, row.opened_on, cx.today()).into_iter().collect();
    if review.said.is_some() {
        wrong.push(Refusal::of_request("recorded_already", "What the court said is recorded already"));
    }
    let what = match step {
        ReviewStep::Report(words) => {
            blank("report", words, 8_000, "Write the report", &mut wrong);
            review.report = Some(words.trim().to_owned());
            review.report_on = Some(on);
            "Report to the court written".to_owned()
        }
        ReviewStep::Said(code, words) => {
            let said = Policy::shipped().said(code);
            if said.is_none() {
                wrong.push(Refusal::new("said", "unknown", "Select what the court said"));
            }
            review.said = Some(code.clone());
            review.said_words = some_text(words.as_deref());
            review.said_on = Some(on);
            format!("Court’s review: {}", said.map_or(code.as_str(), |s| s.en.as_str()))
        }
    };
    refuse(wrong)?;
    cx.describe(what.clone(), None);
    cx.update(&mut review)?;
    act(cx, &row, &what, on, review.said_words.as_deref())?;
    keep_line(cx, &open.keys, id)
}

/// Records what the person agreed to share: this and nothing else, from now on.
///
/// # Errors
/// `unknown`, `ended`; [`Failure::Stale`].
pub fn agree_to_share(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    id: TreatmentId,
    fields: &[String],
    seen: Option<i64>,
) -> Result<()> {
    let mut row = hold(cx, open, id, seen)?;
    let (policy, today) = (Policy::shipped(), cx.today());
    if fields.iter().any(|f| policy.shares.iter().all(|s| s.code != *f)) {
        return Err(Failure::refused("shares", "unknown", "Select from the list"));
    }
    let words: Vec<&str> = policy.shares.iter().filter(|s| fields.contains(&s.code)).map(|s| s.en.as_str()).collect();
    cx.describe("What the person agreed to share", None);
    row.shares = serde_json::json!(fields);
    row.shares_on = Some(today);
    cx.update(&mut row)?;
    let words = if words.is_empty() { "Nothing".to_owned() } else { words.join(", ") };
    act(cx, &row, "Agreed to share", today, Some(&words))
}

/// Ends a treatment, and why; what is arranged for it is cancelled. Where it was completed and a requirement ordered it, the requirement may end with it.
///
/// # Errors
/// `unknown`, `ahead`, `before_last_step`, `not_begun`; what `sentences` refuses; [`Failure::Stale`].
pub fn end_treatment(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    id: TreatmentId,
    (on, reason, words, with_requirement): (Date, &str, Option<&str>, bool),
    seen: Option<i64>,
) -> Result<()> {
    let mut row = hold(cx, open, id, seen)?;
    let end = Policy::shipped().end(reason);
    let mut wrong: Vec<Refusal> = check_day(on, row.state_on, cx.today()).into_iter().collect();
    match end {
        None => wrong.push(Refusal::new("reason", "unknown", "Select why it ended")),
        Some(end) if end.completed && row.state != TreatmentState::Begun => {
            wrong.push(Refusal::new("reason", "not_begun", "A treatment that never began was not completed"));
        }
        Some(_) => {}
    }
    refuse(wrong)?;
    cx.describe("A treatment ended", words);
    row.state = TreatmentState::Ended;
    row.state_on = on;
    row.ended_on = Some(on);
    row.end_reason = Some(reason.to_owned());
    cx.update(&mut row)?;
    let what = format!("Ended: {}", end.map_or(reason, |e| e.en.as_str()));
    act(cx, &row, &what, on, words)?;
    cancel_coming(cx, &open.keys, &row, "The treatment has ended")?;
    let (person, requirement) = (open.keys.survivor, row.requirement_id);
    cx.tell(&DomainEvent::TreatmentEnded { person, treatment: id, requirement, on, reason: reason.to_owned() })?;
    let completed = end.is_some_and(|e| e.completed);
    if with_requirement
        && completed
        && let Some(open_one) = crate::programmes::open_requirement(cx, &open.keys, requirement)?
    {
        let how = Ending { on, reason: "completed".into(), note: Some("The treatment is completed".into()) };
        sentences::end_requirement(cx, &open.keys, open_one.id, &how, None)?;
    }
    keep_line(cx, &open.keys, id)
}

/// The policy's number of contacts a period, for the page.
pub(super) fn guidance(cx: &mut Cx<'_>, whole: &Whole) -> Result<(i64, i64)> {
    let (numbers, on) = (Numbers::read(cx)?, whole.treatment.begun_on.unwrap_or(whole.treatment.opened_on));
    let days = numbers.on(crate::policy::TREATMENT_PERIOD, on)?;
    let least = match Policy::shipped().kind(&whole.treatment.kind) {
        Some(kind) => numbers.on(&kind.contacts, on)?,
        None => 0,
    };
    Ok((days, least))
}
