// A WAGI function: WAGI is CGI (RFC 3875) over WASI. The request arrives in environment variables
// and on standard input; the answer is header lines, a blank line and a body on standard output.
// The same program exists in every hello-* folder, and all of them answer byte for byte alike.

import { Bytes, utf8 } from "./bytes";

const MAX_BYTES = 4 * 1024 * 1024;
const HEX = "0123456789abcdef";

// Fields that a client or the way to the function adds or changes: no two clouds agree on them.
const OMITTED: string[] = [
  "accept-encoding",
  "connection",
  "content-length",
  "content-type", // CONTENT_TYPE is the one to believe
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

function serve(path: string): void {
  if (path == "/hello" || path.startsWith("/hello/")) hello(path);
  else if (path == "/echo") echo();
  else if (path == "/headers") headers();
  else if (path == "/trap") unreachable();
  else if (path == "/loop") while (true) {}
  else if (path.startsWith("/status/")) status(path.substring(8));
  else if (path.startsWith("/bytes/")) bytes(path.substring(7));
  else noSuchPath();
}

function hello(path: string): void {
  const query = variable("QUERY_STRING");
  const json = new Bytes();
  json.pushText('{"greeting":');
  pushString(json, greeting(query));
  json.pushText(',"method":');
  pushString(json, utf8(variable("REQUEST_METHOD")));
  json.pushText(',"path":');
  pushString(json, utf8(path));
  json.pushText(',"query":');
  pushString(json, utf8(query));
  json.pushText(',"headers":{');
  pushHeaders(json);
  json.pushText('},"body":');
  pushBody(json, readBody());
  json.pushText("}\n");
  respond("Content-Type: application/json\n", json);
}

function echo(): void {
  const contentType = variable("CONTENT_TYPE", "application/octet-stream");
  respond("Content-Type: " + contentType + "\n", readBody());
}

function headers(): void {
  const body = new Bytes();
  body.pushText("headers\n");
  respond("Content-Type: text/plain\nX-One: 1\nX-Many: a\nX-Many: b\nSet-Cookie: a=1; Path=/\n", body);
}

function status(digits: string): void {
  const code = number(digits);
  if (digits.length != 3 || code < 200 || code > 599) {
    noSuchPath();
    return;
  }
  const body = new Bytes();
  if (code != 204 && code != 304) {
    body.pushText("status " + digits + "\n");
  }
  respond("Status: " + digits + "\nContent-Type: text/plain\n", body);
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
  respond("Content-Type: application/octet-stream\n", new Bytes(body, count));
}

function noSuchPath(): void {
  const body = new Bytes();
  body.pushText("no such path\n");
  respond("Status: 404\nContent-Type: text/plain\n", body);
}

/** Writes the header lines, the blank line and the body. */
function respond(headers: string, body: Bytes): void {
  process.stdout.write(headers + "\n");
  process.stdout.write(body.toArrayBuffer());
}

/** An environment variable; an empty one counts as absent. */
function variable(name: string, otherwise: string = ""): string {
  return process.env.has(name) && process.env.get(name) != "" ? process.env.get(name) : otherwise;
}

function readBody(): Bytes {
  const body = new Bytes();
  while (body.readFromStdin()) {}
  return body;
}

/** The greeting to the first name parameter, or to the world if that is absent or empty. */
function greeting(query: string): Bytes {
  const text = new Bytes();
  text.pushText("Hello, ");
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

/** The HTTP_* variables and CONTENT_TYPE as header fields, sorted by name. */
function pushHeaders(json: Bytes): void {
  const fields = new Map<string, string>();
  const variables = process.env.keys();
  for (let i = 0; i < variables.length; i++) {
    if (!variables[i].startsWith("HTTP_")) continue;
    const name = variables[i].substring(5).toLowerCase().replaceAll("_", "-");
    if (!omitted(name)) {
      fields.set(name, process.env.get(variables[i]));
    }
  }
  const contentType = variable("CONTENT_TYPE");
  if (contentType != "") {
    fields.set("content-type", contentType);
  }
  const names = fields.keys().sort();
  for (let i = 0; i < names.length; i++) {
    if (i > 0) json.pushText(",");
    pushString(json, utf8(names[i]));
    json.pushText(":");
    pushString(json, utf8(fields.get(names[i])));
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
function pushString(json: Bytes, text: Bytes): void {
  json.pushText('"');
  for (let i = 0; i < text.length; i++) {
    pushChar(json, text.at(i), text.at(i) >= 0x20);
  }
  json.pushText('"');
}

/** Any bytes as a JSON string, one character for each byte, so that nothing is lost. */
function pushBody(json: Bytes, body: Bytes): void {
  json.pushText('"');
  for (let i = 0; i < body.length; i++) {
    const c = body.at(i);
    pushChar(json, c, c >= 0x20 && c <= 0x7e);
  }
  json.pushText('"');
}

function pushChar(json: Bytes, c: u8, literal: bool): void {
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

serve(variable("X_RAW_PATH_INFO", variable("PATH_INFO")));
