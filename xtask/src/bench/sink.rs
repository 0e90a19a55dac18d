//! What uploads are measured against: as much of the Image API as the console
//! asks for on its way through an upload, with a body reader that is faster than
//! any client. It keeps no bytes and proves nothing about behaviour; the
//! contract and end-to-end tests do that, with real services.

use std::collections::HashMap;
use std::io::{self, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Instant;

use super::http::{Head, answer};
use super::pace::Pace;
use crate::failure::{Doing, Result};

/// Larger reads gain nothing more.
const READ_BYTES: usize = 256 << 10;

const VERSIONS: &str = r#"{"versions":[{"id":"v2.17","status":"CURRENT","links":[]}]}"#;
const NO_IMPORTS: &str = r#"{"import-methods":{"type":"array","value":[]}}"#;
const SCHEMA: &str = r#"{"name":"image","properties":{}}"#;

struct Sink {
    /// The SHA-512 of files by their size: digesting here would slow down
    /// what is measured, on a machine that both share.
    known: Vec<(u64, String)>,
    /// Bytes per second of each connection; 0: as fast as can be.
    limit: AtomicU64,
    records: Mutex<HashMap<String, Record>>,
    last: Mutex<Upload>,
}

struct Record {
    /// The client's own JSON object.
    wanted: String,
    stored: Option<u64>,
}

/// The upload that ended last.
#[derive(Clone, Copy, Default)]
struct Upload {
    bytes: u64,
    /// From the end of the head to the last byte.
    seconds: f64,
}

/// Starts the sink, which lives as long as this process; its port.
pub fn start(known: Vec<(u64, String)>) -> Result<u16> {
    let doing = || "cannot listen on 127.0.0.1".to_owned();
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).doing(doing)?;
    let port = listener.local_addr().doing(doing)?.port();
    let sink = Arc::new(Sink {
        known,
        limit: AtomicU64::new(0),
        records: Mutex::default(),
        last: Mutex::default(),
    });
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let sink = Arc::clone(&sink);
            // A connection that breaks is the client's to complain about.
            thread::spawn(move || sink.serve(&stream));
        }
    });
    Ok(port)
}

impl Sink {
    fn serve(&self, stream: &TcpStream) -> io::Result<()> {
        stream.set_nodelay(true)?;
        let mut input = BufReader::new(stream);
        let mut output = stream;
        while let Some(head) = Head::read(&mut input)? {
            if head.expects_continue {
                output.write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
            }
            let (status, body) = match file_of(&head) {
                Some(id) => {
                    self.swallow(&mut input, id, head.body_bytes)?;
                    (204, String::new())
                }
                None => {
                    let mut text = String::new();
                    input
                        .by_ref()
                        .take(head.body_bytes)
                        .read_to_string(&mut text)?;
                    self.reply(&head, text)
                }
            };
            answer(&mut output, status, &body)?;
            if head.wants_close {
                break;
            }
        }
        Ok(())
    }

    /// Reads a body to its end, no faster than the line is.
    fn swallow(&self, input: &mut impl Read, id: &str, bytes: u64) -> io::Result<()> {
        let mut buffer = vec![0; READ_BYTES];
        let start = Instant::now();
        let mut pace = Pace::new(self.limit.load(Ordering::Relaxed), start);
        let mut left = bytes;
        while left > 0 {
            let room = usize::try_from(left).map_or(READ_BYTES, |left| left.min(READ_BYTES));
            let came = input.read(&mut buffer[..room])?;
            if came == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            left -= came as u64;
            if let Some(pace) = &mut pace {
                thread::sleep(pace.after(came, Instant::now()));
            }
        }
        *hold(&self.last) = Upload {
            bytes,
            seconds: start.elapsed().as_secs_f64(),
        };
        if let Some(record) = hold(&self.records).get_mut(id) {
            record.stored = Some(bytes);
        }
        Ok(())
    }

    fn reply(&self, head: &Head, body: String) -> (u16, String) {
        let ok = |text: &str| (200, text.to_owned());
        match (head.method.as_str(), head.path.as_str()) {
            ("OPTIONS", _) => (204, String::new()),
            ("GET", "/versions") => ok(VERSIONS),
            ("GET", "/v2/images") => ok(r#"{"images":[]}"#),
            ("GET", "/v2/info/import") => ok(NO_IMPORTS),
            ("GET", "/v2/schemas/image") => ok(SCHEMA),
            ("POST", "/v2/images") => self.create(body),
            // What steers the sink itself.
            ("GET", "/bench/last") => {
                let Upload { bytes, seconds } = *hold(&self.last);
                (200, format!(r#"{{"bytes":{bytes},"seconds":{seconds}}}"#))
            }
            ("PUT", "/bench/limit") => match body.parse() {
                Ok(limit) => {
                    self.limit.store(limit, Ordering::Relaxed);
                    (204, String::new())
                }
                Err(_) => (400, String::new()),
            },
            ("GET", path) => match path.strip_prefix("/v2/images/") {
                Some(id) => self.show(id),
                None => (404, String::new()),
            },
            _ => (404, String::new()),
        }
    }

    fn create(&self, wanted: String) -> (u16, String) {
        let Some(id) = string_in(&wanted, "id").map(ToOwned::to_owned) else {
            return (400, String::new());
        };
        let record = Record {
            wanted,
            stored: None,
        };
        let shown = self.shown(&record);
        hold(&self.records).insert(id, record);
        (201, shown)
    }

    fn show(&self, id: &str) -> (u16, String) {
        match hold(&self.records).get(id) {
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
}

/// The image whose data a request brings.
fn file_of(head: &Head) -> Option<&str> {
    let id = head.path.strip_prefix("/v2/images/")?;
    let id = id.strip_suffix("/file")?;
    (head.method == "PUT").then_some(id)
}

/// The value of a string without escapes in a compact JSON object.
fn string_in<'a>(object: &'a str, key: &str) -> Option<&'a str> {
    let (_, rest) = object.split_once(&format!("\"{key}\":\""))?;
    rest.split('"').next()
}

/// A thread that failed while it held the lock changes nothing for the others.
fn hold<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::start;
    use crate::failure::{Doing, Result};
    use std::io::{Read, Write};
    use std::net::TcpStream;

    fn ask(port: u16, requests: &[u8]) -> Result<String> {
        let doing = || "cannot ask the sink".to_owned();
        let mut stream = TcpStream::connect(("127.0.0.1", port)).doing(doing)?;
        stream.write_all(requests).doing(doing)?;
        let mut answers = String::new();
        stream.read_to_string(&mut answers).doing(doing)?;
        Ok(answers)
    }

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
            b"PUT /bench/limit HTTP/1.1\r\nContent-Length: 8\r\n\r\n20000000\
              PUT /v2/images/7/file HTTP/1.1\r\nConnection: close\r\nContent-Length: 2000000\r\n\r\n"
                .to_vec();
        requests.resize(requests.len() + 2_000_000, 0);
        let begun = std::time::Instant::now();
        assert!(ask(port, &requests)?.contains("HTTP/1.1 204"));
        assert!(begun.elapsed().as_millis() >= 95);
        Ok(())
    }
}
