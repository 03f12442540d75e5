/* As a WASI command: PATH_INFO is /KIND/NUMBER, see README.md. There is no C library under it. */
#include "hostile.h"

static char *entries[128];
static char environment[8192];

static void write_to(int fd, const char *text, int length) {
  uint32_t written, vector[] = {(uint32_t)text, length};
  fd_write(fd, vector, 1, &written);
}

void log_line(const char *text, int length) { write_to(2, text, length); }

void flood(void) {
  static char zeros[65536];
  for (;;) write_to(1, zeros, sizeof zeros);
}

static void flood_lines(int value_length) {
  static char line[8200] = "x-flood: ";
  for (int i = 9; i < value_length; i++) line[i] = 'v';
  for (int i = 0; i < 1000000 / value_length; i++) {
    write_to(1, line, value_length);
    write_to(1, "v\n", 2);
  }
  write_to(1, "\n", 1);
}

void flood_fields(int value_length) { flood_lines(value_length < 10 ? 10 : value_length); }

void flood_request(void) { flood_fields(1); }

void mutate_answer(uint64_t *random) {
  char value = next(random);
  write_to(1, &value, 1);
  uint32_t read, vector[] = {(uint32_t)environment, value & 15};
  fd_read(0, vector, 1, &read);
}

static const char *path(void) {
  static const char name[] = "PATH_INFO=/";
  uint32_t count = 0, bytes = 0;
  environ_sizes_get(&count, &bytes);
  if (count > 128 || bytes > sizeof environment) proc_exit(99);
  environ_get(entries, environment);
  for (uint32_t i = 0; i < count; i++) {
    int at = 0;
    while (name[at] && entries[i][at] == name[at]) at++;
    if (!name[at]) return entries[i] + at;
  }
  proc_exit(98);
}

static void answer(const struct text *text) {
  write_to(1, "Status: 200\n\n", 13);
  write_to(1, text->bytes, text->length);
}

EXPORT("_start") void start(void) {
  struct findings found = look();
  static struct text text;
  const char *uri = path();
  uint64_t random = 0;
  char kind;
  for (const char *digit = uri + 2; *digit >= '0' && *digit <= '9'; digit++) random = random * 10 + (*digit - '0');
  random = random * 2 + 1;
  switch (uri[0]) {
    case '?':
      put(&text, "memory=", found.memory);
      put(&text, "pages=", found.pages);
      put(&text, "globals=", found.globals);
      put(&text, "calls=", found.calls);
      put(&text, "own=", found.own);
      look_further(&text);
      answer(&text);
      return;
    case 'e':
      put(&text, "", random / 2);
      answer(&text);
      return;
    case 's': /* Prints every variable, the secret ones too, where they must not go. */
      for (char **entry = entries; *entry; entry++) {
        int length = 0;
        while ((*entry)[length]) length++;
        log_line(*entry, length);
        log_line("\n", 1);
      }
      answer(&text);
      return;
    default:
      if (uri[0] != 'n' && uri[0] != 'v') write_to(1, "Status: 200\n\n", 13);
      kind = uri[0];
      if (uri[1] == 'm') mutate(&random);
      end(kind, random / 2);
  }
}
