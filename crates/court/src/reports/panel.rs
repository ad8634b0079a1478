//! How the state of a report and its hearing are shown, in lists here and in My work.

use super::records::{ReportLine, ReportState};
use crate::requests::due_words;
use kernel::Date;
use law::Law;
use web::ui::{self, Colour};
use web::{Markup, html};

/// The state as a tag.
pub(crate) fn state_tag(state: ReportState) -> Markup {
    let colour = match state {
        ReportState::Writing => Colour::Plain,
        ReportState::Checking => Colour::Purple,
        ReportState::Returned => Colour::Orange,
        ReportState::Checked => Colour::Teal,
        ReportState::Signed => Colour::Green,
        ReportState::Withdrawn => Colour::Grey,
    };
    ui::tag(colour, state.words())
}

/// When the hearing is, with the working days until then.
pub(super) fn hearing(law: &Law, today: Date, line: &ReportLine) -> Markup {
    let waits = !matches!(line.state, ReportState::Signed | ReportState::Withdrawn);
    html! {
        (ui::short_day(line.hearing_on))
        @if waits { br; span.govuk-hint { (due_words(law, today, line.hearing_on)) } }
        @if waits && line.hearing_on < today { " " (ui::tag(Colour::Red, "Past")) }
    }
}
