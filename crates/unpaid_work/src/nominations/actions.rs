//! The verbs of nominations: nominate, look, ask, decide, make a project, finish, tell. One transaction each, on the
//! nomination's own chain, each leaving a step.

use super::records::{AnswerKind, Consultation, Deed, Language, Nomination, NominationState, Panel, Step, Vote};
use super::rules::{lacking, next, objected, refusal};
use super::store::{Whole, whole};
use super::telling::write_to_nominator;
use crate::policy::{BODY_ANSWER_DAYS, numbers, said};
use crate::projects::policy::Policy;
use crate::projects::{refuse, some_text};
use jiff::ToSpan;
use kernel::{Date, EntryId, NominationId, PanelId, ProjectId, Refusal, UnitId};
use serde_json::json;
use store::{Cx, Failure, Result, params};

/// What somebody of the public wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewNomination {
    pub reference: String,
    pub secret_hash: Vec<u8>,
    pub language: Language,
    pub what: String,
    pub place: String,
    pub postcode: Option<String>,
    pub for_whom: String,
    pub why: String,
    pub nominator: String,
    pub organisation: Option<String>,
    pub email: Option<String>,
    pub telephone: Option<String>,
    /// They agreed to be written to by e-mail.
    pub may_write: bool,
    pub unit: Option<UnitId>,
}

/// Keeps what somebody of the public nominated, as they wrote it.
///
/// # Errors
/// When the database fails.
pub fn nominate(cx: &mut Cx<'_>, new: &NewNomination) -> Result<NominationId> {
    let row = Nomination {
        id: cx.new_id(),
        reference: new.reference.clone(),
        secret_hash: new.secret_hash.clone(),
        language: new.language,
        what: new.what.clone(),
        place: new.place.clone(),
        postcode: some_text(new.postcode.as_deref()),
        for_whom: new.for_whom.clone(),
        why: new.why.clone(),
        nominator: new.nominator.clone(),
        organisation: some_text(new.organisation.as_deref()),
        email: some_text(new.email.as_deref()),
        telephone: some_text(new.telephone.as_deref()),
        write_agreed_on: new.may_write.then(|| cx.today()),
        write_stopped_on: None,
        nominator_removed_on: None,
        unit_id: new.unit,
        received_on: cx.today(),
        received_at: cx.now(),
        state: NominationState::New,
        decided_on: None,
        declined_code: None,
        decision_words: None,
        duplicate_of: None,
        project_id: None,
        done_on: None,
        done_minutes: None,
        done_words: None,
        told_on: None,
        told_how: None,
        told_words: None,
        version: 1,
    };
    cx.describe(format!("Nominated: {}", row.reference), None);
    cx.insert(&row)?;
    step(cx, row.id, Deed::Receive, cx.today(), None, None)?;
    Ok(row.id)
}

fn step(
    cx: &mut Cx<'_>,
    id: NominationId,
    deed: Deed,
    on: Date,
    well: Option<bool>,
    words: Option<&str>,
) -> Result<()> {
    let row = Step {
        nomination_id: id,
        id: cx.new_id(),
        deed,
        on_day: on,
        well,
        words: some_text(words),
        author: cx.actor().name().to_owned(),
        recorded_at: cx.now(),
    };
    cx.insert(&row)
}

/// A nomination held for writing, as whoever writes saw it, where the deed can be done.
pub(super) fn hold(cx: &mut Cx<'_>, id: NominationId, deed: Deed, seen: Option<i64>) -> Result<Whole> {
    cx.lock(id.0.into())?;
    let whole = whole(cx, id)?;
    if seen.is_some_and(|seen| seen != whole.nomination.version) {
        return Err(Failure::Stale("Somebody else went on with this nomination meanwhile".into()));
    }
    match next(whole.nomination.state, deed) {
        Some(_) => Ok(whole),
        None => Err(refusal(whole.nomination.state, deed).into()),
    }
}

/// Takes the nomination on by a deed: its state, its step, its ledger entry.
pub(super) fn take_on(
    cx: &mut Cx<'_>,
    row: &mut Nomination,
    deed: Deed,
    on: Date,
    (well, words): (Option<bool>, Option<&str>),
) -> Result<()> {
    row.state = next(row.state, deed).ok_or_else(|| Failure::from(refusal(row.state, deed)))?;
    cx.describe(format!("{}: {}", deed.words(), row.reference), words);
    cx.update(row)?;
    step(cx, row.id, deed, on, well, words)
}

