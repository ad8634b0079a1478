//! How far a person's hours are: a picture with the same figures as a table, every entry with its working, the sessions to
//! come, and whom the hours helped.

use crate::listening::failures_under;
use crate::minutes::{Account, AccountLine, CreditSoFar, MinutesKind, accounts, accounts_questions, credit_so_far};
use crate::pace::{self, Standing};
use crate::placements;
use crate::policy::hours;
use crate::projects::{ProjectLine, project_lines};
use crate::sessions::{Booking, BookingState, bookings_of_person, bookings_questions};
use kernel::Permission::{ReadPeople, RunUnpaidWork};
use kernel::{Crn, Date, OrderId, ProjectId};
use law::Law;
use people::OpenPerson;
use std::collections::{BTreeMap, HashMap};
use store::{Cx, Result};
use web::ui::{self, Bar, Colour, SummaryCard, column, row};
use web::{Answer, Markup, Reply, Request, Route, html};

pub(super) const TAB: &str = "Interventions";

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get("/people/{crn}/unpaid-work", ReadPeople, show)]
}

pub(super) fn opened(cx: &mut Cx<'_>, req: &Request) -> Result<OpenPerson> {
    people::open(cx, &req.param::<Crn>("crn")?)
}

/// "100 hours of unpaid work, Community order of 3 May 2026".
pub(super) fn name(law: &Law, account: &Account) -> String {
    let kind = law.requirement(&account.requirement.kind).map_or("Unpaid work", |k| k.en.as_str());
    let sentence = law.sentence(&account.order.sentence).map_or(account.order.sentence.as_str(), |s| s.en.as_str());
    let of = format!("{} of {}", sentence, ui::day(account.order.made_on));
    match account.limits.ordered {
        Some(ordered) => format!("{kind}: {} ordered, {of}", hours(ordered)),
        None => format!("{kind}, {of}"),
    }
}

/// Minutes as a share that a bar can draw.
fn figure(minutes: i64) -> f64 {
    i32::try_from(minutes.max(0)).map_or(0.0, f64::from)
}

/// What is credited by kind, as bars and as a table.
fn picture(account: &Account) -> Markup {
    let mut by_kind: BTreeMap<MinutesKind, i64> = BTreeMap::new();
    for line in &account.lines {
        if let Some(counted) = &line.line {
            *by_kind.entry(line.entry.kind).or_default() += counted.credited;
        }
    }
    let mut rows: Vec<(String, i64)> = by_kind.into_iter().map(|(k, m)| (k.words().to_owned(), m)).collect();
    if account.limits.beside != 0 {
        rows.push(("Recorded on the sentence or in the log".into(), account.limits.beside));
    }
    rows.push(("Credited on the whole".into(), account.working.credited));
    if let Some(left) = account.left() {
        rows.push(("Left to work".into(), left));
    }
    let full = account.limits.ordered.map_or(1.0, figure).max(1.0);
    let bars: Vec<Bar> = rows
        .iter()
        .map(|(words, minutes)| Bar {
            label: html! { (words) },
            value: figure(*minutes),
            written: hours(*minutes),
            over: false,
        })
        .collect();
    let cells = rows.iter().map(|(words, minutes)| [html! { (words) }, html! { (hours(*minutes)) }]);
    html! {
        (ui::bars(full, &bars))
        (ui::details("The same as a table", &ui::Table::new("Hours by kind", [column("What"), column("Hours").numeric()]).rows(cells).show()))
    }
}

fn working(line: &AccountLine) -> Markup {
    let e = &line.entry;
    html! {
        @if let (Some(from), Some(to)) = (e.starts, e.ends) { (ui::time(from)) " to " (ui::time(to)) @if e.penalty > 0 { ", " (hours(e.penalty)) " taken off" } ". " }
        @if let Some(area) = &e.elsewhere { @if e.minutes < 0 { "To " } @else { "From " } (area) ". " }
        @if let Some(reason) = &e.reason { (reason) ". " }
        @match &line.line {
            Some(counted) => { @if let Some(over) = counted.over { strong { (hours(counted.minutes - counted.credited)) " not credited: " (over.words()) ". " } } }
            None => { (ui::tag(Colour::Grey, "Taken back")) " " (line.taken_back.clone().unwrap_or_default()) }
        }
        span.govuk-hint { "Entered by " (e.author_name) ", " (ui::short_day(e.recorded_at.local_date())) }
    }
}

