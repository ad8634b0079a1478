//! The officer's verbs: refer, withdraw, move a deadline, and what follows when a referral ends. One transaction each, on the
//! person's own chain.
//!
//! Always true: what bars a referral refuses it; what may stand is kept with the officer's reason; the provider gets what was
//! chosen to be sent and nothing else.

use super::facts::Facts;
use super::records::{Complexity, Deed, DoubtKept, DueWhat, NeedAsked, Referral, ReferralState};
use super::rules::{judging, reference};
use super::store::{Act, Whole, due_of, hold, keep_act, keep_line, may, refuse, take_on, take_to};
use super::suitability::{Doubt, Weight};
use super::words::Words;
use crate::policy::{JUDGED_DAYS, Numbers};
use contacts::Entry;
use domain_events::DomainEvent;
use kernel::{Date, OfferId, PersonKeys, ReferralId, Refusal, RequirementId};
use people::OpenPerson;
use provision::{Joining, WaitingState};
use serde_json::json;
use store::{Cx, Failure, Result};

/// The longest reason or message, in characters.
pub(crate) const LONGEST: usize = 4_000;
/// Entries of the log that Throughcare writes of referrals.
const LOGGED: &str = "TREF";

/// What the officer chose of a referral.
#[derive(Clone, Debug)]
pub struct NewReferral {
    pub offer: OfferId,
    /// None where the person takes part by agreement, to meet a need.
    pub requirement: Option<RequirementId>,
    pub needs: Vec<NeedAsked>,
    pub reason: String,
    pub asked_days: Option<i64>,
    pub complete_by: Option<Date>,
    /// What of the record the provider is sent.
    pub telephone: bool,
    pub email: bool,
    pub address: bool,
    pub safety: Option<String>,
    pub agreed: Option<bool>,
    /// Why it is made although the service may not suit.
    pub despite: Option<String>,
}

impl NewReferral {
    /// A referral to an offer with nothing chosen yet: telephone and e-mail are sent, the address is not.
    #[must_use]
    pub fn to(offer: OfferId) -> NewReferral {
        NewReferral {
            offer,
            requirement: None,
            needs: Vec::new(),
            reason: String::new(),
            asked_days: None,
            complete_by: None,
            telephone: true,
            email: true,
            address: false,
            safety: None,
            agreed: None,
            despite: None,
        }
    }
}

fn wrong_needs(new: &NewReferral, words: &Words) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    for asked in &new.needs {
        let known = asked.outcomes.iter().all(|code| words.of_need(&asked.need).any(|o| o.code == *code));
        if !known || asked.complexity.parse::<Complexity>().is_err() {
            wrong.push(Refusal::new("needs", "unknown", "Choose needs and outcomes from the list"));
        } else if asked.outcomes.is_empty() {
            let need = super::words::need_words(&asked.need);
            wrong.push(Refusal::new("outcomes", "no_outcome", format!("Choose what should be reached for {need}")));
        }
    }
    wrong
}

fn wrong_words(new: &NewReferral, today: Date) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    if new.reason.trim().is_empty() {
        wrong.push(Refusal::new("reason", "no_reason", "Say why the person is referred"));
    }
    for (field, text) in
        [("reason", Some(&new.reason)), ("safety", new.safety.as_ref()), ("despite", new.despite.as_ref())]
    {
        if text.is_some_and(|text| text.chars().count() > LONGEST) {
            wrong.push(Refusal::new(field, "too_long", format!("Use {LONGEST} characters or fewer")));
        }
    }
    if new.complete_by.is_some_and(|day| day <= today) {
        wrong.push(Refusal::new("complete_by", "not_ahead", "The day by which it is finished must be after today"));
    }
    if new.asked_days.is_some_and(|days| !(1..=400).contains(&days)) {
        wrong.push(Refusal::new("asked_days", "out_of_range", "The days asked for must be between 1 and 400"));
    }
    wrong
}

fn wrong_fit(new: &NewReferral, doubts: &[Doubt], consent: bool) -> Vec<Refusal> {
    let mut wrong: Vec<Refusal> = doubts
        .iter()
        .filter(|d| d.weight == Weight::Bars)
        .map(|d| Refusal::new("offer", d.code, d.words.clone()))
        .collect();
    let reasoned = new.despite.as_deref().is_some_and(|words| !words.trim().is_empty());
    if let Some(first) = doubts.iter().find(|d| d.weight == Weight::NeedsReason).filter(|_| !reasoned) {
        let words = format!("Say why the person is referred all the same. {}", first.words);
        wrong.push(Refusal::new("despite", "reason_needed", words));
    }
    if consent && new.agreed != Some(true) {
        let words = "The service takes people who agree to take part: ask them first";
        wrong.push(Refusal::new("agreed", "no_agreement", words));
    }
    wrong
}

