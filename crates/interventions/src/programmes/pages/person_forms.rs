//! The forms of a case: opening one, moving it, putting somebody into a group, a session alone, ending the requirement.

use super::case::{asked, framed, opened, path};
use super::group_forms::which;
use super::{offer_words, version};
use crate::programmes::attendance::{Alone, attend_alone};
use crate::programmes::cases::{
    Moving, OpeningCase, end_requirement, leaves_place, move_case, open_case, place_in_group,
};
use crate::programmes::plan::{Part, REVIEW};
use crate::programmes::policy::{COMPLETE, How, Policy};
use crate::programmes::records::{Cohort, Schedule};
use crate::programmes::store::Whole;
use crate::programmes::templates::plans;
use crate::words::LONGEST;
use kernel::Permission::{EditSentences, Refer, RunProgrammes};
use kernel::{Date, GroupId, ProgrammeCaseId, RequirementId, ServiceId};
use law::Law;
use people::OpenPerson;
use provision::Overtaking;
use store::{Cx, Result};
use web::form::Form;
use web::ui;
use web::{Answer, Markup, Reply, Request, Route, html};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/people/{crn}/programmes/new", Refer, new_form),
        Route::post("/people/{crn}/programmes/new", Refer, new_save),
        Route::get("/people/{crn}/programmes/{id}/move", RunProgrammes, move_form),
        Route::post("/people/{crn}/programmes/{id}/move", RunProgrammes, move_save),
        Route::get("/people/{crn}/programmes/{id}/group", RunProgrammes, group_form),
        Route::post("/people/{crn}/programmes/{id}/group", RunProgrammes, group_save),
        Route::get("/people/{crn}/programmes/{id}/session", RunProgrammes, session_form),
        Route::post("/people/{crn}/programmes/{id}/session", RunProgrammes, session_save),
        Route::post("/people/{crn}/programmes/{id}/end-requirement", EditSentences, end_save),
    ]
}

fn with_day(form: Form, name: &str, day: Date) -> Form {
    ui::DateInput::pairs(name, day).into_iter().fold(form, |form, (name, value)| form.with(&name, value))
}

/// The page of one form about a case.
fn page(
    cx: &mut Cx<'_>,
    req: &Request,
    (open, whole): (&OpenPerson, &Whole),
    title: &str,
    form: &Form,
    fields: &Markup,
) -> Answer {
    let frame = framed(cx, req, open, title)?.crumb(path(open, whole.case.id, ""), "Programme");
    let now = html! { @if req.is_conflict() { (ui::inset(&html! { "The case is now: " (Policy::shipped().words(&whole.case.state)) ", since " (ui::day(whole.case.state_on)) "." })) } };
    let body = html! {
        (ui::error_summary(form))
        h1.govuk-heading-l { (title) }
        (now)
        (req.form_frame(req.path()).hidden("version", whole.case.version).show(fields))
    };
    Ok(Reply::page(frame, body))
}

fn sent(cx: &mut Cx<'_>, req: &Request) -> Result<(OpenPerson, ProgrammeCaseId, Form, Option<i64>)> {
    let open = opened(cx, req)?;
    let mut form = req.form();
    let seen = version(&mut form);
    Ok((open, req.param("id")?, form, seen))
}

fn new_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let (known, today, book, law) = (plans(cx)?, cx.today(), provision::book(cx)?, cx.part::<Law>()?);
    let orders = sentences::orders(cx, &open.keys)?;
    let form = req.typed(cx)?.unwrap_or_else(|| Form::of([("cohort", "general")]));
    let mut services: Vec<_> = known.services_on(today).iter().filter_map(|s| book.services.get(s)).collect();
    services.sort_by(|a, b| a.name.cmp(&b.name));
    let options = services.iter().map(|s| (s.id.to_string(), s.name.clone()));
    let delivered = |kind: &str| services.iter().any(|s| book.requirements_of(s.id).contains(&kind));
    let requirements = orders.iter().filter(|o| o.order.is_open()).flat_map(|o| {
        let law = law.clone();
        o.requirements.iter().map(|r| &r.requirement).filter(|r| r.is_open() && delivered(&r.kind)).map(move |r| {
            let name = law.requirement(&r.kind).map_or(r.kind.clone(), |k| k.en.clone());
            (r.id.to_string(), format!("{name}, order of {}", ui::short_day(o.order.made_on)))
        })
    });
    let cohorts = Cohort::ALL.iter().map(|c| ui::item(c.code(), c.words()));
    let fields = html! {
        (ui::select("service", "Which programme?").option("", "Choose the programme").options(options).show(&form))
        (ui::select("requirement", "Which requirement does it deliver?").option("", "None: by agreement").options(requirements).show(&form))
        (ui::radios("cohort", "Whom is it for?").items(cohorts).show(&form))
        (ui::textarea("note", "What the programme team should know (optional)").rows(3).most(LONGEST).show(&form))
        (ui::button("Open the case").show())
    };
    let frame = framed(cx, req, &open, "Open a programme case")?;
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Open a programme case" }
        (req.form_frame(req.path()).show(&fields))
    };
    Ok(Reply::page(frame, body))
}

