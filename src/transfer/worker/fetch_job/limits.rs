//! What a browser bears: how many requests at once, and how large.

use super::super::super::download_machine::Bounds;
use super::scope;

/// Requests at a time, of the six connections that a browser has for a server
/// without HTTP/2. Firefox gains by a fourth, Chromium doesn't.
const LANES: usize = 3;
const LANES_FIREFOX: usize = 4;
/// With other downloads beside.
const LANES_SHARED: usize = 2;
/// Of one request. Firefox takes in what comes faster than it is read, without limit.
const REQUEST_BYTES: u64 = 64 << 20;
const REQUEST_BYTES_FIREFOX: u64 = 32 << 20;

/// How many requests at a time, and how large.
/// `reads_back`: whether what was written can be read again before the end.
pub(super) fn bounds(reads_back: bool, shares_line: bool) -> Bounds {
    let agent = scope().navigator().user_agent().unwrap_or_default();
    let is_firefox = agent.contains("Firefox/");
    let most_lanes = match (shares_line, is_firefox) {
        // Digested as it comes, so it has to come in order.
        _ if !reads_back => 1,
        (true, _) => LANES_SHARED,
        (false, true) => LANES_FIREFOX,
        (false, false) => LANES,
    };
    Bounds {
        most_lanes,
        most_bytes: if is_firefox {
            REQUEST_BYTES_FIREFOX
        } else {
            REQUEST_BYTES
        },
    }
}
