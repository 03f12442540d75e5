package main

import (
	"strings"
	"unsafe"
)

// What the host offers: the http-wasm handler ABI, https://http-wasm.io/http-handler-abi/
// A getter writes nothing when the value is longer than the limit, and returns its length all the same.

const (
	request  uint32 = 0
	response uint32 = 1
)

//go:wasmimport http_handler get_method
func getMethod(buffer unsafe.Pointer, limit uint32) uint32

//go:wasmimport http_handler get_uri
func getURI(buffer unsafe.Pointer, limit uint32) uint32

//go:wasmimport http_handler get_header_values
func getHeaderValues(kind uint32, name string, buffer unsafe.Pointer, limit uint32) uint64

//go:wasmimport http_handler set_header_value
func setHeaderValue(kind uint32, name, value string)

//go:wasmimport http_handler add_header_value
func addHeaderValue(kind uint32, name, value string)

//go:wasmimport http_handler read_body
func readBodyPiece(kind uint32, buffer unsafe.Pointer, limit uint32) uint64

//go:wasmimport http_handler write_body
func writeBodyPiece(kind uint32, body unsafe.Pointer, length uint32)

//go:wasmimport http_handler set_status_code
func setStatusCode(code uint32)

// handleResponse is called after a next handler has answered; a function passes no request on.
//
//go:wasmexport handle_response
func handleResponse(context, isError uint32) {}

func method() string {
	return text(getMethod)
}

// uri is the path and the query, percent-encoded.
func uri() string {
	return text(getURI)
}

// headerValues are those of a request's field, whose name is in lower case.
func headerValues(name string) []string {
	joined := text(func(buffer unsafe.Pointer, limit uint32) uint32 {
		return uint32(getHeaderValues(request, name, buffer, limit))
	})
	if joined == "" {
		return nil
	}
	return strings.Split(strings.TrimSuffix(joined, "\x00"), "\x00")
}

// readBody reads the request's body to its end.
func readBody() []byte {
	var body []byte
	piece := make([]byte, 16*1024)
	for {
		result := readBodyPiece(request, unsafe.Pointer(&piece[0]), uint32(len(piece)))
		body = append(body, piece[:uint32(result)]...)
		if result>>32 == 1 {
			return body
		}
	}
}

// setStatus sets the answer's status, which is 200 otherwise.
func setStatus(code uint32) {
	setStatusCode(code)
}

// setHeader replaces all values of the answer's field.
func setHeader(name, value string) {
	setHeaderValue(response, name, value)
}

// addHeader adds a value to those of the answer's field.
func addHeader(name, value string) {
	addHeaderValue(response, name, value)
}

// writeBody replaces the answer's body at its first call, and appends to it at each further one.
func writeBody(body []byte) {
	writeBodyPiece(response, unsafe.Pointer(unsafe.SliceData(body)), uint32(len(body)))
}

func text(get func(buffer unsafe.Pointer, limit uint32) uint32) string {
	buffer := make([]byte, 1024)
	length := get(unsafe.Pointer(&buffer[0]), uint32(len(buffer)))
	if int(length) > len(buffer) {
		buffer = make([]byte, length)
		length = get(unsafe.Pointer(&buffer[0]), uint32(len(buffer)))
	}
	return string(buffer[:length])
}
