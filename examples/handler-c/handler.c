/*
 * An http-wasm handler: the host calls handle_request, and the function asks it for the request and
 * hands it the answer by imported functions. The host puts the guest back to what it was after
 * _initialize before each request. The same program exists in every handler-* folder, and all of
 * them answer byte for byte alike.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define MAX_BYTES (4 * 1024 * 1024)
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define HOST(name) __attribute__((import_module("http_handler"), import_name(#name))) extern
#define EXPORT(name) __attribute__((export_name(#name)))

/* Kinds: of a message's header, and of its body. */
enum { REQUEST, RESPONSE };

HOST(get_method) size_t get_method(char *buffer, size_t limit);
HOST(get_uri) size_t get_uri(char *buffer, size_t limit);
HOST(get_header_names) uint64_t get_header_names(uint32_t kind, char *buffer, size_t limit);
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
HOST(set_status_code) void set_status_code(uint32_t code);

/* Fields that a client or the way to the function adds or changes: no two clouds agree on them. */
static const char *const OMITTED[] = {
    "accept-encoding", "connection",  "content-length",        "forwarded",        "function-execution-id",
    "host",            "traceparent", "tracestate",            "transfer-encoding", "via",
    "x-cloud-trace-context",          "x-correlation-id",      "x-request-id",
};
static const char *const OMITTED_PREFIXES[] = {
    "wayfare-", "x-amz-",       "x-amzn-", "x-appengine-", "x-arr-",
    "x-azure-", "x-forwarded-", "x-ms-",   "x-original-",  "x-real-ip",
};

/* Where the host writes what it is asked for; kept from request to request, and grown when needed. */
typedef struct {
    char *bytes;
    size_t capacity;
} Buffer;

static Buffer method, uri, names, values;

/* A body goes in and out in pieces, so that memory stays small and is quickly put back. */
static char input[16 * 1024];
static char output[32 * 1024];
static size_t output_length;

static void reserve(Buffer *buffer, size_t capacity) {
    if (buffer->capacity >= capacity) {
        return;
    }
    free(buffer->bytes);
    buffer->capacity = capacity < 1024 ? 1024 : capacity;
    buffer->bytes = malloc(buffer->capacity);
    if (buffer->bytes == NULL) {
        __builtin_trap();
    }
}

/* Asks once with the buffer as it is: a host writes nothing into one too small, and says what it needs. */
static const char *read_text(Buffer *buffer, size_t (*get)(char *, size_t)) {
    size_t length = get(buffer->bytes, buffer->capacity);
    if (length >= buffer->capacity) {
        reserve(buffer, length + 1);
        length = get(buffer->bytes, buffer->capacity);
    }
    buffer->bytes[length] = '\0';
    return buffer->bytes;
}

/* The number of names, which are then in the buffer, each with its NUL. */
static size_t read_names(void) {
    uint64_t result = get_header_names(REQUEST, names.bytes, names.capacity);
    if ((uint32_t)result > names.capacity) {
        reserve(&names, (uint32_t)result);
        result = get_header_names(REQUEST, names.bytes, names.capacity);
    }
    return (size_t)(result >> 32);
}

/* The number of a field's values, which are then in the buffer, each with its NUL. */
static size_t read_values(const char *name) {
    size_t length = strlen(name);
    uint64_t result = get_header_values(REQUEST, name, length, values.bytes, values.capacity);
    if ((uint32_t)result > values.capacity) {
        reserve(&values, (uint32_t)result);
        result = get_header_values(REQUEST, name, length, values.bytes, values.capacity);
    }
    return (size_t)(result >> 32);
}

/* A field's first value; an empty one counts as absent. */
static const char *header(const char *name, const char *otherwise) {
    return read_values(name) == 0 || *values.bytes == '\0' ? otherwise : values.bytes;
}

static void set_header(const char *name, const char *value) {
    set_header_value(RESPONSE, name, strlen(name), value, strlen(value));
}

static void add_header(const char *name, const char *value) {
    add_header_value(RESPONSE, name, strlen(name), value, strlen(value));
}

