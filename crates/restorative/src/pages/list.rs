//! The work list: cases by state, what is planned next, and how many standards each does not meet.

use super::{frame, next_words, path, state_tag};
use crate::policy_rows::policy;
use crate::records::{CaseLine, CaseState};
use crate::rules::unmet;
use kernel::PersonId;
use store::{Cx, params};
use web::ui::{self, Colour, Stat};
use web::{Answer, Reply, Request, html};

const PER_PAGE: u64 = 25;

pub(super) fn all(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let asked: Option<CaseState> = req.query("state").and_then(|s| s.parse().ok());
    let skipped = i64::try_from((req.page() - 1).saturating_mul(PER_PAGE)).unwrap_or(i64::MAX);
    let (condition, values) = match asked {
        Some(state) => ("state = $1", params![state].to_vec()),
        None => ("is_open = $1", params![true].to_vec()),
    };
    let order = "ORDER BY CASE WHEN planned_on IS NULL THEN 1 ELSE 0 END, planned_on, opened_on, id";
    let (rows, total) = cx.page_of::<CaseLine>(condition, &values, order, PER_PAGE.cast_signed(), skipped)?;
    let ids: Vec<PersonId> = rows.iter().map(|r| r.person_id).collect();
    let names = people::lines(cx, &ids)?;
    cx.note_shown("list", "restorative", &ids);
    let (policy, today) = (policy(cx)?, cx.today());
    let counts = cx.query(
        "SELECT count(*), sum(CASE WHEN lead_id IS NULL AND offered_person_on IS NULL THEN 1 ELSE 0 END), \
         sum(CASE WHEN offered_person_on IS NULL OR offered_harmed_on IS NULL THEN 1 ELSE 0 END), \
         sum(CASE WHEN planned_on IS NOT NULL THEN 1 ELSE 0 END) FROM view_restorative WHERE is_open",
        &[],
    )?;
    let count = |at: usize| -> store::Result<i64> {
        counts.first().map_or(Ok(0), |row| row.get::<Option<i64>>(at).map(Option::unwrap_or_default))
    };
    let stat = |figure: i64, label: &str, urgent: bool| Stat {
        figure: figure.to_string(),
        label: label.into(),
        href: None,
        urgent: urgent && figure > 0,
        beside: None,
    };
    let stats = [
        stat(count(0)?, "open cases", false),
        stat(count(2)?, "with an offer still to make", true),
        stat(count(3)?, "with a meeting planned", false),
    ];
    let cells = rows.iter().filter_map(|row| {
        let person = names.get(&row.person_id)?;
        let wrong = unmet(row, &policy.standards(row.opened_on), today);
        let name = html! {
            @if person.restricted { (person.name) } @else { (ui::link(&path(row.id, ""), &person.name)) }
            br; span.govuk-hint { (person.crn) }
        };
        let consent = |yes: bool| if yes { "Agreed" } else { "Not agreed" };
        let hidden = person.restricted;
        Some([
            name,
            html! { (row.origin.words()) br; span.govuk-hint { "since " (ui::short_day(row.opened_on)) } },
            state_tag(row.state),
            html! { (consent(row.person_consents)) },
            html! { @if hidden { "Restricted" } @else { (consent(row.harmed_consents)) } },
            html! { (next_words(row)) },
            html! {
                @if wrong > 0 { (ui::tag(Colour::Red, &ui::count(i64::try_from(wrong).unwrap_or(0), "not met", "not met"))) }
                @else { "None" }
            },
        ])
    });
    let columns =
        ["Person", "From", "State", "The person", "The person harmed", "Next", "Standards not met"].map(ui::column);
    let mut tabs = vec![ui::Tab::new("/restorative", "Open").current(asked.is_none())];
    tabs.extend(
        CaseState::ALL
            .iter()
            .map(|s| ui::Tab::new(format!("/restorative?state={}", s.code()), s.words()).current(asked == Some(*s))),
    );
    let body = html! {
        h1.govuk-heading-l { "Restorative justice" }
        p.govuk-body { (ui::link("/restorative/figures", "Figures")) " · " (ui::link("/policy/restorative", "Minimum standards")) }
        (ui::stats(&stats))
        div class="govuk-!-margin-bottom-6" { (ui::sub_navigation("Which cases", &tabs)) }
        @if rows.is_empty() {
            (ui::empty("No case is here. A case is opened from a person’s page, Interventions, with or without an order.", None))
        } @else {
            (ui::Table::new("Cases, the next meeting first", columns).unseen_caption().rows(cells).show())
            (ui::pagination(&req.address(), req.page(), PER_PAGE, u64::try_from(total).unwrap_or(0)))
        }
    };
    Ok(Reply::page(frame(req, "Restorative justice"), body))
}
