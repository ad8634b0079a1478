//! The service's own figures of this room, as dated rows.

use kernel::Date;
use std::sync::Arc;
use store::{Cx, Failure, Kind, Result, record};

record! {
    /// A figure that the service has set, from a day on.
    pub struct PolicyRow in "assessment_policy", Kind::Reference, key ["name", "valid_from"] {
        pub name: String,
        pub valid_from: Date,
        pub number: i64,
        pub words: String,
        pub assumed: bool,
        pub source: String,
    }
}

/// Every row there has been.
pub(crate) struct Policy(Vec<PolicyRow>);

impl Policy {
    /// The row that holds on a day.
    pub(crate) fn at(&self, name: &str, day: Date) -> Result<&PolicyRow> {
        let holds = self.0.iter().filter(|r| r.name == name && r.valid_from <= day).max_by_key(|r| r.valid_from);
        // Before the first row of all, that row holds: a day long past is never without a figure.
        let first = || self.0.iter().filter(|r| r.name == name).min_by_key(|r| r.valid_from);
        holds.or_else(first).ok_or_else(|| Failure::broken(format!("no policy is called {name}")))
    }

    pub(crate) fn number(&self, name: &str, day: Date) -> Result<i64> {
        Ok(self.at(name, day)?.number)
    }
}

/// Reads every row.
pub(crate) fn policy(cx: &mut Cx<'_>) -> Result<Arc<Policy>> {
    cx.remembered(|cx| Ok(Policy(cx.list::<PolicyRow>("ORDER BY name, valid_from", &[])?)))
}
