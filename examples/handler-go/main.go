// An http-wasm handler: the host calls handle_request, and the function asks it for the request and
// hands it the answer by imported functions. The host puts the guest back to what it was after
// _initialize before each request: Go's runtime starts once, not for each request. The same program
// exists in every handler-* folder, and all of them answer byte for byte alike.
package main

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
)

const maxBytes = 4 * 1024 * 1024

// Fields that a client or the way to the function adds or changes: no two clouds agree on them.
var (
	omitted = []string{
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
	}
	omittedPrefixes = []string{
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
	}
)

// handleRequest returns 0, which says that the answer is complete; 1 would pass the request on to the
// next handler.
//
//go:wasmexport handle_request
func handleRequest() uint64 {
	path, query, _ := strings.Cut(uri(), "?")
	serve(path, query)
	return 0
}

// handleResponse is called after a next handler has answered; this function passes no request on.
//
//go:wasmexport handle_response
func handleResponse(context, isError uint32) {}

// A reactor's main is never called: what is to happen once belongs in an init function.
func main() {}

func serve(path, query string) {
	switch {
	case path == "/hello" || strings.HasPrefix(path, "/hello/"):
		hello(path, query)
	case path == "/echo":
		echo()
	case path == "/headers":
		headers()
	case path == "/trap":
		panic("as asked") // Go has no trap instruction: a panic ends the guest as one does
	case path == "/loop":
		for {
		}
	case strings.HasPrefix(path, "/status/"):
		status(strings.TrimPrefix(path, "/status/"))
	case strings.HasPrefix(path, "/bytes/"):
		count(strings.TrimPrefix(path, "/bytes/"))
	default:
		noSuchPath()
	}
}

func hello(path, query string) {
	name := nameParameter(query)
	if name == "" {
		name = "world"
	}
	var json bytes.Buffer
	json.WriteString(`{"greeting":`)
	writeString(&json, "Hello, "+name+"!")
	json.WriteString(`,"method":`)
	writeString(&json, method())
	json.WriteString(`,"path":`)
	writeString(&json, path)
	json.WriteString(`,"query":`)
	writeString(&json, query)
	json.WriteString(`,"headers":{`)
	writeHeaders(&json)
	json.WriteString(`},"body":"`)
	readBody(func(piece []byte) { writeEscaped(&json, piece) })
	json.WriteString("\"}\n")
	respond("application/json", json.Bytes())
}

func echo() {
	contentType := "application/octet-stream"
	if values := headerValues("content-type"); len(values) > 0 && values[0] != "" {
		contentType = values[0]
	}
	setHeader("content-type", contentType)
	readBody(writeBody)
}

func headers() {
	setHeader("x-one", "1")
	addHeader("x-many", "a")
	addHeader("x-many", "b")
	addHeader("set-cookie", "a=1; Path=/")
	respond("text/plain", []byte("headers\n"))
}

func status(digits string) {
	code, ok := number(digits)
	if !ok || len(digits) != 3 || code < 200 || code > 599 {
		noSuchPath()
		return
	}
	var body []byte
	if code != 204 && code != 304 {
		body = []byte("status " + digits + "\n")
	}
	setStatusCode(uint32(code))
	respond("text/plain", body)
}

func count(digits string) {
	n, ok := number(digits)
	if !ok || n > maxBytes {
		noSuchPath()
		return
	}
	body := make([]byte, n)
	for i := range body {
		body[i] = byte(i*31 + 7)
	}
	respond("application/octet-stream", body)
}

func noSuchPath() {
	setStatusCode(404)
	respond("text/plain", []byte("no such path\n"))
}

func respond(contentType string, body []byte) {
	setHeader("content-type", contentType)
	writeBody(body)
}

// writeHeaders writes the request's header fields, sorted by name; one that came several times is
// shown as one.
func writeHeaders(json *bytes.Buffer) {
	names := slices.DeleteFunc(headerNames(), isOmitted)
	slices.Sort(names)
	for i, name := range names {
		if i > 0 {
			json.WriteByte(',')
		}
		separator := ", "
		if name == "cookie" {
			separator = "; "
		}
		writeString(json, name)
		json.WriteByte(':')
		writeString(json, strings.Join(headerValues(name), separator))
	}
}

func isOmitted(name string) bool {
	return slices.Contains(omitted, name) ||
		slices.ContainsFunc(omittedPrefixes, func(prefix string) bool { return strings.HasPrefix(name, prefix) })
}

// nameParameter is the first name parameter, decoded; empty if there is none.
func nameParameter(query string) string {
	for _, parameter := range strings.Split(query, "&") {
		if key, value, _ := strings.Cut(parameter, "="); key == "name" {
			return percentDecode(value)
		}
	}
	return ""
}

// percentDecode decodes %xx and + as a form does; an invalid escape stays as it is.
func percentDecode(text string) string {
	decoded := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c == '+' {
			c = ' '
		} else if c == '%' && i+2 < len(text) {
			if code, err := strconv.ParseUint(text[i+1:i+3], 16, 8); err == nil {
				c = byte(code)
				i += 2
			}
		}
		decoded = append(decoded, c)
	}
	return string(decoded)
}

// number reads one to seven decimal digits and nothing else.
func number(digits string) (int, bool) {
	if digits == "" || len(digits) > 7 || strings.Trim(digits, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(digits)
	return n, err == nil
}

// writeString writes text as a JSON string: UTF-8 passes through.
func writeString(json *bytes.Buffer, text string) {
	json.WriteByte('"')
	for i := 0; i < len(text); i++ {
		writeChar(json, text[i], text[i] >= 0x20)
	}
	json.WriteByte('"')
}

// writeEscaped writes any bytes inside a JSON string, one character for each byte, so that nothing is
// lost.
func writeEscaped(json *bytes.Buffer, body []byte) {
	for _, c := range body {
		writeChar(json, c, c >= 0x20 && c <= 0x7e)
	}
}

func writeChar(json *bytes.Buffer, c byte, literal bool) {
	const hex = "0123456789abcdef"
	switch {
	case !literal:
		json.WriteString(`\u00`)
		json.WriteByte(hex[c>>4])
		json.WriteByte(hex[c&15])
	case c == '"' || c == '\\':
		json.WriteByte('\\')
		json.WriteByte(c)
	default:
		json.WriteByte(c)
	}
}