fn past(cx: &Cx<'_>, field: &str, on: Date, from: Date) -> Result<()> {
    if on > cx.today() {
        return Err(Failure::refused(field, "in_future", "The day must be today or in the past"));
    }
    if on < from {
        return Err(Failure::refused(field, "before_start", "The day must not be before it was nominated"));
    }
    Ok(())
}

/// Records that somebody compared it with others, visited the place, or looked at health and safety, and what they found.
///
/// # Errors
/// Refuses a day to come or before it was nominated, no words, one that was decided; [`Failure::Stale`].
pub fn look(
    cx: &mut Cx<'_>,
    id: NominationId,
    deed: Deed,
    (on, well, words): (Date, bool, &str),
    seen: Option<i64>,
) -> Result<()> {
    if !matches!(deed, Deed::Compare | Deed::Visit | Deed::Safety) {
        return Err(Failure::refused("deed", "not_a_choice", "Choose what was looked at"));
    }
    let mut whole = hold(cx, id, deed, seen)?;
    past(cx, "on", on, whole.nomination.received_on)?;
    let words = said("words", words, "Say what was found")?;
    take_on(cx, &mut whole.nomination, deed, on, (Some(well), Some(&words)))
}

/// Says in which delivery unit the place lies.
///
/// # Errors
/// Refuses a unit that is not there; [`Failure::Stale`].
pub fn choose_unit(cx: &mut Cx<'_>, id: NominationId, unit: UnitId, seen: Option<i64>) -> Result<()> {
    cx.lock(id.0.into())?;
    let mut row = cx.need::<Nomination>(params![id])?;
    if seen.is_some_and(|seen| seen != row.version) {
        return Err(Failure::Stale("Somebody else went on with this nomination meanwhile".into()));
    }
    let units = organisation::units(cx)?;
    let found = units.iter().find(|u| u.id == unit);
    let found = found.ok_or_else(|| Failure::refused("unit", "unknown", "Choose the delivery unit from the list"))?;
    cx.describe(format!("The place of {} lies in {}", row.reference, found.name), None);
    row.unit_id = Some(unit);
    cx.update(&mut row)
}

/// Records that a body was asked, with a day for its answer by policy.
///
/// # Errors
/// Refuses a body that is not asked on that day, no name, a day to come; [`Failure::Stale`].
pub fn ask_body(
    cx: &mut Cx<'_>,
    id: NominationId,
    (body, whom, on): (&str, &str, Date),
    seen: Option<i64>,
) -> Result<EntryId> {
    let mut whole = hold(cx, id, Deed::Ask, seen)?;
    past(cx, "asked_on", on, whole.nomination.received_on)?;
    let policy = Policy::shipped()?;
    if !policy.bodies(on).any(|b| b.code == body) {
        return Err(Failure::refused("body", "not_a_choice", "Choose who was asked from the list"));
    }
    let whom = some_text(Some(whom)).filter(|w| w.chars().count() <= 120);
    let whom = whom.ok_or_else(|| Failure::refused("whom", "missing", "Enter the name of the organisation"))?;
    let row = Consultation {
        nomination_id: id,
        id: cx.new_id(),
        body: body.to_owned(),
        whom,
        asked_on: on,
        answer_by: on.saturating_add(numbers(cx)?.on(BODY_ANSWER_DAYS, on)?.days()),
        answered_on: None,
        answer: None,
        words: None,
        version: 1,
    };
    take_on(cx, &mut whole.nomination, Deed::Ask, on, (None, Some(&row.whom)))?;
    cx.insert(&row)?;
    Ok(row.id)
}

/// Records what a body answered.
///
/// # Errors
/// Refuses one that answered before, a day before it was asked, an objection without words.
pub fn answer(
    cx: &mut Cx<'_>,
    id: NominationId,
    asked: EntryId,
    (kind, on, words): (AnswerKind, Date, Option<&str>),
) -> Result<()> {
    let mut whole = hold(cx, id, Deed::Answer, None)?;
    let mut row = cx.need::<Consultation>(params![id, asked])?;
    if row.answered_on.is_some() {
        return Err(Refusal::of_request("answered", format!("{} answered before", row.whom)).into());
    }
    past(cx, "answered_on", on, row.asked_on)?;
    if kind == AnswerKind::Objects && some_text(words).is_none() {
        return Err(Failure::refused("words", "missing", "Say what they object to"));
    }
    row.answered_on = Some(on);
    row.answer = Some(kind);
    row.words = some_text(words);
    let said = format!(
        "{}: {}{}",
        row.whom,
        kind.words(),
        row.words.as_deref().map_or_else(String::new, |w| format!(". {w}"))
    );
    take_on(cx, &mut whole.nomination, Deed::Answer, on, (None, Some(&said)))?;
    cx.update(&mut row)
}

