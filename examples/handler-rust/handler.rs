//! An http-wasm handler: the host calls `handle_request`, and the function asks it for the request and
//! hands it the answer by imported functions. The host puts the guest back to what it was after
//! `_initialize` before each request. The same program exists in every `handler-*` folder, and all of
//! them answer byte for byte alike.

const HEX: &[u8; 16] = b"0123456789abcdef";
const MAX_BYTES: usize = 4 * 1024 * 1024;

/// Fields that a client or the way to the function adds or changes: no two clouds agree on them.
const OMITTED: [&[u8]; 13] = [
    b"accept-encoding",
    b"connection",
    b"content-length",
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

/// What the host offers. A getter writes nothing when the value is longer than the limit, and returns
/// its length all the same.
mod host {
    /// Kinds: of a message's header, and of its body.
    pub const REQUEST: u32 = 0;
    pub const RESPONSE: u32 = 1;

    #[link(wasm_import_module = "http_handler")]
    extern "C" {
        pub fn get_method(buffer: *mut u8, limit: usize) -> usize;
        pub fn get_uri(buffer: *mut u8, limit: usize) -> usize;
        pub fn get_header_names(kind: u32, buffer: *mut u8, limit: usize) -> u64;
        pub fn get_header_values(
            kind: u32,
            name: *const u8,
            name_length: usize,
            buffer: *mut u8,
            limit: usize,
        ) -> u64;
        pub fn set_header_value(
            kind: u32,
            name: *const u8,
            name_length: usize,
            value: *const u8,
            value_length: usize,
        );
        pub fn add_header_value(
            kind: u32,
            name: *const u8,
            name_length: usize,
            value: *const u8,
            value_length: usize,
        );
        pub fn read_body(kind: u32, buffer: *mut u8, limit: usize) -> u64;
        pub fn write_body(kind: u32, body: *const u8, length: usize);
        pub fn set_status_code(code: u32);
    }
}

extern "C" {
    fn __wasm_call_ctors();
}

/// The host calls this once. Without it the linker would have every export run libc's constructors.
#[no_mangle]
pub extern "C" fn _initialize() {
    unsafe { __wasm_call_ctors() }
}

/// 0 says that the answer is complete; 1 would pass the request on to the next handler.
#[no_mangle]
pub extern "C" fn handle_request() -> u64 {
    let uri = read_text(|buffer, limit| unsafe { host::get_uri(buffer, limit) });
    match uri.iter().position(|&c| c == b'?') {
        Some(question) => serve(&uri[..question], &uri[question + 1..]),
        None => serve(&uri, b""),
    }
    0
}

/// Called after a next handler has answered; this function passes no request on.
#[no_mangle]
pub extern "C" fn handle_response(_context: u32, _is_error: u32) {}

fn serve(path: &[u8], query: &[u8]) {
    match path {
        b"/hello" => hello(path, query),
        p if p.starts_with(b"/hello/") => hello(path, query),
        b"/echo" => echo(),
        b"/headers" => headers(),
        b"/trap" => core::arch::wasm32::unreachable(),
        b"/loop" => loop {},
        p if p.starts_with(b"/status/") => status(&p[8..]),
        p if p.starts_with(b"/bytes/") => bytes(&p[7..]),
        _ => no_such_path(),
    }
}

fn hello(path: &[u8], query: &[u8]) {
    let name = name_parameter(query).unwrap_or_else(|| b"world".to_vec());
    let mut json = Vec::with_capacity(1024);
    json.extend_from_slice(b"{\"greeting\":");
    push_string(&mut json, &[b"Hello, ", name.as_slice(), b"!"].concat());
    json.extend_from_slice(b",\"method\":");
    push_string(&mut json, &read_text(|buffer, limit| unsafe { host::get_method(buffer, limit) }));
    json.extend_from_slice(b",\"path\":");
    push_string(&mut json, path);
    json.extend_from_slice(b",\"query\":");
    push_string(&mut json, query);
    json.extend_from_slice(b",\"headers\":{");
    push_headers(&mut json);
    json.extend_from_slice(b"},\"body\":\"");
    read_body(|piece| push_body(&mut json, piece));
    json.extend_from_slice(b"\"}\n");
    respond(b"application/json", &json);
}

fn echo() {
    let values = header_values(b"content-type");
    let content_type = values.split(|&c| c == 0).next().filter(|value| !value.is_empty());
    set_header(b"content-type", content_type.unwrap_or(b"application/octet-stream"));
    read_body(write_body);
}

fn headers() {
    set_header(b"x-one", b"1");
    add_header(b"x-many", b"a");
    add_header(b"x-many", b"b");
    add_header(b"set-cookie", b"a=1; Path=/");
    respond(b"text/plain", b"headers\n");
}

fn status(digits: &[u8]) {
    match number(digits) {
        Some(code) if digits.len() == 3 && (200..=599).contains(&code) => {
            unsafe { host::set_status_code(code as u32) };
            let body = if code == 204 || code == 304 { String::new() } else { format!("status {code}\n") };
            respond(b"text/plain", body.as_bytes());
        }
        _ => no_such_path(),
    }
}

fn bytes(digits: &[u8]) {
    match number(digits) {
        Some(count) if count <= MAX_BYTES => {
            let body: Vec<u8> = (0..count).map(|i| (i * 31 + 7) as u8).collect();
            respond(b"application/octet-stream", &body);
        }
        _ => no_such_path(),
    }
}

fn no_such_path() {
    unsafe { host::set_status_code(404) };
    respond(b"text/plain", b"no such path\n");
}

fn respond(content_type: &[u8], body: &[u8]) {
    set_header(b"content-type", content_type);
    write_body(body);
}

fn set_header(name: &[u8], value: &[u8]) {
    unsafe { host::set_header_value(host::RESPONSE, name.as_ptr(), name.len(), value.as_ptr(), value.len()) }
}

fn add_header(name: &[u8], value: &[u8]) {
    unsafe { host::add_header_value(host::RESPONSE, name.as_ptr(), name.len(), value.as_ptr(), value.len()) }
}

/// The first piece replaces the body, each further one is appended.
fn write_body(piece: &[u8]) {
    unsafe { host::write_body(host::RESPONSE, piece.as_ptr(), piece.len()) }
}

/// Hands the request's body over in pieces, so that memory stays small and is quickly put back.
fn read_body(mut take: impl FnMut(&[u8])) {
    let mut buffer = [0; 16 * 1024];
    loop {
        let result = unsafe { host::read_body(host::REQUEST, buffer.as_mut_ptr(), buffer.len()) };
        take(&buffer[..result as u32 as usize]);
        if result >> 32 == 1 {
            return;
        }
    }
}

/// Asks once with room for most values, and again only for a longer one.
fn read_text(get: impl Fn(*mut u8, usize) -> usize) -> Vec<u8> {
    let mut text = Vec::with_capacity(1024);
    let mut length = get(text.as_mut_ptr(), text.capacity());
    if length > text.capacity() {
        text.reserve_exact(length);
        length = get(text.as_mut_ptr(), text.capacity());
    }
    unsafe { text.set_len(length) };
    text
}

/// A list of names or values, each with a NUL after it.
fn read_list(get: impl Fn(*mut u8, usize) -> u64) -> Vec<u8> {
    read_text(|buffer, limit| get(buffer, limit) as u32 as usize)
}

fn header_values(name: &[u8]) -> Vec<u8> {
    read_list(|buffer, limit| unsafe {
        host::get_header_values(host::REQUEST, name.as_ptr(), name.len(), buffer, limit)
    })
}

/// The request's header fields, sorted by name; one that came several times is shown as one.
fn push_headers(json: &mut Vec<u8>) {
    let list = read_list(|buffer, limit| unsafe { host::get_header_names(host::REQUEST, buffer, limit) });
    let mut names: Vec<&[u8]> = list.split(|&c| c == 0).filter(|name| !name.is_empty()).collect();
    names.retain(|name| !omitted(name));
    names.sort_unstable();
    for (i, name) in names.iter().enumerate() {
        if i > 0 {
            json.push(b',');
        }
        push_string(json, name);
        json.push(b':');
        let values = header_values(name);
        let separator: &[u8] = if *name == b"cookie" { b"; " } else { b", " };
        let values: Vec<&[u8]> = values.strip_suffix(b"\0").unwrap_or(b"").split(|&c| c == 0).collect();
        push_string(json, &values.join(separator));
    }
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

/// Any bytes inside a JSON string, one character for each byte, so that nothing is lost.
fn push_body(json: &mut Vec<u8>, body: &[u8]) {
    for &c in body {
        push_char(json, c, (0x20..=0x7e).contains(&c));
    }
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
