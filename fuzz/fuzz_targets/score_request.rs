//! Bytes from libFuzzer to the readers of a request for a score, a tier or a workload.
#![no_main]

#[path = "../src/score_request.rs"]
mod score_request;

libfuzzer_sys::fuzz_target!(|data: &[u8]| score_request::look(data));
