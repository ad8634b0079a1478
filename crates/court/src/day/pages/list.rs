//! A court's day on tabs, with bulk preparing, and the courts to choose from.

use super::super::actions::prepare_day;
use super::super::list::{DayLine, day_list, kinds, notes};
use super::super::records::{DayNote, Preparing, ResultKind};
use super::super::rules::{Agreement, Shelf};
use super::{court, day, line_path, path};
use jiff::ToSpan;
use kernel::{Date, DayEntryId, PersonId};
use law::{Law, Nation};
use organisation::{Court, CourtLevel};
use people::PersonLine;
use std::collections::{BTreeMap, HashMap};
use store::{Cx, Failure};
use web::form::Form;
use web::ui::{self, Colour};
use web::{Answer, Ask, Markup, Reply, Request, html};

/// Days of the carousel before and after.
const AROUND: i64 = 3;

pub(super) fn courts(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let courts = organisation::courts(cx)?;
    let today = cx.today();
    let tomorrow = cx.part::<Law>()?.working_days(Nation::EnglandAndWales).after(today, 1);
    let columns = ["Court", "Level", "Today", "Next"].map(ui::column);
    let cells = courts.iter().map(|court| {
        let level = if court.level == CourtLevel::Crown { "Crown" } else { "Magistrates" };
        [
            html! { (court.name) },
            html! { (level) },
            ui::link_about(&path(court, today, ""), "Today", &court.name),
            ui::link_about(&path(court, tomorrow, ""), &ui::short_day(tomorrow), &court.name),
        ]
    });
    let body = html! {
        h1.govuk-heading-l { "Day lists" }
        (crate::tabs(cx, "Day lists")?)
        @if courts.is_empty() { (ui::empty("No court has been added yet: an administrator adds courts.", None)) }
        @else { (ui::Table::new("Courts", columns).unseen_caption().rows(cells).show()) }
    };
    Ok(Reply::page(req.frame().titled("Day lists").within("/court/inbox"), body))
}

/// Working days around a day, as links.
fn carousel(court: &Court, law: &Law, day: Date, today: Date) -> Markup {
    let working = law.working_days(Nation::EnglandAndWales);
    let near = (-(AROUND * 2)..=AROUND * 2)
        .map(|n| day.saturating_add(n.days()))
        .filter(|d| working.is_working(*d) || *d == day);
    let tabs: Vec<ui::Tab> = near
        .map(|d| {
            let words = if d == today { format!("{} (today)", ui::short_day(d)) } else { ui::short_day(d) };
            ui::Tab::new(path(court, d, ""), words).current(d == day)
        })
        .collect();
    ui::sub_navigation("Days", &tabs)
}

fn name(line: &DayLine, people: &HashMap<PersonId, PersonLine>) -> (String, Option<String>) {
    match line.entry.person_id.and_then(|id| people.get(&id)) {
        Some(person) => (person.name.clone(), Some(person.crn.to_string())),
        None => (line.entry.who.clone().unwrap_or_else(|| "Name not said".into()), None),
    }
}

/// The result as it stands, in a few words.
pub(super) fn result_words(line: &DayLine, kinds: &[ResultKind]) -> Markup {
    let typed =
        line.entry.result.as_deref().map(|code| {
            kinds.iter().rev().find(|k| k.code == code).map_or_else(|| code.to_owned(), |k| k.name.clone())
        });
    html! {
        @if let Some(typed) = &typed { (typed) }
        @match line.agreement {
            Agreement::Neither => "None yet",
            Agreement::OnlyMessage => (ui::tag(Colour::Green, "From the court")),
            Agreement::OnlyTyped => { " " (ui::tag(Colour::Plain, "Typed")) }
            Agreement::Agrees => { " " (ui::tag(Colour::Green, "Court agrees")) }
            Agreement::Differs => { " " (ui::tag(Colour::Red, "Court says otherwise")) }
            Agreement::Settled => { " " (ui::tag(Colour::Grey, "Settled")) }
        }
    }
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (court, day) = (court(cx, req)?, day(req)?);
    let shelf = Shelf::of(req.query("show"));
    let all = day_list(cx, &court, day)?;
    let lines: Vec<&DayLine> = all.iter().filter(|l| l.shelves.contains(&shelf)).collect();
    let notes = notes(cx, &lines)?;
    let kinds = kinds(cx)?;
    let ids: Vec<PersonId> = lines.iter().filter_map(|l| l.entry.person_id).collect();
    let people = people::lines(cx, &ids)?;
    cx.note_shown("list", "a court's day", &ids);
    let (law, today) = (cx.part::<Law>()?, cx.today());
    let beside = crate::day::beside::beside(cx, court.id, day)?;
    let on_duty = crate::duty::on_duty(cx, &court, day)?;
    let count = |s: Shelf| all.iter().filter(|l| l.shelves.contains(&s)).count();
    let tabs: Vec<ui::Tab> = Shelf::ALL
        .iter()
        .map(|s| {
            let href = path(&court, day, &format!("?show={}", s.code()));
            ui::Tab::new(href, s.words()).current(*s == shelf).count(u64::try_from(count(*s)).unwrap_or(0))
        })
        .collect();
    let differs = all.iter().filter(|l| l.agreement == Agreement::Differs).count();
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let title = format!("{}, {}", court.name, ui::day(day));
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { (title) }
        div class="govuk-!-margin-bottom-6" { (carousel(&court, &law, day, today)) }
        (on_duty)
        @if differs > 0 { (ui::warning(&format!("{}: the court’s message says otherwise than what was typed. Open the line and settle it.", ui::count(i64::try_from(differs).unwrap_or(0), "line differs", "lines differ")))) }
        (ui::link_button(&path(&court, day, "/add"), "Add somebody").secondary().show())
        div class="govuk-!-margin-bottom-6" { (ui::sub_navigation("Which lines", &tabs)) }
        @if lines.is_empty() { (ui::empty(nothing(shelf), None)) }
        @else { (table(req, &court, day, &form, &lines, (&people, &notes, &kinds.0))) }
        (beside)
    };
    Ok(Reply::page(req.frame().titled(title).back("/courts"), body))
}

