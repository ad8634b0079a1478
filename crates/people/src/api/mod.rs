//! People for programs: the calls, what each takes and gives. Writes take the version that the caller saw (`If-Match`), and the
//! cards' entries are maps of the fields that a card has.

mod bodies;
mod calls;
mod details;
mod merging;
mod suggesting;

use crate::open::OpenPerson;
use bodies::{
    CandidateOut, DetailsOut, EntryIn, EntryOut, FoundOut, MergeIn, MergeOut, PersonIn, PersonOut, ReasonIn,
    SuggestionOut,
};
use kernel::{Crn, Permission};
use serde::Serialize;
use store::{Cx, Failure, Result};
use web::{Answer, ApiDoc, Reply, Request, Route};

pub(crate) fn routes() -> Vec<Route> {
    use Permission::{EditPeople, MergePeople, ReadPeople};
    vec![
        Route::api_get("/api/v1/people", ReadPeople, calls::list).doc(
            ApiDoc::new("People found by name, number or date of birth")
                .query("q", "what to look for")
                .lists::<FoundOut>(),
        ),
        Route::api_post("/api/v1/people", EditPeople, calls::add)
            .doc(ApiDoc::new("Adds a person, after looking for duplicates").body::<PersonIn>().creates::<PersonOut>()),
        Route::api_post("/api/v1/people/match", ReadPeople, calls::find_matches)
            .doc(ApiDoc::new("Who on record may be the person described").body::<PersonIn>().lists::<CandidateOut>()),
        Route::api_get("/api/v1/people/{crn}", ReadPeople, calls::show)
            .doc(ApiDoc::new("A person").answers::<PersonOut>()),
        Route::api_get("/api/v1/people/{crn}/details", ReadPeople, details::details)
            .doc(ApiDoc::new("Every card of a person's details").answers::<DetailsOut>()),
        Route::api_post("/api/v1/people/{crn}/details/{card}", EditPeople, details::add_entry)
            .doc(ApiDoc::new("Adds an entry to a card that has several").body::<EntryIn>().creates::<EntryOut>()),
        Route::api_put("/api/v1/people/{crn}/details/{card}", EditPeople, details::put_entry).doc(
            ApiDoc::new("Writes a card that has one entry; If-Match 0 for the first time")
                .body::<EntryIn>()
                .answers::<EntryOut>(),
        ),
        Route::api_put("/api/v1/people/{crn}/details/{card}/{id}", EditPeople, details::put_entry)
            .doc(ApiDoc::new("Changes an entry; takes If-Match").body::<EntryIn>().answers::<EntryOut>()),
        Route::api_post("/api/v1/people/{crn}/details/{card}/{id}/withdraw", EditPeople, details::withdraw)
            .doc(ApiDoc::new("Says that an entry was recorded in error").body::<ReasonIn>()),
        Route::api_get("/api/v1/people/{crn}/merges", ReadPeople, merging::merges)
            .doc(ApiDoc::new("Merges into this record, ended ones too").lists::<MergeOut>()),
        Route::api_post("/api/v1/people/{crn}/merges", MergePeople, merging::merge)
            .doc(ApiDoc::new("Makes another record part of this one").body::<MergeIn>().answers::<PersonOut>()),
        Route::api_post("/api/v1/people/{crn}/merges/{id}/undo", MergePeople, merging::unmerge)
            .doc(ApiDoc::new("Undoes a merge").body::<ReasonIn>()),
        Route::api_get("/api/v1/people/{crn}/suggestions", ReadPeople, suggesting::list).doc(
            ApiDoc::new("What other sources say that the record does not, the oldest first")
                .query("state", "open, accepted or declined; all when not said")
                .lists::<SuggestionOut>(),
        ),
        Route::api_post("/api/v1/people/{crn}/suggestions/{id}/accept", EditPeople, suggesting::accept)
            .doc(ApiDoc::new("Writes what the source says onto the card; takes If-Match").answers::<SuggestionOut>()),
        Route::api_post("/api/v1/people/{crn}/suggestions/{id}/decline", EditPeople, suggesting::decline)
            .doc(ApiDoc::new("Leaves the record as it is; takes If-Match").answers::<SuggestionOut>()),
    ]
}

fn opened(cx: &mut Cx<'_>, req: &Request) -> Result<OpenPerson> {
    crate::open(cx, &req.param::<Crn>("crn")?)
}

fn json(status: u16, body: &impl Serialize) -> Answer {
    Ok(Reply::json(status, serde_json::to_value(body).map_err(|e| Failure::broken(e.to_string()))?))
}

fn items(list: &[impl Serialize], next: Option<String>) -> Answer {
    json(200, &serde_json::json!({ "items": list, "next": next }))
}
