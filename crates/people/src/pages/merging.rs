//! Merging two records: found by CRN, compared side by side with what agrees and what does not, and made one with a reason.
//! Undoing it: the same with the reason why not.

use super::add::candidates;
use super::details::told;
use crate::codes::Codes;
use crate::index::{self, Candidate, Known, match_identity};
use crate::matching::{Identity, compare};
use crate::merge::{merge, merges_of, unmerge};
use crate::open::{OpenPerson, name_of};
use crate::sight;
use kernel::{Crn, DetailId, Instant, PersonId};
use maud::{Markup, html};
use store::{Cx, Failure, Result};
use web::form::Form;
use web::ui::{Table, button, column, error_summary, input, instant, link, link_button, textarea};
use web::{Answer, Reply, Request};

pub(super) fn page(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let crn: Crn = req.param("crn")?;
    let open = crate::open(cx, &crn)?;
    let form = req.typed(cx)?.unwrap_or_default();
    let asked =
        if form.has("crn") { form.typed("crn").to_owned() } else { req.query("with").unwrap_or_default().to_owned() };
    let body = match asked.parse::<Crn>() {
        Ok(with) if !asked.is_empty() => side_by_side(cx, req, &open, &with, &form)?,
        _ => choose(cx, req, &open, &asked)?,
    };
    let frame = crate::frame(req, cx, &open, "Details")?.titled("Merge records").back(open.path("/details"));
    Ok(Reply::page(frame, body))
}

/// Which record: those like this one, or a CRN typed.
fn choose(cx: &mut Cx<'_>, req: &Request, open: &OpenPerson, asked: &str) -> Result<Markup> {
    let own = known(cx, open.keys.survivor)?;
    let mut found = match_identity(cx, &own.identity)?;
    found.retain(|c| c.person != open.keys.survivor);
    found.truncate(10);
    let ids: Vec<PersonId> = found.iter().map(|c| c.person).collect();
    let hidden = sight::hidden(cx, &ids)?;
    cx.note_shown("list", "records like this one", &ids);
    let former = merges_of(cx, open)?;
    let mut form = Form::blank().with("with", asked);
    if !asked.is_empty() {
        form.refuse(kernel::Refusal::new("with", "not_a_crn", "Enter a CRN, like T000123"));
    }
    Ok(html! {
        (error_summary(&form))
        h1.govuk-heading-l { "Merge with another record" }
        @if !found.is_empty() {
            h2.govuk-heading-m { "Records like this one" }
            (candidates(&found, &hidden))
            ul.govuk-list { @for c in visible(&found, &hidden) { li {
                (link(&format!("{}?with={}", req.path(), c.crn), &format!("Compare with {}", c.crn)))
            } } }
        }
        form method="get" action=(req.path()) {
            (input("with", "CRN of the other record").width(10).show(&form))
            (button("Compare").show())
        }
        @if !former.is_empty() {
            h2.govuk-heading-m { "Merges of this record" }
            @for (row, crn) in &former {
                p.govuk-body {
                    (crn) " was merged on " (instant(row.merged_at)) " by " (row.merged_by) ": " (row.reason) ". "
                    @if let (Some(at), Some(by)) = (row.ended_at, &row.ended_by) {
                        "Undone on " (instant(at)) " by " (by) ": " (row.end_reason.as_deref().unwrap_or_default()) "."
                    } @else {
                        (link(&open.path(&format!("/merge/{}/undo", row.id)), &format!("Undo the merge of {crn}")))
                    }
                }
            }
        }
    })
}

fn visible<'a>(
    found: &'a [Candidate],
    hidden: &'a std::collections::HashSet<PersonId>,
) -> impl Iterator<Item = &'a Candidate> {
    found.iter().filter(|c| !hidden.contains(&c.person))
}

fn known(cx: &mut Cx<'_>, person: PersonId) -> Result<Known> {
    index::known(cx, &[person])?.pop().ok_or(Failure::NotFound)
}

fn side_by_side(cx: &mut Cx<'_>, req: &Request, open: &OpenPerson, with: &Crn, form: &Form) -> Result<Markup> {
    let other = match crate::open(cx, with) {
        Ok(other) => other,
        Err(Failure::NotFound) => return choose(cx, req, open, with.as_str()),
        Err(failure) => return Err(failure),
    };
    let (here, there) = (known(cx, open.keys.survivor)?, known(cx, other.keys.survivor)?);
    let comparison = compare(&here.identity, &there.identity);
    let columns = ["What", open.crn.as_str(), other.crn.as_str()].map(column);
    let codes = Codes::read(cx)?;
    let mut table = Table::new("The two records side by side", columns);
    for ((label, one), (_, two)) in facts(&here, &codes).into_iter().zip(facts(&there, &codes)) {
        let mark = if one.is_empty() || one != two {
            html! { (label) }
        } else {
            html! { (label) " (same)" }
        };
        table.push([mark, told(&one), told(&two)]);
    }
    let inside = html! {
        (textarea("reason", "Why are they one person?").most(500).show(form))
        (button("Merge the records").warning().show())
    };
    let action = req.form_frame(req.path()).hidden("crn", other.crn.as_str());
    Ok(html! {
        (error_summary(form))
        h1.govuk-heading-l { "Merge " (other.crn) " into " (open.crn) }
        @if other.keys.survivor == open.keys.survivor {
            p.govuk-body { "These two records are one person already." }
            (link_button(&open.path("/details"), "Personal details").show())
        } @else {
            (table.show())
            h2.govuk-heading-m { "What speaks for it and against" }
            ul.govuk-list.govuk-list--bullet { @for reason in &comparison.reasons { li { (reason.words) } } }
            @if let Some(bar) = comparison.bar { p.govuk-body { strong { (bar) } } }
            p.govuk-body { "Nothing is moved or lost: " (other.crn) " will lead to " (open.crn) ", and the merge can be undone." }
            (action.show(&inside))
        }
    })
}

