//! Where a check puts what it finds: into a list for the response, or into one flag for the path that wants only numbers.
//!
//! Always true: both sinks see the same findings from the same checks, so that the fast path refuses exactly what the
//! explained path refuses. It knows no rule.

use crate::refusal::{Kind, ValidationError};

/// Receives findings.
pub(super) trait Faults {
    /// A finding about `fields`.
    fn fault(&mut self, kind: Kind, fields: &[&'static str]);

    /// A finding about those of `fields` that are flagged, if any is.
    fn fault_of_flagged(&mut self, kind: Kind, fields: &[(&'static str, bool)]);
}

/// Only whether there was any.
#[derive(Default)]
pub(super) struct Any(pub(super) bool);

impl Faults for Any {
    fn fault(&mut self, _: Kind, _: &[&'static str]) {
        self.0 = true;
    }

    fn fault_of_flagged(&mut self, _: Kind, fields: &[(&'static str, bool)]) {
        self.0 |= fields.iter().any(|field| field.1);
    }
}

impl Faults for Vec<ValidationError> {
    fn fault(&mut self, kind: Kind, fields: &[&'static str]) {
        self.push(kind.about(fields));
    }

    fn fault_of_flagged(&mut self, kind: Kind, fields: &[(&'static str, bool)]) {
        let flagged: Vec<&str> = fields.iter().filter(|field| field.1).map(|field| field.0).collect();
        if !flagged.is_empty() {
            self.push(kind.about(&flagged));
        }
    }
}
