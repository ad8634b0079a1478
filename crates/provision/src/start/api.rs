//! Start dates for programs, such as a court's own system.

use super::ask::{About, Asked, RequirementStart, starts};
use super::working::Working;
use kernel::{Crn, Date, Permission};
use law::Verdict;
use serde::Serialize;
use store::{Cx, Failure};
use utoipa::ToSchema;
use web::form::Form;
use web::{Answer, ApiDoc, Reply, Request, Route};

/// The answer to a court.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StartDatesOut {
    /// The court's code.
    court: String,
    /// The name of its area; absent when its results go to no team.
    area: Option<String>,
    sentence_on: String,
    /// The day on which lists and plans stood as told.
    asked_on: String,
    /// How sure `promised_by` is, 0 to 1.
    chance: f64,
    requirements: Vec<RequirementStartOut>,
}

/// One requirement type.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RequirementStartOut {
    /// A requirement type of the law.
    requirement: String,
    name: String,
    /// `allowed`, `cannot_tell` or `not_allowed`.
    allowed: String,
    /// Why, in words.
    reasons: Vec<String>,
    /// Somebody delivers it in the area.
    offered: bool,
    earliest: Option<String>,
    median: Option<String>,
    promised_by: Option<String>,
    /// What is missing, in words.
    missing: Vec<String>,
    /// Each offer with its working, the earliest first.
    offers: Vec<OfferStartOut>,
}

/// One offer.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OfferStartOut {
    offer: Option<String>,
    service: String,
    provider: String,
    earliest: Option<String>,
    median: Option<String>,
    promised_by: Option<String>,
    people_ahead: u32,
    expected_to_leave: f64,
    openings: Vec<OpeningOut>,
    /// The working as sentences.
    working: Vec<String>,
}

/// A day on which places open.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OpeningOut {
    on: String,
    places: u32,
    expected_ahead: f64,
    /// The chance to begin then, and to have begun by the end of that day.
    begins: f64,
    begun: f64,
}

pub(super) fn routes() -> Vec<Route> {
    let doc = ApiDoc::new("When requirements would start, for a court, a day of sentence and a person")
        .query("court", "the court's code")
        .query("on", "the day of sentence, YYYY-MM-DD; today when not said")
        .query("crn", "of somebody on record; needs the scope read-people")
        .query("sex", "F or M, of somebody not on record")
        .query("born", "the date of birth, YYYY-MM-DD, of somebody not on record")
        .query("offence", "the day of the offence, YYYY-MM-DD, where the record does not have it")
        .query("convicted", "the day of conviction, YYYY-MM-DD, where the record does not have it")
        .answers::<StartDatesOut>();
    vec![Route::api_get("/api/v1/start-dates", Permission::ReadProvision, show).doc(doc)]
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let mut form = Form::of(req.queries().iter().cloned());
    let code = form.text("court", "the court\u{2019}s code", 10);
    let on = form.optional_date("on", "the day of sentence").unwrap_or(cx.today());
    let born = form.optional_date("born", "the date of birth");
    let offence = form.optional_date("offence", "the day of the offence");
    let convicted = form.optional_date("convicted", "the day of conviction");
    let sex = form.optional_choice("sex", "the sex", |code| ["M", "F"].contains(&code).then(|| code.to_owned()));
    let crn = if form.has("crn") { form.crn("crn", "the CRN") } else { None };
    form.finish().map_err(Failure::Refused)?;
    let court = organisation::court_by_code(cx, &code.unwrap_or_default())?.ok_or(Failure::NotFound)?;
    let about = match crn {
        Some(crn) => About { offence, convicted, ..person(cx, &crn)? },
        None => About { keys: None, sex, born, offence, convicted },
    };
    let told = starts(cx, &about, &Asked { court: court.id, on })?;
    let out = StartDatesOut {
        court: told.court.code.clone(),
        area: told.unit.as_ref().map(|unit| unit.name.clone()),
        sentence_on: told.on.to_string(),
        asked_on: told.asked_on.to_string(),
        chance: told.chance,
        requirements: told.requirements.iter().map(requirement).collect(),
    };
    Ok(Reply::json(200, serde_json::to_value(out).map_err(|e| Failure::broken(e.to_string()))?))
}

fn person(cx: &mut Cx<'_>, crn: &Crn) -> store::Result<About> {
    if !cx.may(Permission::ReadPeople) {
        return Err(Failure::refused("crn", "may_not_read", "This client may not read people\u{2019}s records"));
    }
    Ok(About::person(&people::open(cx, crn)?))
}

fn requirement(start: &RequirementStart) -> RequirementStartOut {
    let range = start.range();
    let allowed = match start.allowed.verdict {
        Verdict::Allowed => "allowed",
        Verdict::CannotTell => "cannot_tell",
        Verdict::NotAllowed => "not_allowed",
    };
    RequirementStartOut {
        requirement: start.code().to_owned(),
        name: start.allowed.name.en.clone(),
        allowed: allowed.into(),
        reasons: start.allowed.reasons.iter().map(|reason| reason.words.clone()).collect(),
        offered: start.is_here(),
        earliest: range.map(|r| r.earliest.to_string()),
        median: range.and_then(|r| r.median).map(|day| day.to_string()),
        promised_by: range.and_then(|r| r.by).map(|day| day.to_string()),
        missing: start.missing.iter().map(super::Missing::words).collect(),
        offers: start.options.iter().map(offer).collect(),
    }
}

fn offer(working: &Working) -> OfferStartOut {
    let day = |day: Option<Date>| day.map(|day| day.to_string());
    let opening = |line: &super::OpeningLine| OpeningOut {
        on: line.on.to_string(),
        places: line.places,
        expected_ahead: line.expected_ahead,
        begins: line.begins,
        begun: line.begun,
    };
    OfferStartOut {
        offer: working.offer.map(|id| id.to_string()),
        service: working.service.clone(),
        provider: working.provider.clone(),
        earliest: day(working.earliest),
        median: day(working.median),
        promised_by: day(working.by),
        people_ahead: working.ahead,
        expected_to_leave: working.leaving,
        openings: working.openings.iter().map(opening).collect(),
        working: working.words(),
    }
}
