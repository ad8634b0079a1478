//! The room `web`.

pub mod form;
pub mod ui;
