//! Around one person: who has them and who had them, what is missing, and which clocks somebody stopped or moved.

use super::allocate::holder_words;
use super::{reason_words, staff_link, tier_words};
use crate::deadlines::Met;
use crate::judgement::Clock;
use crate::lists::{
    FirstMeeting, Held, Responsibility, ShownGap, contact_clock_of, first_meeting_of, gaps_of, responsibility_history,
    responsible,
};
use crate::records::{Cause, EffectKind, JudgementRow, TierRecord};
use crate::responsibility::Holder;
use kernel::{Crn, Permission, StaffId};
use organisation::StaffLine;
use people::OpenPerson;
use std::collections::BTreeMap;
use store::{Cx, Result, params};
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
    let now = match &held {
        Some(held) => Some((holder_words(cx, held)?, held)),
        None => None,
    };
    let moments = history.iter().map(|h| moment(h, &staff)).collect::<Result<Vec<_>>>()?;
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
        (row.change(&allocate, "the officer"), tier.change(&open.path("/tier"), "the tier"))
    } else {
        (row, tier)
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

fn moment(held: &Held, staff: &BTreeMap<StaffId, StaffLine>) -> Result<ui::Moment> {
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
        },
    })
}
