//! The forms of a treatment: opening it, consent, its beginning, a session, what may be shared, its end.

use super::{asked, form_page, framed, opened, path, sent, with_day};
use crate::treatment::actions::{
    NewTreatment, TreatmentMeeting, agree_to_share, begin_treatment, end_treatment, open_treatment, treatment_session,
};
use crate::treatment::consent::{coming, record_consent};
use crate::treatment::policy::Policy;
use crate::treatment::records::{Consent, TreatmentState};
use crate::words::LONGEST;
use kernel::Permission::{RecordContacts, Refer};
use kernel::{ProviderId, RequirementId};
use law::Law;
use store::{Cx, Result};
use web::form::Form;
use web::ui;
use web::{Answer, Markup, Reply, Request, Route, html};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/people/{crn}/treatments/new", Refer, new_form),
        Route::post("/people/{crn}/treatments/new", Refer, new_save),
        Route::get("/people/{crn}/treatments/{id}/consent", Refer, consent_form),
        Route::post("/people/{crn}/treatments/{id}/consent", Refer, consent_save),
        Route::get("/people/{crn}/treatments/{id}/begin", Refer, begin_form),
        Route::post("/people/{crn}/treatments/{id}/begin", Refer, begin_save),
        Route::get("/people/{crn}/treatments/{id}/session", RecordContacts, session_form),
        Route::post("/people/{crn}/treatments/{id}/session", RecordContacts, session_save),
        Route::get("/people/{crn}/treatments/{id}/sharing", Refer, sharing_form),
        Route::post("/people/{crn}/treatments/{id}/sharing", Refer, sharing_save),
        Route::get("/people/{crn}/treatments/{id}/end", Refer, end_form),
        Route::post("/people/{crn}/treatments/{id}/end", Refer, end_save),
    ]
}

fn new_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let (policy, law, book) = (Policy::shipped(), cx.part::<Law>()?, provision::book(cx)?);
    let orders = sentences::orders(cx, &open.keys)?;
    let form = req.typed(cx)?.unwrap_or_else(|| Form::of([("planned_sessions", "12")]));
    let kinds = policy.kinds.iter().map(|k| ui::item(k.code.clone(), k.en.clone()));
    let ordered = |kind: &str| policy.kinds.iter().any(|k| k.requirements.iter().any(|r| r == kind));
    let mut requirements: Vec<(String, String)> = Vec::new();
    for order in orders.iter().filter(|o| o.order.is_open()) {
        for r in order.requirements.iter().map(|r| &r.requirement).filter(|r| r.is_open() && ordered(&r.kind)) {
            let name = law.requirement(&r.kind).map_or(r.kind.clone(), |k| k.en.clone());
            requirements.push((r.id.to_string(), format!("{name}, order of {}", ui::short_day(order.order.made_on))));
        }
    }
    let mut providers: Vec<(String, String)> =
        book.providers.values().filter(|p| p.end_date.is_none()).map(|p| (p.id.to_string(), p.name.clone())).collect();
    providers.sort_by(|a, b| a.1.cmp(&b.1));
    let fields = html! {
        (ui::radios("kind", "Which kind of treatment?").items(kinds).show(&form))
        (ui::select("requirement", "Which requirement orders it?").option("", "None: by agreement").options(requirements).show(&form))
        (ui::textarea("need", "What is it for?").rows(3).most(LONGEST).show(&form))
        (ui::select("provider", "Who provides it? (optional)").option("", "Not known yet").options(providers).show(&form))
        (ui::input("practitioner", "Who treats the person? (optional)").show(&form))
        (ui::input("place", "Where? (optional)").show(&form))
        (ui::input("planned_sessions", "How many sessions are planned?").number().width(4).show(&form))
        (ui::button("Open the treatment").show())
    };
    let frame = framed(cx, req, &open, "Open a treatment")?;
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Open a treatment" }
        (req.form_frame(req.path()).show(&fields))
    };
    Ok(Reply::page(frame, body))
}

