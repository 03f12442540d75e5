//! What the host offers: the http-wasm handler ABI, https://http-wasm.io/http-handler-abi/
#![allow(dead_code)] // not every function needs all of it

const REQUEST: u32 = 0;
const RESPONSE: u32 = 1;

/// A getter writes nothing when the value is longer than the limit, and returns its length all the same.
mod abi {
    #[link(wasm_import_module = "http_handler")]
    extern "C" {
        pub fn get_method(buffer: *mut u8, limit: usize) -> usize;
        pub fn get_uri(buffer: *mut u8, limit: usize) -> usize;
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

/// Called after a next handler has answered; a function passes no request on.
#[no_mangle]
pub extern "C" fn handle_response(_context: u32, _is_error: u32) {}

pub fn method() -> String {
    text(|buffer, limit| unsafe { abi::get_method(buffer, limit) })
}

/// Path and query, percent-encoded.
pub fn uri() -> String {
    text(|buffer, limit| unsafe { abi::get_uri(buffer, limit) })
}

/// The values of a request's header field, whose name is in lower case; none if it is not there.
pub fn header_values(name: &str) -> Vec<String> {
    let joined = text(|buffer, limit| unsafe {
        abi::get_header_values(REQUEST, name.as_ptr(), name.len(), buffer, limit) as u32 as usize
    });
    joined.split_terminator('\0').map(String::from).collect()
}

/// The request's body to its end.
pub fn read_body() -> Vec<u8> {
    let mut body = Vec::new();
    let mut piece = vec![0; 16 * 1024];
    loop {
        let result = unsafe { abi::read_body(REQUEST, piece.as_mut_ptr(), piece.len()) };
        body.extend_from_slice(&piece[..result as u32 as usize]);
        if result >> 32 == 1 {
            return body;
        }
    }
}

/// The answer's status, which is 200 otherwise.
pub fn set_status(code: u32) {
    unsafe { abi::set_status_code(code) }
}

/// Replaces all values of the answer's field.
pub fn set_header(name: &str, value: &str) {
    unsafe {
        abi::set_header_value(RESPONSE, name.as_ptr(), name.len(), value.as_ptr(), value.len())
    }
}

/// Adds a value to those of the answer's field.
pub fn add_header(name: &str, value: &str) {
    unsafe {
        abi::add_header_value(RESPONSE, name.as_ptr(), name.len(), value.as_ptr(), value.len())
    }
}

/// Replaces the answer's body at its first call, and appends to it at each further one.
pub fn write_body(body: &[u8]) {
    unsafe { abi::write_body(RESPONSE, body.as_ptr(), body.len()) }
}

fn text(get: impl Fn(*mut u8, usize) -> usize) -> String {
    let mut buffer = vec![0; 1024];
    let mut length = get(buffer.as_mut_ptr(), buffer.len());
    if length > buffer.len() {
        buffer.resize(length, 0);
        length = get(buffer.as_mut_ptr(), buffer.len());
    }
    buffer.truncate(length);
    String::from_utf8_lossy(&buffer).into_owned()
}