static void flush(void) {
    if (output_length > 0) {
        write_body(RESPONSE, output, output_length);
        output_length = 0;
    }
}

static void push_byte(char byte) {
    if (output_length == sizeof output) {
        flush();
    }
    output[output_length++] = byte;
}

static void push(const char *text) {
    for (; *text != '\0'; text++) {
        push_byte(*text);
    }
}

static void respond(const char *content_type, const char *body) {
    set_header("content-type", content_type);
    push(body);
}

static void no_such_path(void) {
    set_status_code(404);
    respond("text/plain", "no such path\n");
}

static bool starts_with(const char *text, const char *prefix) {
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

static void push_char(unsigned char c, bool literal) {
    static const char hex[] = "0123456789abcdef";
    if (!literal) {
        push("\\u00");
        push_byte(hex[c >> 4]);
        push_byte(hex[c & 15]);
        return;
    }
    if (c == '"' || c == '\\') {
        push_byte('\\');
    }
    push_byte((char)c);
}

/* Text inside a JSON string: UTF-8 passes through. */
static void push_escaped(const char *text) {
    for (; *text != '\0'; text++) {
        push_char((unsigned char)*text, (unsigned char)*text >= 0x20);
    }
}

static void push_string(const char *text) {
    push_byte('"');
    push_escaped(text);
    push_byte('"');
}

/* The request's body as a JSON string, one character for each byte, so that nothing is lost. */
static void push_body(void) {
    push_byte('"');
    uint64_t result;
    do {
        result = read_body(REQUEST, input, sizeof input);
        for (uint32_t i = 0; i < (uint32_t)result; i++) {
            unsigned char c = (unsigned char)input[i];
            push_char(c, c >= 0x20 && c <= 0x7e);
        }
    } while (result >> 32 == 0);
    push_byte('"');
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    c |= 0x20; /* to lower case */
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Decodes %xx and + as a form does, up to the next &; an invalid escape stays as it is. */
static void push_decoded(const char *text) {
    for (; *text != '\0' && *text != '&'; text++) {
        unsigned char c = *text == '+' ? ' ' : (unsigned char)*text;
        if (c == '%' && hex_digit(text[1]) >= 0 && hex_digit(text[2]) >= 0) {
            c = (unsigned char)(hex_digit(text[1]) << 4 | hex_digit(text[2]));
            text += 2;
        }
        push_char(c, c >= 0x20);
    }
}

/* The value of the first `name` parameter, up to the next &; empty if there is none. */
static const char *name_parameter(const char *query) {
    while (query != NULL) {
        if (starts_with(query, "name=")) {
            return query + 5;
        }
        if (strcmp(query, "name") == 0 || starts_with(query, "name&")) {
            return "";
        }
        query = strchr(query, '&');
        query = query == NULL ? NULL : query + 1;
    }
    return "";
}

static void push_greeting(const char *query) {
    const char *name = name_parameter(query);
    push("\"Hello, ");
    if (*name == '\0' || *name == '&') {
        push("world");
    } else {
        push_decoded(name);
    }
    push("!\"");
}

static bool omitted(const char *name) {
    for (size_t i = 0; i < COUNT(OMITTED); i++) {
        if (strcmp(name, OMITTED[i]) == 0) {
            return true;
        }
    }
    for (size_t i = 0; i < COUNT(OMITTED_PREFIXES); i++) {
        if (starts_with(name, OMITTED_PREFIXES[i])) {
            return true;
        }
    }
    return false;
}

static int by_text(const void *left, const void *right) {
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* A field that came several times is shown as one. */
static void push_field(const char *name, size_t count) {
    push_string(name);
    push(":\"");
    const char *value = values.bytes;
    for (size_t i = 0; i < count; i++) {
        push(i == 0 ? "" : strcmp(name, "cookie") == 0 ? "; " : ", ");
        push_escaped(value);
        value += strlen(value) + 1;
    }
    push_byte('"');
}

/* The request's header fields, sorted by name. */
static void push_headers(void) {
    size_t count = read_names();
    const char **sorted = malloc((count + 1) * sizeof *sorted);
    if (sorted == NULL) {
        __builtin_trap();
    }
    const char *name = names.bytes;
    for (size_t i = 0; i < count; i++) {
        sorted[i] = name;
        name += strlen(name) + 1;
    }
    qsort(sorted, count, sizeof *sorted, by_text);
    bool first = true;
    for (size_t i = 0; i < count; i++) {
        if (!omitted(sorted[i])) {
            push(first ? "" : ",");
            push_field(sorted[i], read_values(sorted[i]));
            first = false;
        }
    }
    free(sorted);
}

static void hello(const char *path, const char *query) {
    set_header("content-type", "application/json");
    push("{\"greeting\":");
    push_greeting(query);
    push(",\"method\":");
    push_string(read_text(&method, get_method));
    push(",\"path\":");
    push_string(path);
    push(",\"query\":");
    push_string(query);
    push(",\"headers\":{");
    push_headers();
    push("},\"body\":");
    push_body();
    push("}\n");
}

static void echo(void) {
    set_header("content-type", header("content-type", "application/octet-stream"));
    uint64_t result;
    do {
        result = read_body(REQUEST, input, sizeof input);
        if ((uint32_t)result > 0) {
            write_body(RESPONSE, input, (uint32_t)result);
        }
    } while (result >> 32 == 0);
}

static void headers(void) {
    set_header("x-one", "1");
    add_header("x-many", "a");
    add_header("x-many", "b");
    add_header("set-cookie", "a=1; Path=/");
    respond("text/plain", "headers\n");
}

/* One to seven decimal digits and nothing else; -1 for anything else. */
static int32_t number(const char *digits) {
    size_t length = strspn(digits, "0123456789");
    if (length == 0 || length > 7 || digits[length] != '\0') {
        return -1;
    }
    int32_t value = 0;
    for (size_t i = 0; i < length; i++) {
        value = value * 10 + (digits[i] - '0');
    }
    return value;
}

static void status(const char *digits) {
    int32_t code = number(digits);
    if (strlen(digits) != 3 || code < 200 || code > 599) {
        no_such_path();
        return;
    }
    set_status_code((uint32_t)code);
    set_header("content-type", "text/plain");
    if (code != 204 && code != 304) {
        push("status ");
        push(digits);
        push("\n");
    }
}

static void bytes(const char *digits) {
    int32_t count = number(digits);
    if (count < 0 || count > MAX_BYTES) {
        no_such_path();
        return;
    }
    set_header("content-type", "application/octet-stream");
    for (int32_t i = 0; i < count; i++) {
        push_byte((char)(i * 31 + 7));
    }
}

static void serve(const char *path, const char *query) {
    if (strcmp(path, "/hello") == 0 || starts_with(path, "/hello/")) {
        hello(path, query);
    } else if (strcmp(path, "/echo") == 0) {
        echo();
    } else if (strcmp(path, "/headers") == 0) {
        headers();
    } else if (strcmp(path, "/trap") == 0) {
        __builtin_trap();
    } else if (strcmp(path, "/loop") == 0) {
        for (;;) {
        }
    } else if (starts_with(path, "/status/")) {
        status(path + strlen("/status/"));
    } else if (starts_with(path, "/bytes/")) {
        bytes(path + strlen("/bytes/"));
    } else {
        no_such_path();
    }
}

/* 0 says that the answer is complete; 1 would pass the request on to the next handler. */
EXPORT(handle_request) uint64_t handle_request(void) {
    read_text(&uri, get_uri);
    char *question = strchr(uri.bytes, '?');
    if (question != NULL) {
        *question = '\0';
    }
    serve(uri.bytes, question == NULL ? "" : question + 1);
    flush();
    return 0;
}

/* Called after a next handler has answered; this function passes no request on. */
EXPORT(handle_response) void handle_response(uint32_t context, uint32_t is_error) {
    (void)context;
    (void)is_error;
}
