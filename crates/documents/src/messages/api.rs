//! Messages for programs: those of a person, sending one, and what the person agrees to.

use super::facts::Facts;
use super::port::Words;
use super::rules::address::{ending, masked};
use super::{
    Agreement, Channel, Consent, Language, NewAgreement, NewSending, SaidHow, Sending, record_agreement, send,
};
use kernel::{Crn, Date, Permission};
use serde::{Deserialize, Serialize};
use store::{Cx, Failure, Result, key_values};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Reply, Request, Route};

/// A message to a person.
#[derive(Debug, Serialize, ToSchema)]
struct MessageOut {
    id: String,
    /// `post`, `email` or `text`.
    channel: String,
    /// `letter`, `reminder` or `note`.
    purpose: String,
    /// `en` or `cy`.
    language: String,
    /// Enough of the address to know it by.
    to: String,
    document: Option<String>,
    /// What it is about, such as `appointment`, with its id.
    about: Option<String>,
    about_id: Option<String>,
    /// `waiting`, `kept`, `handed_over`, `delivered`, `failed`, `given_up` or `cancelled`.
    state: String,
    reason: Option<String>,
    made_at: String,
    handed_at: Option<String>,
    version: i64,
}

/// A message to be sent.
#[derive(Debug, Deserialize, ToSchema)]
struct MessageIn {
    /// `post`, `email` or `text`.
    channel: String,
    /// The letter, by post or by email; it brings its own words.
    document: Option<String>,
    /// For an email without a letter.
    subject: Option<String>,
    /// For an email or a text without a letter.
    words: Option<String>,
}

/// What a person said about messages by one channel.
#[derive(Debug, Serialize, ToSchema)]
struct AgreementOut {
    id: String,
    channel: String,
    /// `agreed`, `declined` or `withdrawn`.
    answer: String,
    language: String,
    said_on: String,
    said_how: String,
    note: Option<String>,
    recorded_at: String,
    recorded_by: String,
    /// Whether a message may go by this channel now; of the newest of a channel alone.
    may_send: Option<bool>,
    /// Why not.
    why_not: Option<String>,
}

/// What a person says.
#[derive(Debug, Deserialize, ToSchema)]
struct AgreementIn {
    /// `email` or `text`.
    channel: String,
    /// `agreed`, `declined` or `withdrawn`.
    answer: String,
    /// `en` or `cy`.
    language: String,
    said_on: String,
    /// `in_person`, `by_telephone`, `in_writing` or `by_message`.
    said_how: String,
    note: Option<String>,
}

/// The id of what was made.
#[derive(Debug, Serialize, ToSchema)]
struct MessageMade {
    id: String,
}

pub(super) fn routes() -> Vec<Route> {
    use Permission::{ReadPeople, RecordContacts};
    let doc = ApiDoc::new;
    vec![
        Route::api_get("/api/v1/people/{crn}/messages", ReadPeople, all)
            .doc(doc("Messages to a person, the newest first").lists::<MessageOut>()),
        Route::api_post("/api/v1/people/{crn}/messages", RecordContacts, add).doc(
            doc("Sends a letter by post, or an email or a text that the person agreed to")
                .body::<MessageIn>()
                .creates::<MessageMade>(),
        ),
        Route::api_get("/api/v1/people/{crn}/message-agreements", ReadPeople, agreements)
            .doc(doc("What a person said about texts and emails, the newest first").lists::<AgreementOut>()),
        Route::api_post("/api/v1/people/{crn}/message-agreements", RecordContacts, agree).doc(
            doc("Records what a person says about texts or emails; it holds at once")
                .body::<AgreementIn>()
                .creates::<MessageMade>(),
        ),
    ]
}

fn json(value: impl Serialize) -> Result<serde_json::Value> {
    serde_json::to_value(value).map_err(|e| Failure::broken(e.to_string()))
}

fn coded<T: std::str::FromStr>(field: &'static str, text: &str) -> Result<T> {
    text.parse()
        .map_err(|_| Failure::refused(field, "unknown_code", "Send one of the codes that the description lists"))
}

