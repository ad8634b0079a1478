//! Who writes a row: the id and the name that stand beside it.

use store::Cx;
use uuid::Uuid;

/// The id and the name of whoever acts.
pub(crate) fn author(cx: &Cx<'_>) -> (Option<Uuid>, String) {
    (cx.actor().id(), cx.actor().name().to_owned())
}
