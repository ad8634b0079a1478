//! The pages of waiting lists: a list in its order, and a person's places and waiting with what comes next. Names are shown
//! to those who may read people; everybody else sees the list by numbers.

mod acts;
mod list;
mod person;

pub(super) use person::card;

use super::records::WaitingState;
use web::Markup;
use web::ui::{self, Colour};

pub(super) fn routes() -> Vec<web::Route> {
    [list::routes(), person::routes(), acts::routes()].concat()
}

pub(super) fn state_tag(state: WaitingState) -> Markup {
    match state {
        WaitingState::Waiting => ui::tag(Colour::Plain, "Waiting"),
        WaitingState::Offered => ui::tag(Colour::Orange, "Place offered"),
        WaitingState::Booked => ui::tag(Colour::Teal, "Place booked"),
        WaitingState::Begun => ui::tag(Colour::Green, "Begun"),
        WaitingState::Left => ui::tag(Colour::Grey, "Left"),
    }
}
