/*
 * A WAGI function: WAGI is CGI (RFC 3875) over WASI. The request arrives in environment variables
 * and on standard input; the answer is header lines, a blank line and a body on standard output.
 * The same program exists in every hello-* folder, and all of them answer byte for byte alike.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_BYTES (4 * 1024 * 1024)
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

extern char **environ;

/* Fields that a client or the way to the function adds or changes: no two clouds agree on them. */
static const char *const OMITTED[] = {
    "accept-encoding", "connection",        "content-length",
    "content-type", /* CONTENT_TYPE is the one to believe */
    "forwarded",       "function-execution-id", "host",
    "traceparent",     "tracestate",        "transfer-encoding",
    "via",             "x-cloud-trace-context", "x-correlation-id",
    "x-request-id",
};
static const char *const OMITTED_PREFIXES[] = {
    "wayfare-", "x-amz-",       "x-amzn-", "x-appengine-", "x-arr-",
    "x-azure-", "x-forwarded-", "x-ms-",   "x-original-",  "x-real-ip",
};

typedef struct {
    char *bytes;
    size_t length;
    size_t capacity;
} Buffer;

typedef struct {
    char *name;
    const char *value;
} Header;

static void reserve(Buffer *buffer, size_t more) {
    if (buffer->capacity - buffer->length >= more) {
        return;
    }
    size_t capacity = buffer->capacity * 2 + more;
    char *bytes = realloc(buffer->bytes, capacity);
    if (bytes == NULL) {
        fputs("out of memory\n", stderr);
        exit(1);
    }
    buffer->bytes = bytes;
    buffer->capacity = capacity;
}

static void push(Buffer *buffer, const char *bytes, size_t length) {
    reserve(buffer, length);
    if (length > 0) {
        memcpy(buffer->bytes + buffer->length, bytes, length);
    }
    buffer->length += length;
}

static void push_byte(Buffer *buffer, char byte) { push(buffer, &byte, 1); }

static void push_text(Buffer *buffer, const char *text) { push(buffer, text, strlen(text)); }

static bool starts_with(const char *text, const char *prefix) {
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* An environment variable; an empty one counts as absent. */
static const char *variable(const char *name, const char *otherwise) {
    const char *value = getenv(name);
    return value == NULL || *value == '\0' ? otherwise : value;
}

static Buffer read_body(void) {
    Buffer body = {0};
    size_t count;
    do {
        reserve(&body, 64 * 1024);
        count = fread(body.bytes + body.length, 1, body.capacity - body.length, stdin);
        body.length += count;
    } while (count > 0);
    if (ferror(stdin)) {
        perror("cannot read the body");
        exit(1);
    }
    return body;
}

/* Writes the header lines, the blank line and the body. */
static int respond(const char *header, const char *body, size_t length) {
    fputs(header, stdout);
    fputc('\n', stdout);
    fwrite(body, 1, length, stdout);
    return fflush(stdout) == 0 ? 0 : 1;
}

static int respond_text(const char *header, const char *body) {
    return respond(header, body, strlen(body));
}

static int no_such_path(void) {
    return respond_text("Status: 404\nContent-Type: text/plain\n", "no such path\n");
}

static void push_char(Buffer *json, unsigned char c, bool literal) {
    static const char hex[] = "0123456789abcdef";
    if (!literal) {
        char escape[] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};
        push(json, escape, sizeof escape);
        return;
    }
    if (c == '"' || c == '\\') {
        push_byte(json, '\\');
    }
    push_byte(json, (char)c);
}

/* Text as a JSON string: UTF-8 passes through. */
static void push_string(Buffer *json, const char *text, size_t length) {
    push_byte(json, '"');
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        push_char(json, c, c >= 0x20);
    }
    push_byte(json, '"');
}

