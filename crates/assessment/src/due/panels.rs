//! What other rooms show of what is due: on my work, and on a person's overview.

use super::lists::of_person;
use kernel::PersonKeys;
use store::{Cx, Result};

/// One line that needs attention, with the person's page where it is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attention {
    pub words: String,
    /// Reads on from the person's own address.
    pub page: &'static str,
}

/// What needs attention around a person, for the overview.
///
/// # Errors
/// When the database fails.
pub fn attention(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<Attention>> {
    let today = cx.today();
    let due = of_person(cx, keys)?;
    Ok(due
        .into_iter()
        .map(|d| {
            let verb = if d.due < today { "was due" } else { "due" };
            let words = format!("{}: {}, {verb} {}", d.kind.title(), d.words, web::ui::day(d.due));
            Attention { words, page: d.kind.page() }
        })
        .collect())
}
