//! An appeal on the Sentence page: beside the order that it is about, or on the event where it is about none.

use super::{Appeal, AppealEffect};
use web::ui::{self, Colour, Row, row};
use web::{Markup, html};

impl Appeal {
    /// One row for the card of what it is about.
    pub(crate) fn row(&self) -> Row {
        row(self.kind.words(), self.told())
    }

    fn told(&self) -> Markup {
        let lodged = self.lodged_on.map(|d| format!("Lodged {}", ui::day(d)));
        let decided = self.decided_on.map(|d| format!("decided {}", ui::day(d)));
        let when: Vec<String> = [lodged, decided, self.court_name.clone()].into_iter().flatten().collect();
        html! {
            @if let Some(removed) = &self.removed { p.govuk-body { (ui::tag(Colour::Grey, "Does not count")) " " (removed) } }
            p.govuk-body { strong { (self.result.words()) } @if !when.is_empty() { br; (when.join(", ")) } }
            @if self.order_id.is_some() && self.removed.is_none() {
                p.govuk-body {
                    @match self.effect {
                        AppealEffect::ToConfirm => (ui::tag(Colour::Yellow, "To confirm")),
                        AppealEffect::Suspended => (ui::tag(Colour::Orange, "Suspended")),
                        _ => {}
                    }
                    " " (self.effect.words())
                    @if let Some(from) = self.effect_from { ", from " (ui::day(from)) }
                    @if let Some(note) = &self.effect_note { br; span.govuk-hint { (note) } }
                }
            }
        }
    }
}
