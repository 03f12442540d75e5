/* What the host offers: the http-wasm handler ABI, https://http-wasm.io/http-handler-abi/ */
#ifndef HOST_H
#define HOST_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define HOST(name) __attribute__((import_module("http_handler"), import_name(#name))) extern
#define EXPORT(name) __attribute__((export_name(#name)))

/* Kinds: of a message's header, and of its body. */
enum { REQUEST, RESPONSE };

/* A getter writes nothing when the value is longer than the limit, and returns its length all the same. */
HOST(get_method) size_t get_method(char *buffer, size_t limit);
HOST(get_uri) size_t get_uri(char *buffer, size_t limit);
HOST(get_header_values)
uint64_t get_header_values(uint32_t kind, const char *name, size_t name_length, char *buffer,
                           size_t limit);
HOST(set_header_value)
void set_header_value(uint32_t kind, const char *name, size_t name_length, const char *value,
                      size_t value_length);
HOST(add_header_value)
void add_header_value(uint32_t kind, const char *name, size_t name_length, const char *value,
                      size_t value_length);
HOST(read_body) uint64_t read_body(uint32_t kind, char *buffer, size_t limit);
HOST(write_body) void write_body(uint32_t kind, const char *body, size_t length);
HOST(set_status_code) void set_status_code(uint32_t code); /* 200 where it is not called */

static inline char *allocate(char *old, size_t length) {
    char *bytes = (char *)realloc(old, length);
    if (bytes == NULL) {
        __builtin_trap();
    }
    return bytes;
}

static inline char *text_of(size_t (*get)(char *, size_t)) {
    size_t length = get(NULL, 0);
    char *text = allocate(NULL, length + 1);
    get(text, length);
    text[length] = '\0';
    return text;
}

static inline char *request_method(void) { return text_of(get_method); }

/* Path and query, percent-encoded. */
static inline char *request_uri(void) { return text_of(get_uri); }

/* The first value of a request's header field, whose name is in lower case; NULL if it is not there. */
static inline char *request_header(const char *name) {
    size_t length = (uint32_t)get_header_values(REQUEST, name, strlen(name), NULL, 0);
    char *values = length == 0 ? NULL : allocate(NULL, length);
    if (values != NULL) {
        get_header_values(REQUEST, name, strlen(name), values, length);
    }
    return values;
}

/* The request's body to its end, and its length; with a NUL behind it. */
static inline char *read_whole_body(size_t *length) {
    size_t capacity = 16 * 1024;
    char *body = allocate(NULL, capacity + 1);
    *length = 0;
    for (;;) {
        uint64_t result = read_body(REQUEST, body + *length, capacity - *length);
        *length += (uint32_t)result;
        if (result >> 32 == 1) {
            body[*length] = '\0';
            return body;
        }
        if (*length == capacity) {
            capacity *= 2;
            body = allocate(body, capacity + 1);
        }
    }
}

static inline char *read_body_text(void) {
    size_t length;
    return read_whole_body(&length);
}

/* Replaces all values of the answer's field. */
static inline void set_header(const char *name, const char *value) {
    set_header_value(RESPONSE, name, strlen(name), value, strlen(value));
}

/* Adds a value to those of the answer's field. */
static inline void add_header(const char *name, const char *value) {
    add_header_value(RESPONSE, name, strlen(name), value, strlen(value));
}

/* Replaces the answer's body at its first call, and appends to it at each further one. */
static inline void write_text(const char *text) { write_body(RESPONSE, text, strlen(text)); }

/* Called after a next handler has answered; a function passes no request on. */
EXPORT(handle_response) void handle_response(uint32_t context, uint32_t is_error) {
    (void)context;
    (void)is_error;
}

#endif
