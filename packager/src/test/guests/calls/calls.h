/* What the cases share. Each case prints what the host answered, one line for each call. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <wasi/api.h>

enum { ROOT = 3, TMP = 4 };

#define ALL_RIGHTS (~(__wasi_rights_t)0)
#define READING (__WASI_RIGHTS_FD_READ | __WASI_RIGHTS_FD_SEEK | __WASI_RIGHTS_FD_TELL | __WASI_RIGHTS_FD_FILESTAT_GET)
#define CREAT __WASI_OFLAGS_CREAT
#define EXCL __WASI_OFLAGS_EXCL
#define TRUNC __WASI_OFLAGS_TRUNC
#define DIRECTORY __WASI_OFLAGS_DIRECTORY
#define FOLLOW __WASI_LOOKUPFLAGS_SYMLINK_FOLLOW

#define SAY(label, call) printf("%s=%s\n", label, errno_name(call))

const char *errno_name(__wasi_errno_t code);
__wasi_errno_t open_any(__wasi_fd_t dir, const char *path, int how, __wasi_rights_t rights, __wasi_fd_t *fd);
__wasi_errno_t write_text(__wasi_fd_t fd, const char *text);
__wasi_errno_t read_text(__wasi_fd_t fd, char *text, size_t room);
__wasi_fd_t make(const char *path, const char *text);
void show(const char *label, __wasi_fd_t dir, const char *path);

typedef struct {
  const char *name;
  void (*run)(void);
} test_case;

extern const test_case PROGRAM_CASES[], DESCRIPTOR_CASES[], FILE_CASES[], PATH_CASES[], LIBC_CASES[];
