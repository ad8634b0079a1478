//! Bytes from libFuzzer to the readers of a court's message.
#![no_main]

#[path = "../src/court_message.rs"]
mod court_message;

libfuzzer_sys::fuzz_target!(|data: &[u8]| court_message::look(data));
