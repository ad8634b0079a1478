//! The room of people: who they are, by which names and numbers they can be known again, and what of their lives
//! supervision must take account of.

pub mod matching;
