//! Sessions, plan, messages and end report as both sides see them. What only one side may do comes in as links.

use crate::delivery::records::{
    ActionPlan, EndReport, Feedback, Message, PlanState, Reached, Session, SessionKind, SessionState,
};
use crate::delivery::store::Delivery;
use crate::referrals::words::Words;
use kernel::Date;
use web::ui::{self, Colour, column, row};
use web::{Markup, html};

fn state_tag(session: &Session, today: Date) -> Markup {
    match session.state {
        SessionState::Arranged if session.on_day < today => ui::tag(Colour::Orange, "To be told of"),
        SessionState::Arranged => ui::tag(Colour::Plain, "Arranged"),
        SessionState::Held => ui::tag(Colour::Green, "Held"),
        SessionState::NotHeld => ui::tag(Colour::Orange, "Not held"),
        SessionState::Cancelled => ui::tag(Colour::Grey, "Cancelled"),
    }
}

/// What somebody calls it.
pub(crate) fn session_name(session: &Session) -> String {
    match (session.kind, session.number) {
        (SessionKind::Session, Some(n)) => format!("Session {n}"),
        (kind, _) => kind.words().to_owned(),
    }
}

/// In short, what came of it.
pub(crate) fn came(session: &Session, said: Option<&Feedback>) -> String {
    match said {
        None if session.state == SessionState::Arranged => String::new(),
        None => session.state.words().to_owned(),
        Some(said) if said.happened && said.late => "Came late; held".to_owned(),
        Some(said) if said.happened => "Came; held".to_owned(),
        Some(said) if said.attended => said.why.map_or_else(String::new, |why| why.words().to_owned()),
        Some(_) => "Did not come".to_owned(),
    }
}

pub(crate) fn when_words(session: &Session) -> String {
    format!("{}, {} to {}", ui::weekday(session.on_day), ui::time(session.starts), ui::time(session.ends))
}

/// The appointments of a referral; `base` leads to each, where there is a page of it.
pub(crate) fn sessions(done: &Delivery, base: Option<&str>, today: Date) -> Markup {
    let rows = done.sessions.iter().map(|s| {
        let name = session_name(s);
        let place = s.place.clone().unwrap_or_else(|| s.manner.words().to_owned());
        [
            html! {
                @match base {
                    Some(base) if s.kind != SessionKind::Meeting => (ui::link(&format!("{base}/sessions/{}", s.id), &name)),
                    _ => (name),
                }
            },
            html! { (when_words(s)) br; span.govuk-hint { (place) } },
            state_tag(s, today),
            html! { (came(s, done.said_of(s.id))) },
        ]
    });
    let columns = ["Appointment", "When and where", "How it stands", "What came of it"].map(column);
    html! {
        @if done.sessions.is_empty() { (ui::empty("No appointment is arranged yet.", None)) }
        @else { (ui::Table::new("Appointments, in the order of their days", columns).unseen_caption().rows(rows).show()) }
    }
}

/// All that was said of a session, the last first.
pub(crate) fn said(done: &Delivery, session: &Session) -> Markup {
    let all: Vec<&Feedback> = done.feedback.iter().rev().filter(|f| f.session_id == session.id).collect();
    let rows = |said: &Feedback| {
        let mut rows = vec![ui::row("What came of it", came(session, Some(said)))];
        let texts = [
            ("Why late", &said.late_reason),
            ("What was done", &said.summary),
            ("How they took it", &said.response),
            ("Why they did not come", &said.absence),
            ("Behaviour", &said.behaviour),
            ("Concern", &said.concern),
            ("Why corrected", &said.reason),
        ];
        rows.extend(texts.into_iter().filter_map(|(key, text)| text.as_ref().map(|text| row(key, text.clone()))));
        rows.push(row("Recorded", format!("{}, {}", ui::instant(said.at), said.by_name)));
        rows
    };
    html! {
        @for (n, said) in all.iter().enumerate() {
            @if n == 0 { (ui::SummaryCard::new("What stands").rows(&rows(said))) }
            @else { (ui::SummaryCard::new("Corrected since").rows(&rows(said))) }
        }
    }
}