fn all(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (limit, from) = (req.limit()?, req.after()?);
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let condition = format!("person_id IN ({})", open.keys.placeholders(1));
    let values = key_values(&open.keys);
    let (rows, total) = cx.page_of::<Sending>(&condition, &values, "ORDER BY made_at DESC, id DESC", limit, from)?;
    let items: Vec<MessageOut> = rows.into_iter().map(out).collect();
    let mut body = serde_json::json!({ "items": json(items)? });
    if from.saturating_add(limit) < total {
        body["next"] = (from + limit).to_string().into();
    }
    Ok(Reply::json(200, body))
}

fn out(row: Sending) -> MessageOut {
    MessageOut {
        id: row.id.to_string(),
        channel: row.channel.code().into(),
        purpose: row.purpose.code().into(),
        language: row.language.code().into(),
        to: masked(row.channel, &ending(row.channel, &row.address)),
        document: row.document_id.map(|d| d.to_string()),
        about: row.about_kind,
        about_id: row.about_id.map(|id| id.to_string()),
        state: row.state.code().into(),
        reason: row.reason,
        made_at: row.made_at.to_string(),
        handed_at: row.handed_at.map(|at| at.to_string()),
        version: row.version,
    }
}

fn add(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let said: MessageIn = req.json()?;
    let channel = coded::<Channel>("channel", &said.channel)?;
    let document = said.document.as_deref().map(str::parse).transpose();
    let document = document.map_err(|_| Failure::refused("document", "unknown", "Send the id of a document"))?;
    let subject = said.subject.filter(|_| channel == Channel::Email);
    let words = said.words.map(|body| Words { subject, body });
    let new = NewSending { person: open.keys.survivor, channel, document, words, about: None };
    let id = send(cx, &new)?.to_string();
    Ok(Reply::created(format!("/api/v1/people/{}/messages", open.crn), json(MessageMade { id })?))
}

fn agreements(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (limit, from) = (req.limit()?, req.after()?);
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let facts = Facts::of(cx, &open)?;
    let skipped = usize::try_from(from).unwrap_or(usize::MAX);
    let taken = usize::try_from(limit).unwrap_or(1);
    let items: Vec<AgreementOut> =
        facts.agreements().iter().skip(skipped).take(taken).map(|a| agreement_out(&facts, a)).collect();
    let mut body = serde_json::json!({ "items": json(items)? });
    if skipped.saturating_add(taken) < facts.agreements().len() {
        body["next"] = (from + limit).to_string().into();
    }
    Ok(Reply::json(200, body))
}

fn agreement_out(facts: &Facts, row: &Agreement) -> AgreementOut {
    let newest = facts.agreement(row.channel).is_some_and(|a| a.id == row.id);
    let may = facts.may(row.channel);
    AgreementOut {
        id: row.id.to_string(),
        channel: row.channel.code().into(),
        answer: row.answer.code().into(),
        language: row.language.code().into(),
        said_on: row.said_on.to_string(),
        said_how: row.said_how.code().into(),
        note: row.note.clone(),
        recorded_at: row.recorded_at.to_string(),
        recorded_by: row.author_name.clone(),
        may_send: newest.then_some(may.is_ok()),
        why_not: may.err().filter(|_| newest).map(|no| no.words),
    }
}

fn agree(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let said: AgreementIn = req.json()?;
    let note = said.note.map(|n| n.trim().to_owned()).filter(|n| !n.is_empty());
    if note.as_ref().is_some_and(|n| n.chars().count() > 500) {
        return Err(Failure::refused("note", "too_long", "Keep the note to 500 characters"));
    }
    let not_a_date = |_| Failure::refused("said_on", "not_a_date", "Give a date as YYYY-MM-DD");
    let new = NewAgreement {
        channel: coded::<Channel>("channel", &said.channel)?,
        answer: coded::<Consent>("answer", &said.answer)?,
        language: coded::<Language>("language", &said.language)?,
        said_on: said.said_on.parse::<Date>().map_err(not_a_date)?,
        said_how: coded::<SaidHow>("said_how", &said.said_how)?,
        note,
    };
    let id = record_agreement(cx, &open, &new)?.to_string();
    Ok(Reply::created(format!("/api/v1/people/{}/message-agreements", open.crn), json(MessageMade { id })?))
}
