//! The panel of the Risk page.

use super::pages::card;
use super::reading::on_day;
use kernel::Date;
use people::OpenPerson;
use store::{Cx, Result};
use web::Markup;

/// What was registered on a day.
///
/// # Errors
/// When the database fails.
pub(crate) fn panel(cx: &mut Cx<'_>, open: &OpenPerson, on: Date) -> Result<Markup> {
    let live = on_day(cx, &open.keys, on)?;
    card(cx, open, &live)
}
