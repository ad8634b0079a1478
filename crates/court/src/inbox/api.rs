//! The court room for programs: messages in, what waits, decisions, reports asked for.

use super::appeal::decide_appeal;
use super::copies::{CopiesAre, decide_copies, differing, undo_decision};
use super::decide::{Choice, Verdict, decide_person, decide_question, question_of};
use super::lists;
use crate::records::{CourtMessage, MatterRow, QuestionKind, Reading};
use crate::taking::{IngestLine, ingest};
use kernel::{Crn, Date, EntryId, MessageId, Permission, PersonId, Refusal};
use sentences::AppealEffect;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::{Cx, Result, params};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Ask, Reply, Request, Route};

/// As large as an upload may be.
const MOST_BYTES: usize = 50 * 1024 * 1024;

/// What came of a message.
#[derive(Serialize, ToSchema)]
struct Taken {
    /// One for each defendant.
    lines: Vec<IngestLine>,
}

/// Something that waits for a person.
#[derive(Serialize, ToSchema)]
struct Waiting {
    /// person, order, limit, appeal, outcome or unread.
    kind: &'static str,
    /// The message it came from, where it waits for one.
    message: Option<String>,
    /// The place of the matter in its message.
    place: Option<i64>,
    id: Option<String>,
    /// Absent while nobody knows who it is.
    crn: Option<String>,
    words: String,
}

/// What was understood of a message.
#[derive(Serialize, ToSchema)]
struct MessageBody {
    id: String,
    source: String,
    received_at: String,
    size: i64,
    /// read, unread or settled.
    state: Option<String>,
    form: Option<String>,
    hearing: Option<String>,
    hearing_day: Option<String>,
    reason: Option<String>,
    matters: Vec<MatterBody>,
}

/// One person's matter in a message.
#[derive(Serialize, ToSchema)]
struct MatterBody {
    place: i64,
    /// supervise, breach, report or nothing.
    asks: String,
    outcome: String,
    crn: Option<String>,
    reason: Option<String>,
}

/// Who a matter is about.
#[derive(Deserialize, ToSchema)]
struct PersonDecision {
    /// The CRN of somebody on record; absent for somebody new.
    crn: Option<String>,
    reason: String,
}

/// What was made of a question.
#[derive(Deserialize, ToSchema)]
struct QuestionDecision {
    /// stands, corrected or asked-court.
    verdict: String,
    reason: String,
}

/// What is made of copies that differ.
#[derive(Deserialize, ToSchema)]
struct CopiesDecision {
    /// copy-1, copy-2... or two-orders.
    choice: String,
    reason: String,
}

/// What an appeal does to an order.
#[derive(Deserialize, ToSchema)]
struct EffectDecision {
    /// runs, suspended, ends or changed, as fits how the appeal stands.
    effect: String,
    /// A day; the day in court when absent.
    from: Option<String>,
    reason: String,
}

/// Why.
#[derive(Deserialize, ToSchema)]
struct Reason {
    reason: String,
}

/// A question about an order.
#[derive(Serialize, ToSchema)]
struct QuestionBody {
    id: String,
    /// confirm or limit.
    kind: String,
    /// open, decided or gone.
    state: String,
    /// One point a line.
    words: String,
    decision: Option<String>,
    decided_by: Option<String>,
    reason: Option<String>,
    copies: Vec<CopyBody>,
}

/// One of the copies of an order.
#[derive(Serialize, ToSchema)]
struct CopyBody {
    /// The word by which it is taken: copy-1.
    choice: String,
    offences: Vec<String>,
    fields: Vec<FieldBody>,
}

/// What a copy says of one thing.
#[derive(Serialize, ToSchema)]
struct FieldBody {
    name: String,
    value: String,
}

