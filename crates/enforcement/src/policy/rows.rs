//! The rows of policy as tables, how they come from the shipped file, and how they are read.

use super::{Coded, CourtResult, Measure, MilestoneRow, Number, Policy, Registered};
use kernel::Date;
use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};
use store::{Cx, Failure, Kind, Record, Result, Table, record};

record! {
    /// A number.
    pub struct NumberRow in "enforcement_number", Kind::Reference, key ["name", "valid_from"] {
        pub name: String,
        pub valid_from: Date,
        pub words: String,
        pub number: i64,
        pub assumed: bool,
        pub source: String,
    }
}

record! {
    /// What a court may make of a breach.
    pub struct ResultRow in "enforcement_result", Kind::Reference, key ["code", "valid_from"] {
        pub code: String,
        pub valid_from: Date,
        /// The first day on which it no longer holds.
        pub valid_before: Option<Date>,
        pub place: i64,
        pub en: String,
        pub cy: String,
        /// How a court's message says it.
        pub court: Json,
        /// Why the order ends with it.
        pub ends: Option<String>,
        /// It changes the order's dates or requirements.
        pub amends: bool,
        pub assumed: bool,
        pub source: String,
    }
}

record! {
    /// A reason to choose from.
    pub struct ReasonRow in "enforcement_reason", Kind::Reference, key ["list", "code", "valid_from"] {
        /// stop: why a breach does not go on; power: why an officer uses a power.
        pub list: String,
        pub code: String,
        pub valid_from: Date,
        pub valid_before: Option<Date>,
        pub place: i64,
        pub en: String,
        pub cy: String,
        pub assumed: bool,
        pub source: String,
    }
}

record! {
    /// Which registration answers a fact of the law.
    pub struct RegisteredRow in "enforcement_registered", Kind::Reference, key ["fact", "kind", "valid_from"] {
        pub fact: String,
        pub kind: String,
        pub valid_from: Date,
        pub valid_before: Option<Date>,
        /// Codes of levels; none: any.
        pub levels: Json,
        pub assumed: bool,
        pub source: String,
    }
}

record! {
    /// What can be recognised, and how it is measured.
    pub struct MilestoneRecord in "enforcement_milestone", Kind::Reference, key ["code", "valid_from"] {
        pub code: String,
        pub valid_from: Date,
        pub valid_before: Option<Date>,
        pub place: i64,
        pub en: String,
        pub cy: String,
        pub words_en: String,
        pub words_cy: String,
        pub certificate_en: String,
        pub certificate_cy: String,
        pub measure: String,
        pub number: i64,
        /// Types of requirements that it is about; none: any.
        pub requirement_types: Json,
        /// Types that another row tells.
        pub other_types: Json,
        pub gives: String,
        pub assumed: bool,
        pub source: String,
    }
}

policy::changes!(PolicyChange in "enforcement_policy_change");

pub(crate) const TABLES: &[&Table] = &[
    <NumberRow as Record>::TABLE,
    <ResultRow as Record>::TABLE,
    <ReasonRow as Record>::TABLE,
    <RegisteredRow as Record>::TABLE,
    <MilestoneRecord as Record>::TABLE,
    <PolicyChange as Record>::TABLE,
];

pub(super) const STOP: &str = "stop";
pub(super) const POWER: &str = "power";
const SHIPPED: &str = "Shipped with Throughcare";

fn measure_code(measure: Measure) -> &'static str {
    match measure {
        Measure::MonthsKept => "months-kept",
        Measure::MonthsWithoutFailure => "months-without-failure",
        Measure::HoursPercent => "hours-percent",
        Measure::RequirementCompleted => "requirement-completed",
        Measure::OrderCompleted => "order-completed",
    }
}

fn of_number(n: &Number) -> NumberRow {
    let (name, words, source) = (n.name.clone(), n.words.clone(), n.source.clone());
    NumberRow { name, valid_from: n.from, words, number: n.number, assumed: n.assumed, source }
}

fn of_result((place, r): (i64, &CourtResult)) -> ResultRow {
    ResultRow {
        code: r.code.clone(),
        valid_from: r.from,
        valid_before: r.before,
        place,
        en: r.en.clone(),
        cy: r.cy.clone(),
        court: json!(r.court),
        ends: r.ends.clone(),
        amends: r.amends,
        assumed: false,
        source: SHIPPED.into(),
    }
}

fn of_reason(list: &str, (place, r): (i64, &Coded)) -> ReasonRow {
    ReasonRow {
        list: list.to_owned(),
        code: r.code.clone(),
        valid_from: r.from,
        valid_before: r.before,
        place,
        en: r.en.clone(),
        cy: r.cy.clone(),
        assumed: true,
        source: SHIPPED.into(),
    }
}

fn of_registered(r: &Registered) -> RegisteredRow {
    RegisteredRow {
        fact: r.fact.clone(),
        kind: r.kind.clone(),
        valid_from: r.from,
        valid_before: r.before,
        levels: json!(r.levels),
        assumed: true,
        source: SHIPPED.into(),
    }
}

fn of_milestone((place, m): (i64, &MilestoneRow)) -> MilestoneRecord {
    MilestoneRecord {
        code: m.code.clone(),
        valid_from: m.from,
        valid_before: m.before,
        place,
        en: m.en.clone(),
        cy: m.cy.clone(),
        words_en: m.words_en.clone(),
        words_cy: m.words_cy.clone(),
        certificate_en: m.certificate_en.clone(),
        certificate_cy: m.certificate_cy.clone(),
        measure: measure_code(m.measure).to_owned(),
        number: i64::from(m.number),
        requirement_types: json!(m.of),
        other_types: json!(m.not_of),
        gives: m.gives.clone(),
        assumed: m.assumed,
        source: m.source.clone(),
    }
}

