//! The room `caseload`.
