//! Around one person: who has them and who had them, what is missing, and which clocks somebody stopped or moved.

use super::allocate::holder_words;
use super::tiers::load_words;
use super::{LONGEST_NOTE, reason_words, staff_link, tier_words};
use crate::deadlines::Met;
use crate::judgement::Clock;
use crate::lists::{
    FirstMeeting, Held, Responsibility, ShownGap, contact_clock_of, first_meeting_of, gaps_of, responsibility_history,
    responsible,
};
use crate::records::{Cause, EffectKind, JudgementRow, TierRecord};
use crate::responsibility::Holder;
use crate::workload::{AllocationNeed, AllocationRecord, Figures, allocation_records, settle_need};
use kernel::{Crn, EntryId, Permission, StaffId};
use organisation::StaffLine;
use people::OpenPerson;
use std::collections::BTreeMap;
use store::{Cx, Result, params};
use web::form::Form;
use web::{Answer, Markup, Reply, Request, html, ui};

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let person = open.keys.survivor;
    let held = responsible(cx, &open.keys)?;
    let history = responsibility_history(cx, &open.keys)?;
    let gaps = gaps_of(cx, person)?;
    let clock = contact_clock_of(cx, person)?;
    let first_meeting = first_meeting_of(cx, person)?;
    let judgements = cx.list::<JudgementRow>("WHERE person_id = $1 ORDER BY made_on DESC, id DESC", params![person])?;
    let tiers = cx.list::<TierRecord>("WHERE person_id = $1 ORDER BY recorded_on DESC, id DESC", params![person])?;
    let staff = organisation::staff_lines(cx, &named(&history))?;
    let records = allocation_records(cx, &open.keys)?;
    let figures = Figures::now(cx)?;
    let now = match &held {
        Some(held) => Some((holder_words(cx, held)?, held)),
        None => None,
    };
    let moments = history.iter().map(|h| moment(h, &staff, &figures)).collect::<Result<Vec<_>>>()?;
    let body = html! {
        h1.govuk-heading-l { "Responsibility" }
        @match &now {
            None => p.govuk-body { "This person is not under supervision." },
            Some((words, held)) => (current(cx, &open, words, held, clock.map(|c| c.due), first_meeting)),
        }
        @if !gaps.is_empty() { (missing(&gaps)) }
        h2.govuk-heading-m { "Clocks stopped or moved" }
        (judgement_table(&open, &judgements))
        @if !tiers.is_empty() { (tier_table(&tiers)) }
        @if !records.is_empty() { (decisions(&open, &records, &staff, &figures, cx.may(Permission::Allocate))) }
        h2.govuk-heading-m { "History" }
        (ui::timeline(&moments))
    };
    let frame = people::frame(req, cx, &open, "Overview")?.titled("Responsibility");
    Ok(Reply::page(frame.back(open.path("")), body))
}

fn current(
    cx: &Cx<'_>,
    open: &OpenPerson,
    words: &str,
    held: &Responsibility,
    due: Option<kernel::Date>,
    first_meeting: Option<FirstMeeting>,
) -> Markup {
    let allocate = format!("/allocate/{}", open.crn);
    let row = ui::row("Now", words);
    let tier = ui::row("Tier", tier_words(held.tier.as_deref()));
    let may = cx.may(Permission::Allocate);
    let (row, tier) = if may {
        (row.change(&allocate, "the officer"), tier.action(&open.path("/tiers"), "See why", "the tier is so"))
    } else {
        (row, tier.action(&open.path("/tiers"), "See why", "the tier is so"))
    };
    let mut contact = ui::row("Next contact due", due.map_or_else(|| "Not known".to_owned(), ui::day));
    if cx.may(Permission::RecordContacts) {
        contact = contact.action(&open.path("/clock"), "Stop or move", "a clock");
    }
    let had = ui::count(i64::try_from(held.served.officers).unwrap_or(i64::MAX), "officer", "officers");
    let covers = ui::count(i64::try_from(held.served.covers).unwrap_or(i64::MAX), "cover", "covers");
    ui::summary_list(&[
        row,
        tier,
        ui::row("First meeting with their officer", first_meeting_words(first_meeting)),
        contact,
        ui::row("So far", format!("{had} and {covers}")),
        ui::row("Handover", ui::link(&format!("/handover/{}", open.crn), "See the handover")),
    ])
}

