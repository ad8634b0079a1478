//! The list of nominations by how they stand, and whom the law wants asked about the work in each year.

use super::{brief, frame, path, state_tag};
use crate::nominations::MESSAGES_KIND;
use crate::nominations::records::{Consultation, NominationState as S};
use crate::nominations::store::{counted_since, nominations_in};
use crate::projects::policy::Policy;
use documents::messages::{OutsideMessage, outside_trouble};
use kernel::{Date, NominationId};
use store::{Cx, params};
use web::ui::{self, column};
use web::{Answer, Markup, Reply, Request, html};

const PER_PAGE: u64 = 25;
/// E-mails that did not arrive, shown above the list.
const LOST: i64 = 10;

/// What the address asks to see: its name, its words, and the states.
const SHOWN: [(&str, &str, &[S]); 4] = [
    ("open", "To decide", &[S::New, S::Looking]),
    ("going", "Accepted and projects", &[S::Accepted, S::Project]),
    ("done", "Done", &[S::Done]),
    ("declined", "Not taken on", &[S::Declined]),
];

pub(super) fn all(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let asked = req.query("show").unwrap_or("open");
    let [first, ..] = SHOWN;
    let (code, words, states) = SHOWN.into_iter().find(|(code, ..)| *code == asked).unwrap_or(first);
    let skipped = i64::try_from((req.page() - 1).saturating_mul(PER_PAGE)).unwrap_or(i64::MAX);
    let (rows, total) = nominations_in(cx, states, PER_PAGE.cast_signed(), skipped)?;
    let units = organisation::units(cx)?;
    let today = cx.today();
    let tabs =
        SHOWN.map(|(c, words, _)| ui::Tab::new(format!("/unpaid-work/nominations?show={c}"), words).current(c == code));
    let cells = rows.iter().map(|n| {
        let waits = (today - n.received_on).get_days();
        let unit = n.unit_id.and_then(|id| units.iter().find(|u| u.id == id));
        [
            html! { (ui::link(&path(n.id, ""), &n.reference)) br; (brief(&n.what)) },
            html! { (n.place) },
            html! { (unit.map_or("Not said", |u| u.name.as_str())) },
            html! {
                (ui::short_day(n.received_on))
                @if n.state.is_undecided() { br; span.govuk-hint { (ui::count(i64::from(waits), "day ago", "days ago")) } }
            },
            state_tag(n.state),
        ]
    });
    let columns = ["Nomination", "Where", "Delivery unit", "Nominated", "How it stands"].map(column);
    let kept_out: Vec<(String, i64)> =
        counted_since(cx, today.first_of_month())?.into_iter().filter(|(what, _)| what != "taken").collect();
    let (lost, lost_count) = outside_trouble(cx, MESSAGES_KIND, LOST)?;
    let none = if code == "open" { "Nothing waits to be decided." } else { "There is none." };
    let body = html! {
        h1.govuk-heading-l { "Nominations" }
        p.govuk-body { "What the public would like to see done. The form is at " (ui::link("/nominate", "/nominate")) "." }
        (ui::button_group(&html! {
            (ui::link_button("/unpaid-work/panels", "Citizens’ panels").secondary().show())
            (ui::link_button("/unpaid-work/consultation", "Whom the law wants asked").secondary().show())
        }))
        (not_arrived(&lost, lost_count))
        (ui::sub_navigation("Which nominations", &tabs))
        h2.govuk-heading-m { (words) }
        @if rows.is_empty() { (ui::empty(none, None)) } @else {
            (ui::Table::new(words, columns).unseen_caption().rows(cells).show())
            (ui::pagination(&req.address(), req.page(), PER_PAGE, u64::try_from(total).unwrap_or(0)))
        }
        (spam(&kept_out))
    };
    Ok(Reply::page(req.frame().within("/unpaid-work").crumb("/unpaid-work", "Unpaid work").titled("Nominations"), body))
}

/// E-mails to nominators that did not arrive: somebody sends them again, or says what else is done.
fn not_arrived(lost: &[OutsideMessage], count: i64) -> Markup {
    let cells = lost.iter().map(|m| {
        let to = path(NominationId(m.subject_id), &format!("/messages/{}", m.id));
        [
            ui::link(&to, &m.title),
            html! { (ui::short_day(m.changed_at.local_date())) },
            html! { (m.reason.as_deref().unwrap_or("")) },
        ]
    });
    html! {
        @if count > 0 {
            section id="not-arrived" {
                h2.govuk-heading-m { "Emails that did not arrive, " (count) " in all" }
                (ui::Table::new("Emails to nominators that did not arrive, the longest first", ["About", "Since", "Why"].map(column)).unseen_caption().rows(cells).show())
            }
        }
    }
}

