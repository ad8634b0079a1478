//! Proposing an own band, deciding on one, and computing again by hand.

use super::show::state_words;
use super::{Named, band_tag, band_words, name_of, result};
use crate::scores::compute::recompute;
use crate::scores::overrides::{self, BANDS, Proposing};
use crate::scores::read::{newest, overrides as all};
use crate::scores::{Override, OverrideState};
use actuarial::vocabulary::Band;
use kernel::{Crn, Permission, ProposalId};
use people::OpenPerson;
use store::{Cx, Failure};
use web::form::Form;
use web::{Answer, Markup, Reply, Request, html, ui};

/// The longest reason, in characters.
const LONGEST: usize = 4_000;

fn named(req: &Request) -> store::Result<&'static Named> {
    let (generation, model) = (req.param::<i32>("generation")?, req.param::<String>("model")?);
    name_of(generation, &model).ok_or(Failure::NotFound)
}

pub(super) fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let named = named(req)?;
    let today = cx.today();
    let score =
        newest(cx, &open.keys, today)?.into_iter().find(|s| s.model == named.model && s.generation == named.generation);
    let Some(score) = score else { return Err(Failure::NotFound) };
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let path = open.path(&format!("/risk/scores/{}/{}", named.generation, named.model));
    let others = BANDS.iter().filter(|band| score.band.as_deref() != Some(band.wire()));
    let items = others.map(|band| ui::item(band.wire(), band_words(band.wire())));
    let frame = people::frame(req, cx, &open, "Risk")?.titled("Propose another band").back(path.clone());
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Propose another band for " (named.title) }
        p.govuk-body { "Computed: " (result(&score)) " " @if let Some(band) = &score.band { (band_tag(band)) } ". The computed result is always shown beside your band. A manager confirms or refuses it." }
        (req.form_frame(&format!("{path}/override")).show(&html! {
            (ui::radios("band", "Which band fits?").items(items).show(&form))
            (ui::textarea("reason", "Why does the computed band not fit?").rows(5).most(LONGEST).show(&form))
            (ui::button("Send to a manager").show())
        }))
    };
    Ok(Reply::page(frame, body))
}

pub(super) fn propose(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let named = named(req)?;
    let mut form = req.form();
    let band = form.choice("band", "which band fits", |code| Band::from_wire(code).filter(|band| BANDS.contains(band)));
    let reason = form.text("reason", "why the computed band does not fit", LONGEST);
    let (band, reason) = form.complete((band, reason))?;
    let new = Proposing { generation: named.generation, model: named.model.to_owned(), band, reason };
    overrides::propose(cx, &open, &new)?;
    let back = open.path(&format!("/risk/scores/{}/{}", named.generation, named.model));
    Ok(Reply::done(back, "The proposal waits for a manager"))
}

pub(super) fn one(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let id = req.param::<ProposalId>("id")?;
    let row = all(cx, &open.keys)?.into_iter().find(|o| o.id == id).ok_or(Failure::NotFound)?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let named = name_of(row.generation, &row.model).ok_or(Failure::NotFound)?;
    let back = open.path(&format!("/risk/scores/{}/{}", row.generation, row.model));
    let title = format!("Another band for {}", named.title.to_lowercase());
    let frame = people::frame(req, cx, &open, "Risk")?.titled(&title).back(back);
    let decides = cx.may(Permission::Oversee) && row.state == OverrideState::Proposed;
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { (title) }
        (ui::summary_list(&facts(&row)))
        @if decides { (deciding(req, &open, &row, &form)) }
    };
    Ok(Reply::page(frame, body))
}

fn facts(row: &Override) -> Vec<ui::Row> {
    let mut rows = vec![
        ui::row("Computed band", band_tag(&row.computed_band)),
        ui::row("Proposed band", band_tag(&row.band)),
        ui::row("Reason", html! { (row.reason) }),
        ui::row("Proposed", html! { (ui::day(row.proposed_on)) " by " (row.proposed_by) }),
    ];
    if let Some(cases) = row.cases {
        rows.push(ui::row("The officer’s work that day", html! { (ui::count(i64::from(cases), "case", "cases")) @if let Some(tenths) = row.capacity_tenths { ", " (format!("{:.1}%", f64::from(tenths) / 10.0)) " of capacity" } }));
    }
    rows.push(ui::row("State", html! { (state_words(row)) }));
    if let (Some(day), Some(by)) = (row.decided_on, &row.decided_by) {
        rows.push(ui::row(
            "Decided",
            html! { (ui::day(day)) " by " (by) @if let Some(reason) = &row.decision_reason { br; (reason) } },
        ));
    }
    rows
}

fn deciding(req: &Request, open: &OpenPerson, row: &Override, form: &Form) -> Markup {
    let frame = req.form_frame(&open.path(&format!("/risk/overrides/{}", row.id))).hidden("version", row.version);
    frame.show(&html! {
        (ui::radios("decision", "Your decision").item("confirm", "Confirm: the officer’s band is in force").item("refuse", "Refuse: the computed band stands").show(form))
        (ui::textarea("reason", "Reason").hint("Needed when you refuse").rows(4).most(LONGEST).show(form))
        (ui::button("Save the decision").show())
    })
}

pub(super) fn decide(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let id = req.param::<ProposalId>("id")?;
    let mut form = req.form();
    let decision = form.choice("decision", "your decision", |code| match code {
        "confirm" => Some(true),
        "refuse" => Some(false),
        _ => None,
    });
    let reason = form.optional_text("reason", "the reason", LONGEST);
    let seen = form.typed("version").parse().ok();
    let confirm = form.complete(decision)?;
    overrides::decide(cx, &open, id, confirm, reason.as_deref().unwrap_or_default(), seen)?;
    Ok(Reply::done(
        open.path("/risk"),
        if confirm { "The officer’s band is confirmed" } else { "The computed band stands" },
    ))
}

pub(super) fn again(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    cx.describe("Computed the scores again", None);
    recompute(cx, open.keys.survivor, "Computed again by hand")?;
    let back = req.form().typed("back").to_owned();
    let known = back.split_once('/').and_then(|(g, m)| name_of(g.parse().ok()?, m));
    let to = known.map_or_else(|| "/risk".to_owned(), |n| format!("/risk/scores/{}/{}", n.generation, n.model));
    Ok(Reply::done(open.path(&to), "The scores are computed"))
}
