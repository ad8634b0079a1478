//! The workload of a case and of an officer.
//!
//! Always true: it follows from the facts passed in. It knows no allocation.
