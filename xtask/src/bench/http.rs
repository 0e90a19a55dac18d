//! As much of HTTP/1.1 as browsers and curl speak to a service on loopback.

use std::io::{self, BufRead, Write};

/// Longest head of a request, in bytes.
const MAX_HEAD: usize = 64 << 10;

#[derive(Debug, PartialEq, Eq)]
pub struct Head {
    pub method: String,
    /// Without the query.
    pub path: String,
    /// 0 where the request says nothing: no client here sends chunks.
    pub body_bytes: u64,
    /// As it was written.
    pub range: Option<String>,
    pub expects_continue: bool,
    pub wants_close: bool,
}

impl Head {
    /// Reads the next request's head; `None` if the client has gone.
    pub fn read(stream: &mut impl BufRead) -> io::Result<Option<Self>> {
        let mut lines = Vec::new();
        let mut length = 0;
        loop {
            let mut line = String::new();
            length += stream.read_line(&mut line)?;
            if line.is_empty() && lines.is_empty() {
                return Ok(None);
            }
            if !line.ends_with('\n') || length > MAX_HEAD {
                return Err(io::ErrorKind::InvalidData.into());
            }
            match line.trim_end() {
                "" => break,
                text => lines.push(text.to_owned()),
            }
        }
        Self::parse(&lines)
            .map(Some)
            .ok_or_else(|| io::ErrorKind::InvalidData.into())
    }

    fn parse(lines: &[String]) -> Option<Self> {
        let mut words = lines.first()?.split(' ');
        let method = words.next()?.to_owned();
        let path = words.next()?.split('?').next()?.to_owned();
        let mut head = Self {
            method,
            path,
            body_bytes: 0,
            range: None,
            expects_continue: false,
            wants_close: false,
        };
        for line in &lines[1..] {
            let (name, value) = line.split_once(':')?;
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "content-length" => head.body_bytes = value.parse().ok()?,
                "range" => head.range = Some(value.to_owned()),
                "expect" => head.expects_continue = true,
                "connection" => head.wants_close = value.eq_ignore_ascii_case("close"),
                "transfer-encoding" => return None,
                _ => {}
            }
        }
        Some(head)
    }
}

/// Writes an answer in JSON.
pub fn answer(stream: &mut impl Write, status: u16, body: &str) -> io::Result<()> {
    let fields = if status == 204 {
        String::new()
    } else {
        let length = body.len();
        format!("Content-Type: application/json\r\nContent-Length: {length}\r\n")
    };
    // One write, one segment.
    stream.write_all((head_of(status, &fields) + body).as_bytes())
}

/// The head of an answer that a page of any origin may read, with more fields,
/// each with its line's end.
pub fn head_of(status: u16, fields: &str) -> String {
    format!(
        "HTTP/1.1 {status} So\r\n\
         Access-Control-Allow-Origin: *\r\n\
         Access-Control-Allow-Methods: GET, HEAD, POST, PUT, PATCH, DELETE\r\n\
         Access-Control-Allow-Headers: *\r\n\
         Access-Control-Expose-Headers: *\r\n\
         Access-Control-Max-Age: 600\r\n\
         {fields}\r\n"
    )
}

#[cfg(test)]
mod tests {
    use super::Head;

    #[test]
    fn heads_one_after_the_other() -> std::io::Result<()> {
        let mut both: &[u8] = b"PUT /v2/images/7/file?a=b HTTP/1.1\r\nContent-Length: 12\r\n\
            Expect: 100-continue\r\nConnection: Close\r\n\r\nGET / HTTP/1.1\r\n\r\n";
        let first = Head::read(&mut both)?;
        assert!(first.is_some_and(|head| {
            head.path == "/v2/images/7/file"
                && head.body_bytes == 12
                && head.expects_continue
                && head.wants_close
        }));
        let second = Head::read(&mut both)?;
        assert!(second.is_some_and(|head| head.method == "GET" && head.body_bytes == 0));
        assert_eq!(Head::read(&mut both)?, None);
        Ok(())
    }

    #[test]
    fn chunks_and_nonsense_are_refused() {
        for wrong in [
            "PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
            "PUT / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
            "PUT / HTTP/1.1\r\n",
            "\r\n",
        ] {
            assert!(Head::read(&mut wrong.as_bytes()).is_err(), "{wrong}");
        }
    }
}