fn new_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let mut form = req.form();
    let kind = form.choice("kind", "the kind of treatment", |c| Some(c.to_owned()));
    let requirement = form.optional_id::<RequirementId>("requirement", "the requirement");
    let need = form.text("need", "what it is for", LONGEST);
    let provider = form.optional_id::<ProviderId>("provider", "the provider");
    let practitioner = form.optional_text("practitioner", "who treats the person", 200);
    let place = form.optional_text("place", "the place", 200);
    let planned = form.integer("planned_sessions", "how many sessions are planned", 1..=500);
    let (kind, need, planned_sessions) = form.complete((kind, need, planned))?;
    let new = NewTreatment { kind, requirement, need, provider, place, practitioner, planned_sessions };
    let id = open_treatment(cx, &open, &new)?;
    Ok(Reply::done(path(&open, id, ""), "The treatment is open. Record the person’s consent next"))
}

fn consent_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = asked(cx, req)?;
    let today = cx.today();
    let withdraws = whole.treatment.consent == Consent::Given;
    let given = if withdraws { "no" } else { "yes" };
    let form = req.typed(cx)?.unwrap_or_else(|| with_day(Form::of([("given", given)]), "on", today));
    let stops = match coming(cx, &open.keys, &whole)? {
        0 => "Nothing goes on, and nothing is shared any more".to_owned(),
        coming => format!(
            "Nothing goes on, nothing is shared any more, and {} to come {} cancelled",
            ui::count(coming, "appointment", "appointments"),
            if coming == 1 { "is" } else { "are" }
        ),
    };
    let given = ui::item("yes", "Consent is given");
    let given = match whole.treatment.consent {
        Consent::Withdrawn => given.hint("What was cancelled does not come back: sessions are arranged anew"),
        _ => given,
    };
    let items = [given, ui::item("no", "Consent is withdrawn").hint(stops)];
    let fields = html! {
        (ui::radios("given", "What does the person say?").items(items).show(&form))
        (ui::date_input("on", "On which day?").show(&form))
        (ui::textarea("words", "In their words").hint("Needed when consent is withdrawn").rows(3).most(LONGEST).show(&form))
        (ui::button("Record it").show())
    };
    form_page(cx, req, (&open, &whole), ("Consent", whole.treatment.version), &form, &fields)
}

fn consent_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id, mut form, seen) = sent(cx, req)?;
    let given = form.yes_no("given", "the person gives consent");
    let on = form.date("on", "the day");
    let words = form.optional_text("words", "what the person said", LONGEST);
    let (given, on) = form.complete((given, on))?;
    let recorded = record_consent(cx, &open, id, (given, on, words.as_deref()), seen)?;
    let said = match (given, recorded.again, recorded.cancelled) {
        (true, true, _) => {
            "Consent is recorded. What was cancelled does not come back: arrange sessions anew".to_owned()
        }
        (true, false, _) => "Consent is recorded".to_owned(),
        (false, _, 0) => "The withdrawal is recorded. Nothing was arranged that would have to be cancelled".to_owned(),
        (false, _, 1) => "The withdrawal is recorded, and the appointment to come is cancelled".to_owned(),
        (false, _, many) => format!("The withdrawal is recorded, and {many} appointments to come are cancelled"),
    };
    Ok(Reply::done(path(&open, id, ""), said))
}

fn begin_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = asked(cx, req)?;
    let today = cx.today();
    let form = req.typed(cx)?.unwrap_or_else(|| with_day(Form::blank(), "on", today));
    let fields = html! {
        (ui::date_input("on", "On which day did it begin?").show(&form))
        (ui::button("Record the beginning").show())
    };
    form_page(cx, req, (&open, &whole), ("The treatment has begun", whole.treatment.version), &form, &fields)
}

fn begin_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id, mut form, seen) = sent(cx, req)?;
    let on = form.date("on", "the day of the beginning");
    let (on,) = form.complete((on,))?;
    begin_treatment(cx, &open, id, on, seen)?;
    Ok(Reply::done(path(&open, id, ""), "The treatment has begun"))
}

/// The fields of a meeting with a day, a time and what came of it.
pub(super) fn meeting_fields(cx: &mut Cx<'_>, form: &Form) -> Result<Markup> {
    let catalogue = contacts::current(cx)?;
    let kind = catalogue.contact_type("TTRT");
    let outcomes: Vec<(String, String)> =
        kind.into_iter().flat_map(|k| catalogue.offered(k)).map(|o| (o.code.clone(), o.name.en.clone())).collect();
    Ok(html! {
        (ui::date_input("on", "On which day?").show(form))
        (ui::input("start", "From when?").time().show(form))
        (ui::input("minutes", "How many minutes?").number().width(4).show(form))
        (ui::select("outcome", "What came of it?").hint("Leave open when it is still to come").option("", "It is still to come").options(outcomes).show(form))
        (ui::textarea("note", "Note (optional)").rows(2).most(LONGEST).show(form))
    })
}

