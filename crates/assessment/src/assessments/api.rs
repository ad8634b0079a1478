//! Assessments for programs: the same actions as the pages. People are named by CRN, questions by code, days as
//! `YYYY-MM-DD`. An answer is changed under the version that the caller saw.

use super::actions::{Beginning, Given, NewImport, answer, begin, countersign, give_back, import, sign, standing};
use super::pages::asked_to_change;
use super::read::{all, one, sheet};
use super::{Assessment, Kind, Setting, Sheet};
use crate::needs::{self, Need};
use crate::questions::{Catalogue, current};
use kernel::{AssessmentId, Crn, Permission};
use serde::{Deserialize, Serialize};
use store::{Cx, Failure, Result};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Reply, Request, Route};

pub(super) fn routes() -> Vec<Route> {
    use Permission::{Assess, Oversee, ReadPeople};
    let doc = ApiDoc::new;
    const ONE: &str = "/api/v1/people/{crn}/assessments/{id}";
    vec![
        Route::api_get("/api/v1/assessment-questions", ReadPeople, questions)
            .doc(doc("What an assessment asks today").lists::<QuestionOut>()),
        Route::api_get("/api/v1/people/{crn}/assessments", ReadPeople, list)
            .doc(doc("The assessments of a person, newest first").lists::<AssessmentOut>()),
        Route::api_post("/api/v1/people/{crn}/assessments", Assess, open).doc(
            doc("Begins an assessment; the answers of the last one are carried")
                .body::<AssessmentIn>()
                .creates::<WholeAssessmentOut>(),
        ),
        Route::api_post("/api/v1/people/{crn}/assessments/imports", Assess, take_in).doc(
            doc("Takes in another body's assessment, kept as it came; its answers are carried")
                .body::<ImportIn>()
                .creates::<ImportOut>(),
        ),
        Route::api_get(ONE, ReadPeople, show)
            .doc(doc("An assessment with its answers and needs").answers::<WholeAssessmentOut>()),
        Route::api_put("/api/v1/people/{crn}/assessments/{id}/answers/{question}", Assess, put_answer).doc(
            doc("Answers one question; `If-Match` is the version of the answer that was read, 0 where there was none")
                .body::<AnswerIn>()
                .answers::<AnswerOut>(),
        ),
        Route::api_post("/api/v1/people/{crn}/assessments/{id}/sign", Assess, put_signature)
            .doc(doc("Signs an assessment").body::<SignIn>().answers::<WholeAssessmentOut>()),
        Route::api_post("/api/v1/people/{crn}/assessments/{id}/countersign", Oversee, decide)
            .doc(doc("Countersigns or returns it").body::<DecisionIn>().answers::<WholeAssessmentOut>()),
    ]
}

/// A question.
#[derive(Debug, Serialize, ToSchema)]
struct QuestionOut {
    code: String,
    section: String,
    words: String,
    words_cy: Option<String>,
    /// `text`, `number`, `date`, or a set of choices.
    answer_set: String,
    /// The choices with their points.
    choices: Vec<ChoiceOut>,
    /// Letters of the kinds that cannot be signed without it: I, F, R.
    must_in: String,
    counts: bool,
    /// The predictors that it feeds.
    feeds: Vec<String>,
    source: String,
}

/// A choice.
#[derive(Debug, Serialize, ToSchema)]
struct ChoiceOut {
    code: String,
    words: String,
    words_cy: String,
    points: Option<i32>,
}

/// An assessment in brief.
#[derive(Debug, Serialize, ToSchema)]
struct AssessmentOut {
    id: String,
    number: i64,
    /// `initial`, `full` or `review`.
    kind: String,
    /// `draft`, `waiting`, `returned`, `signed` or `withdrawn`.
    state: String,
    /// `community` or `custody`.
    setting: String,
    begun_for: String,
    based_on: Option<String>,
    begun_on: String,
    begun_by: String,
    signed_on: Option<String>,
    signed_by: Option<String>,
    countersigned_by: Option<String>,
}

/// An assessment with everything that it says.
#[derive(Debug, Serialize, ToSchema)]
struct WholeAssessmentOut {
    assessment: AssessmentOut,
    answers: Vec<AnswerOut>,
    needs: Vec<NeedOut>,
    /// What stands against signing it, in words; empty for one that is locked.
    against: Vec<String>,
}

/// An answer.
#[derive(Debug, Serialize, ToSchema)]
struct AnswerOut {
    question: String,
    value: Option<String>,
    words: Option<String>,
    /// `given`, `carried` or `confirmed`.
    standing: String,
    carried_from: Option<String>,
    author: String,
    answered_at: String,
    /// To be sent back as `If-Match`.
    version: i64,
}