fn first_meeting_words(first: Option<FirstMeeting>) -> String {
    let Some(first) = first else { return "No officer yet".to_owned() };
    let met = match first.met {
        Met::Officer(on) => format!("Met on {}", ui::day(on)),
        Met::InductionOnly(on) => format!("Only an induction, on {}", ui::day(on)),
        Met::No => "Not yet".to_owned(),
    };
    first.due.map_or_else(|| met.clone(), |due| format!("{met}. Due by {}", ui::day(due)))
}

/// What was known at each allocation, and what is still needed.
fn decisions(
    open: &OpenPerson,
    records: &[(AllocationRecord, Vec<AllocationNeed>)],
    staff: &BTreeMap<StaffId, StaffLine>,
    figures: &Figures,
    may: bool,
) -> Markup {
    let name = |id: StaffId| staff.get(&id).map_or_else(|| "somebody else".to_owned(), |s| s.name.clone());
    html! {
        h2.govuk-heading-m { "Decisions on who has them" }
        @for (record, needs) in records {
            @let title = format!("{}, {}", name(record.officer_id), ui::day(record.decided_on));
            (ui::SummaryCard::new(title).holding(&html! {
                p.govuk-body {
                    "Decided by " (record.decided_by) ". Officer at " (load_words(Some(record.points_before), Some(record.available)))
                    ", the case " (record.points_of_case) " points."
                    @if let Some(other) = record.recommended_id.filter(|r| *r != record.officer_id) { " The facts spoke for " (name(other)) "." }
                }
                @if let Some(why) = &record.against_why { p.govuk-body { (why) } }
                @if record.is_short { p.govuk-body { "Everything that decides was known." } }
                @for (label, words) in [("Known", &record.known), ("Not known", &record.not_known), ("Done to find it", &record.done_to_find)] {
                    @if let Some(words) = words { p.govuk-body { strong { (label) ": " } (words) } }
                }
                @if let Some(before) = figures.before(record.decided_on) { p.govuk-hint { (before.words) } }
                @if !needs.is_empty() { (need_table(open, needs, may)) }
            }))
        }
    }
}

fn need_table(open: &OpenPerson, needs: &[AllocationNeed], may: bool) -> Markup {
    let columns = [ui::column("Still needed"), ui::column("From whom"), ui::column("By"), ui::column("What came")];
    let rows = needs.iter().map(|n| {
        let settle = open.path(&format!("/responsibility/needs/{}", n.id));
        vec![
            html! { (n.what) },
            html! { (n.from_whom) },
            html! { (ui::short_day(n.by_day)) },
            html! {
                @match (&n.settled_words, n.settled_on) {
                    (Some(words), Some(on)) => { (words) ", " (ui::short_day(on)) },
                    _ => { "Nothing yet" @if may { br; (ui::link_about(&settle, "Say what came", &n.what)) } }
                }
            },
        ]
    });
    ui::Table::new("What was still needed", columns).unseen_caption().rows(rows).show()
}

pub(super) fn need_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let id = req.param::<EntryId>("need")?;
    let need = cx.need::<AllocationNeed>(params![open.keys.survivor, id])?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Say what came" }
        p.govuk-body { (need.what) ", from " (need.from_whom) ", needed by " (ui::day(need.by_day)) "." }
        (req.form_frame(&open.path(&format!("/responsibility/needs/{id}"))).hidden("version", need.version).show(&html! {
            (ui::textarea("words", "What came, or why is it needed no more?").rows(3).most(LONGEST_NOTE).show(&form))
            (ui::button("Save").show())
        }))
    };
    let frame = people::frame(req, cx, &open, "Overview")?.titled("Say what came");
    Ok(Reply::page(frame.back(open.path("/responsibility")), body))
}

pub(super) fn save_need(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let id = req.param::<EntryId>("need")?;
    let mut form = req.form();
    let words = form.text("words", "what came", LONGEST_NOTE);
    let version = form.integer("version", "the page again", 1..=i64::MAX);
    let (words, version) = form.complete((words, version))?;
    settle_need(cx, open.keys.survivor, id, version, &words)?;
    Ok(Reply::done(open.path("/responsibility"), "Saved"))
}

