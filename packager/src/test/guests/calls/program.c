/* Arguments, environment, time, randomness, waiting, ending, sockets. */
#include "calls.h"
#include <stdlib.h>

/* wasi-libc of today knows these no more, though they belong to preview 1. */
__attribute__((import_module("wasi_snapshot_preview1"), import_name("proc_raise")))
int32_t proc_raise(int32_t signal);

static void print_octets(const char *text) {
  for (; *text; text++) printf(*text > ' ' && *text < 127 ? "%c" : "\\%02x", (unsigned char)*text);
  printf("\n");
}

static void arguments(void) {
  __wasi_size_t count, size;
  SAY("args_sizes_get", __wasi_args_sizes_get(&count, &size));
  uint8_t *pointers[8], texts[256];
  memset(texts, 'x', sizeof texts);
  SAY("args_get", __wasi_args_get(pointers, texts));
  printf("count %zu, size %zu, after %c\n", count, size, texts[size]);
  for (__wasi_size_t i = 0; i < count; i++) print_octets((char *)pointers[i]);
}

static void environment(void) {
  __wasi_size_t count, size;
  SAY("environ_sizes_get", __wasi_environ_sizes_get(&count, &size));
  uint8_t *pointers[8], texts[256];
  SAY("environ_get", __wasi_environ_get(pointers, texts));
  printf("count %zu, size %zu\n", count, size);
  for (__wasi_size_t i = 0; i < count; i++) print_octets((char *)pointers[i]);
}

static void clocks(void) {
  for (__wasi_clockid_t id = 0; id < 5; id++) {
    __wasi_timestamp_t resolution = 0, time = 0;
    __wasi_errno_t res = __wasi_clock_res_get(id, &resolution);
    __wasi_errno_t got = __wasi_clock_time_get(id, 1, &time);
    printf("%u: res %s %llu, time %s %llu\n", id, errno_name(res), resolution, errno_name(got), time);
  }
}

static void randomness(void) {
  uint8_t bytes[20001] = {0};
  SAY("random_get of none", __wasi_random_get(bytes, 0));
  SAY("random_get", __wasi_random_get(bytes, 20000));
  for (int i = 0; i < 16; i++) printf("%02x", bytes[i]);
  int seen[256] = {0}, different = 0;
  for (int i = 0; i < 20000; i++) different += !seen[bytes[i]]++;
  printf("\n%d different, after %d\n", different, bytes[20000]);
}

static void leave(void) { __wasi_proc_exit(7); }

static void raise_nothing(void) {
  SAY("NONE", proc_raise(0));
  SAY("CHLD", proc_raise(16));
  SAY("31", proc_raise(31));
  SAY("-1", proc_raise(-1));
}

static void raise_abort(void) { proc_raise(6); }

static void yield(void) { SAY("sched_yield", __wasi_sched_yield()); }

static void sockets(void) {
  __wasi_fd_t fd;
  uint8_t byte;
  __wasi_iovec_t in = {&byte, 1};
  __wasi_ciovec_t out = {&byte, 1};
  __wasi_size_t count;
  __wasi_roflags_t flags;
  SAY("sock_accept", __wasi_sock_accept(ROOT, 0, &fd));
  SAY("sock_recv", __wasi_sock_recv(0, &in, 1, 0, &count, &flags));
  SAY("sock_send", __wasi_sock_send(1, &out, 1, 0, &count));
  SAY("sock_shutdown", __wasi_sock_shutdown(1, 3));
  SAY("sock_shutdown of none", __wasi_sock_shutdown(99, 3));
}

static __wasi_subscription_t timer(__wasi_userdata_t id, __wasi_clockid_t clock, __wasi_timestamp_t timeout, int flags) {
  __wasi_subscription_t s = {.userdata = id};
  s.u.tag = __WASI_EVENTTYPE_CLOCK;
  s.u.u.clock = (__wasi_subscription_clock_t){.id = clock, .timeout = timeout, .flags = flags};
  return s;
}

static __wasi_subscription_t ready(__wasi_userdata_t id, int type, __wasi_fd_t fd) {
  __wasi_subscription_t s = {.userdata = id};
  s.u.tag = type;
  s.u.u.fd_read.file_descriptor = fd;
  return s;
}

static void poll(const char *label, const __wasi_subscription_t *in, size_t n) {
  __wasi_event_t out[8];
  __wasi_size_t count = 0;
  __wasi_errno_t code = __wasi_poll_oneoff(in, out, n, &count);
  printf("%s=%s", label, errno_name(code));
  for (__wasi_size_t i = 0; i < count; i++) {
    printf(" [%llu %s type %d", out[i].userdata, errno_name(out[i].error), out[i].type);
    if (out[i].type) printf(" %llu bytes, flags %d", out[i].fd_readwrite.nbytes, out[i].fd_readwrite.flags);
    printf("]");
  }
  printf("\n");
}

static void poll_events(void) {
  const __wasi_timestamp_t second = 1000000000;
  __wasi_subscription_t none[1];
  poll("none", none, 0);
  poll("too many", none, 1025);
  __wasi_subscription_t clocks[] = {timer(1, 1, 3 * second, 0), timer(2, 0, 2 * second, 0), timer(3, 1, 2 * second, 0)};
  poll("the earliest", clocks, 3);
  __wasi_subscription_t absolute[] = {timer(4, 0, 1, 1), timer(5, 1, ~0ull, 1)};
  poll("long ago", absolute, 2);
  __wasi_subscription_t streams[] = {ready(6, 1, 0), ready(7, 2, 1), ready(8, 1, 77), ready(9, 1, 1), timer(10, 1, second, 0)};
  poll("streams", streams, 5);
  __wasi_subscription_t wrong[] = {timer(11, 2, 1, 0), timer(12, 9, 1, 0), timer(13, 1, 1, 8), ready(14, 7, 0)};
  poll("wrong", wrong, 4);
  union {
    __wasi_subscription_t in[3];
    __wasi_event_t out[4];
  } same = {.in = {ready(15, 1, 0), ready(16, 2, 1), ready(17, 2, 2)}};
  __wasi_size_t count;
  SAY("overlapping", __wasi_poll_oneoff(same.in, same.out, 3, &count));
  printf("%llu %llu %llu\n", same.out[0].userdata, same.out[1].userdata, same.out[2].userdata);
}

static void sleep_long(void) {
  __wasi_subscription_t day[] = {timer(1, 1, 86400ull * 1000000000, 0)};
  poll("a day", day, 1);
}

static void to_log(void) {
  fprintf(stderr, "first\nsec");
  fprintf(stderr, "ond \x1b[31mred\rforged\n%s\nunfinished", getenv("TOKEN"));
}

const test_case PROGRAM_CASES[] = {
    {"arguments", arguments}, {"environment", environment}, {"clocks", clocks}, {"randomness", randomness},
    {"leave", leave}, {"raise-nothing", raise_nothing}, {"raise-abort", raise_abort}, {"yield", yield},
    {"sockets", sockets}, {"poll", poll_events}, {"sleep-long", sleep_long}, {"to-log", to_log}, {0}};
