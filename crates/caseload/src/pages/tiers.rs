//! A person's tier: what is in force and why, both computed tiers with their working, every earlier result and change, and
//! what an officer proposed. The computed tier stands beside a manager's on every page.

use super::{LONGEST_NOTE, account, tier_words};
use crate::lists::responsible;
use crate::policy::TIERS;
use crate::records::CaseRow;
use crate::tiering::{
    ChangeKind, Direction, ProposalState, TierChange, TierProposal, TierResult, end_recorded_tier, proposals_of,
    propose_tier, standing_record,
};
use kernel::{Crn, EntryId, Permission};
use people::OpenPerson;
use store::{Cx, Failure, params};
use web::form::Form;
use web::{Answer, Markup, Reply, Request, html, ui};

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let person = open.keys.survivor;
    let (marks, keys) = (open.keys.placeholders(1), store::key_values(&open.keys));
    let in_force = responsible(cx, &open.keys)?.and_then(|r| r.tier);
    let recorded = standing_record(cx, person)?;
    let case = cx.get::<CaseRow>(params![person])?;
    let results = cx.list::<TierResult>(
        &format!("WHERE person_id IN ({marks}) ORDER BY computed_at DESC, id DESC LIMIT 25"),
        &keys,
    )?;
    let changes = cx.list::<TierChange>(
        &format!("WHERE person_id IN ({marks}) ORDER BY changed_at DESC, id DESC LIMIT 25"),
        &keys,
    )?;
    let proposals = proposals_of(cx, &open.keys)?;
    let newest = results.first();
    let may = |p| cx.may(p);
    let waiting = proposals.iter().any(|p| p.state == ProposalState::Waiting);
    let actions = actions(&open, may(Permission::Assess), may(Permission::Allocate), waiting, recorded.is_some());
    let mut rows = vec![ui::row("In force", tier_words(in_force.as_deref()))];
    rows.push(match &recorded {
        Some(r) => ui::row("Because", format!("{} recorded it on {}: {}", r.author, ui::day(r.recorded_on), r.reason)),
        None => ui::row("Because", "It is the computed tier; no manager recorded another"),
    });
    if let Some(r) = newest {
        rows.push(ui::row("Computed, A to G", html! { (letter_words(r)) }));
        rows.push(ui::row("Computed, two-part", html! { (r.two_part) }));
        rows.push(ui::row("Worked out", format!("{}: {}", ui::day(r.computed_on), r.cause)));
    }
    if let Some(case) = &case {
        let extra =
            if case.allowance > 0 { format!(", and {} for need without risk", case.allowance) } else { String::new() };
        rows.push(ui::row("Counts for", format!("{} points of workload{extra}", case.points)));
    }
    let working = match newest {
        Some(r) => Some((account::stored(&r.letter_account)?, account::stored(&r.two_part_account)?)),
        None => None,
    };
    let body = html! {
        h1.govuk-heading-l { "Tier" }
        (ui::summary_list(&rows))
        (actions)
        @if !proposals.is_empty() { (proposal_table(&proposals)) }
        @match &working {
            None => p.govuk-body { "No tier has been worked out yet." },
            Some((letter, two_part)) => {
                h2.govuk-heading-m { "How the letter came about" }
                (account::show(letter))
                h2.govuk-heading-m { "How the two-part tier came about" }
                (account::show(two_part))
            }
        }
        @if !changes.is_empty() { (change_table(&changes)) }
        @if !results.is_empty() { (result_table(&open, &results)) }
    };
    let frame = people::frame(req, cx, &open, "Overview")?.titled("Tier");
    Ok(Reply::page(frame.back(open.path("/responsibility")), body))
}

fn letter_words(r: &TierResult) -> Markup {
    html! {
        @match r.letter.as_str() {
            "MISSING" => "Not yet: scores are missing",
            "NOT_SUPERVISED" => "None: not supervised",
            letter => (letter),
        }
        @if r.provisional { " " (ui::tag(ui::Colour::Yellow, "Could still rise")) }
    }
}