/// Refers a person to an offer: the provider is sent what was chosen, and the person joins the offer's waiting list, unless
/// they wait there already.
///
/// # Errors
/// Everything that is wrong with the choice, and what bars the person from the service.
pub fn refer(cx: &mut Cx<'_>, open: &OpenPerson, new: &NewReferral) -> Result<ReferralId> {
    cx.lock(open.keys.survivor.into())?;
    // The list is locked before anything of the person is written.
    cx.lock(new.offer.0.into())?;
    let facts = Facts::read(cx, open)?;
    let (offer, service) = facts.offer(new.offer)?;
    let words = Words::shipped();
    let requirements = facts.delivered_by(service.id);
    let asked = requirements.iter().find(|r| Some(r.requirement.id) == new.requirement);
    let mut wrong = wrong_needs(new, words);
    if new.requirement.is_some() && asked.is_none() {
        let text = "Choose an open requirement that the service delivers";
        wrong.push(Refusal::new("requirement", "not_delivered", text));
    }
    wrong.extend(wrong_words(new, facts.today));
    let doubts = facts.doubts(service, new.requirement, None);
    wrong.extend(wrong_fit(new, &doubts, service.consent_needed));
    refuse(wrong)?;
    let provider = facts.book.provider_of(offer).ok_or(Failure::NotFound)?;
    let mut sent = facts.sent(cx, open)?;
    sent.telephone = sent.telephone.filter(|_| new.telephone);
    sent.email = sent.email.filter(|_| new.email);
    sent.address = sent.address.filter(|_| new.address);
    sent.safety = new.safety.as_deref().map(str::trim).filter(|w| !w.is_empty()).map(str::to_owned);
    sent.agreed = new.agreed;
    let kept: Vec<DoubtKept> = doubts
        .iter()
        .filter(|d| d.weight == Weight::NeedsReason)
        .map(|d| DoubtKept { code: d.code.to_owned(), words: d.words.clone() })
        .collect();
    let id: ReferralId = cx.new_id();
    let to_json = |value: serde_json::Result<serde_json::Value>| value.map_err(|e| Failure::broken(e.to_string()));
    let mut referral = Referral {
        person_id: open.keys.survivor,
        id,
        reference: reference(id.0.as_bytes()),
        service_id: service.id,
        offer_id: offer.id,
        provider_id: provider.id,
        unit_id: offer.unit_id,
        order_id: asked.map(|r| r.order.id),
        requirement_id: new.requirement,
        needs: to_json(serde_json::to_value(&new.needs))?,
        reason: new.reason.trim().to_owned(),
        asked_days: new.asked_days,
        complete_by: new.complete_by,
        sent: to_json(serde_json::to_value(&sent))?,
        doubts: to_json(serde_json::to_value(&kept))?,
        doubts_reason: new.despite.as_deref().map(str::trim).filter(|w| !w.is_empty()).map(str::to_owned),
        waiting_id: None,
        by_provider: words.by_provider(&service.kind),
        staff_id: cx.actor().staff(),
        made_on: facts.today,
        made_at: cx.now(),
        made_by: cx.actor().name().to_owned(),
        state: ReferralState::Sent,
        caseworker_id: None,
        caseworker_name: None,
        assessed_on: None,
        last_session_on: None,
        end_reason: None,
        end_words: None,
        ended_on: None,
        version: 1,
    };
    let (name, event) = (service.name.clone(), asked.map(|r| r.order.event_id));
    let title = format!("Referred to {name}, {}", provider.name);
    referral.waiting_id = Some(waiting(cx, open, new)?);
    cx.describe(format!("Referred to {name}"), Some(&referral.reason));
    cx.insert(&referral)?;
    let act = keep_act(cx, &referral, Deed::Send, Act { words: Some(&referral.reason), ..Act::default() })?;
    let whole = Whole { referral, acts: vec![act], due: None };
    let due = due_of(cx, &whole)?;
    let whole = Whole { due, ..whole };
    keep_line(cx, &whole)?;
    let r = &whole.referral;
    let mut entry = Entry::new(r.person_id, LOGGED, r.made_on, title).note(r.reason.clone());
    entry.event = event;
    contacts::enter(cx, entry)?;
    cx.tell(&DomainEvent::ReferralMade {
        person: r.person_id,
        referral: r.id,
        service: r.service_id,
        offer: r.offer_id,
        requirement: r.requirement_id,
        on: r.made_on,
    })?;
    Ok(id)
}

/// The person's entry in the list of the offer: the one that they have, or a new one at its end.
fn waiting(cx: &mut Cx<'_>, open: &OpenPerson, new: &NewReferral) -> Result<kernel::WaitingId> {
    let entries = provision::entries_of(cx, &open.keys)?;
    let live = |state| state != WaitingState::Left && state != WaitingState::Begun;
    if let Some(entry) = entries.iter().find(|e| e.offer_id == new.offer && live(e.state)) {
        return Ok(entry.id);
    }
    let joining =
        Joining { offer: new.offer, requirement: new.requirement, ready_on: None, note: Some("Referred".to_owned()) };
    provision::join(cx, open, &joining)
}

