// The function. Its host calls handle_request for each request, and puts memory back to what it was
// at the start before the next one.
#include "host.hpp"

namespace {

void respond(const std::string &text) {
    host::set_header("content-type", "text/plain");
    host::write_body(text);
}

void hello() {
    std::string name = host::read_body();
    respond("Hello, " + (name.empty() ? "world" : name) + "!\n");
}

}  // namespace

// 0 says that the answer is complete.
EXPORT(handle_request) uint64_t handle_request() {
    std::string uri = host::uri();
    if (uri.substr(0, uri.find('?')) == "/hello") {
        hello();
    } else {
        host::set_status(404);
        respond("no such path\n");
    }
    return 0;
}
