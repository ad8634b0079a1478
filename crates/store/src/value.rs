//! What a column may hold, the same in both databases, and how field types become it and back.

use crate::Failure;
use jiff::civil::{Date, Time};
use kernel::{Crn, Instant};
use uuid::Uuid;

/// One cell of a row, or one parameter of a statement.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Null,
    Bool(bool),
    Int(i64),
    Real(f64),
    Text(String),
    Bytes(Vec<u8>),
    Id(Uuid),
}

/// The type words of the migrations. `postgres()` and `sqlite()` give what stands in each database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    Id,
    Text,
    Int,
    Bool,
    Real,
    Bytes,
    /// A civil date as ISO text, so that it sorts and is never shifted.
    Date,
    /// A wall-clock time as `HH:MM` text.
    Time,
    /// UTC microseconds.
    Instant,
    /// A JSON text.
    Json,
}

impl ColumnType {
    #[must_use]
    pub fn postgres(self) -> &'static str {
        match self {
            ColumnType::Id => "uuid",
            ColumnType::Text | ColumnType::Date | ColumnType::Time | ColumnType::Json => "text",
            ColumnType::Int | ColumnType::Instant => "bigint",
            ColumnType::Bool => "boolean",
            ColumnType::Real => "double precision",
            ColumnType::Bytes => "bytea",
        }
    }

    #[must_use]
    pub fn sqlite(self) -> &'static str {
        match self {
            ColumnType::Id | ColumnType::Bytes => "BLOB",
            ColumnType::Text | ColumnType::Date | ColumnType::Time | ColumnType::Json => "TEXT",
            ColumnType::Int | ColumnType::Instant | ColumnType::Bool => "INTEGER",
            ColumnType::Real => "REAL",
        }
    }
}

/// A Rust type that fits one column.
pub trait Field: Sized {
    const TYPE: ColumnType;
    const NULLABLE: bool = false;
    #[expect(clippy::wrong_self_convention, reason = "a field is borrowed from its row, and becomes a cell")]
    fn into_value(&self) -> Value;
    /// # Errors
    /// When the cell holds something else: the database and the program disagree.
    fn from_value(value: &Value) -> Result<Self, Failure>;
}

fn mismatch(value: &Value, wanted: &str) -> Failure {
    Failure::broken(format!("a cell holds {value:?} where {wanted} was expected"))
}

macro_rules! plain_field {
    ($($ty:ty, $column:ident, |$me:ident| $into:expr, $pattern:pat => $from:expr;)*) => {$(
        impl Field for $ty {
            const TYPE: ColumnType = ColumnType::$column;
            fn into_value(&self) -> Value { let $me = self; $into }
            fn from_value(value: &Value) -> Result<Self, Failure> {
                #[allow(unreachable_patterns, reason = "one macro for all types")]
                match value { $pattern => $from, other => Err(mismatch(other, stringify!($ty))) }
            }
        }
    )*};
}

plain_field! {
    i64, Int, |me| Value::Int(*me), Value::Int(n) => Ok(*n);
    i32, Int, |me| Value::Int(i64::from(*me)), Value::Int(n) => i32::try_from(*n).map_err(|_| mismatch(&Value::Int(*n), "i32"));
    u32, Int, |me| Value::Int(i64::from(*me)), Value::Int(n) => u32::try_from(*n).map_err(|_| mismatch(&Value::Int(*n), "u32"));
    f64, Real, |me| Value::Real(*me), Value::Real(n) => Ok(*n);
    String, Text, |me| Value::Text(me.clone()), Value::Text(t) => Ok(t.clone());
    Vec<u8>, Bytes, |me| Value::Bytes(me.clone()), Value::Bytes(b) => Ok(b.clone());
    Instant, Instant, |me| Value::Int(me.0), Value::Int(n) => Ok(Instant(*n));
    Date, Date, |me| Value::Text(me.to_string()), Value::Text(t) => t.parse().map_err(|_| mismatch(&Value::Text(t.clone()), "a date"));
    Time, Time, |me| Value::Text(me.strftime("%H:%M").to_string()), Value::Text(t) => Time::strptime("%H:%M", t).map_err(|_| mismatch(&Value::Text(t.clone()), "a time"));
    Crn, Text, |me| Value::Text(me.to_string()), Value::Text(t) => t.parse().map_err(|_| mismatch(&Value::Text(t.clone()), "a CRN"));
    serde_json::Value, Json, |me| Value::Text(me.to_string()), Value::Text(t) => serde_json::from_str(t).map_err(|_| mismatch(&Value::Text(t.clone()), "JSON"));
}

