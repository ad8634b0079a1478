//! The tier's request and response bodies: reads one, refuses it field by field, or answers it with an explanation.
//!
//! Always true: a request gives either a tier or validation errors, never both, and never panics. It knows no clock.

use super::explained::{explain_letter, explain_two_part};
use super::two_part::Severities;
use super::{
    Band, DirectContactScore, Flags, LetterFacts, NEEDS, Need, Predictors, Registration, Requirement, Rosh, ScoreKind,
    Severity, TierPolicy, TwoPartFacts, WomensAnswers,
};
use super::{Conviction, has_mandate, is_read, letter, two_part};
use crate::reading::{Fields, Findings, number};
use jiff::civil::Date;
use serde_json::{Value, json};

/// Answers one request body. `today` counts for life sentences alone.
#[must_use]
pub fn respond(policy: &TierPolicy, request: &Value, today: Date) -> Value {
    let findings = Findings::default();
    let fields = Fields::of(request, "", &findings);
    let version = fields.text(&["version"]).map(str::to_ascii_lowercase);
    let answer = match version.as_deref() {
        Some("v2" | "2") => older(policy, &fields, &findings),
        Some("v3" | "3") => newer(policy, &fields, &findings, today),
        Some(other) => {
            findings.unknown("version", format!("There is no tier {other}: write v2 or v3"));
            None
        }
        None => {
            findings.missing("version", "Say which tier: v2 (such as B2) or v3 (A to G)");
            None
        }
    };
    if findings.is_clean() {
        fields.done();
    }
    drop(fields);
    let is_older = matches!(version.as_deref(), Some("v2" | "2"));
    let (errors, notes) = findings.into_parts();
    match answer.filter(|_| errors.is_empty()) {
        Some(make) => make(notes),
        None if is_older => json!({"tier": null, "protectLevel": null, "protectPoints": null, "changeLevel": null,
            "changePoints": null, "validationErrors": errors}),
        None => json!({"tier": null, "provisional": null, "validationErrors": errors}),
    }
}

type Answer<'a> = Box<dyn FnOnce(Vec<String>) -> Value + 'a>;

fn older<'a>(policy: &'a TierPolicy, fields: &Fields<'_>, findings: &Findings) -> Option<Answer<'a>> {
    let gender = fields.text(&["gender"]);
    if gender.is_none() {
        findings.missing("gender", "Say the gender: women's answers count for the letter");
    }
    let facts = TwoPartFacts {
        rsr: percent(fields, findings, &["rsr", "rsrScore"], "RSR"),
        ogrs3: percent(fields, findings, &["ogrs3TwoYear", "ogrsScore", "ogrs"], "OGRS3"),
        female: gender.is_some_and(|g| g.eq_ignore_ascii_case("female")),
        womens: womens(fields, findings),
        enforcement: fields.yes(&["previousEnforcementActivity"]).unwrap_or(false),
        mandate: mandate(policy, fields, findings),
        needs: needs(policy, fields, findings),
        flags: flags(fields, findings),
    };
    findings.is_clean().then(|| {
        let answer: Answer<'a> = Box::new(move |notes| {
            let tier = two_part(policy, &facts);
            json!({
                "tier": tier.to_string(),
                "protectLevel": tier.protect.code(),
                "protectPoints": tier.protect_points.total,
                "changeLevel": tier.change,
                "changePoints": tier.change_points(),
                "explanation": explain_two_part(policy, &facts, &tier, notes),
            })
        });
        answer
    })
}

fn newer<'a>(policy: &'a TierPolicy, fields: &Fields<'_>, findings: &Findings, today: Date) -> Option<Answer<'a>> {
    let active = fields.yes(&["hasActiveEvent"]);
    if active.is_none() && !findings_about(fields, "hasActiveEvent") {
        findings.missing(
            "hasActiveEvent",
            "Say whether the person has an active event: without one they are not supervised",
        );
    }
    let facts = LetterFacts {
        has_active_event: active.unwrap_or(false),
        predictors: predictors(fields, findings),
        flags: flags(fields, findings),
        released: fields.date(&["latestReleaseDate"]),
        sexual_offence: fields.yes(&["hasCommittedSexualOffence", "hasEverCommittedSexualOffence"]).unwrap_or(false),
    };
    if !findings.is_clean() {
        return None;
    }
    match letter(policy, &facts, today) {
        Err(low) => {
            let words = format!(
                "A medium band has a score of at least {}; {} is lower, so one of the two is wrong",
                low.lowest, low.score
            );
            findings.impossible("predictors.dc.score", words);
            None
        }
        Ok(tier) => Some(Box::new(move |notes| {
            json!({
                "tier": tier.code(),
                "provisional": tier.provisional(),
                "explanation": explain_letter(policy, &facts, &tier, today, notes),
            })
        })),
    }
}

