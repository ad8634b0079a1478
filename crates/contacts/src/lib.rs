//! The room `contacts`.
