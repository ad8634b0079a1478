//! One referral as somebody of the provider sees it, and a form for each thing that they do. They see what the officer sent and
//! what they did themselves, and nothing else of the record.

use super::fields::{answer_fields, message_fields, read_said, read_when, said_fields, when_fields};
use super::{at, framed, mine, parts};
use crate::delivery::plans::{PlanFacts, assign, submit_plan, submit_report};
use crate::delivery::records::{Activity, MessageKind, OutcomeReached, Reached, Session, SessionKind, SessionState};
use crate::delivery::rules::next_number;
use crate::delivery::sessions::{
    When, arrange_session, correct_session, move_session, record_past_session, tell_session,
};
use crate::delivery::store::{Delivery, delivery};
use crate::delivery::{answer_message, write_message};
use crate::referrals::pages::{forms, show as officer, told};
use crate::referrals::words::{Words, need_words};
use crate::referrals::{LONGEST, ReferralState, Whole, withdraw};
use kernel::{EntryId, SessionId, UserId};
use law::Law;
use store::{Cx, Failure, Result};
use web::form::Form;
use web::ui::{self};
use web::{Answer, Markup, Reply, Request, html};

fn version(form: &mut Form) -> Option<i64> {
    form.optional_integer("version", "the page again", 0..=i64::MAX)
}

/// A page with one form.
fn page(req: &Request, whole: &Whole, (rest, title, seen): (&str, &str, i64), typed: &Form, fields: &Markup) -> Answer {
    let id = whole.referral.id;
    let body = html! {
        (ui::error_summary(typed))
        h1.govuk-heading-l { (title) }
        (req.form_frame(&at(id, rest)).hidden("version", seen).show(fields))
    };
    Ok(Reply::page(framed(req, title, &at(id, "")), body))
}

