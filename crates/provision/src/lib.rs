//! The room `provision`: who provides what, where, with how many places, who waits for it in which order, and when
//! somebody would really begin.
//!
//! Its words: a *provider* holds *contracts*; a *service* of the catalogue delivers requirements; an *opening* is a day
//! on which places become free; a *promise* is the date told to a court with how sure it was. Always true: a date is
//! computed from places and the list in order, with its working, and a promise once told is never changed. It does not
//! know what a court decides or how a service is delivered.

pub mod start;
