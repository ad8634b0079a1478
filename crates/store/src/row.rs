//! A row that a statement of a room's own gave back.

use crate::{Failure, Field, Value};

/// The cells of one row, in the order of the SELECT.
#[derive(Clone, Debug, PartialEq)]
pub struct Row(pub Vec<Value>);

impl Row {
    /// The cell at `index`, counted from nought.
    ///
    /// # Errors
    /// When there is no such cell or it holds another type.
    pub fn get<T: Field>(&self, index: usize) -> Result<T, Failure> {
        let cell = self.0.get(index).ok_or_else(|| Failure::broken(format!("the row has no cell {index}")))?;
        T::from_value(cell)
    }
}
