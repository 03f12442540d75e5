//! The function. Its host calls `handle_request` for each request, and puts memory back to what it
//! was at the start before the next one.

mod host;

/// 0 says that the answer is complete.
#[no_mangle]
pub extern "C" fn handle_request() -> u64 {
    let uri = host::uri();
    match uri.split('?').next() {
        Some("/hello") => hello(),
        _ => {
            host::set_status(404);
            respond("no such path\n");
        }
    }
    0
}

fn hello() {
    let body = host::read_body();
    let name = String::from_utf8_lossy(&body);
    respond(&format!("Hello, {}!\n", if name.is_empty() { "world" } else { &name }));
}

fn respond(text: &str) {
    host::set_header("content-type", "text/plain");
    host::write_body(text.as_bytes());
}
