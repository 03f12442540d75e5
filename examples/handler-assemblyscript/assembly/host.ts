import { Bytes, utf8 } from "./bytes";

// Kinds: of a message's header, and of its body.
const REQUEST: u32 = 0;
const RESPONSE: u32 = 1;
const ERROR: i32 = 2; // the log's level

// What the host offers. A getter writes nothing when the value is longer than the limit, and returns
// its length all the same.

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
@external("http_handler", "get_header_names")
declare function getHeaderNames(kind: u32, buffer: usize, limit: i32): u64;
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
export declare function setStatusCode(code: i32): void;

/** Where the host writes what it is asked for; lasts from request to request, and grows when needed. */
const buffer = new Bytes(new Uint8Array(16 * 1024));

export function method(): string {
  let length = getMethod(buffer.start, buffer.capacity);
  if (length > buffer.capacity) {
    buffer.reserve(length);
    length = getMethod(buffer.start, buffer.capacity);
  }
  return String.UTF8.decodeUnsafe(buffer.start, length);
}

/** The path and the query, still percent-encoded. */
export function uri(): string {
  let length = getUri(buffer.start, buffer.capacity);
  if (length > buffer.capacity) {
    buffer.reserve(length);
    length = getUri(buffer.start, buffer.capacity);
  }
  return String.UTF8.decodeUnsafe(buffer.start, length);
}

/** The names of the request's fields, in lower case, each once. */
export function headerNames(): string[] {
  let result = getHeaderNames(REQUEST, buffer.start, buffer.capacity);
  if (<i32>result > buffer.capacity) {
    buffer.reserve(<i32>result);
    result = getHeaderNames(REQUEST, buffer.start, buffer.capacity);
  }
  return list(result);
}

export function headerValues(name: string): string[] {
  const bytes = utf8(name);
  let result = getHeaderValues(REQUEST, bytes.start, bytes.length, buffer.start, buffer.capacity);
  if (<i32>result > buffer.capacity) {
    buffer.reserve(<i32>result);
    result = getHeaderValues(REQUEST, bytes.start, bytes.length, buffer.start, buffer.capacity);
  }
  return list(result);
}

/** The strings that the host wrote into the buffer, each with a NUL after it. */
function list(result: u64): string[] {
  const strings = new Array<string>(<i32>(result >> 32));
  let start = buffer.start;
  for (let i = 0; i < strings.length; i++) {
    let end = start;
    while (load<u8>(end) != 0) end++;
    strings[i] = String.UTF8.decodeUnsafe(start, end - start);
    start = end + 1;
  }
  return strings;
}

export function setHeader(name: string, value: string): void {
  const n = utf8(name);
  const v = utf8(value);
  setHeaderValue(RESPONSE, n.start, n.length, v.start, v.length);
}

export function addHeader(name: string, value: string): void {
  const n = utf8(name);
  const v = utf8(value);
  addHeaderValue(RESPONSE, n.start, n.length, v.start, v.length);
}

/** Hands the request's body over in pieces, each valid until the next one. */
export function readBody(take: (address: usize, length: i32) => void): void {
  let result: u64;
  do {
    result = readBodyPiece(REQUEST, buffer.start, buffer.capacity);
    take(buffer.start, <i32>result);
  } while (result >> 32 == 0);
}

/** Replaces the answer's body at its first call, and appends to it at each further one. */
export function writeBody(address: usize, length: i32): void {
  writeBodyPiece(RESPONSE, address, length);
}

/** What the compiler calls when the program cannot go on, a failed bounds check for one. */
export function abort(message: string | null, file: string | null, line: u32, column: u32): void {
  const text = utf8(`${message ? message : "aborted"} at ${file ? file : "?"}:${line}:${column}`);
  log(ERROR, text.start, text.length);
  unreachable();
}
