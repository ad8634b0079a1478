//! The log for programs: the same rules and actions as the pages, in JSON. Codes are those of the catalogue; dates are
//! civil dates and times wall-clock times of Europe/London.

mod bodies;
mod staff_bodies;

use crate::actions::{self, Answer as Given, NewContact, NewTime, find};
use crate::catalogue::{self, MovedBy};
use crate::pages::{contracted, read_filter};
use crate::reading::{Cursor, diary, one, overdue_outcomes, time_of, timeline};
use bodies::{
    AppointmentBody, CancelBody, ContactBody, CorrectionBody, NewContactBody, NoteBody, OutcomeBody, RescheduleBody,
};
use kernel::Permission::{ReadPeople, ReadTeams, RecordContacts, SignedIn};
use kernel::{ContactId, Crn, Date, StaffId, Time};
use law::{Law, Nation};
use people::OpenPerson;
use serde_json::json;
use staff_bodies::{CatalogueBody, DiaryBody, TimeBody};
use store::{Cx, Failure, Result};
use web::{Answer, ApiDoc, Reply, Request, Route};

/// The calls.
#[must_use]
pub(crate) fn routes() -> Vec<Route> {
    let contact = |summary: &str| ApiDoc::new(summary).answers::<ContactBody>();
    vec![
        Route::api_get("/api/v1/contact-types", SignedIn, types)
            .doc(ApiDoc::new("Contact types and outcomes of the service").answers::<CatalogueBody>()),
        Route::api_get("/api/v1/people/{crn}/contacts", ReadPeople, list).doc(
            ApiDoc::new("A person's log, the newest first")
                .query("type", "a type or group; may come more than once")
                .query("from", "the first day")
                .query("to", "the last day")
                .query("word", "words in title and notes")
                .query("sensitive", "yes or no")
                .query("hide_system", "yes leaves out entries by Throughcare")
                .lists::<ContactBody>(),
        ),
        Route::api_post("/api/v1/people/{crn}/contacts", RecordContacts, record)
            .doc(ApiDoc::new("Records something that took place").body::<NewContactBody>().creates::<ContactBody>()),
        Route::api_post("/api/v1/people/{crn}/appointments", RecordContacts, arrange)
            .doc(ApiDoc::new("Arranges an appointment").body::<AppointmentBody>().creates::<ContactBody>()),
        Route::api_get("/api/v1/people/{crn}/contacts/{contact}", ReadPeople, show)
            .doc(contact("One entry of the log")),
        Route::api_post("/api/v1/people/{crn}/contacts/{contact}/notes", RecordContacts, note)
            .doc(contact("Adds a note").body::<NoteBody>()),
        Route::api_post("/api/v1/people/{crn}/contacts/{contact}/outcome", RecordContacts, outcome)
            .doc(contact("Records what came of a contact").body::<OutcomeBody>()),
        Route::api_put("/api/v1/people/{crn}/contacts/{contact}/outcome", RecordContacts, correct)
            .doc(contact("Corrects the outcome; both stay in the record").body::<CorrectionBody>()),
        Route::api_post("/api/v1/people/{crn}/contacts/{contact}/reschedule", RecordContacts, reschedule)
            .doc(contact("Moves an appointment; answers the new one").body::<RescheduleBody>()),
        Route::api_post("/api/v1/people/{crn}/contacts/{contact}/cancel", RecordContacts, cancel)
            .doc(contact("Cancels an appointment").body::<CancelBody>()),
        Route::api_get("/api/v1/staff/{staff}/diary", ReadTeams, staff_diary).doc(
            ApiDoc::new("The appointments of a member of staff")
                .query("from", "the first day; today when not said")
                .query("to", "the last day; the first when not said")
                .lists::<DiaryBody>(),
        ),
        Route::api_get("/api/v1/staff/{staff}/overdue-outcomes", ReadTeams, staff_overdue)
            .doc(ApiDoc::new("Outcomes that a member of staff has still to record").lists::<DiaryBody>()),
        Route::api_get("/api/v1/staff/{staff}/time-with-people", ReadTeams, staff_time).doc(
            ApiDoc::new("Minutes with people, recorded and contracted")
                .query("from", "the first day")
                .query("to", "the last day")
                .answers::<TimeBody>(),
        ),
    ]
}

fn opened(cx: &mut Cx<'_>, req: &Request) -> Result<OpenPerson> {
    let crn: Crn = req.param("crn")?;
    people::open(cx, &crn)
}

fn types(cx: &mut Cx<'_>, _: &Request) -> Answer {
    let catalogue = catalogue::current(cx)?;
    Ok(Reply::json(200, json!(CatalogueBody::of(&catalogue))))
}

fn list(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let catalogue = catalogue::current(cx)?;
    let filter = read_filter(req, &catalogue)?;
    let after = match req.query("after") {
        None => None,
        Some(text) => Some(text.parse::<Cursor>().map_err(|_| {
            Failure::refused("after", "not_a_cursor", "Give the `next` of the page before, as it came")
        })?),
    };
    let most = usize::try_from(req.limit()?).unwrap_or(50);
    let page = timeline(cx, &open.keys, &filter, after, None, most)?;
    let items: Vec<ContactBody> = page.items.iter().map(|shown| ContactBody::of(&open.crn, shown)).collect();
    let mut answer = json!({ "items": items });
    if let Some(next) = page.older {
        answer["next"] = json!(next.to_string());
    }
    Ok(Reply::json(200, answer))
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    answer(cx, &open, req.param("contact")?).map(|body| Reply::json(200, json!(body)))
}

