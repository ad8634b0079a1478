//! The documents of a breach: the notice to the person, and the pack as it was sent. Their words are filled from the record by
//! the room of documents.

use super::store::Whole;
use people::OpenPerson;
use store::{Cx, Result};

/// Makes the document of a pack that is being sent.
pub(super) fn write_pack(_cx: &mut Cx<'_>, _open: &OpenPerson, _whole: &mut Whole) -> Result<()> {
    Ok(())
}
