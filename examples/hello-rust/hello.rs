//! A WAGI function: WAGI is CGI (RFC 3875) over WASI. The request arrives in environment variables
//! and on standard input; the answer is header lines, a blank line and a body on standard output.
//! The same program exists in every `hello-*` folder, and all of them answer byte for byte alike.

use std::env;
use std::io::{self, Read, Write};
use std::os::wasi::ffi::OsStringExt;

const HEX: &[u8; 16] = b"0123456789abcdef";
const MAX_BYTES: usize = 4 * 1024 * 1024;

/// Fields that a client or the way to the function adds or changes: no two clouds agree on them.
const OMITTED: [&[u8]; 14] = [
    b"accept-encoding",
    b"connection",
    b"content-length",
    b"content-type", // CONTENT_TYPE is the one to believe
    b"forwarded",
    b"function-execution-id",
    b"host",
    b"traceparent",
    b"tracestate",
    b"transfer-encoding",
    b"via",
    b"x-cloud-trace-context",
    b"x-correlation-id",
    b"x-request-id",
];
const OMITTED_PREFIXES: [&[u8]; 10] = [
    b"wayfare-",
    b"x-amz-",
    b"x-amzn-",
    b"x-appengine-",
    b"x-arr-",
    b"x-azure-",
    b"x-forwarded-",
    b"x-ms-",
    b"x-original-",
    b"x-real-ip",
];

fn main() -> io::Result<()> {
    let path = variable("X_RAW_PATH_INFO")
        .or_else(|| variable("PATH_INFO"))
        .unwrap_or_default();
    match path.as_slice() {
        b"/hello" => hello(&path),
        p if p.starts_with(b"/hello/") => hello(&path),
        b"/echo" => echo(),
        b"/headers" => headers(),
        b"/trap" => core::arch::wasm32::unreachable(),
        b"/loop" => loop {},
        p if p.starts_with(b"/status/") => status(&p[8..]),
        p if p.starts_with(b"/bytes/") => bytes(&p[7..]),
        _ => no_such_path(),
    }
}

fn hello(path: &[u8]) -> io::Result<()> {
    let query = variable("QUERY_STRING").unwrap_or_default();
    let name = name_parameter(&query).unwrap_or_else(|| b"world".to_vec());
    let mut json = Vec::new();
    json.extend_from_slice(b"{\"greeting\":");
    push_string(&mut json, &[b"Hello, ", name.as_slice(), b"!"].concat());
    json.extend_from_slice(b",\"method\":");
    push_string(&mut json, &variable("REQUEST_METHOD").unwrap_or_default());
    json.extend_from_slice(b",\"path\":");
    push_string(&mut json, path);
    json.extend_from_slice(b",\"query\":");
    push_string(&mut json, &query);
    json.extend_from_slice(b",\"headers\":{");
    for (i, (name, value)) in request_headers().iter().enumerate() {
        if i > 0 {
            json.push(b',');
        }
        push_string(&mut json, name);
        json.push(b':');
        push_string(&mut json, value);
    }
    json.extend_from_slice(b"},\"body\":");
    push_body(&mut json, &read_body()?);
    json.extend_from_slice(b"}\n");
    respond(b"Content-Type: application/json\n", &json)
}

fn echo() -> io::Result<()> {
    let content_type = variable("CONTENT_TYPE").unwrap_or_else(|| b"application/octet-stream".to_vec());
    let header = [b"Content-Type: ", content_type.as_slice(), b"\n"].concat();
    respond(&header, &read_body()?)
}

fn headers() -> io::Result<()> {
    let header = b"Content-Type: text/plain\nX-One: 1\nX-Many: a\nX-Many: b\nSet-Cookie: a=1; Path=/\n";
    respond(header, b"headers\n")
}

fn status(digits: &[u8]) -> io::Result<()> {
    match number(digits) {
        Some(code) if digits.len() == 3 && (200..=599).contains(&code) => {
            let header = format!("Status: {code}\nContent-Type: text/plain\n");
            let body = if code == 204 || code == 304 { String::new() } else { format!("status {code}\n") };
            respond(header.as_bytes(), body.as_bytes())
        }
        _ => no_such_path(),
    }
}