/// How many were kept out this month; of what they said nothing is kept.
fn spam(kept_out: &[(String, i64)]) -> Markup {
    let total: i64 = kept_out.iter().map(|(_, many)| many).sum();
    html! {
        @if total > 0 {
            (ui::details(&format!("{} kept out this month", ui::count(total, "sending was", "sendings were")), &html! {
                p.govuk-body { "Nothing of what they said is kept, only how many there were." }
                ul.govuk-list.govuk-list--bullet { @for (what, many) in kept_out { li { (what) ": " (many) } } }
            }))
        }
    }
}

/// For a calendar year, which bodies were asked about the work, when first, and how many answered.
pub(super) fn consultation(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let today = cx.today();
    let year = req.query("year").and_then(|y| y.parse::<i16>().ok()).filter(|y| (2000..2200).contains(y));
    let year = year.unwrap_or_else(|| today.year());
    let (first, last) = (kernel::date(year, 1, 1), kernel::date(year, 12, 31));
    let sql = "SELECT body, min(asked_on), count(*), count(answered_on) FROM work_consultation \
               WHERE asked_on >= $1 AND asked_on <= $2 GROUP BY body";
    let asked = cx.query(sql, params![first, last])?;
    let mut known: Vec<(String, Date, i64, i64)> = Vec::new();
    for row in &asked {
        known.push((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
    }
    let recent = cx.list::<Consultation>(
        "WHERE asked_on >= $1 AND asked_on <= $2 ORDER BY asked_on DESC, id DESC LIMIT 50",
        params![first, last],
    )?;
    let ids: Vec<NominationId> = recent.iter().map(|c| c.nomination_id).collect();
    let nominations = crate::nominations::store::nominations_by_id(cx, &ids)?;
    let policy = Policy::shipped()?;
    let rows = policy.bodies(last.min(today.max(first))).map(|body| {
        let found = known.iter().find(|(code, ..)| *code == body.code);
        [
            html! { (body.en) br; span.govuk-hint { (body.source) @if body.assumed { " (assumed)" } } },
            html! { @if body.yearly { "Each year" } @else { "As the service sees fit" } },
            html! {
                @match found {
                    Some((_, on, ..)) => (ui::short_day(*on)),
                    None if body.yearly => (ui::tag(ui::Colour::Red, "Not asked yet")),
                    None => "Not asked",
                }
            },
            html! { @match found { Some((_, _, many, answered)) => { (answered) " of " (many) }, None => "–" } },
        ]
    });
    let columns = ["Who", "How often", "First asked", "Answered"].map(column);
    let list = recent.iter().map(|c| {
        let about = nominations.get(&c.nomination_id);
        [
            html! { (c.whom) },
            html! { (ui::short_day(c.asked_on)) },
            html! { @if let Some(n) = about { (ui::link(&path(n.id, ""), &n.reference)) } },
            html! { (c.answer.map_or("No answer yet", |a| a.words())) @if let Some(words) = &c.words { br; (words) } },
        ]
    });
    let body = html! {
        h1.govuk-heading-l { "Whom the law wants asked in " (year) }
        p.govuk-body { "A provider of probation services asks certain bodies about unpaid work in each calendar year. Asking about one nomination is counted here; whether it was enough for the year is for the service to judge." }
        p.govuk-body {
            (ui::link(&format!("/unpaid-work/consultation?year={}", year - 1), &(year - 1).to_string()))
            " · " (ui::link(&format!("/unpaid-work/consultation?year={}", year + 1), &(year + 1).to_string()))
        }
        (ui::Table::new("Bodies that are asked", columns).unseen_caption().rows(rows).show())
        h2.govuk-heading-m { "Asked this year" }
        @if recent.is_empty() { (ui::empty("Nobody was asked in this year.", None)) } @else {
            (ui::Table::new("The newest first, 50 at most", ["Who", "Asked", "About", "Answer"].map(column)).unseen_caption().rows(list).show())
        }
    };
    Ok(Reply::page(frame(req, "Whom the law wants asked"), body))
}