/// What others hear when a referral ends, and its entry in the log.
pub(crate) fn ended(cx: &mut Cx<'_>, r: &Referral) -> Result<()> {
    let on = r.ended_on.unwrap_or_else(|| cx.today());
    let name = provision::book(cx)?.services.get(&r.service_id).map_or_else(String::new, |s| s.name.clone());
    let title = format!("Referral to {name}: {}", r.state.words().to_lowercase());
    let mut entry = Entry::new(r.person_id, LOGGED, on, title);
    entry.note = r.end_words.clone();
    contacts::enter(cx, entry)?;
    cx.tell(&DomainEvent::ReferralEnded {
        person: r.person_id,
        referral: r.id,
        requirement: r.requirement_id,
        on,
        outcome: r.state.code().to_owned(),
    })
}

/// Withdraws a referral, by the officer or the provider. After a session was held the provider still writes the end report.
///
/// # Errors
/// An unknown reason, one that a provider may not give, another reason without words, and a referral that is over.
pub fn withdraw(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    id: ReferralId,
    (reason, words): (&str, Option<&str>),
    seen: Option<i64>,
) -> Result<ReferralState> {
    let mut whole = hold(cx, keys, id, seen)?;
    let by_provider = access::provider_of(cx)?.is_some();
    let known = Words::shipped().withdrawal(reason).filter(|known| known.provider || !by_provider);
    let Some(known) = known else {
        return Err(Failure::refused("reason", "unknown", "Choose why it is withdrawn"));
    };
    let words = words.map(str::trim).filter(|w| !w.is_empty());
    if reason == "other" && words.is_none() {
        return Err(Failure::refused("words", "missing", "Say what the reason is"));
    }
    let begun = crate::delivery::has_begun(cx, &whole.referral)?;
    let state = may(&whole, Deed::Withdraw, begun.is_some())?;
    whole.referral.end_reason = Some(known.code.clone());
    whole.referral.end_words = words.map(str::to_owned);
    if state == ReferralState::ReportDue {
        whole.referral.last_session_on = begun;
    }
    let said = words.map_or_else(|| known.en.clone(), |words| format!("{}. {words}", known.en));
    take_to(cx, &mut whole, Deed::Withdraw, state, Act { words: Some(&said), ..Act::default() })?;
    crate::delivery::cancel_coming(cx, keys, &whole.referral)?;
    leave_list(cx, keys, &whole.referral, &known.leaves)?;
    Ok(state)
}

/// Who has not begun leaves the waiting list with the referral.
fn leave_list(cx: &mut Cx<'_>, keys: &PersonKeys, r: &Referral, reason: &str) -> Result<()> {
    let Some(waiting) = r.waiting_id else { return Ok(()) };
    let entry = provision::entry_of(cx, keys, waiting)?;
    if matches!(entry.state, WaitingState::Left | WaitingState::Begun) {
        return Ok(());
    }
    let open = people::open_by_id(cx, keys.survivor)?;
    let (on, note) = (cx.today(), Some("The referral was withdrawn"));
    provision::leave(cx, &open, waiting, (on, reason, note), entry.version)
}

/// Moves a deadline of the provider by a judgement.
///
/// # Errors
/// No reason, a day that is past or too far, and a referral without that deadline now.
pub fn judge_deadline(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    id: ReferralId,
    (until, words): (Date, &str),
    seen: Option<i64>,
) -> Result<DueWhat> {
    let mut whole = hold(cx, keys, id, seen)?;
    let longest = Numbers::read(cx)?.on(JUDGED_DAYS, cx.today())?;
    refuse(judging(until, words, cx.today(), longest))?;
    let Some((what, was)) = whole.due else {
        return Err(Refusal::of_request("no_deadline", "No deadline of the provider runs now").into());
    };
    let facts = json!({ "what": what.code(), "was": was.to_string(), "until": until.to_string() });
    take_on(cx, &mut whole, Deed::Judge, false, Act { words: Some(words), facts: Some(facts), on: None })?;
    Ok(what)
}

/// Ends a referral that a team of the service delivers, for the room's other subjects: completed, or not.
///
/// # Errors
/// When it has ended, or its provider delivers it here.
pub fn conclude(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    id: ReferralId,
    completed: bool,
    on: Date,
    words: &str,
) -> Result<()> {
    let mut whole = hold(cx, keys, id, None)?;
    if whole.referral.by_provider || !whole.referral.state.is_open() {
        let words = "This referral is not ended so: see what can be done with it on its page";
        return Err(Refusal::of_request("not_now", words).into());
    }
    let state = if completed { ReferralState::Completed } else { ReferralState::EndedEarly };
    whole.referral.end_words = Some(words.trim().to_owned()).filter(|w| !w.is_empty());
    take_to(cx, &mut whole, Deed::Conclude, state, Act { on: Some(on), words: Some(words), facts: None })
}
