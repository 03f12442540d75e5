/*
 * An http-wasm handler that exercises the whole ABI, for the tests of a host. The request's field
 * x-case says what to do; README.md has the list, and cases.json what each case must answer.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define HOST(name) __attribute__((import_module("http_handler"), import_name(#name))) extern
#define EXPORT(name) __attribute__((export_name(#name)))

enum { REQUEST, RESPONSE, REQUEST_TRAILERS, RESPONSE_TRAILERS, NO_SUCH_KIND };
enum { BUFFER_REQUEST = 1, BUFFER_RESPONSE = 2, TRAILERS = 4 };
enum { PAGE = 64 * 1024, PATTERN = 0x55 };

HOST(enable_features) uint32_t enable_features(uint32_t features);
HOST(get_config) size_t get_config(char *buffer, size_t limit);
HOST(log) void host_log(int32_t level, const char *message, size_t length);
HOST(log_enabled) uint32_t log_enabled(int32_t level);
HOST(get_header_names) uint64_t get_header_names(uint32_t kind, char *buffer, size_t limit);
HOST(get_header_values)
uint64_t get_header_values(uint32_t kind, const char *name, size_t name_length, char *buffer, size_t limit);
HOST(set_header_value)
void set_header_value(uint32_t kind, const char *name, size_t name_length, const char *value, size_t length);
HOST(add_header_value)
void add_header_value(uint32_t kind, const char *name, size_t name_length, const char *value, size_t length);
HOST(remove_header) void remove_header(uint32_t kind, const char *name, size_t name_length);
HOST(read_body) uint64_t read_body(uint32_t kind, char *buffer, size_t limit);
HOST(write_body) void write_body(uint32_t kind, const char *body, size_t length);
HOST(get_method) size_t get_method(char *buffer, size_t limit);
HOST(get_uri) size_t get_uri(char *buffer, size_t limit);
HOST(get_protocol_version) size_t get_protocol_version(char *buffer, size_t limit);
HOST(get_source_addr) size_t get_source_addr(char *buffer, size_t limit);
HOST(set_method) void set_method(const char *method, size_t length);
HOST(set_uri) void set_uri(const char *uri, size_t length);
HOST(get_status_code) uint32_t get_status_code(void);
HOST(set_status_code) void set_status_code(uint32_t code);

typedef size_t Getter(char *buffer, size_t limit);

/* What the case has to say; it becomes the answer's body. */
static char said[16 * 1024];
static size_t said_length;

static void say_bytes(const char *bytes, size_t length) {
    if (length > sizeof said - said_length) {
        __builtin_trap();
    }
    memcpy(said + said_length, bytes, length);
    said_length += length;
}

static void say(const char *text) { say_bytes(text, strlen(text)); }

static void say_number(int64_t number) {
    char digits[20];
    size_t at = sizeof digits;
    uint64_t rest = number < 0 ? -(uint64_t)number : (uint64_t)number;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    say(number < 0 ? "-" : "");
    say_bytes(digits + at, sizeof digits - at);
}

static void say_all_that_was_said(void) {
    if (said_length > 0) {
        write_body(RESPONSE, said, said_length);
    }
}

/* Says something only where the host is wrong. */
static void check(bool right, const char *otherwise) {
    if (!right) {
        say("WRONG: ");
        say(otherwise);
        say("\n");
    }
}

