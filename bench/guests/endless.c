// Never ends, in the way that the URI's second character names.

#define HOST(module, name) __attribute__((import_module(module), import_name(#name)))
#define EXPORT(name) __attribute__((export_name(#name)))

typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long long u64;

HOST("http_handler", get_uri) u32 get_uri(char *buffer, u32 limit);
HOST("wasi_snapshot_preview1", poll_oneoff) u32 poll_oneoff(const void *in, void *out, u32 count, u32 *events);

#define HALF (64u << 20)

static volatile u32 sink;

static void one(void) { sink++; }
static void two(void) { sink += 2; }
static void (*const volatile functions[])(void) = {one, two};

static void spin(void) {
  for (u32 i = 0;; i++) {
    sink = i;
  }
}

static void call(void) {
  for (u32 i = 0;; i++) {
    functions[i & 1]();
  }
}

static u8 *big(void) {
  u32 pages = 2 * HALF >> 16;
  u32 before = __builtin_wasm_memory_grow(0, pages);
  if (before == ~0u) {
    __builtin_trap();
  }
  return (u8 *)(before << 16);
}

static void fill(u32 size) {
  u8 *at = big();
  for (u32 i = 0;; i++) {
    __builtin_memset(at, (int)i, size);
    sink = at[i & 0xffff];
  }
}

static void copy(u32 size) {
  u8 *at = big();
  for (u32 i = 0;; i++) {
    __builtin_memcpy(at + HALF, at, size);
    sink = at[i & 0xffff];
  }
}

static void sleep(void) {
  static struct {
    u64 id;
    u64 type;
    u64 clock;
    u64 timeout;
    u64 precision;
    u64 flags;
  } in = {.clock = 1, .timeout = ~0ull >> 1};
  static u8 out[32];
  for (;;) {
    u32 events;
    poll_oneoff(&in, out, 1, &events);
  }
}

EXPORT(handle_request) u64 handle_request(void) {
  char uri[64];
  u32 length = get_uri(uri, sizeof uri);
  u32 size = length > 2 && uri[2] == '1' ? 1u << 20 : HALF;
  switch (length > 1 ? uri[1] : 0) {
    case 's': spin(); break;
    case 'i': call(); break;
    case 'f': fill(size); break;
    case 'c': copy(size); break;
    case 'p': sleep(); break;
  }
  return 0;
}

EXPORT(handle_response) void handle_response(u32 context, u32 is_error) {
  (void)context;
  (void)is_error;
}
