//! `POST /api/v1/scores/{model}`: a national request body in, the national response body out.
//!
//! Always true: no record of a person is read or written, and nothing of the request is kept. It does not know whom the
//! request is about.

use actuarial::{Asked, Generation, ScoreProblem, score};
use kernel::{Permission, Refusal};
use serde::Serialize;
use serde_json::Value as Json;
use store::{Cx, Failure};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Reply, Request, Route};

/// A national response. A score of `all` models is an object of model name to such a response.
#[derive(Serialize, ToSchema)]
struct ScoreBody {
    /// The algorithm, such as ALL_REOFFENDING_PREDICTOR.
    algorithm: String,
    /// STATIC, DYNAMIC or COMBINED; null when there is no score.
    r#type: Option<String>,
    #[serde(rename = "modelVersion")]
    model_version: String,
    #[serde(rename = "thresholdsVersion")]
    thresholds_version: String,
    /// Score and band, and what belongs to them; all null when there is no score.
    output: Json,
    /// What each feature added to the sum.
    #[serde(rename = "featureValues")]
    feature_values: Json,
    /// Kind, message and fields of each error.
    #[serde(rename = "validationErrors")]
    validation_errors: Vec<Json>,
    /// With `explain=true`: inputs, terms, rule, source, bands, what is missing and what would change the band.
    explanation: Option<Json>,
}

pub(super) fn routes() -> Vec<Route> {
    let doc = ApiDoc::new("Score a national request body; `all` takes an object of model name to body")
        .query("generation", "1 for OGRS3, OVP, OSP, RSR and their like; 2, when not said, for the OGRS4 suite")
        .query("explain", "true adds to each response how it came about")
        .raw_body("application/json")
        .answers::<ScoreBody>();
    vec![Route::post_read("/api/v1/scores/{model}", Permission::Score, answer).doc(doc)]
}

fn answer(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let model: String = req.param("model")?;
    let asked = Asked { model: &model, generation: generation(req)?, today: cx.today(), explained: explained(req)? };
    let body: Json = Json::Object(req.json()?);
    match score(&asked, &body) {
        Ok(response) => Ok(Reply::json(200, response)),
        Err(ScoreProblem::NoSuchModel { .. }) => Err(Failure::NotFound.into()),
        Err(ScoreProblem::NotAnObject) => {
            Err(Refusal::of_request("malformed", "The body must be a JSON object").into())
        }
    }
}

fn generation(req: &Request) -> store::Result<Generation> {
    match req.query("generation") {
        None => Ok(Generation::Second),
        Some(text) => text
            .parse()
            .ok()
            .and_then(Generation::numbered)
            .ok_or_else(|| Failure::refused("generation", "no_such_generation", "`generation` is 1 or 2")),
    }
}

fn explained(req: &Request) -> store::Result<bool> {
    match req.query("explain") {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(_) => Err(Failure::refused("explain", "not_yes_or_no", "`explain` is true or false")),
    }
}
