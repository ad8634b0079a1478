//! What other rooms show beside a court's day: the binary hands it down, because rooms of one floor do not know each other.

use kernel::{CourtId, Date};
use store::{Cx, Result};
use web::{Markup, html};

/// What is shown of a court on a day besides its list.
#[derive(Clone, Copy, Debug)]
pub struct BesideTheDay(pub fn(&mut Cx<'_>, CourtId, Date) -> Result<Markup>);

/// Nothing where nobody has handed anything down.
pub(super) fn beside(cx: &mut Cx<'_>, court: CourtId, day: Date) -> Result<Markup> {
    let show = cx.part::<BesideTheDay>().ok().map(|part| part.0);
    show.map_or_else(|| Ok(html! {}), |show| show(cx, court, day))
}
