//! The room `court`.
