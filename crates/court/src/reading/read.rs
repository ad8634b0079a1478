//! From bytes to a [`Message`]: which shape it has, and each member read with care. It concludes nothing about people or
//! orders.

use super::definition;
use super::json::{At, Notes, Obj};
use super::message::{
    Amendment, Application, ApplicationCase, Body, Case, Court, CourtOrder, CourtResult, Deleted, Form, Hearing,
    Message, NextHearing, Offence, Prompt, Sitting, Unreadable,
};
use super::{hash, party};
use serde_json::Value;
use std::sync::Arc;

/// Reads one message.
///
/// # Errors
/// When the bytes are not JSON, or JSON of no known shape; the reason is for the court inbox.
pub fn read(bytes: &[u8]) -> Result<Message, Unreadable> {
    let refuse = |reason: String| Err(Unreadable { reason });
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return refuse("the message is empty".into());
    }
    let value: Value = match serde_json::from_slice(bytes) {
        Ok(value) => value,
        Err(problem) if problem.is_eof() => {
            return refuse(format!("the message is cut off ({problem})"));
        }
        Err(problem) => return refuse(format!("the message is not JSON ({problem})")),
    };
    shape(&value, 0)
}

/// Queue wrappers may lie round a message.
const MOST_WRAPPERS: u8 = 4;

fn shape(value: &Value, depth: u8) -> Result<Message, Unreadable> {
    let map = match value {
        Value::Object(map) => map,
        Value::Array(items) if depth < MOST_WRAPPERS => return only(items, depth, &elsewhere(value)),
        _ => return Err(Unreadable { reason: elsewhere(value) }),
    };
    if depth < MOST_WRAPPERS {
        if let Some(Value::Array(items)) = map.get("Records") {
            return only(items, depth, "the envelope holds no message");
        }
        if let Some(inner) = wrapped(map) {
            return shape(&inner, depth + 1);
        }
    }
    let notes = Notes::default();
    let at = At::ROOT;
    let Some(top) = Obj::of(value, &at, &notes) else {
        return Err(unknown(map));
    };
    let (form, body) = body(top, value).ok_or_else(|| unknown(map))?;
    Ok(Message { form, body, notes: notes.into_inner() })
}

/// What lies in an envelope: a text that is JSON itself, or an object under one of the names that senders use.
fn wrapped(map: &serde_json::Map<String, Value>) -> Option<Value> {
    let text = ["Message", "message", "body", "Body"].iter().find_map(|name| match map.get(*name) {
        Some(Value::String(text)) => serde_json::from_str::<Value>(text).ok(),
        _ => None,
    });
    let text = text.filter(|inner| inner.is_object() || inner.is_array());
    let object = || ["payload", "detail", "body"].iter().find_map(|n| map.get(*n).filter(|v| v.is_object())).cloned();
    text.or_else(object)
}

/// The one message of a list. Two in one envelope are refused in words: each is taken in by itself.
fn only(items: &[Value], depth: u8, otherwise: &str) -> Result<Message, Unreadable> {
    let mut read: Vec<Message> = items.iter().filter_map(|item| shape(item, depth + 1).ok()).collect();
    match (read.pop(), read.len()) {
        (Some(message), 0) => Ok(message),
        (Some(_), more) => {
            Err(Unreadable { reason: format!("the envelope holds {} messages: send each by itself", more + 1) })
        }
        (None, _) => Err(Unreadable { reason: otherwise.to_owned() }),
    }
}

