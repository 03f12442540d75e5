// A WAGI function: WAGI is CGI (RFC 3875) over WASI. The request arrives in environment variables
// and on standard input; the answer is header lines, a blank line and a body on standard output.
// The same program exists in every hello-* folder, and all of them answer byte for byte alike.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <string_view>

extern char **environ;

namespace {

constexpr int max_bytes = 4 * 1024 * 1024;

// Fields that a client or the way to the function adds or changes: no two clouds agree on them.
constexpr std::string_view omitted[] = {
    "accept-encoding",
    "connection",
    "content-length",
    "content-type", // CONTENT_TYPE is the one to believe
    "forwarded",
    "function-execution-id",
    "host",
    "traceparent",
    "tracestate",
    "transfer-encoding",
    "via",
    "x-cloud-trace-context",
    "x-correlation-id",
    "x-request-id",
};
constexpr std::string_view omitted_prefixes[] = {
    "wayfare-", "x-amz-",       "x-amzn-", "x-appengine-", "x-arr-",
    "x-azure-", "x-forwarded-", "x-ms-",   "x-original-",  "x-real-ip",
};

// std::string_view::starts_with came with C++20; this is C++17.
bool starts_with(std::string_view text, std::string_view prefix) {
    return text.substr(0, prefix.size()) == prefix;
}

// An environment variable; an empty one counts as absent.
std::string_view variable(const char *name, std::string_view otherwise = "") {
    const char *value = std::getenv(name);
    return value == nullptr || *value == '\0' ? otherwise : value;
}

std::string read_body() {
    std::string body;
    std::string chunk(64 * 1024, '\0');
    while (std::size_t count = std::fread(chunk.data(), 1, chunk.size(), stdin)) {
        body.append(chunk, 0, count);
    }
    if (std::ferror(stdin)) {
        std::perror("cannot read the body");
        std::exit(1);
    }
    return body;
}

// Writes the header lines, the blank line and the body.
int respond(std::string_view header, std::string_view body) {
    std::fwrite(header.data(), 1, header.size(), stdout);
    std::fputc('\n', stdout);
    std::fwrite(body.data(), 1, body.size(), stdout);
    return std::fflush(stdout) == 0 ? 0 : 1;
}

int no_such_path() {
    return respond("Status: 404\nContent-Type: text/plain\n", "no such path\n");
}

void append_char(std::string &json, unsigned char c, bool literal) {
    constexpr char hex[] = "0123456789abcdef";
    if (!literal) {
        json += "\\u00";
        json += hex[c >> 4];
        json += hex[c & 15];
        return;
    }
    if (c == '"' || c == '\\') {
        json += '\\';
    }
    json += static_cast<char>(c);
}

// Text as a JSON string: UTF-8 passes through.
void append_string(std::string &json, std::string_view text) {
    json += '"';
    for (unsigned char c : text) {
        append_char(json, c, c >= 0x20);
    }
    json += '"';
}

// Any bytes as a JSON string, one character for each byte, so that nothing is lost.
void append_body(std::string &json, std::string_view body) {
    json += '"';
    for (unsigned char c : body) {
        append_char(json, c, c >= 0x20 && c <= 0x7e);
    }
    json += '"';
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// Decodes %xx and + as a form does; an invalid escape stays as it is.
std::string percent_decode(std::string_view text) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); i++) {
        bool escape = text[i] == '%' && i + 2 < text.size();
        int high = escape ? hex_digit(text[i + 1]) : -1;
        int low = escape ? hex_digit(text[i + 2]) : -1;
        if (high >= 0 && low >= 0) {
            decoded += static_cast<char>(high << 4 | low);
            i += 2;
        } else {
            decoded += text[i] == '+' ? ' ' : text[i];
        }
    }
    return decoded;
}

// The first name parameter, decoded; empty if there is none.
std::string name_parameter(std::string_view query) {
    for (;;) {
        std::size_t end = std::min(query.find('&'), query.size());
        std::string_view parameter = query.substr(0, end);
        if (starts_with(parameter, "name=")) {
            return percent_decode(parameter.substr(5));
        }
        if (parameter == "name" || end == query.size()) {
            return "";
        }
        query.remove_prefix(end + 1);
    }
}

bool is_omitted(std::string_view name) {
    auto is_prefix = [name](std::string_view prefix) { return starts_with(name, prefix); };
    return std::find(std::begin(omitted), std::end(omitted), name) != std::end(omitted) ||
           std::any_of(std::begin(omitted_prefixes), std::end(omitted_prefixes), is_prefix);
}

