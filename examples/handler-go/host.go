package main

import (
	"strings"
	"unsafe"
)

// Kinds: of a message's header, and of its body.
const (
	request  uint32 = 0
	response uint32 = 1
)

// What the host offers. A string parameter is passed as an address and a length. A getter writes
// nothing when the value is longer than the limit, and returns its length all the same.

//go:wasmimport http_handler get_method
func getMethod(buffer unsafe.Pointer, limit uint32) uint32

//go:wasmimport http_handler get_uri
func getURI(buffer unsafe.Pointer, limit uint32) uint32

//go:wasmimport http_handler get_header_names
func getHeaderNames(kind uint32, buffer unsafe.Pointer, limit uint32) uint64

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

// buffer is where the host writes what it is asked for; it lasts from request to request, and grows
// when a value needs more.
var buffer = make([]byte, 16*1024)

func method() string {
	return text(getMethod)
}

// uri is the path and the query, still percent-encoded.
func uri() string {
	return text(getURI)
}

// headerNames are in lower case, each once.
func headerNames() []string {
	return list(func(buffer unsafe.Pointer, limit uint32) uint64 {
		return getHeaderNames(request, buffer, limit)
	})
}

func headerValues(name string) []string {
	return list(func(buffer unsafe.Pointer, limit uint32) uint64 {
		return getHeaderValues(request, name, buffer, limit)
	})
}

func setHeader(name, value string) {
	setHeaderValue(response, name, value)
}

func addHeader(name, value string) {
	addHeaderValue(response, name, value)
}

// readBody hands the request's body over in pieces, each valid until the next one.
func readBody(take func(piece []byte)) {
	for {
		result := readBodyPiece(request, unsafe.Pointer(&buffer[0]), uint32(len(buffer)))
		take(buffer[:uint32(result)])
		if result>>32 == 1 {
			return
		}
	}
}

// writeBody replaces the answer's body at its first call, and appends to it at each further one.
func writeBody(piece []byte) {
	writeBodyPiece(response, unsafe.Pointer(unsafe.SliceData(piece)), uint32(len(piece)))
}

// text asks once with the buffer as it is, and again only for a value that needs a longer one.
func text(get func(buffer unsafe.Pointer, limit uint32) uint32) string {
	length := get(unsafe.Pointer(&buffer[0]), uint32(len(buffer)))
	if int(length) > len(buffer) {
		buffer = make([]byte, length)
		length = get(unsafe.Pointer(&buffer[0]), uint32(len(buffer)))
	}
	return string(buffer[:length])
}

// list is a count and the strings, each with a NUL after it.
func list(get func(buffer unsafe.Pointer, limit uint32) uint64) []string {
	var count uint64
	joined := text(func(buffer unsafe.Pointer, limit uint32) uint32 {
		result := get(buffer, limit)
		count = result >> 32
		return uint32(result)
	})
	if count == 0 {
		return nil
	}
	return strings.Split(strings.TrimSuffix(joined, "\x00"), "\x00")
}
