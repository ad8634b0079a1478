//! Reading a case whole, for those who arrange it, and keeping the line by which lists find it and what the person's own record
//! says of it.

use crate::records::{
    Act, Case, CaseLine, CaseState, Cost, Deed, Feeling, Harmed, Letter, Meeting, MeetingState, Minutes, Money,
    PersonSide, Promise, PromiseState, Side, Words,
};
use crate::rules::{Around, both_consent, came_together, consents, state};
use kernel::{Date, PersonKeys, RestorativeId};
use people::OpenPerson;
use store::{Cx, Failure, Question, Result, Value, key_values, params};

/// A case with everything that belongs to it. Only those who arrange it are given one.
#[derive(Clone, Debug)]
pub struct Whole {
    pub case: Case,
    /// In the order of recording.
    pub acts: Vec<Act>,
    pub harmed: Option<Harmed>,
    pub words: Vec<Words>,
    pub meetings: Vec<Meeting>,
    pub letters: Vec<Letter>,
    pub feelings: Vec<Feeling>,
    pub costs: Vec<Cost>,
    pub side: PersonSide,
    pub promises: Vec<Promise>,
    pub money: Vec<Money>,
    pub minutes: Vec<Minutes>,
}

impl Whole {
    pub(crate) fn around(&self) -> Around {
        Around {
            planned: self.meetings.iter().any(|m| m.state == MeetingState::Planned),
            mediator: self.case.mediator_name.is_some(),
            agreed: self.case.agreed_on.is_some(),
            ended: self.case.ended_on.is_some(),
        }
    }
}

fn of_case<R: store::Record>(id: RestorativeId, order: &str) -> Question {
    Question::list::<R>(&format!("WHERE case_id = $1 ORDER BY {order}"), params![id])
}

fn of_person<R: store::Record>(keys: &PersonKeys, id: RestorativeId, order: &str) -> Question {
    let mut values = key_values(keys);
    values.push(id.into());
    let rest =
        format!("WHERE person_id IN ({}) AND case_id = ${} ORDER BY {order}", keys.placeholders(1), values.len());
    Question::list::<R>(&rest, &values)
}

/// Opens a case for those who arrange it: the person first, whose restrictions hold here too, then the case, held where it
/// will be written.
///
/// # Errors
/// [`Failure::NotFound`], [`Failure::Restricted`].
pub fn open_case(cx: &mut Cx<'_>, id: RestorativeId) -> Result<(OpenPerson, Whole)> {
    let line = cx.need::<CaseLine>(params![id])?;
    let open = people::open_by_id(cx, line.person_id)?;
    let whole = whole(cx, &open.keys, id)?;
    Ok((open, whole))
}

pub(crate) fn whole(cx: &mut Cx<'_>, keys: &PersonKeys, id: RestorativeId) -> Result<Whole> {
    if cx.is_writing() {
        cx.lock(kernel::ChainId(id.0))?;
    }
    let case = Question::list::<Case>("WHERE id = $1", params![id]);
    let acts = of_case::<Act>(id, "at, id");
    let harmed = of_case::<Harmed>(id, "case_id");
    let words = of_case::<Words>(id, "at, id");
    let meetings = of_case::<Meeting>(id, "planned_on, id");
    let letters = of_case::<Letter>(id, "received_on, id");
    let feelings = of_case::<Feeling>(id, "on_day, id");
    let costs = of_case::<Cost>(id, "on_day, id");
    let side = of_person::<PersonSide>(keys, id, "id");
    let promises = of_person::<Promise>(keys, id, "id");
    let money = of_person::<Money>(keys, id, "on_day, id");
    let minutes = of_person::<Minutes>(keys, id, "on_day, id");
    let all =
        [&case, &acts, &harmed, &words, &meetings, &letters, &feelings, &costs, &side, &promises, &money, &minutes];
    cx.ask_together(&all.map(Clone::clone))?;
    Ok(Whole {
        case: cx.ask_list(&case)?.pop().ok_or(Failure::NotFound)?,
        acts: cx.ask_list(&acts)?,
        harmed: cx.ask_list(&harmed)?.pop(),
        words: cx.ask_list(&words)?,
        meetings: cx.ask_list(&meetings)?,
        letters: cx.ask_list(&letters)?,
        feelings: cx.ask_list(&feelings)?,
        costs: cx.ask_list(&costs)?,
        side: cx.ask_list(&side)?.pop().ok_or(Failure::NotFound)?,
        promises: cx.ask_list(&promises)?,
        money: cx.ask_list(&money)?,
        minutes: cx.ask_list(&minutes)?,
    })
}

fn first_of(acts: &[Act], deed: Deed, side: Option<Side>) -> Option<Date> {
    acts.iter().filter(|a| a.deed == deed && (side.is_none() || a.side == side)).map(|a| a.on_day).min()
}