fn new_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let mut form = req.form();
    let service = form.id::<ServiceId>("service", "the programme");
    let requirement = form.optional_id::<RequirementId>("requirement", "the requirement");
    let cohort = form.choice("cohort", "whom it is for", |c| c.parse::<Cohort>().ok());
    let note = form.optional_text("note", "the note", LONGEST);
    let (service, cohort) = form.complete((service, cohort))?;
    let new = OpeningCase { service, requirement, referral: None, waiting: None, cohort, note };
    let id = open_case(cx, &open, &new)?;
    Ok(Reply::done(path(&open, id, ""), "The case is open"))
}

fn move_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = asked(cx, req)?;
    let (policy, today) = (Policy::shipped(), cx.today());
    let next = policy.next(&whole.case.state, How::Hand, today);
    let form = req.typed(cx)?.unwrap_or_else(|| with_day(Form::blank(), "on", today));
    let items = next.iter().enumerate().map(|(n, state)| {
        let item = ui::item(state.code.clone(), state.en.clone());
        match (n, leaves_place(policy, &whole.case.state, &state.code), state.code == COMPLETE) {
            (_, _, true) => item.hint("Only when every session was attended or caught up"),
            (0, _, _) => item.hint("The usual next step"),
            (_, true, _) => item.hint("The place in the group is given back"),
            _ => item,
        }
    });
    let reasons = policy.drop_outs.iter().map(|d| (d.code.clone(), d.en.clone()));
    let fields = html! {
        (ui::radios("to", "What is the new state?").items(items).show(&form))
        (ui::select("drop_out", "If they leave before the end: why?").option("", "They do not leave").options(reasons).show(&form))
        (ui::date_input("on", "On which day?").show(&form))
        (ui::textarea("words", "More about it (optional)").rows(3).most(LONGEST).show(&form))
        (ui::button("Change the state").show())
    };
    page(cx, req, (&open, &whole), "Change the state", &form, &fields)
}

fn move_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id, mut form, seen) = sent(cx, req)?;
    let to = form.choice("to", "the new state", |c| Some(c.to_owned()));
    let drop_out = form.optional_choice("drop_out", "why they leave", |c| Some(c.to_owned()));
    let on = form.date("on", "the day");
    let words = form.optional_text("words", "more about it", LONGEST);
    let (to, on) = form.complete((to, on))?;
    let words_of = Policy::shipped().words(&to).to_owned();
    move_case(cx, &open, id, &Moving { to, on, drop_out, words }, seen)?;
    Ok(Reply::done(path(&open, id, ""), format!("The state is now: {words_of}")))
}

fn group_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = asked(cx, req)?;
    let (book, units, today) = (provision::book(cx)?, organisation::units(cx)?, cx.today());
    let offers: Vec<_> = book.offers.values().filter(|o| o.service_id == whole.case.service_id).map(|o| o.id).collect();
    let groups = provision::groups_open(cx, &offers, today)?;
    let planned = scheduled(cx, &groups.iter().map(|g| g.group.id).collect::<Vec<_>>())?;
    let form = req.typed(cx)?.unwrap_or_default();
    let items = groups.iter().filter(|g| planned.contains(&g.group.id)).map(|g| {
        let words = format!("{}, {}", g.group.code, offer_words(&book, &units, &g.group));
        let hint = format!("From {}; {} of {} places free", ui::day(g.group.start_date), g.free(), g.group.places);
        ui::item(g.group.id.to_string(), words).hint(hint)
    });
    let items: Vec<_> = items.collect();
    let priorities = book.codes("priority", today).into_iter().map(|c| (c.code.clone(), c.words.clone()));
    let fields = html! {
        @if items.is_empty() {
            (ui::empty("No group of this programme can be joined. Plan the sessions of one first.", Some(&ui::link("/programmes", "Programmes"))))
        } @else {
            (ui::radios("group", "Which group?").items(items).show(&form))
            (ui::details("If this person goes before others who wait", &html! {
                (ui::select("priority", "Why does the order change?").option("", "It does not").options(priorities).show(&form))
                (ui::textarea("why", "In words").rows(2).most(500).show(&form))
            }))
            p.govuk-body { "The person’s appointments for the sessions to come are arranged at once." }
            (ui::button("Give the place").show())
        }
    };
    page(cx, req, (&open, &whole), "Put into a group", &form, &fields)
}