fn actions(open: &OpenPerson, may_propose: bool, may_record: bool, waiting: bool, recorded: bool) -> Markup {
    html! {
        @if may_propose || may_record {
            ul.govuk-list {
                @if may_propose && !waiting { li { (ui::link(&open.path("/tiers/propose"), "Propose another tier")) } }
                @if may_record { li { (ui::link(&open.path("/tier"), "Record a tier")) } }
                @if may_record && recorded { li { (ui::link(&open.path("/tiers/end"), "End the recorded tier")) } }
            }
        }
    }
}

fn proposal_table(proposals: &[TierProposal]) -> Markup {
    let columns =
        [ui::column("Proposed"), ui::column("Why"), ui::column("Decision"), ui::column("Officer's workload then")];
    let rows = proposals.iter().map(|p| {
        vec![
            html! { (p.current.as_deref().unwrap_or("none")) " to " (p.tier) br; (p.proposed_by) ", " (ui::short_day(p.proposed_on)) },
            html! { (p.reason) },
            decision(p),
            html! { (load_words(p.points, p.available)) },
        ]
    });
    html! {
        h2.govuk-heading-m { "Proposals" }
        (ui::Table::new("Proposals, the newest first", columns).unseen_caption().rows(rows).show())
    }
}

fn decision(p: &TierProposal) -> Markup {
    let words = match p.state {
        ProposalState::Waiting => return ui::tag(ui::Colour::Orange, "Waits for a manager"),
        ProposalState::Confirmed => "Confirmed",
        ProposalState::Refused => "Refused",
        ProposalState::Overtaken => "Overtaken by another decision",
    };
    html! {
        (words) " by " (p.decided_by.as_deref().unwrap_or("nobody"))
        @if let Some(on) = p.decided_on { ", " (ui::short_day(on)) }
        @if let Some(why) = &p.decision_reason { br; (why) }
    }
}

pub(super) fn load_words(points: Option<i64>, available: Option<i64>) -> String {
    match (points, available) {
        (Some(points), Some(available)) => {
            let tenths = actuarial::workload::capacity_tenths(points, available);
            format!("{points} of {available} points, {}", crate::workload::percent(tenths))
        }
        _ => "Nobody had them".to_owned(),
    }
}

fn change_table(changes: &[TierChange]) -> Markup {
    let columns = [ui::column("Change"), ui::column("Why"), ui::column("By"), ui::column("Officer's workload then")];
    let rows = changes.iter().map(|c| {
        let way = match c.direction {
            Direction::Up => "Up",
            Direction::Down => "Down",
            Direction::First => "First",
            Direction::Ended => "Ended",
        };
        let kind = match c.kind {
            ChangeKind::Computed => "computed",
            ChangeKind::Override => "by a manager",
            ChangeKind::OverrideEnded => "a manager's tier ended",
        };
        vec![
            html! {
                (way) ", " (kind) br;
                (c.from_tier.as_deref().unwrap_or("none")) " to " (c.to_tier.as_deref().unwrap_or("none"))
                @if let Some(computed) = &c.computed { br; "computed: " (computed) }
            },
            html! { (c.cause) },
            html! { (c.author) ", " (ui::short_day(c.on_day)) },
            html! { (load_words(c.points, c.available)) },
        ]
    });
    html! {
        h2.govuk-heading-m { "Changes of the tier in force" }
        (ui::Table::new("Changes, the newest first", columns).unseen_caption().rows(rows).show())
    }
}

fn result_table(open: &OpenPerson, results: &[TierResult]) -> Markup {
    let columns = [
        ui::column("Worked out"),
        ui::column("A to G"),
        ui::column("Two-part"),
        ui::column("Because"),
        ui::column("Working").unseen(),
    ];
    let rows = results.iter().map(|r| {
        let day = ui::short_day(r.computed_on);
        vec![
            html! { (day) },
            letter_words(r),
            html! { (r.two_part) },
            html! { (r.cause) },
            ui::link_about(&open.path(&format!("/tiers/{}", r.id)), "See working", &day),
        ]
    });
    html! {
        h2.govuk-heading-m { "Every result" }
        (ui::Table::new("Results, the newest first", columns).unseen_caption().rows(rows).show())
    }
}