fn last_felt(whole: &Whole, side: Side) -> Option<i64> {
    let after = whole.feelings.iter().filter(|f| f.side == side && f.point != crate::records::Point::Before);
    after.max_by_key(|f| (f.on_day, f.id)).map(|f| f.scale)
}

/// The line of a case.
pub(crate) fn line_of(whole: &Whole, today: Date) -> CaseLine {
    let (case, acts) = (&whole.case, &whole.acts);
    let both = both_consent(acts, today);
    let answers = acts.iter().filter(|a| matches!(a.deed, Deed::Give)).map(|a| a.on_day);
    let last_given =
        |side: Side| acts.iter().filter(|a| a.deed == Deed::Give && a.side == Some(side)).map(|a| a.on_day).max();
    let planned = whole.meetings.iter().filter(|m| m.state == MeetingState::Planned).map(|m| m.planned_on).min();
    let open_promises = whole.promises.iter().filter(|p| p.state == PromiseState::Open);
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    CaseLine {
        id: case.id,
        person_id: whole.side.person_id,
        lead_id: case.lead_id,
        origin: case.origin,
        state: case.state,
        is_open: case.ended_on.is_none(),
        mode: case.mode,
        opened_on: case.opened_on,
        offered_person_on: first_of(acts, Deed::Offer, Some(Side::Person)),
        offered_harmed_on: first_of(acts, Deed::Offer, Some(Side::Harmed)),
        person_consents: consents(acts, Side::Person, today),
        harmed_consents: consents(acts, Side::Harmed, today),
        both_since: if both {
            last_given(Side::Person).max(last_given(Side::Harmed))
        } else {
            answers.max().filter(|_| came_together(acts).is_some())
        },
        assessed_on: first_of(acts, Deed::Assess, None),
        prepared_person_on: first_of(acts, Deed::Prepare, Some(Side::Person)),
        prepared_harmed_on: first_of(acts, Deed::Prepare, Some(Side::Harmed)),
        mediator: case.mediator_name.is_some(),
        planned_on: planned,
        met_on: came_together(acts),
        followed_on: first_of(acts, Deed::FollowUp, None),
        ended_on: case.ended_on,
        person_felt: last_felt(whole, Side::Person),
        harmed_felt: last_felt(whole, Side::Harmed),
        promises: count(whole.promises.len()),
        kept: count(whole.promises.iter().filter(|p| p.state == PromiseState::Kept).count()),
        next_promise_on: open_promises.filter_map(|p| p.due_on).min(),
        cost_pence: whole.costs.iter().map(|c| c.pence).sum(),
    }
}

/// Works out how far the case is, and writes it, the line of lists and the person's own side where something of them changed.
pub(crate) fn settle(cx: &mut Cx<'_>, whole: &mut Whole) -> Result<()> {
    let today = cx.today();
    whole.case.state = state(&whole.acts, whole.around(), today);
    cx.update(&mut whole.case)?;
    let own = whole.acts.iter().filter(|a| a.side == Some(Side::Person));
    let answers = own.filter(|a| matches!(a.deed, Deed::Give | Deed::Decline | Deed::Withdraw));
    let answered = answers.max_by_key(|a| (a.on_day, a.at, a.id));
    let side = PersonSide {
        state: whole.case.state,
        offered_on: first_of(&whole.acts, Deed::Offer, Some(Side::Person)),
        answer: answered.map(|a| a.deed),
        answered_on: answered.map(|a| a.on_day),
        ended_on: whole.case.ended_on,
        ..whole.side.clone()
    };
    if side != whole.side {
        whole.side = side;
        cx.update(&mut whole.side)?;
    }
    keep_line(cx, whole)
}

pub(crate) fn keep_line(cx: &mut Cx<'_>, whole: &Whole) -> Result<()> {
    let line = line_of(whole, cx.today());
    cx.save(&line)
}

/// What a person's own record says of cases, the newest first.
///
/// # Errors
/// When the database fails.
pub fn sides_of(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<PersonSide>> {
    cx.ask_list(&sides_question(keys))
}

pub(crate) fn sides_question(keys: &PersonKeys) -> Question {
    let rest = format!("WHERE person_id IN ({}) ORDER BY opened_on DESC, id DESC", keys.placeholders(1));
    Question::list::<PersonSide>(&rest, &key_values(keys))
}

/// Everything of one kind that a person's record holds of their cases.
pub(crate) fn all_of<R: store::Record>(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<R>> {
    let values: Vec<Value> = key_values(keys);
    cx.list(&format!("WHERE person_id IN ({}) ORDER BY id", keys.placeholders(1)), &values)
}

/// A case is open.
#[must_use]
pub(crate) fn is_open(side: &PersonSide) -> bool {
    side.state != CaseState::Ended
}