fn body(top: Obj<'_>, value: &Value) -> Option<(Form, Body)> {
    if deleted(top) {
        let hearing = top.text("hearingId").or_else(|| top.object("hearing", |h| h.text("id")).flatten())?;
        return Some((Form::Deleted, Body::Deleted { hearing: hearing.to_lowercase() }));
    }
    if top.get("hearing").is_some_and(Value::is_object) {
        let public = ["isReshare", "sharedTime", "hearingDay"].iter().any(|m| top.has(m));
        let read = top.object("hearing", |h| hearing(top, h, value))??;
        return Some((if public { Form::Public } else { Form::Relayed }, Body::Hearing(Box::new(read))));
    }
    let listed = ["prosecutionCases", "courtApplications", "courtCentre", "hearingDays", "jurisdictionType"];
    if top.has("id") && listed.iter().any(|m| top.has(m)) {
        return Some((Form::BareHearing, Body::Hearing(Box::new(hearing(top, top, value)?))));
    }
    if top.has("caseNo") || (top.has("caseId") && top.has("defendantType")) {
        return Some((Form::Libra, Body::Libra(Box::new(party::libra(top)))));
    }
    None
}

fn deleted(top: Obj<'_>) -> bool {
    let says = |name: &str, word: &str| matches!(top.get(name), Some(Value::String(text)) if text.to_ascii_lowercase().contains(word));
    says("messageType", "hearing_deleted")
        || says("hearingEventType", "deleted")
        || says("eventType", "hearing-deleted")
}

fn elsewhere(value: &Value) -> String {
    let pointer = value.as_array().and_then(|items| items.iter().find(|i| i.get("s3BucketName").is_some()));
    match pointer {
        Some(p) => format!("the message itself is kept elsewhere: {p}"),
        None => "the message is JSON but not an object".into(),
    }
}

fn unknown(map: &serde_json::Map<String, Value>) -> Unreadable {
    let mut names: Vec<&str> = map.keys().map(String::as_str).take(8).collect();
    names.sort_unstable();
    let names = if names.is_empty() { "nothing".into() } else { names.join(", ") };
    Unreadable { reason: format!("the message is of no shape that is known; it holds {names}") }
}

fn hearing(top: Obj<'_>, h: Obj<'_>, whole: &Value) -> Option<Hearing> {
    let said = h.text("id").or_else(|| top.text("hearingId"))?;
    // Words where the cases should be: nobody can say that nothing in it concerns probation.
    let is_words = |v: &Value| !(v.is_array() || v.is_object() || v.is_null());
    if ["prosecutionCases", "courtApplications"].iter().any(|m| h.get(m).is_some_and(is_words)) {
        return None;
    }
    let days: Vec<_> = h.objects("hearingDays", |d| d.day("sittingDay"));
    let sitting = Arc::new(Sitting {
        hearing: said.to_lowercase(),
        said,
        day: top.day("hearingDay").or_else(|| days.iter().max().copied()),
        shared: top.instant("sharedTime"),
        kind: h.object("type", |t| t.text("description")).flatten(),
        court: h.object("courtCentre", court).unwrap_or_default(),
        jurisdiction: h.text("jurisdictionType"),
        hash: hash::of(whole, &[]),
    });
    let mut youths: Vec<String> = h.texts("youthCourtDefendantIds").iter().map(|id| id.to_lowercase()).collect();
    youths.extend(h.objects("defendantHearingYouthMarkers", |m| lower(m, "defendantId")));
    Some(Hearing {
        reshare: top.truth("isReshare"),
        cases: h.objects("prosecutionCases", |c| Some(case(c))),
        applications: h.objects("courtApplications", |a| Some(application(a))),
        defendant_results: h.objects("defendantJudicialResults", |d| {
            Some((lower(d, "masterDefendantId")?, d.object("judicialResult", |r| result(r, "defendant"))?))
        }),
        deleted: h.object("deletedJudicialResults", deletions).unwrap_or_default(),
        youths,
        sitting,
    })
}

pub(super) fn lower(o: Obj<'_>, name: &str) -> Option<String> {
    o.text(name).map(|id| id.to_lowercase())
}

fn court(c: Obj<'_>) -> Court {
    Court { code: c.text("code"), name: c.text("name").or_else(|| c.text("welshName")), room: c.text("roomName") }
}

