//! Reading one field of a request.
//!
//! Always true: a value is taken only when it is wholly what the field asks for; what is wrong is said with the value that
//! was given. Numbers are not made from text, nor text from numbers.

use crate::refusal::{INPUT_NOT_READABLE, ValidationError};
use crate::vocabulary::{
    Awareness, Band, Motivation, PreviousConviction, PreviousConvictions, Problem, Qualification, Relationship, Sex,
    StaticOrDynamic, SupervisionStatus, Version,
};
use jiff::civil::Date;
use serde_json::{Map, Value};

/// A field whose value cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldProblem {
    /// The field's wire name.
    pub field: &'static str,
    /// What is wrong and what would be right.
    pub problem: String,
}

impl FieldProblem {
    /// The problem as a validation error of a response.
    pub fn as_error(&self) -> ValidationError {
        let mut error = INPUT_NOT_READABLE.about(&[self.field]);
        error.message = format!("{}: {}", INPUT_NOT_READABLE.message, self.problem);
        error
    }
}

/// A kind of value that a field may have.
pub trait Given: Sized {
    /// The value, or what would have been right.
    ///
    /// # Errors
    /// When `value` is something else.
    fn read(value: &Value) -> Result<Self, String>;

    /// The value as it stands on the wire.
    fn show(&self) -> Value;
}

pub(super) fn field<T: Given>(
    given: &Map<String, Value>,
    name: &'static str,
    problems: &mut Vec<FieldProblem>,
) -> Option<T> {
    let value = given.get(name).filter(|value| !value.is_null())?;
    match T::read(value) {
        Ok(read) => Some(read),
        Err(wanted) => {
            problems.push(FieldProblem { field: name, problem: format!("{} is not {wanted}", shown(value)) });
            None
        }
    }
}

/// The value as given, cut to a length that fits a message.
fn shown(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= 60 {
        return text;
    }
    text.chars().take(57).chain("...".chars()).collect()
}

impl Given for bool {
    fn read(value: &Value) -> Result<Self, String> {
        value.as_bool().ok_or_else(|| "true or false".to_owned())
    }

    fn show(&self) -> Value {
        Value::Bool(*self)
    }
}

impl Given for i32 {
    fn read(value: &Value) -> Result<Self, String> {
        let whole =
            value.as_i64().or_else(|| value.as_f64().filter(|n| n.fract() == 0.0 && n.abs() < 2e9).map(|n| n as i64));
        whole.and_then(|n| Self::try_from(n).ok()).ok_or_else(|| "a whole number".to_owned())
    }

    fn show(&self) -> Value {
        Value::from(*self)
    }
}

impl Given for String {
    fn read(value: &Value) -> Result<Self, String> {
        value.as_str().map(str::to_owned).ok_or_else(|| "text".to_owned())
    }

    fn show(&self) -> Value {
        Value::from(self.as_str())
    }
}

impl Given for Date {
    fn read(value: &Value) -> Result<Self, String> {
        let wanted = || "a day of the calendar, written YYYY-MM-DD".to_owned();
        let text = value.as_str().ok_or_else(wanted)?;
        let shape = text.len() == 10
            && text.bytes().enumerate().all(|(i, b)| match i {
                4 | 7 => b == b'-',
                _ => b.is_ascii_digit(),
            });
        if shape { text.parse().map_err(|_| wanted()) } else { Err(wanted()) }
    }

    fn show(&self) -> Value {
        Value::from(self.to_string())
    }
}

impl Given for PreviousConvictions {
    fn read(value: &Value) -> Result<Self, String> {
        Ok(Vec::<PreviousConviction>::read(value)?.into_iter().collect())
    }

    fn show(&self) -> Value {
        PreviousConviction::ALL.iter().filter(|kind| self.has(**kind)).map(PreviousConviction::show).collect()
    }
}

impl Given for Vec<PreviousConviction> {
    fn read(value: &Value) -> Result<Self, String> {
        let list = value
            .as_array()
            .ok_or_else(|| format!("a list of any of {}", words(PreviousConviction::ALL.iter().map(|w| w.wire()))))?;
        list.iter().map(PreviousConviction::read).collect()
    }

    fn show(&self) -> Value {
        self.iter().map(PreviousConviction::show).collect()
    }
}

fn words<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.collect::<Vec<_>>().join(", ")
}

macro_rules! given_word {
    ($($name:ident)+) => {
        $(impl Given for $name {
            fn read(value: &Value) -> Result<Self, String> {
                let word = value.as_str().and_then(Self::from_wire);
                word.ok_or_else(|| format!("one of {}", words(Self::ALL.iter().map(|w| w.wire()))))
            }

            fn show(&self) -> Value {
                Value::from(self.wire())
            }
        })+
    };
}

given_word! {
    Awareness Band Motivation PreviousConviction Problem Qualification Relationship Sex StaticOrDynamic SupervisionStatus
    Version
}

#[cfg(test)]
mod tests {
    use crate::wire::Request2;
    use jiff::civil::date;
    use serde_json::json;

    #[test]
    fn every_unreadable_field_is_told_at_once() {
        let given = json!({
            "gender": "male", "dateOfBirth": "2023-02-29", "ageAtFirstSanction": "12", "isUnemployed": 1,
            "totalNumberOfSanctionsForAllOffences": 2.5, "previousConvictions": ["ARSON", "TREASON"],
            "currentOffenceCode": null, "somethingElse": [1]
        });
        let problems = Request2::read(given.as_object().unwrap()).unwrap_err();
        let said: Vec<String> = problems.iter().map(|p| format!("{}: {}", p.field, p.problem)).collect();
        assert_eq!(said.len(), 6, "{said:?}");
        assert!(
            said.contains(&"dateOfBirth: \"2023-02-29\" is not a day of the calendar, written YYYY-MM-DD".to_owned())
        );
        assert!(said.contains(&"gender: \"male\" is not one of MALE, FEMALE".to_owned()));
    }

    #[test]
    fn null_is_absent_and_unknown_fields_are_left_alone() {
        let given = json!({"gender": null, "dateOfBirth": "2000-02-29", "ageAtFirstSanction": 12.0, "other": {}});
        let request = Request2::read(given.as_object().unwrap()).unwrap();
        assert_eq!(request.date_of_birth, Some(date(2000, 2, 29)));
        assert_eq!(request.age_at_first_sanction, Some(12));
        assert_eq!(request.missing(&["gender", "dateOfBirth"]), ["gender"]);
    }
}