/// Accepts a nomination. The words are told to whoever nominated it.
///
/// # Errors
/// Refuses what lacks a step, an answer that may still come, and an objection that the words do not answer.
pub fn accept(cx: &mut Cx<'_>, id: NominationId, words: Option<&str>, seen: Option<i64>) -> Result<()> {
    let mut whole = hold(cx, id, Deed::Accept, seen)?;
    refuse(lacking(&whole.steps, &whole.asked, cx.today()))?;
    if objected(&whole.asked) && some_text(words).is_none() {
        let words = "Somebody who was asked objects: say why it is accepted all the same";
        return Err(Failure::refused("words", "no_reason", words));
    }
    let on = cx.today();
    whole.nomination.decided_on = Some(on);
    whole.nomination.decision_words = some_text(words);
    take_on(cx, &mut whole.nomination, Deed::Accept, on, (None, words))?;
    write_to_nominator(cx, &whole.nomination)
}

/// Does not take a nomination on, for a reason of the list. The reason and the words are told to whoever nominated it.
///
/// # Errors
/// Refuses an unknown reason, a duplicate of nothing or of itself, and a reason that is told in words without words.
pub fn decline(
    cx: &mut Cx<'_>,
    id: NominationId,
    (code, words, duplicate_of): (&str, Option<&str>, Option<NominationId>),
    seen: Option<i64>,
) -> Result<()> {
    let mut whole = hold(cx, id, Deed::Decline, seen)?;
    if !Policy::shipped()?.declined.iter().any(|c| c.code == code) {
        return Err(Failure::refused("code", "not_a_choice", "Choose why it is not taken on from the list"));
    }
    if code == "other" && some_text(words).is_none() {
        return Err(Failure::refused("words", "missing", "Say the reason in words: it is told to the nominator"));
    }
    let other = match (code, duplicate_of) {
        ("duplicate", None) => {
            return Err(Failure::refused("duplicate_of", "missing", "Enter the reference of the other nomination"));
        }
        ("duplicate", Some(other)) if other == id => {
            return Err(Failure::refused("duplicate_of", "itself", "Enter the reference of another nomination"));
        }
        ("duplicate", Some(other)) => Some(cx.need::<Nomination>(params![other])?.id),
        _ => None,
    };
    let on = cx.today();
    whole.nomination.decided_on = Some(on);
    whole.nomination.declined_code = Some(code.to_owned());
    whole.nomination.decision_words = some_text(words);
    whole.nomination.duplicate_of = other;
    take_on(cx, &mut whole.nomination, Deed::Decline, on, (None, words))?;
    write_to_nominator(cx, &whole.nomination)
}

/// Opens one again that was not taken on.
///
/// # Errors
/// Refuses one that stands otherwise, and no reason.
pub fn reopen(cx: &mut Cx<'_>, id: NominationId, why: &str, seen: Option<i64>) -> Result<()> {
    let mut whole = hold(cx, id, Deed::Reopen, seen)?;
    let why = said("words", why, "Say why")?;
    let row = &mut whole.nomination;
    (row.decided_on, row.declined_code, row.decision_words, row.duplicate_of) = (None, None, None, None);
    let on = cx.today();
    take_on(cx, &mut whole.nomination, Deed::Reopen, on, (None, Some(&why)))
}

/// Says that it became a project, which names it as where it came from.
///
/// # Errors
/// Refuses one that was not accepted, and a project that came from another nomination.
pub fn became_project(cx: &mut Cx<'_>, id: NominationId, project: ProjectId, seen: Option<i64>) -> Result<()> {
    let mut whole = hold(cx, id, Deed::MakeProject, seen)?;
    let found = cx.need::<crate::projects::Project>(params![project])?;
    if found.nomination_id.is_some_and(|other| other != id) {
        return Err(Failure::refused("project", "other", "This project came from another nomination"));
    }
    whole.nomination.project_id = Some(project);
    let on = cx.today();
    let words = format!("{} {}", found.code, found.name);
    take_on(cx, &mut whole.nomination, Deed::MakeProject, on, (None, Some(&words)))
}