/// Writes what the shipped file has and the database lacks, by code; what the service set stays.
///
/// # Errors
/// When the database fails.
pub fn seed(cx: &mut Cx<'_>) -> Result<()> {
    let shipped = Policy::shipped();
    let placed = || (1i64..).map(|n| n * 10);
    cx.describe("Took over the shipped policy of enforcement", None);
    lacking(cx, shipped.numbers.iter().map(of_number), |row| row.name.clone())?;
    lacking(cx, placed().zip(&shipped.results).map(of_result), |row| row.code.clone())?;
    let stops = placed().zip(&shipped.stops).map(|row| of_reason(STOP, row));
    let powers = placed().zip(&shipped.reasons).map(|row| of_reason(POWER, row));
    lacking(cx, stops.chain(powers), |row| format!("{}/{}", row.list, row.code))?;
    lacking(cx, shipped.registered.iter().map(of_registered), |row| format!("{}/{}", row.fact, row.kind))?;
    lacking(cx, placed().zip(&shipped.milestones).map(of_milestone), |row| row.code.clone())
}

fn lacking<R: Record>(cx: &mut Cx<'_>, rows: impl Iterator<Item = R>, code: impl Fn(&R) -> String) -> Result<()> {
    let known: Vec<String> = cx.list::<R>("", &[])?.iter().map(&code).collect();
    let new: Vec<R> = rows.filter(|row| !known.contains(&code(row))).collect();
    cx.insert_all(&new)
}

fn from_json<T: DeserializeOwned>(value: Json) -> Result<T> {
    serde_json::from_value(value).map_err(|e| Failure::broken(format!("a row of the policy of enforcement: {e}")))
}

/// The rows of this house; those of the file where it was never seeded.
pub(super) fn read(cx: &mut Cx<'_>) -> Result<Policy> {
    let numbers: Vec<NumberRow> = cx.list("ORDER BY name, valid_from", &[])?;
    if numbers.is_empty() {
        return Ok(Policy::shipped().clone());
    }
    let numbers = numbers.into_iter().map(|n| Number {
        name: n.name,
        words: n.words,
        from: n.valid_from,
        number: n.number,
        assumed: n.assumed,
        source: n.source,
    });
    let numbers = numbers.collect();
    let results: Vec<ResultRow> = cx.list("ORDER BY place, code, valid_from", &[])?;
    let reasons: Vec<ReasonRow> = cx.list("ORDER BY list, place, code, valid_from", &[])?;
    let registered: Vec<RegisteredRow> = cx.list("ORDER BY fact, kind, valid_from", &[])?;
    let milestones: Vec<MilestoneRecord> = cx.list("ORDER BY place, code, valid_from", &[])?;
    let coded = |list: &str| -> Vec<Coded> {
        let own = reasons.iter().filter(|r| r.list == list);
        let one = |r: &ReasonRow| Coded {
            code: r.code.clone(),
            en: r.en.clone(),
            cy: r.cy.clone(),
            from: r.valid_from,
            before: r.valid_before,
        };
        own.map(one).collect()
    };
    let (stops, powers) = (coded(STOP), coded(POWER));
    Ok(Policy {
        _version: String::new(),
        numbers,
        results: results.into_iter().map(result).collect::<Result<_>>()?,
        stops,
        reasons: powers,
        registered: registered.into_iter().map(registration).collect::<Result<_>>()?,
        milestones: one_after_another(milestones.into_iter().map(milestone).collect::<Result<_>>()?),
    })
}

fn result(r: ResultRow) -> Result<CourtResult> {
    Ok(CourtResult {
        code: r.code,
        en: r.en,
        cy: r.cy,
        court: from_json(r.court)?,
        ends: r.ends,
        amends: r.amends,
        from: r.valid_from,
        before: r.valid_before,
    })
}

fn registration(r: RegisteredRow) -> Result<Registered> {
    let levels = from_json(r.levels)?;
    Ok(Registered { fact: r.fact, kind: r.kind, levels, from: r.valid_from, before: r.valid_before })
}

fn milestone(m: MilestoneRecord) -> Result<MilestoneRow> {
    Ok(MilestoneRow {
        number: u32::try_from(m.number).map_err(|e| Failure::broken(format!("the milestone {}: {e}", m.code)))?,
        code: m.code,
        en: m.en,
        cy: m.cy,
        words_en: m.words_en,
        words_cy: m.words_cy,
        certificate_en: m.certificate_en,
        certificate_cy: m.certificate_cy,
        measure: from_json(m.measure.into())?,
        of: from_json(m.requirement_types)?,
        not_of: from_json(m.other_types)?,
        from: m.valid_from,
        before: m.valid_before,
        gives: m.gives,
        assumed: m.assumed,
        source: m.source,
    })
}

/// A milestone is measured by the row of the day on which it is reached: each row ends where the next of its code begins.
fn one_after_another(mut rows: Vec<MilestoneRow>) -> Vec<MilestoneRow> {
    let starts: Vec<(String, Date)> = rows.iter().map(|row| (row.code.clone(), row.from)).collect();
    for row in &mut rows {
        let next = starts.iter().filter(|(code, from)| *code == row.code && *from > row.from).map(|(_, from)| *from);
        row.before = next.chain(row.before).min();
    }
    rows
}
