//! The pages of enquiries: the register, sending, and one page for each step. What an answer says is shown only to those
//! who may read what is sensitive.

mod forms;

use super::kinds::{Kinds, kinds};
use super::reading::{enquiries, one};
use super::records::StepKind;
use super::rules::{Standing, State};
use crate::parts::{due_words, opened, prose};
use kernel::Permission::{Assess, ReadPeople, ReadSensitive};
use kernel::{Date, EnquiryId};
use people::OpenPerson;
use store::{Cx, Result};
use web::{Answer, Markup, Reply, Request, Route, html, ui};

pub(super) const TAB: &str = "Risk";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/people/{crn}/enquiries", ReadPeople, show),
        Route::get("/people/{crn}/enquiries/new", Assess, forms::new),
        Route::post("/people/{crn}/enquiries/new", Assess, forms::save_new),
        Route::get("/people/{crn}/enquiries/{id}", ReadPeople, story),
        Route::get("/people/{crn}/enquiries/{id}/{step}", Assess, forms::step),
        Route::post("/people/{crn}/enquiries/{id}/{step}", Assess, forms::save_step),
    ]
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let (all, kinds, today) = (enquiries(cx, &open.keys)?, kinds(cx)?, cx.today());
    let frame = people::frame(req, cx, &open, TAB)?.titled("Enquiries").crumb(open.path("/risk"), "Risk");
    let (open_ones, done): (Vec<&Standing>, Vec<&Standing>) =
        all.iter().partition(|s| matches!(s.state, State::Waiting | State::Unread));
    let body = html! {
        h1.govuk-heading-l { "Enquiries" }
        p.govuk-body { "What was asked of the police, children’s services and others, what came back, and what it means. An assessment is not signed while an answer is unread." }
        @if cx.may(Assess) { (ui::link_button(&open.path("/enquiries/new"), "Send an enquiry").show()) }
        @if all.is_empty() { (ui::empty("Nobody has been asked about this person.", None)) }
        @if !open_ones.is_empty() { (table("Open", &open, &open_ones, &kinds, today)) }
        @if !done.is_empty() { (table("Analysed or withdrawn", &open, &done, &kinds, today)) }
    };
    Ok(Reply::page(frame, body))
}

/// The state in a word.
pub(super) fn state_tag(standing: &Standing, today: Date) -> Markup {
    match standing.state {
        State::Waiting if standing.is_overdue(today) => ui::tag(ui::Colour::Red, "Chase it"),
        State::Waiting => ui::tag(ui::Colour::Plain, "Waiting"),
        State::Unread => ui::tag(ui::Colour::Orange, "To analyse"),
        State::Analysed => ui::tag(ui::Colour::Green, "Analysed"),
        State::Withdrawn => ui::tag(ui::Colour::Grey, "Withdrawn"),
    }
}

fn table(caption: &str, open: &OpenPerson, all: &[&Standing], kinds: &Kinds, today: Date) -> Markup {
    let columns = [ui::column("Asked"), ui::column("Sent"), ui::column("State"), ui::column("Next")];
    let rows = all.iter().map(|s| {
        let href = open.path(&format!("/enquiries/{}", s.enquiry.id));
        vec![
            html! { (ui::link(&href, kinds.name(&s.enquiry.kind))) br; (s.enquiry.asked_of) },
            html! { (ui::short_day(s.enquiry.sent_on)) },
            state_tag(s, today),
            match (s.state, s.answered_on) {
                (State::Waiting, _) => html! {
                    @if s.chases() == 0 { "Answer due " } @else { "Chase again " }
                    (due_words(s.chase_by, today))
                    @if s.chases() > 0 { br; "Chased " (ui::count(i64::try_from(s.chases()).unwrap_or(0), "time", "times")) }
                },
                (_, Some(day)) => html! { "Answered " (ui::short_day(day)) },
                _ => html! { "Nothing" },
            },
        ]
    });
    ui::Table::new(caption, columns).rows(rows).show()
}