pub(super) fn routes() -> Vec<Route> {
    const INBOX: Permission = Permission::CourtInbox;
    vec![
        Route::api_post_steps("/api/v1/court/messages", Permission::SendCourtMessages, send).takes(MOST_BYTES).doc(
            ApiDoc::new("Send in a court message, as the court sent it")
                .query("source", "a name for the sender or file")
                .raw_body("application/json")
                .body_may_be_missing()
                .answers::<Taken>(),
        ),
        Route::api_get("/api/v1/court/messages/{message}", INBOX, message)
            .doc(ApiDoc::new("What was understood of a court message").answers::<MessageBody>()),
        Route::api_get("/api/v1/court/inbox", INBOX, inbox)
            .doc(ApiDoc::new("What waits for a decision").lists::<Waiting>()),
        Route::api_post("/api/v1/court/matters/{message}/{place}/decision", INBOX, decide_matter)
            .doc(ApiDoc::new("Say who a waiting matter is about").body::<PersonDecision>()),
        Route::api_post("/api/v1/court/questions/{crn}/{id}/decision", INBOX, decide_order)
            .doc(ApiDoc::new("Answer a question about an order").body::<QuestionDecision>()),
        Route::api_get("/api/v1/court/questions/{crn}/{id}", INBOX, question).doc(
            ApiDoc::new("A question about an order, with copies that differ field by field").answers::<QuestionBody>(),
        ),
        Route::api_post("/api/v1/court/questions/{crn}/{id}/copies", INBOX, decide_order_copies).doc(
            ApiDoc::new("Say which copy of an order is right, or that they are several orders")
                .body::<CopiesDecision>(),
        ),
        Route::api_post("/api/v1/court/questions/{crn}/{id}/effect", INBOX, decide_effect)
            .doc(ApiDoc::new("Say what an appeal does to an order").body::<EffectDecision>()),
        Route::api_post("/api/v1/court/questions/{crn}/{id}/undo", INBOX, undo)
            .doc(ApiDoc::new("Take a decision on an order back").body::<Reason>()),
    ]
}

fn send(ask: &Ask<'_>) -> Answer {
    let source = ask.request.query("source").unwrap_or_else(|| ask.asker.actor.name()).to_owned();
    let lines = ingest(ask.house, ask.asker, &source, ask.request.body())?;
    Ok(Reply::json(200, json!({ "lines": lines })))
}

fn message(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: MessageId = req.param("message")?;
    let row = cx.need::<CourtMessage>(params![id])?;
    let reading = cx.get::<Reading>(params![id])?;
    let rows = cx.list::<MatterRow>("WHERE message_id = $1 ORDER BY place", params![id])?;
    let ids: Vec<PersonId> = rows.iter().filter_map(|r| r.linked_to).collect();
    let lines = people::lines(cx, &ids)?;
    cx.note_shown("list", "court message", &ids);
    let matters = rows.into_iter().map(|r| {
        let line = r.linked_to.and_then(|p| lines.get(&p));
        let hidden = line.is_some_and(|l| l.restricted);
        MatterBody {
            place: r.place,
            asks: r.asks,
            outcome: r.outcome.code().to_owned(),
            crn: line.map(|l| l.crn.to_string()),
            reason: r.reason.filter(|_| !hidden),
        }
    });
    let body = MessageBody {
        id: id.to_string(),
        source: row.source_name,
        received_at: row.received_at.to_string(),
        size: row.size,
        state: reading.as_ref().map(|r| r.state.code().to_owned()),
        form: reading.as_ref().and_then(|r| r.form.clone()),
        hearing: reading.as_ref().and_then(|r| r.hearing.clone()),
        hearing_day: reading.as_ref().and_then(|r| r.hearing_day).map(|d| d.to_string()),
        reason: reading.and_then(|r| r.reason),
        matters: matters.collect(),
    };
    Ok(Reply::json(200, json!(body)))
}

pub(crate) fn listed<T: Serialize>(items: Vec<T>, from: i64, limit: i64) -> Reply {
    let full = i64::try_from(items.len()).unwrap_or(0) >= limit;
    let next = full.then(|| (from + limit).to_string());
    let mut body = json!({ "items": items });
    if let (Some(next), Value::Object(map)) = (next, &mut body) {
        map.insert("next".into(), Value::String(next));
    }
    Reply::json(200, body)
}

fn inbox(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (limit, from) = (req.limit()?, req.after()?);
    let all = waiting(cx, limit + from)?;
    let items: Vec<Waiting> = all
        .into_iter()
        .skip(usize::try_from(from).unwrap_or(usize::MAX))
        .take(usize::try_from(limit).unwrap_or(0))
        .collect();
    Ok(listed(items, from, limit))
}

