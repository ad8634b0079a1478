//! The grades of staff: a dated code list that the service extends.

use kernel::Date;
use store::{Cx, Kind, Result, record};

record! {
    /// A grade.
    pub struct Grade in "staff_grade", Kind::Reference, key ["code"] {
        pub code: String,
        pub name: String,
        /// May be a person's responsible officer.
        pub holds_cases: bool,
        /// The place in lists.
        pub position: i64,
        pub start_date: Date,
        pub end_date: Option<Date>,
    }
}

struct AllGrades(Vec<Grade>);

/// Every grade in the order of lists, ended ones too: old records name them.
///
/// # Errors
/// When the database fails.
pub fn grades(cx: &mut Cx<'_>) -> Result<Vec<Grade>> {
    let all = cx.remembered(|cx| Ok(AllGrades(cx.list("ORDER BY position, code", &[])?)))?;
    Ok(all.0.clone())
}
