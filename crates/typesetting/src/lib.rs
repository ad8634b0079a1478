//! Sets documents.