fn story(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let standing = one(cx, &open.keys, req.param::<EnquiryId>("id")?)?;
    let (kinds, today) = (kinds(cx)?, cx.today());
    let name = kinds.name(&standing.enquiry.kind).to_owned();
    let frame = people::frame(req, cx, &open, TAB)?.titled(&name);
    let frame = frame.crumb(open.path("/risk"), "Risk").crumb(open.path("/enquiries"), "Enquiries");
    let enquiry = &standing.enquiry;
    let assumed = kinds.known(&enquiry.kind).is_some_and(|k| k.assumed);
    let rows = [
        ui::row("Asked", enquiry.asked_of.clone()),
        ui::row("Sent", ui::day(enquiry.sent_on)),
        ui::row(
            "Answer due",
            html! {
                (ui::day(enquiry.answer_due)) @if assumed { " " (ui::tag(ui::Colour::Yellow, "Assumption")) }
            },
        ),
        ui::row("State", state_tag(&standing, today)),
        ui::row("Question", prose(&enquiry.question)),
    ];
    let body = html! {
        h1.govuk-heading-l { "Enquiry: " (name) }
        (ui::summary_list(&rows))
        @if cx.may(Assess) { (buttons(&open, &standing)) }
        h2.govuk-heading-m { "What became of it" }
        @if standing.steps.is_empty() { (ui::empty("Nothing yet.", None)) }
        @else { (ui::timeline(&moments(&standing, cx.may(ReadSensitive)))) }
    };
    Ok(Reply::page(frame, body))
}

fn buttons(open: &OpenPerson, standing: &Standing) -> Markup {
    let path = |step: &str| open.path(&format!("/enquiries/{}/{step}", standing.enquiry.id));
    ui::button_group(&match standing.state {
        State::Waiting => html! {
            (ui::link_button(&path("answer"), "Record the answer").show())
            (ui::link_button(&path("chase"), "Chase it").secondary().show())
            (ui::link(&path("withdraw"), "Withdraw it"))
        },
        State::Unread => html! {
            (ui::link_button(&path("analyse"), "Analyse the answer").show())
            (ui::link_button(&path("answer"), "Record a further answer").secondary().show())
        },
        State::Analysed => html! {
            (ui::link_button(&path("answer"), "Record a further answer").secondary().show())
        },
        State::Withdrawn => html! {},
    })
}

/// What stands where an answer is masked.
fn masked() -> Markup {
    html! { p.govuk-body { (ui::tag(ui::Colour::Purple, "Sensitive")) " What was written is not shown to you." } }
}

fn moments(standing: &Standing, may_read: bool) -> Vec<ui::Moment> {
    let moment = |s: &super::EnquiryStep| {
        let title = match s.what {
            StepKind::Chased => "Chased",
            StepKind::Answered => "Answered",
            StepKind::Analysed => "Analysed: what it means",
            StepKind::Withdrawn => "Withdrawn",
        };
        let sensitive = matches!(s.what, StepKind::Answered | StepKind::Analysed);
        ui::Moment {
            title: html! { (title) },
            by: Some(s.author_name.clone()),
            datetime: s.on_day.to_string(),
            when: ui::day(s.on_day),
            body: html! {
                @if sensitive && !may_read { (masked()) } @else { (prose(&s.words)) }
                @if let Some(again) = s.chase_due { p.govuk-body { "To be chased again by " (ui::day(again)) } }
            },
        }
    };
    standing.steps.iter().rev().map(moment).collect()
}

/// The open enquiries as rows of a card, for the Risk page.
pub(super) fn card(cx: &mut Cx<'_>, open: &OpenPerson, on: Date) -> Result<Markup> {
    let (kinds, all) = (kinds(cx)?, enquiries(cx, &open.keys)?);
    let then = all.into_iter().filter(|s| s.enquiry.sent_on <= on).map(|s| {
        let steps = s.steps.into_iter().filter(|step| step.on_day <= on).collect();
        super::fold(s.enquiry, steps)
    });
    let rows: Vec<ui::Row> = then
        .filter(|s| s.state != State::Withdrawn)
        .map(|s| {
            let href = open.path(&format!("/enquiries/{}", s.enquiry.id));
            let name = kinds.name(&s.enquiry.kind).to_owned();
            let words = html! {
                (state_tag(&s, on)) " sent " (ui::short_day(s.enquiry.sent_on))
                @if s.state == State::Waiting { br; "Due " (due_words(s.chase_by, on)) }
            };
            ui::row(name.clone(), words).action(&href, "Open", &name)
        })
        .collect();
    let card = ui::SummaryCard::new("Enquiries").action(&open.path("/enquiries"), "All enquiries");
    Ok(if rows.is_empty() {
        card.holding(&html! { p.govuk-body { "Nobody has been asked about this person." } })
    } else {
        card.rows(&rows)
    })
}