fn entries(open: &OpenPerson, account: &Account, may: bool) -> Markup {
    let mut lines: Vec<&AccountLine> = account.lines.iter().collect();
    lines.sort_by_key(|l| std::cmp::Reverse((l.entry.done_on, l.entry.first_id)));
    let cells = lines.iter().map(|l| {
        let counted = l.line.as_ref();
        [
            html! { (ui::short_day(l.entry.done_on)) },
            html! { (l.entry.kind.words()) },
            html! { @match counted { Some(c) => (hours(c.credited)), None => "–" } },
            html! { @match counted { Some(c) => (hours(c.sum)), None => "–" } },
            working(l),
            html! { @if may && counted.is_some() {
                (ui::link_about(&open.path(&format!("/unpaid-work/minutes/{}", l.entry.id)), "Put right", &format!("entry of {}", ui::day(l.entry.done_on))))
            } },
        ]
    });
    let columns = [
        column("Day"),
        column("What"),
        column("Credited").numeric(),
        column("Sum").numeric(),
        column("Working"),
        column("Action").unseen(),
    ];
    let beside = account.beside.iter().map(|p| {
        [
            html! { (ui::short_day(p.done_on)) },
            html! { (hours(p.minutes)) },
            html! { @if p.source_key.is_some() { "An appointment of the log. " } @else { "Typed on the sentence page. " } (p.note.clone().unwrap_or_default()) },
        ]
    });
    html! {
        @if lines.is_empty() { (ui::empty("Nothing has been entered yet. Hours come from registers of sessions.", None)) }
        @else { (ui::Table::new("Entries, the latest first", columns).rows(cells).show()) }
        @if !account.beside.is_empty() {
            (ui::Table::new("Recorded outside registers", [column("Day"), column("Time").numeric(), column("Where from")]).rows(beside).show())
        }
    }
}

fn credit_words(so_far: &CreditSoFar) -> Markup {
    let c = &so_far.credit;
    let bears = i64::from(c.credit_minutes);
    html! {
        p.govuk-body {
            "The law bears " strong { (hours(bears)) } " of credit for good progress so far, of at most " (hours(i64::from(c.most_minutes)))
            "; " (hours(so_far.entered)) " are entered. "
            @match (c.reached_on, c.stopped_on) {
                (None, Some(day)) => { "A failure on " (ui::day(day)) " came before the credit could begin." }
                (None, None) => { "It begins after " (hours(i64::from(c.threshold_minutes))) " worked without a failure." }
                (Some(_), Some(day)) => { "Nothing more is earned since the failure on " (ui::day(day)) "." }
                (Some(day), None) => { "It is earned since " (ui::day(day)) "." }
            }
            @if bears > so_far.entered { " The officer decides, under what may be done by their own authority." }
        }
    }
}

/// The minutes of each project, for whom they were.
fn helped(all: &[Account], bookings: &[Booking]) -> BTreeMap<ProjectId, i64> {
    let project_of: HashMap<_, _> = bookings.iter().map(|b| (b.id, b.project_id)).collect();
    let mut sums = BTreeMap::new();
    for line in all.iter().flat_map(|a| &a.lines) {
        // Hours that count for two orders were worked once.
        let worked = line.entry.kind == MinutesKind::Worked
            || line.entry.kind == MinutesKind::Concurrent && line.entry.other_id.is_none();
        if let Some(project) = line.entry.booking_id.and_then(|b| project_of.get(&b))
            && worked
            && line.line.is_some()
        {
            *sums.entry(*project).or_insert(0) += line.entry.minutes;
        }
    }
    sums
}

