//! What waits or did not arrive: of an officer on their work page, and of a team as a list and as a file.

use super::{first_upper, state_tag};
use crate::messages::rules::address::masked;
use crate::messages::{OpenRow, SendingState};
use kernel::{Permission, PersonId, StaffId, TeamId, placeholders};
use people::PersonLine;
use std::collections::HashMap;
use store::{Cx, Failure, Question, Result, Value};
use web::form::Form;
use web::{Answer, Markup, Reply, Request, html, ui};

const PER_PAGE: i64 = 25;
/// Lines of a file at most; what is more is said in its last line.
const MOST_IN_FILE: i64 = 5_000;

/// Messages of somebody's people that did not arrive, the newest first, and how many there are.
#[derive(Clone, Debug, Default)]
pub struct MessageTrouble {
    pub rows: Vec<OpenRow>,
    pub total: i64,
}

impl MessageTrouble {
    /// The people whom the rows are about.
    pub fn people(&self) -> impl Iterator<Item = PersonId> + '_ {
        self.rows.iter().map(|r| r.person_id)
    }
}

/// What [`message_trouble`] asks, to be asked with other questions.
#[must_use]
pub fn message_trouble_question(staff: StaffId, most: i64) -> Question {
    let values = [Value::from(staff), Value::from(true)];
    Question::page::<OpenRow>("staff_id = $1 AND trouble = $2", &values, "ORDER BY since DESC, sending_id", most, 0)
}

/// The messages to an officer's people that did not arrive and that nobody has settled.
///
/// # Errors
/// When the database fails.
pub fn message_trouble(cx: &mut Cx<'_>, staff: StaffId, most: i64) -> Result<MessageTrouble> {
    let values = [Value::from(staff), Value::from(true)];
    let order = "ORDER BY since DESC, sending_id";
    let (rows, total) = cx.page_of::<OpenRow>("staff_id = $1 AND trouble = $2", &values, order, most, 0)?;
    Ok(MessageTrouble { rows, total })
}

fn person(lines: &HashMap<PersonId, PersonLine>, row: &OpenRow) -> Markup {
    html! {
        @match lines.get(&row.person_id) {
            Some(line) if line.restricted => { (line.name) br; span.govuk-hint { (line.crn) } },
            Some(line) => {
                (ui::link(&format!("/people/{}/messages/{}", line.crn, row.sending_id), &line.name)) br;
                span.govuk-hint { (line.crn) }
            },
            None => "–",
        }
    }
}

/// What is wrong, in words: "The number ending 123 does not work".
fn wrong(row: &OpenRow) -> String {
    let to = masked(row.channel, &row.ending);
    if row.address_fault {
        format!("{} does not work", first_upper(&to))
    } else if row.state == SendingState::GivenUp {
        format!("A message to {to} could not be sent")
    } else {
        format!("A message to {to} did not arrive")
    }
}

/// The panel of an officer's work page; nothing when everything arrived.
#[must_use]
pub fn message_trouble_panel(trouble: &MessageTrouble, lines: &HashMap<PersonId, PersonLine>) -> Option<Markup> {
    if trouble.rows.is_empty() {
        return None;
    }
    let columns = ["Person", "What happened", "Since"].map(ui::column);
    let rows = trouble.rows.iter().map(|row| {
        let restricted = lines.get(&row.person_id).is_some_and(|l| l.restricted);
        let what = if restricted { "A message did not arrive".to_owned() } else { wrong(row) };
        [person(lines, row), html! { (what) }, html! { (ui::short_day(row.since.local_date())) }]
    });
    let more = trouble.total - i64::try_from(trouble.rows.len()).unwrap_or(i64::MAX);
    Some(html! {
        section class="govuk-!-margin-bottom-8" id="messages" {
            h2.govuk-heading-m { "Messages that did not arrive" }
            (ui::Table::new("Messages that did not arrive, the newest first", columns).unseen_caption().rows(rows).show())
            @if more > 0 { p.govuk-body { "And " (more) " more." } }
        }
    })
}

/// Which part of the list.
struct Part {
    condition: String,
    values: Vec<Value>,
    form: Form,
    teams: Vec<(TeamId, String)>,
}

fn part(cx: &mut Cx<'_>, req: &Request) -> Result<Part> {
    let mine = access::my_teams(cx)?;
    let all = organisation::teams(cx)?;
    let named: Vec<(TeamId, String)> = all
        .iter()
        .filter(|t| mine.contains(&t.id) || cx.may(Permission::Administer))
        .map(|t| (t.id, t.name.clone()))
        .collect();
    let chosen = req.query("team").map(|id| id.parse::<TeamId>().map_err(|_| Failure::NotFound)).transpose()?;
    let teams: Vec<TeamId> = named.iter().map(|(id, _)| *id).filter(|id| chosen.is_none_or(|c| c == *id)).collect();
    let mut values = store::id_values(&teams);
    let among = if teams.is_empty() { "NULL".to_owned() } else { placeholders(1, values.len()) };
    let mut condition = format!("team_id IN ({among})");
    match req.query("show") {
        Some("waiting") => {
            values.push(false.into());
            condition = format!("{condition} AND trouble = ${}", values.len());
        }
        Some("all") => {}
        _ => {
            values.push(true.into());
            condition = format!("{condition} AND trouble = ${}", values.len());
        }
    }
    Ok(Part { condition, values, form: Form::of(req.queries().iter().cloned()), teams: named })
}

