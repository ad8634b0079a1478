//! The lists of reports: everybody's on shelves, and one person's.

use super::super::panel::{hearing, state_tag};
use super::super::records::ReportLine;
use super::super::store::{Shelf, list, reports_of};
use kernel::{Crn, Permission, PersonId, StaffId};
use law::Law;
use organisation::{StaffLine, staff_lines};
use std::collections::BTreeMap;
use store::Cx;
use web::ui;
use web::{Answer, Markup, Reply, Request, html};

const PER_PAGE: u64 = 25;

const SHELVES: &[(&str, &str)] = &[
    ("mine", "Mine"),
    ("open", "Being written"),
    ("check", "To check"),
    ("signed", "Signed"),
    ("withdrawn", "Withdrawn"),
];

fn shelf(cx: &Cx<'_>, code: &str) -> Shelf {
    match code {
        "mine" => Shelf::Open(cx.actor().staff()),
        "check" => Shelf::ToCheck,
        "signed" => Shelf::Signed,
        "withdrawn" => Shelf::Withdrawn,
        _ => Shelf::Open(None),
    }
}

fn nothing(code: &str) -> &'static str {
    match code {
        "mine" => "You are writing no report.",
        "check" => "No report waits to be checked.",
        "signed" => "No report has been signed yet.",
        "withdrawn" => "No report was withdrawn.",
        _ => "No report is being written.",
    }
}

pub(super) fn all(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let usual = if cx.may(Permission::Oversee) || cx.actor().staff().is_none() { "open" } else { "mine" };
    let asked = req.query("show").unwrap_or(usual);
    let code = SHELVES.iter().find(|(code, _)| *code == asked).map_or(usual, |s| s.0);
    let from = i64::try_from((req.page() - 1).saturating_mul(PER_PAGE)).unwrap_or(i64::MAX);
    let wanted = shelf(cx, code);
    let (rows, total) = list(cx, wanted, i64::try_from(PER_PAGE).unwrap_or(25), from)?;
    let ids: Vec<PersonId> = rows.iter().map(|r| r.person_id).collect();
    let people = people::lines(cx, &ids)?;
    cx.note_shown("list", "reports to courts", &ids);
    let names = names(cx, &rows)?;
    let (law, today) = (cx.part::<Law>()?, cx.today());
    let columns = ["Person", "CRN", "Hearing", "Kind", "Who writes it", "How it stands"].map(ui::column);
    let cells = rows.iter().filter_map(|row| {
        let person = people.get(&row.person_id)?;
        Some([
            ui::link(&format!("/reports/{}", row.id), &person.name),
            html! { (person.crn) },
            hearing(&law, today, row),
            html! { (row.kind.words()) },
            html! { (who(&names, row)) },
            state_tag(row.state),
        ])
    });
    let tabs: Vec<ui::Tab> = SHELVES
        .iter()
        .map(|(at, words)| ui::Tab::new(format!("/reports?show={at}"), *words).current(*at == code))
        .collect();
    let body = html! {
        h1.govuk-heading-l { "Reports to courts" }
        (crate::tabs(cx, "Reports")?)
        div class="govuk-!-margin-bottom-6" { (ui::sub_navigation("Which reports", &tabs)) }
        @if rows.is_empty() {
            (ui::empty(nothing(code), Some(&html! { "A report is begun from a court’s request, or from a person’s record." })))
        } @else {
            (ui::Table::new("Reports", columns).unseen_caption().rows(cells).show())
            (ui::pagination(&req.address(), req.page(), PER_PAGE, u64::try_from(total).unwrap_or(0)))
        }
        @if cx.may(Permission::ReadTeams) {
            p.govuk-body { (ui::link("/reports/figures", "How timely and how good reports are, and what courts made of proposals")) }
        }
    };
    Ok(Reply::page(req.frame().titled("Reports to courts").within("/court/inbox"), body))
}

fn names(cx: &mut Cx<'_>, rows: &[ReportLine]) -> store::Result<BTreeMap<StaffId, StaffLine>> {
    let staff: Vec<StaffId> = rows.iter().filter_map(|r| r.staff_id).collect();
    staff_lines(cx, &staff)
}

fn who(names: &BTreeMap<StaffId, StaffLine>, row: &ReportLine) -> String {
    row.staff_id.map_or_else(
        || "Nobody yet".to_owned(),
        |id| names.get(&id).map_or_else(|| "Not known".into(), |line| line.name.clone()),
    )
}

pub(super) fn of_person(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let crn: Crn = req.param("crn")?;
    let open = people::open(cx, &crn)?;
    let rows = reports_of(cx, &open.keys)?;
    let names = names(cx, &rows)?;
    let (law, today) = (cx.part::<Law>()?, cx.today());
    let columns = ["Hearing", "Kind", "Who writes it", "How it stands", "Sentence"].map(ui::column);
    let cells = rows.iter().map(|row| {
        let words = format!("{} for {}", row.kind.words(), ui::short_day(row.hearing_on));
        [
            html! { (ui::link(&format!("/reports/{}", row.id), &words)) br; (hearing(&law, today, row)) },
            html! { (row.kind.words()) },
            html! { (who(&names, row)) },
            state_tag(row.state),
            verdict(row),
        ]
    });
    let body = html! {
        h1.govuk-heading-l { "Reports to courts" }
        @if cx.may(Permission::Assess) {
            (ui::link_button(&open.path("/reports/new"), "Begin a report").show())
        }
        @if rows.is_empty() { (ui::empty("No report about this person has been begun.", None)) }
        @else { (ui::Table::new("Reports, the newest first", columns).unseen_caption().rows(cells).show()) }
    };
    let frame = super::framed(cx, req, &open, "Reports to courts", open.path("/sentence"))?;
    Ok(Reply::page(frame, body))
}

fn verdict(row: &ReportLine) -> Markup {
    let verdict = row.verdict.as_deref().and_then(super::super::concordance::Verdict::of);
    html! {
        @match (verdict, row.sentenced_on) {
            (Some(verdict), Some(on)) => { (ui::link(&format!("/reports/{}/sentence", row.id), verdict.words())) br; span.govuk-hint { (ui::short_day(on)) } }
            _ => "Not yet"
        }
    }
}
