//! What the services of both benchmarks have in common: connections, what the
//! console asks on its way to a transfer, and what steers the line. Neither
//! proves anything about behaviour; the contract and end-to-end tests do that,
//! with real services.

use std::io::{self, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use super::http::{Head, answer};
use super::line::Line;
use crate::failure::{Doing, Result};

const VERSIONS: &str = r#"{"versions":[{"id":"v2.17","status":"CURRENT","links":[]}]}"#;
const NO_IMPORTS: &str = r#"{"import-methods":{"type":"array","value":[]}}"#;
const SCHEMA: &str = r#"{"name":"image","properties":{}}"#;

/// A status and a JSON body.
pub type Reply = (u16, String);

/// One client's connection.
pub struct Connection<'a> {
    pub input: BufReader<&'a TcpStream>,
    pub output: &'a TcpStream,
}

/// The images that a service holds.
pub trait Images: Send + Sync + 'static {
    /// Answers a request for an image's data, or to take it.
    fn data(&self, head: &Head, id: &str, to: &mut Connection<'_>, line: &Line) -> io::Result<()>;

    /// Answers anything else.
    fn reply(&self, head: &Head, body: String) -> Reply;
}

/// Starts a service, which lives as long as this process; its port.
pub fn start(images: impl Images) -> Result<u16> {
    let doing = || "cannot listen on 127.0.0.1".to_owned();
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).doing(doing)?;
    let port = listener.local_addr().doing(doing)?.port();
    let service = Arc::new(Service {
        images,
        line: Line::default(),
    });
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let service = Arc::clone(&service);
            // A connection that breaks is the client's to complain about.
            thread::spawn(move || service.serve(&stream));
        }
    });
    Ok(port)
}

struct Service<I> {
    images: I,
    line: Line,
}

impl<I: Images> Service<I> {
    fn serve(&self, stream: &TcpStream) -> io::Result<()> {
        stream.set_nodelay(true)?;
        let mut connection = Connection {
            input: BufReader::new(stream),
            output: stream,
        };
        let mut is_new = true;
        while let Some(head) = Head::read(&mut connection.input)? {
            // As opening the connection would have taken.
            if std::mem::take(&mut is_new) {
                self.line.go_round();
            }
            self.line.go_round();
            if head.expects_continue {
                connection
                    .output
                    .write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
            }
            match data_of(&head) {
                Some(id) => self.images.data(&head, id, &mut connection, &self.line)?,
                None => self.converse(&head, &mut connection)?,
            }
            if head.wants_close {
                break;
            }
        }
        Ok(())
    }

    fn converse(&self, head: &Head, connection: &mut Connection<'_>) -> io::Result<()> {
        let mut body = String::new();
        let mut input = connection.input.by_ref().take(head.body_bytes);
        input.read_to_string(&mut body)?;
        let (status, body) = self.reply(head, body);
        answer(&mut connection.output, status, &body)
    }

    fn reply(&self, head: &Head, body: String) -> Reply {
        let ok = |text: &str| (200, text.to_owned());
        match (head.method.as_str(), head.path.as_str()) {
            ("OPTIONS", _) => (204, String::new()),
            ("GET", "/versions") => ok(VERSIONS),
            ("GET", "/v2/info/import") => ok(NO_IMPORTS),
            ("GET", "/v2/schemas/image") => ok(SCHEMA),
            // What steers the service itself.
            ("GET", "/bench/passed") => {
                let passed = self.line.passed();
                let (bytes, seconds) = (passed.bytes, passed.seconds());
                (200, format!(r#"{{"bytes":{bytes},"seconds":{seconds}}}"#))
            }
            ("PUT", "/bench/line") => match self.line.set(&body) {
                Some(()) => (204, String::new()),
                None => (400, String::new()),
            },
            _ => self.images.reply(head, body),
        }
    }
}

/// The image whose data a request is about.
fn data_of(head: &Head) -> Option<&str> {
    let id = head.path.strip_prefix("/v2/images/")?;
    let id = id.strip_suffix("/file")?;
    matches!(head.method.as_str(), "GET" | "PUT").then_some(id)
}

/// Sends requests over one connection; all that is answered, as text.
#[cfg(test)]
pub fn ask(port: u16, requests: &[u8]) -> Result<String> {
    let doing = || "cannot ask the service".to_owned();
    let mut stream = TcpStream::connect(("127.0.0.1", port)).doing(doing)?;
    stream.write_all(requests).doing(doing)?;
    let mut answers = String::new();
    stream.read_to_string(&mut answers).doing(doing)?;
    Ok(answers)
}
