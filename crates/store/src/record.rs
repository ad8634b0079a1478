//! Tables as the program knows them, and the macro that declares one with the struct that is its row.

use crate::{ColumnType, Failure, Value};

/// What a table is, and so which rules of key, history and distribution bind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Rows of a person's record. The key begins with `person_id`. Written to history.
    Person,
    /// Rows of a subject, keyed by its own id: hearing, group, staff, provider... Written to history.
    Subject,
    /// A registry with a key of its own, such as the CRNs. Written to history.
    Registry,
    /// Small tables that every node may hold: code lists, policy. Written to history.
    Reference,
    /// A read model, written in the same transaction, rebuildable; ids and sort keys, no names.
    View,
    /// Jobs, sessions, leases, drafts, request keys: this installation's own.
    Local,
    /// Logs by month: who read what.
    Log,
    /// The ledger itself.
    Ledger,
}

impl Kind {
    /// True when a change of a row is kept in history under a ledger entry.
    #[must_use]
    pub fn is_recorded(self) -> bool {
        matches!(self, Kind::Person | Kind::Subject | Kind::Registry | Kind::Reference)
    }
}

/// One column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub name: &'static str,
    pub ty: ColumnType,
    pub nullable: bool,
}

/// One table, declared by the room that owns it.
#[derive(Debug)]
pub struct Table {
    pub name: &'static str,
    pub kind: Kind,
    /// The crate that owns it.
    pub owner: &'static str,
    /// Column names of the primary key.
    pub key: &'static [&'static str],
    pub columns: &'static [Column],
}

impl Table {
    #[must_use]
    pub fn index_of(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|c| c.name == column)
    }

    /// The column names, comma separated, as they stand in a SELECT.
    #[must_use]
    pub fn column_list(&self) -> String {
        self.columns.iter().map(|c| c.name).collect::<Vec<_>>().join(", ")
    }
}

/// A struct that is a row of a table.
pub trait Record: Sized {
    const TABLE: &'static Table;
    /// The cells in the order of the table's columns.
    fn values(&self) -> Vec<Value>;
    /// # Errors
    /// When a cell does not fit its field.
    fn from_values(values: &[Value]) -> Result<Self, Failure>;
    /// A second name for the field `version`, which records that people edit carry.
    fn bump_version(&mut self) {}
}

/// Declares a table and its row.
///
/// ```ignore
/// record! {
///     /// An alias of a person.
///     pub struct Alias in "person_alias", Kind::Person, key ["person_id", "id"] {
///         pub person_id: PersonId,
///         pub id: DetailId,
///         pub surname: String,
///         pub version: i64,
///     }
/// }
/// ```
/// A field named `version` makes updates check that nobody else changed the row meanwhile.
#[macro_export]
macro_rules! record {
    ($(#[$doc:meta])* $vis:vis struct $name:ident in $table:literal, $kind:expr, key [$($key:literal),+] {
        $($(#[$fdoc:meta])* $fvis:vis $field:ident : $ty:ty),* $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq)]
        $vis struct $name { $($(#[$fdoc])* $fvis $field: $ty),* }

        impl $crate::Record for $name {
            const TABLE: &'static $crate::Table = &$crate::Table {
                name: $table,
                kind: $kind,
                owner: env!("CARGO_PKG_NAME"),
                key: &[$($key),+],
                columns: &[$($crate::Column {
                    name: stringify!($field),
                    ty: <$ty as $crate::Field>::TYPE,
                    nullable: <$ty as $crate::Field>::NULLABLE,
                }),*],
            };
            fn values(&self) -> Vec<$crate::Value> {
                vec![$($crate::Field::into_value(&self.$field)),*]
            }
            fn from_values(values: &[$crate::Value]) -> Result<Self, $crate::Failure> {
                let mut cells = values.iter();
                Ok($name { $($field: $crate::next_cell(&mut cells, $table, stringify!($field))?),* })
            }
            $crate::record!(@version $($field)*);
        }
    };
    (@version) => {};
    (@version version $($rest:ident)*) => {
        fn bump_version(&mut self) { self.version = self.version.saturating_add(1); }
    };
    (@version $other:ident $($rest:ident)*) => { $crate::record!(@version $($rest)*); };
}

#[doc(hidden)]
pub fn next_cell<'v, T: crate::Field>(
    cells: &mut impl Iterator<Item = &'v Value>,
    table: &str,
    field: &str,
) -> Result<T, Failure> {
    let cell = cells.next().ok_or_else(|| Failure::broken(format!("{table}.{field} is missing from the row")))?;
    T::from_value(cell).map_err(|e| Failure::broken(format!("{table}.{field}: {e}")))
}