fn waiting(cx: &mut Cx<'_>, most: i64) -> Result<Vec<Waiting>> {
    let mut all: Vec<Waiting> = lists::matters(cx, most, 0)?
        .into_iter()
        .map(|m| Waiting {
            kind: "person",
            message: Some(m.message_id.to_string()),
            place: Some(m.place),
            id: None,
            crn: None,
            words: m.reason.unwrap_or_default(),
        })
        .collect();
    let mut of_people: Vec<(PersonId, Waiting)> = Vec::new();
    for (kind, word) in
        [(QuestionKind::Confirm, "order"), (QuestionKind::Limit, "limit"), (QuestionKind::Appeal, "appeal")]
    {
        of_people.extend(lists::questions(cx, kind, most, 0)?.into_iter().map(|q| {
            let (message, id) = (Some(q.message_id.to_string()), Some(q.id.to_string()));
            (q.person_id, Waiting { kind: word, message, place: None, id, crn: None, words: q.words })
        }));
    }
    of_people.extend(lists::outcomes(cx, most, 0)?.into_iter().map(|o| {
        let words = format!("{} ({}): {}", o.words, o.kind, o.waits_for.unwrap_or_default());
        (
            o.person_id,
            Waiting { kind: "outcome", message: None, place: None, id: Some(o.id.to_string()), crn: None, words },
        )
    }));
    let ids: Vec<PersonId> = of_people.iter().map(|(p, _)| *p).collect();
    let lines = people::lines(cx, &ids)?;
    cx.note_shown("list", "court inbox", &ids);
    for (person, mut item) in of_people {
        if let Some(line) = lines.get(&person) {
            item.crn = Some(line.crn.to_string());
            if line.restricted {
                item.words = "Restricted".into();
            }
            all.push(item);
        }
    }
    all.extend(lists::unread(cx, most, 0)?.into_iter().map(|r| Waiting {
        kind: "unread",
        message: Some(r.message_id.to_string()),
        place: None,
        id: None,
        crn: None,
        words: r.reason.unwrap_or_default(),
    }));
    Ok(all)
}

fn decide_matter(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let decision: PersonDecision = req.json()?;
    let choice = match decision.crn {
        None => Choice::New,
        Some(crn) => Choice::Same(crn.parse::<Crn>().map_err(|e| Refusal::new("crn", "unknown", e.to_string()))?),
    };
    decide_person(cx, req.param("message")?, req.param("place")?, &choice, &decision.reason)?;
    Ok(Reply::no_content())
}

fn decide_order(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let decision: QuestionDecision = req.json()?;
    let verdict = decision.verdict.parse::<Verdict>();
    let verdict = verdict.map_err(|()| Refusal::new("verdict", "unknown", "Give stands, corrected or asked-court"))?;
    let (crn, id): (Crn, EntryId) = (req.param("crn")?, req.param("id")?);
    decide_question(cx, &crn, id, verdict, &decision.reason)?;
    Ok(Reply::no_content())
}

fn question(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (crn, id): (Crn, EntryId) = (req.param("crn")?, req.param("id")?);
    let open = people::open(cx, &crn)?;
    let question = question_of(cx, &open, id)?;
    let copies = differing(&question).map(|d| d.copies).unwrap_or_default();
    let body = QuestionBody {
        id: question.id.to_string(),
        kind: question.kind.code().to_owned(),
        state: question.state.code().to_owned(),
        words: question.words,
        decision: question.decision,
        decided_by: question.decided_by,
        reason: question.decision_reason,
        copies: copies
            .into_iter()
            .enumerate()
            .map(|(n, copy)| CopyBody {
                choice: CopiesAre::Copy(n + 1).code(),
                offences: copy.offences,
                fields: copy.fields.into_iter().map(|(name, value)| FieldBody { name, value }).collect(),
            })
            .collect(),
    };
    Ok(Reply::json(200, json!(body)))
}

fn decide_order_copies(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let decision: CopiesDecision = req.json()?;
    let are = decision.choice.parse::<CopiesAre>();
    let are = are.map_err(|()| Refusal::new("choice", "unknown", "Give copy-1, copy-2 and so on, or two-orders"))?;
    decide_copies(cx, &req.param("crn")?, req.param("id")?, are, &decision.reason)?;
    Ok(Reply::no_content())
}

fn undo(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let why: Reason = req.json()?;
    undo_decision(cx, &req.param("crn")?, req.param("id")?, &why.reason)?;
    Ok(Reply::no_content())
}

fn decide_effect(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let said: EffectDecision = req.json()?;
    let effect = said.effect.parse::<AppealEffect>();
    let effect = effect.map_err(|()| Refusal::new("effect", "unknown", "Give runs, suspended, ends or changed"))?;
    let from = said.from.map(|day| day.parse::<Date>()).transpose();
    let from = from.map_err(|e| Refusal::new("from", "not_a_day", e.to_string()))?;
    decide_appeal(cx, &req.param("crn")?, req.param("id")?, effect, from, &said.reason)?;
    Ok(Reply::no_content())
}
