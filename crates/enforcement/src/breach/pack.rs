//! The pack of a breach: the order, the failures and warnings, the chronology, engagement and what is proposed, drawn from
//! the record until it is sent and frozen then under a hash. Nothing of it is typed twice.
//!
//! Always true: what is sensitive stays out; a page of a sent pack shows what was sent, whatever the record says now.

use super::records::{OrderDates, Part};
use super::rules::PackFacts;
use super::store::Whole;
use crate::failures::{Failure as Failed, FailureStep, StepOf};
use crate::published::{StepKind, steps};
use contacts::rules::filter::Filter;
use kernel::{Date, OrderId, PersonKeys};
use law::Law;
use people::OpenPerson;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::{Cx, Failure, Question, Result, key_values};

/// More entries than a person's record has under one order.
const MOST: usize = 5_000;

/// One line of the chronology.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackLine {
    pub on: Date,
    pub what: String,
    pub outcome: Option<String>,
    /// It is a failure that can be enforced.
    pub failure: bool,
}

/// A requirement as the pack tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackRequirement {
    pub name: String,
    pub length: Option<String>,
    pub done: Option<String>,
}

/// A part in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackWords {
    pub part: String,
    pub heading: String,
    pub words: String,
    pub by: String,
}

/// The whole pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pack {
    pub person: String,
    pub crn: String,
    pub court: Option<String>,
    pub sentence: String,
    pub made_on: Date,
    pub dates: OrderDates,
    pub requirements: Vec<PackRequirement>,
    pub reason: String,
    pub aware_on: Date,
    pub instructed_on: Date,
    pub instructed_by: String,
    /// Days of failures under the order.
    pub failures: Vec<Date>,
    /// What the person gave as a reason or evidence, by the day of the failure.
    #[serde(default)]
    pub said: Vec<(Date, String)>,
    pub warnings: Vec<Date>,
    pub referrals: Vec<Date>,
    /// Days on which an absence was accepted.
    pub accepted: Vec<Date>,
    pub attended: usize,
    pub missed: usize,
    pub parts: Vec<PackWords>,
    /// The oldest first.
    pub chronology: Vec<PackLine>,
    /// The record has more than was read.
    pub longer: bool,
}

pub(crate) fn seal(pack: &Pack) -> Result<(serde_json::Value, String)> {
    let value = serde_json::to_value(pack).map_err(|e| Failure::broken(e.to_string()))?;
    let digest = Sha256::digest(value.to_string().as_bytes());
    let hash = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok((value, hash))
}

/// The pack of a breach: as it was sent, or as the record draws it now.
///
/// # Errors
/// When the database fails.
pub(crate) fn pack(cx: &mut Cx<'_>, open: &OpenPerson, whole: &Whole) -> Result<Pack> {
    match &whole.breach.shown {
        Some(shown) => serde_json::from_value(shown.clone()).map_err(|e| Failure::broken(e.to_string())),
        None => draw(cx, open, whole),
    }
}

pub(crate) fn draw(cx: &mut Cx<'_>, open: &OpenPerson, whole: &Whole) -> Result<Pack> {
    let law = cx.part::<Law>()?;
    let breach = &whole.breach;
    let order = sentences::order(cx, &open.keys, breach.order_id)?;
    let name = |code: &str| law.requirement(code).map_or_else(|| code.to_owned(), |r| r.en.clone());
    let standing = order.requirements.iter().filter(|r| r.requirement.removed.is_none());
    let requirements = standing.map(|r| PackRequirement {
        name: name(&r.requirement.kind),
        length: r.requirement.length.map(|l| l.to_string()),
        done: r.progress.map(|p| p.words()),
    });
    let requirements = requirements.collect();
    let steps = steps(cx, &open.keys)?;
    let days = |kind: StepKind| -> Vec<Date> {
        let ours = steps.iter().filter(|s| s.step == kind && !s.superseded && s.order_id == Some(breach.order_id));
        ours.map(|s| s.on_day).collect()
    };
    let (chronology, longer) = chronology(cx, &open.keys, order.order.made_on)?;
    let mut failures = days(StepKind::Failure);
    if failures.is_empty() {
        failures = chronology.iter().filter(|line| line.failure).map(|line| line.on).collect();
        failures.dedup();
    }
    let attended = chronology.iter().filter(|l| l.outcome.is_some() && !l.failure).count();
    Ok(Pack {
        person: open.name(),
        crn: open.crn.to_string(),
        court: breach.court_name.clone(),
        sentence: law.sentence(&order.order.sentence).map_or(order.order.sentence.clone(), |s| s.en.clone()),
        made_on: order.order.made_on,
        dates: breach.dates_before(),
        requirements,
        reason: breach.reason.clone(),
        aware_on: breach.aware_on,
        instructed_on: breach.instructed_on,
        instructed_by: breach.instructed_by.clone(),
        warnings: days(StepKind::Warning),
        referrals: days(StepKind::Referral),
        accepted: days(StepKind::Accepted),
        said: said(cx, &open.keys, breach.order_id)?,
        attended,
        missed: chronology.iter().filter(|l| l.failure).count(),
        failures,
        parts: parts(whole),
        chronology,
        longer,
    })
}