fn answer(cx: &mut Cx<'_>, open: &OpenPerson, id: ContactId) -> Result<ContactBody> {
    let (shown, _) = one(cx, &open.keys, id)?;
    Ok(ContactBody::of(&open.crn, &shown))
}

fn created(cx: &mut Cx<'_>, open: &OpenPerson, id: ContactId) -> Answer {
    let body = answer(cx, open, id)?;
    Ok(Reply::created(format!("/api/v1/people/{}/contacts/{id}", open.crn), json!(body)))
}

fn date(text: &str) -> Result<Date> {
    text.parse().map_err(|_| Failure::refused("date", "not_a_date", "Give the date as YYYY-MM-DD"))
}

fn time(field: &str, text: &str) -> Result<Time> {
    let read = Time::strptime("%H:%M", text);
    read.map_err(|_| Failure::refused(field, "not_a_time", "Give the time as HH:MM"))
}

fn record(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let body: NewContactBody = req.json()?;
    let contact = actions::record(cx, &open.keys, body.read()?)?;
    created(cx, &open, contact.id)
}

fn arrange(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let body: AppointmentBody = req.json()?;
    let contact = actions::arrange(cx, &open.keys, body.read()?)?;
    created(cx, &open, contact.id)
}

fn note(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let id = req.param("contact")?;
    let body: NoteBody = req.json()?;
    actions::add_note(cx, &open.keys, id, &body.note)?;
    answer(cx, &open, id).map(|body| Reply::json(200, json!(body)))
}

fn outcome(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let id = req.param("contact")?;
    let body: OutcomeBody = req.json()?;
    let given = Given { outcome: body.outcome, note: body.note, version: req.if_match() };
    actions::record_outcome(cx, &open.keys, id, &given)?;
    answer(cx, &open, id).map(|body| Reply::json(200, json!(body)))
}

fn correct(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let id = req.param("contact")?;
    let body: CorrectionBody = req.json()?;
    actions::correct_outcome(cx, &open.keys, id, body.outcome.as_deref(), &body.reason, req.if_match())?;
    answer(cx, &open, id).map(|body| Reply::json(200, json!(body)))
}

fn reschedule(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let body: RescheduleBody = req.json()?;
    let to = NewTime {
        date: date(&body.date)?,
        start: time("start", &body.start)?,
        end: time("end", &body.end)?,
        by: match body.asked_by.as_str() {
            "person" => MovedBy::Person,
            "service" => MovedBy::Service,
            _ => return Err(Failure::refused("askedBy", "asked_by_unknown", "Say `person` or `service`")),
        },
        reason: body.reason,
        staff: body.staff,
        office: body.office,
        clash_allowed: body.clash_allowed,
        version: req.if_match(),
    };
    let moved = actions::reschedule(cx, &open.keys, req.param("contact")?, &to)?;
    answer(cx, &open, moved.id).map(|body| Reply::json(200, json!(body)))
}

fn cancel(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let id = req.param("contact")?;
    let body: CancelBody = req.json()?;
    actions::cancel(cx, &open.keys, id, &body.reason, req.if_match())?;
    find(cx, &open.keys, id)?;
    answer(cx, &open, id).map(|body| Reply::json(200, json!(body)))
}

fn span(cx: &Cx<'_>, req: &Request) -> Result<(Date, Date)> {
    let from = req.query("from").map(date).transpose()?.unwrap_or_else(|| cx.today());
    let to = req.query("to").map(date).transpose()?.unwrap_or(from);
    Ok((from, to))
}

fn staff_diary(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let staff: StaffId = req.param("staff")?;
    let (from, to) = span(cx, req)?;
    let rows = diary(cx, staff, from, to)?;
    DiaryBody::answer(cx, "Diary of a member of staff", &rows)
}

fn staff_overdue(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let rows = overdue_outcomes(cx, req.param("staff")?)?;
    DiaryBody::answer(cx, "Overdue outcomes of a member of staff", &rows)
}

fn staff_time(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let staff: StaffId = req.param("staff")?;
    let (from, to) = span(cx, req)?;
    let weekly = organisation::staff(cx, staff)?.weekly_minutes;
    let days = cx.part::<Law>()?;
    let contracted = contracted(weekly, days.working_days(Nation::EnglandAndWales), from, to);
    let minutes = time_of(cx, staff, from, to, contracted)?;
    Ok(Reply::json(200, json!(TimeBody::of(from, to, minutes))))
}

/// What both bodies of a new contact say of its times.
fn at(new: NewContact, start: Option<&str>, end: Option<&str>) -> Result<NewContact> {
    Ok(NewContact {
        start: start.map(|text| time("start", text)).transpose()?,
        end: end.map(|text| time("end", text)).transpose()?,
        ..new
    })
}
