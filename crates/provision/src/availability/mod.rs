//! Availability: which requirement can be delivered in which delivery unit, how long the wait is, and whether people in the
//! country are reached. As a picture, as a table, as a file and as a call: the same figures four times.
//!
//! Always true: a wait is what the start-date engine says of somebody who joins the list today; where something that it
//! needs is missing, the cell says so and shows no date. It names nobody.

mod api;
mod combinations;
mod deliveries;
mod pages;
mod picture;
mod policy;
mod quarter;
mod read;
mod rules;
mod volumes;

pub use deliveries::{Delivery, deliveries};
pub use quarter::Quarter;
pub use read::{Availability, availability};
pub use rules::{Cell, Line, Rural, Standing};
pub use volumes::DeliveryEnd;
pub(crate) use volumes::{LISTENERS, TABLES};

pub(crate) fn routes() -> Vec<web::Route> {
    [pages::routes(), api::routes(), combinations::routes(), volumes::routes()].concat()
}

/// The way between the pages of figures; `current` is the path of the one shown.
#[must_use]
pub fn figures_navigation(current: &str) -> web::Markup {
    let tab = |path: &str, words: &str| web::ui::Tab::new(path, words).current(path == current);
    web::ui::sub_navigation(
        "Figures of provision",
        &[
            tab("/availability", "Availability"),
            tab("/treatment", "Treatment"),
            tab("/combinations", "Combinations"),
            tab("/volumes", "Volumes"),
        ],
    )
}