/// What the provider does next, as buttons and links.
fn next(whole: &Whole, done: &Delivery, now: (kernel::Date, kernel::Time)) -> Markup {
    let r = &whole.referral;
    let go = |rest: &str, words: &str| ui::link_button(&at(r.id, rest), words);
    let arranged =
        |kind: SessionKind| done.sessions.iter().find(|s| s.kind == kind && s.state == SessionState::Arranged);
    let say = |s: &Session| {
        go(&format!("/sessions/{}/say", s.id), &format!("Say what came of {}", parts::session_name(s).to_lowercase()))
    };
    let begun = |s: &Session| (s.on_day, s.starts) <= now;
    let to_come = |s: &Session| html! { p.govuk-body { (parts::session_name(s)) ": " (parts::when_words(s)) "." } };
    let first = arranged(SessionKind::Session);
    let left = done.approved().and_then(|plan| next_number(&done.sessions, plan.sessions));
    let main = match r.state {
        _ if !r.by_provider => html! {},
        ReferralState::Sent => go("/assign", "Name a caseworker").show(),
        ReferralState::Assigned => match arranged(SessionKind::Assessment) {
            Some(session) if begun(session) => say(session).show(),
            Some(session) => to_come(session),
            None => go("/sessions/new", "Arrange the first assessment").show(),
        },
        ReferralState::Assessed => go("/plan", "Write the action plan").show(),
        ReferralState::Planned => {
            html! { p.govuk-body { "The officer looks at the plan. Sessions can be arranged once it is approved." } }
        }
        ReferralState::Delivering => html! {
            @if let Some(session) = first.filter(|s| !begun(s)) { (to_come(session)) }
            (ui::button_group(&html! {
                @if let Some(session) = first.filter(|s| begun(s)) { (say(session).show()) }
                @if left.is_some() { (go("/sessions/new", "Arrange the next session").secondary().show()) }
            }))
        },
        ReferralState::ReportDue => go("/report", "Write the end report").show(),
        _ => html! {},
    };
    let mut links: Vec<(&str, &str)> = Vec::new();
    if r.state.is_open() {
        if r.by_provider && r.state != ReferralState::Sent {
            links.push(("/assign", "Name another caseworker"));
        }
        let arranging = matches!(r.state, ReferralState::Sent | ReferralState::Assigned) || left.is_some();
        if r.by_provider && arranging && r.state != ReferralState::Planned {
            links.push(("/sessions/past", "Record an appointment that took place already"));
        }
        if r.by_provider && r.state == ReferralState::Delivering && done.submitted().is_none() {
            links.push(("/plan", "Change the action plan"));
        }
        links.push(("/messages/new", "Write to the officer, tell of a concern, or complain"));
        if r.by_provider && r.state != ReferralState::ReportDue {
            links.push(("/withdraw", "Give the referral back"));
        }
    }
    html! {
        (main)
        @if !links.is_empty() { ul.govuk-list { @for (rest, words) in &links { li { (ui::link(&at(r.id, rest), words)) } } } }
    }
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = mine(cx, req)?;
    let (law, today, book) = (cx.part::<Law>()?, cx.today(), provision::book(cx)?);
    let done = delivery(cx, &whole.referral)?;
    let now = cx.now().local();
    let now = (now.date(), now.time());
    let r = &whole.referral;
    let requirement = match r.requirement_id {
        // The order itself is not for them: only what it asks for.
        Some(id) => {
            let orders = sentences::orders(cx, &open.keys)?;
            let kind = orders.iter().flat_map(|o| &o.requirements).find(|p| p.requirement.id == id);
            let kind = kind.map(|p| p.requirement.kind.clone()).unwrap_or_default();
            law.requirement(&kind).map_or(kind.clone(), |known| known.en.clone())
        }
        None => "None: by agreement".to_owned(),
    };
    let name = book.services.get(&r.service_id).map_or("Service", |s| s.name.as_str()).to_owned();
    let who = people::spoken_name(&open.person);
    let sent = r.was_sent();
    let base = at(r.id, "");
    let body = html! {
        span.govuk-caption-l { (name) }
        h1.govuk-heading-l { (who) }
        (ui::summary_list(&officer::facts((&law, &book), &whole, requirement, today)))
        (next(&whole, &done, now))
        h2.govuk-heading-m { "The person" }
        (ui::summary_list(&told::person_rows(&open, &sent)))
        h3.govuk-heading-s { "Risk of serious harm" }
        (told::risk(&sent))
        h2.govuk-heading-m { "What is asked for" }
        (told::needs(&r.needs_asked()))
        @if r.by_provider {
            @if let Some(report) = &done.report { h2.govuk-heading-m { "End report" } (parts::report(report)) }
            h2.govuk-heading-m { "Appointments" }
            (parts::sessions(&done, Some(&base), today))
            h2.govuk-heading-m { "Action plan" }
            (parts::plans(&done))
        } @else {
            (ui::inset(&html! { "A team of the probation service keeps the sessions of this service. You see what was asked for." }))
        }
        h2.govuk-heading-m { "Messages, concerns and complaints" }
        (parts::messages(&done, Some(&base), true))
        (officer::history(&whole))
    };
    Ok(Reply::page(framed(req, &who, "/provider"), body))
}

pub(super) fn assign_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (_, whole) = mine(cx, req)?;
    let users = access::users_of_provider(cx, whole.referral.provider_id)?;
    let typed = match req.typed(cx)? {
        Some(typed) => typed,
        None => {
            let known = whole.referral.caseworker_id.map(|id| id.to_string());
            Form::of([("caseworker", known.unwrap_or_else(|| cx.actor().id().unwrap_or_default().to_string()))])
        }
    };
    let items = users.iter().map(|u| ui::item(u.id.to_string(), u.name.clone()));
    let fields = html! {
        (ui::radios("caseworker", "Who works with the person?").items(items).show(&typed))
        (ui::button("Save").show())
    };
    page(req, &whole, ("/assign", "Name a caseworker", whole.referral.version), &typed, &fields)
}

pub(super) fn assign_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = mine(cx, req)?;
    let mut form = req.form();
    let seen = version(&mut form);
    let user = form.id::<UserId>("caseworker", "who works with the person");
    let (user,) = form.complete((user,))?;
    assign(cx, &open.keys, whole.referral.id, user, seen)?;
    Ok(Reply::done(at(whole.referral.id, ""), "The caseworker is named"))
}

