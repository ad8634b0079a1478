//! The pages of reviews: what is due and why, what was settled and how, asking for one, and deciding that none is needed.

use super::actions::{NewReview, ask_for, decide_not_needed};
use super::reading::{reviews, signed_on, triggers};
use super::records::SettledHow;
use super::rules::{LONGEST, Standing, Triggers};
use crate::parts::{by_line, due_words, form_page, opened, prose, with_date};
use kernel::Permission::{Assess, ReadPeople};
use kernel::{Date, ReviewId};
use people::OpenPerson;
use store::{Cx, Failure, Result};
use web::form::Form;
use web::{Answer, Markup, Reply, Request, Route, html, ui};

const TAB: &str = "Assess and plan";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/people/{crn}/reviews", ReadPeople, show),
        Route::get("/people/{crn}/reviews/new", Assess, new),
        Route::post("/people/{crn}/reviews/new", Assess, save_new),
        Route::get("/people/{crn}/reviews/{id}/decide", Assess, decide),
        Route::post("/people/{crn}/reviews/{id}/decide", Assess, save_decision),
        Route::get("/policy/reviews", ReadPeople, policy),
    ]
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let (all, triggers, today) = (reviews(cx, &open.keys)?, triggers(cx)?, cx.today());
    let (due, settled): (Vec<&Standing>, Vec<&Standing>) = all.iter().partition(|s| s.is_open());
    let signed = signed_on(cx, &open.keys)?;
    let frame = people::frame(req, cx, &open, TAB)?.titled("Reviews");
    let frame = frame.crumb(open.path("/assessment"), "Assess and plan");
    let body = html! {
        h1.govuk-heading-l { "Reviews" }
        p.govuk-body {
            "When a life changes, the assessment and the plan are looked at again. "
            @match signed {
                Some(day) => { "The last assessment was signed on " (ui::day(day)) ". " },
                None => "No assessment has been signed yet. ",
            }
            (ui::link("/policy/reviews", "See what calls for a review"))
        }
        @if cx.may(Assess) {
            (ui::button_group(&html! {
                @if !due.is_empty() { (ui::link_button(&open.path("/assessment"), "Assess").show()) }
                (ui::link_button(&open.path("/reviews/new"), "Record a change that calls for one").secondary().show())
            }))
        }
        @if due.is_empty() { (ui::empty("No review is due.", None)) }
        @for standing in &due { (due_card(cx, &open, standing, &triggers, today)) }
        @if !settled.is_empty() { (settled_table(&settled, &triggers)) }
    };
    Ok(Reply::page(frame, body))
}

fn due_card(cx: &Cx<'_>, open: &OpenPerson, standing: &Standing, triggers: &Triggers, today: Date) -> Markup {
    let review = &standing.review;
    let name = triggers.words(&review.reason);
    let mut rows = vec![
        ui::row("Due by", html! { (due_words(review.due_on, today)) br; (review.rule) }),
        ui::row("Called for on", ui::day(review.raised_on)),
    ];
    if let Some(note) = &review.note {
        rows.push(ui::row("What happened", prose(note)));
    }
    if standing.causes.len() > 1 {
        rows.push(ui::row("Called for by", html! {
            ul.govuk-list {
                @for cause in &standing.causes { li { (triggers.words(&cause.reason)) ", " (ui::short_day(cause.on_day)) } }
            }
        }));
    }
    let mut card = ui::SummaryCard::new(name);
    if cx.may(Assess) {
        card = card.action(&open.path(&format!("/reviews/{}/decide", review.id)), "Decide that none is needed");
    }
    card.rows(&rows)
}

/// How a review was settled, in words.
fn settled_words(how: SettledHow) -> &'static str {
    match how {
        SettledHow::Signed => "An assessment was signed",
        SettledHow::NotNeeded => "Decided that none is needed",
        SettledHow::Ended => "Supervision ended",
        SettledHow::Joined => "Joined to another after a merge",
    }
}

fn settled_table(settled: &[&Standing], triggers: &Triggers) -> Markup {
    let columns =
        [ui::column("Called for by"), ui::column("Was due"), ui::column("Settled"), ui::column("How and why")];
    let rows = settled.iter().filter_map(|s| s.settled.as_ref().map(|done| (s, done))).map(|(s, done)| {
        vec![
            html! { (triggers.words(&s.review.reason)) },
            html! { (ui::short_day(s.review.due_on)) },
            html! { (ui::short_day(done.on_day)) },
            html! {
                strong { (settled_words(done.how)) }
                @if done.how == SettledHow::NotNeeded { (prose(&done.reason)) }
                (by_line(&done.author_name, done.recorded_at))
            },
        ]
    });
    ui::Table::new("Settled, the newest first", columns).rows(rows).show()
}

