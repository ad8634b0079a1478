//! The week of court duty, with gaps; putting somebody on and off; how often a court sits.

use super::actions::{Sits, put_on_duty, take_off_duty};
use super::rules::{Cell, cell, needed};
use super::{Duty, SittingRow};
use crate::day::Sitting;
use jiff::ToSpan;
use kernel::{CourtId, Date, EntryId, Permission, StaffId};
use law::{Law, Nation};
use organisation::{Court, StaffLine};
use std::collections::{BTreeMap, BTreeSet};
use store::{Cx, Result, params};
use web::form::Form;
use web::ui::{self, Colour};
use web::{Answer, Markup, Reply, Request, Route, html};

pub(super) fn routes() -> Vec<Route> {
    const INBOX: Permission = Permission::CourtInbox;
    vec![
        Route::get("/court/duty", INBOX, week),
        Route::get("/court/duty/add", INBOX, form),
        Route::post("/court/duty/add", INBOX, save),
        Route::get("/court/duty/{id}/remove", INBOX, remove_form),
        Route::post("/court/duty/{id}/remove", INBOX, remove),
        Route::get("/court/duty/sittings", Permission::Allocate, sittings_form),
        Route::post("/court/duty/sittings", Permission::Allocate, sittings),
    ]
}

pub(super) struct Week {
    pub(super) courts: Vec<Court>,
    pub(super) days: Vec<Date>,
    pub(super) cells: BTreeMap<(CourtId, Date), Cell>,
    pub(super) names: BTreeMap<StaffId, StaffLine>,
}

/// The duties and gaps of some days, in four statements.
pub(super) fn read(cx: &mut Cx<'_>, from: Date, to: Date) -> Result<Week> {
    let courts = organisation::courts(cx)?;
    let law = cx.part::<Law>()?;
    let working = law.working_days(Nation::EnglandAndWales);
    let sittings = cx.list::<SittingRow>("ORDER BY court_id, weekday, from_date", &[])?;
    let duties = "WHERE day >= $1 AND day <= $2 AND withdrawn_at IS NULL ORDER BY day, sitting, id";
    let duties = cx.list::<Duty>(duties, params![from, to])?;
    let staff: Vec<StaffId> = duties.iter().map(|d| d.staff_id).collect();
    let names = organisation::staff_lines(cx, &staff)?;
    let away = organisation::away_between(cx, &staff, from, to)?;
    let mut days = Vec::new();
    let mut day = from;
    while day <= to {
        days.push(day);
        day = day.saturating_add(1.day());
    }
    let mut cells = BTreeMap::new();
    for court in &courts {
        for day in &days {
            let named = duties.iter().filter(|d| d.court_id == court.id && d.day == *day).cloned().collect();
            let gone: BTreeSet<StaffId> = away
                .iter()
                .filter(|a| a.first_day <= *day && a.last_day.is_none_or(|l| l >= *day))
                .map(|a| a.staff_id)
                .collect();
            let wanted = needed(&sittings, court.id, *day, working.is_working(*day));
            cells.insert((court.id, *day), cell(wanted, named, &gone));
        }
    }
    Ok(Week { courts, days, cells, names })
}

fn monday(day: Date) -> Date {
    day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days())
}

fn shown(cell: &Cell, names: &BTreeMap<StaffId, StaffLine>) -> Markup {
    let name = |d: &Duty| names.get(&d.staff_id).map_or_else(|| "Not known".to_owned(), |s| s.name.clone());
    html! {
        @for duty in &cell.here {
            (ui::link_about(&format!("/court/duty/{}/remove", duty.id), &name(duty), "take off duty"))
            @if duty.sitting != Sitting::NotSaid { br; span.govuk-hint { (duty.sitting.words()) } }
            br;
        }
        @for duty in &cell.away { (name(duty)) " " (ui::tag(Colour::Orange, "Away")) br; }
        @if cell.gap > 0 { (ui::tag(Colour::Red, &format!("{} missing", cell.gap))) }
        @else if cell.here.is_empty() { @if cell.needed.is_some() { "Not sitting" } @else { "Not said" } }
    }
}

