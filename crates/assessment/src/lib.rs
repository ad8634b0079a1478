//! The room `assessment`: needs, risk of serious harm, scores, registrations, enquiries and plans.
//!
//! Its words: an *assessment* is one shared piece of work (initial, full or review) with *answers* by section; a
//! *registration* is a flag with a review date; an *enquiry* is a question to another body. Always true: what is signed
//! is locked, and what changed in a life makes a review due. It does not know who holds the case or what tier it gets.
