//! The room `sentences`.
