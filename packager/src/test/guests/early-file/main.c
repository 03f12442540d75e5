/* An http-wasm handler that opens a file when it is initialised, and reads on from it in each request. */
#include <fcntl.h>
#include <stdint.h>
#include <unistd.h>

#define HOST(name) __attribute__((import_module("http_handler"), import_name(#name))) extern
#define EXPORT(name) __attribute__((export_name(#name)))

HOST(write_body) void write_body(uint32_t kind, const char *body, uint32_t length);

static int file;
static char first[4];

__attribute__((constructor)) static void open_early(void) {
    file = open("/data.txt", O_RDONLY);
    if (read(file, first, sizeof first) != sizeof first) {
        __builtin_trap();
    }
}

EXPORT(handle_request) uint64_t handle_request(void) {
    char rest[64];
    ssize_t length = read(file, rest, sizeof rest);
    if (length < 0) {
        __builtin_trap();
    }
    write_body(1, first, sizeof first);
    write_body(1, "|", 1);
    write_body(1, rest, (uint32_t)length);
    return 0;
}

EXPORT(handle_response) void handle_response(uint32_t context, uint32_t is_error) {
    (void)context;
    (void)is_error;
}
