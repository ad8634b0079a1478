//! Interventions over several rooms: who has a need for treatment, who was ordered it, began it and got it to guidance; and
//! what was ordered and has not begun in time.
//!
//! Always true: both read models are written from what assessment, sentences, provision and caseload say, in the
//! transaction of the change, and once more for everybody each night; counts name nobody; the list of the late is on the
//! officer's and the manager's screen.

mod keeping;
mod late;
mod night;
mod policy;
mod records;
mod rules;
mod treatment;

pub use keeping::{LISTENERS, refresh};
pub(crate) use late::{late_of, late_question, panel};
pub use night::{NIGHT_JOB, begin_nights, refresh_everybody, run_night};
pub use records::{NotBegun, TABLES, Treatment};

pub(crate) fn routes() -> Vec<web::Route> {
    [treatment::routes(), late::routes()].concat()
}
