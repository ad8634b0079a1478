//! The accounts of a person: each requirement of unpaid work with its entries and the working of its credit.

use super::records::{Minutes, standing};
use super::rules::{Fact, Limits, Line, Working, work_out};
use crate::policy::{EDUCATION_PERCENT, numbers};
use kernel::{EntryId, MinutesId, PersonKeys, RequirementId};
use law::Law;
use sentences::{GIVEN, MINUTES, Order, OrderWithParts, ProgressEntry, Requirement};
use store::{Cx, Failure, Question, Result, key_values};

/// An entry as it counts now.
#[derive(Clone, Debug, PartialEq)]
pub struct AccountLine {
    pub entry: Minutes,
    /// None for an entry that was taken back, and for the one that takes it back.
    pub line: Option<Line>,
    /// Why it was taken back.
    pub taken_back: Option<String>,
}

/// The account of one requirement.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    pub order: Order,
    pub requirement: Requirement,
    pub limits: Limits,
    pub working: Working,
    /// By day, as they count; what takes back is left out.
    pub lines: Vec<AccountLine>,
    /// What stands beside the account: typed on the sentence page, or an appointment of the log.
    pub beside: Vec<ProgressEntry>,
}

impl Account {
    /// What is left to work; none where the hours are not known.
    #[must_use]
    pub fn left(&self) -> Option<i64> {
        self.working.left(self.limits)
    }

    /// Neither ended nor removed, nor its order.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.requirement.is_open() && self.order.is_open()
    }

    /// Hours run out: everything that was ordered is credited.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.left() == Some(0)
    }
}

/// Under which key the credit of an entry stands on its requirement.
pub(super) fn source_key(entry: &Minutes) -> String {
    let word = if entry.kind == super::MinutesKind::Incentive { GIVEN } else { MINUTES };
    format!("{word}{}", entry.id)
}

pub(super) fn is_ours(progress: &ProgressEntry) -> bool {
    progress.source_key.as_deref().is_some_and(|key| key.starts_with(GIVEN) || key.starts_with(MINUTES))
}

const OF_PERSON: &str = "ORDER BY done_on, first_id, id";

fn question(keys: &PersonKeys) -> Question {
    Question::list::<Minutes>(&format!("WHERE person_id IN ({}) {OF_PERSON}", keys.placeholders(1)), &key_values(keys))
}

/// What [`accounts`] asks.
#[must_use]
pub fn accounts_questions(keys: &PersonKeys) -> Vec<Question> {
    [sentences::orders_questions(keys), vec![question(keys)]].concat()
}

/// Every account of the person, open ones first, the newest order first.
///
/// # Errors
/// When the database fails.
pub fn accounts(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<Account>> {
    let orders = sentences::orders(cx, keys)?;
    accounts_in(cx, keys, orders)
}

/// The same of orders that are at hand.
pub(crate) fn accounts_in(cx: &mut Cx<'_>, keys: &PersonKeys, orders: Vec<OrderWithParts>) -> Result<Vec<Account>> {
    let law = cx.part::<Law>()?;
    let of_work = |kind: &str| law.requirement(kind).is_some_and(|kind| kind.work);
    let any = orders.iter().flat_map(|o| &o.requirements).any(|r| of_work(&r.requirement.kind));
    if !any {
        return Ok(Vec::new());
    }
    let entries = cx.ask_list::<Minutes>(&question(keys))?;
    let percent = numbers(cx)?.on(EDUCATION_PERCENT, cx.today())?;
    let mut found = Vec::new();
    for order in orders {
        for part in order.requirements {
            if !of_work(&part.requirement.kind) || part.requirement.removed.is_some() {
                continue;
            }
            let own: Vec<Minutes> =
                entries.iter().filter(|e| e.requirement_id == part.requirement.id).cloned().collect();
            let ordered = part.progress.and_then(|p| p.ordered).map(i64::from);
            found.push(account_of(&order.order, part.requirement, part.entries, own, (ordered, percent))?);
        }
    }
    found.sort_by_key(|account| !account.is_open());
    Ok(found)
}

fn account_of(
    order: &Order,
    requirement: Requirement,
    progress: Vec<ProgressEntry>,
    entries: Vec<Minutes>,
    (ordered, education_percent): (Option<i64>, i64),
) -> Result<Account> {
    let beside: Vec<ProgressEntry> = progress.into_iter().filter(|p| p.withdrawn.is_none() && !is_ours(p)).collect();
    let limits = Limits { ordered, education_percent, beside: beside.iter().map(|p| p.minutes).sum() };
    let working = work_out(limits, &facts(&entries))
        .map_err(|short| Failure::broken(format!("more left the account by {} than was in it", short.on)))?;
    let line_of = |id: MinutesId| working.lines.iter().find(|l| l.id == id).cloned();
    let reason_of = |id: MinutesId| {
        let by = entries.iter().find(|e| e.takes_back == Some(id))?;
        Some(by.reason.clone().unwrap_or_default())
    };
    let lines = entries
        .iter()
        .filter(|e| e.takes_back.is_none())
        .map(|e| AccountLine { line: line_of(e.id), taken_back: reason_of(e.id), entry: e.clone() })
        .collect();
    Ok(Account { order: order.clone(), requirement, limits, working, lines, beside })
}

/// What counts of the entries.
pub(super) fn facts(entries: &[Minutes]) -> Vec<Fact> {
    let fact = |e: &Minutes| Fact { id: e.id, first: e.first_id, kind: e.kind, minutes: e.minutes, on: e.done_on };
    standing(entries).map(fact).collect()
}

/// The account of one requirement.
///
/// # Errors
/// [`Failure::NotFound`] when the person has no such requirement of unpaid work.
pub fn account(cx: &mut Cx<'_>, keys: &PersonKeys, requirement: RequirementId) -> Result<Account> {
    accounts(cx, keys)?.into_iter().find(|a| a.requirement.id == requirement).ok_or(Failure::NotFound)
}

/// An entry of the person.
pub(super) fn entry(cx: &mut Cx<'_>, keys: &PersonKeys, id: MinutesId) -> Result<Minutes> {
    entries(cx, keys)?.into_iter().find(|e| e.id == id).ok_or(Failure::NotFound)
}

/// Every entry of the person.
pub(super) fn entries(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<Minutes>> {
    cx.list(&format!("WHERE person_id IN ({}) {OF_PERSON}", keys.placeholders(1)), &key_values(keys))
}

/// The entries that stand of a booking.
pub(crate) fn of_booking(cx: &mut Cx<'_>, keys: &PersonKeys, booking: EntryId) -> Result<Vec<Minutes>> {
    let all = entries(cx, keys)?;
    let found = standing(&all).filter(|e| e.booking_id == Some(booking)).cloned().collect();
    Ok(found)
}
