//! What downloads are measured against: a list of images, each of whose data
//! comes from a file that is in memory, faster than any client reads it. Each
//! file is there twice: in a store that serves parts, and in one that can't.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::net::TcpStream;
use std::ops::Range;

use super::files::TestFile;
use super::http::{Head, answer, head_of};
use super::line::Line;
use super::service::{self, Connection, Images, Reply};
use crate::failure::Result;

/// Bytes that get their turn on the line together: 2 ms of a gigabit one.
const TURN_BYTES: usize = 256 << 10;

/// An image's data.
struct Image {
    id: String,
    file: TestFile,
    serves_ranges: bool,
}

struct Source(Vec<Image>);

/// Starts the source with files by the names that their images get; its port.
/// An image is called after its file and its store: `small-ranges`, `small-stream`.
pub fn start(files: impl IntoIterator<Item = (&'static str, TestFile)>) -> Result<u16> {
    let images = files.into_iter().flat_map(|(name, file)| {
        [("ranges", true), ("stream", false)].map(|(kind, serves_ranges)| Image {
            id: format!("{name}-{kind}"),
            file: file.clone(),
            serves_ranges,
        })
    });
    service::start(Source(images.collect()))
}

impl Images for Source {
    fn data(&self, head: &Head, id: &str, to: &mut Connection<'_>, line: &Line) -> io::Result<()> {
        let Some(image) = self.0.iter().find(|image| image.id == id) else {
            return answer(&mut to.output, 404, "");
        };
        let size = image.file.bytes;
        let (status, bytes) = match image.wanted(head.range.as_deref()) {
            Wanted::Whole => (200, 0..size),
            Wanted::Part(bytes) => (206, bytes),
            Wanted::Beyond => return answer(&mut to.output, 416, ""),
            Wanted::Refused => return answer(&mut to.output, 400, ""),
        };
        let mut fields = format!(
            "Content-Type: application/octet-stream\r\nContent-Length: {}\r\n",
            bytes.end - bytes.start
        );
        if status == 206 {
            let (first, last) = (bytes.start, bytes.end - 1);
            fields += &format!("Content-Range: bytes {first}-{last}/{size}\r\n");
        }
        line.begin();
        to.output.write_all(head_of(status, &fields).as_bytes())?;
        image.send(bytes, to.output, line)
    }

    fn reply(&self, head: &Head, _body: String) -> Reply {
        let id = head.path.strip_prefix("/v2/images/");
        let image = self.0.iter().find(|image| Some(image.id.as_str()) == id);
        match (head.method.as_str(), head.path.as_str(), image) {
            ("GET", "/v2/images", _) => {
                let shown: Vec<_> = self.0.iter().map(Image::shown).collect();
                (200, format!(r#"{{"images":[{}]}}"#, shown.join(",")))
            }
            ("GET", _, Some(image)) => (200, image.shown()),
            _ => (404, String::new()),
        }
    }
}

/// What a request asks for.
#[derive(Debug, PartialEq, Eq)]
enum Wanted {
    Whole,
    Part(Range<u64>),
    /// A part that begins after the end.
    Beyond,
    /// What Glance answers with 400: several parts, or any part at all where
    /// the store can't seek.
    Refused,
}

impl Image {
    fn wanted(&self, range: Option<&str>) -> Wanted {
        let size = self.file.bytes;
        match range {
            None => Wanted::Whole,
            Some(_) if !self.serves_ranges => Wanted::Refused,
            Some(range) => match part_of(range, size) {
                None => Wanted::Refused,
                Some(part) if part.start >= size => Wanted::Beyond,
                Some(part) => Wanted::Part(part),
            },
        }
    }

    /// Sends bytes of the file, no faster than the line is.
    fn send(&self, bytes: Range<u64>, mut to: &TcpStream, line: &Line) -> io::Result<()> {
        // A place in the file of its own for each answer.
        let mut file = File::open(&self.file.path)?;
        file.seek(SeekFrom::Start(bytes.start))?;
        let mut left = bytes.end - bytes.start;
        while left > 0 {
            let some = usize::try_from(left).map_or(TURN_BYTES, |left| left.min(TURN_BYTES));
            line.carry(some);
            // The kernel copies, from its own cache: the cheapest there is.
            let sent = io::copy(&mut (&file).take(some as u64), &mut to)?;
            if sent < some as u64 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            line.count(some);
            left -= sent;
        }
        Ok(())
    }

    fn shown(&self) -> String {
        let Self { id, file, .. } = self;
        let TestFile { bytes, sha512, .. } = file;
        // The console remembers of each store whether it serves parts.
        let store = if self.serves_ranges { "files" } else { "rbd" };
        format!(
            r#"{{"id":"{id}","name":"{id}","status":"active","visibility":"private","size":{bytes},"disk_format":"raw","container_format":"bare","stores":"{store}","os_hash_algo":"sha512","os_hash_value":"{sha512}","created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}}"#
        )
    }
}

/// The bytes of `bytes=A-B` or `bytes=A-`, which end where the file does.
fn part_of(range: &str, size: u64) -> Option<Range<u64>> {
    let (first, last) = range.strip_prefix("bytes=")?.split_once('-')?;
    let first = first.parse().ok()?;
    let end = match last {
        "" => size,
        last => last.parse::<u64>().ok()?.checked_add(1)?.min(size),
    };
    // One that ends before it begins is none; one that begins too late is.
    (first < end || first >= size).then_some(first..end)
}

#[cfg(test)]
mod tests {
    use super::super::files::TestFile;
    use super::super::service::ask;
    use super::{part_of, start};
    use crate::failure::{Doing, Result};
    use std::path::PathBuf;

    /// Removed when the test ends, however it does.
    struct Tiny(PathBuf);

    impl Tiny {
        fn new() -> Result<Self> {
            let name = format!("vitrine-source-{}", std::process::id());
            let path = std::env::temp_dir().join(name);
            std::fs::write(&path, "0123456789").at("write", &path)?;
            Ok(Self(path))
        }

        fn served(&self) -> Result<u16> {
            let file = TestFile {
                path: self.0.clone(),
                bytes: 10,
                sha512: "abc".to_owned(),
            };
            start([("tiny", file)])
        }
    }

    impl Drop for Tiny {
        fn drop(&mut self) {
            std::fs::remove_file(&self.0).ok();
        }
    }

    fn data(port: u16, image: &str, range: &str) -> Result<String> {
        let request =
            format!("GET /v2/images/{image}/file HTTP/1.1\r\n{range}Connection: close\r\n\r\n");
        ask(port, request.as_bytes())
    }

    #[test]
    fn parts_come_from_one_store_and_are_refused_by_the_other() -> Result {
        let tiny = Tiny::new()?;
        let port = tiny.served()?;
        let part = data(port, "tiny-ranges", "Range: bytes=2-4\r\n")?;
        assert!(part.starts_with("HTTP/1.1 206") && part.ends_with("\r\n\r\n234"));
        assert!(part.contains("Content-Range: bytes 2-4/10\r\n"));
        assert!(part.contains("Content-Length: 3\r\n") && !part.contains("ETag"));
        let beyond = data(port, "tiny-ranges", "Range: bytes=10-\r\n")?;
        assert!(beyond.starts_with("HTTP/1.1 416"));
        let refused = data(port, "tiny-stream", "Range: bytes=0-0\r\n")?;
        assert!(refused.starts_with("HTTP/1.1 400"));
        let whole = data(port, "tiny-stream", "")?;
        assert!(whole.starts_with("HTTP/1.1 200") && whole.ends_with("\r\n\r\n0123456789"));
        let list = ask(
            port,
            b"GET /v2/images HTTP/1.1\r\nConnection: close\r\n\r\n",
        )?;
        assert!(list.contains(r#""name":"tiny-ranges""#) && list.contains(r#""stores":"rbd""#));
        Ok(())
    }

    #[test]
    fn ranges() {
        assert_eq!(part_of("bytes=0-0", 10), Some(0..1));
        assert_eq!(part_of("bytes=3-", 10), Some(3..10));
        assert_eq!(part_of("bytes=3-99", 10), Some(3..10));
        for wrong in ["bytes=5-3", "bytes=0-1,3-4", "bytes=-5", "items=0-1"] {
            assert_eq!(part_of(wrong, 10), None, "{wrong}");
        }
    }
}