/// A need with how it came about.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NeedOut {
    section: String,
    points: i32,
    most: i32,
    /// `none`, `standard` or `severe`; absent where nothing is known or no threshold is set.
    severity: Option<String>,
    standard_at: Option<i32>,
    severe_at: Option<i32>,
    weight: i32,
    reason: String,
    /// Counted questions that are unanswered or not known.
    missing: Vec<String>,
    strengths: Option<String>,
}

/// An assessment to begin.
#[derive(Debug, Deserialize, ToSchema)]
struct AssessmentIn {
    /// `initial`, `full` or `review`.
    kind: String,
    /// `community` or `custody`.
    setting: String,
    /// `court`, `probation`, `prison` or `partner`.
    begun_for: String,
}

/// An answer to keep. Both absent takes it back.
#[derive(Debug, Deserialize, ToSchema)]
struct AnswerIn {
    value: Option<String>,
    words: Option<String>,
}

/// A signature.
#[derive(Debug, Deserialize, ToSchema)]
struct SignIn {
    /// Why it is signed although an answer of another body has not been analysed.
    past_unread: Option<String>,
}

/// A manager's decision.
#[derive(Debug, Deserialize, ToSchema)]
struct DecisionIn {
    /// `countersign` or `return`.
    decision: String,
    reason: Option<String>,
}

/// Another body's assessment.
#[derive(Debug, Deserialize, ToSchema)]
struct ImportIn {
    source: String,
    instrument: String,
    completed_on: String,
    assessor: Option<String>,
    /// Kept as it is.
    document: String,
    /// What is carried from it into ours.
    #[serde(default)]
    answers: Vec<ImportedAnswer>,
}

/// An answer out of another body's assessment.
#[derive(Debug, Deserialize, ToSchema)]
struct ImportedAnswer {
    question: String,
    value: Option<String>,
    words: Option<String>,
}

/// The id of what was kept.
#[derive(Debug, Serialize, ToSchema)]
struct ImportOut {
    id: String,
}

pub(crate) fn json(value: impl Serialize) -> Result<serde_json::Value> {
    serde_json::to_value(value).map_err(|e| Failure::broken(e.to_string()))
}

fn questions(cx: &mut Cx<'_>, _: &Request) -> Answer {
    let (catalogue, today) = (current(cx)?, cx.today());
    let all: Vec<QuestionOut> = catalogue
        .questions(today)
        .map(|q| QuestionOut {
            code: q.code.clone(),
            section: q.section.clone(),
            words: q.words.clone(),
            words_cy: q.words_cy.clone(),
            answer_set: q.answer_set.clone(),
            choices: catalogue
                .choices(&q.answer_set)
                .map(|c| ChoiceOut {
                    code: c.code.clone(),
                    words: c.words.clone(),
                    words_cy: c.words_cy.clone(),
                    points: c.points,
                })
                .collect(),
            must_in: q.must_in.clone(),
            counts: q.counts,
            feeds: q.feeds.split_whitespace().map(str::to_owned).collect(),
            source: q.source.clone(),
        })
        .collect();
    Ok(Reply::json(200, serde_json::json!({ "items": json(all)? })))
}

fn list(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let known = all(cx, &open.keys)?;
    let after = req.query("after").and_then(|id| id.parse::<AssessmentId>().ok());
    let from = after.map_or(0, |id| known.iter().position(|a| a.id == id).map_or(known.len(), |at| at + 1));
    let limit = usize::try_from(req.limit()?).unwrap_or(usize::MAX);
    let page: Vec<&Assessment> = known.iter().skip(from).take(limit).collect();
    let next = page.last().filter(|_| from + page.len() < known.len()).map(|a| a.id.to_string());
    let items: Vec<AssessmentOut> = page.into_iter().map(brief).collect();
    Ok(Reply::json(200, serde_json::json!({ "items": json(items)?, "next": next })))
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let assessment = one(cx, &open.keys, req.param("id")?)?;
    Ok(Reply::json(200, json(whole(cx, &open, &assessment)?)?))
}

fn open(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let person = people::open(cx, &req.param::<Crn>("crn")?)?;
    let body = req.json::<AssessmentIn>()?;
    let no = |field: &str, words: &str| Failure::refused(field, "not_a_choice", words);
    let kind = body.kind.parse::<Kind>().map_err(|()| no("kind", "Say `initial`, `full` or `review`"))?;
    let setting = body.setting.parse::<Setting>().map_err(|()| no("setting", "Say `community` or `custody`"))?;
    let made = begin(cx, &person, &Beginning { kind, setting, begun_for: body.begun_for })?;
    let location = format!("/api/v1/people/{}/assessments/{}", person.crn, made.id);
    Ok(Reply::created(location, json(whole(cx, &person, &made)?)?))
}