/// What the next appointment is for.
fn kind_now(whole: &Whole) -> SessionKind {
    match whole.referral.state {
        ReferralState::Sent | ReferralState::Assigned => SessionKind::Assessment,
        _ => SessionKind::Session,
    }
}

fn what_next(whole: &Whole, done: &Delivery) -> String {
    match kind_now(whole) {
        SessionKind::Session => {
            let next =
                done.approved().and_then(|plan| next_number(&done.sessions, plan.sessions).map(|n| (n, plan.sessions)));
            next.map_or_else(|| "Session".to_owned(), |(n, of)| format!("Session {n} of {of}"))
        }
        kind => kind.words().to_owned(),
    }
}

fn when_opening(cx: &mut Cx<'_>, req: &Request) -> Result<Form> {
    Ok(req.typed(cx)?.unwrap_or_else(|| Form::of([("manner", "in-person")])))
}

pub(super) fn arrange_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (_, whole) = mine(cx, req)?;
    let done = delivery(cx, &whole.referral)?;
    let typed = when_opening(cx, req)?;
    let title = format!("Arrange: {}", what_next(&whole, &done));
    let fields = html! {
        p.govuk-body { "The appointment stands in the person’s record, and their officer sees it." }
        (when_fields(&typed))
        (ui::button("Arrange").show())
    };
    page(req, &whole, ("/sessions/new", &title, whole.referral.version), &typed, &fields)
}

pub(super) fn arrange_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = mine(cx, req)?;
    let mut form = req.form();
    let seen = version(&mut form);
    let when = read_when(&mut form)?;
    let now = cx.now().local();
    if (when.on, when.start) < (now.date(), now.time()) {
        let words = "This time is past: record it as an appointment that took place already";
        return Err(Failure::refused("date", "past", words));
    }
    arrange_session(cx, &open.keys, whole.referral.id, kind_now(&whole), &when, seen)?;
    Ok(Reply::done(at(whole.referral.id, ""), format!("Arranged for {}", ui::weekday(when.on))))
}

pub(super) fn past_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (_, whole) = mine(cx, req)?;
    let done = delivery(cx, &whole.referral)?;
    let typed = when_opening(cx, req)?;
    let title = format!("Took place already: {}", what_next(&whole, &done));
    let fields = html! {
        (when_fields(&typed))
        (said_fields(&typed))
        (ui::button("Save").show())
    };
    page(req, &whole, ("/sessions/past", &title, whole.referral.version), &typed, &fields)
}

pub(super) fn past_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = mine(cx, req)?;
    let mut form = req.form();
    let seen = version(&mut form);
    let when = read_when(&mut form)?;
    let said = read_said(&mut form)?;
    record_past_session(cx, &open.keys, whole.referral.id, kind_now(&whole), (&when, &said), seen)?;
    Ok(Reply::done(at(whole.referral.id, ""), "Recorded"))
}

/// The referral, and the appointment that the address names.
fn named(cx: &mut Cx<'_>, req: &Request) -> Result<(people::OpenPerson, Whole, Delivery, Session)> {
    let (open, whole) = mine(cx, req)?;
    let done = delivery(cx, &whole.referral)?;
    let session = done.session(req.param::<SessionId>("session")?)?.clone();
    Ok((open, whole, done, session))
}

pub(super) fn session(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (_, whole, done, session) = named(cx, req)?;
    let id = whole.referral.id;
    let name = parts::session_name(&session);
    let open = whole.referral.state.is_open();
    let rest = |what: &str| at(id, &format!("/sessions/{}/{what}", session.id));
    let said = done.said_of(session.id).is_some();
    let rows = [
        ui::row("When", parts::when_words(&session)),
        ui::row("How", session.manner.words()),
        ui::row("Where", session.place.clone().unwrap_or_else(|| "Not said".to_owned())),
        ui::row("Arranged", format!("{}, {}", ui::instant(session.arranged_at), session.arranged_by)),
    ];
    let body = html! {
        h1.govuk-heading-l { (name) }
        (ui::summary_list(&rows))
        @if session.state == SessionState::Arranged && open {
            (ui::button_group(&html! {
                (ui::link_button(&rest("say"), "Say what came of it").show())
                (ui::link_button(&rest("move"), "Move it").secondary().show())
            }))
        }
        (parts::said(&done, &session))
        @if said && open { p.govuk-body { (ui::link(&rest("say"), "Correct what was recorded")) } }
    };
    Ok(Reply::page(framed(req, &name, &at(id, "")), body))
}

