/*
 * Runs a script as an http-wasm handler, on QuickJS: compiled to engine.wasm, into which pack.mjs puts
 * the script. The engine is set up and the script is run in _initialize, once; the host puts the guest back to what it was then before each request, and a
 * request only calls the script's handleRequest.
 *
 * The start must leave nothing behind that ought to differ from request to request, since every
 * request would see it again: it draws no randomness and reads no clock.
 */
#include <quickjs.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#define HOST(name) __attribute__((import_module("http_handler"), import_name(#name))) extern
#define EXPORT(name) __attribute__((export_name(#name)))

/* The linker is told to reserve 512 KiB: a script that recurses too deep gets an exception before. */
#define STACK_BYTES (448 * 1024)

enum { REQUEST, RESPONSE }; /* kinds: of a message's header, and of its body */
enum { INFO = 0, ERROR = 2 };

HOST(log) void host_log(int32_t level, const char *message, size_t length);
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

/* The script, after four bytes with its length; script.s. */
void copy_script(void *to, size_t from, size_t length);

static bool started;
static JSContext *js;
static JSValue handle_request_function, handle_response_function;

/* Where the host writes what it is asked for; kept from request to request, and grown when needed. */
static char *buffer;
static size_t capacity;

static void reserve(size_t length) {
    if (length > capacity) {
        buffer = realloc(buffer, length);
        capacity = length;
        if (buffer == NULL) {
            __builtin_trap();
        }
    }
}

static void log_text(int32_t level, JSValueConst value) {
    size_t length;
    const char *text = JS_ToCStringLen(js, &length, value);
    if (text != NULL) {
        host_log(level, text, length);
        JS_FreeCString(js, text);
    }
}

/* What the script does not catch ends the guest, like a trap in any other language. */
static void stop_at_exception(void) {
    JSValue exception = JS_GetException(js);
    log_text(ERROR, exception);
    if (JS_IsError(js, exception)) {
        JSValue stack = JS_GetPropertyStr(js, exception, "stack");
        log_text(ERROR, stack);
    }
    __builtin_trap();
}

/* Time and randomness. */

int __real_gettimeofday(struct timeval *time, void *zone);

/* All that QuickJS knows of time. It asks at the start too, to seed what random() below replaces. */
int __wrap_gettimeofday(struct timeval *time, void *zone) {
    if (started) {
        return __real_gettimeofday(time, zone);
    }
    *time = (struct timeval){0};
    return 0;
}

static uint64_t random_pool[32]; /* as much as getentropy gives at once */
static size_t random_left;

static JSValue js_random(JSContext *ctx, JSValueConst this, int count, JSValueConst *arguments) {
    (void)this, (void)count, (void)arguments;
    if (!started) {
        return JS_ThrowTypeError(ctx, "Math.random() works in a request only: a number drawn at the "
                                      "start would be the same in every request");
    }
    if (random_left == 0) {
        if (getentropy(random_pool, sizeof random_pool) != 0) {
            return JS_ThrowInternalError(ctx, "the host gives no randomness");
        }
        random_left = sizeof random_pool / sizeof random_pool[0];
    }
    return JS_NewFloat64(ctx, (double)(random_pool[--random_left] >> 11) * 0x1p-53);
}

/* What the script sees as `host`. */

static JSValue text_of(JSContext *ctx, size_t (*get)(char *, size_t)) {
    size_t length = get(buffer, capacity);
    if (length > capacity) {
        reserve(length);
        length = get(buffer, capacity);
    }
    return JS_NewStringLen(ctx, buffer, length);
}

static JSValue js_method(JSContext *ctx, JSValueConst this, int count, JSValueConst *arguments) {
    (void)this, (void)count, (void)arguments;
    return text_of(ctx, get_method);
}

static JSValue js_uri(JSContext *ctx, JSValueConst this, int count, JSValueConst *arguments) {
    (void)this, (void)count, (void)arguments;
    return text_of(ctx, get_uri);
}

/* The strings that the host wrote into the buffer, each with a NUL after it. */
static JSValue array_of(JSContext *ctx, uint32_t count) {
    JSValue array = JS_NewArray(ctx);
    const char *text = buffer;
    for (uint32_t i = 0; i < count; i++) {
        JS_SetPropertyUint32(ctx, array, i, JS_NewString(ctx, text));
        text += strlen(text) + 1;
    }
    return array;
}