fn new(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let (triggers, today) = (triggers(cx)?, cx.today());
    let form = req.typed(cx)?.unwrap_or_else(|| with_date(Form::blank(), "on", today));
    let offered: Vec<_> = triggers.on(today).filter(|t| t.by_hand).map(|t| ui::item(&t.code, &t.words.en)).collect();
    let body = html! {
        p.govuk-body { "A move, a new sentence, a missed appointment and much else call for a review by themselves. Record here what the service cannot know." }
        (req.form_frame(&open.path("/reviews/new")).show(&html! {
            (ui::radios("reason", "What happened?").items(offered).show(&form))
            (ui::date_input("on", "When?").hint("Today or before").show(&form))
            (ui::textarea("note", "What do you know about it?").rows(5).most(LONGEST).show(&form))
            (ui::button("Save").show())
        }))
    };
    form_page(cx, req, &open, (TAB, "Record a change that calls for a review", "/reviews"), &form, &body)
}

fn save_new(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let mut form = req.form();
    let reason = form.choice("reason", "what happened", |code| Some(code.to_owned()));
    let (on, note) = (form.date("on", "the day"), form.text("note", "what you know about it", LONGEST));
    let (reason, on, note) = form.complete((reason, on, note))?;
    ask_for(cx, &open.keys, &NewReview { reason, on, note })?;
    Ok(Reply::done(open.path("/reviews"), "The change is recorded, and a review is due"))
}

fn find(cx: &mut Cx<'_>, open: &OpenPerson, id: ReviewId) -> Result<Standing> {
    reviews(cx, &open.keys)?.into_iter().find(|s| s.review.id == id).ok_or(Failure::NotFound)
}

fn decide(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let standing = find(cx, &open, req.param("id")?)?;
    let (triggers, today) = (triggers(cx)?, cx.today());
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let name = triggers.words(&standing.review.reason);
    let rows = [
        ui::row("Called for by", name.to_owned()),
        ui::row("On", ui::day(standing.review.raised_on)),
        ui::row("Due by", due_words(standing.review.due_on, today)),
    ];
    let body = html! {
        (ui::summary_list(&rows))
        (req.form_frame(&open.path(&format!("/reviews/{}/decide", standing.review.id))).show(&html! {
            (ui::textarea("reason", "Why is no review needed?")
                .hint("What you looked at, and why it changes neither the risk nor the plan. Your manager can read this")
                .rows(6).most(LONGEST).show(&form))
            (ui::button("Decide that none is needed").show())
        }))
    };
    form_page(cx, req, &open, (TAB, "Decide that no review is needed", "/reviews"), &form, &body)
}

fn save_decision(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let id: ReviewId = req.param("id")?;
    let mut form = req.form();
    let reason = form.text("reason", "why no review is needed", LONGEST);
    let (reason,) = form.complete((reason,))?;
    decide_not_needed(cx, &open.keys, id, &reason)?;
    Ok(Reply::done(open.path("/reviews"), "Your decision is recorded"))
}

/// What calls for a review, every row that holds today.
fn policy(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (triggers, today) = (triggers(cx)?, cx.today());
    let columns = [ui::column("What calls for it"), ui::column("Due within"), ui::column("From"), ui::column("Source")];
    let rows = triggers.on(today).map(|t| {
        let unit = match t.unit {
            super::Unit::WorkingDays => ("working day", "working days"),
            super::Unit::Days => ("day", "days"),
        };
        vec![
            html! { (t.words.en) @if t.by_hand { br; span.govuk-hint { "An officer may ask for it" } } },
            html! { @if t.every_months.is_some() { "By the limit" } @else { (ui::count(i64::from(t.count), unit.0, unit.1)) } },
            html! { (ui::short_day(t.valid_from)) },
            html! { (t.source) @if t.assumed { " " (ui::tag(ui::Colour::Yellow, "Assumption")) } },
        ]
    });
    let body = html! {
        h1.govuk-heading-l { "What calls for a review" }
        p.govuk-body { "Each row holds from its day on. A later row changes what becomes due after it, never what is due already." }
        (ui::Table::new("In force today", columns).rows(rows).show())
    };
    Ok(Reply::page(req.frame().titled("What calls for a review").crumb("/reviews", "Due"), body))
}

/// The reviews that are due as a card, for the page "Assess and plan".
pub(super) fn card(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<Markup> {
    let (all, today) = (crate::due::reviews_of(cx, &open.keys)?, cx.today());
    let rows: Vec<ui::Row> =
        all.into_iter().map(|due| ui::row(due.words, html! { "Due by " (due_words(due.due, today)) })).collect();
    let card = ui::SummaryCard::new("Reviews due").action(&open.path("/reviews"), "All reviews");
    Ok(if rows.is_empty() { card.holding(&html! { p.govuk-body { "No review is due." } }) } else { card.rows(&rows) })
}
