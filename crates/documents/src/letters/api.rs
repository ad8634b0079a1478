//! Documents for programs: a person's list, one with its facts, its PDF, making and withdrawing.

use super::read::{DocumentLine, documents_of};
use super::setting;
use super::write::{Letter, document, withdraw, write_for};
use crate::messages::Sending;
use crate::messages::letters::sent;
use crate::templates::Language;
use kernel::{Crn, DocumentId, Permission};
use people::OpenPerson;
use serde::{Deserialize, Serialize};
use store::{Cx, Failure, Result};
use utoipa::ToSchema;
use uuid::Uuid;
use web::{Act, Answer, ApiDoc, Ask, Method, Reply, Request, Route};

/// A document as a list has it.
#[derive(Serialize, ToSchema)]
struct DocumentOut {
    id: String,
    /// The code of its template.
    template: String,
    name: String,
    title: String,
    /// en or cy.
    language: String,
    made_on: String,
    made_by: String,
    withdrawn: bool,
    /// How far it has come; absent while it was not sent.
    sent: Option<DocumentSentOut>,
    /// The word of what it is about, such as warning.
    about: Option<String>,
    about_id: Option<String>,
}

/// The newest sending of a document.
#[derive(Serialize, ToSchema)]
struct DocumentSentOut {
    /// The message that carries it.
    id: String,
    /// `post` or `email`.
    channel: String,
    /// `waiting`, `kept`, `handed_over`, `delivered`, `failed`, `given_up` or `cancelled`.
    state: String,
    reason: Option<String>,
    changed_at: String,
}

/// A document to be made.
#[derive(Deserialize, ToSchema)]
struct DocumentIn {
    /// The code of a template.
    template: String,
    /// en or cy; none takes the language in which the person is written to.
    language: Option<String>,
    /// What its writer says, by the names of the template's fields.
    #[serde(default)]
    facts: serde_json::Value,
}

/// The id of what was made.
#[derive(Serialize, ToSchema)]
struct DocumentMade {
    id: String,
}

/// Why a document is withdrawn.
#[derive(Deserialize, ToSchema)]
struct DocumentWithdrawnIn {
    why: String,
}

pub(super) fn routes() -> Vec<Route> {
    const READ: Permission = Permission::ReadPeople;
    const WRITE: Permission = Permission::RecordContacts;
    let doc = ApiDoc::new;
    vec![
        Route::api_get("/api/v1/people/{crn}/documents", READ, list)
            .doc(doc("Documents of a person, the newest first").lists::<DocumentOut>()),
        Route::api_post("/api/v1/people/{crn}/documents", WRITE, make)
            .doc(doc("Write a letter or another document").body::<DocumentIn>().creates::<DocumentMade>()),
        Route::api_get("/api/v1/people/{crn}/documents/{document}", READ, one)
            .doc(doc("A document with the facts that fill it").gives("application/json")),
        Route::new(Method::Get, "/api/v1/people/{crn}/documents/{document}/pdf", READ, Act::Steps(paper))
            .doc(doc("A document as a PDF").gives("application/pdf")),
        Route::api_post("/api/v1/people/{crn}/documents/{document}/withdraw", WRITE, take_back)
            .doc(doc("Withdraw a document; If-Match names the version that was read").body::<DocumentWithdrawnIn>()),
    ]
}

fn opened(cx: &mut Cx<'_>, req: &Request) -> Result<OpenPerson> {
    let crn: Crn = req.param("crn")?;
    people::open(cx, &crn)
}

fn json(value: impl Serialize) -> Result<serde_json::Value> {
    serde_json::to_value(value).map_err(|e| Failure::broken(e.to_string()))
}

fn out(line: DocumentLine, sent: &[Sending]) -> DocumentOut {
    let newest = sent.iter().find(|s| s.document_id == Some(line.id));
    let (about, about_id) = line.about.map(|(kind, id): (String, Uuid)| (kind, id.to_string())).unzip();
    DocumentOut {
        id: line.id.to_string(),
        template: line.template,
        name: line.name,
        title: line.title,
        language: line.language.code().to_owned(),
        made_on: line.made_on.to_string(),
        made_by: line.made_by,
        withdrawn: line.withdrawn,
        sent: newest.map(|s| DocumentSentOut {
            id: s.id.to_string(),
            channel: s.channel.code().to_owned(),
            state: s.state.code().to_owned(),
            reason: s.reason.clone(),
            changed_at: s.changed_at.to_string(),
        }),
        about,
        about_id,
    }
}

fn list(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let from: i64 = req.query("cursor").and_then(|c| c.parse().ok()).unwrap_or(0);
    let limit = req.limit()?;
    let (lines, total) = documents_of(cx, &open.keys, limit, from)?;
    let next = (from + limit < total).then(|| (from + limit).to_string());
    let ids: Vec<DocumentId> = lines.iter().map(|line| line.id).collect();
    let sent = sent(cx, &open.keys, &ids)?;
    let items: Vec<DocumentOut> = lines.into_iter().map(|line| out(line, &sent)).collect();
    Ok(Reply::json(200, serde_json::json!({ "items": json(items)?, "next": next })))
}

fn one(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let row = document(cx, &open.keys, req.param::<DocumentId>("document")?)?;
    let (facts, hash, version) = (row.facts.clone(), row.facts_hash.clone(), row.version);
    let (number, why) = (row.number, row.withdrawn_why.clone());
    let sent = sent(cx, &open.keys, &[row.id])?;
    let mut body = json(out(row.into(), &sent))?;
    if let Some(object) = body.as_object_mut() {
        object.insert("facts".into(), facts);
        object.insert("facts_hash".into(), hash.into());
        object.insert("template_version".into(), number.into());
        object.insert("withdrawn_why".into(), why.into());
        object.insert("version".into(), version.into());
    }
    Ok(Reply::json(200, body))
}

fn paper(ask: &Ask<'_>) -> Answer {
    let open = ask.house.read(ask.asker, |cx| {
        cx.be_at(ask.request.route());
        opened(cx, ask.request)
    })?;
    let found = setting::pdf(ask.house, ask.asker, &open.keys, ask.request.param("document")?)?;
    Ok(Reply::file(found.line.name, found.line.media_type, found.bytes))
}

fn make(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let said: DocumentIn = req.json()?;
    let open = opened(cx, req)?;
    let language = said.language.as_deref().map(str::parse::<Language>).transpose();
    let language = language.map_err(|()| Failure::refused("language", "unknown", "Give en or cy"))?;
    let letter =
        Letter { template: &said.template, person: open.keys.survivor, about: None, language, facts: said.facts };
    let id = write_for(cx, &open, &letter, None)?;
    Ok(Reply::created(format!("/api/v1{}/{id}", open.path("/documents")), json(DocumentMade { id: id.to_string() })?))
}

fn take_back(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let said: DocumentWithdrawnIn = req.json()?;
    let open = opened(cx, req)?;
    withdraw(cx, &open.keys, req.param("document")?, &said.why, req.if_match())?;
    Ok(Reply::no_content())
}
