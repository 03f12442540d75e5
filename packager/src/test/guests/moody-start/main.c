/*
 * An http-wasm handler that traps in about every second start, before it enables buffer-response, which its
 * requests need.
 */
#include <stdint.h>

#define HOST(module, name) __attribute__((import_module(module), import_name(#name))) extern
#define EXPORT(name) __attribute__((export_name(#name)))

enum { BUFFER_RESPONSE = 2, NEXT = 1 };

HOST("http_handler", enable_features) uint32_t enable_features(uint32_t features);
HOST("http_handler", set_status_code) void set_status_code(uint32_t code);
HOST("wasi_snapshot_preview1", random_get) uint32_t random_get(uint8_t *buffer, uint32_t length);

EXPORT(_initialize) void initialize(void) {
    uint8_t mood;
    random_get(&mood, 1);
    if (mood % 2 == 1) {
        __builtin_trap();
    }
    enable_features(BUFFER_RESPONSE);
}

EXPORT(handle_request) uint64_t handle_request(void) {
    return NEXT;
}

EXPORT(handle_response) void handle_response(uint32_t context, uint32_t is_error) {
    (void)context;
    (void)is_error;
    set_status_code(201);
}