static bool starts_with(const char *text, const char *prefix) {
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* Where the host writes. A byte that it has no business with keeps the pattern. */
static char buffer[4 * 1024];

static void fill(void) { memset(buffer, PATTERN, sizeof buffer); }

static bool untouched_from(size_t start) {
    for (size_t i = start; i < sizeof buffer; i++) {
        if (buffer[i] != PATTERN) {
            return false;
        }
    }
    return true;
}

/* The case's name, and what follows its first "/". */
static char name[128];
static const char *argument;

/* What _initialize leaves behind, and what requests change: a request sees only the former. */
static char config[64];
static uint32_t starts, requests, features_at_start;

/* "features=N" as the configuration enables the features N before any request. */
static void start(void) {
    static const char message[] = "conformance: started";
    starts++;
    size_t length = get_config(config, sizeof config - 1);
    config[length < sizeof config ? length : 0] = '\0';
    if (starts_with(config, "features=")) {
        features_at_start = enable_features((uint32_t)config[strlen("features=")] - '0');
    }
    host_log(0, message, sizeof message - 1);
}

/* A reactor starts in _initialize; a command in _start, and proc_exit(0) does not end it. */
#ifdef COMMAND
int main(void) {
    start();
    exit(0);
}
#else
__attribute__((constructor)) static void initialize(void) { start(); }
#endif

/* Getters. */

static void say_value(Getter *get) {
    fill();
    size_t length = get(buffer, sizeof buffer);
    check(untouched_from(length), "something was written behind the value");
    say_bytes(buffer, length);
}

static void method(void) { say_value(get_method); }
static void uri(void) { say_value(get_uri); }
static void protocol_version(void) { say_value(get_protocol_version); }
static void source_addr(void) { say_value(get_source_addr); }
static void get_configuration(void) { say_value(get_config); }

static size_t multi_values(char *into, size_t limit) {
    return (size_t)get_header_values(REQUEST, "multi", 5, into, limit);
}

static size_t request_names(char *into, size_t limit) { return (size_t)get_header_names(REQUEST, into, limit); }

static Getter *getter(const char *of) {
    static const struct {
        const char *name;
        Getter *get;
    } getters[] = {
        {"get_config", get_config},
        {"get_method", get_method},
        {"get_uri", get_uri},
        {"get_protocol_version", get_protocol_version},
        {"get_source_addr", get_source_addr},
        {"get_header_names", request_names},
        {"get_header_values", multi_values},
    };
    for (size_t i = 0; i < COUNT(getters); i++) {
        if (strcmp(of, getters[i].name) == 0) {
            return getters[i].get;
        }
    }
    __builtin_trap();
}

/* A buffer of no byte, one that is a byte too small, and one that just fits. */
static void small(void) {
    Getter *get = getter(argument);
    fill();
    size_t length = get(buffer, 0);
    check(length > 1 && length < sizeof buffer, "the case needs a value of two bytes or more");
    check(untouched_from(0), "limit 0: something was written");
    check(get(buffer, length - 1) == length, "a byte too small: another length");
    check(untouched_from(0), "a byte too small: something was written");
    check(get(buffer, length) == length, "just fits: another length");
    check(buffer[0] != PATTERN && buffer[length - 1] != PATTERN, "just fits: nothing was written");
    check(untouched_from(length), "just fits: something was written behind the value");
    say("ok\n");
}

/* The last bytes of memory are as good as any. */
static void edge(void) {
    Getter *get = getter(argument);
    size_t length = get(NULL, 0);
    char *end = (char *)(__builtin_wasm_memory_size(0) * PAGE);
    check(get(end - length, length) == length, "another length");
    check(memcmp(end - length, buffer, get(buffer, sizeof buffer)) == 0, "another value");
    say("ok\n");
}

/* Header fields. */

static int by_text(const void *left, const void *right) {
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* The strings of a list, one a line, after their number. */
static void say_list(uint64_t result, bool sorted) {
    const char *texts[64];
    size_t count = (size_t)(result >> 32);
    size_t length = 0;
    for (size_t i = 0; i < count && i < COUNT(texts); i++) {
        texts[i] = buffer + length;
        length += strlen(texts[i]) + 1;
    }
    check(length == (uint32_t)result, "the length is not that of the strings with their NULs");
    check(untouched_from((uint32_t)result), "something was written behind the list");
    if (sorted) {
        qsort(texts, count, sizeof texts[0], by_text);
    }
    say_number((int64_t)count);
    say("\n");
    for (size_t i = 0; i < count; i++) {
        say(texts[i]);
        say("\n");
    }
}

static void say_names(uint32_t kind) {
    fill();
    say_list(get_header_names(kind, buffer, sizeof buffer), true);
}

static void say_values(uint32_t kind, const char *of) {
    fill();
    say_list(get_header_values(kind, of, strlen(of), buffer, sizeof buffer), false);
}

static void set(uint32_t kind, const char *field, const char *value) {
    set_header_value(kind, field, strlen(field), value, strlen(value));
}

static void add(uint32_t kind, const char *field, const char *value) {
    add_header_value(kind, field, strlen(field), value, strlen(value));
}

static void drop(uint32_t kind, const char *field) { remove_header(kind, field, strlen(field)); }

static uint32_t kind_of(const char *digit) { return (uint32_t)(*digit - '0'); }

static void names(void) { say_names(kind_of(argument)); }
static void values(void) { say_values(REQUEST, argument); }
static void trailer_values(void) { say_values(kind_of(argument), "x"); }
static void trailer_set(void) { set(kind_of(argument), "x", "1"); }
static void trailer_add(void) { add(kind_of(argument), "x", "1"); }
static void trailer_remove(void) { drop(kind_of(argument), "x"); }

static void response_set(void) {
    set(RESPONSE, "x-new", "1");
    set(RESPONSE, "x-replaced", "1");
    add(RESPONSE, "x-replaced", "2");
    set(RESPONSE, "X-Replaced", "3");
    set(RESPONSE, "x-empty", "");
    say_values(RESPONSE, "x-new");
    say_values(RESPONSE, "x-replaced");
    say_values(RESPONSE, "x-empty");
}

static void response_add(void) {
    add(RESPONSE, "x-many", "a");
    add(RESPONSE, "X-Many", "b");
    add(RESPONSE, "x-many", "b");
    say_values(RESPONSE, "x-MANY");
}

static void response_remove(void) {
    add(RESPONSE, "x-many", "a");
    add(RESPONSE, "x-many", "b");
    set(RESPONSE, "x-kept", "1");
    drop(RESPONSE, "X-Many");
    drop(RESPONSE, "x-never-there");
    say_values(RESPONSE, "x-many");
}

static void response_names(void) {
    say_names(RESPONSE);
    set(RESPONSE, "X-Mixed-Case", "1");
    add(RESPONSE, "x-mixed-case", "2");
    say_names(RESPONSE);
}

static void empty_name(void) {
    if (strcmp(argument, "get_header_values") == 0) {
        get_header_values(REQUEST, buffer, 0, buffer, sizeof buffer);
    } else if (strcmp(argument, "set_header_value") == 0) {
        set(RESPONSE, "", "1");
    } else if (strcmp(argument, "add_header_value") == 0) {
        add(RESPONSE, "", "1");
    } else if (strcmp(argument, "remove_header") == 0) {
        drop(RESPONSE, "");
    }
    say("no trap\n");
}

static void bad_field(void) {
    if (strcmp(argument, "name") == 0) {
        set(RESPONSE, "x y", "1");
    } else if (strcmp(argument, "line-break") == 0) {
        set(RESPONSE, "x", "1\r\ny: 2");
    } else if (strcmp(argument, "nul") == 0) {
        set_header_value(RESPONSE, "x", 1, "1\0002", 3);
    }
    say("no trap\n");
}

static void no_such_kind(void) {
    if (strcmp(argument, "get_header_names") == 0) {
        get_header_names(NO_SUCH_KIND, buffer, sizeof buffer);
    } else if (strcmp(argument, "get_header_values") == 0) {
        get_header_values(NO_SUCH_KIND, "x", 1, buffer, sizeof buffer);
    } else if (strcmp(argument, "set_header_value") == 0) {
        set(NO_SUCH_KIND, "x", "1");
    } else if (strcmp(argument, "add_header_value") == 0) {
        add(NO_SUCH_KIND, "x", "1");
    } else if (strcmp(argument, "remove_header") == 0) {
        drop(NO_SUCH_KIND, "x");
    } else if (strcmp(argument, "read_body") == 0) {
        read_body(2, buffer, sizeof buffer);
    } else if (strcmp(argument, "write_body") == 0) {
        write_body(2, "x", 1);
    }
    say("no trap\n");
}

/* Bodies. */

/* Reads to the end in pieces, and says the length and a sum of the bytes. */
static void say_body(uint32_t kind, size_t limit) {
    uint64_t result;
    uint32_t length = 0, sum = 0;
    do {
        fill();
        result = read_body(kind, buffer, limit);
        uint32_t count = (uint32_t)result;
        check(count <= limit && untouched_from(count), "more was written than said");
        check(count > 0 || result >> 32 == 1, "nothing was read, and it is not the end");
        for (uint32_t i = 0; i < count; i++) {
            sum = sum * 31 + (unsigned char)buffer[i];
        }
        length += count;
    } while (result >> 32 == 0);
    check(result >> 32 == 1, "the end is neither 0 nor 1");
    check(read_body(kind, buffer, limit) == (uint64_t)1 << 32, "behind the end there is no end");
    say_number(length);
    say(" bytes, sum ");
    say_number(sum);
    say("\n");
}

static void body(void) { say_body(REQUEST, (size_t)atoi(argument)); }

static void read_body_into_nothing(void) {
    read_body(kind_of(argument), buffer, 0);
    say("no trap\n");
}

/* The first write replaces, later ones append; one of nothing is a write too. */
static void write_in_pieces(void) {
    write_body(RESPONSE, "one", 3);
    write_body(RESPONSE, "", 0);
    write_body(RESPONSE, " two", 4);
}

static void write_nothing(void) { write_body(RESPONSE, "", 0); }

static void write_large(void) {
    memset(buffer, 'x', sizeof buffer);
    for (int i = 0; i < 256; i++) {
        write_body(RESPONSE, buffer, sizeof buffer);
    }
}

/* The host must look at memory as it is after it has grown; what another request left there is gone. */
static void grown_memory(void) {
    size_t pages = __builtin_wasm_memory_grow(0, 16);
    char *grown = (char *)(pages * PAGE);
    for (size_t i = 0; i < 16 * PAGE; i++) {
        check(grown[i] == 0, "a new page is not empty");
        grown[i] = PATTERN;
    }
    char *text = grown + 15 * PAGE;
    memcpy(text, "grown\n", 6);
    write_body(RESPONSE, text, 6);
    get_method(text, PAGE);
    write_body(RESPONSE, text, 3);
}

/* The status. */

static void status(void) {
    set_status_code((uint32_t)atoi(argument));
    check(get_status_code() == (uint32_t)atoi(argument), "another status is read back");
}

static void status_twice(void) {
    set_status_code(500);
    set_status_code(201);
}

static void status_unset(void) {
    say_number(get_status_code());
    say("\n");
}

static void nothing(void) {}

/* Features, log and state. */

static void features(void) {
    say_number(enable_features(kind_of(argument)));
    say("\n");
}

static void features_that_were_enabled_at_the_start(void) {
    say_number(features_at_start);
    say("\n");
}

static void log_at_each_level(void) {
    static const char *const messages[] = {"debug", "info", "warn", "error", "none"};
    for (int32_t level = -1; level <= 3; level++) {
        const char *message = messages[level + 1];
        say(message);
        say(" ");
        say_number(log_enabled(level));
        say("\n");
        host_log(level, message, strlen(message));
    }
}

/* A host ignores what it cannot log. */
static void log_oddities(void) {
    host_log(0, "", 0);
    host_log(0, "\xff\xfe", 2);
    host_log(0, "two\nlines", 9);
    host_log(99, "no such level", 13);
    host_log(-99, "no such level", 13);
    say("ok\n");
}

static void state(void) {
    say_number(starts);
    say(" start, ");
    say_number(requests);
    say(" request, ");
    say_number((int64_t)__builtin_wasm_memory_size(0));
    say(" pages\n");
}

/* Pointers out of bounds. */

/* "beyond" the end of memory, or so near to 2^32 that the end of the region "wraps" around. */
static void out_of_bounds(bool wraps) {
    char *bad = wraps ? (char *)0xfffffffe : (char *)(__builtin_wasm_memory_size(0) * PAGE - 1);
    const size_t n = 16;
    if (strcmp(argument, "get_config") == 0) {
        get_config(bad, n);
    } else if (strcmp(argument, "log") == 0) {
        host_log(2, bad, n);
    } else if (strcmp(argument, "get_header_names") == 0) {
        get_header_names(REQUEST, bad, sizeof buffer);
    } else if (strcmp(argument, "get_header_values/name") == 0) {
        get_header_values(REQUEST, bad, n, buffer, sizeof buffer);
    } else if (strcmp(argument, "get_header_values") == 0) {
        get_header_values(REQUEST, "multi", 5, bad, sizeof buffer);
    } else if (strcmp(argument, "set_header_value/name") == 0) {
        set_header_value(RESPONSE, bad, n, "1", 1);
    } else if (strcmp(argument, "set_header_value") == 0) {
        set_header_value(RESPONSE, "x", 1, bad, n);
    } else if (strcmp(argument, "add_header_value/name") == 0) {
        add_header_value(RESPONSE, bad, n, "1", 1);
    } else if (strcmp(argument, "add_header_value") == 0) {
        add_header_value(RESPONSE, "x", 1, bad, n);
    } else if (strcmp(argument, "remove_header") == 0) {
        remove_header(RESPONSE, bad, n);
    } else if (strcmp(argument, "read_body") == 0) {
        read_body(REQUEST, bad, n);
    } else if (strcmp(argument, "write_body") == 0) {
        write_body(RESPONSE, bad, n);
    } else if (strcmp(argument, "get_method") == 0) {
        get_method(bad, n);
    } else if (strcmp(argument, "get_uri") == 0) {
        get_uri(bad, n);
    } else if (strcmp(argument, "get_protocol_version") == 0) {
        get_protocol_version(bad, n);
    } else if (strcmp(argument, "get_source_addr") == 0) {
        get_source_addr(bad, sizeof buffer);
    } else if (strcmp(argument, "set_method") == 0) {
        set_method(bad, n);
    } else if (strcmp(argument, "set_uri") == 0) {
        set_uri(bad, n);
    }
    say("no trap\n");
}

static void beyond(void) { out_of_bounds(false); }
static void wraps(void) { out_of_bounds(true); }

/* Passing on: what is done before, and what after the next handler has answered. */

static uint32_t context, is_error;

static void buffer_response(void) { enable_features(BUFFER_RESPONSE); }

static void say_context(void) {
    say("context ");
    say_number(context);
    say(", error ");
    say_number(is_error);
    say(", request ");
    say_number(requests);
    say("\n");
}

static void change_method(void) {
    buffer_response();
    set_method("POST", 4);
}

static void change_uri(void) {
    buffer_response();
    set_uri("/changed%2Fpath?q=%20", 21);
}

static void change_uri_to_nothing(void) {
    buffer_response();
    set_uri("", 0);
}

static void set_empty_method(void) {
    set_method("", 0);
    say("no trap\n");
}

static void change_fields(void) {
    buffer_response();
    set(REQUEST, "x-new", "1");
    set(REQUEST, "X-Replaced", "2");
    add(REQUEST, "x-added", "b");
    drop(REQUEST, "X-Removed");
    drop(REQUEST, "x-never-there");
}

static void say_fields(void) {
    say_values(REQUEST, "x-new");
    say_values(REQUEST, "x-replaced");
    say_values(REQUEST, "x-added");
    say_values(REQUEST, "x-removed");
}

static void rewrite_body(void) {
    read_body(REQUEST, buffer, 3);
    write_body(REQUEST, "changed", 7);
    write_body(REQUEST, ", twice", 7);
}

static void empty_body(void) { write_body(REQUEST, "", 0); }

static void read_and_pass_on(void) {
    enable_features(BUFFER_REQUEST | BUFFER_RESPONSE);
    say_body(REQUEST, 5);
}

static void say_answer(void) {
    say_number(get_status_code());
    say("\n");
    say_values(RESPONSE, "x-answer");
    say_body(RESPONSE, 7);
}

static void change_answer(void) {
    set_status_code(203);
    set(RESPONSE, "x-answer", "mine");
    add(RESPONSE, "x-more", "1");
    drop(RESPONSE, "x-secret");
}

static void replace_answer_body(void) {
    read_body(RESPONSE, buffer, 4);
    write_in_pieces();
}

static void set_request_after(void) {
    if (strcmp(argument, "set_method") == 0) {
        set_method("POST", 4);
    } else if (strcmp(argument, "set_uri") == 0) {
        set_uri("/", 1);
    } else if (strcmp(argument, "set_header_value") == 0) {
        set(REQUEST, "x", "1");
    } else if (strcmp(argument, "add_header_value") == 0) {
        add(REQUEST, "x", "1");
    } else if (strcmp(argument, "remove_header") == 0) {
        drop(REQUEST, "x");
    } else if (strcmp(argument, "write_body") == 0) {
        write_body(REQUEST, "x", 1);
    } else if (strcmp(argument, "read_body") == 0) {
        read_body(REQUEST, buffer, sizeof buffer);
    }
    say("no trap\n");
}

/* Without buffer-response the answer may be on its way. */
static void touch_answer_after(void) {
    if (strcmp(argument, "get_status_code") == 0) {
        get_status_code();
    } else if (strcmp(argument, "set_status_code") == 0) {
        set_status_code(201);
    } else if (strcmp(argument, "set_header_value") == 0) {
        set(RESPONSE, "x", "1");
    } else if (strcmp(argument, "add_header_value") == 0) {
        add(RESPONSE, "x", "1");
    } else if (strcmp(argument, "remove_header") == 0) {
        drop(RESPONSE, "x");
    } else if (strcmp(argument, "read_body") == 0) {
        read_body(RESPONSE, buffer, sizeof buffer);
    } else if (strcmp(argument, "write_body") == 0) {
        write_body(RESPONSE, "x", 1);
    }
}

/* A case with something to do afterwards passes the request on; a name that ends in "/" has an argument. */
typedef struct {
    const char *name;
    void (*before)(void);
    void (*after)(void);
} Case;

static const Case CASES[] = {
    {"method", method, NULL},
    {"uri", uri, NULL},
    {"protocol-version", protocol_version, NULL},
    {"source-addr", source_addr, NULL},
    {"config", get_configuration, NULL},
    {"small/", small, NULL},
    {"edge/", edge, NULL},
    {"names/", names, NULL},
    {"values/", values, NULL},
    {"trailer-values/", trailer_values, NULL},
    {"trailer-set/", trailer_set, NULL},
    {"trailer-add/", trailer_add, NULL},
    {"trailer-remove/", trailer_remove, NULL},
    {"response-set", response_set, NULL},
    {"response-add", response_add, NULL},
    {"response-remove", response_remove, NULL},
    {"response-names", response_names, NULL},
    {"empty-name/", empty_name, NULL},
    {"bad-field/", bad_field, NULL},
    {"no-such-kind/", no_such_kind, NULL},
    {"body/", body, NULL},
    {"body-limit-0/", read_body_into_nothing, NULL},
    {"write", write_in_pieces, NULL},
    {"write-nothing", write_nothing, NULL},
    {"write-large", write_large, NULL},
    {"grown-memory", grown_memory, NULL},
    {"status/", status, NULL},
    {"status-twice", status_twice, NULL},
    {"status-unset", status_unset, NULL},
    {"nothing", nothing, NULL},
    {"features/", features, NULL},
    {"features-at-start", features_that_were_enabled_at_the_start, NULL},
    {"log", log_at_each_level, NULL},
    {"log-oddities", log_oddities, NULL},
    {"state", state, NULL},
    {"beyond/", beyond, NULL},
    {"wraps/", wraps, NULL},
    {"next", nothing, nothing},
    {"next-context", buffer_response, say_context},
    {"next-method", change_method, method},
    {"next-uri", change_uri, uri},
    {"next-uri-empty", change_uri_to_nothing, uri},
    {"set-method-empty", set_empty_method, NULL},
    {"next-fields", change_fields, say_fields},
    {"next-body-rewritten", rewrite_body, nothing},
    {"next-body-emptied", empty_body, nothing},
    {"next-body-read", read_and_pass_on, nothing},
    {"answer", buffer_response, say_answer},
    {"answer-changed", buffer_response, change_answer},
    {"answer-replaced", buffer_response, replace_answer_body},
    {"answer-emptied", buffer_response, write_nothing},
    {"answer-at-start", nothing, say_answer},
    {"after-next/", buffer_response, set_request_after},
    {"unbuffered/", nothing, touch_answer_after},
};

static const Case *current;

static const Case *find_case(void) {
    for (size_t i = 0; i < COUNT(CASES); i++) {
        size_t length = strlen(CASES[i].name);
        if (CASES[i].name[length - 1] == '/' ? starts_with(name, CASES[i].name) : strcmp(name, CASES[i].name) == 0) {
            argument = name + length;
            return &CASES[i];
        }
    }
    return NULL;
}

EXPORT(handle_request) uint64_t handle_request(void) {
    requests++;
    said_length = 0;
    uint64_t result = get_header_values(REQUEST, "x-case", 6, name, sizeof name);
    current = result >> 32 == 1 && (uint32_t)result <= sizeof name ? find_case() : NULL;
    if (current == NULL) {
        set_status_code(400);
        say("no such case\n");
        say_all_that_was_said();
        return 0;
    }
    current->before();
    if (current->after != NULL) {
        return (uint64_t)0x89abcdef << 32 | 1;
    }
    say_all_that_was_said();
    return (uint64_t)16 << 32; /* without a next handler the context means nothing */
}

EXPORT(handle_response) void handle_response(uint32_t request_context, uint32_t next_failed) {
    context = request_context;
    is_error = next_failed;
    current->after();
    say_all_that_was_said();
}