fn bytes(digits: &[u8]) -> io::Result<()> {
    match number(digits) {
        Some(count) if count <= MAX_BYTES => {
            let body: Vec<u8> = (0..count).map(|i| (i * 31 + 7) as u8).collect();
            respond(b"Content-Type: application/octet-stream\n", &body)
        }
        _ => no_such_path(),
    }
}

fn no_such_path() -> io::Result<()> {
    respond(b"Status: 404\nContent-Type: text/plain\n", b"no such path\n")
}

/// Writes the header lines, the blank line and the body.
fn respond(header: &[u8], body: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(&[header, b"\n", body].concat())?;
    out.flush()
}

fn read_body() -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    io::stdin().lock().read_to_end(&mut body)?;
    Ok(body)
}

/// An environment variable's bytes; an empty one counts as absent.
fn variable(name: &str) -> Option<Vec<u8>> {
    env::var_os(name).map(OsStringExt::into_vec).filter(|value| !value.is_empty())
}

/// The HTTP_* variables and CONTENT_TYPE as header fields, sorted by name.
fn request_headers() -> Vec<(Vec<u8>, Vec<u8>)> {
    let mut headers = Vec::new();
    for (variable, value) in env::vars_os() {
        if let Some(name) = variable.into_vec().strip_prefix(b"HTTP_") {
            let name = name.to_ascii_lowercase();
            let name: Vec<u8> = name.iter().map(|&c| if c == b'_' { b'-' } else { c }).collect();
            if !omitted(&name) {
                headers.push((name, value.into_vec()));
            }
        }
    }
    if let Some(content_type) = variable("CONTENT_TYPE") {
        headers.push((b"content-type".to_vec(), content_type));
    }
    headers.sort();
    headers
}

fn omitted(name: &[u8]) -> bool {
    OMITTED.contains(&name) || OMITTED_PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

/// The first `name` parameter, decoded; none if it is absent or empty.
fn name_parameter(query: &[u8]) -> Option<Vec<u8>> {
    query
        .split(|&c| c == b'&')
        .find(|parameter| parameter.starts_with(b"name=") || *parameter == b"name")
        .and_then(|parameter| parameter.strip_prefix(b"name="))
        .filter(|value| !value.is_empty())
        .map(percent_decode)
}

/// Decodes %xx and + as a form does; an invalid escape stays as it is.
fn percent_decode(text: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut i = 0;
    while i < text.len() {
        match (text[i], hex_digit(text, i + 1), hex_digit(text, i + 2)) {
            (b'%', Some(high), Some(low)) => {
                decoded.push(high << 4 | low);
                i += 2;
            }
            (b'+', _, _) => decoded.push(b' '),
            (c, _, _) => decoded.push(c),
        }
        i += 1;
    }
    decoded
}

fn hex_digit(text: &[u8], i: usize) -> Option<u8> {
    text.get(i).and_then(|&c| (c as char).to_digit(16)).map(|digit| digit as u8)
}

/// One to seven decimal digits and nothing else.
fn number(digits: &[u8]) -> Option<usize> {
    if digits.is_empty() || digits.len() > 7 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    Some(digits.iter().fold(0, |n, &c| n * 10 + usize::from(c - b'0')))
}

/// Text as a JSON string: UTF-8 passes through.
fn push_string(json: &mut Vec<u8>, text: &[u8]) {
    json.push(b'"');
    for &c in text {
        push_char(json, c, c >= 0x20);
    }
    json.push(b'"');
}

/// Any bytes as a JSON string, one character for each byte, so that nothing is lost.
fn push_body(json: &mut Vec<u8>, body: &[u8]) {
    json.push(b'"');
    for &c in body {
        push_char(json, c, (0x20..=0x7e).contains(&c));
    }
    json.push(b'"');
}

fn push_char(json: &mut Vec<u8>, c: u8, literal: bool) {
    if !literal {
        json.extend_from_slice(b"\\u00");
        json.extend([HEX[usize::from(c >> 4)], HEX[usize::from(c & 15)]]);
        return;
    }
    if c == b'"' || c == b'\\' {
        json.push(b'\\');
    }
    json.push(c);
}
