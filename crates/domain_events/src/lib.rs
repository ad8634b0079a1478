//! The room `domain_events`.
