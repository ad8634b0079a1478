//! The pages and calls over HTTP.
