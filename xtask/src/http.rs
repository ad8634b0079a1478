//! The leanest HTTP client that keeps a connection open, so that a measurement is of the server and not of its clients.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// How long an answer may take where nothing else is said.
const PATIENCE: Duration = Duration::from_secs(60);

/// One kept connection with the headers of whoever it speaks for.
pub(crate) struct Connection {
    reader: BufReader<TcpStream>,
    headers: String,
}

/// Status, the cookies that it set, where it leads, when to come again, and the body.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) cookies: Vec<String>,
    pub(crate) location: Option<String>,
    pub(crate) retry_after: Option<String>,
    pub(crate) body: Vec<u8>,
}

impl Connection {
    /// `headers` are whole lines, such as `cookie: a=b\r\n`.
    pub(crate) fn open(address: &str, headers: &str) -> std::io::Result<Connection> {
        Connection::open_with_patience(address, headers, PATIENCE)
    }

    pub(crate) fn open_with_patience(address: &str, headers: &str, patience: Duration) -> std::io::Result<Connection> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(patience))?;
        Ok(Connection { reader: BufReader::new(stream), headers: format!("host: {address}\r\n{headers}") })
    }

    pub(crate) fn get(&mut self, path: &str) -> std::io::Result<Answer> {
        self.ask("GET", path, "", &[])
    }

    pub(crate) fn post(&mut self, path: &str, headers: &str, body: &[u8]) -> std::io::Result<Answer> {
        self.ask("POST", path, headers, body)
    }

    fn ask(&mut self, method: &str, path: &str, headers: &str, body: &[u8]) -> std::io::Result<Answer> {
        let mut request = format!("{method} {path} HTTP/1.1\r\n{}{headers}", self.headers).into_bytes();
        if method == "POST" {
            request.extend_from_slice(format!("content-length: {}\r\n", body.len()).as_bytes());
        }
        request.extend_from_slice(b"\r\n");
        request.extend_from_slice(body);
        self.reader.get_mut().write_all(&request)?;
        self.read()
    }

    fn read(&mut self) -> std::io::Result<Answer> {
        let mut answer = Answer { status: 0, cookies: Vec::new(), location: None, retry_after: None, body: Vec::new() };
        let (mut length, mut chunked, mut line) = (0, false, String::new());
        self.reader.read_line(&mut line)?;
        answer.status = line.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
        loop {
            line.clear();
            if self.reader.read_line(&mut line)? == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            let Some((name, value)) = line.trim_end().split_once(':') else {
                break;
            };
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse().unwrap_or(0),
                "transfer-encoding" => chunked = value == "chunked",
                "set-cookie" => answer.cookies.extend(value.split(';').next().map(str::to_owned)),
                "retry-after" => answer.retry_after = Some(value.to_owned()),
                "location" => answer.location = Some(value.to_owned()),
                _ => {}
            }
        }
        answer.body = if chunked { self.chunks()? } else { self.bytes(length)? };
        Ok(answer)
    }

    fn bytes(&mut self, length: usize) -> std::io::Result<Vec<u8>> {
        let mut body = vec![0; length];
        self.reader.read_exact(&mut body)?;
        Ok(body)
    }

    fn chunks(&mut self) -> std::io::Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let mut line = String::new();
            self.reader.read_line(&mut line)?;
            let length = usize::from_str_radix(line.trim(), 16).unwrap_or(0);
            body.extend(self.bytes(length)?);
            line.clear();
            self.reader.read_line(&mut line)?;
            if length == 0 {
                return Ok(body);
            }
        }
    }
}
