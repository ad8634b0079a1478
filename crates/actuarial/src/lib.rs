//! The formulas of the field: risk scores of both generations, screens, the tier and the workload.
//!
//! Always true: a function here is pure (no clock, no file, no network), gives the same answer twice, and can tell each
//! term of it. It does not know where an answer came from, who asks, or what is done with the result.
