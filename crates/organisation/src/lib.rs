//! The room `organisation`.