const ORDER: &str = "ORDER BY since DESC, sending_id";

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let part = part(cx, req)?;
    let page = i64::try_from(req.page()).unwrap_or(1);
    let (rows, total) = cx.page_of::<OpenRow>(&part.condition, &part.values, ORDER, PER_PAGE, (page - 1) * PER_PAGE)?;
    let people: Vec<PersonId> = rows.iter().map(|r| r.person_id).collect();
    let lines = people::lines(cx, &people)?;
    cx.note_shown("list", "messages of a team", &people);
    let staff: Vec<StaffId> = rows.iter().filter_map(|r| r.staff_id).collect();
    let staff = organisation::staff_lines(cx, &staff)?;
    let columns = ["Person", "What", "State", "Officer", "Since"].map(ui::column);
    let cells = rows.iter().map(|row| {
        let officer = row.staff_id.and_then(|id| staff.get(&id)).map_or("Nobody", |l| l.name.as_str());
        let restricted = lines.get(&row.person_id).is_some_and(|l| l.restricted);
        vec![
            person(&lines, row),
            html! { (row.channel.words()) @if !restricted { br; span.govuk-hint { (first_upper(&masked(row.channel, &row.ending))) } } },
            state_tag(row.state),
            html! { (officer) },
            html! { (ui::instant(row.since)) },
        ]
    });
    let file = req.address().without("page").to_string().replacen("/messages", "/messages/file", 1);
    let body = html! {
        h1.govuk-heading-l { "Messages" }
        p.govuk-body { "What waits to be sent, and what people did not get and nobody has settled." }
        form method="get" action="/messages" {
            (ui::select("team", "Team").option("", "All your teams").options(part.teams.iter().map(|(id, name)| (id.to_string(), name.clone()))).show(&part.form))
            (ui::select("show", "Which").option("", "Did not arrive").option("waiting", "Waiting").option("all", "Both").show(&part.form))
            (ui::button("Show").secondary().repeatable().show())
        }
        @if rows.is_empty() { (ui::empty("Nothing here: everything arrived or is settled.", None)) }
        @else {
            (ui::Table::new("Messages, the newest first", columns).unseen_caption().rows(cells).show())
            (ui::pagination(&req.address(), req.page(), PER_PAGE.unsigned_abs(), total.unsigned_abs()))
            p.govuk-body { (ui::link(&file, "The list as a file (CSV)")) }
        }
    };
    Ok(Reply::page(req.frame().within("/team").titled("Messages").crumb("/team", "Team"), body))
}

pub(super) fn file(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let part = part(cx, req)?;
    let (rows, total) = cx.page_of::<OpenRow>(&part.condition, &part.values, ORDER, MOST_IN_FILE, 0)?;
    let people: Vec<PersonId> = rows.iter().map(|r| r.person_id).collect();
    let lines = people::lines(cx, &people)?;
    cx.note_shown("list", "messages of a team, as a file", &people);
    let staff: Vec<StaffId> = rows.iter().filter_map(|r| r.staff_id).collect();
    let staff = organisation::staff_lines(cx, &staff)?;
    let mut text = String::from("CRN,Name,Kind,State,Officer,Since\r\n");
    for row in &rows {
        let line = lines.get(&row.person_id);
        let fields = [
            line.map(|l| l.crn.to_string()).unwrap_or_default(),
            line.map(|l| l.name.clone()).unwrap_or_default(),
            row.channel.words().to_owned(),
            row.state.words().to_owned(),
            row.staff_id.and_then(|id| staff.get(&id)).map(|l| l.name.clone()).unwrap_or_default(),
            row.since.local().strftime("%Y-%m-%d %H:%M").to_string(),
        ];
        text.push_str(&fields.map(|f| quoted(&f)).join(","));
        text.push_str("\r\n");
    }
    if total > MOST_IN_FILE {
        text.push_str(&format!("The file holds the newest {MOST_IN_FILE} of {total}\r\n"));
    }
    Ok(Reply::file("messages.csv", "text/csv; charset=utf-8", text.into_bytes()))
}

/// A field as spreadsheets read it; one that would be taken for a formula is kept as text.
fn quoted(field: &str) -> String {
    let guarded = if field.starts_with(['=', '+', '-', '@']) { format!("'{field}") } else { field.to_owned() };
    if guarded.contains([',', '"', '\n', '\r']) { format!("\"{}\"", guarded.replace('"', "\"\"")) } else { guarded }
}
