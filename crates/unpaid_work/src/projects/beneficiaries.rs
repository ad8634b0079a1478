//! Beneficiaries: for whom unpaid work is done, and what the hours did there, as it was told back to them.

use super::actions::{as_seen, reasoned, refuse, some_text};
use super::records::{Beneficiary, BeneficiaryKind, News};
use super::rules::text;
use kernel::{BeneficiaryId, Date, EntryId, ProjectId, Refusal};
use store::{Cx, Failure, Result, params};

/// What is known of a beneficiary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BeneficiaryFacts {
    pub name: String,
    pub kind: BeneficiaryKind,
    pub contact_name: Option<String>,
    pub email: Option<String>,
    pub telephone: Option<String>,
    pub address: Option<String>,
}

/// What hours did for a beneficiary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewNews {
    pub project: Option<ProjectId>,
    pub from: Date,
    pub until: Date,
    pub minutes: i64,
    pub words: String,
    pub told_on: Option<Date>,
    pub told_how: Option<String>,
}

fn check(facts: &BeneficiaryFacts) -> Result<()> {
    let mut wrong = Vec::new();
    text("name", &facts.name, 120, "Enter the name of the beneficiary", &mut wrong);
    refuse(wrong)
}

fn row_of(id: BeneficiaryId, facts: &BeneficiaryFacts) -> Beneficiary {
    Beneficiary {
        id,
        name: facts.name.trim().to_owned(),
        kind: facts.kind,
        contact_name: some_text(facts.contact_name.as_deref()),
        email: some_text(facts.email.as_deref()),
        telephone: some_text(facts.telephone.as_deref()),
        address: some_text(facts.address.as_deref()),
        ended_on: None,
        end_reason: None,
        version: 1,
    }
}

/// Adds a beneficiary.
///
/// # Errors
/// Refuses one without a name.
pub fn add_beneficiary(cx: &mut Cx<'_>, facts: &BeneficiaryFacts) -> Result<BeneficiaryId> {
    check(facts)?;
    cx.describe(format!("Added the beneficiary {}", facts.name.trim()), None);
    let row = row_of(cx.new_id(), facts);
    cx.insert(&row)?;
    Ok(row.id)
}

/// Changes a beneficiary.
///
/// # Errors
/// As [`add_beneficiary`]; [`Failure::Stale`].
pub fn amend_beneficiary(cx: &mut Cx<'_>, id: BeneficiaryId, facts: &BeneficiaryFacts, seen: i64) -> Result<()> {
    cx.lock(id.0.into())?;
    let row = cx.need::<Beneficiary>(params![id])?;
    as_seen(row.version, seen, "Somebody else changed this beneficiary meanwhile")?;
    check(facts)?;
    cx.describe("Changed a beneficiary", None);
    let mut new =
        Beneficiary { ended_on: row.ended_on, end_reason: row.end_reason, version: row.version, ..row_of(id, facts) };
    cx.update(&mut new)
}

/// Says that nothing more is done for a beneficiary.
///
/// # Errors
/// Refuses one that ended before, one with a project that runs on, and no reason.
pub fn end_beneficiary(cx: &mut Cx<'_>, id: BeneficiaryId, on: Date, why: &str, seen: i64) -> Result<()> {
    cx.lock(id.0.into())?;
    let mut row = cx.need::<Beneficiary>(params![id])?;
    as_seen(row.version, seen, "Somebody else changed this beneficiary meanwhile")?;
    let why = reasoned(why)?;
    if row.ended_on.is_some() {
        return Err(Refusal::of_request("ended", "This beneficiary ended before").into());
    }
    let sql = "SELECT count(*) FROM work_project WHERE beneficiary_id = $1 AND (end_date IS NULL OR end_date > $2)";
    if cx.count(sql, params![id, on])? > 0 {
        let words = "A project for this beneficiary runs on after that day: end the project first";
        return Err(Failure::refused("end_date", "in_use", words));
    }
    cx.describe(format!("Ended the beneficiary {}", row.name), Some(&why));
    row.ended_on = Some(on);
    row.end_reason = Some(why);
    cx.update(&mut row)
}

/// Records what hours did, and whether the beneficiary was told.
///
/// # Errors
/// Refuses days in the wrong order or to come, hours below nought, no words, and a day of telling without how.
pub fn record_news(cx: &mut Cx<'_>, id: BeneficiaryId, new: &NewNews) -> Result<EntryId> {
    cx.lock(id.0.into())?;
    cx.need::<Beneficiary>(params![id])?;
    let mut wrong = Vec::new();
    text("words", &new.words, 2_000, "Say what the work did", &mut wrong);
    if new.until < new.from {
        wrong.push(Refusal::new("until", "ends_before_start", "The last day must not be before the first day"));
    } else if new.until > cx.today() {
        wrong.push(Refusal::new("until", "in_future", "The last day must be today or in the past"));
    }
    if new.minutes < 0 {
        wrong.push(Refusal::new("hours", "out_of_range", "The hours must be 0 or more"));
    }
    if new.told_on.is_some_and(|on| on > cx.today()) {
        wrong.push(Refusal::new("told_on", "in_future", "The day of telling must be today or in the past"));
    }
    if new.told_on.is_some() != some_text(new.told_how.as_deref()).is_some() {
        wrong.push(Refusal::new("told_how", "incomplete", "Say both when and how they were told, or neither"));
    }
    refuse(wrong)?;
    cx.describe("Recorded what the work did for a beneficiary", None);
    let row = News {
        beneficiary_id: id,
        id: cx.new_id(),
        project_id: new.project,
        from_date: new.from,
        until_date: new.until,
        minutes: new.minutes,
        words: new.words.trim().to_owned(),
        told_on: new.told_on,
        told_how: some_text(new.told_how.as_deref()),
        author: cx.actor().name().to_owned(),
        recorded_at: cx.now(),
    };
    cx.insert(&row)?;
    Ok(row.id)
}

/// Every beneficiary, by name; those that ended last.
///
/// # Errors
/// When the database fails.
pub fn beneficiaries(cx: &mut Cx<'_>) -> Result<Vec<Beneficiary>> {
    cx.list("ORDER BY CASE WHEN ended_on IS NULL THEN 0 ELSE 1 END, name, id", &[])
}

/// One beneficiary with its news, the newest first.
///
/// # Errors
/// When there is none.
pub fn beneficiary(cx: &mut Cx<'_>, id: BeneficiaryId) -> Result<(Beneficiary, Vec<News>)> {
    let row = cx.need::<Beneficiary>(params![id])?;
    let news = cx.list("WHERE beneficiary_id = $1 ORDER BY until_date DESC, id DESC", params![id])?;
    Ok((row, news))
}