pub(super) fn say_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (_, whole, done, session) = named(cx, req)?;
    let before = done.said_of(session.id).cloned();
    let typed = match (req.typed(cx)?, &before) {
        (Some(typed), _) => typed,
        (None, None) => Form::blank(),
        (None, Some(said)) => {
            let came = match (said.attended, said.happened) {
                (true, true) => "held",
                (true, false) => "not-held",
                _ => "absent",
            };
            let text = |text: &Option<String>| text.clone().unwrap_or_default();
            Form::of([
                ("came", came.to_owned()),
                ("late", if said.late { "yes" } else { "no" }.to_owned()),
                ("late_reason", text(&said.late_reason)),
                ("summary", text(&said.summary)),
                ("response", text(&said.response)),
                ("absence", text(&said.absence)),
                ("why", said.why.map_or("", |why| why.code()).to_owned()),
            ])
        }
    };
    let title = match before {
        Some(_) => format!("Correct: {}", parts::session_name(&session)),
        None => format!("What came of it: {}", parts::session_name(&session)),
    };
    let rest = format!("/sessions/{}/say", session.id);
    let fields = html! {
        p.govuk-body { (parts::when_words(&session)) }
        (said_fields(&typed))
        @if before.is_some() {
            (ui::textarea("reason", "Why is it corrected?").hint("What was recorded before stays beside it").rows(2).most(LONGEST).show(&typed))
        }
        (ui::button("Save").show())
    };
    page(req, &whole, (&rest, &title, session.version), &typed, &fields)
}

pub(super) fn say_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole, done, session) = named(cx, req)?;
    let mut form = req.form();
    let seen = version(&mut form);
    let said = read_said(&mut form)?;
    let both = (whole.referral.id, session.id);
    if done.said_of(session.id).is_some() {
        let reason = form.text("reason", "why it is corrected", LONGEST);
        let (reason,) = form.complete((reason,))?;
        correct_session(cx, &open.keys, both, (&said, &reason), seen)?;
    } else {
        tell_session(cx, &open.keys, both, &said, seen)?;
    }
    Ok(Reply::done(at(whole.referral.id, ""), "Recorded. The officer sees it in the person’s record"))
}

pub(super) fn move_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (_, whole, _, session) = named(cx, req)?;
    let typed = match req.typed(cx)? {
        Some(typed) => typed,
        None => {
            let time = |t: kernel::Time| t.strftime("%H:%M").to_string();
            let mut pairs: Vec<(String, String)> = ui::DateInput::pairs("date", session.on_day).to_vec();
            pairs.push(("start".into(), time(session.starts)));
            pairs.push(("end".into(), time(session.ends)));
            pairs.push(("manner".into(), session.manner.code().into()));
            pairs.push(("place".into(), session.place.clone().unwrap_or_default()));
            Form::of(pairs)
        }
    };
    let title = format!("Move: {}", parts::session_name(&session));
    let fields = html! {
        (when_fields(&typed))
        (ui::radios("asked", "Who asked for it?").items([ui::item("provider", "We did"), ui::item("person", "The person")]).show(&typed))
        (ui::textarea("reason", "Why?").rows(2).most(LONGEST).show(&typed))
        (ui::button("Move it").show())
    };
    page(req, &whole, (&format!("/sessions/{}/move", session.id), &title, session.version), &typed, &fields)
}

