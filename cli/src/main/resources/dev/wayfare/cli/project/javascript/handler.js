// The function. Its host calls handleRequest for each request. The top level of this script runs
// once, and each request sees what it left behind: time stands still there, and Math.random() throws.
//
// `host` has method(), uri(), headerNames(), headerValues(name), readBody() and readText(),
// setStatus(code), setHeader(name, value), addHeader(name, value), write(textOrBytes) and log(text).
// There is no other input and output, and no import: bundle what you take from npm into this file.
"use strict";

function handleRequest() {
  const path = host.uri().split("?")[0];
  if (path === "/hello") {
    hello();
  } else {
    host.setStatus(404);
    respond("no such path\n");
  }
}

function hello() {
  respond(`Hello, ${host.readText() || "world"}!\n`);
}

function respond(text) {
  host.setHeader("content-type", "text/plain");
  host.write(text);
}