fn missing(gaps: &[ShownGap]) -> Markup {
    html! {
        h2.govuk-heading-m { "Missing now" }
        ul.govuk-list.govuk-list--bullet { @for gap in gaps { li { strong { (gap.kind.title()) } ". " (gap.words) } } }
    }
}

fn judgement_table(open: &OpenPerson, rows: &[JudgementRow]) -> Markup {
    if rows.is_empty() {
        return html! { p.govuk-body { "None." } };
    }
    let columns = [
        ui::column("Clock"),
        ui::column("Judgement"),
        ui::column("Why"),
        ui::column("By"),
        ui::column("Action").unseen(),
    ];
    let body = rows.iter().map(|row| {
        let clock = Clock::ALL.into_iter().find(|c| c.code() == row.clock).map_or(row.clock.as_str(), |c| c.words());
        let effect = match row.effect {
            EffectKind::Stop => format!("Stopped until {}", ui::day(row.until)),
            EffectKind::Move => format!("Moved to {}", ui::day(row.until)),
        };
        let back = open.path(&format!("/clock/{}/withdraw", row.id));
        vec![
            html! { (clock) },
            html! { (effect) @if let Some(why) = &row.withdrawn_why { br; (ui::tag(ui::Colour::Grey, "Taken back")) " " (why) } },
            html! { (row.reason) },
            html! { (row.author) ", " (ui::short_day(row.made_on)) },
            html! { @if row.withdrawn_at.is_none() { (ui::link_about(&back, "Take back", &effect)) } },
        ]
    });
    ui::Table::new("Judgements, the newest first", columns).rows(body).show()
}

fn tier_table(rows: &[TierRecord]) -> Markup {
    let columns = [ui::column("Tier"), ui::column("Recorded"), ui::column("Why"), ui::column("By")];
    let body = rows.iter().map(|row| {
        vec![
            html! { (row.tier) },
            html! { (ui::short_day(row.recorded_on)) },
            html! { (row.reason) },
            html! { (row.author) },
        ]
    });
    html! { h2.govuk-heading-m { "Tiers" } (ui::Table::new("Tiers, the newest first", columns).rows(body).show()) }
}

fn named(history: &[Held]) -> Vec<StaffId> {
    let mut staff: Vec<StaffId> = history
        .iter()
        .flat_map(|h| match h.holder {
            Holder::Officer(officer) => [Some(officer), None],
            Holder::Cover { officer, cover, .. } => [Some(officer), Some(cover)],
            Holder::Unallocated { awaiting } => [awaiting, None],
        })
        .flatten()
        .collect();
    staff.sort_unstable();
    staff.dedup();
    staff
}

fn moment(held: &Held, staff: &BTreeMap<StaffId, StaffLine>, figures: &Figures) -> Result<ui::Moment> {
    let title = match held.holder {
        Holder::Officer(officer) => staff_link(staff, officer),
        Holder::Cover { officer, cover, .. } => {
            html! { (staff_link(staff, cover)) " on cover for " (staff_link(staff, officer)) }
        }
        Holder::Unallocated { awaiting: None } => html! { "Unallocated" },
        Holder::Unallocated { awaiting: Some(officer) } => {
            html! { "Unallocated while " (staff_link(staff, officer)) " is away" }
        }
    };
    let cause = match held.cause {
        Cause::Began => "Supervision began",
        Cause::Allocated => "Allocated",
        Cause::Presence => "Staff away, covered or back",
        Cause::Merged => "Two records became one",
    };
    let reason = held.reason_code.as_deref().map(reason_words).transpose()?;
    let until = held.until.map_or_else(|| "now".to_owned(), ui::instant);
    Ok(ui::Moment {
        title,
        by: Some(held.author.clone()),
        datetime: held.from.to_string(),
        when: format!("{} to {until}", ui::instant(held.from)),
        body: html! {
            p.govuk-body { (cause) @if let Some(reason) = reason { ": " (reason) } }
            @if let Some(note) = &held.note { p.govuk-body { (note) } }
            @if let Some(before) = figures.before(held.from.local_date()).filter(|_| held.cause == Cause::Allocated) {
                p.govuk-hint { (before.words) }
            }
        },
    })
}
