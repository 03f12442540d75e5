/*
 * The function. Its host calls handle_request for each request, and puts memory back to what it was
 * at the start before the next one: nothing need be freed.
 */
#include "host.h"

static void respond(const char *text) {
    set_header("content-type", "text/plain");
    write_text(text);
}

static void hello(void) {
    const char *name = read_body_text();
    respond("Hello, ");
    write_text(*name == '\0' ? "world" : name);
    write_text("!\n");
}

/* 0 says that the answer is complete. */
EXPORT(handle_request) uint64_t handle_request(void) {
    char *path = request_uri();
    path[strcspn(path, "?")] = '\0';
    if (strcmp(path, "/hello") == 0) {
        hello();
    } else {
        set_status_code(404);
        respond("no such path\n");
    }
    return 0;
}
