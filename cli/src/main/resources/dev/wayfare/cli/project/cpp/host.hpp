// What the host offers: the http-wasm handler ABI, https://http-wasm.io/http-handler-abi/
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#define EXPORT(name) extern "C" __attribute__((export_name(#name)))

// A getter writes nothing when the value is longer than the limit, and returns its length all the same.
namespace abi {
#define HOST(name) extern "C" __attribute__((import_module("http_handler"), import_name(#name)))
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
HOST(set_status_code) void set_status_code(uint32_t code);
#undef HOST
}  // namespace abi

namespace host {

enum Kind : uint32_t { REQUEST, RESPONSE };

template <typename Get>
std::string text_of(Get get) {
    std::string text(1024, '\0');
    size_t length = get(text.data(), text.size());
    if (length > text.size()) {
        text.resize(length);
        get(text.data(), length);
    }
    text.resize(length);
    return text;
}

inline std::string method() { return text_of(abi::get_method); }

// Path and query, percent-encoded.
inline std::string uri() { return text_of(abi::get_uri); }

// The values of a request's header field, whose name is in lower case; none if it is not there.
inline std::vector<std::string> header_values(std::string_view name) {
    std::string joined = text_of([name](char *buffer, size_t limit) -> size_t {
        return static_cast<uint32_t>(
            abi::get_header_values(REQUEST, name.data(), name.size(), buffer, limit));
    });
    std::vector<std::string> values;
    for (size_t at = 0; at < joined.size(); at += values.back().size() + 1) {
        values.emplace_back(joined.c_str() + at);
    }
    return values;
}

// The request's body to its end.
inline std::string read_body() {
    std::string body;
    std::vector<char> piece(16 * 1024);
    uint64_t result;
    do {
        result = abi::read_body(REQUEST, piece.data(), piece.size());
        body.append(piece.data(), static_cast<uint32_t>(result));
    } while (result >> 32 == 0);
    return body;
}

// The answer's status, which is 200 otherwise.
inline void set_status(uint32_t code) { abi::set_status_code(code); }

// Replaces all values of the answer's field.
inline void set_header(std::string_view name, std::string_view value) {
    abi::set_header_value(RESPONSE, name.data(), name.size(), value.data(), value.size());
}

// Adds a value to those of the answer's field.
inline void add_header(std::string_view name, std::string_view value) {
    abi::add_header_value(RESPONSE, name.data(), name.size(), value.data(), value.size());
}

// Replaces the answer's body at its first call, and appends to it at each further one.
inline void write_body(std::string_view body) {
    abi::write_body(RESPONSE, body.data(), body.size());
}

}  // namespace host

// Called after a next handler has answered; a function passes no request on.
EXPORT(handle_response) inline void handle_response(uint32_t, uint32_t) {}
