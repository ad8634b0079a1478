//! Tier and workload of a request body, for any other service: reads no record and keeps nothing.
//!
//! A body that cannot be answered gives its validation errors, field by field, in the place of the figures.

use actuarial::tier::{self, TierPolicy};
use actuarial::workload::{self, PointsVersion};
use kernel::Permission::Score;
use store::{Cx, Failure};
use web::{Act, Answer, ApiDoc, Method, Reply, Request, Route};

pub(super) fn routes() -> Vec<Route> {
    let post = |path, handler| Route::new(Method::Post, path, Score, Act::Read(handler));
    vec![
        post("/api/v1/scores/tier", tier_of).doc(
            ApiDoc::new("The tier of a request body, v2 or v3, with its explanation")
                .raw_body("application/json")
                .gives("application/json"),
        ),
        post("/api/v1/scores/workload", workload_of).doc(
            ApiDoc::new("Points, available points and capacity of a request body, with its explanation")
                .raw_body("application/json")
                .gives("application/json"),
        ),
    ]
}

fn tier_of(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let policy = TierPolicy::newest().map_err(Failure::broken)?;
    Ok(Reply::json(200, tier::respond(policy, &req.json()?, cx.today())))
}

fn workload_of(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let points = PointsVersion::on(cx.today()).map_err(Failure::broken)?;
    Ok(Reply::json(200, workload::respond(points, &req.json()?, cx.today())))
}
