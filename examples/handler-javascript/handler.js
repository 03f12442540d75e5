// An http-wasm handler in JavaScript: handleRequest asks `host` for the request and hands it the
// answer. runtime.c is what `host` is made of. The script's top level runs once, and each request
// sees what it left behind; time stands still there, and Math.random() is refused. The same program
// exists in every handler-* folder, and all of them answer byte for byte alike.
"use strict";

const MAX_BYTES = 4 * 1024 * 1024;

// Fields that a client or the way to the function adds or changes: no two clouds agree on them.
const OMITTED = new Set([
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
]);
const OMITTED_PREFIXES = [
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

/** Nothing returned says that the answer is complete; true would pass the request on. */
function handleRequest() {
  const [, path, query = ""] = /^([^?]*)\??([^]*)$/.exec(host.uri());
  if (path === "/hello" || path.startsWith("/hello/")) hello(path, query);
  else if (path === "/echo") echo();
  else if (path === "/headers") headers();
  else if (path === "/random") respond("text/plain", `${Math.random()} ${Date.now()}\n`);
  else if (path === "/trap") throw new Error("as asked");
  else if (path === "/loop") for (;;);
  else if (path.startsWith("/status/")) status(path.substring(8));
  else if (path.startsWith("/bytes/")) bytes(path.substring(7));
  else noSuchPath();
}

function hello(path, query) {
  const name = nameParameter(query) || "world";
  const fields = host
    .headerNames()
    .filter((field) => !omitted(field))
    .sort()
    .map((field) => `${quoted(field)}:${quoted(headerValue(field))}`);
  respond(
    "application/json",
    `{"greeting":${quoted(`Hello, ${name}!`)},"method":${quoted(host.method())},"path":${quoted(path)},` +
      `"query":${quoted(query)},"headers":{${fields.join()}},"body":${quotedBody(host.readBody())}}\n`,
  );
}

function echo() {
  respond(host.headerValues("content-type")[0] || "application/octet-stream", host.readBody());
}

function headers() {
  host.setHeader("x-one", "1");
  host.addHeader("x-many", "a");
  host.addHeader("x-many", "b");
  host.addHeader("set-cookie", "a=1; Path=/");
  respond("text/plain", "headers\n");
}

function status(digits) {
  const code = number(digits);
  if (digits.length !== 3 || code < 200 || code > 599) return noSuchPath();
  host.setStatus(code);
  respond("text/plain", code === 204 || code === 304 ? "" : `status ${code}\n`);
}

function bytes(digits) {
  const count = number(digits);
  if (count < 0 || count > MAX_BYTES) return noSuchPath();
  const body = new Uint8Array(count);
  for (let i = 0; i < Math.min(count, 256); i++) body[i] = i * 31 + 7;
  // The bytes repeat from here on: what the engine does by itself is far faster than a loop in the script.
  for (let i = 256; i < count; i *= 2) body.copyWithin(i, 0, i);
  respond("application/octet-stream", body);
}

function noSuchPath() {
  host.setStatus(404);
  respond("text/plain", "no such path\n");
}

/** The body is text, an ArrayBuffer or a typed array. */
function respond(contentType, body) {
  host.setHeader("content-type", contentType);
  host.write(body);
}

/** A field that came several times is shown as one. */
function headerValue(name) {
  return host.headerValues(name).join(name === "cookie" ? "; " : ", ");
}

function omitted(name) {
  return OMITTED.has(name) || OMITTED_PREFIXES.some((prefix) => name.startsWith(prefix));
}

/** The first name parameter, decoded; empty if there is none. */
function nameParameter(query) {
  const parameter = query.split("&").find((text) => text === "name" || text.startsWith("name="));
  return parameter === undefined ? "" : formDecoded(parameter.substring(5));
}

/** Decodes %xx and + as a form does; an invalid escape stays as it is, as do bytes that are not UTF-8. */
function formDecoded(text) {
  return text.replaceAll("+", " ").replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes;
    }
  });
}

/** One to seven decimal digits and nothing else; -1 for anything else. */
function number(digits) {
  return /^[0-9]{1,7}$/.test(digits) ? Number(digits) : -1;
}

/** Text as a JSON string: UTF-8 passes through. */
function quoted(text) {
  return `"${text.replace(/["\\\x00-\x1f]/g, escaped)}"`;
}

/** Any bytes as a JSON string, one character for each byte, so that nothing is lost. */
function quotedBody(body) {
  const pieces = [];
  for (let i = 0; i < body.byteLength; i += 4096) {
    const piece = new Uint8Array(body, i, Math.min(4096, body.byteLength - i));
    pieces.push(String.fromCharCode.apply(null, piece).replace(/[^\x20-\x7e]|["\\]/g, escaped));
  }
  return `"${pieces.join("")}"`;
}

function escaped(c) {
  return c === '"' || c === "\\" ? "\\" + c : "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0");
}
