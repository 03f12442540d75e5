// The function. Its host calls handleRequest for each request, and no request sees what another one
// left in memory.
package main

import "strings"

// handleRequest returns 0, which says that the answer is complete.
//
//go:wasmexport handle_request
func handleRequest() uint64 {
	path, _, _ := strings.Cut(uri(), "?")
	switch path {
	case "/hello":
		hello()
	default:
		setStatus(404)
		respond("no such path\n")
	}
	return 0
}

func hello() {
	name := string(readBody())
	if name == "" {
		name = "world"
	}
	respond("Hello, " + name + "!\n")
}

func respond(text string) {
	setHeader("content-type", "text/plain")
	writeBody([]byte(text))
}

// main is never called: what is to happen once belongs in an init function.
func main() {}