/// One result as it stood on its day.
pub(super) fn one(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let id = req.param::<EntryId>("result")?;
    let marks = open.keys.placeholders(2);
    let mut values = params![id].to_vec();
    values.extend(store::key_values(&open.keys));
    let found = cx.first::<TierResult>(&format!("WHERE id = $1 AND person_id IN ({marks})"), &values)?;
    let result = found.ok_or(Failure::NotFound)?;
    let (letter, two_part) = (account::stored(&result.letter_account)?, account::stored(&result.two_part_account)?);
    let title = format!("Tier on {}", ui::day(result.computed_on));
    let body = html! {
        h1.govuk-heading-l { (title) }
        (ui::summary_list(&[
            ui::row("A to G", letter_words(&result)),
            ui::row("Two-part", result.two_part.as_str()),
            ui::row("Because", result.cause.as_str()),
            ui::row("Rules", format!("Version {}", result.rule_version)),
        ]))
        h2.govuk-heading-m { "How the letter came about" }
        (account::show(&letter))
        h2.govuk-heading-m { "How the two-part tier came about" }
        (account::show(&two_part))
        (ui::details("What it was worked out from, as data", &html! { pre.govuk-body-s tabindex="0" { (pretty(&result.inputs)) } }))
    };
    let frame = people::frame(req, cx, &open, "Overview")?.titled(title);
    Ok(Reply::page(frame.back(open.path("/tiers")), body))
}

fn pretty(inputs: &serde_json::Value) -> String {
    serde_json::to_string_pretty(inputs).unwrap_or_default()
}

pub(super) fn propose_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let current = responsible(cx, &open.keys)?.and_then(|r| r.tier);
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let tiers = TIERS.iter().map(|t| ui::item(*t, *t));
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Propose another tier" }
        p.govuk-body { "In force: " (current.as_deref().unwrap_or("none")) ". A is the highest. A manager decides; the computed tier stays beside it." }
        (req.form_frame(&open.path("/tiers/propose")).show(&html! {
            (ui::radios("tier", "Tier").inline().items(tiers).show(&form))
            (ui::textarea("reason", "Why does this tier fit better?").hint("What happened, what you saw, and what the work needs").rows(4).most(LONGEST_NOTE).show(&form))
            (ui::button("Send to a manager").show())
        }))
    };
    let frame = people::frame(req, cx, &open, "Overview")?.titled("Propose another tier");
    Ok(Reply::page(frame.back(open.path("/tiers")), body))
}

pub(super) fn propose(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let mut form = req.form();
    let (tier, reason) = (form.code("tier", "a tier", &TIERS), form.text("reason", "a reason", LONGEST_NOTE));
    let (tier, reason) = form.complete((tier, reason))?;
    propose_tier(cx, open.keys.survivor, &tier, &reason)?;
    Ok(Reply::done(open.path("/tiers"), format!("Tier {tier} is proposed. A manager decides")))
}

pub(super) fn end_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let recorded = standing_record(cx, open.keys.survivor)?.ok_or(Failure::NotFound)?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "End the recorded tier" }
        p.govuk-body { (recorded.author) " recorded tier " (recorded.tier) " on " (ui::day(recorded.recorded_on)) ". Once it ends, the computed tier is in force." }
        (req.form_frame(&open.path("/tiers/end")).show(&html! {
            (ui::textarea("reason", "Why does it end?").rows(3).most(LONGEST_NOTE).show(&form))
            (ui::button("End it").warning().show())
        }))
    };
    let frame = people::frame(req, cx, &open, "Overview")?.titled("End the recorded tier");
    Ok(Reply::page(frame.back(open.path("/tiers")), body))
}

pub(super) fn end(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let mut form = req.form();
    let reason = form.text("reason", "a reason", LONGEST_NOTE);
    let (reason,) = form.complete((reason,))?;
    end_recorded_tier(cx, open.keys.survivor, &reason)?;
    Ok(Reply::done(open.path("/tiers"), "The computed tier is in force"))
}