/// Whom the hours helped, with how long.
pub(super) fn helped_rows(
    all: &[Account],
    bookings: &[Booking],
    projects: &HashMap<ProjectId, ProjectLine>,
) -> Vec<(String, String, i64)> {
    let mut rows: Vec<_> = helped(all, bookings)
        .into_iter()
        .filter_map(|(id, minutes)| {
            let line = projects.get(&id)?;
            let whom = line.beneficiary.clone().unwrap_or_else(|| line.project.name.clone());
            Some((whom, line.project.work.clone(), minutes))
        })
        .collect();
    rows.sort_by_key(|r| std::cmp::Reverse(r.2));
    rows
}

fn coming(open: &OpenPerson, bookings: &[Booking], projects: &HashMap<ProjectId, ProjectLine>, may: bool) -> Markup {
    let cells = bookings.iter().map(|b| {
        let line = projects.get(&b.project_id);
        [
            html! { (ui::weekday(b.on_date)) },
            html! { (ui::time(b.starts)) " to " (ui::time(b.ends)) },
            html! { (line.map_or("A project", |l| l.project.name.as_str())) },
            html! { (line.and_then(|l| l.project.meeting_point.clone().or(l.project.address.clone())).unwrap_or_default()) },
            html! { @if may { (ui::link_about(&open.path(&format!("/unpaid-work/bookings/{}/release", b.id)), "Take off", &ui::day(b.on_date))) } },
        ]
    });
    let columns =
        [column("Day"), column("Time"), column("Project"), column("Where to meet"), column("Action").unseen()];
    html! {
        @if bookings.is_empty() {
            (ui::empty("No session is booked.", may.then(|| ui::link(&open.path("/unpaid-work/weeks"), "Book sessions week after week")).as_ref()))
        } @else { (ui::Table::new("Sessions to come", columns).unseen_caption().rows(cells).show()) }
    }
}

/// For each placement the way to book its sessions week after week.
fn to_book(open: &OpenPerson, running: &[placements::Placement], may: bool, today: Date) -> Markup {
    let links = running.iter().filter(|p| may && p.is_open(today)).map(|p| {
        let every = if p.frequency == placements::Frequency::Fortnightly { "2" } else { "1" };
        let from = p.from_date.max(today);
        let asked = [
            ("project", p.project_id.to_string()),
            ("weekday", p.weekday.to_string()),
            ("every", every.to_owned()),
            ("from-day", from.day().to_string()),
            ("from-month", from.month().to_string()),
            ("from-year", from.year().to_string()),
        ];
        ui::Address::new(open.path("/unpaid-work/weeks"), asked).to_string()
    });
    html! { @for link in links { p.govuk-body { (ui::link(&link, "Book the sessions of this placement")) } } }
}

