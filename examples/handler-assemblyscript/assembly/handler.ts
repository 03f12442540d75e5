// An http-wasm handler: the host calls handle_request, and the function asks it for the request and
// hands it the answer by imported functions. The host puts the guest back to what it was after
// _initialize before each request. The same program exists in every handler-* folder, and all of
// them answer byte for byte alike.

import { Bytes, utf8 } from "./bytes";
import { addHeader, headerNames, headerValues, method, readBody, setHeader, setStatusCode, uri, writeBody } from "./host";

const MAX_BYTES = 4 * 1024 * 1024;
const HEX = "0123456789abcdef";

// Fields that a client or the way to the function adds or changes: no two clouds agree on them.
const OMITTED: string[] = [
  "accept-encoding",
  "connection",
  "content-length",
  "forwarded",
  "function-execution-id",
  "host",
  "traceparent",
  "tracestate",
  "transfer-encoding",
  "via",
  "x-cloud-trace-context",
  "x-correlation-id",
  "x-request-id",
];
const OMITTED_PREFIXES: string[] = [
  "wayfare-",
  "x-amz-",
  "x-amzn-",
  "x-appengine-",
  "x-arr-",
  "x-azure-",
  "x-forwarded-",
  "x-ms-",
  "x-original-",
  "x-real-ip",
];

/** The answer of /hello while it is written: a closure cannot capture a local variable here. */
let json = new Bytes();

/** 0 says that the answer is complete; 1 would pass the request on to the next handler. */
export function handle_request(): u64 {
  const target = uri();
  const question = target.indexOf("?");
  if (question < 0) serve(target, "");
  else serve(target.substring(0, question), target.substring(question + 1));
  return 0;
}

/** Called after a next handler has answered; this function passes no request on. */
export function handle_response(context: u32, isError: u32): void {}

function serve(path: string, query: string): void {
  if (path == "/hello" || path.startsWith("/hello/")) hello(path, query);
  else if (path == "/echo") echo();
  else if (path == "/headers") headers();
  else if (path == "/trap") unreachable();
  else if (path == "/loop") while (true) {}
  else if (path.startsWith("/status/")) status(path.substring(8));
  else if (path.startsWith("/bytes/")) bytes(path.substring(7));
  else noSuchPath();
}

function hello(path: string, query: string): void {
  json = new Bytes();
  json.pushText('{"greeting":');
  pushString(greeting(query));
  json.pushText(',"method":');
  pushString(utf8(method()));
  json.pushText(',"path":');
  pushString(utf8(path));
  json.pushText(',"query":');
  pushString(utf8(query));
  json.pushText(',"headers":{');
  pushHeaders();
  json.pushText('},"body":"');
  readBody(pushBody);
  json.pushText('"}\n');
  respond("application/json", json);
}

function echo(): void {
  const values = headerValues("content-type");
  setHeader("content-type", values.length > 0 && values[0] != "" ? values[0] : "application/octet-stream");
  readBody(writeBody);
}

function headers(): void {
  setHeader("x-one", "1");
  addHeader("x-many", "a");
  addHeader("x-many", "b");
  addHeader("set-cookie", "a=1; Path=/");
  respond("text/plain", utf8("headers\n"));
}

function status(digits: string): void {
  const code = number(digits);
  if (digits.length != 3 || code < 200 || code > 599) {
    noSuchPath();
    return;
  }
  setStatusCode(code);
  respond("text/plain", utf8(code == 204 || code == 304 ? "" : "status " + digits + "\n"));
}

function bytes(digits: string): void {
  const count = number(digits);
  if (count < 0 || count > MAX_BYTES) {
    noSuchPath();
    return;
  }
  const body = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    unchecked((body[i] = <u8>(i * 31 + 7)));
  }
  respond("application/octet-stream", new Bytes(body, count));
}

function noSuchPath(): void {
  setStatusCode(404);
  respond("text/plain", utf8("no such path\n"));
}

function respond(contentType: string, body: Bytes): void {
  setHeader("content-type", contentType);
  writeBody(body.start, body.length);
}

/** The greeting to the first name parameter, or to the world if that is absent or empty. */
function greeting(query: string): Bytes {
  const text = utf8("Hello, ");
  const name = nameParameter(query);
  if (name == "") {
    text.pushText("world");
  } else {
    pushDecoded(text, utf8(name));
  }
  text.pushText("!");
  return text;
}

function nameParameter(query: string): string {
  const parameters = query.split("&");
  for (let i = 0; i < parameters.length; i++) {
    if (parameters[i] == "name") return "";
    if (parameters[i].startsWith("name=")) return parameters[i].substring(5);
  }
  return "";
}

/** Decodes %xx and + as a form does; an invalid escape stays as it is. */
function pushDecoded(decoded: Bytes, text: Bytes): void {
  for (let i = 0; i < text.length; i++) {
    const c = text.at(i);
    const escape = c == 0x25 /* % */ && i + 2 < text.length;
    const high = escape ? hexDigit(text.at(i + 1)) : -1;
    const low = escape ? hexDigit(text.at(i + 2)) : -1;
    if (high >= 0 && low >= 0) {
      decoded.push(<u8>((high << 4) | low));
      i += 2;
    } else {
      decoded.push(c == 0x2b /* + */ ? 0x20 : c);
    }
  }
}

function hexDigit(c: u8): i32 {
  return HEX.indexOf(String.fromCharCode(c).toLowerCase());
}

/** The request's header fields, sorted by name; one that came several times is shown as one. */
function pushHeaders(): void {
  const names = headerNames().filter((name) => !omitted(name)).sort();
  for (let i = 0; i < names.length; i++) {
    if (i > 0) json.pushText(",");
    pushString(utf8(names[i]));
    json.pushText(":");
    pushString(utf8(headerValues(names[i]).join(names[i] == "cookie" ? "; " : ", ")));
  }
}

function omitted(name: string): bool {
  for (let i = 0; i < OMITTED_PREFIXES.length; i++) {
    if (name.startsWith(OMITTED_PREFIXES[i])) return true;
  }
  return OMITTED.includes(name);
}

/** One to seven decimal digits and nothing else; -1 for anything else. */
function number(digits: string): i32 {
  if (digits.length == 0 || digits.length > 7) return -1;
  for (let i = 0; i < digits.length; i++) {
    const c = digits.charCodeAt(i);
    if (c < 0x30 || c > 0x39) return -1;
  }
  return I32.parseInt(digits, 10);
}

/** Text as a JSON string: UTF-8 passes through. */
function pushString(text: Bytes): void {
  json.pushText('"');
  for (let i = 0; i < text.length; i++) {
    pushChar(text.at(i), text.at(i) >= 0x20);
  }
  json.pushText('"');
}

/** Any bytes inside a JSON string, one character for each byte, so that nothing is lost. */
function pushBody(address: usize, length: i32): void {
  for (let i = 0; i < length; i++) {
    const c = load<u8>(address + i);
    pushChar(c, c >= 0x20 && c <= 0x7e);
  }
}

function pushChar(c: u8, literal: bool): void {
  if (!literal) {
    json.pushText("\\u00");
    json.push(<u8>HEX.charCodeAt(c >> 4));
    json.push(<u8>HEX.charCodeAt(c & 15));
    return;
  }
  if (c == 0x22 /* " */ || c == 0x5c /* \ */) {
    json.push(0x5c);
  }
  json.push(c);
}