/// One action plan.
pub(crate) fn plan(plan: &ActionPlan) -> Markup {
    let words = Words::shipped();
    let tag = match plan.state {
        PlanState::Submitted => ui::tag(Colour::Purple, plan.state.words()),
        PlanState::Approved => ui::tag(Colour::Green, plan.state.words()),
        PlanState::Returned => ui::tag(Colour::Orange, plan.state.words()),
        PlanState::Superseded => ui::tag(Colour::Grey, plan.state.words()),
    };
    let mut rows = vec![row("How it stands", tag), row("Sessions", plan.sessions.to_string())];
    if let Some(days) = plan.days {
        rows.push(row("Days of activity", days.to_string()));
    }
    for step in plan.steps() {
        rows.push(row(words.outcome(&step.outcome), step.words.clone()));
    }
    rows.push(row("Submitted", format!("{}, {}", ui::instant(plan.submitted_at), plan.submitted_by)));
    if let (Some(at), Some(by)) = (plan.decided_at, &plan.decided_by) {
        rows.push(row("Decided", format!("{}, {by}", ui::instant(at))));
    }
    if let Some(words) = &plan.words {
        rows.push(row("What the officer said", words.clone()));
    }
    ui::SummaryCard::new(format!("Action plan {}", plan.number)).rows(&rows)
}

/// The plans: the one that counts, and the earlier ones folded.
pub(crate) fn plans(done: &Delivery) -> Markup {
    let first = done.plans.first();
    let rest: Vec<&ActionPlan> = done.plans.iter().skip(1).collect();
    html! {
        @match first { Some(first) => (plan(first)), None => (ui::empty("No action plan is submitted yet.", None)) }
        @if !rest.is_empty() { (ui::details("Earlier plans", &html! { @for earlier in rest { (plan(earlier)) } })) }
    }
}

/// The end report.
pub(crate) fn report(report: &EndReport) -> Markup {
    let words = Words::shipped();
    let results = report.results();
    let rows = results.iter().map(|r| {
        let reached = r.reached.parse::<Reached>();
        let colour = match reached {
            Ok(Reached::Fully) => Colour::Green,
            Ok(Reached::Partly) => Colour::Yellow,
            _ => Colour::Orange,
        };
        [
            html! { (words.outcome(&r.outcome)) },
            ui::tag(colour, reached.map_or("", Reached::words)),
            html! { (r.words.as_deref().unwrap_or("")) },
        ]
    });
    let columns = ["Outcome", "How far", "What was said"].map(column);
    let by = format!("{}, {}", ui::instant(report.submitted_at), report.submitted_by);
    html! {
        @if results.is_empty() { p.govuk-body { "No outcome was asked for beyond the requirement itself." } } @else {
            (ui::Table::new("How far each outcome was reached", columns).unseen_caption().rows(rows).show())
            p.govuk-body { "Score: " strong { (report.score()) } " of " (results.len()) }
        }
        @if let Some(words) = &report.words { p.govuk-body { (words) } }
        p.govuk-hint { "Submitted " (by) @if let Some(by) = &report.read_by { ". Read by " (by) } }
    }
}

/// Notes of both sides; `base` leads to answering those that wait for the reader.
pub(crate) fn messages(done: &Delivery, base: Option<&str>, provider: bool) -> Markup {
    let one = |m: &Message| {
        let waits = m.from_provider != provider && m.answered_at.is_none();
        let answer = m.answered_at.map(|at| {
            let by = m.answered_by.clone().unwrap_or_default();
            (ui::instant(at), by, m.answer.clone())
        });
        html! {
            div class="govuk-!-margin-bottom-4" {
                p class="govuk-body govuk-!-margin-bottom-1" {
                    strong { (m.kind.words()) } " "
                    span.govuk-hint { (m.by_name) ", " (ui::instant(m.at)) }
                    @if waits { " " (ui::tag(Colour::Orange, "Waits for you")) }
                }
                p class="govuk-body govuk-!-margin-bottom-1" { (m.words) }
                @if let Some((at, by, words)) = &answer {
                    p class="govuk-body govuk-!-margin-bottom-1" {
                        @match words { Some(words) => { strong { "Answer: " } (words) " " } None => { "Read " } }
                        span.govuk-hint { (by) ", " (at) }
                    }
                }
                @if let Some(base) = base.filter(|_| waits) {
                    p.govuk-body { (ui::link_about(&format!("{base}/messages/{}", m.id), "Answer", &m.kind.words().to_lowercase())) }
                }
            }
        }
    };
    html! {
        @if done.messages.is_empty() { (ui::empty("Nothing was written yet.", None)) }
        @for message in &done.messages { (one(message)) }
    }
}