/* Any bytes as a JSON string, one character for each byte, so that nothing is lost. */
static void push_body(Buffer *json, Buffer body) {
    push_byte(json, '"');
    for (size_t i = 0; i < body.length; i++) {
        unsigned char c = (unsigned char)body.bytes[i];
        push_char(json, c, c >= 0x20 && c <= 0x7e);
    }
    push_byte(json, '"');
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    c = (char)tolower((unsigned char)c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Decodes %xx and + as a form does, up to the next &; an invalid escape stays as it is. */
static void push_decoded(Buffer *decoded, const char *text) {
    for (; *text != '\0' && *text != '&'; text++) {
        if (*text == '%' && hex_digit(text[1]) >= 0 && hex_digit(text[2]) >= 0) {
            push_byte(decoded, (char)(hex_digit(text[1]) << 4 | hex_digit(text[2])));
            text += 2;
        } else {
            push_byte(decoded, *text == '+' ? ' ' : *text);
        }
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

static void push_greeting(Buffer *json, const char *query) {
    Buffer greeting = {0};
    push_text(&greeting, "Hello, ");
    size_t before = greeting.length;
    push_decoded(&greeting, name_parameter(query));
    if (greeting.length == before) {
        push_text(&greeting, "world");
    }
    push_byte(&greeting, '!');
    push_string(json, greeting.bytes, greeting.length);
    free(greeting.bytes);
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

/* HTTP_USER_AGENT=x becomes the field user-agent: x. */
static Header header_of(const char *entry) {
    const char *start = entry + strlen("HTTP_");
    const char *equals = strchr(start, '=');
    char *name = strndup(start, (size_t)(equals - start));
    if (name == NULL) {
        fputs("out of memory\n", stderr);
        exit(1);
    }
    for (char *c = name; *c != '\0'; c++) {
        *c = *c == '_' ? '-' : (char)tolower((unsigned char)*c);
    }
    return (Header){name, equals + 1};
}

static int by_name(const void *left, const void *right) {
    return strcmp(((const Header *)left)->name, ((const Header *)right)->name);
}

/* The HTTP_* variables and CONTENT_TYPE as header fields, sorted by name. */
static void push_headers(Buffer *json) {
    size_t capacity = 1;
    for (char **entry = environ; *entry != NULL; entry++) {
        capacity++;
    }
    Header *headers = calloc(capacity, sizeof(Header));
    if (headers == NULL) {
        fputs("out of memory\n", stderr);
        exit(1);
    }
    size_t count = 0;
    for (char **entry = environ; *entry != NULL; entry++) {
        if (starts_with(*entry, "HTTP_")) {
            Header header = header_of(*entry);
            if (!omitted(header.name)) {
                headers[count++] = header;
            }
        }
    }
    const char *content_type = variable("CONTENT_TYPE", NULL);
    if (content_type != NULL) {
        headers[count++] = (Header){"content-type", content_type};
    }
    qsort(headers, count, sizeof(Header), by_name);
    for (size_t i = 0; i < count; i++) {
        push_text(json, i == 0 ? "" : ",");
        push_string(json, headers[i].name, strlen(headers[i].name));
        push_byte(json, ':');
        push_string(json, headers[i].value, strlen(headers[i].value));
    }
}

static int hello(const char *path) {
    const char *method = variable("REQUEST_METHOD", "");
    const char *query = variable("QUERY_STRING", "");
    Buffer json = {0};
    push_text(&json, "{\"greeting\":");
    push_greeting(&json, query);
    push_text(&json, ",\"method\":");
    push_string(&json, method, strlen(method));
    push_text(&json, ",\"path\":");
    push_string(&json, path, strlen(path));
    push_text(&json, ",\"query\":");
    push_string(&json, query, strlen(query));
    push_text(&json, ",\"headers\":{");
    push_headers(&json);
    push_text(&json, "},\"body\":");
    push_body(&json, read_body());
    push_text(&json, "}\n");
    return respond("Content-Type: application/json\n", json.bytes, json.length);
}

static int echo(void) {
    Buffer header = {0};
    push_text(&header, "Content-Type: ");
    push_text(&header, variable("CONTENT_TYPE", "application/octet-stream"));
    push(&header, "\n", 2); /* with its NUL */
    Buffer body = read_body();
    return respond(header.bytes, body.bytes, body.length);
}

static int headers(void) {
    return respond_text("Content-Type: text/plain\nX-One: 1\nX-Many: a\nX-Many: b\n"
                        "Set-Cookie: a=1; Path=/\n",
                        "headers\n");
}

/* One to seven decimal digits and nothing else; -1 for anything else. */
static int32_t number(const char *digits) {
    size_t length = strspn(digits, "0123456789");
    if (length == 0 || length > 7 || digits[length] != '\0') {
        return -1;
    }
    return (int32_t)strtol(digits, NULL, 10);
}

static int status(const char *digits) {
    int32_t code = number(digits);
    if (strlen(digits) != 3 || code < 200 || code > 599) {
        return no_such_path();
    }
    char header[64];
    char body[32] = "";
    snprintf(header, sizeof header, "Status: %d\nContent-Type: text/plain\n", (int)code);
    if (code != 204 && code != 304) {
        snprintf(body, sizeof body, "status %d\n", (int)code);
    }
    return respond_text(header, body);
}

static int bytes(const char *digits) {
    int32_t count = number(digits);
    if (count < 0 || count > MAX_BYTES) {
        return no_such_path();
    }
    Buffer body = {0};
    reserve(&body, (size_t)count);
    for (int32_t i = 0; i < count; i++) {
        body.bytes[i] = (char)(i * 31 + 7);
    }
    return respond("Content-Type: application/octet-stream\n", body.bytes, (size_t)count);
}

int main(void) {
    const char *path = variable("X_RAW_PATH_INFO", variable("PATH_INFO", ""));
    if (strcmp(path, "/hello") == 0 || starts_with(path, "/hello/")) {
        return hello(path);
    }
    if (strcmp(path, "/echo") == 0) {
        return echo();
    }
    if (strcmp(path, "/headers") == 0) {
        return headers();
    }
    if (strcmp(path, "/trap") == 0) {
        __builtin_trap();
    }
    if (strcmp(path, "/loop") == 0) {
        for (;;) {
        }
    }
    if (starts_with(path, "/status/")) {
        return status(path + strlen("/status/"));
    }
    if (starts_with(path, "/bytes/")) {
        return bytes(path + strlen("/bytes/"));
    }
    return no_such_path();
}
