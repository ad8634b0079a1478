//! The tier of a case.
//!
//! Always true: it follows from the facts passed in. It knows no allocation.