pub(super) fn move_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole, _, session) = named(cx, req)?;
    let mut form = req.form();
    let seen = version(&mut form);
    let asked = form.code("asked", "who asked for it", &["provider", "person"]);
    let reason = form.text("reason", "why it is moved", LONGEST);
    let when: When = read_when(&mut form)?;
    let (asked, reason) = form.complete((asked, reason))?;
    move_session(cx, &open.keys, (whole.referral.id, session.id), (&when, asked == "person", &reason), seen)?;
    Ok(Reply::done(at(whole.referral.id, ""), format!("Moved to {}", ui::weekday(when.on))))
}

pub(super) fn plan_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (_, whole) = mine(cx, req)?;
    let done = delivery(cx, &whole.referral)?;
    let r = &whole.referral;
    let book = provision::book(cx)?;
    let typed = match (req.typed(cx)?, done.plans.first()) {
        (Some(typed), _) => typed,
        (None, Some(last)) => {
            let mut pairs = vec![("sessions".to_owned(), last.sessions.to_string())];
            pairs.extend(last.days.map(|days| ("days".to_owned(), days.to_string())));
            pairs.extend(last.steps().into_iter().map(|a| (format!("activity-{}", a.outcome), a.words)));
            Form::of(pairs)
        }
        (None, None) => {
            let usual = book.services.get(&r.service_id).map_or(1, |s| s.sessions);
            Form::of([("sessions", usual.to_string())])
        }
    };
    let words = Words::shipped();
    let returned = done.plans.first().and_then(|plan| plan.words.clone());
    let asked_days = r.asked_days.map(|days| format!("At most {days}, as the officer asked"));
    let days = asked_days.map(|hint| ui::input("days", "Days of activity").number().width(4).hint(hint).show(&typed));
    let fields = html! {
        @if let Some(words) = &returned { (ui::inset(&html! { strong { "The officer said: " } (words) })) }
        (ui::input("sessions", "How many sessions?").number().width(4).show(&typed))
        @if let Some(days) = days { (days) }
        @for (need, outcome) in r.outcomes() {
            (ui::textarea(&format!("activity-{outcome}"), words.outcome(&outcome)).hint(format!("{}. What will you and the person do?", need_words(&need))).rows(3).most(LONGEST).show(&typed))
        }
        (ui::button("Submit the plan").show())
    };
    page(req, &whole, ("/plan", "Action plan", r.version), &typed, &fields)
}

pub(super) fn plan_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = mine(cx, req)?;
    let mut form = req.form();
    let seen = version(&mut form);
    let sessions = form.integer("sessions", "the number of sessions", 1..=100);
    let days = form.optional_integer("days", "the days of activity", 0..=400);
    let mut activities = Vec::new();
    for (_, outcome) in whole.referral.outcomes() {
        let words = form.optional_text(&format!("activity-{outcome}"), "what you will do", LONGEST);
        activities.extend(words.map(|words| Activity { outcome, words }));
    }
    let (sessions,) = form.complete((sessions,))?;
    submit_plan(cx, &open.keys, whole.referral.id, &PlanFacts { sessions, days, activities }, seen)?;
    Ok(Reply::done(at(whole.referral.id, ""), "The action plan is submitted"))
}

pub(super) fn report_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (_, whole) = mine(cx, req)?;
    let typed = req.typed(cx)?.unwrap_or_else(Form::blank);
    let words = Words::shipped();
    let levels: Vec<ui::Item> = Reached::ALL.iter().map(|r| ui::item(r.code(), r.words())).collect();
    let fields = html! {
        @for (_, outcome) in whole.referral.outcomes() {
            (ui::radios(&format!("reached-{outcome}"), words.outcome(&outcome)).items(levels.clone()).inline().show(&typed))
            (ui::textarea(&format!("words-{outcome}"), &format!("What helped or stood in the way: {}", words.outcome(&outcome))).hint("Needed unless it was reached").rows(2).most(LONGEST).show(&typed))
        }
        (ui::textarea("words", "What else should the officer know? (optional)").rows(3).most(LONGEST).show(&typed))
        (ui::button("Submit the end report").show())
    };
    page(req, &whole, ("/report", "End report", whole.referral.version), &typed, &fields)
}

