/*
 * An http-wasm handler that tells exactly what it was asked, or answers exactly as it was told, so that a test
 * sees what the way to a function and back alters.
 *
 * A request whose path ends in /answer has its answer in its body: a line with the status, a line "name: value"
 * for each field, an empty line, then the answer's body. Each line ends with LF. A
 * path that ends in /answer/404 is answered with that status. A path that ends in /trap traps.
 *
 * Every other request is told back in the answer's body: lines with method, URI, protocol and source address, a
 * line "name: value" for each value of each field, an empty line, then the request's body.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define HOST(name) __attribute__((import_module("http_handler"), import_name(#name))) extern
#define EXPORT(name) __attribute__((export_name(#name)))

enum { REQUEST, RESPONSE };

HOST(get_method) size_t get_method(char *buffer, size_t limit);
HOST(get_uri) size_t get_uri(char *buffer, size_t limit);
HOST(get_protocol_version) size_t get_protocol_version(char *buffer, size_t limit);
HOST(get_source_addr) size_t get_source_addr(char *buffer, size_t limit);
HOST(get_header_names) uint64_t get_header_names(uint32_t kind, char *buffer, size_t limit);
HOST(get_header_values)
uint64_t get_header_values(uint32_t kind, const char *name, size_t name_length, char *buffer, size_t limit);
HOST(add_header_value)
void add_header_value(uint32_t kind, const char *name, size_t name_length, const char *value, size_t value_length);
HOST(read_body) uint64_t read_body(uint32_t kind, char *buffer, size_t limit);
HOST(write_body) void write_body(uint32_t kind, const char *body, size_t length);
HOST(set_status_code) void set_status_code(uint32_t code);

/* More than the host's limit on what a message's fields may have. */
static char text[128 * 1024];
static char names[128 * 1024];
static char piece[16 * 1024];

static void write(const char *bytes, size_t length) {
    write_body(RESPONSE, bytes, length);
}

static size_t within(size_t length) {
    if (length > sizeof text) {
        __builtin_trap();
    }
    return length;
}

static void write_line(size_t (*get)(char *, size_t)) {
    write(text, within(get(text, sizeof text)));
    write("\n", 1);
}

static void tell_field(const char *name) {
    size_t length = strlen(name);
    uint64_t found = get_header_values(REQUEST, name, length, text, sizeof text);
    const char *value = text;
    within((uint32_t)found);
    for (uint32_t count = (uint32_t)(found >> 32); count > 0; count--) {
        write(name, length);
        write(": ", 2);
        write(value, strlen(value));
        write("\n", 1);
        value += strlen(value) + 1;
    }
}

static void tell_fields(void) {
    uint64_t found = get_header_names(REQUEST, names, sizeof names);
    const char *name = names;
    within((uint32_t)found);
    for (uint32_t count = (uint32_t)(found >> 32); count > 0; count--) {
        tell_field(name);
        name += strlen(name) + 1;
    }
}

/* Reads a piece of the request's body; false at its end. */
static bool next_piece(char *buffer, size_t limit, size_t *length) {
    uint64_t got = read_body(REQUEST, buffer, limit);
    *length = (uint32_t)got;
    return (got >> 32) == 0;
}

static void echo_rest(void) {
    size_t length;
    bool more;
    do {
        more = next_piece(piece, sizeof piece, &length);
        write(piece, length);
    } while (more);
}

static void add_field(const char *name, const char *value) {
    add_header_value(RESPONSE, name, strlen(name), value, strlen(value));
}

static void tell(void) {
    size_t length = within(get_method(text, sizeof text - 1));
    text[length] = '\0';
    add_field("content-type", "application/octet-stream");
    add_field("x-method", text);
    write_line(get_method);
    write_line(get_uri);
    write_line(get_protocol_version);
    write_line(get_source_addr);
    tell_fields();
    write("\n", 1);
    echo_rest();
}

/* Ends the line at `line` and returns where the next one begins. */
static char *end_line(char *line, const char *end) {
    char *at = memchr(line, '\n', (size_t)(end - line));
    if (at == NULL) {
        __builtin_trap();
    }
    *at = '\0';
    return at + 1;
}

static void answer_as_told(void) {
    size_t length = 0;
    bool more;
    do {
        size_t got;
        more = next_piece(text + length, sizeof text - length, &got);
        length += got;
    } while (more && length < sizeof text);
    const char *end = text + length;
    char *line = end_line(text, end);
    set_status_code((uint32_t)atoi(text));
    while (*line != '\n') {
        char *next = end_line(line, end);
        char *colon = strstr(line, ": ");
        if (colon == NULL) {
            __builtin_trap();
        }
        *colon = '\0';
        add_field(line, colon + 2);
        line = next;
    }
    line++;
    write(line, (size_t)(end - line));
    if (more) {
        echo_rest();
    }
}

static bool ends_with(const char *whole, const char *end) {
    size_t length = strlen(whole);
    return length >= strlen(end) && strcmp(whole + length - strlen(end), end) == 0;
}

EXPORT(handle_request) uint64_t handle_request(void) {
    size_t length = within(get_uri(text, sizeof text - 1));
    text[length] = '\0';
    text[strcspn(text, "?")] = '\0';
    if (ends_with(text, "/trap")) {
        __builtin_trap();
    }
    char *last = strrchr(text, '/');
    int status = atoi(last + 1);
    if (ends_with(text, "/answer")) {
        answer_as_told();
    } else if (status > 0 && last - text >= 7 && strncmp(last - 7, "/answer", 7) == 0) {
        set_status_code((uint32_t)status);
        add_field("content-type", "text/plain");
        write("answered\n", 9);
    } else {
        tell();
    }
    return 0;
}

EXPORT(handle_response) void handle_response(uint32_t context, uint32_t is_error) {
    (void)context;
    (void)is_error;
}
