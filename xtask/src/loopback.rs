//! Ports and plain HTTP on 127.0.0.1: who holds a port, is a page there yet.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use crate::failure::{Doing, Result, because};

/// Distinct ports that nobody listens on.
pub fn free_ports<const N: usize>() -> Result<[u16; N]> {
    // All are held until all are known, so that no two are the same.
    let mut held = Vec::with_capacity(N);
    let mut ports = [0; N];
    for port in &mut ports {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .doing(|| "cannot find a free port on 127.0.0.1".to_owned())?;
        *port = listener
            .local_addr()
            .doing(|| "cannot read a port".to_owned())?
            .port();
        held.push(listener);
    }
    Ok(ports)
}

/// An error that helps when somebody else has the port.
pub fn need_free(port: u16, for_whom: &str, remedy: &str) -> Result {
    match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
        Ok(_) => Ok(()),
        Err(error) => because(format!(
            "port {port}, which {for_whom} needs, is not free ({error}).\n  \
             See who has it:  ss -ltnp 'sport = :{port}'\n  \
             Then {remedy}."
        )),
    }
}

/// The status with which a GET is answered, if it is.
pub fn status(port: u16, path: &str) -> Option<u16> {
    let limit = Duration::from_secs(5);
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut stream = TcpStream::connect_timeout(&address, limit).ok()?;
    stream.set_read_timeout(Some(limit)).ok()?;
    // Browsers ask for HTML by name, and some servers answer to that alone.
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/html, */*\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).ok()?;
    let mut start = [0; 12];
    stream.read_exact(&mut start).ok()?;
    std::str::from_utf8(&start)
        .ok()?
        .strip_prefix("HTTP/1.")?
        .get(2..)?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::{free_ports, need_free, status};
    use std::io::Write;
    use std::net::TcpListener;

    #[test]
    fn free_ports_are_free_and_distinct() {
        let ports = free_ports::<3>().map(|mut ports| {
            ports.sort_unstable();
            ports
        });
        assert!(ports.is_ok_and(|[a, b, c]| {
            a < b
                && b < c
                && [a, b, c]
                    .iter()
                    .all(|port| need_free(*port, "x", "y").is_ok())
        }));
    }

    #[test]
    fn a_status_is_read() -> std::io::Result<()> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let port = listener.local_addr()?.port();
        let server = std::thread::spawn(move || {
            listener
                .accept()
                .and_then(|(mut stream, _)| stream.write_all(b"HTTP/1.1 300 Multiple\r\n\r\n"))
        });
        assert_eq!(status(port, "/"), Some(300));
        assert!(server.join().is_ok_and(|served| served.is_ok()));
        Ok(())
    }
}