// HTTP_USER_AGENT becomes user-agent.
std::string field_name(std::string_view variable) {
    std::string name(variable.substr(5));
    for (char &c : name) {
        if (c == '_') {
            c = '-';
        } else if (c >= 'A' && c <= 'Z') {
            c = static_cast<char>(c - 'A' + 'a');
        }
    }
    return name;
}

// The HTTP_* variables and CONTENT_TYPE as header fields; a map keeps them sorted by name.
std::map<std::string, std::string_view> request_headers() {
    std::map<std::string, std::string_view> headers;
    for (char **entry = environ; *entry != nullptr; entry++) {
        std::string_view variable = *entry;
        std::size_t equals = variable.find('=');
        if (!starts_with(variable, "HTTP_") || equals == std::string_view::npos) {
            continue;
        }
        std::string name = field_name(variable.substr(0, equals));
        if (!is_omitted(name)) {
            headers.emplace(name, variable.substr(equals + 1));
        }
    }
    std::string_view content_type = variable("CONTENT_TYPE");
    if (!content_type.empty()) {
        headers.emplace("content-type", content_type);
    }
    return headers;
}

int hello(std::string_view path) {
    std::string_view query = variable("QUERY_STRING");
    std::string name = name_parameter(query);
    std::string json = "{\"greeting\":";
    append_string(json, "Hello, " + (name.empty() ? "world" : name) + "!");
    json += ",\"method\":";
    append_string(json, variable("REQUEST_METHOD"));
    json += ",\"path\":";
    append_string(json, path);
    json += ",\"query\":";
    append_string(json, query);
    json += ",\"headers\":{";
    const char *separator = "";
    for (const auto &[field, value] : request_headers()) {
        json += separator;
        append_string(json, field);
        json += ':';
        append_string(json, value);
        separator = ",";
    }
    json += "},\"body\":";
    append_body(json, read_body());
    json += "}\n";
    return respond("Content-Type: application/json\n", json);
}

int echo() {
    std::string header = "Content-Type: ";
    header += variable("CONTENT_TYPE", "application/octet-stream");
    return respond(header + "\n", read_body());
}

int headers() {
    return respond("Content-Type: text/plain\nX-One: 1\nX-Many: a\nX-Many: b\n"
                   "Set-Cookie: a=1; Path=/\n",
                   "headers\n");
}

// One to seven decimal digits and nothing else.
std::optional<int> number(std::string_view digits) {
    bool decimal = digits.find_first_not_of("0123456789") == std::string_view::npos;
    if (digits.empty() || digits.size() > 7 || !decimal) {
        return std::nullopt;
    }
    return std::atoi(std::string(digits).c_str());
}

int status(std::string_view digits) {
    std::optional<int> code = number(digits);
    if (!code || digits.size() != 3 || *code < 200 || *code > 599) {
        return no_such_path();
    }
    std::string text = std::to_string(*code);
    bool bodyless = *code == 204 || *code == 304;
    return respond("Status: " + text + "\nContent-Type: text/plain\n", bodyless ? "" : "status " + text + "\n");
}

int bytes(std::string_view digits) {
    std::optional<int> count = number(digits);
    if (!count || *count > max_bytes) {
        return no_such_path();
    }
    std::string body(static_cast<std::size_t>(*count), '\0');
    for (int i = 0; i < *count; i++) {
        body[static_cast<std::size_t>(i)] = static_cast<char>(i * 31 + 7);
    }
    return respond("Content-Type: application/octet-stream\n", body);
}

// C++ lets a compiler drop a loop without side effects: the volatile keeps this one.
[[noreturn]] void loop() {
    volatile bool forever = true;
    while (forever) {
    }
    __builtin_unreachable();
}

} // namespace

int main() {
    std::string_view path = variable("X_RAW_PATH_INFO", variable("PATH_INFO"));
    if (path == "/hello" || starts_with(path, "/hello/")) {
        return hello(path);
    }
    if (path == "/echo") {
        return echo();
    }
    if (path == "/headers") {
        return headers();
    }
    if (path == "/trap") {
        __builtin_trap();
    }
    if (path == "/loop") {
        loop();
    }
    if (starts_with(path, "/status/")) {
        return status(path.substr(8));
    }
    if (starts_with(path, "/bytes/")) {
        return bytes(path.substr(7));
    }
    return no_such_path();
}
