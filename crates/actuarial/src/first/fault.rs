//! Why a calculation of generation 1 could not be carried out although every mandatory input was there.
//!
//! Always true: each fault says which value it was, in the words that the service puts into its unexpected errors. It
//! knows no request.

use crate::refusal::ValidationError;
use std::fmt;

/// A value that a formula cannot take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A day on or before the day of birth; the field is named.
    NotAfterBirth(&'static str),
    /// An age below ten at this stage.
    BelowTen(&'static str),
    /// A value outside what the table of points holds; what it is, and the value.
    Invalid(&'static str, i32),
    /// An age that no band of ages holds.
    UnhandledAge(i32),
    /// The two ages leave no time in which sanctions could lie.
    NoTimeBetweenAges,
    /// The first sanction lies after the current conviction.
    NegativeGap,
    /// The sum is too large for the curve.
    Overflow,
    /// The sum of points is outside the model's range.
    PointsOutOfRange(i32),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAfterBirth(field) => write!(f, "{field} cannot be on or before date of birth."),
            Self::BelowTen(stage) => write!(f, "Age at {stage} cannot be less than 10"),
            Self::Invalid(what, value) => write!(f, "Invalid {what} value: {value}"),
            Self::UnhandledAge(age) => write!(f, "Unhandled age: {age}"),
            Self::NoTimeBetweenAges => f.write_str("Invalid age values leading to non-positive denominator"),
            Self::NegativeGap => f.write_str("Years between first and second sanction cannot be a negative"),
            Self::Overflow => f.write_str("invalid inputs overflow exp operation"),
            Self::PointsOutOfRange(points) => write!(f, "Invalid OSP/DC 64 point score value: {points}"),
        }
    }
}

impl std::error::Error for Fault {}

impl From<Fault> for ValidationError {
    fn from(fault: Fault) -> Self {
        ValidationError::unexpected(&fault.to_string())
    }
}
