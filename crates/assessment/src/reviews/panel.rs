//! The panel of the page "Assess and plan": the reviews that are due.

use people::OpenPerson;
use store::{Cx, Result};
use web::Markup;

/// # Errors
/// When the database fails.
pub(crate) fn panel(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<Markup> {
    super::pages::card(cx, open)
}