static JSValue js_header_names(JSContext *ctx, JSValueConst this, int count, JSValueConst *arguments) {
    (void)this, (void)count, (void)arguments;
    uint64_t result = get_header_names(REQUEST, buffer, capacity);
    if ((uint32_t)result > capacity) {
        reserve((uint32_t)result);
        result = get_header_names(REQUEST, buffer, capacity);
    }
    return array_of(ctx, (uint32_t)(result >> 32));
}

static JSValue js_header_values(JSContext *ctx, JSValueConst this, int count, JSValueConst *arguments) {
    (void)this, (void)count;
    size_t length;
    const char *name = JS_ToCStringLen(ctx, &length, arguments[0]);
    if (name == NULL) {
        return JS_EXCEPTION;
    }
    uint64_t result = get_header_values(REQUEST, name, length, buffer, capacity);
    if ((uint32_t)result > capacity) {
        reserve((uint32_t)result);
        result = get_header_values(REQUEST, name, length, buffer, capacity);
    }
    JS_FreeCString(ctx, name);
    return array_of(ctx, (uint32_t)(result >> 32));
}

/* Reads the body to its end into the buffer: it goes on reading where the last call stopped. */
static JSValue js_read(JSContext *ctx, JSValueConst this, int count, JSValueConst *arguments, int text) {
    (void)this, (void)count, (void)arguments;
    size_t length = 0;
    for (;;) {
        uint64_t result = read_body(REQUEST, buffer + length, capacity - length);
        length += (uint32_t)result;
        if (result >> 32 == 1) {
            return text ? JS_NewStringLen(ctx, buffer, length)
                        : JS_NewArrayBufferCopy(ctx, (const uint8_t *)buffer, length);
        }
        if (length == capacity) {
            reserve(capacity * 2);
        }
    }
}

static JSValue js_set_status(JSContext *ctx, JSValueConst this, int count, JSValueConst *arguments) {
    (void)this, (void)count;
    uint32_t code;
    if (JS_ToUint32(ctx, &code, arguments[0]) != 0) {
        return JS_EXCEPTION;
    }
    set_status_code(code);
    return JS_UNDEFINED;
}

/* set_header_value, which replaces all values of the field, or add_header_value: `add` says which. */
static JSValue js_header(JSContext *ctx, JSValueConst this, int count, JSValueConst *arguments, int add) {
    (void)this, (void)count;
    size_t name_length, value_length;
    const char *name = JS_ToCStringLen(ctx, &name_length, arguments[0]);
    const char *value = name == NULL ? NULL : JS_ToCStringLen(ctx, &value_length, arguments[1]);
    if (value != NULL) {
        (add ? add_header_value : set_header_value)(RESPONSE, name, name_length, value, value_length);
        JS_FreeCString(ctx, value);
    }
    if (name != NULL) {
        JS_FreeCString(ctx, name);
    }
    return value == NULL ? JS_EXCEPTION : JS_UNDEFINED;
}

/* The bytes of an ArrayBuffer, or of a typed array; NULL, without an exception, for any other value. */
static const char *bytes_of(JSContext *ctx, JSValueConst value, size_t *length) {
    const char *bytes = (const char *)JS_GetArrayBuffer(ctx, length, value);
    if (bytes == NULL) {
        JS_FreeValue(ctx, JS_GetException(ctx));
        size_t offset, size;
        JSValue whole = JS_GetTypedArrayBuffer(ctx, value, &offset, length, NULL);
        bytes = (const char *)JS_GetArrayBuffer(ctx, &size, whole);
        bytes = bytes == NULL ? NULL : bytes + offset;
        JS_FreeValue(ctx, whole); /* the view holds it still */
        JS_FreeValue(ctx, JS_GetException(ctx));
    }
    return bytes;
}

/* Replaces the answer's body at its first call, and appends to it at each further one. */
static JSValue js_write(JSContext *ctx, JSValueConst this, int count, JSValueConst *arguments) {
    (void)this, (void)count;
    size_t length;
    const char *bytes = JS_IsObject(arguments[0]) ? bytes_of(ctx, arguments[0], &length) : NULL;
    if (bytes != NULL) {
        write_body(RESPONSE, bytes, length);
        return JS_UNDEFINED;
    }
    const char *text = JS_ToCStringLen(ctx, &length, arguments[0]);
    if (text == NULL) {
        return JS_EXCEPTION;
    }
    write_body(RESPONSE, text, length);
    JS_FreeCString(ctx, text);
    return JS_UNDEFINED;
}

static JSValue js_log(JSContext *ctx, JSValueConst this, int count, JSValueConst *arguments) {
    (void)ctx, (void)this, (void)count;
    log_text(INFO, arguments[0]);
    return JS_UNDEFINED;
}