fn facts(known: &Known, codes: &Codes) -> Vec<(&'static str, String)> {
    let lines = |list: Vec<String>| list.join("\n");
    let Identity { names, births, pncs, cros, noms, ni_numbers, places, .. } = &known.identity;
    vec![
        ("Name", name_of(&known.person)),
        ("Other names", lines(names.iter().skip(1).map(crate::matching::PersonName::full).collect())),
        ("Date of birth", lines(births.iter().map(|b| web::ui::day(*b)).collect())),
        ("Gender", known.person.gender.as_deref().map(|g| codes.words("gender", g).to_owned()).unwrap_or_default()),
        ("PNC", lines(pncs.iter().map(ToString::to_string).collect())),
        ("CRO", lines(cros.iter().map(ToString::to_string).collect())),
        ("Prison number", lines(noms.iter().map(ToString::to_string).collect())),
        ("National Insurance number", lines(ni_numbers.iter().map(ToString::to_string).collect())),
        ("Addresses", lines(places.iter().map(place_words).collect())),
        ("Record opened", instant(known.person.opened_at)),
        ("Came from", known.person.came_from.clone()),
    ]
}

fn place_words(place: &crate::matching::Place) -> String {
    if place.no_fixed_abode {
        "No fixed abode".into()
    } else {
        format!("{} {}", place.lines, place.postcode.as_deref().unwrap_or_default())
    }
}

pub(super) fn post(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let crn: Crn = req.param("crn")?;
    let mut form = req.form();
    let (with, reason) = (form.crn("crn", "the CRN"), form.text("reason", "why they are one person", 500));
    let (with, reason) = form.complete((with, reason))?;
    merge(cx, &crn, &with, &reason)?;
    Ok(Reply::done(format!("/people/{crn}/details"), format!("{with} is now part of {crn}")))
}

pub(super) fn undo_page(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id) = asked(cx, req)?;
    let merges = merges_of(cx, &open)?;
    let (row, absorbed) =
        merges.into_iter().find(|(m, _)| m.id == id && m.ended_at.is_none()).ok_or(Failure::NotFound)?;
    let form = req.typed(cx)?.unwrap_or_default();
    let inside = html! {
        (textarea("reason", "Why are they two people?").most(500).show(&form))
        (button("Undo the merge").warning().show())
    };
    let title = format!("Undo the merge of {absorbed}");
    let since = recorded_since(cx, &open, row.merged_at)?;
    let body = html! {
        (error_summary(&form))
        h1.govuk-heading-l { (title) }
        p.govuk-body { "It was merged on " (instant(row.merged_at)) " by " (row.merged_by) ": " (row.reason) }
        p.govuk-body {
            (absorbed) " will stand alone again, with all that was recorded under it before the merge. What was recorded on "
            (open.crn) " since then stays there: look through it afterwards and record on " (absorbed) " what belongs to it."
        }
        (since)
        (req.form_frame(req.path()).show(&inside))
    };
    let frame = crate::frame(req, cx, &open, "Details")?.titled(title).back(open.path("/merge"));
    Ok(Reply::page(frame, body))
}

/// What was recorded on the survivor after the merge, of which a person must say whose it is.
fn recorded_since(cx: &mut Cx<'_>, open: &OpenPerson, merged_at: Instant) -> Result<Markup> {
    let mut entries = cx.ledger_of(open.keys.survivor.into(), 500)?;
    entries.retain(|e| e.recorded_at > merged_at);
    let mut table =
        Table::new(format!("Recorded on {} since the merge", open.crn), ["When", "Who", "What"].map(column));
    for entry in entries {
        table.push([html! { (instant(entry.recorded_at)) }, html! { (entry.actor_name) }, html! { (entry.action) }]);
    }
    Ok(if table.is_empty() {
        html! { p.govuk-body { "Nothing was recorded since." } }
    } else {
        table.show()
    })
}

pub(super) fn undo_post(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id) = asked(cx, req)?;
    let mut form = req.form();
    let reason = form.text("reason", "why they are two people", 500);
    let reason = form.complete(reason)?;
    unmerge(cx, &open, id, &reason)?;
    Ok(Reply::done(open.path("/details"), "The merge was undone"))
}

fn asked(cx: &mut Cx<'_>, req: &Request) -> Result<(OpenPerson, DetailId)> {
    let crn: Crn = req.param("crn")?;
    Ok((crate::open(cx, &crn)?, req.param("id")?))
}
