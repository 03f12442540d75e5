/* Changes whatever it can. */
#include "hostile.h"

static uint32_t bytes(void) { return __builtin_wasm_memory_size(0) * 65536; }

uint64_t next(uint64_t *random) {
  uint64_t x = *random;
  x ^= x << 13;
  x ^= x >> 7;
  x ^= x << 17;
  *random = x;
  return x * 0x2545f4914f6cdd1d >> 11;
}

static void open_file(uint64_t value) {
  char name = 'a' + value % 16;
  int opened = -1;
  path_open(4, 0, &name, 1, 1, ~0ull >> 35, ~0ull >> 35, 0, &opened);
  uint32_t vector[] = {0, 1024}, written;
  fd_write(opened, vector, 1, &written);
}

static void change_descriptor(uint64_t value) {
  switch (value % 4) {
    case 0: fd_close(value >> 8 & 7); break;
    case 1: fd_renumber(value >> 8 & 7, value >> 16 & 7); break;
    case 2: fd_fdstat_set_flags(value >> 8 & 7, 1); break;
    default: {
      char name = 'a' + value % 16;
      path_create_directory(4, &name, 1);
    }
  }
}

static void once(uint64_t *random) {
  uint64_t value = next(random);
  uint32_t at = next(random) % (bytes() - 8);
  switch (value % 16) {
    case 0: case 1: case 2: *(volatile uint64_t *)at = next(random); break;
    case 3: __builtin_memset((void *)at, value >> 8, (value >> 16) % (bytes() - at)); break;
    case 4: __builtin_memmove((void *)at, (void *)((bytes() - at) / 2), (bytes() - at) / 2); break;
    case 5:
      __builtin_wasm_memory_grow(0, 1 + (value >> 8) % 3);
      *(volatile uint64_t *)(bytes() - 8) = next(random);
      break;
    case 6: case 7: globals_set(value); break;
    case 8: case 9: calls_move(1 + (value >> 8) % 3, 1 + (value >> 16) % 3); break;
    case 10:
      if ((value >> 8) % 8 == 0) own_grow(1 + (value >> 16) % 4);
      break;
    case 11: case 12: open_file(value >> 8); break;
    case 13: change_descriptor(value >> 8); break;
    case 14: log_line("left behind", 11); break;
    default: mutate_answer(random);
  }
}

void mutate(uint64_t *random) {
  for (int times = 1 + next(random) % 24; times > 0; times--) once(random);
}
