//! Reads for pages, the API and other rooms: who holds a person, whose list holds whom, and what is missing. Rows carry
//! ids and dates; names and what an actor may see are added by whoever shows them.

mod board;
mod cases;
mod loads;
mod person;

pub(crate) use board::case_and_watches;
pub use board::{BoardPage, BoardQuery, Scope, ShownGap, board, board_counts, board_question, gaps_of};
pub use cases::{CaseFilter, CaseOrder, CasePage, cases, lost, unallocated, unallocated_question};
pub use loads::{Load, loads};
pub use person::{
    ContactClock, FirstMeeting, Held, Responsibility, contact_clock_of, first_meeting_of, responsibility_history,
    responsible, standing_questions,
};