fn scheduled(cx: &mut Cx<'_>, groups: &[GroupId]) -> Result<Vec<GroupId>> {
    if groups.is_empty() {
        return Ok(Vec::new());
    }
    let ids = store::id_values(groups);
    let rest = format!("WHERE group_id IN ({})", kernel::placeholders(1, ids.len()));
    Ok(cx.list::<Schedule>(&rest, &ids)?.into_iter().map(|s| s.group_id).collect())
}

fn group_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id, mut form, seen) = sent(cx, req)?;
    let group = form.id::<GroupId>("group", "the group");
    let priority = form.optional_text("priority", "why the order changes", 40);
    let why = form.optional_text("why", "why, in words", 500);
    let (group,) = form.complete((group,))?;
    let overtaking = priority.zip(why).map(|(priority, why)| Overtaking { priority, why });
    place_in_group(cx, &open, id, (group, overtaking.as_ref()), seen)?;
    Ok(Reply::done(path(&open, id, ""), "The place is booked and the sessions are arranged"))
}

/// "part:module.number", as the list of the form sends it.
fn alone_of(text: &str) -> Option<(Part, (i64, i64))> {
    let (part, rest) = text.split_once(':')?;
    let part: Part = part.parse().ok()?;
    if part == Part::Review { Some((part, REVIEW)) } else { Some((part, which(rest)?)) }
}

fn session_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = asked(cx, req)?;
    let (policy, today) = (Policy::shipped(), cx.today());
    let form =
        req.typed(cx)?.unwrap_or_else(|| with_day(Form::of([("minutes", "60"), ("start", "10:00")]), "on", today));
    let kept = whole.kept();
    let done = |which| kept.iter().any(|k| k.which == which && k.counts());
    let mut options: Vec<(String, String)> = Vec::new();
    if let Some((_, plan)) = &whole.plan {
        for planned in plan.sessions(whole.pathway()).filter(|p| !done(p.which())) {
            let one = planned.session.part() == Part::OneToOne;
            if !one && !planned.session.catch_up {
                continue;
            }
            let part = if one { Part::OneToOne } else { Part::CatchUp };
            let code = format!("{}:{}.{}", part.code(), planned.module.number, planned.session.number);
            options.push((code, format!("{}: {}, {}", part.words(), planned.module.name, planned.session.name)));
        }
        if plan.review_days.is_some() && !done(REVIEW) {
            options.push((format!("{}:0.0", Part::Review.code()), Part::Review.words().to_owned()));
        }
    }
    let outcomes = policy.register.iter().map(|o| (o.outcome.clone(), o.short.clone()));
    let fields = html! {
        (ui::select("which", "Which session?").option("", "Choose the session").options(options).show(&form))
        (ui::date_input("on", "On which day?").show(&form))
        (ui::input("start", "From when?").time().show(&form))
        (ui::input("minutes", "How many minutes?").number().width(4).show(&form))
        (ui::select("outcome", "What came of it?").hint("Leave open for a session that is still to come").option("", "It is still to come").options(outcomes).show(&form))
        (ui::textarea("note", "Note (optional)").rows(3).most(LONGEST).show(&form))
        (ui::button("Save the session").show())
    };
    page(cx, req, (&open, &whole), "A session alone", &form, &fields)
}

fn session_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id, mut form, _) = sent(cx, req)?;
    let which = form.choice("which", "the session", alone_of);
    let on = form.date("on", "the day");
    let start = form.time("start", "the time");
    let minutes = form.integer("minutes", "the minutes", 1..=1_440);
    let outcome = form.optional_choice("outcome", "what came of it", |c| Some(c.to_owned()));
    let note = form.optional_text("note", "the note", LONGEST);
    let ((part, which), on, start, minutes) = form.complete((which, on, start, minutes))?;
    attend_alone(cx, &open, id, &Alone { part, which, on, start, minutes, outcome, note })?;
    Ok(Reply::done(path(&open, id, ""), "The session is saved"))
}

fn end_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id, form, seen) = sent(cx, req)?;
    form.finish()?;
    end_requirement(cx, &open, id, seen)?;
    Ok(Reply::done(path(&open, id, ""), "The requirement has ended as completed"))
}