/// Whether the field was sent at all, so that an unreadable one is refused once.
fn findings_about(fields: &Fields<'_>, name: &'static str) -> bool {
    fields.value(name).is_some()
}

fn percent(fields: &Fields<'_>, findings: &Findings, names: &[&'static str], words: &str) -> Option<f64> {
    if fields.either(names).is_none() {
        findings.note(format!("{words} is not known and counts as 0"));
    }
    fields.number(names, 0.0, 100.0)
}

fn womens(fields: &Fields<'_>, findings: &Findings) -> WomensAnswers {
    let Some(value) = fields.value("womensAnswers") else { return WomensAnswers::default() };
    let answers = Fields::of(value, "womensAnswers", findings);
    let given = WomensAnswers {
        parenting: answer(&answers, &["parenting", "parentingResponsibilities"], findings),
        impulsivity: answer(&answers, &["impulsivity"], findings),
        temper: answer(&answers, &["temper", "temperControl"], findings),
    };
    answers.done();
    given
}

/// Yes (2), some (1) and significant (2) problems count; no, none (0), unknown and missing do not.
fn answer(answers: &Fields<'_>, names: &[&'static str], findings: &Findings) -> bool {
    let Some((name, value)) = answers.either(names) else { return false };
    let field = answers.at(name);
    let is_parenting = name.starts_with("parenting");
    match value {
        Value::Bool(yes) => *yes,
        Value::String(text) => match text.trim().to_ascii_uppercase().as_str() {
            "YES" | "Y" | "SOME" | "SIGNIFICANT" => true,
            "NO" | "N" | "NONE" | "MISSING" | "UNKNOWN" | "M" => false,
            "0" => false,
            "1" => !is_parenting,
            "2" => true,
            _ => {
                findings.unknown(&field, format!("There is no answer {text}: write 0, 1 or 2, or the word for it"));
                false
            }
        },
        _ => match number(value, &field, 0.0, 2.0, findings) {
            Some(n) if n.fract() != 0.0 || (is_parenting && n == 1.0) => {
                findings.impossible(&field, format!("{n} is no answer to this question"));
                false
            }
            Some(n) => n > 0.0,
            None => false,
        },
    }
}

fn mandate(policy: &TierPolicy, fields: &Fields<'_>, findings: &Findings) -> bool {
    let mut any = false;
    for (path, value) in fields.list(&["convictions"]).unwrap_or_default() {
        let conviction = Fields::of(value, &path, findings);
        let mut requirements = Vec::new();
        for (path, value) in conviction.list(&["requirements"]).unwrap_or_default() {
            let requirement = Fields::of(value, &path, findings);
            let main_category = requirement.text(&["mainCategory", "mainCategoryTypeCode"]);
            let restrictive = requirement.yes(&["restrictive"]).unwrap_or(false);
            requirement.done();
            requirements.push(Requirement { main_category, restrictive });
        }
        any |= has_mandate(
            policy,
            [Conviction {
                terminated: conviction.date(&["terminationDate"]).is_some(),
                sentence: conviction.text(&["sentenceType", "sentenceTypeCode"]),
                requirements,
            }],
        );
        conviction.done();
    }
    any
}

/// A need is a severity, or the section's score from which this policy tells the severity.
fn needs(policy: &TierPolicy, fields: &Fields<'_>, findings: &Findings) -> Option<Severities> {
    let san = fields.yes(&["sanIndicator", "san", "isSan"]).unwrap_or(false);
    let value = fields.value("needs")?;
    let Some(object) = value.as_object() else {
        findings.unreadable("needs", "This must be an object: the name of a need and its severity or score");
        return None;
    };
    let mut severities: Severities = [None; NEEDS.len()];
    for (name, value) in object {
        let field = format!("needs.{name}");
        let Some(need) = Need::read(name) else {
            findings.unknown(&field, format!("There is no need called {name}"));
            continue;
        };
        let severity = severity(policy, need, value, san, &field, findings);
        if let Some(slot) = severities.get_mut(need.at()) {
            if slot.is_some() {
                findings.impossible(&field, format!("{} is told twice", need.words()));
            }
            *slot = severity;
        }
    }
    Some(severities)
}

