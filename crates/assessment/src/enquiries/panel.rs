//! The panel of the Risk page, and what stands against signing an assessment.

use people::OpenPerson;
use store::{Cx, Result};
use web::Markup;

/// How enquiries stood on a day.
///
/// # Errors
/// When the database fails.
pub(crate) fn panel(cx: &mut Cx<'_>, open: &OpenPerson, on: kernel::Date) -> Result<Markup> {
    super::pages::card(cx, open, on)
}

/// An answer that came and that nobody has analysed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unread {
    /// What it is, in words that read on from "Not analysed: ".
    pub(crate) words: String,
    /// The page where it is analysed.
    pub(crate) href: String,
}

/// What stands against signing an assessment of this person.
///
/// # Errors
/// When the database fails.
pub(crate) fn unread(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<Vec<Unread>> {
    let standings = super::enquiries(cx, &open.keys)?;
    let kinds = super::kinds(cx)?;
    Ok(super::unread_answers(&standings)
        .map(|s| Unread {
            words: format!(
                "{}, answered {}",
                kinds.name(&s.enquiry.kind),
                web::ui::day(s.answered_on.unwrap_or(s.enquiry.sent_on))
            ),
            href: open.path(&format!("/enquiries/{}", s.enquiry.id)),
        })
        .collect())
}
