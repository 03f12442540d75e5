/* The many ways in which a guest comes to no good end. */
#include "hostile.h"

typedef int caller(int depth);
extern int (*volatile functions[])(void);

static int deeper(int depth) {
  volatile char frame[64];
  frame[0] = depth;
  return depth < 0 ? frame[0] : deeper(depth + 1) + frame[0];
}

static int deeper_with_calls(int depth);
static int deeper_by_pointer(int depth);
caller *volatile callers[] = {deeper, deeper_with_calls, deeper_by_pointer};

static int deeper_by_pointer(int depth) { return callers[2](depth + 1) + 1; }

static int deeper_with_calls(int depth) {
  uint8_t stat[32];
  char name = 'a';
  uint32_t random;
  random_get(&random, 4);
  log_line("deep", depth % 4);
  fd_fdstat_get(depth & 7, stat);
  path_filestat_get(4, 0, &name, 1, stat);
  return callers[1](depth + 1) + stat[0] + random;
}

static void fill_memory(void) {
  while (__builtin_wasm_memory_grow(0, 1) != (size_t)-1) {
  }
  uint32_t pages = __builtin_wasm_memory_size(0);
  for (uint32_t page = 0; page < pages * 16; page++) *(volatile char *)(page * 4096 + 4095) = page;
}

static void sleep_an_hour(void) {
  static uint64_t subscription[6];
  static uint8_t event[32];
  uint32_t happened;
  subscription[1] = 0;
  subscription[2] = 1;
  subscription[3] = 3600ull * 1000000000;
  poll_oneoff(subscription, event, 1, &happened);
}

void end(char kind, uint64_t number) {
  static char large[4 << 20];
  volatile int stop = 0;
  switch (kind) {
    case 't': __builtin_trap();
    case 'x': proc_exit(number);
    case 'l': while (!stop) stop = 0; break;
    case 'f': for (;;) __builtin_memset(large, stop++, 65536); break;
    case 'c': while (!stop) functions[stop](); break;
    case 'r': for (;;) random_get(large, 65536); break;
    case 'o': for (;;) log_line("again and again", 15); break;
    case 'p': sleep_an_hour(); break;
    case 'd': callers[0](0); break;
    case 'i': callers[2](0); break;
    case 'h': callers[1](0); break;
    case 'm': fill_memory(); break;
    case 'b': flood(); break;
    case 'n': flood_fields(1); break;
    case 'v': flood_fields(8192); break;
    case 'q': flood_request(); break;
    case 'w': /* Makes 4 MB of pages its own, and traps. */
      for (uint32_t i = 0; i < sizeof large; i += 4096) ((volatile char *)large)[i] = 1;
      __builtin_trap();
    default: break;
  }
}