fn deletions(all: Obj<'_>) -> Vec<Deleted> {
    let mut out = Vec::new();
    for list in
        ["prosecutionCaseResults", "applicationResults", "applicationCaseResults", "applicationCourtOrderResults"]
    {
        out.extend(all.objects(list, |d| {
            Some(Deleted {
                defendant: lower(d, "defendantId"),
                offence: lower(d, "offenceId"),
                application: lower(d, "applicationId"),
                result: d.object("judicialResult", |r| result(r, "deleted"))?,
            })
        }));
    }
    out
}

fn urn(holder: Obj<'_>) -> Option<String> {
    holder
        .object("prosecutionCaseIdentifier", |i| i.text("caseURN").or_else(|| i.text("prosecutionAuthorityReference")))
        .flatten()
}

fn case(c: Obj<'_>) -> Case {
    Case {
        id: lower(c, "id"),
        urn: urn(c),
        markers: c.objects("caseMarkers", |m| m.text("markerTypeCode").or_else(|| m.text("markerTypeDescription"))),
        defendants: c.objects("defendants", |d| Some(party::defendant(d))),
    }
}

pub(super) fn offence(o: Obj<'_>) -> Offence {
    let wording = o.text("wording");
    let original = |name: &str| wording.as_deref().and_then(|w| after(w, name));
    let id = lower(o, "id");
    let whose = id.clone().unwrap_or_else(|| o.at.pointer());
    Offence {
        code: o.text("offenceCode"),
        title: o.text("offenceTitle"),
        start: o.day("startDate"),
        end: o.day("endDate"),
        convicted: o.day("convictionDate"),
        order_index: o.number("orderIndex"),
        count: o.number("count"),
        plea: o.object("plea", |p| p.text("pleaValue")).flatten(),
        original_code: original("Re-sentenced Original code"),
        original_urn: original("Original CaseURN"),
        results: o.objects("judicialResults", |r| Some(result(r, &whose))),
        id,
        wording,
    }
}

