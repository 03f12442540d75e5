// The function. Its host calls handle_request for each request, and puts memory back to what it was
// at the start before the next one.

import { readBody, setHeader, setStatus, uri, writeBody } from "./host";

/** 0 says that the answer is complete. */
export function handle_request(): u64 {
  const path = uri().split("?")[0];
  if (path == "/hello") {
    hello();
  } else {
    setStatus(404);
    respond("no such path\n");
  }
  return 0;
}

/** Called after a next handler has answered; a function passes no request on. */
export function handle_response(context: u32, isError: u32): void {}

function hello(): void {
  const name = String.UTF8.decode(readBody());
  respond(`Hello, ${name == "" ? "world" : name}!\n`);
}

function respond(text: string): void {
  setHeader("content-type", "text/plain");
  writeBody(String.UTF8.encode(text));
}
