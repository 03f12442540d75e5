// What the host offers: the http-wasm handler ABI, https://http-wasm.io/http-handler-abi/
// A getter writes nothing when the value is longer than the limit, and returns its length all the same.

const REQUEST: u32 = 0;
const RESPONSE: u32 = 1;
const ERROR: i32 = 2; // the log's level

// @ts-ignore: decorator
@external("http_handler", "log")
declare function log(level: i32, message: usize, length: i32): void;
// @ts-ignore: decorator
@external("http_handler", "get_method")
declare function getMethod(buffer: usize, limit: i32): i32;
// @ts-ignore: decorator
@external("http_handler", "get_uri")
declare function getUri(buffer: usize, limit: i32): i32;
// @ts-ignore: decorator
@external("http_handler", "get_header_values")
declare function getHeaderValues(kind: u32, name: usize, nameLength: i32, buffer: usize, limit: i32): u64;
// @ts-ignore: decorator
@external("http_handler", "set_header_value")
declare function setHeaderValue(kind: u32, name: usize, nameLength: i32, value: usize, valueLength: i32): void;
// @ts-ignore: decorator
@external("http_handler", "add_header_value")
declare function addHeaderValue(kind: u32, name: usize, nameLength: i32, value: usize, valueLength: i32): void;
// @ts-ignore: decorator
@external("http_handler", "read_body")
declare function readBodyPiece(kind: u32, buffer: usize, limit: i32): u64;
// @ts-ignore: decorator
@external("http_handler", "write_body")
declare function writeBodyPiece(kind: u32, body: usize, length: i32): void;
// @ts-ignore: decorator
@external("http_handler", "set_status_code")
declare function setStatusCode(code: i32): void;

export function method(): string {
  const buffer = new ArrayBuffer(getMethod(0, 0));
  getMethod(changetype<usize>(buffer), buffer.byteLength);
  return String.UTF8.decode(buffer);
}

/** The path and the query, percent-encoded. */
export function uri(): string {
  const buffer = new ArrayBuffer(getUri(0, 0));
  getUri(changetype<usize>(buffer), buffer.byteLength);
  return String.UTF8.decode(buffer);
}

/** The values of a request's field, whose name is in lower case; none if it is not there. */
export function headerValues(name: string): string[] {
  const key = String.UTF8.encode(name);
  const start = changetype<usize>(key);
  const buffer = new ArrayBuffer(<i32>getHeaderValues(REQUEST, start, key.byteLength, 0, 0));
  getHeaderValues(REQUEST, start, key.byteLength, changetype<usize>(buffer), buffer.byteLength);
  const values = String.UTF8.decode(buffer).split("\0");
  values.pop(); // each value has a NUL after it
  return values;
}

/** The request's body to its end. */
export function readBody(): ArrayBuffer {
  let body = new ArrayBuffer(16 * 1024);
  let length = 0;
  while (true) {
    const result = readBodyPiece(REQUEST, changetype<usize>(body) + length, body.byteLength - length);
    length += <i32>result;
    if (result >> 32 == 1) return body.slice(0, length);
    if (length == body.byteLength) {
      const longer = new ArrayBuffer(2 * length);
      memory.copy(changetype<usize>(longer), changetype<usize>(body), length);
      body = longer;
    }
  }
}

/** The answer's status, which is 200 otherwise. */
export function setStatus(code: i32): void {
  setStatusCode(code);
}

/** Replaces all values of the answer's field. */
export function setHeader(name: string, value: string): void {
  const n = String.UTF8.encode(name);
  const v = String.UTF8.encode(value);
  setHeaderValue(RESPONSE, changetype<usize>(n), n.byteLength, changetype<usize>(v), v.byteLength);
}

/** Adds a value to those of the answer's field. */
export function addHeader(name: string, value: string): void {
  const n = String.UTF8.encode(name);
  const v = String.UTF8.encode(value);
  addHeaderValue(RESPONSE, changetype<usize>(n), n.byteLength, changetype<usize>(v), v.byteLength);
}

/** Replaces the answer's body at its first call, and appends to it at each further one. */
export function writeBody(body: ArrayBuffer): void {
  writeBodyPiece(RESPONSE, changetype<usize>(body), body.byteLength);
}

/** What the compiler calls when the program cannot go on, a failed bounds check for one. */
export function abort(message: string | null, file: string | null, line: u32, column: u32): void {
  const text = String.UTF8.encode(`${message ? message : "aborted"} at ${file ? file : "?"}:${line}:${column}`);
  log(ERROR, changetype<usize>(text), text.byteLength);
  unreachable();
}
