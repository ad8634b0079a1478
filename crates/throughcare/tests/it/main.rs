//! What needs the whole program: the real binary, over HTTP, on both databases, and in a real browser. One test program,
//! because linking is most of its cost. It knows the product only from outside: commands, URLs and pages.
#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on says where and why")]

mod approvals;
mod bad_input;
mod browser;
mod carried;
mod closed_pipe;
mod crash;
mod enumerations;
mod faults;
mod growth;
mod hostile;
mod journeys;
mod letters;
mod pages;
mod provider;
mod same_request;
mod sensitive;
mod server;
mod standby;
mod statements;
mod visitor;
mod work;
