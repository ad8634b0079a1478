//! The room `casefile`.
