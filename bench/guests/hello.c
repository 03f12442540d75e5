// The least an http-wasm guest does: reads the URI and a field, sets a field, writes a short body.
// Two pages of memory, no library.

#define HOST(name) __attribute__((import_module("http_handler"), import_name(#name)))
#define EXPORT(name) __attribute__((export_name(#name)))

typedef unsigned int u32;
typedef unsigned long long u64;

HOST(get_uri) u32 get_uri(char *buffer, u32 limit);
HOST(get_header_values) u64 get_header_values(u32 kind, const char *name, u32 name_length, char *buffer, u32 limit);
HOST(set_header_value) void set_header_value(u32 kind, const char *name, u32 name_length, const char *value, u32 value_length);
HOST(write_body) void write_body(u32 kind, const char *body, u32 length);

static char body[1024];
static u32 calls;

static u32 append(u32 at, const char *text, u32 length) {
  for (u32 i = 0; i < length && at < sizeof body; i++) {
    body[at++] = text[i];
  }
  return at;
}

EXPORT(handle_request) u64 handle_request(void) {
  static const char greeting[] = "hello, ", from[] = ", from ";
  char uri[256], name[256];
  u32 uri_length = get_uri(uri, sizeof uri);
  u64 values = get_header_values(0, "x-name", 6, name, sizeof name);
  u32 name_length = (u32)values;
  u32 at = append(0, greeting, sizeof greeting - 1);
  if (values >> 32 != 0 && name_length <= sizeof name) {
    at = append(at, name, name_length - 1);
  }
  at = append(at, from, sizeof from - 1);
  at = append(at, uri, uri_length <= sizeof uri ? uri_length : 0);
  // A guest that was not put back says so.
  body[at++] = calls++ == 0 ? '\n' : '!';
  set_header_value(1, "content-type", 12, "text/plain", 10);
  write_body(1, body, at);
  return 0;
}

EXPORT(handle_response) void handle_response(u32 context, u32 is_error) {
  (void)context;
  (void)is_error;
}
