//! Bytes from libFuzzer to the readers of a form, a query and what is typed.
#![no_main]

#[path = "../src/sent_form.rs"]
mod sent_form;

libfuzzer_sys::fuzz_target!(|data: &[u8]| sent_form::look(data));