static const JSCFunctionListEntry HOST_FUNCTIONS[] = {
    JS_CFUNC_DEF("method", 0, js_method),
    JS_CFUNC_DEF("uri", 0, js_uri),
    JS_CFUNC_DEF("headerNames", 0, js_header_names),
    JS_CFUNC_DEF("headerValues", 1, js_header_values),
    JS_CFUNC_MAGIC_DEF("readBody", 0, js_read, 0),
    JS_CFUNC_MAGIC_DEF("readText", 0, js_read, 1),
    JS_CFUNC_DEF("setStatus", 1, js_set_status),
    JS_CFUNC_MAGIC_DEF("setHeader", 2, js_header, 0),
    JS_CFUNC_MAGIC_DEF("addHeader", 2, js_header, 1),
    JS_CFUNC_DEF("write", 1, js_write),
    JS_CFUNC_DEF("log", 1, js_log),
};

static void define_globals(JSValueConst global) {
    JSValue host = JS_NewObject(js);
    JS_SetPropertyFunctionList(js, host, HOST_FUNCTIONS,
                               sizeof HOST_FUNCTIONS / sizeof HOST_FUNCTIONS[0]);
    JS_SetPropertyStr(js, global, "host", host);
    JSValue math = JS_GetPropertyStr(js, global, "Math");
    JS_DefinePropertyValueStr(js, math, "random", JS_NewCFunction(js, js_random, "random", 0),
                              JS_PROP_WRITABLE | JS_PROP_CONFIGURABLE);
    JS_FreeValue(js, math);
}

/* Runs all that promises have put off; nothing that they wait for comes from outside. */
static void run_jobs(void) {
    JSContext *of_job;
    int result;
    do {
        result = JS_ExecutePendingJob(JS_GetRuntime(js), &of_job);
    } while (result > 0);
    if (result < 0) {
        stop_at_exception();
    }
}

static void run_script(void) {
    uint32_t length;
    copy_script(&length, 0, sizeof length);
    char *script = malloc(length + 1);
    if (script == NULL) {
        __builtin_trap();
    }
    copy_script(script, sizeof length, length);
    script[length] = '\0'; /* as JS_Eval wants it */
    JSValue result = JS_Eval(js, script, length, "handler.js", JS_EVAL_TYPE_GLOBAL);
    free(script);
    if (JS_IsException(result)) {
        stop_at_exception();
    }
    JS_FreeValue(js, result);
    run_jobs();
}

/* A constructor: _initialize calls it. */
__attribute__((constructor)) static void start(void) {
    JSRuntime *runtime = JS_NewRuntime();
    js = runtime == NULL ? NULL : JS_NewContext(runtime);
    if (js == NULL) {
        __builtin_trap();
    }
    JS_SetMaxStackSize(runtime, STACK_BYTES);
    reserve(16 * 1024);
    JSValue global = JS_GetGlobalObject(js);
    define_globals(global);
    run_script();
    handle_request_function = JS_GetPropertyStr(js, global, "handleRequest");
    handle_response_function = JS_GetPropertyStr(js, global, "handleResponse");
    JS_FreeValue(js, global);
    JS_RunGC(runtime); /* every request starts from this heap */
    started = true;
}

/* Calls a function of the script; what an async one resolves to counts as its result. */
static bool call(JSValueConst function, int count, JSValueConst *arguments) {
    JSValue result = JS_Call(js, function, JS_UNDEFINED, count, arguments);
    if (JS_IsException(result)) {
        stop_at_exception();
    }
    run_jobs();
    JSPromiseStateEnum state = JS_PromiseState(js, result);
    if (state == JS_PROMISE_REJECTED) {
        JS_Throw(js, JS_PromiseResult(js, result));
        stop_at_exception();
    }
    if (state == JS_PROMISE_FULFILLED) {
        JSValue resolved = JS_PromiseResult(js, result);
        JS_FreeValue(js, result);
        result = resolved;
    }
    bool truth = JS_ToBool(js, result) > 0;
    JS_FreeValue(js, result);
    return truth;
}

/* 1, which passes the request on to the next handler, if the script says true; else 0. */
EXPORT(handle_request) uint64_t handle_request(void) {
    return call(handle_request_function, 0, NULL);
}

/* Called after a next handler has answered. */
EXPORT(handle_response) void handle_response(uint32_t context, uint32_t is_error) {
    (void)context;
    if (JS_IsFunction(js, handle_response_function)) {
        JSValueConst argument = JS_NewBool(js, is_error != 0);
        call(handle_response_function, 1, &argument);
    }
}
