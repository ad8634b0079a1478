//! Adding a person, after looking whether they are on record already. The look happens on the form's own answer, so that
//! nobody is entered twice without somebody having said that they are not the same.

use super::details::person_link;
use crate::cards;
use crate::codes::Codes;
use crate::create::{NewAddress, NewPerson, create};
use crate::index::{Candidate, match_identity};
use crate::matching::Verdict;
use crate::sight;
use kernel::{Date, PersonId, Refusal};
use maud::{Markup, html};
use std::collections::HashSet;
use store::{Cx, Result};
use web::form::Form;
use web::ui::{Colour, Table, button, checkboxes, column, date_input, error_summary, input, radios, tag};
use web::{Answer, Reply, Request};

/// The field in which somebody says that the people found are others.
const OTHERS: &str = "others";

/// Field, kind of number, words.
const NUMBERS: [(&str, &str, &str, &str); 4] = [
    ("pnc", "PNC", "PNC (optional)", "For example, 2002/0073319Z"),
    ("cro", "CRO", "CRO (optional)", "For example, 999901/09G"),
    ("noms", "NOMS", "Prison number (optional)", "For example, A1234BC"),
    ("nino", "NINO", "National Insurance number (optional)", "For example, QQ123456C"),
];

pub(super) fn page(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let form = req.typed(cx)?.unwrap_or_default();
    let codes = Codes::read(cx)?;
    let duplicates = form.wrong(OTHERS).is_some();
    let found = if duplicates { look(cx, &form)? } else { Vec::new() };
    let ids: Vec<PersonId> = found.iter().map(|c| c.person).collect();
    let hidden = sight::hidden(cx, &ids)?;
    if !found.is_empty() {
        cx.note_shown("list", "possible duplicates", &ids);
    }
    let people = duplicates.then(|| html! {
        h2.govuk-heading-m { "These people are on record already" }
        (candidates(&found, &hidden))
        (checkboxes(OTHERS, "Is it one of them?").item("yes", "No, the person I am adding is somebody else").show(&form))
    });
    let inside = html! {
        @if let Some(people) = &people { (people) }
        (fields(&form, &codes))
        (button("Add person").show())
    };
    let body = html! {
        (error_summary(&form))
        h1.govuk-heading-l { "Add a person" }
        p.govuk-body { "We look first whether they are on record already." }
        (req.form_frame("/people/new").show(&inside))
    };
    Ok(Reply::page(req.frame().titled("Add a person").back("/search"), body))
}

pub(super) fn post(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let mut form = req.form();
    let codes = Codes::read(cx)?;
    let new = read(&mut form, &codes, cx.today());
    form.finish()?;
    if !form.ticked(OTHERS) && !match_identity(cx, &new.identity(cx.today()))?.is_empty() {
        let words = "Look at the people on record. If it is one of them, open their record; if not, say so";
        return Err(Refusal::new(OTHERS, "possible_duplicate", words).into());
    }
    let person = create(cx, new)?;
    Ok(Reply::done(format!("/people/{}/details", person.crn), format!("{} added", crate::open::name_of(&person))))
}

/// People like the one typed.
fn look(cx: &mut Cx<'_>, form: &Form) -> Result<Vec<Candidate>> {
    let codes = Codes::read(cx)?;
    let new = read(&mut Form::of(form.pairs().iter().cloned()), &codes, cx.today());
    let mut found = match_identity(cx, &new.identity(cx.today()))?;
    found.truncate(10);
    Ok(found)
}

fn fields(form: &Form, codes: &Codes) -> Markup {
    html! {
        (input("first_name", "First name (optional)").hint("Leave empty for somebody of one name").show(form))
        (input("middle_names", "Middle names (optional)").show(form))
        (input("last_name", "Last name").show(form))
        (date_input("born", "Date of birth").hint("For example, 31 3 1980").show(form))
        (codes.offered("gender", "").iter().fold(radios("gender", "Gender"), |r, (code, words)| r.item(*code, *words)).show(form))
        @for (name, _, label, hint) in NUMBERS { (input(name, label).hint(hint).width(20).show(form)) }
        h2.govuk-heading-m { "Address" }
        (checkboxes("no_fixed_abode", "Home").item("yes", "No fixed abode").small().show(form))
        (input("building", "House or flat (optional)").show(form))
        (input("street", "Street (optional)").show(form))
        (input("town", "Town or city (optional)").show(form))
        (input("postcode", "Postcode (optional)").width(10).show(form))
    }
}

/// Reads the form; what is wrong is noted in it.
fn read(form: &mut Form, codes: &Codes, today: Date) -> NewPerson {
    let genders: Vec<&str> = codes.offered("gender", "").into_iter().map(|(code, _)| code).collect();
    let mut new = NewPerson {
        first_name: form.optional_text("first_name", "the first name", 100).unwrap_or_default(),
        middle_names: form.optional_text("middle_names", "the middle names", 100),
        last_name: form.text("last_name", "the last name", 100).unwrap_or_default(),
        born: form.date("born", "the date of birth"),
        gender: form.code("gender", "the gender", &genders),
        came_from: "Added by staff".into(),
        ..NewPerson::default()
    };
    for (name, kind, label, _) in NUMBERS {
        let Some(typed) = form.optional_text(name, label.trim_end_matches(" (optional)"), 40) else { continue };
        match cards::read_number(kind, &typed, today) {
            Ok(number) => new.identifiers.push((kind.to_owned(), number)),
            Err(refused) => refused.0.into_iter().for_each(|r| form.refuse(Refusal { field: name.into(), ..r })),
        }
    }
    new.address = address(form);
    if new.born.is_some_and(|born| born > today) {
        form.refuse(Refusal::new("born", "in_the_future", "Date of birth must be in the past"));
    }
    new
}

fn address(form: &mut Form) -> Option<NewAddress> {
    let address = NewAddress {
        building: form.optional_text("building", "the house or flat", 100),
        street: form.optional_text("street", "the street", 100),
        town: form.optional_text("town", "the town or city", 100),
        postcode: form.optional_text("postcode", "the postcode", 10),
        no_fixed_abode: form.ticked("no_fixed_abode"),
        ..NewAddress::default()
    };
    (address != NewAddress::default()).then_some(address)
}

/// People on record, with why they may be the one.
pub(super) fn candidates(found: &[Candidate], hidden: &HashSet<PersonId>) -> Markup {
    let mut table = Table::new("People on record", ["Person", "How sure", "Why"].map(column));
    for candidate in found {
        if hidden.contains(&candidate.person) {
            table.push([html! { (candidate.crn) " " (tag(Colour::Purple, "Restricted")) }, html! {}, html! {}]);
            continue;
        }
        let name = candidate.identity.names.first().map(crate::matching::PersonName::full).unwrap_or_default();
        let verdict = match candidate.comparison.verdict {
            Verdict::Sure => tag(Colour::Green, "Sure"),
            _ => tag(Colour::Yellow, "Perhaps"),
        };
        let why = html! {
            ul.govuk-list { @for reason in &candidate.comparison.reasons { li { (reason.words) } } }
            @if let Some(bar) = candidate.comparison.bar { p.govuk-hint { (bar) } }
        };
        table.push([person_link(&candidate.crn, &name), verdict, why]);
    }
    table.show()
}
