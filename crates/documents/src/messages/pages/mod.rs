//! What people see of messages: those of a person, what the person agreed to, the service's policy and words, and what waits
//! or did not arrive in a team.

mod agreement;
mod list;
mod one;
mod policy;
mod team;
mod words;
mod write;

pub use team::{MessageTrouble, message_trouble, message_trouble_panel, message_trouble_question};

use super::{Channel, SendingState};
use kernel::Permission;
use web::ui::Colour;
use web::{Markup, Route, ui};

pub(super) fn routes() -> Vec<Route> {
    use Permission::{Administer, ReadPeople, ReadTeams, RecordContacts};
    vec![
        Route::get("/people/{crn}/messages", ReadPeople, list::show),
        Route::get("/people/{crn}/messages/new", RecordContacts, write::form),
        Route::post("/people/{crn}/messages/new", RecordContacts, write::save),
        Route::get("/people/{crn}/messages/agreement", ReadPeople, agreement::show),
        Route::post("/people/{crn}/messages/agreement", RecordContacts, agreement::save),
        Route::get("/people/{crn}/messages/barred", RecordContacts, agreement::bar_form),
        Route::post("/people/{crn}/messages/barred", RecordContacts, agreement::bar_save),
        Route::get("/people/{crn}/messages/barred/{id}", RecordContacts, agreement::unbar_form),
        Route::post("/people/{crn}/messages/barred/{id}", RecordContacts, agreement::unbar_save),
        Route::get("/people/{crn}/messages/{id}", ReadPeople, one::show),
        Route::get("/people/{crn}/messages/{id}/cancel", RecordContacts, one::cancel_form),
        Route::post("/people/{crn}/messages/{id}/cancel", RecordContacts, one::cancel_save),
        Route::get("/people/{crn}/messages/{id}/settle", RecordContacts, one::settle_form),
        Route::post("/people/{crn}/messages/{id}/settle", RecordContacts, one::settle_save),
        Route::get("/people/{crn}/messages/{id}/again", RecordContacts, one::again_form),
        Route::post("/people/{crn}/messages/{id}/again", RecordContacts, one::again_save),
        Route::get("/messages", ReadTeams, team::show),
        Route::get("/messages/file", ReadTeams, team::file),
        Route::get("/policy/reminders", Administer, policy::show),
        Route::get("/policy/reminders/new", Administer, policy::form),
        Route::post("/policy/reminders/new", Administer, policy::save),
        Route::get("/policy/reminders/words/{code}/{language}", Administer, words::form),
        Route::post("/policy/reminders/words/{code}/{language}", Administer, words::save),
    ]
}

pub(crate) fn state_tag(state: SendingState) -> Markup {
    let colour = match state {
        SendingState::Waiting => Colour::Plain,
        SendingState::HandedOver | SendingState::Delivered => Colour::Green,
        SendingState::Failed | SendingState::GivenUp => Colour::Red,
        SendingState::Kept | SendingState::Cancelled => Colour::Grey,
    };
    ui::tag(colour, state.words())
}

/// A channel as a choice of a form.
fn channel_of(text: &str) -> Option<Channel> {
    text.parse().ok()
}

fn first_upper(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