fn week(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let today = cx.today();
    let first = monday(req.query("from").and_then(|d| web::form::parse_day(d).ok()).unwrap_or(today));
    let week = read(cx, first, first.saturating_add(4.days()))?;
    let gaps: i64 = week.cells.iter().filter(|((_, day), _)| *day >= today).map(|(_, c)| c.gap).sum();
    let columns = std::iter::once("Court".to_owned()).chain(week.days.iter().map(|d| ui::short_day(*d)));
    let columns: Vec<ui::Column> = columns.map(|w| ui::column(&w)).collect();
    let rows = week.courts.iter().map(|court| {
        let cells = week
            .days
            .iter()
            .map(|day| week.cells.get(&(court.id, *day)).map_or_else(|| html! {}, |c| shown(c, &week.names)));
        std::iter::once(html! { (court.name) }).chain(cells).collect::<Vec<_>>()
    });
    let at = |day: Date| format!("/court/duty?from={day}");
    let unsaid: Vec<&str> = week
        .courts
        .iter()
        .filter(|c| week.days.iter().all(|d| week.cells.get(&(c.id, *d)).is_none_or(|cell| cell.needed.is_none())))
        .map(|c| c.name.as_str())
        .collect();
    let body = html! {
        h1.govuk-heading-l { "Court duty" }
        (crate::tabs(cx, "Duty")?)
        p.govuk-body { "Week from " (ui::day(first)) ". " (ui::link(&at(first.saturating_sub(7.days())), "The week before")) ", " (ui::link(&at(first.saturating_add(7.days())), "the week after")) }
        @if gaps > 0 { (ui::warning(&format!("{} from today on in this week.", ui::count(gaps, "place has nobody", "places have nobody")))) }
        (ui::link_button("/court/duty/add", "Put somebody on duty").show())
        @if week.courts.is_empty() { (ui::empty("No court has been added yet: an administrator adds courts.", None)) }
        @else { (ui::Table::new("Who is on duty", columns).rows(rows).show()) }
        @if !unsaid.is_empty() {
            (ui::inset(&html! { "Nobody has said how often these sit, so no gap is shown for them: " (unsaid.join(", ")) "." }))
        }
        @if cx.may(Permission::Allocate) { p.govuk-body { (ui::link("/court/duty/sittings", "Say how often a court sits")) } }
    };
    Ok(Reply::page(req.frame().titled("Court duty").within("/court/inbox"), body))
}

/// Who is on duty at a court on a day, for its day list.
pub(crate) fn on_duty(cx: &mut Cx<'_>, court: &Court, day: Date) -> Result<Markup> {
    let duties = "WHERE day = $1 AND court_id = $2 AND withdrawn_at IS NULL ORDER BY sitting, id";
    let duties = cx.list::<Duty>(duties, params![day, court.id])?;
    let staff: Vec<StaffId> = duties.iter().map(|d| d.staff_id).collect();
    let names = organisation::staff_lines(cx, &staff)?;
    let words: Vec<String> = duties
        .iter()
        .map(|d| {
            let name = names.get(&d.staff_id).map_or("Not known", |s| s.name.as_str());
            if d.sitting == Sitting::NotSaid {
                name.to_owned()
            } else {
                format!("{name} ({})", d.sitting.words().to_lowercase())
            }
        })
        .collect();
    Ok(html! {
        p.govuk-body {
            "On duty: "
            @if words.is_empty() { (ui::tag(Colour::Orange, "Nobody")) " " (ui::link(&format!("/court/duty?from={day}"), "See the week")) }
            @else { (words.join(", ")) }
        }
    })
}

fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let courts = organisation::courts(cx)?;
    let staff = organisation::find_staff(cx, "", 200)?;
    let today = cx.today();
    let form = match req.typed(cx)? {
        Some(form) => form,
        None => ui::DateInput::pairs("day", today)
            .into_iter()
            .fold(Form::blank().with("sitting", "not-said"), |f, (n, v)| f.with(&n, v)),
    };
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Put somebody on duty" }
        (req.form_frame("/court/duty/add").show(&html! {
            (ui::select("court", "Which court?").option("", "Select a court").options(courts.iter().map(|c| (c.id.to_string(), c.name.clone()))).show(&form))
            (ui::date_input("day", "Which day?").show(&form))
            (ui::select("staff", "Who?").option("", "Select a member of staff").options(staff.iter().map(|s| (s.id.to_string(), s.name()))).show(&form))
            (ui::radios("sitting", "When?").item("not-said", "The whole day").item("morning", "Morning").item("afternoon", "Afternoon").inline().show(&form))
            (ui::input("note", "Note (optional)").show(&form))
            (ui::button("Save").show())
        }))
    };
    Ok(Reply::page(req.frame().titled("Put somebody on duty").back("/court/duty"), body))
}

fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let mut form = req.form();
    let court: Option<CourtId> = form.id("court", "the court");
    let day = form.date("day", "the day");
    let staff: Option<StaffId> = form.id("staff", "who is on duty");
    let sitting = form.choice("sitting", "when", |code| code.parse::<Sitting>().ok());
    let note = form.optional_text("note", "the note", 400);
    let (court, day, staff, sitting) = form.complete((court, day, staff, sitting))?;
    put_on_duty(cx, court, day, staff, (sitting, note))?;
    Ok(Reply::done(format!("/court/duty?from={day}"), "Put on duty"))
}

fn remove_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: EntryId = req.param("id")?;
    let duty = cx.need::<Duty>(params![id])?;
    let name = organisation::staff_line(cx, duty.staff_id)?.name;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Take off duty" }
        (ui::inset(&html! { (name) ", " (ui::day(duty.day)) }))
        (req.form_frame(&format!("/court/duty/{id}/remove")).show(&html! {
            (ui::textarea("why", "Why?").hint("Kept with the record").rows(2).most(1_000).show(&form))
            (ui::button("Take off duty").warning().show())
        }))
    };
    Ok(Reply::page(req.frame().titled("Take off duty").back(format!("/court/duty?from={}", duty.day)), body))
}

fn remove(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let mut form = req.form();
    let why = form.text("why", "why", 1_000);
    let (why,) = form.complete((why,))?;
    take_off_duty(cx, req.param("id")?, &why)?;
    Ok(Reply::done("/court/duty", "Taken off duty"))
}

const DAYS: [&str; 5] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];

fn sittings_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let courts = organisation::courts(cx)?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "How often a court sits" }
        p.govuk-body { "How many of the service are needed on each day; 0 where it does not sit. What was said before stays for the days before." }
        (req.form_frame("/court/duty/sittings").show(&html! {
            (ui::select("court", "Which court?").option("", "Select a court").options(courts.iter().map(|c| (c.id.to_string(), c.name.clone()))).show(&form))
            (ui::date_input("from", "From which day?").show(&form))
            @for (n, day) in DAYS.iter().enumerate() { (ui::input(&format!("needed-{}", n + 1), day).number().width(2).show(&form)) }
            (ui::input("source", "Who says so?").hint("Such as the court’s listing officer").show(&form))
            (ui::button("Save").show())
        }))
    };
    Ok(Reply::page(req.frame().titled("How often a court sits").back("/court/duty"), body))
}

fn sittings(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let mut form = req.form();
    let court: Option<CourtId> = form.id("court", "the court");
    let from = form.date("from", "the day");
    let source = form.text("source", "who says so", 200);
    let mut wanted = [0i64; 5];
    for ((n, day), to) in DAYS.iter().enumerate().zip(wanted.iter_mut()) {
        *to = form.integer(&format!("needed-{}", n + 1), &format!("how many are needed on {day}"), 0..=20).unwrap_or(0);
    }
    let (court, from, source) = form.complete((court, from, source))?;
    Sits { court, from, needed: wanted, assumed: false, source }.record(cx)?;
    Ok(Reply::done("/court/duty", "Saved how often the court sits"))
}
