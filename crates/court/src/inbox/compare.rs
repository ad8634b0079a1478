//! A message's description of somebody beside those on record who may be the same, field by field, with what agrees
//! marked. People whom the reader may not see are shown by CRN alone.

use crate::reading::{About, Matter};
use crate::taking::who::described;
use people::Candidate;
use people::matching::{Agreement, Field, Identity};
use store::{Cx, Result};
use web::{Markup, html, ui};

/// Somebody who may be the one described.
pub(crate) struct Likely {
    pub(crate) crn: String,
    pub(crate) restricted: bool,
    pub(crate) candidate: Candidate,
}

/// Those on record who may be the one described, surest first.
pub(crate) fn likely(cx: &mut Cx<'_>, matter: &Matter) -> Result<(Identity, Vec<Likely>)> {
    let About::Person(identity) = &matter.about else { return Ok((Identity::default(), Vec::new())) };
    let described = described(identity, cx.today());
    let candidates = people::match_identity(cx, &described)?;
    let ids: Vec<_> = candidates.iter().map(|c| c.person).collect();
    let lines = people::lines(cx, &ids)?;
    cx.note_shown("list", "court inbox: possible matches", &ids);
    let likely = candidates.into_iter().take(6).map(|candidate| Likely {
        crn: candidate.crn.to_string(),
        restricted: lines.get(&candidate.person).is_none_or(|l| l.restricted),
        candidate,
    });
    Ok((described, likely.collect()))
}

/// One row of the comparison.
struct Line {
    label: &'static str,
    field: &'static [Field],
    of: fn(&Identity) -> Vec<String>,
}

const LINES: &[Line] = &[
    Line {
        label: "Name",
        field: &[Field::GivenName, Field::Surname],
        of: |i| i.names.iter().map(|n| n.full()).collect(),
    },
    Line { label: "Date of birth", field: &[Field::BirthDate], of: |i| i.births.iter().map(|b| ui::day(*b)).collect() },
    Line { label: "Gender", field: &[Field::Gender], of: |i| i.gender.iter().map(|g| gender(g).to_owned()).collect() },
    Line { label: "PNC", field: &[Field::Pnc], of: |i| i.pncs.iter().map(ToString::to_string).collect() },
    Line { label: "CRO", field: &[Field::Cro], of: |i| i.cros.iter().map(ToString::to_string).collect() },
    Line {
        label: "Address",
        field: &[Field::Address],
        of: |i| {
            i.places
                .iter()
                .map(|p| {
                    if p.no_fixed_abode {
                        return "No fixed abode".to_owned();
                    }
                    [Some(p.lines.clone()), p.postcode.clone()].into_iter().flatten().collect::<Vec<_>>().join(", ")
                })
                .collect()
        },
    },
];

fn gender(code: &str) -> &str {
    match code {
        "M" => "Male",
        "F" => "Female",
        other => other,
    }
}

/// The table: the message in the first column, each likely person in one of their own.
pub(crate) fn table(described: &Identity, likely: &[Likely]) -> Markup {
    let mut columns = vec![ui::column("What").unseen(), ui::column("The message")];
    columns.extend(likely.iter().map(|l| ui::column(&l.crn)));
    let mut table = ui::Table::new("The message beside those on record", columns).unseen_caption();
    for line in LINES {
        let mut cells = vec![html! { (line.label) }, values(&(line.of)(described))];
        cells.extend(likely.iter().map(|l| cell(line, l)));
        table.push(cells);
    }
    let mut why = vec![html! { "What speaks for it" }, html! {}];
    why.extend(likely.iter().map(reasons));
    table.push(why);
    table.show()
}

fn values(all: &[String]) -> Markup {
    html! {
        @if all.is_empty() { span.govuk-hint { "Not known" } }
        @for value in all { (value) br; }
    }
}

fn cell(line: &Line, likely: &Likely) -> Markup {
    if likely.restricted {
        return html! { span.govuk-hint { "Restricted" } };
    }
    let agrees = likely
        .candidate
        .comparison
        .reasons
        .iter()
        .filter(|r| line.field.contains(&r.field))
        .map(|r| r.agreement)
        .collect::<Vec<_>>();
    let mark = match agrees.as_slice() {
        [] => html! {},
        all if all
            .iter()
            .all(|a| matches!(a, Agreement::Same | Agreement::SameCommon | Agreement::SameFirstOfJanuary)) =>
        {
            ui::tag(ui::Colour::Green, "Same")
        }
        all if all.iter().any(|a| matches!(a, Agreement::Different | Agreement::GenerationApart)) => {
            ui::tag(ui::Colour::Red, "Different")
        }
        _ => ui::tag(ui::Colour::Yellow, "Alike"),
    };
    html! { (values(&(line.of)(&likely.candidate.identity))) (mark) }
}

fn reasons(likely: &Likely) -> Markup {
    if likely.restricted {
        return html! { "A manager who may see this record decides" };
    }
    let comparison = &likely.candidate.comparison;
    html! {
        ul.govuk-list {
            @for reason in &comparison.reasons { li { (reason.words) } }
            @if let Some(bar) = comparison.bar { li { strong { (bar) } } }
        }
    }
}
