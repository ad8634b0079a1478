//! The people behind a figure, for whoever works with them: those of the reader's own teams, in the order of what counts against
//! the figure. A person who may not be seen is a CRN and "Restricted"; the reading is written down.

use super::Asked;
use crate::counting::Sheet as Adding;
use crate::groups::{Grouping, Groups};
use crate::lines::Rules;
use crate::reading::{Whose, rows_together};
use kernel::{Permission, PersonId};
use law::{Law, Nation};
use std::collections::HashMap;
use store::{Cx, Failure, Result};
use web::form::Form;
use web::{Answer, Markup, Reply, Request, html, ui};

const PER_PAGE: usize = 25;

/// One person's part in a figure.
struct Part {
    person: PersonId,
    numerator: i64,
    denominator: i64,
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    if !cx.may(Permission::ReadPerformance) {
        return Err(Failure::Forbidden("Figures of performance are for managers and inspectors.".into()));
    }
    let asked = Asked::read(cx, req)?;
    let measure = asked.measure(req)?;
    let own = asked.own_here();
    if own.is_empty() {
        let words = "The people behind a figure are shown to those who work with them. Choose one of your own teams.";
        return Err(Failure::Forbidden(words.into()));
    }
    let groups = Groups::of(asked.policy);
    let group = chosen(req, &groups)?;
    let mut parts = parts(cx, &asked, &measure.code, group, &groups)?;
    if req.query("side") == Some("against") {
        parts.retain(|part| part.denominator > part.numerator);
    }
    // Where most is missing comes first; whoever has none of it last.
    parts.sort_by_key(|part| (part.numerator - part.denominator, -part.denominator, part.person));
    let page = usize::try_from(req.page()).unwrap_or(1).max(1);
    let total = parts.len();
    let first = (page - 1).saturating_mul(PER_PAGE);
    let here: Vec<Part> = parts.into_iter().skip(first).take(PER_PAGE).collect();
    let ids: Vec<PersonId> = here.iter().map(|part| part.person).collect();
    let lines = people::lines(cx, &ids)?;
    cx.note_shown("list", req.path(), &ids);
    let columns = [
        ui::column("Person"),
        ui::column("Counted").numeric(),
        ui::column("Out of").numeric(),
        ui::column("Not counted").numeric(),
    ];
    let rows = here.iter().map(|part| {
        vec![
            person(lines.get(&part.person)),
            html! { (part.numerator) },
            html! { (part.denominator) },
            html! { (part.denominator - part.numerator) },
        ]
    });
    let teams: Vec<&str> = own.iter().filter_map(|team| asked.places.by_id(team.0)).map(|p| p.name.as_str()).collect();
    let title = format!("The people behind: {}", measure.name);
    let body = html! {
        h1.govuk-heading-l { (title) }
        p class="govuk-body-l" { (teams.join(", ")) ", " (asked.time_words()) }
        p.govuk-body { "Counted: " (measure.counts_numerator) ". Out of: " (measure.counts_denominator) ". This list is as the record stands now; the figure was counted in the night." }
        div class="govuk-!-margin-bottom-6" { (filter(&asked, req, &groups)) }
        @if here.is_empty() {
            (ui::empty("Nobody of your teams is behind this figure.", None))
        } @else {
            p.govuk-body.tc-showing { (first + 1) " to " (first + here.len()) " of " (total) }
            (ui::Table::new(&title, columns).unseen_caption().rows(rows).show())
            (ui::pagination(&req.address(), page as u64, PER_PAGE as u64, total as u64))
        }
    };
    let back = asked.path(&format!("/{}", measure.code));
    let frame = req.frame().titled(title).within("/performance");
    Ok(Reply::page(frame.crumb(asked.path(""), "Performance").crumb(back, measure.name.as_str()), body))
}

fn person(line: Option<&people::PersonLine>) -> Markup {
    match line {
        Some(line) if !line.restricted => {
            html! { (ui::link(&format!("/people/{}", line.crn), &line.name)) " " (line.crn) }
        }
        Some(line) => html! { "Restricted " (line.crn) },
        None => html! { "Restricted" },
    }
}

/// The group that the address names, as `sex:F`.
fn chosen(req: &Request, groups: &Groups) -> Result<Option<u16>> {
    let Some(asked) = req.query("group").filter(|text| !text.is_empty()) else { return Ok(None) };
    let (grouping, code) = asked.split_once(':').ok_or(Failure::NotFound)?;
    let grouping = Grouping::ALL.into_iter().find(|g| g.code() == grouping).ok_or(Failure::NotFound)?;
    groups.place(grouping, code).map(Some).ok_or(Failure::NotFound)
}

fn parts(cx: &mut Cx<'_>, asked: &Asked, measure: &str, group: Option<u16>, groups: &Groups) -> Result<Vec<Part>> {
    let number = asked.policy.measures.iter().position(|m| m.code == measure).ok_or(Failure::NotFound)?;
    let law = cx.part::<Law>()?;
    let own = asked.own_here();
    let rules = Rules {
        policy: asked.policy,
        law: &law,
        groups,
        days: law.working_days(Nation::EnglandAndWales),
        today: cx.today(),
        first: asked.period.first,
    };
    let whose = Whose::Held(own.clone(), asked.period.first, asked.period.after());
    // A breach or decision may follow a failure of before; a year before is far enough for both.
    let since = asked.period.first.saturating_sub(jiff::ToSpan::year(1));
    let adding = Adding::new(asked.policy, &[asked.period], HashMap::new());
    let mut parts = Vec::new();
    for (person, of_person) in rows_together(cx, &whose, since)? {
        let mut part = Part { person, numerator: 0, denominator: 0 };
        let lines = of_person.lines(&rules)?;
        let within = lines.iter().filter(|line| line.month < asked.period.after());
        let within = within.filter(|line| line.team.is_some_and(|team| own.contains(&team)));
        for line in within.filter(|line| group.is_none_or(|group| line.stands.contains(&group))) {
            if let Some((numerator, denominator)) = adding.share(number, line) {
                part.numerator += numerator;
                part.denominator += denominator;
            }
        }
        if part.denominator > 0 {
            parts.push(part);
        }
    }
    Ok(parts)
}

fn filter(asked: &Asked, req: &Request, groups: &Groups) -> Markup {
    let form = Form::of(req.queries().to_vec());
    let all = Grouping::ALL.into_iter().filter(|g| *g != Grouping::All);
    let options = all.flat_map(|grouping| {
        let own = groups.of_grouping(grouping);
        own.map(move |(_, g)| (format!("{}:{}", grouping.code(), g.code), format!("{}: {}", grouping.words(), g.words)))
    });
    let options: Vec<(String, String)> = options.collect();
    let mut on = Vec::new();
    if let Some((code, words)) = options.iter().find(|(code, _)| req.query("group") == Some(code)) {
        on.push(("group", code.clone(), words.clone()));
    }
    if req.query("side") == Some("against") {
        on.push(("side", "against".into(), "Only where something is not counted".into()));
    }
    let fields = html! {
        (ui::select("group", "Group").option("", "Everybody").options(options).show(&form))
        (ui::select("side", "Which").option("", "All").option("against", "Only where something is not counted").show(&form))
    };
    let _ = asked;
    ui::FilterPanel { list: req.address(), names: vec!["group", "side"], on, fields }.show()
}