fn pace_words(standing: &Standing) -> Markup {
    html! {
        p.govuk-body { (pace::tag(standing.verdict)) " " (pace::sentence(standing)) }
    }
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let asked = vec![placements::placements_question(&open.keys)];
    let questions = [accounts_questions(&open.keys), bookings_questions(&open.keys), asked].concat();
    cx.ask_together(&questions)?;
    let (law, today) = (cx.part::<Law>()?, cx.today());
    let all = accounts(cx, &open.keys)?;
    let bookings = bookings_of_person(cx, &open.keys)?;
    let running = placements::placements_of(cx, &open.keys)?;
    let mut ids: Vec<ProjectId> = bookings.iter().map(|b| b.project_id).collect();
    ids.extend(running.iter().map(|p| p.project_id));
    let projects = project_lines(cx, &ids)?;
    let may = cx.may(RunUnpaidWork);
    let mut credits: HashMap<OrderId, CreditSoFar> = HashMap::new();
    for account in all.iter().filter(|a| a.is_open() && !credits.contains_key(&a.order.id)).collect::<Vec<_>>() {
        if credits.contains_key(&account.order.id) {
            continue;
        }
        let failures = failures_under(cx, &open.keys, account.order.event_id)?;
        credits.extend(credit_so_far(&law, &all, account.order.id, &failures).map(|c| (account.order.id, c)));
    }
    let standings = pace::standings(cx, &all)?;
    let mut ahead: Vec<Booking> =
        bookings.iter().filter(|b| b.state == BookingState::Booked && b.on_date >= today).cloned().collect();
    ahead.sort_by_key(|b| (b.on_date, b.starts));
    let rows = helped_rows(&all, &bookings, &projects);
    let has_work = all.iter().any(Account::is_open);
    let card = placements::card(&open, &running, &projects, has_work, today);
    let placed = html! { (card) (to_book(&open, &running, may && has_work, today)) };
    let frame =
        people::frame(req, cx, &open, TAB)?.titled("Unpaid work").crumb(open.path("/interventions"), "Interventions");
    let cells =
        rows.iter().map(|(whom, work, minutes)| [html! { (whom) }, html! { (work) }, html! { (hours(*minutes)) }]);
    let body = html! {
        h1.govuk-heading-l { "Unpaid work" }
        @if all.is_empty() { (ui::empty("No order of this person asks for unpaid work.", None)) }
        @else {
            (ui::button_group(&html! {
                @if may {
                    (ui::link_button(&open.path("/unpaid-work/weeks"), "Book sessions").show())
                    (ui::link_button(&open.path("/unpaid-work/minutes/add"), "Enter minutes by hand").secondary().show())
                    (ui::link_button(&open.path("/unpaid-work/minutes/move"), "Move minutes").secondary().show())
                }
                (ui::link_button(&open.path("/unpaid-work/page"), "A page for the person").secondary().show())
            }))
            @for account in &all {
                h2.govuk-heading-m { (name(&law, account)) @if !account.is_open() { " " (ui::tag(Colour::Grey, "Ended")) } }
                @if let Some(standing) = standings.get(&account.requirement.id) { (pace_words(standing)) }
                (picture(account))
                @if let Some(credit) = credits.get(&account.order.id) { (credit_words(credit)) }
                (entries(&open, account, may))
            }
            h2.govuk-heading-m { "Where they work" }
            (placed)
            h2.govuk-heading-m { "Sessions to come" }
            @if !ahead.is_empty() && all.iter().filter(|a| a.is_open()).all(Account::is_done) {
                (ui::warning("Every hour that was ordered is credited, and sessions are still booked. Take the person off them, or end the requirement."))
            }
            (coming(&open, &ahead, &projects, may))
            h2.govuk-heading-m { "Whom the hours helped" }
            @if rows.is_empty() { (ui::empty("When hours are worked, this says for whom.", None)) }
            @else { (ui::Table::new("Whom the hours helped", ["For", "What was done"].map(column).into_iter().chain([column("Hours").numeric()])).unseen_caption().rows(cells).show()) }
        }
    };
    Ok(Reply::page(frame, body))
}

/// The card of a person's page of interventions: nothing where no order asks for unpaid work.
///
/// # Errors
/// When the database fails.
pub(crate) fn person_card(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<Markup> {
    let all = accounts(cx, &open.keys)?;
    if all.is_empty() {
        return Ok(html! {});
    }
    let (law, today) = (cx.part::<Law>()?, cx.today());
    let standings = pace::standings(cx, &all)?;
    let bookings = bookings_of_person(cx, &open.keys)?;
    let next = bookings.iter().filter(|b| b.state == BookingState::Booked && b.on_date >= today);
    let next = next.min_by_key(|b| (b.on_date, b.starts));
    let mut rows: Vec<ui::Row> = all
        .iter()
        .filter(|a| a.is_open())
        .map(|a| {
            let left = a.left().map_or_else(|| "not known".to_owned(), hours);
            let tag = standings.get(&a.requirement.id).map(|s| pace::tag(s.verdict));
            row(
                name(&law, a),
                html! { (hours(a.working.credited)) " credited, " (left) " left. " @if let Some(tag) = tag { (tag) } },
            )
        })
        .collect();
    if rows.is_empty() {
        rows.push(row("Unpaid work", "Every order that asked for it has ended"));
    }
    rows.push(match next {
        Some(b) => row("Next session", format!("{}, {}", ui::weekday(b.on_date), ui::time(b.starts))),
        None => row("Next session", "None is booked"),
    });
    Ok(SummaryCard::new("Unpaid work").action(&open.path("/unpaid-work"), "Hours and sessions").rows(&rows))
}