/// The reasons and evidence that were given for the failures under an order.
fn said(cx: &mut Cx<'_>, keys: &PersonKeys, order: OrderId) -> Result<Vec<(Date, String)>> {
    let given = cx.ask_list::<FailureStep>(&given_question(keys))?;
    let failures = cx.ask_list::<Failed>(&failed_question(keys))?;
    let one = |step: FailureStep| {
        let of_order = |f: &&Failed| f.id == step.failure_id && f.order_id == Some(order);
        let day = failures.iter().find(of_order)?.failed_on;
        Some((day, step.words?))
    };
    Ok(given.into_iter().filter_map(one).collect())
}

fn given_question(keys: &PersonKeys) -> Question {
    let mut values = key_values(keys);
    values.push(StepOf::Evidence.into());
    let rest =
        format!("WHERE person_id IN ({}) AND step = ${} ORDER BY recorded_at, id", keys.placeholders(1), values.len());
    Question::list::<FailureStep>(&rest, &values)
}

fn failed_question(keys: &PersonKeys) -> Question {
    let rest = format!("WHERE person_id IN ({}) ORDER BY failed_on, id", keys.placeholders(1));
    Question::list::<Failed>(&rest, &key_values(keys))
}

/// What the pack asks of failures, for a page that asks for more with it.
pub(crate) fn said_questions(keys: &PersonKeys) -> [Question; 2] {
    [given_question(keys), failed_question(keys)]
}

fn parts(whole: &Whole) -> Vec<PackWords> {
    let in_order = Part::ALL.iter().filter_map(|part| whole.parts.iter().find(|row| row.part == *part));
    let words = in_order.map(|row| PackWords {
        part: row.part.code().into(),
        heading: row.part.words().into(),
        words: row.words.clone(),
        by: row.written_by.clone(),
    });
    words.collect()
}

/// Appointments with their outcomes and everything of enforcement since the order was made, the oldest first.
fn chronology(cx: &mut Cx<'_>, keys: &PersonKeys, since: Date) -> Result<(Vec<PackLine>, bool)> {
    let filter = Filter { from: Some(since), sensitive: Some(false), ..Filter::default() };
    let found = contacts::timeline(cx, keys, &filter, None, None, MOST)?;
    let types = contacts::current(cx)?;
    let longer = found.total > found.items.len() as u64;
    let mut lines: Vec<PackLine> = found
        .items
        .into_iter()
        .filter(|shown| !shown.masked)
        .filter_map(|shown| {
            let contact = shown.contact;
            let kind = types.contact_type(&contact.contact_type)?;
            let told = contact.outcome.is_some() || contact.met || kind.group == "enforcement";
            let outcome = contact.outcome.as_deref();
            let outcome = outcome.map(|code| types.outcome(code).map_or(code.to_owned(), |o| o.name.en.clone()));
            let what = match contact.title.as_deref().filter(|_| kind.system) {
                Some(title) => title.to_owned(),
                None => kind.name.en.clone(),
            };
            told.then_some(PackLine {
                on: contact.happens_on,
                what,
                outcome,
                failure: contact.complied == Some(false) && contact.national_standard,
            })
        })
        .collect();
    lines.reverse();
    Ok((lines, longer))
}

/// What is known of the pack, to look it over.
pub(crate) fn facts(cx: &mut Cx<'_>, open: &OpenPerson, whole: &Whole) -> Result<PackFacts> {
    let pack = pack(cx, open, whole)?;
    let today = cx.today();
    let address = people::main_address(cx, &open.keys, today)?.is_some();
    Ok(PackFacts {
        order_ends: pack.dates.ends_on.is_some() || pack.dates.operational_period.is_some(),
        address,
        court: whole.breach.court_id.is_some() || whole.breach.court_name.is_some(),
        failures: pack.failures.len().max(whole.breach.failure_count()),
        warned_or_reasoned: !pack.warnings.is_empty() || !whole.breach.reason.is_empty(),
        written: whole.parts.iter().map(|row| row.part).collect(),
        notice: whole.breach.notice_document.is_some(),
    })
}
