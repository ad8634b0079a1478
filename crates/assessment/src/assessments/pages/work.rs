//! What waits for whoever is signed in: their own open assessments, and those of their teams to countersign.

use super::state_tag;
use crate::assessments::{OpenWork, State};
use kernel::{Permission, PersonId, StaffId, TeamId};
use people::PersonLine;
use std::collections::HashMap;
use store::{Cx, Question, Result, Value, params};
use web::{Answer, Markup, Reply, Request, html, ui};

const PER_PAGE: usize = 25;

/// The open assessments that wait for one member of staff and for the managers of some teams.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Waiting {
    /// Drafts and returned ones of the member of staff.
    pub mine: Vec<OpenWork>,
    /// Those of the teams that wait for a second signature.
    pub to_countersign: Vec<OpenWork>,
}

impl Waiting {
    /// Everybody named, for the lines of the list.
    #[must_use]
    pub fn people(&self) -> Vec<PersonId> {
        self.mine.iter().chain(&self.to_countersign).map(|w| w.person_id).collect()
    }
}

/// The most that one list holds before it says that there is more.
const MOST: i64 = 500;

/// What waits, the oldest first. Two statements.
///
/// # Errors
/// When the database fails.
pub fn waiting(cx: &mut Cx<'_>, staff: Option<StaffId>, teams: &[TeamId]) -> Result<Waiting> {
    let (mine, to_countersign) = waiting_questions(cx, staff, teams);
    Ok(Waiting {
        mine: mine.map_or_else(|| Ok(Vec::new()), |question| cx.ask_list(&question))?,
        to_countersign: to_countersign.map_or_else(|| Ok(Vec::new()), |question| cx.ask_list(&question))?,
    })
}

/// What [`waiting`] asks: of the member of staff, and of the teams that they oversee.
pub(crate) fn waiting_questions(
    cx: &Cx<'_>,
    staff: Option<StaffId>,
    teams: &[TeamId],
) -> (Option<Question>, Option<Question>) {
    let mine = staff.map(|staff| {
        let rest = "WHERE staff_id = $1 AND state IN ($2, $3) ORDER BY since, person_id LIMIT $4";
        Question::list::<OpenWork>(rest, params![staff, State::Draft, State::Returned, MOST])
    });
    let of_teams = (!teams.is_empty() && cx.may(Permission::Oversee)).then(|| {
        let mut values: Vec<Value> = teams.iter().map(|t| Value::from(*t)).collect();
        let marks = kernel::placeholders(1, teams.len());
        values.extend([Value::from(State::Waiting), Value::from(MOST)]);
        let (state, most) = (teams.len() + 1, teams.len() + 2);
        let rest = format!("WHERE team_id IN ({marks}) AND state = ${state} ORDER BY since, person_id LIMIT ${most}");
        Question::list::<OpenWork>(&rest, &values)
    });
    (mine, of_teams)
}

/// The panel of "my work"; nothing where nothing waits.
#[must_use]
pub fn waiting_panel(waiting: &Waiting, lines: &HashMap<PersonId, PersonLine>, shown: usize) -> Markup {
    html! {
        @if !waiting.to_countersign.is_empty() {
            (section("Assessments to countersign", &waiting.to_countersign, lines, shown, "countersign"))
        }
        @if !waiting.mine.is_empty() { (section("Your open assessments", &waiting.mine, lines, shown, "mine")) }
    }
}

fn section(title: &str, rows: &[OpenWork], lines: &HashMap<PersonId, PersonLine>, shown: usize, tab: &str) -> Markup {
    html! {
        section class="govuk-!-margin-bottom-8" {
            (table(&format!("{title}, {} in all", rows.len()), rows.iter().take(shown), lines))
            @if rows.len() > shown { p.govuk-body { a.govuk-link href={ "/assessments?list=" (tab) } { "See all " (rows.len()) } } }
        }
    }
}

fn table<'a>(caption: &str, rows: impl Iterator<Item = &'a OpenWork>, lines: &HashMap<PersonId, PersonLine>) -> Markup {
    let columns = ["Person", "Assessment", "State", "Since"].map(ui::column);
    let cells = rows.map(|row| {
        let line = lines.get(&row.person_id);
        let open = match line {
            Some(line) if !line.restricted => {
                let href = format!("/people/{}/assessment/{}", line.crn, row.assessment_id);
                ui::link_about(&href, row.kind.words(), &format!("of {}", line.name))
            }
            _ => html! { (row.kind.words()) },
        };
        let who = match line {
            Some(line) => html! {
                a.govuk-link href={ "/people/" (line.crn) } { (line.name) } br; span.tc-quiet { (line.crn) }
                @if line.restricted { " " (ui::tag(ui::Colour::Grey, "Restricted")) }
            },
            None => html! { "Not known" },
        };
        [who, open, state_tag(row.state), html! { (ui::short_day(row.since)) }]
    });
    ui::Table::new(caption, columns).rows(cells).show()
}

/// `GET /assessments?list=mine|countersign`
pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let teams = access::my_teams(cx)?;
    let staff = cx.actor().staff();
    let found = waiting(cx, staff, &teams)?;
    let oversees = cx.may(Permission::Oversee);
    let second = oversees && req.query("list").map_or(staff.is_none() || found.mine.is_empty(), |l| l == "countersign");
    let rows = if second { &found.to_countersign } else { &found.mine };
    let from = usize::try_from(req.page() - 1).unwrap_or(usize::MAX).saturating_mul(PER_PAGE);
    let page: Vec<&OpenWork> = rows.iter().skip(from).take(PER_PAGE).collect();
    let people: Vec<PersonId> = page.iter().map(|w| w.person_id).collect();
    let lines = people::lines(cx, &people)?;
    cx.note_shown("list", "open assessments", &people);
    let tabs = [
        ui::Tab::new("/assessments?list=mine", "Mine").current(!second).count(found.mine.len() as u64),
        ui::Tab::new("/assessments?list=countersign", "To countersign")
            .current(second)
            .count(found.to_countersign.len() as u64),
    ];
    let body = html! {
        h1.govuk-heading-l { "Open assessments" }
        @if oversees { (ui::sub_navigation("Whose assessments", &tabs)) }
        @if page.is_empty() { (ui::empty(if second { "Nothing waits for a second signature." } else { "You have no open assessment." }, None)) }
        @else { (table(if second { "To countersign, the oldest first" } else { "Open, the oldest first" }, page.into_iter(), &lines)) }
        (ui::pagination(&req.address(), req.page(), PER_PAGE as u64, rows.len() as u64))
    };
    Ok(Reply::page(req.frame().titled("Open assessments").crumb("/", "My work"), body))
}
