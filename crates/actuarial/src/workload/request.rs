//! The workload's request and response bodies: reads one, refuses it field by field, or answers it with an explanation.
//!
//! Always true: a request gives either figures or validation errors, never both, and never panics. It knows no clock.

use super::capacity::{BatchCases, BatchOther, Inactive, Points, batch_capacity, batch_total, capacity_tenths};
use super::explained::{Other, explain, lines};
use super::hours::{Grade, Hours, LONGEST_WEEK, available, available_in_batch};
use super::{Case, CaseTier, Location, PointsVersion, case_points};
use crate::reading::{Fields, Findings, number};
use jiff::civil::Date;
use serde_json::{Value, json};

/// What a request says, read.
struct Asked {
    batch: bool,
    grade: Grade,
    contracted: Option<Hours>,
    reductions: Hours,
    cases: Vec<Case>,
    reports: Vec<(&'static str, i64, i64)>,
    points: Points,
}

/// Answers one request body. `today` tells which reductions with days count.
#[must_use]
pub fn respond(version: &PointsVersion, request: &Value, today: Date) -> Value {
    let findings = Findings::default();
    let fields = Fields::of(request, "", &findings);
    let asked = read(version, &fields, &findings, today);
    if findings.is_clean() {
        fields.done();
    }
    drop(fields);
    let (errors, notes) = findings.into_parts();
    if errors.is_empty() {
        answer(version, &asked, notes)
    } else {
        json!({"totalPoints": null, "availablePoints": null, "capacityPercent": null, "remainingPoints": null,
            "validationErrors": errors})
    }
}

#[expect(clippy::cast_precision_loss, reason = "tenths of a per cent have few digits")]
fn answer(version: &PointsVersion, asked: &Asked, notes: Vec<String>) -> Value {
    let give = if asked.batch { available_in_batch } else { available };
    let available = give(version, asked.grade, asked.contracted, asked.reductions);
    let total = if asked.batch { total_in_batch(version, asked) } else { asked.points.total() };
    let capacity = if asked.batch {
        batch_capacity(total, available.points)
    } else {
        capacity_tenths(total, available.points) as f64 / 10.0
    };
    let mut others: Vec<Other<'_>> = asked.reports.clone();
    others.push((
        "Contacts for others' cases",
        i64::from(asked.points.contacts_for_others != 0),
        asked.points.contacts_for_others,
    ));
    others.push((
        "Contacts by others, taken off",
        i64::from(asked.points.contacts_by_others != 0),
        -asked.points.contacts_by_others,
    ));
    json!({
        "totalPoints": total,
        "availablePoints": available.points,
        "capacityPercent": capacity,
        "remainingPoints": available.points - total,
        "explanation": explain(version, &lines(version, &asked.cases), &others, &asked.points, &available, notes),
    })
}

fn total_in_batch(version: &PointsVersion, asked: &Asked) -> i64 {
    let each = lines(version, &asked.cases).into_iter().filter_map(|l| {
        let (tier, inactive) = (l.tier?, Inactive::default());
        Some(BatchCases { location: l.location, tier, t2a: l.t2a, count: l.count, inactive })
    });
    let count = |kind: &str| asked.reports.iter().filter(|(k, ..)| *k == kind).map(|(_, n, _)| n).sum();
    let other = BatchOther {
        standard_reports: count(STANDARD),
        fast_reports: count(FAST),
        contact_adjustment: asked.points.contacts_for_others - asked.points.contacts_by_others,
        ..BatchOther::default()
    };
    batch_total(version, &each.collect::<Vec<_>>(), &other)
}

const STANDARD: &str = "Standard delivery reports";
const FAST: &str = "Fast delivery reports";
const ORAL: &str = "Oral reports";

fn read(version: &PointsVersion, fields: &Fields<'_>, findings: &Findings, today: Date) -> Asked {
    let batch = match fields.text(&["rules"]).map(str::to_ascii_lowercase).as_deref() {
        None | Some("real-time" | "realtime") => false,
        Some("batch") => true,
        Some(other) => {
            findings.unknown("rules", format!("There are no rules called {other}: write real-time or batch"));
            false
        }
    };
    let grade = grade(fields, findings, batch);
    let contracted =
        fields.either(&["contractedHours"]).and_then(|(name, value)| hours(value, &fields.at(name), findings));
    let cases = cases(version, fields, findings);
    let reports = reports(version, fields, findings);
    let points = Points {
        cases: case_points(version, &cases),
        reports: reports.iter().map(|(_, count, each)| count * each).sum(),
        contacts_for_others: contacts(version, fields, findings, &FOR_OTHERS),
        contacts_by_others: contacts(version, fields, findings, &BY_OTHERS),
    };
    Asked { batch, grade, contracted, reductions: reductions(fields, findings, today), cases, reports, points }
}

fn grade(fields: &Fields<'_>, findings: &Findings, batch: bool) -> Grade {
    let Some(name) = fields.text(&["grade"]).filter(|g| !g.is_empty()) else {
        if fields.value("grade").is_none_or(Value::is_string) {
            findings.missing("grade", "Say the grade: PO, PQiP, PSO or SPO. Hours and target depend on it");
        }
        return Grade::Other;
    };
    let grade = Grade::read(name);
    if grade == Grade::Other {
        let as_what = if batch { "without capacity" } else { "with the hours of a senior probation officer" };
        findings.note(format!("The grade {name} is taken {as_what}, as the national rules do with other grades"));
    }
    grade
}

fn hours(value: &Value, field: &str, findings: &Findings) -> Option<Hours> {
    let given = number(value, field, 0.0, LONGEST_WEEK, findings)?;
    let hours = Hours::read(given);
    if hours.is_none() {
        findings.impossible(field, "Hours have at most nine decimals");
    }
    hours
}

/// A number of hours, or an object with hours, days and state.
fn reductions(fields: &Fields<'_>, findings: &Findings, today: Date) -> Hours {
    let list = fields.list(&["reductionHours", "reductions"]).unwrap_or_default();
    list.into_iter()
        .filter_map(|(path, value)| {
            if !value.is_object() {
                return hours(value, &path, findings);
            }
            let r = Fields::of(value, &path, findings);
            let given = r.either(&["hours"]);
            if given.is_none() {
                findings.missing(&r.at("hours"), "Say how many hours the reduction takes");
            }
            let given = given.and_then(|(_, v)| hours(v, &r.at("hours"), findings));
            let (first, last) = (r.date(&["effectiveFrom", "from"]), r.date(&["effectiveTo", "to"]));
            if first.zip(last).is_some_and(|(first, last)| last < first) {
                findings.impossible(&r.at("effectiveTo"), "A reduction cannot end before it starts");
            }
            let over = r
                .text(&["status"])
                .is_some_and(|s| s.eq_ignore_ascii_case("archived") || s.eq_ignore_ascii_case("deleted"));
            r.done();
            let counts = !over && first.is_none_or(|f| f <= today) && last.is_none_or(|l| today < l);
            given.filter(|_| counts)
        })
        .sum()
}

fn cases(version: &PointsVersion, fields: &Fields<'_>, findings: &Findings) -> Vec<Case> {
    let mut read = Vec::new();
    for (path, value) in fields.list(&["cases"]).unwrap_or_default() {
        let c = Fields::of(value, &path, findings);
        let location = match c.text(&["location", "type", "caseType"]) {
            None => {
                if c.either(&["location", "type", "caseType"]).is_none() {
                    findings.missing(&c.at("location"), "Say where the case is: COMMUNITY, LICENSE or CUSTODY");
                }
                None
            }
            Some(name) => {
                let known = Location::read(name);
                if known.is_none() {
                    let words = format!("{name} has no points: write COMMUNITY, LICENSE or CUSTODY");
                    findings.unknown(&c.at("location"), words);
                }
                known
            }
        };
        let tier = case_tier(&c, findings);
        let t2a = c.yes(&["t2a", "isT2A", "isT2a"]).unwrap_or(false);
        c.done();
        let Some(location) = location else { continue };
        if tier.is_some_and(|t| version.case(location, t, t2a).is_none()) {
            findings.unknown(&c.at("tier"), "This tier has no points in the version of points used");
        }
        read.push(Case { location, tier, t2a });
    }
    read
}

fn case_tier(c: &Fields<'_>, findings: &Findings) -> Option<CaseTier> {
    let text = c.text(&["tier"]).filter(|t| !t.is_empty())?;
    if text.eq_ignore_ascii_case("untiered") {
        return None;
    }
    let tier = CaseTier::read(text);
    if tier.is_none() {
        findings.unknown(&c.at("tier"), format!("{text} has no points: write a tier such as B2 or D1S, or none"));
    }
    tier
}

fn reports(version: &PointsVersion, fields: &Fields<'_>, findings: &Findings) -> Vec<(&'static str, i64, i64)> {
    let kinds = [(STANDARD, "STANDARD"), (FAST, "FAST"), (ORAL, "ORAL")];
    let mut counted = kinds.map(|(words, code)| (words, 0, version.report(code).unwrap_or(0)));
    for (path, value) in fields.list(&["courtReports"]).unwrap_or_default() {
        let Some(kind) = code(value, &path, findings) else { continue };
        let at = kinds.iter().position(|(_, code)| code.eq_ignore_ascii_case(kind));
        match at.and_then(|at| counted.get_mut(at)) {
            Some(slot) => slot.1 += 1,
            None => findings.unknown(&path, format!("There is no court report {kind}: write STANDARD, FAST or ORAL")),
        }
    }
    counted.to_vec()
}

/// A code by itself, or in an object that names it.
fn code<'a>(value: &'a Value, path: &str, findings: &Findings) -> Option<&'a str> {
    let text = value
        .as_str()
        .or_else(|| ["typeCode", "type", "code"].iter().find_map(|name| value.get(name).and_then(Value::as_str)));
    if text.is_none() {
        findings.unreadable(path, "This must be a code, or an object with a typeCode");
    }
    text.map(str::trim)
}

const FOR_OTHERS: [&str; 3] = ["contactsPerformedOutsideCaseload", "contactsForOthers", "contactsPerformed"];
const BY_OTHERS: [&str; 2] = ["contactsPerformedByOthers", "contactsByOthers"];

fn contacts(version: &PointsVersion, fields: &Fields<'_>, findings: &Findings, names: &[&'static str]) -> i64 {
    let mut points = 0;
    for (path, value) in fields.list(names).unwrap_or_default() {
        let Some(kind) = code(value, &path, findings) else { continue };
        match version.contact(kind) {
            Some(each) => points += each,
            None => findings.note(format!("A contact of type {kind} has no points")),
        }
    }
    points
}
