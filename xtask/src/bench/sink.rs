//! What uploads are measured against: as much of the Image API as the console
//! asks for on its way through an upload, with a body reader that is faster than
//! any client. It keeps no bytes.

use std::collections::HashMap;
use std::io::{self, Read};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::http::{Head, answer};
use super::line::Line;
use super::service::{self, Connection, Images, Reply};
use crate::failure::Result;

/// Larger reads gain nothing more.
const READ_BYTES: usize = 256 << 10;

struct Sink {
    /// The SHA-512 of files by their size: digesting here would slow down
    /// what is measured, on a machine that both share.
    known: Vec<(u64, String)>,
    records: Mutex<HashMap<String, Record>>,
}

struct Record {
    /// The client's own JSON object.
    wanted: String,
    stored: Option<u64>,
}

/// Starts the sink; its port.
pub fn start(known: Vec<(u64, String)>) -> Result<u16> {
    service::start(Sink {
        known,
        records: Mutex::default(),
    })
}

impl Images for Sink {
    /// Reads a body to its end, no faster than the line is.
    fn data(&self, head: &Head, id: &str, to: &mut Connection<'_>, line: &Line) -> io::Result<()> {
        let mut buffer = vec![0; READ_BYTES];
        line.begin();
        let mut left = head.body_bytes;
        while left > 0 {
            let room = usize::try_from(left).map_or(READ_BYTES, |left| left.min(READ_BYTES));
            let came = to.input.read(&mut buffer[..room])?;
            if came == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            left -= came as u64;
            line.carry(came);
            line.count(came);
        }
        if let Some(record) = self.records().get_mut(id) {
            record.stored = Some(head.body_bytes);
        }
        answer(&mut to.output, 204, "")
    }

    fn reply(&self, head: &Head, body: String) -> Reply {
        match (head.method.as_str(), head.path.as_str()) {
            ("GET", "/v2/images") => (200, r#"{"images":[]}"#.to_owned()),
            ("POST", "/v2/images") => self.create(body),
            ("GET", path) => match path.strip_prefix("/v2/images/") {
                Some(id) => self.show(id),
                None => (404, String::new()),
            },
            _ => (404, String::new()),
        }
    }
}

impl Sink {
    fn create(&self, wanted: String) -> Reply {
        let Some(id) = string_in(&wanted, "id").map(ToOwned::to_owned) else {
            return (400, String::new());
        };
        let record = Record {
            wanted,
            stored: None,
        };
        let shown = self.shown(&record);
        self.records().insert(id, record);
        (201, shown)
    }

    fn show(&self, id: &str) -> Reply {
        match self.records().get(id) {
            Some(record) => (200, self.shown(record)),
            None => (404, String::new()),
        }
    }

    /// What the client asked for, and what the service adds.
    fn shown(&self, record: &Record) -> String {
        let wanted = record.wanted.trim_end().trim_end_matches('}');
        let Some(bytes) = record.stored else {
            return format!(r#"{wanted},"status":"queued"}}"#);
        };
        let known = self.known.iter().find(|(size, _)| *size == bytes);
        let digest = known.map_or(String::new(), |(_, digest)| {
            format!(r#","os_hash_algo":"sha512","os_hash_value":"{digest}""#)
        });
        format!(r#"{wanted},"status":"active","size":{bytes}{digest}}}"#)
    }

    fn records(&self) -> MutexGuard<'_, HashMap<String, Record>> {
        // A thread that failed while it held the lock changes nothing for the others.
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The value of a string without escapes in a compact JSON object.
fn string_in<'a>(object: &'a str, key: &str) -> Option<&'a str> {
    let (_, rest) = object.split_once(&format!("\"{key}\":\""))?;
    rest.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::super::service::ask;
    use super::start;
    use crate::failure::Result;

    #[test]
    fn an_upload_becomes_active_with_its_digest() -> Result {
        let port = start(vec![(5, "abc".to_owned())])?;
        let body = r#"{"id":"7","name":"x"}"#;
        let requests = format!(
            "POST /v2/images HTTP/1.1\r\nContent-Length: {}\r\n\r\n{body}\
             PUT /v2/images/7/file HTTP/1.1\r\nContent-Length: 5\r\n\r\n12345\
             GET /v2/images/7 HTTP/1.1\r\nConnection: close\r\n\r\n",
            body.len()
        );
        let answers = ask(port, requests.as_bytes())?;
        assert!(answers.contains(r#"{"id":"7","name":"x","status":"queued"}"#));
        assert!(answers.contains("HTTP/1.1 204"));
        assert!(answers.ends_with(
            r#""status":"active","size":5,"os_hash_algo":"sha512","os_hash_value":"abc"}"#
        ));
        Ok(())
    }

    #[test]
    fn a_limit_slows_a_body_down() -> Result {
        let port = start(Vec::new())?;
        let mut requests =
            b"PUT /bench/line HTTP/1.1\r\nContent-Length: 10\r\n\r\n20000000 0\
              PUT /v2/images/7/file HTTP/1.1\r\nConnection: close\r\nContent-Length: 2000000\r\n\r\n"
                .to_vec();
        requests.resize(requests.len() + 2_000_000, 0);
        let begun = std::time::Instant::now();
        assert!(ask(port, &requests)?.contains("HTTP/1.1 204"));
        assert!(begun.elapsed().as_millis() >= 95);
        Ok(())
    }
}
