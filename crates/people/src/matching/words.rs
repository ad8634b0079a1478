//! Each agreement as a phrase for a page.

use super::Place;
use super::weights::Agreement;
use kernel::Date;

pub(super) fn name_words(name: &str, agreement: Agreement, one: &str, other: &str) -> String {
    match agreement {
        Agreement::Same | Agreement::SameCommon => format!("Same {name}: {other}"),
        Agreement::Nickname => format!("Forms of one {name}: {one}, {other}"),
        Agreement::Initial => format!("Only the initial of the {name}: {one}, {other}"),
        Agreement::Misspelt => format!("The {name} is spelt otherwise: {one}, {other}"),
        Agreement::Alike => format!("The {name}s are alike, but both are names: {one}, {other}"),
        Agreement::AmongMiddle => {
            format!("The {name} of one is a middle name of the other: {one}, {other}")
        }
        Agreement::PartOf => format!("Part of a longer {name}: {one}, {other}"),
        _ => format!("Different {name}: {one}, {other}"),
    }
}

pub(super) fn birth_words(agreement: Agreement, x: Date, y: Date) -> String {
    let (x, y) = (in_words(x), in_words(y));
    match agreement {
        Agreement::Same => format!("Same date of birth: {x}"),
        Agreement::SameFirstOfJanuary => {
            format!("Same date of birth: {x}, a day also written when it is not known")
        }
        Agreement::Swapped => format!("Day and month of birth exchanged: {x}, {y}"),
        Agreement::OneDigit => format!("One digit of the date of birth is other: {x}, {y}"),
        Agreement::YearOff => format!("The year of birth is one off: {x}, {y}"),
        Agreement::GenerationApart => format!("Dates of birth a generation apart: {x}, {y}"),
        _ => format!("Different date of birth: {x}, {y}"),
    }
}

pub(super) fn place_words(agreement: Agreement, place: &Place) -> String {
    match agreement {
        Agreement::Same => format!("Same address: {}", place.lines),
        Agreement::SamePostcode => format!("Same postcode: {}", place.postcode.as_deref().unwrap_or_default()),
        _ => "No address in common".into(),
    }
}

fn in_words(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}