/// Records what was done.
///
/// # Errors
/// Refuses a day to come, hours below nought, and no words.
pub fn finish(
    cx: &mut Cx<'_>,
    id: NominationId,
    (on, minutes, words): (Date, i64, &str),
    seen: Option<i64>,
) -> Result<()> {
    let mut whole = hold(cx, id, Deed::Finish, seen)?;
    past(cx, "done_on", on, whole.nomination.received_on)?;
    if minutes < 0 {
        return Err(Failure::refused("hours", "out_of_range", "The hours must be 0 or more"));
    }
    let words = said("words", words, "Say what was done")?;
    whole.nomination.done_on = Some(on);
    whole.nomination.done_minutes = Some(minutes);
    whole.nomination.done_words = Some(words.clone());
    take_on(cx, &mut whole.nomination, Deed::Finish, on, (None, Some(&words)))?;
    write_to_nominator(cx, &whole.nomination)
}

/// Records that the nominator was told, how, and in which words. The words stand on the page where they look it up.
///
/// # Errors
/// Refuses one that is not decided, and no words.
pub fn tell_nominator(cx: &mut Cx<'_>, id: NominationId, how: &str, words: &str, seen: Option<i64>) -> Result<()> {
    let mut whole = hold(cx, id, Deed::Tell, seen)?;
    let words = said("words", words, "Write what they are told")?;
    let on = cx.today();
    whole.nomination.told_on = Some(on);
    whole.nomination.told_how = some_text(Some(how));
    whole.nomination.told_words = Some(words.clone());
    take_on(cx, &mut whole.nomination, Deed::Tell, on, (None, Some(&words)))
}

/// What a panel said of one nomination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewVote {
    pub nomination: NominationId,
    pub votes_for: i64,
    pub votes_against: i64,
    pub rank: Option<i64>,
    pub words: Option<String>,
}

/// A meeting of a citizens' panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPanel {
    pub unit: UnitId,
    pub held_on: Date,
    pub place: Option<String>,
    pub groups: Vec<String>,
    pub note: Option<String>,
    pub votes: Vec<NewVote>,
}

/// Whether a meeting may be recorded so.
pub(crate) fn check_panel(new: &NewPanel, today: Date) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    if new.held_on > today {
        wrong.push(Refusal::new("held_on", "in_future", "The day must be today or in the past"));
    }
    if new.groups.is_empty() {
        wrong.push(Refusal::new("groups", "missing", "Enter the groups that sat on the panel, one a line"));
    }
    if new.votes.is_empty() {
        wrong.push(Refusal::new("votes", "missing", "Enter what the panel said of at least one nomination"));
    }
    let members = i64::try_from(new.groups.len()).unwrap_or(i64::MAX);
    for vote in &new.votes {
        if vote.votes_for < 0 || vote.votes_against < 0 || vote.votes_for + vote.votes_against > members {
            let words = format!("{members} groups have as many votes at most: look at the figures again");
            wrong.push(Refusal::new("votes", "too_many", words));
        }
        if vote.rank.is_some_and(|rank| rank < 1) {
            wrong.push(Refusal::new("votes", "bad_rank", "The first has rank 1"));
        }
    }
    let mut ranks: Vec<i64> = new.votes.iter().filter_map(|v| v.rank).collect();
    let all = ranks.len();
    ranks.sort_unstable();
    ranks.dedup();
    if ranks.len() < all {
        wrong.push(Refusal::new("votes", "same_rank", "Each rank is given once"));
    }
    wrong
}

/// Records a meeting with what it said of each nomination.
///
/// # Errors
/// Refuses a day to come, no groups, more votes than groups, a rank given twice.
pub fn record_panel(cx: &mut Cx<'_>, new: &NewPanel) -> Result<PanelId> {
    refuse(check_panel(new, cx.today()))?;
    cx.describe("Recorded a citizens’ panel", None);
    let row = Panel {
        id: cx.new_id(),
        unit_id: new.unit,
        held_on: new.held_on,
        place: some_text(new.place.as_deref()),
        groups: json!(new.groups),
        note: some_text(new.note.as_deref()),
        author: cx.actor().name().to_owned(),
        recorded_at: cx.now(),
    };
    cx.insert(&row)?;
    for vote in &new.votes {
        cx.insert(&Vote {
            panel_id: row.id,
            nomination_id: vote.nomination,
            votes_for: vote.votes_for,
            votes_against: vote.votes_against,
            rank: vote.rank,
            words: some_text(vote.words.as_deref()),
        })?;
    }
    Ok(row.id)
}
