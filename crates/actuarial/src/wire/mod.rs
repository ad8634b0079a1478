//! The national request bodies: one flat object a person, every field optional, in two generations.
//!
//! Always true: a value that cannot be read is a problem of its field, told with all the others at once, and never becomes
//! a default; null is the same as absent; fields that a generation does not know are left alone. It computes nothing.

mod first;
mod given;
mod second;

pub use first::Request1;
pub use given::{FieldProblem, Given};
pub use second::Request2;

/// Declares a request: the struct, its reader, its list of fields, and whether a field is present.
macro_rules! request {
    ($(#[$doc:meta])* $name:ident { $($field:ident $wire:literal $kind:ty;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name {
            $(#[doc = concat!("`", $wire, "` on the wire.")] pub $field: Option<$kind>,)+
        }

        impl $name {
            /// Every field that this generation reads, by its wire name.
            pub const FIELDS: &'static [&'static str] = &[$($wire),+];

            /// The request in `given`.
            ///
            /// # Errors
            /// All fields whose value cannot be read.
            pub fn read(given: &serde_json::Map<String, serde_json::Value>) -> Result<Self, Vec<$crate::wire::FieldProblem>> {
                let mut problems = Vec::new();
                let request = Self { $($field: $crate::wire::given::field(given, $wire, &mut problems),)+ };
                if problems.is_empty() { Ok(request) } else { Err(problems) }
            }

            /// Whether the field with that wire name has a value.
            pub fn has(&self, field: &str) -> bool {
                match field {
                    $($wire => self.$field.is_some(),)+
                    _ => false,
                }
            }

            /// The value of the field with that wire name, as it would stand on the wire; null when it has none.
            pub fn shown(&self, field: &str) -> serde_json::Value {
                match field {
                    $($wire => self.$field.as_ref().map_or(serde_json::Value::Null, $crate::wire::Given::show),)+
                    _ => serde_json::Value::Null,
                }
            }

            /// Those of `fields` that have no value, in the order given.
            pub fn missing(&self, fields: &[&'static str]) -> Vec<&'static str> {
                fields.iter().copied().filter(|field| !self.has(field)).collect()
            }
        }
    };
}
use request;