/// The value after `name :` in a re-sentenced offence's wording, up to the comma.
fn after(wording: &str, name: &str) -> Option<String> {
    let rest = &wording[wording.find(name)? + name.len()..];
    let value = rest.trim_start().strip_prefix(':')?.split(',').next()?.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

/// Members that change from share to share without the court having changed its mind.
const RESTLESS: &[&str] = &[
    "amendmentDate",
    "amendmentReason",
    "amendmentReasonId",
    "approvedDate",
    "courtClerk",
    "delegatedPowers",
    "fourEyesApproval",
    "isNewAmendment",
    "lastSharedDateTime",
    "rank",
    "usergroups",
    "welshLabel",
    "welshValue",
    "judicialResultId",
    "parentJudicialResultId",
    "rootJudicialResultId",
];

pub(super) fn result(r: Obj<'_>, whose: &str) -> CourtResult {
    let value = Value::Object(r.raw().clone());
    let hash = hash::of(&value, RESTLESS);
    let own = lower(r, "judicialResultId");
    let type_id = lower(r, "judicialResultTypeId");
    let text = r.text("resultText");
    let code = text.as_deref().and_then(line_one_code);
    let (cjs, qualifier) = (r.text("cjsCode"), r.text("qualifier"));
    let group = r.text("resultDefinitionGroup");
    let breachable = r.truth("canBeSubjectOfBreach").unwrap_or(false);
    let meaning = definition::meaning(&definition::Marks {
        type_id: type_id.as_deref(),
        code: code.as_deref(),
        cjs: cjs.as_deref(),
        qualifier: qualifier.as_deref(),
        group: group.as_deref(),
        breachable,
    });
    let amendment = Amendment { day: r.day("amendmentDate"), reason: r.text("amendmentReason") };
    CourtResult {
        own_id: own.is_some(),
        id: own.unwrap_or_else(|| format!("none:{whose}:{}", hash::short(&hash))),
        label: r.text("label"),
        category: r.text("category"),
        ordered: r.day("orderedDate"),
        ordered_hearing: lower(r, "orderedHearingId"),
        prompts: r.objects("judicialResultPrompts", prompt),
        next_hearing: r.object("nextHearing", next_hearing),
        parent: lower(r, "parentJudicialResultId"),
        root: lower(r, "rootJudicialResultId"),
        for_notices: r.truth("publishedForNows").unwrap_or(false),
        amended: (amendment.day.is_some() || amendment.reason.is_some()).then_some(amendment),
        at: r.at.pointer(),
        type_id,
        code,
        cjs,
        qualifier,
        text,
        group,
        breachable,
        hash,
        meaning,
    }
}

/// `COEW` of `COEW - Community order England / Wales`; older texts have no code and give none.
fn line_one_code(text: &str) -> Option<String> {
    let (code, _) = text.lines().next()?.split_once(" - ")?;
    let code = code.trim();
    let right = (1..=10).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    right.then(|| code.to_owned())
}

fn prompt(p: Obj<'_>) -> Option<Prompt> {
    let type_id = lower(p, "judicialResultPromptTypeId");
    let label = p.text("label");
    let reference = p.text("promptReference").or_else(|| type_id.clone()).or_else(|| label.clone())?;
    Some(Prompt { reference, value: p.text("value").unwrap_or_default(), type_id, label })
}

fn next_hearing(n: Obj<'_>) -> NextHearing {
    let start = n.instant("listedStartDateTime");
    NextHearing {
        day: start.map(|s| s.local_date()),
        start,
        week_commencing: n.day("weekCommencingDate"),
        court: n.object("courtCentre", court).unwrap_or_default(),
        kind: n.object("type", |t| t.text("description")).flatten(),
        reason: n.text("adjournmentReason"),
    }
}

fn application(a: Obj<'_>) -> Application {
    let id = lower(a, "id");
    let whose = id.clone().unwrap_or_else(|| a.at.pointer());
    let kind = |name: &str| a.object("type", |t| t.text(name)).flatten();
    let subject = a.object("subject", party::subject);
    let (subject, subject_cases) = subject.map_or((None, Vec::new()), |(s, cases)| (Some(s), cases));
    Application {
        code: kind("code"),
        title: kind("type"),
        breach_type: kind("breachType"),
        category: kind("categoryCode"),
        reference: a.text("applicationReference"),
        particulars: a.text("applicationParticulars"),
        received: a.day("applicationReceivedDate"),
        convicted: a.day("convictionDate"),
        status: a.text("applicationStatus"),
        plea: a.object("plea", |p| p.text("pleaValue")).flatten(),
        order: a.object("courtOrder", court_order),
        results: a.objects("judicialResults", |r| Some(result(r, &whose))),
        cases: a.objects("courtApplicationCases", |c| {
            Some(ApplicationCase {
                id: lower(c, "prosecutionCaseId"),
                urn: urn(c),
                offences: c.objects("offences", |o| Some(offence(o))),
            })
        }),
        id,
        subject,
        subject_cases,
    }
}

fn court_order(o: Obj<'_>) -> CourtOrder {
    CourtOrder {
        id: lower(o, "id"),
        type_id: lower(o, "judicialResultTypeId"),
        label: o.text("label"),
        made: o.day("orderDate"),
        start: o.day("startDate"),
        end: o.day("endDate"),
        expiry: o.day("expiryDate"),
        hearing: lower(o, "orderingHearingId"),
        court: o.object("orderingCourt", court).unwrap_or_default(),
        master: lower(o, "masterDefendantId"),
        defendants: o.texts("defendantIds").iter().map(|id| id.to_lowercase()).collect(),
        children: o.objects("judicialChildResults", |r| Some(result(r, "child"))),
        cases: o.objects("courtOrderOffences", |c| {
            Some(ApplicationCase {
                id: lower(c, "prosecutionCaseId"),
                urn: urn(c),
                offences: c.object("offence", offence).into_iter().collect(),
            })
        }),
    }
}
