/* As a handler of the http-wasm ABI: /KIND/NUMBER, see README.md. */
#include "hostile.h"

HTTP(enable_features) int enable_features(int features);
HTTP(get_header_names) uint64_t get_header_names(int kind, char *buffer, int limit);
HTTP(get_status_code) int get_status_code(void);
HTTP(get_uri) int get_uri(char *buffer, int limit);
HTTP(log) void http_log(int level, const char *text, int length);
HTTP(read_body) uint64_t read_body(int kind, char *buffer, int limit);
HTTP(set_header_value)
void set_header_value(int kind, const char *name, int name_length, const char *value, int value_length);
HTTP(add_header_value)
void add_header_value(int kind, const char *name, int name_length, const char *value, int value_length);
HTTP(set_method) void set_method(const char *method, int length);
HTTP(set_status_code) void set_status_code(int status);
HTTP(set_uri) void set_uri(const char *uri, int length);
HTTP(write_body) void write_body(int kind, const char *body, int length);

static char zeros[65536];

void log_line(const char *text, int length) { http_log(0, text, length); }

void flood(void) {
  for (;;) write_body(1, zeros, sizeof zeros);
}

static void flood_kind(int kind, int value_length) {
  static char value[8192];
  for (int i = 0; i < value_length; i++) value[i] = 'v';
  for (;;) add_header_value(kind, "x-flood", 7, value, value_length);
}

void flood_fields(int value_length) { flood_kind(1, value_length); }

void flood_request(void) { flood_kind(0, 1); }

void mutate_answer(uint64_t *random) {
  char name = 'a' + next(random) % 26;
  switch (next(random) % 7) {
    case 0: set_header_value(1, &name, 1, &name, 1); break;
    case 1: add_header_value(0, &name, 1, &name, 1); break;
    case 2: write_body(1, &name, 1); break;
    case 3: set_status_code(200 + next(random) % 300); break;
    case 4: enable_features(3); break;
    case 5: set_method("CHANGED", 7); break;
    default: set_uri("/changed", 8);
  }
}

static uint64_t number(const char *text) {
  uint64_t value = 0;
  while (*text >= '0' && *text <= '9') value = value * 10 + (*text++ - '0');
  return value;
}

static void answer(const struct text *text) {
  set_status_code(200);
  write_body(1, text->bytes, text->length);
}

static void report(const struct findings *found) {
  static struct text text;
  static char names[256];
  put(&text, "memory=", found->memory);
  put(&text, "pages=", found->pages);
  put(&text, "globals=", found->globals);
  put(&text, "calls=", found->calls);
  put(&text, "own=", found->own);
  put(&text, "answer=", get_header_names(1, names, sizeof names) ^ get_status_code() ^ read_body(1, names, 64));
  look_further(&text);
  answer(&text);
}

EXPORT("handle_request") uint64_t handle_request(void) {
  struct findings found = look();
  static char uri[128];
  get_uri(uri, sizeof uri);
  uint64_t random = number(uri + 3) * 2 + 1;
  char kind = uri[1];
  if (kind == '?') {
    report(&found);
    return 0;
  }
  if (kind == 's') {
    set_status_code(random / 2);
    return 0;
  }
  if (kind == 'y') return random / 2;
  if (kind == 'z') return 1;
  if (kind == 'e') { /* Echoes: the number, and how much memory it found. */
    static struct text text;
    put(&text, "", random / 2);
    answer(&text);
    return 0;
  }
  if (uri[2] == 'm') mutate(&random);
  end(kind, random / 2);
  return 0;
}

EXPORT("handle_response") void handle_response(int context, int failed) {
  (void)context;
  (void)failed;
  end('l', 0);
}