fn nothing(shelf: Shelf) -> &'static str {
    match shelf {
        Shelf::ToDo => "Nobody on this list waits for a result.",
        Shelf::Done => "No line has its result yet.",
        Shelf::Added => "Nobody was added on the day.",
        Shelf::Removed => "Nobody was taken off the list.",
    }
}

type Beside<'a> = (&'a HashMap<PersonId, PersonLine>, &'a BTreeMap<DayEntryId, DayNote>, &'a [ResultKind]);

fn table(
    req: &Request,
    court: &Court,
    day: Date,
    form: &Form,
    lines: &[&DayLine],
    (people, notes, kinds): Beside<'_>,
) -> Markup {
    let heads = ["Choose", "Who", "Listed", "Offences", "Prepared", "Note", "Result"].map(ui::column);
    let cells = lines.iter().map(|line| {
        let id = line.entry.id;
        let (name, crn) = name(line, people);
        let box_id = format!("line-{id}");
        [
            html! {
                div.govuk-checkboxes.govuk-checkboxes--small data-module="govuk-checkboxes" {
                    div.govuk-checkboxes__item {
                        input.govuk-checkboxes__input type="checkbox" id=(box_id) name="line" value=(id) checked[form.every("line").any(|v| v == id.to_string())];
                        label.govuk-label.govuk-checkboxes__label for=(box_id) { span.govuk-visually-hidden { "Choose " (name) } }
                    }
                }
            },
            html! {
                (ui::link(&line_path(court, day, id, ""), &name))
                @if let Some(crn) = &crn { br; span.govuk-hint { (crn) } } @else { br; (ui::tag(Colour::Grey, "No record known")) }
                @if line.request.is_some() { " " (ui::tag(Colour::Purple, "Report due")) }
            },
            html! {
                (line.entry.sitting.words())
                @if let Some(room) = &line.entry.room { br; "Room " (room) }
                @if let Some(n) = line.entry.listing { br; "No. " (n) }
            },
            html! { (line.entry.offences.as_deref().unwrap_or("Not said")) },
            html! { (line.entry.preparing.words()) },
            html! { @if let Some(note) = notes.get(&id) { (beginning(&note.words)) } @else { (ui::link_about(&line_path(court, day, id, "/note"), "Write", &format!("a note about {name}"))) } },
            result_words(line, kinds),
        ]
    });
    let table = ui::Table::new("Lines of the day", heads).unseen_caption().plain_rows().rows(cells).show();
    let states = Preparing::ALL.iter().map(|p| (p.code(), p.words()));
    req.form_frame(&path(court, day, "/prepare")).show(&html! {
        (table)
        (ui::select("to", "Set the preparation of the chosen lines to").options(states).show(form))
        (ui::button("Set").secondary().show())
    })
}

/// The first words, cut to what fits a table.
fn beginning(text: &str) -> String {
    if text.chars().count() <= 60 { text.to_owned() } else { text.chars().take(57).chain("...".chars()).collect() }
}

/// Many lines at once, each in a transaction of its own.
pub(super) fn prepare(ask: &Ask<'_>) -> Answer {
    let req = ask.request;
    let mut form = req.form();
    let to = form.choice("to", "how far they are prepared", |code| code.parse::<Preparing>().ok());
    let chosen: Vec<DayEntryId> = form.list("line", "lines", |id| id.parse().ok());
    let (to,) = form.complete((to,))?;
    if chosen.is_empty() {
        return Err(Failure::refused("to", "nobody", "Choose at least one line"));
    }
    let (court, day) = ask.house.read(ask.asker, |cx| Ok((court(cx, req)?, day(req)?)))?;
    for id in &chosen {
        ask.step(&format!("prepare {id}"), |cx| {
            prepare_day(cx, &court, day, *id, to)?;
            Ok(serde_json::Value::Null)
        })?;
    }
    let words = ui::count(i64::try_from(chosen.len()).unwrap_or(0), "line is", "lines are");
    Ok(Reply::done(path(&court, day, ""), format!("{words} set to “{}”", to.words())))
}
