#include <stddef.h>
#include <stdint.h>

#define IMPORT(module, name) __attribute__((import_module(module), import_name(name)))
#define EXPORT(name) __attribute__((export_name(name)))
#define WASI(name) IMPORT("wasi_snapshot_preview1", #name)
#define HTTP(name) IMPORT("http_handler", #name)

WASI(environ_get) int environ_get(char **entries, char *text);
WASI(environ_sizes_get) int environ_sizes_get(uint32_t *count, uint32_t *bytes);
WASI(fd_close) int fd_close(int fd);
WASI(fd_fdstat_get) int fd_fdstat_get(int fd, uint8_t *stat);
WASI(fd_fdstat_set_flags) int fd_fdstat_set_flags(int fd, int flags);
WASI(fd_read) int fd_read(int fd, const uint32_t *vectors, int count, uint32_t *read);
WASI(fd_readdir) int fd_readdir(int fd, char *buffer, int limit, uint64_t cookie, uint32_t *used);
WASI(fd_renumber) int fd_renumber(int from, int to);
WASI(fd_write) int fd_write(int fd, const uint32_t *vectors, int count, uint32_t *written);
WASI(path_create_directory) int path_create_directory(int fd, const char *path, int length);
WASI(path_filestat_get) int path_filestat_get(int fd, int flags, const char *path, int length, uint8_t *stat);
WASI(path_open)
int path_open(int fd, int flags, const char *path, int length, int open, uint64_t rights, uint64_t inherited, int how,
              int *opened);
WASI(poll_oneoff) int poll_oneoff(const uint64_t *subscriptions, uint8_t *events, int count, uint32_t *happened);
WASI(proc_exit) _Noreturn void proc_exit(int code);
WASI(random_get) int random_get(void *buffer, int length);

/* state.s */
uint64_t globals_sum(void);
void globals_set(uint64_t value);
int calls_size(void);
void calls_move(int to, int from);
int own_size(void);
int own_grow(int more);

/* Text that is put together for an answer. */
struct text {
  char bytes[512];
  int length;
};

void put(struct text *text, const char *name, uint64_t value);

/* What is left of others: filled in by look() before this guest has written anything itself. */
struct findings {
  uint64_t memory, globals, calls;
  int pages, own;
};

struct findings look(void);
void look_further(struct text *text);
uint64_t next(uint64_t *random);
void mutate(uint64_t *random);
void end(char kind, uint64_t number);

/* What differs between the two ABIs: http.c and command.c. */
void log_line(const char *text, int length);
void flood(void);
void flood_fields(int value_length);
void flood_request(void);
void mutate_answer(uint64_t *random);