fn severity(
    policy: &TierPolicy,
    need: Need,
    value: &Value,
    san: bool,
    field: &str,
    findings: &Findings,
) -> Option<Severity> {
    let by_score = |score: f64| {
        if score.fract() != 0.0 {
            findings.impossible(field, "A section score is a whole number");
            return None;
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a whole number from 0 to 20")]
        let score = score as u32;
        Some(policy.v2.need(need).severity(score, san))
    };
    match value {
        Value::Null => None,
        Value::String(text) => {
            let severity = Severity::read(text);
            if severity.is_none() {
                let words = format!("There is no severity {text}: write NO_NEED, STANDARD or SEVERE, or the score");
                findings.unknown(field, words);
            }
            severity
        }
        Value::Object(_) => {
            let parts = Fields::of(value, field, findings);
            let severity = parts.text(&["severity"]);
            let score = parts.number(&["score"], 0.0, 20.0);
            parts.done();
            match severity {
                Some(text) => self::severity(policy, need, &Value::String(text.to_owned()), san, field, findings),
                None => score.and_then(by_score),
            }
        }
        _ => number(value, field, 0.0, 20.0, findings).and_then(by_score),
    }
}

fn flags(fields: &Fields<'_>, findings: &Findings) -> Flags {
    let mut read = Vec::new();
    for (path, value) in fields.list(&["registrations"]).unwrap_or_default() {
        let r = Fields::of(value, &path, findings);
        let code = r.text(&["code", "type", "typeCode"]);
        if code.is_none_or(str::is_empty) {
            findings.missing(&r.at("code"), "Say which type of registration it is");
        }
        let on = r.date(&["date", "startDate", "registrationDate"]);
        let registration = Registration {
            code: code.unwrap_or_default(),
            on,
            level: r.text(&["level"]),
            category: r.text(&["category"]),
        };
        if !is_read(registration.code) && !registration.code.is_empty() {
            findings.note(format!("The registration {} plays no part in the tier", registration.code));
        }
        r.done();
        read.push(registration);
    }
    undated(&read, findings);
    Flags::read(read)
}

/// The newest level counts, so each of several levels needs its day.
fn undated(read: &[Registration<'_>], findings: &Findings) {
    for of_kind in [|code: &str| Rosh::of_registration(code).is_some(), |code: &str| code.eq_ignore_ascii_case("MAPP")]
    {
        let several = read.iter().filter(|r| of_kind(r.code)).count() > 1;
        for (n, _) in read.iter().enumerate().filter(|(_, r)| several && of_kind(r.code) && r.on.is_none()) {
            let words = "Say the day of registration: there are several of this kind, and the newest counts";
            findings.missing(&format!("registrations[{n}].date"), words);
        }
    }
}

fn predictors(fields: &Fields<'_>, findings: &Findings) -> Option<Predictors> {
    let value = fields.value("predictors")?;
    let p = Fields::of(value, "predictors", findings);
    let predictors = Predictors {
        arp: p.number(&["arp", "arpScore"], 0.0, 100.0),
        arp_kind: score_kind(&p, "arpType", findings),
        csrp: p.number(&["csrp", "csrpScore"], 0.0, 100.0),
        csrp_kind: score_kind(&p, "csrpType", findings),
        direct_contact: direct_contact(&p, findings),
    };
    p.done();
    Some(predictors)
}

fn score_kind(p: &Fields<'_>, name: &'static str, findings: &Findings) -> ScoreKind {
    match p.text(&[name]).map(str::to_ascii_uppercase).as_deref() {
        Some("STATIC") => ScoreKind::Static,
        Some("DYNAMIC") => ScoreKind::Dynamic,
        Some(other) => {
            findings.note(format!("{other} is neither static nor dynamic: the score is taken as of unknown type"));
            ScoreKind::Unknown
        }
        None => ScoreKind::Unknown,
    }
}

fn direct_contact(p: &Fields<'_>, findings: &Findings) -> Option<DirectContactScore> {
    let value = p.either(&["dc", "dcSrp", "directContact"]).map(|(_, v)| v)?;
    let dc = Fields::of(value, "predictors.dc", findings);
    let band = match dc.text(&["band"]).map(|b| b.to_ascii_uppercase().replace([' ', '-'], "_")).as_deref() {
        Some("LOW") => Some(Band::Low),
        Some("MEDIUM") => Some(Band::Medium),
        Some("HIGH") => Some(Band::High),
        Some("VERY_HIGH") => Some(Band::VeryHigh),
        Some("NOT_APPLICABLE") => Some(Band::NotApplicable),
        Some(other) => {
            findings.unknown("predictors.dc.band", format!("There is no band {other}"));
            None
        }
        None => None,
    };
    let score = dc.number(&["score"], -100.0, 100.0);
    dc.done();
    Some(DirectContactScore { score, band })
}
