//! What rooms above ask about a person's details most: where letters go, how to reach them, in which language, what to
//! take account of, whom to call. And the panel of it for the overview.

use crate::cards::{Address, Adjustment, Detail, Language, Person, Reach, Relation, entries, entries_question};
use crate::codes::Codes;
use crate::open::{OpenPerson, name_of};
use kernel::{Date, PersonKeys};
use maud::{Markup, html};
use store::{Cx, Question, Result};
use web::ui::{SummaryCard, row};

/// The main address that holds on a day: of the survivor, else the newest of an absorbed record.
///
/// # Errors
/// When the database fails.
pub fn main_address(cx: &mut Cx<'_>, keys: &PersonKeys, on: Date) -> Result<Option<Address>> {
    let holds = |a: &Address| a.start_date <= on && a.end_date.is_none_or(|end| on < end);
    let was_main = |a: &Address| a.status == "main" || (a.status == "previous" && a.end_date.is_some());
    let mut all = entries::<Address>(cx, keys)?;
    all.retain(|a| holds(a) && was_main(a));
    all.sort_by_key(|a| (a.person_id != keys.survivor, std::cmp::Reverse(a.start_date)));
    Ok(all.into_iter().next())
}

/// How the person is reached, as far as it is recorded.
///
/// # Errors
/// When the database fails.
pub fn reach(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Option<Reach>> {
    Ok(entries::<Reach>(cx, keys)?.pop())
}

/// The code of the person's gender, if it is recorded.
///
/// # Errors
/// When the database fails.
pub fn gender(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Option<String>> {
    Ok(cx.get::<Person>(store::params![keys.survivor])?.and_then(|person| person.gender))
}

/// In which language the person is spoken and written to, as far as it is recorded.
///
/// # Errors
/// When the database fails.
pub fn language(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Option<Language>> {
    Ok(entries::<Language>(cx, keys)?.pop())
}

/// The entries of any card, oldest first, without those withdrawn.
///
/// # Errors
/// When the database fails.
pub fn card<R: Detail>(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<R>> {
    entries(cx, keys)
}

/// What [`card`] asks, for a page that asks for more with it; of [`Address`] it is what [`main_address`] asks, of [`Reach`]
/// [`reach`], of [`Language`] [`language`].
#[must_use]
pub fn card_question<R: Detail>(keys: &PersonKeys) -> Question {
    entries_question::<R>(keys)
}

/// What to call the person: the preferred name where there is one.
#[must_use]
pub fn spoken_name(person: &Person) -> String {
    match &person.preferred_name {
        Some(preferred) => format!("{preferred} {}", person.last_name),
        None => name_of(person),
    }
}

/// An address as the lines of a letter, without a name.
#[must_use]
pub fn address_lines(address: &Address) -> Vec<String> {
    if address.no_fixed_abode.as_deref() == Some("yes") {
        return vec!["No fixed abode".to_owned()];
    }
    // A house with a number stands before its street; one with a name has a line of its own.
    let mut lines = Vec::new();
    let number = address.building.as_ref().filter(|b| b.starts_with(|c: char| c.is_ascii_digit()));
    match (number, &address.street) {
        (Some(number), Some(street)) => lines.push(format!("{number} {street}")),
        _ => lines.extend([&address.building, &address.street].into_iter().flatten().cloned()),
    }
    let rest = [&address.district, &address.town, &address.county, &address.postcode];
    lines.extend(rest.into_iter().flatten().cloned());
    lines
}

/// The panel of personal details for the overview: one card, four statements.
///
/// # Errors
/// When the database fails.
pub fn panel(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<Markup> {
    let today = cx.today();
    let codes = Codes::read(cx)?;
    let address = main_address(cx, &open.keys, today)?;
    let reach = reach(cx, &open.keys)?;
    let language = language(cx, &open.keys)?;
    let adjustments = entries::<Adjustment>(cx, &open.keys)?;
    let people = entries::<Relation>(cx, &open.keys)?;
    let lines = |texts: Vec<String>| {
        html! {
            @if texts.is_empty() { span.govuk-hint { "Not recorded" } }
            @for (n, text) in texts.iter().enumerate() { @if n > 0 { br; } (text) }
        }
    };
    let phones: Vec<String> =
        reach.iter().flat_map(|r| [&r.mobile, &r.telephone, &r.email]).flatten().cloned().collect();
    let spoken = language.iter().flat_map(|l| {
        let interpreter = l.interpreter.as_deref() == Some("yes");
        let needed = l.interpreter_language.iter().filter(move |_| interpreter);
        let words = |code: &String| codes.words("language", code).to_owned();
        l.spoken.iter().map(words).chain(needed.map(move |code| format!("Interpreter: {}", words(code))))
    });
    let spoken: Vec<String> = spoken.collect();
    let lasting = adjustments.iter().filter(|a| !a.has_ended(today));
    let adjusted: Vec<String> = lasting.map(|a| codes.words("adjustment", &a.kind).to_owned()).collect();
    let called = people.iter().filter(|p| !p.has_ended(today) && p.emergency.as_deref() == Some("yes"));
    let called: Vec<String> = called
        .map(|p| {
            format!("{} ({}) {}", p.name, codes.words("relation", &p.kind), p.telephone.as_deref().unwrap_or_default())
        })
        .collect();
    let rows = [
        row("Address", lines(address.map(|a| address_lines(&a)).unwrap_or_default())),
        row("Phone and email", lines(phones)),
        row("Language", lines(spoken)),
        row("Adjustments", lines(adjusted)),
        row("Emergency contact", lines(called)),
    ];
    Ok(SummaryCard::new("Personal details").action(&open.path("/details"), "See all").rows(&rows))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{DetailId, PersonId};

    fn address() -> Address {
        let nobody = PersonId(Default::default());
        Address::begin(nobody, DetailId(Default::default()), kernel::date(2026, 1, 1)).unwrap()
    }

    #[test]
    fn a_numbered_house_stands_before_its_street() {
        let numbered = Address { building: Some("12a".into()), street: Some("High Street".into()), ..address() };
        assert_eq!(address_lines(&numbered), ["12a High Street"]);
        let named = Address { building: Some("Ty Gwyn".into()), ..numbered.clone() };
        assert_eq!(address_lines(&named), ["Ty Gwyn", "High Street"]);
        let none = Address { no_fixed_abode: Some("yes".into()), ..numbered };
        assert_eq!(address_lines(&none), ["No fixed abode"]);
    }
}