impl Field for bool {
    const TYPE: ColumnType = ColumnType::Bool;
    fn into_value(&self) -> Value {
        Value::Bool(*self)
    }
    fn from_value(value: &Value) -> Result<Self, Failure> {
        match value {
            Value::Bool(b) => Ok(*b),
            Value::Int(n @ (0 | 1)) => Ok(*n == 1),
            other => Err(mismatch(other, "yes or no")),
        }
    }
}

impl Field for Uuid {
    const TYPE: ColumnType = ColumnType::Id;
    fn into_value(&self) -> Value {
        Value::Id(*self)
    }
    fn from_value(value: &Value) -> Result<Self, Failure> {
        match value {
            Value::Id(id) => Ok(*id),
            Value::Bytes(b) => Uuid::from_slice(b).map_err(|_| mismatch(value, "an id")),
            other => Err(mismatch(other, "an id")),
        }
    }
}

impl<T: Field> Field for Option<T> {
    const TYPE: ColumnType = T::TYPE;
    const NULLABLE: bool = true;
    fn into_value(&self) -> Value {
        self.as_ref().map_or(Value::Null, Field::into_value)
    }
    fn from_value(value: &Value) -> Result<Self, Failure> {
        if *value == Value::Null { Ok(None) } else { T::from_value(value).map(Some) }
    }
}

macro_rules! id_fields {
    ($($id:ident),*) => {$(
        impl Field for kernel::$id {
            const TYPE: ColumnType = ColumnType::Id;
            fn into_value(&self) -> Value { Value::Id(self.0) }
            fn from_value(value: &Value) -> Result<Self, Failure> { Uuid::from_value(value).map(Self) }
        }
    )*};
}

kernel::every_id!(id_fields);

impl<T: Field> From<T> for Value {
    fn from(field: T) -> Value {
        field.into_value()
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.to_owned())
    }
}

/// Parameters of a statement, `params![person, "M", today]`, in the order of `$1`, `$2`...
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::Value::from($value.clone())),*] };
}

/// A closed set of words kept as text: an enum with `code()`, `ALL`, `FromStr` and [`Field`]. For words that the program
/// itself decides on; lists that a service may extend are reference rows instead.
#[macro_export]
macro_rules! codes {
    ($(#[$doc:meta])* pub enum $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$vdoc])* $variant),* }

        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            /// The word kept in the database and used in forms and the API.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $($name::$variant => $code),* }
            }
        }

        impl std::str::FromStr for $name {
            type Err = ();
            fn from_str(code: &str) -> Result<Self, ()> {
                match code { $($code => Ok($name::$variant),)* _ => Err(()) }
            }
        }

        impl $crate::Field for $name {
            const TYPE: $crate::ColumnType = $crate::ColumnType::Text;
            fn into_value(&self) -> $crate::Value { $crate::Value::Text(self.code().to_owned()) }
            fn from_value(value: &$crate::Value) -> Result<Self, $crate::Failure> {
                match value {
                    $crate::Value::Text(t) => t.parse().map_err(|()| $crate::Failure::broken(format!("{t:?} is no {}", stringify!($name)))),
                    other => Err($crate::Failure::broken(format!("{other:?} is no {}", stringify!($name)))),
                }
            }
        }
    };
}

/// The parameters of [`kernel::PersonKeys::placeholders`].
#[must_use]
pub fn key_values(keys: &kernel::PersonKeys) -> Vec<Value> {
    keys.all().map(|id| Value::Id(id.0)).collect()
}

/// Ids for an `IN` list, the last one repeated up to one of a few lengths: a list of its own length for each page would
/// be a statement of its own, prepared anew, for each.
#[must_use]
pub fn id_values<T: Copy + Into<Uuid>>(ids: &[T]) -> Vec<Value> {
    const LENGTHS: [usize; 9] = [1, 2, 4, 10, 25, 50, 100, 200, 400];
    let length = LENGTHS.into_iter().find(|n| *n >= ids.len()).unwrap_or(ids.len());
    let mut values: Vec<Value> = ids.iter().map(|id| Value::Id((*id).into())).collect();
    if let Some(last) = values.last().cloned() {
        values.resize(length, last);
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_many_lengths_are_a_few_statements() {
        let ids: Vec<Uuid> = (1..=300).map(Uuid::from_u128).collect();
        let lengths: std::collections::BTreeSet<usize> = (0..=ids.len()).map(|n| id_values(&ids[..n]).len()).collect();
        assert_eq!(lengths.into_iter().collect::<Vec<_>>(), [0, 1, 2, 4, 10, 25, 50, 100, 200, 400]);
        assert_eq!(id_values(&ids[..3]).last(), Some(&Value::Id(ids[2])));
    }
}
