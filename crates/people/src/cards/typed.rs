//! Between a card's row and the texts of a form or an API body: by the card's list of fields, each field the column of
//! its name. Whatever was refused stays as typed.

use super::{Asks, CardField, Detail};
use crate::codes::Codes;
use kernel::{Date, Refusal};
use store::{Failure, Result, Value};
use web::form::Form;

/// The row with what was typed in place of what it held. What is wrong is noted in the form.
///
/// # Errors
/// When the card's list does not fit its table.
pub(crate) fn typed<R: Detail>(row: &R, form: &mut Form, codes: &Codes) -> Result<R> {
    let mut values = row.values();
    for field in R::CARD.fields {
        let (index, nullable) = place::<R>(field)?;
        let read = read(form, field, codes);
        let Some(cell) = values.get_mut(index) else {
            continue;
        };
        match read {
            Value::Null if !nullable => {
                // Columns that may not be null are texts that may be empty, or days that were asked for and refused.
                if field.asks != Asks::Day {
                    *cell = Value::Text(String::new());
                }
            }
            other => *cell = other,
        }
    }
    R::from_values(&values)
}

/// A form that opens with what the row holds.
pub(crate) fn filled<R: Detail>(row: &R) -> Result<Form> {
    let values = row.values();
    let mut form = Form::blank();
    for field in R::CARD.fields {
        let (index, _) = place::<R>(field)?;
        let text = text_of(values.get(index));
        match field.asks {
            Asks::Day => {
                for (name, part) in
                    text.parse::<Date>().map(|d| web::ui::DateInput::pairs(field.column, d)).into_iter().flatten()
                {
                    form = form.with(&name, part);
                }
            }
            _ => form = form.with(field.column, text),
        }
    }
    Ok(form)
}

/// Label and words of every field that holds something; all fields when `empty` too.
pub(crate) fn shown<R: Detail>(row: &R, codes: &Codes, empty: bool) -> Result<Vec<(&'static str, String)>> {
    let values = row.values();
    let mut out = Vec::new();
    for field in R::CARD.fields {
        let (index, _) = place::<R>(field)?;
        let words = words(field, &text_of(values.get(index)), codes);
        if empty || !words.is_empty() {
            out.push((field.label, words));
        }
    }
    Ok(out)
}

/// What a stored text reads as.
pub(crate) fn words(field: &CardField, text: &str, codes: &Codes) -> String {
    match field.asks {
        _ if text.is_empty() => String::new(),
        Asks::Code(set) => codes.words(set, text).to_owned(),
        Asks::Day => text.parse::<Date>().map_or_else(|_| text.to_owned(), web::ui::day),
        _ => text.to_owned(),
    }
}

/// What was typed into a field, as a person would read it; for the page that shows both versions.
pub(crate) fn words_typed(form: &Form, field: &CardField, codes: &Codes) -> String {
    if field.asks == Asks::Day && !form.has(field.column) {
        let part = |p: &str| form.typed(&format!("{}-{p}", field.column)).trim().to_owned();
        let (day, month, year) = (part("day"), part("month"), part("year"));
        let date = web::form::parse_day(&format!("{day}/{month}/{year}"));
        return date.map_or_else(|_| format!("{day} {month} {year}").trim().to_owned(), web::ui::day);
    }
    words(field, form.typed(field.column).trim(), codes)
}

fn place<R: Detail>(field: &CardField) -> Result<(usize, bool)> {
    let index = R::TABLE.index_of(field.column);
    let column = index.and_then(|i| R::TABLE.columns.get(i));
    let missing = || Failure::broken(format!("{} has no column {}", R::TABLE.name, field.column));
    Ok((index.ok_or_else(missing)?, column.is_some_and(|c| c.nullable)))
}

pub(crate) fn text_of(value: Option<&Value>) -> String {
    match value {
        Some(Value::Text(text)) => text.clone(),
        Some(Value::Int(n)) => n.to_string(),
        _ => String::new(),
    }
}

fn read(form: &mut Form, field: &CardField, codes: &Codes) -> Value {
    let (name, what) = (field.column, field.what);
    let text = |t: Option<String>| t.map_or(Value::Null, Value::Text);
    match field.asks {
        Asks::Text(most) | Asks::Lines(most) if field.must => text(form.text(name, what, most)),
        Asks::Text(most) | Asks::Lines(most) => text(form.optional_text(name, what, most)),
        Asks::Day if field.must => form.date(name, what).map_or(Value::Null, |d| Value::Text(d.to_string())),
        Asks::Day => form.optional_date(name, what).map_or(Value::Null, |d| Value::Text(d.to_string())),
        Asks::Code(set) => {
            let kept = form.typed(name).trim().to_owned();
            let is_offered = |code: &str| codes.offered(set, &kept).iter().any(|(c, _)| *c == code);
            let pick = |code: &str| is_offered(code).then(|| code.to_owned());
            text(if field.must { form.choice(name, what, pick) } else { form.optional_choice(name, what, pick) })
        }
        Asks::Email => text(form.optional_email(name, what)),
        Asks::Telephone => text(telephone(form, name, what)),
        Asks::Postcode => text(form.optional_text(name, what, 10).map(|p| postcode(&p))),
    }
}

/// A telephone number as written: digits, spaces, brackets, hyphens and a plus sign.
fn telephone(form: &mut Form, name: &str, what: &str) -> Option<String> {
    let text = form.optional_text(name, what, 40)?;
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let sound =
        text.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '+' | '(' | ')' | '-' | '.')) && digits >= 6;
    if !sound {
        form.refuse(Refusal::new(name, "not_a_telephone", format!("Enter {what}, like 07700 900123 or 020 7946 0123")));
        return None;
    }
    Some(text)
}

/// In capitals, with one space before the last three.
fn postcode(text: &str) -> String {
    let code: String = text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect();
    let cut = code.chars().count().checked_sub(3).filter(|n| *n >= 2);
    match cut.and_then(|at| code.split_at_checked(at)) {
        Some((outward, inward)) if code.is_ascii() && code.len() >= 5 => {
            format!("{outward} {inward}")
        }
        _ => text.trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Card, Detail, each};
    use super::*;

    struct Fits;

    impl super::super::ForCard for Fits {
        type Out = &'static Card;

        fn run<R: Detail>(self) -> &'static Card {
            for field in R::CARD.fields {
                let (_, nullable) = place::<R>(field).unwrap();
                assert!(nullable || field.must || field.asks == Asks::Text(100), "{} {}", R::CARD.slug, field.column);
            }
            R::CARD
        }
    }

    #[test]
    fn every_card_fits_its_table_and_is_found_by_its_word() {
        for card in super::super::CARDS {
            assert_eq!(each(card.slug, Fits).map(|c| c.slug), Some(card.slug));
        }
        assert!(each("nothing", Fits).is_none());
    }

    #[test]
    fn a_postcode_has_one_form() {
        assert_eq!(postcode("za12bc"), "ZA1 2BC");
        assert_eq!(postcode("ZA10 9 ZZ"), "ZA10 9ZZ");
        assert_eq!(postcode("none"), "none");
    }
}