fn put_answer(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (_, assessment) = asked_to_change(cx, req)?;
    let question: String = req.param("question")?;
    let body = req.json::<AnswerIn>()?;
    let version = req.if_match().ok_or_else(|| {
        let words = "Send If-Match with the version of the answer that was read, 0 where there was none";
        Failure::refused("", "no_version", words)
    })?;
    let some = |text: Option<String>| text.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
    let given = Given {
        question: question.clone(),
        value: some(body.value),
        words: some(body.words),
        version,
        field: "value".into(),
    };
    answer(cx, &assessment, &[given], std::slice::from_ref(&question))?;
    let kept = sheet(cx, &assessment)?;
    let row = kept.row(&question).ok_or(Failure::NotFound)?;
    Ok(Reply::json(200, json(answer_out(row))?))
}

fn put_signature(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, mut assessment) = asked_to_change(cx, req)?;
    let body = req.json::<SignIn>()?;
    sign(cx, &open, &mut assessment, body.past_unread.as_deref())?;
    Ok(Reply::json(200, json(whole(cx, &open, &assessment)?)?))
}

fn decide(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, mut assessment) = asked_to_change(cx, req)?;
    let body = req.json::<DecisionIn>()?;
    let reason = body.reason.unwrap_or_default();
    match body.decision.as_str() {
        "countersign" => countersign(cx, &open, &mut assessment, &reason)?,
        "return" => give_back(cx, &mut assessment, &reason)?,
        _ => return Err(Failure::refused("decision", "not_a_choice", "Say `countersign` or `return`")),
    }
    Ok(Reply::json(200, json(whole(cx, &open, &assessment)?)?))
}

fn take_in(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let body = req.json::<ImportIn>()?;
    let day = body.completed_on.parse();
    let new = NewImport {
        source: body.source,
        instrument: body.instrument,
        completed_on: day.map_err(|_| Failure::refused("completed_on", "not_a_date", "Give a date as YYYY-MM-DD"))?,
        assessor: body.assessor,
        document: body.document,
        answers: body.answers.into_iter().map(|a| (a.question, a.value, a.words)).collect(),
    };
    let kept = import(cx, &open, &new)?;
    let location = format!("/people/{}/assessment/imports/{}", open.crn, kept.id);
    Ok(Reply::created(location, json(ImportOut { id: kept.id.to_string() })?))
}

fn brief(a: &Assessment) -> AssessmentOut {
    AssessmentOut {
        id: a.id.to_string(),
        number: a.number,
        kind: a.kind.code().into(),
        state: a.state.code().into(),
        setting: a.setting.code().into(),
        begun_for: a.begun_for.clone(),
        based_on: a.based_on.map(|id| id.to_string()),
        begun_on: a.asked_on().to_string(),
        begun_by: a.begun_by.clone(),
        signed_on: a.signed_on.map(|d| d.to_string()),
        signed_by: a.signed_by.clone(),
        countersigned_by: a.countersigned_by.clone(),
    }
}

fn answer_out(row: &super::Answer) -> AnswerOut {
    AnswerOut {
        question: row.question.clone(),
        value: row.value.clone(),
        words: row.words.clone(),
        standing: row.standing.code().into(),
        carried_from: row.carried_from.clone(),
        author: row.author.clone(),
        answered_at: row.answered_at.to_string(),
        version: row.version,
    }
}

fn whole(cx: &mut Cx<'_>, open: &people::OpenPerson, assessment: &Assessment) -> Result<WholeAssessmentOut> {
    let (catalogue, answers) = (current(cx)?, sheet(cx, assessment)?);
    let against = if assessment.state.takes_answers() {
        let found = standing(cx, open, assessment)?;
        let unread = found.unread.iter().map(|u| format!("Not analysed: {}", u.words));
        found.against.iter().map(|a| a.words.clone()).chain(unread).collect()
    } else {
        Vec::new()
    };
    let judged = needs::of_sheet(&catalogue, assessment, &answers);
    Ok(WholeAssessmentOut {
        assessment: brief(assessment),
        answers: answers.rows().map(answer_out).collect(),
        needs: needs_out(&catalogue, &judged, &answers),
        against,
    })
}

/// Needs for programs.
pub(crate) fn needs_out(catalogue: &Catalogue, judged: &[Need], answers: &Sheet) -> Vec<NeedOut> {
    let out = judged.iter().map(|need| {
        let section = catalogue.section(&need.section);
        let strengths = section.and_then(|s| answers.words(&format!("{}.strengths", s.number)));
        NeedOut {
            section: need.section.clone(),
            points: need.points,
            most: need.most,
            severity: need.severity.map(|s| s.code().to_owned()),
            standard_at: need.standard_at,
            severe_at: need.severe_at,
            weight: need.weight,
            reason: need.reason(),
            missing: need.missing.clone(),
            strengths: strengths.map(str::to_owned),
        }
    });
    out.collect()
}
