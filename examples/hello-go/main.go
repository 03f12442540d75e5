// A WAGI function: WAGI is CGI (RFC 3875) over WASI. The request arrives in environment variables
// and on standard input; the answer is header lines, a blank line and a body on standard output.
// The same program exists in every hello-* folder, and all of them answer byte for byte alike.
package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
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

type header struct{ name, value string }

func main() {
	path := variable("X_RAW_PATH_INFO", variable("PATH_INFO", ""))
	if err := serve(path); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve(path string) error {
	switch {
	case path == "/hello" || strings.HasPrefix(path, "/hello/"):
		return hello(path)
	case path == "/echo":
		return echo()
	case path == "/headers":
		return headers()
	case path == "/trap":
		panic("as asked") // Go has no trap instruction: this ends the guest with exit code 2
	case path == "/loop":
		for {
		}
	case strings.HasPrefix(path, "/status/"):
		return status(strings.TrimPrefix(path, "/status/"))
	case strings.HasPrefix(path, "/bytes/"):
		return count(strings.TrimPrefix(path, "/bytes/"))
	}
	return noSuchPath()
}

func hello(path string) error {
	body, err := io.ReadAll(os.Stdin)
	if err != nil {
		return err
	}
	query := variable("QUERY_STRING", "")
	name := nameParameter(query)
	if name == "" {
		name = "world"
	}
	var json bytes.Buffer
	json.WriteString(`{"greeting":`)
	writeString(&json, "Hello, "+name+"!")
	json.WriteString(`,"method":`)
	writeString(&json, variable("REQUEST_METHOD", ""))
	json.WriteString(`,"path":`)
	writeString(&json, path)
	json.WriteString(`,"query":`)
	writeString(&json, query)
	json.WriteString(`,"headers":{`)
	for i, h := range requestHeaders() {
		if i > 0 {
			json.WriteByte(',')
		}
		writeString(&json, h.name)
		json.WriteByte(':')
		writeString(&json, h.value)
	}
	json.WriteString(`},"body":`)
	writeBody(&json, body)
	json.WriteString("}\n")
	return respond("Content-Type: application/json\n", json.Bytes())
}

func echo() error {
	body, err := io.ReadAll(os.Stdin)
	if err != nil {
		return err
	}
	return respond("Content-Type: "+variable("CONTENT_TYPE", "application/octet-stream")+"\n", body)
}

func headers() error {
	return respond("Content-Type: text/plain\nX-One: 1\nX-Many: a\nX-Many: b\nSet-Cookie: a=1; Path=/\n",
		[]byte("headers\n"))
}

func status(digits string) error {
	code, ok := number(digits)
	if !ok || len(digits) != 3 || code < 200 || code > 599 {
		return noSuchPath()
	}
	var body []byte
	if code != 204 && code != 304 {
		body = fmt.Appendf(nil, "status %d\n", code)
	}
	return respond(fmt.Sprintf("Status: %d\nContent-Type: text/plain\n", code), body)
}

func count(digits string) error {
	n, ok := number(digits)
	if !ok || n > maxBytes {
		return noSuchPath()
	}
	body := make([]byte, n)
	for i := range body {
		body[i] = byte(i*31 + 7)
	}
	return respond("Content-Type: application/octet-stream\n", body)
}

func noSuchPath() error {
	return respond("Status: 404\nContent-Type: text/plain\n", []byte("no such path\n"))
}

// respond writes the header lines, the blank line and the body.
func respond(headers string, body []byte) error {
	_, err := os.Stdout.Write(append([]byte(headers+"\n"), body...))
	return err
}

// variable is an environment variable's value; an empty one counts as absent.
func variable(name, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}

// requestHeaders turns the HTTP_* variables and CONTENT_TYPE into header fields, sorted by name.
func requestHeaders() []header {
	var headers []header
	for _, entry := range os.Environ() {
		variable, value, _ := strings.Cut(entry, "=")
		name, found := strings.CutPrefix(variable, "HTTP_")
		name = strings.ReplaceAll(strings.ToLower(name), "_", "-")
		if found && !isOmitted(name) {
			headers = append(headers, header{name, value})
		}
	}
	if contentType := variable("CONTENT_TYPE", ""); contentType != "" {
		headers = append(headers, header{"content-type", contentType})
	}
	slices.SortFunc(headers, func(a, b header) int { return strings.Compare(a.name, b.name) })
	return headers
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

// writeBody writes any bytes as a JSON string, one character for each byte, so that nothing is lost.
func writeBody(json *bytes.Buffer, body []byte) {
	json.WriteByte('"')
	for _, c := range body {
		writeChar(json, c, c >= 0x20 && c <= 0x7e)
	}
	json.WriteByte('"')
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
