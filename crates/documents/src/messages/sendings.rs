//! Making a message and taking it on from state to state: sending, cancelling, sending again, settling. Each change is a
//! record with who, when and why; the list of what is open is kept with it.

use super::facts::Facts;
use super::outbox::HAND_OVER;
use super::port::Words;
use super::rules::address::ending;
use super::rules::consent::Allowed;
use super::rules::{retry, segments, templates};
use super::{Channel, Language, OpenRow, Purpose, Sending, SendingState, Step, letters, policy};
use kernel::{DocumentId, Instant, PersonId, PersonKeys, Refusal, SendingId};
use people::OpenPerson;
use store::{Cx, Failure, Result, key_values, params};
use uuid::Uuid;

/// The longest e-mail, characters.
const LONGEST: usize = 5_000;
/// The most texts that one message may be.
const MOST_SEGMENTS: usize = 4;

/// A message to be made.
#[derive(Clone, Debug)]
pub struct NewSending {
    pub person: PersonId,
    pub channel: Channel,
    /// The letter, for post and for e-mail.
    pub document: Option<DocumentId>,
    /// The words, for a text or an e-mail without a letter.
    pub words: Option<Words>,
    /// What it is about, such as `("appointment", id)`.
    pub about: Option<(&'static str, Uuid)>,
}

/// What a message is made of once it is known that it may go.
pub(super) struct Made {
    pub(super) purpose: Purpose,
    pub(super) channel: Channel,
    pub(super) address: String,
    pub(super) language: Language,
    pub(super) words: Option<Words>,
    pub(super) document: Option<DocumentId>,
    pub(super) about: Option<(String, Uuid)>,
    pub(super) again_of: Option<SendingId>,
    pub(super) not_after: Option<Instant>,
}

/// Makes a message. It is handed over in the background, once, as soon as the hours for texts allow.
///
/// # Errors
/// [`Failure::Refused`] in the field `channel` when the person has no such address or did not agree; `words` when they are
/// missing, too long or hold what others must not read; `document` when there is none for the post, or when it may not go:
/// withdrawn, not to the person, or with an address where the person no longer lives.
pub fn send(cx: &mut Cx<'_>, new: &NewSending) -> Result<SendingId> {
    let open = people::open_by_id(cx, new.person)?;
    let facts = Facts::of(cx, &open)?;
    let Checked { allowed, letter, words } = match new.document {
        Some(id) => check_letter(cx, &open, &facts, new, id)?,
        None => {
            let allowed = facts.may(new.channel)?;
            check(cx, new)?;
            Checked { allowed, letter: None, words: new.words.clone() }
        }
    };
    cx.describe(format!("Made a message to the person: {}", new.channel.words().to_lowercase()), None);
    let made = Made {
        purpose: if new.document.is_some() { Purpose::Letter } else { Purpose::Note },
        channel: new.channel,
        address: allowed.address,
        language: letter.or(allowed.tongue).unwrap_or(facts.letters()),
        words,
        document: new.document,
        about: new.about.map(|(kind, id)| (kind.to_owned(), id)),
        again_of: None,
        not_after: None,
    };
    make(cx, &open.keys, made)
}

/// What may go, and where.
struct Checked {
    allowed: Allowed,
    /// The language of the letter.
    letter: Option<Language>,
    words: Option<Words>,
}

/// Whether a letter may go, and the words that an e-mail puts around it.
fn check_letter(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    facts: &Facts,
    new: &NewSending,
    id: DocumentId,
) -> Result<Checked> {
    if new.words.is_some() {
        return Err(Failure::refused("words", "letter_speaks", "Leave out the words: the letter brings its own"));
    }
    let row = letters::standing(cx, &open.keys, id)?;
    let template = crate::templates::template(cx, row.template_id)?;
    let allowed = letters::may_go(facts, &row, &template, new.channel)??;
    let words = if new.channel == Channel::Email { Some(letters::covering(cx, open, row.language)?) } else { None };
    Ok(Checked { allowed, letter: Some(row.language), words })
}

/// Whether words that somebody wrote will do.
fn check(cx: &mut Cx<'_>, new: &NewSending) -> Result<()> {
    let no = |field: &'static str, code: &'static str, words: &str| Err(Failure::refused(field, code, words));
    let words = match (new.channel, &new.words) {
        (Channel::Post, _) => return no("document", "no_document", "Choose the letter to post"),
        (_, None) => return no("words", "missing", "Enter the words of the message"),
        (_, Some(words)) => words,
    };
    let body = words.body.trim();
    if body.is_empty() {
        return no("words", "missing", "Enter the words of the message");
    }
    let subject = words.subject.as_deref().unwrap_or_default();
    if new.channel == Channel::Email && subject.trim().is_empty() {
        return no("subject", "missing", "Enter the subject of the email");
    }
    let control = |c: char| c.is_control() && c != '\n';
    if body.chars().count() > LONGEST || subject.chars().count() > 200 || subject.contains('\n') {
        return no("words", "too_long", "Keep the words to 5,000 characters and the subject to one line of 200");
    }
    if body.chars().any(control) || subject.chars().any(control) {
        return no("words", "control_character", "The message must not contain hidden control characters");
    }
    if new.channel == Channel::Text && segments::length(body).segments > MOST_SEGMENTS {
        return no("words", "too_long", "Keep the message to the length of 4 texts");
    }
    let today = cx.today();
    let rows = policy::rows(cx)?;
    // An e-mail shows its subject to whoever looks over a shoulder; a text shows all of it.
    let seen = if new.channel == Channel::Text { body } else { subject };
    if let Some(word) = templates::guarded_word(seen, rows.on(today)?.guarded()) {
        let words = format!("Leave out “{word}”: others may see the message before the person does");
        return Err(Failure::refused("words", "guarded", words));
    }
    Ok(())
}

/// Writes a message that may go, and puts it into the queue.
pub(super) fn make(cx: &mut Cx<'_>, keys: &PersonKeys, made: Made) -> Result<SendingId> {
    let sending = write(cx, keys, made)?;
    let now = cx.now();
    cx.enqueue(HAND_OVER, job_body(&sending), now)?;
    Ok(sending.id)
}

/// Writes a message that may go.
pub(super) fn write(cx: &mut Cx<'_>, keys: &PersonKeys, made: Made) -> Result<Sending> {
    let now = cx.now();
    let (about_kind, about_id) = made.about.map_or((None, None), |(kind, id)| (Some(kind), Some(id)));
    let (subject, body) = made.words.map_or((None, None), |w| (w.subject, Some(w.body)));
    let sending = Sending {
        person_id: keys.survivor,
        id: cx.new_id(),
        channel: made.channel,
        purpose: made.purpose,
        language: made.language,
        address: made.address,
        subject,
        body,
        document_id: made.document,
        about_kind,
        about_id,
        again_of: made.again_of,
        state: SendingState::Waiting,
        reason: None,
        address_fault: false,
        not_after: made.not_after,
        tries: 0,
        claimed_until: None,
        handed_at: None,
        provider_id: None,
        settled_at: None,
        made_at: now,
        author_id: cx.actor().id(),
        author_name: cx.actor().name().to_owned(),
        changed_at: now,
        version: 1,
    };
    cx.insert(&sending)?;
    note(cx, &sending, None)?;
    keep_open(cx, &sending)?;
    Ok(sending)
}

pub(super) fn job_body(sending: &Sending) -> serde_json::Value {
    serde_json::json!({ "person": sending.person_id, "sending": sending.id })
}

/// Writes down the state that a message has come to.
fn note(cx: &mut Cx<'_>, sending: &Sending, reason: Option<&str>) -> Result<()> {
    let step = Step {
        person_id: sending.person_id,
        id: cx.new_id(),
        sending_id: sending.id,
        state: sending.state,
        reason: reason.map(str::to_owned),
        author_name: cx.actor().name().to_owned(),
        happened_at: cx.now(),
    };
    cx.insert(&step)
}

/// Takes a message on to another state, or keeps it in its own with a new reason.
pub(super) fn go_on(cx: &mut Cx<'_>, sending: &mut Sending, to: SendingState, reason: Option<&str>) -> Result<()> {
    if !retry::may_follow(sending.state, to) {
        let words = format!("The message is {} by now", sending.state.words().to_lowercase());
        return Err(Failure::refused("", "moved_on", words));
    }
    sending.state = to;
    sending.reason = reason.map(str::to_owned);
    sending.claimed_until = None;
    sending.changed_at = cx.now();
    cx.update(sending)?;
    note(cx, sending, reason)?;
    keep_open(cx, sending)
}

/// Keeps the list of what waits and what did not arrive.
fn keep_open(cx: &mut Cx<'_>, sending: &Sending) -> Result<()> {
    let trouble = sending.state.is_trouble() && sending.settled_at.is_none();
    if !trouble && sending.state != SendingState::Waiting {
        let sql = "DELETE FROM view_message_open WHERE person_id = $1 AND sending_id = $2";
        return cx.execute(sql, params![sending.person_id, sending.id]).map(|_| ());
    }
    let known = cx.get::<OpenRow>(params![sending.person_id, sending.id])?;
    let (staff_id, team_id) = match known {
        Some(row) => (row.staff_id, row.team_id),
        None => holder(cx, sending.person_id)?,
    };
    cx.save(&OpenRow {
        person_id: sending.person_id,
        sending_id: sending.id,
        staff_id,
        team_id,
        channel: sending.channel,
        purpose: sending.purpose,
        state: sending.state,
        trouble,
        ending: ending(sending.channel, &sending.address),
        since: sending.changed_at,
        address_fault: sending.address_fault,
    })
}

/// The responsible officer and their team; whoever makes the message where nobody is responsible.
fn holder(cx: &mut Cx<'_>, person: PersonId) -> Result<(Option<kernel::StaffId>, Option<kernel::TeamId>)> {
    let staff = people::responsible_officer(cx, person)?.or_else(|| cx.actor().staff());
    let Some(staff) = staff else { return Ok((None, None)) };
    let line = organisation::staff_lines(cx, &[staff])?.remove(&staff);
    Ok((Some(staff), line.map(|l| l.team)))
}

/// One message of a person.
///
/// # Errors
/// [`Failure::NotFound`].
pub(super) fn find(cx: &mut Cx<'_>, keys: &PersonKeys, id: SendingId) -> Result<Sending> {
    let mut values = key_values(keys);
    values.push(id.into());
    let rest = format!("WHERE person_id IN ({}) AND id = ${}", keys.placeholders(1), values.len());
    cx.first::<Sending>(&rest, &values)?.ok_or(Failure::NotFound)
}

fn seen(cx: &mut Cx<'_>, open: &OpenPerson, id: SendingId, version: Option<i64>) -> Result<Sending> {
    let sending = find(cx, &open.keys, id)?;
    if version.is_some_and(|v| v != sending.version) {
        return Err(Failure::Stale("The message has moved on".into()));
    }
    Ok(sending)
}

fn reasoned(reason: &str) -> Result<&str> {
    let reason = reason.trim();
    if reason.is_empty() { Err(Failure::refused("reason", "missing", "Enter a reason")) } else { Ok(reason) }
}

/// Cancels a message that waits.
///
/// # Errors
/// Without a reason; `moved_on` once it has left; `being_handed_over` while it is on its way out.
pub fn cancel(cx: &mut Cx<'_>, open: &OpenPerson, id: SendingId, reason: &str, version: Option<i64>) -> Result<()> {
    let reason = reasoned(reason)?;
    let mut sending = seen(cx, open, id, version)?;
    if sending.claimed_until.is_some_and(|until| until > cx.now()) && sending.state == SendingState::Waiting {
        let words = "The message is being handed over at this moment: look again in a minute";
        return Err(Failure::refused("", "being_handed_over", words));
    }
    cx.describe("Cancelled a message", Some(reason));
    go_on(cx, &mut sending, SendingState::Cancelled, Some(reason))
}

/// Makes a message anew that did not arrive or did not leave: the same words to the address on the record now. An address
/// that did not work is tried again, because somebody says so.
///
/// # Errors
/// `on_its_way` while the first may still arrive; as [`send`].
pub fn send_again(cx: &mut Cx<'_>, open: &OpenPerson, id: SendingId) -> Result<SendingId> {
    let mut old = find(cx, &open.keys, id)?;
    if matches!(old.state, SendingState::Waiting | SendingState::HandedOver | SendingState::Delivered) {
        return Err(Failure::refused(
            "",
            "on_its_way",
            "This message waits, is on its way or arrived: nothing to send again",
        ));
    }
    if old.not_after.is_some_and(|last| last <= cx.now()) {
        return Err(Failure::refused("", "too_late", "It is too late for this reminder"));
    }
    if let Some(letter) = old.document_id {
        letters::standing(cx, &open.keys, letter)?;
    }
    let facts = Facts::of(cx, open)?;
    let allowed = facts.may_whatever_broke(old.channel, true)?;
    cx.describe("Sent a message again", None);
    if old.state.is_trouble() && old.settled_at.is_none() {
        settle_row(cx, &mut old, "Sent again")?;
    }
    let made = Made {
        purpose: old.purpose,
        channel: old.channel,
        address: allowed.address,
        language: old.language,
        words: old.body.map(|body| Words { subject: old.subject, body }),
        document: old.document_id,
        about: old.about_kind.zip(old.about_id),
        again_of: Some(old.id),
        not_after: old.not_after,
    };
    make(cx, &open.keys, made)
}

/// Says that nothing more is to be done about a message that did not arrive.
///
/// # Errors
/// Without a reason; `no_trouble`.
pub fn settle(cx: &mut Cx<'_>, open: &OpenPerson, id: SendingId, reason: &str, version: Option<i64>) -> Result<()> {
    let reason = reasoned(reason)?;
    let mut sending = seen(cx, open, id, version)?;
    if !sending.state.is_trouble() || sending.settled_at.is_some() {
        return Err(Failure::refused("", "no_trouble", "Nothing waits for you about this message"));
    }
    cx.describe("Settled a message that did not arrive", Some(reason));
    settle_row(cx, &mut sending, reason)
}

fn settle_row(cx: &mut Cx<'_>, sending: &mut Sending, reason: &str) -> Result<()> {
    sending.settled_at = Some(cx.now());
    cx.update(sending)?;
    note(cx, sending, Some(reason))?;
    keep_open(cx, sending)
}

/// Cancels what waits of a person and has not been taken to be handed over, where `which` says so.
pub(super) fn cancel_waiting(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    reason: &str,
    which: impl Fn(&Sending) -> bool,
) -> Result<()> {
    let mut values = key_values(keys);
    values.push(SendingState::Waiting.into());
    let rest = format!("WHERE person_id IN ({}) AND state = ${} ORDER BY id", keys.placeholders(1), values.len());
    let now = cx.now();
    for mut sending in cx.list::<Sending>(&rest, &values)? {
        if which(&sending) && sending.claimed_until.is_none_or(|until| until <= now) {
            cx.describe("Cancelled a message", Some(reason));
            go_on(cx, &mut sending, SendingState::Cancelled, Some(reason))?;
        }
    }
    Ok(())
}

/// The refusal that keeps a message from leaving, as the reason that is kept with it.
pub(super) fn reason_of(refusal: &Refusal) -> String {
    refusal.words.clone()
}
