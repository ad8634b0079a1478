//! A [`Term`] as a cell of a row. It is kept as the words in which it is shown.

use law::Term;
use store::{ColumnType, Failure, Field, Value};

/// The length of a custodial term, a period or a requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length(pub Term);

impl Field for Length {
    const TYPE: ColumnType = ColumnType::Text;

    fn into_value(&self) -> Value {
        Value::Text(self.0.to_string())
    }

    fn from_value(value: &Value) -> Result<Self, Failure> {
        match value {
            Value::Text(text) => {
                text.parse().map(Length).map_err(|_| Failure::broken(format!("{text:?} is no length")))
            }
            other => Err(Failure::broken(format!("{other:?} is no length"))),
        }
    }
}

impl std::fmt::Display for Length {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}