pub(super) fn meeting(form: &mut Form) -> Result<TreatmentMeeting> {
    let on = form.date("on", "the day");
    let start = form.time("start", "the time");
    let minutes = form.integer("minutes", "the minutes", 1..=1_440);
    let outcome = form.optional_choice("outcome", "what came of it", |c| Some(c.to_owned()));
    let note = form.optional_text("note", "the note", LONGEST);
    let (on, start, minutes) = form.complete((on, start, minutes))?;
    Ok(TreatmentMeeting { on, start, minutes, outcome, note })
}

fn session_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = asked(cx, req)?;
    let today = cx.today();
    let form =
        req.typed(cx)?.unwrap_or_else(|| with_day(Form::of([("start", "10:00"), ("minutes", "60")]), "on", today));
    let fields = html! { (meeting_fields(cx, &form)?) (ui::button("Save the session").show()) };
    form_page(cx, req, (&open, &whole), ("A session of treatment", whole.treatment.version), &form, &fields)
}

fn session_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id, mut form, _) = sent(cx, req)?;
    let new = meeting(&mut form)?;
    treatment_session(cx, &open, id, &new)?;
    Ok(Reply::done(path(&open, id, ""), "The session is saved"))
}

fn sharing_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = asked(cx, req)?;
    let policy = Policy::shipped();
    let form = match req.typed(cx)? {
        Some(form) => form,
        None => Form::of(whole.treatment.agreed().into_iter().map(|code| ("shares", code))),
    };
    let items = policy.shares.iter().map(|s| ui::item(s.code.clone(), s.en.clone()));
    let fields = html! {
        p.govuk-body { "Ask " (open.name()) " about each. What is not ticked is not shared, also when it was before." }
        (ui::checkboxes("shares", "What does the person agree to share?").items(items).show(&form))
        (ui::button("Save what was agreed").show())
    };
    form_page(cx, req, (&open, &whole), ("What may be shared", whole.treatment.version), &form, &fields)
}

fn sharing_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id, mut form, seen) = sent(cx, req)?;
    let known = |code: &str| Policy::shipped().shares.iter().any(|s| s.code == code).then(|| code.to_owned());
    let shares = form.list("shares", "what may be shared", known);
    form.finish()?;
    agree_to_share(cx, &open, id, &shares, seen)?;
    Ok(Reply::done(path(&open, id, ""), "What was agreed is saved"))
}

fn end_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = asked(cx, req)?;
    let (policy, today) = (Policy::shipped(), cx.today());
    let form = req.typed(cx)?.unwrap_or_else(|| with_day(Form::blank(), "on", today));
    let begun = whole.treatment.state == TreatmentState::Begun;
    let items = policy.ends.iter().filter(|e| begun || !e.completed).map(|e| ui::item(e.code.clone(), e.en.clone()));
    let with = [ui::item("yes", "End the requirement too, when it was completed")];
    let fields = html! {
        p.govuk-body { "Everything that was done stays in the record. A new treatment can be opened later." }
        (ui::radios("reason", "Why does it end?").items(items).show(&form))
        (ui::date_input("on", "On which day?").show(&form))
        (ui::textarea("words", "More about it (optional)").rows(3).most(LONGEST).show(&form))
        @if whole.treatment.requirement_id.is_some() { (ui::checkboxes("requirement", "The requirement").items(with).show(&form)) }
        (ui::button("End the treatment").warning().show())
    };
    form_page(cx, req, (&open, &whole), ("End the treatment", whole.treatment.version), &form, &fields)
}

fn end_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id, mut form, seen) = sent(cx, req)?;
    let reason = form.choice("reason", "why it ends", |c| Some(c.to_owned()));
    let on = form.date("on", "the day");
    let words = form.optional_text("words", "more about it", LONGEST);
    let with = form.ticked("requirement");
    let (reason, on) = form.complete((reason, on))?;
    end_treatment(cx, &open, id, (on, &reason, words.as_deref(), with), seen)?;
    Ok(Reply::done(path(&open, id, ""), "The treatment has ended"))
}