pub(super) fn report_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = mine(cx, req)?;
    let mut form = req.form();
    let seen = version(&mut form);
    let mut results = Vec::new();
    for (_, outcome) in whole.referral.outcomes() {
        let reached = form.optional_choice(&format!("reached-{outcome}"), "how far it was reached", |code| {
            code.parse::<Reached>().ok()
        });
        let words = form.optional_text(&format!("words-{outcome}"), "what stood in the way", LONGEST);
        results.extend(reached.map(|r| OutcomeReached { outcome, reached: r.code().to_owned(), words }));
    }
    let words = form.optional_text("words", "what else the officer should know", LONGEST);
    form.finish()?;
    submit_report(cx, &open.keys, whole.referral.id, (&results, words.as_deref()), seen)?;
    Ok(Reply::done(at(whole.referral.id, ""), "The end report is submitted"))
}

pub(super) fn message_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (_, whole) = mine(cx, req)?;
    let typed = req.typed(cx)?.unwrap_or_else(|| Form::of([("kind", MessageKind::Message.code())]));
    let kinds = [
        (MessageKind::Message, "The officer reads it"),
        (
            MessageKind::Concern,
            "Something that worries you. It stands on the officer’s first page until they have looked",
        ),
        (MessageKind::PersonComplains, "What the person complains of. You answer it here, and the officer sees both"),
        (MessageKind::ProviderComplains, "What you complain of. The probation service answers"),
    ];
    let fields = message_fields(&kinds, &typed);
    page(req, &whole, ("/messages/new", "Write to the officer", whole.referral.version), &typed, &fields)
}

pub(super) fn message_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = mine(cx, req)?;
    let mut form = req.form();
    let kind = form.choice("kind", "what it is", |code| code.parse::<MessageKind>().ok());
    let words = form.text("words", "what you want to say", LONGEST);
    let (kind, words) = form.complete((kind, words))?;
    write_message(cx, &open.keys, whole.referral.id, kind, &words)?;
    Ok(Reply::done(at(whole.referral.id, ""), "It is sent to the officer"))
}

pub(super) fn answer_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (_, whole) = mine(cx, req)?;
    let id: EntryId = req.param("message")?;
    let done = delivery(cx, &whole.referral)?;
    let message = done.messages.into_iter().find(|m| m.id == id).ok_or(Failure::NotFound)?;
    let typed = req.typed(cx)?.unwrap_or_else(Form::blank);
    let fields = answer_fields(&message, &typed);
    let title = message.kind.words();
    page(req, &whole, (&format!("/messages/{id}"), title, message.version), &typed, &fields)
}

pub(super) fn answer_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = mine(cx, req)?;
    let mut form = req.form();
    let message: EntryId = req.param("message")?;
    let words = form.optional_text("answer", "your answer", LONGEST);
    form.finish()?;
    answer_message(cx, &open.keys, (whole.referral.id, message), words.as_deref())?;
    Ok(Reply::done(at(whole.referral.id, ""), "Recorded"))
}

pub(super) fn withdraw_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (_, whole) = mine(cx, req)?;
    let typed = req.typed(cx)?.unwrap_or_else(Form::blank);
    let fields = html! {
        p.govuk-body { "Appointments to come are cancelled. Where a session was held you still write an end report." }
        (forms::withdrawal_fields(&typed, true))
    };
    page(req, &whole, ("/withdraw", "Give the referral back", whole.referral.version), &typed, &fields)
}

pub(super) fn withdraw_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = mine(cx, req)?;
    let mut form = req.form();
    let seen = version(&mut form);
    let reason = form.choice("reason", "why you give it back", |code| Some(code.to_owned()));
    let words = form.optional_text("words", "more about it", LONGEST);
    let (reason,) = form.complete((reason,))?;
    withdraw(cx, &open.keys, whole.referral.id, (&reason, words.as_deref()), seen)?;
    Ok(Reply::done(at(whole.referral.id, ""), "The referral is given back"))
}
