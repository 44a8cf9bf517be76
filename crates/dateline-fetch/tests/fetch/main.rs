//! What is promised about fetching, against a server that the tests start. Nothing here needs the network, and no time is measured:
//! waiting is done by a clock that is told to.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod conditional;
mod feeds;
mod https;
mod limits;
mod many;
mod networks;
mod redirects;
mod robots;
mod server;
mod waiting;

// The clock of the unit tests.
#[path = "../../src/testing.rs"]
mod testing;

use dateline_fetch::Clock;
