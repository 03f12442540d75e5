/* Runs the case that its first argument names. */
#include "calls.h"
#include <stdlib.h>

const char *errno_name(__wasi_errno_t code) {
  static char other[16];
  switch (code) {
    case 0: return "OK";
    case __WASI_ERRNO_BADF: return "EBADF";
    case __WASI_ERRNO_BUSY: return "EBUSY";
    case __WASI_ERRNO_EXIST: return "EEXIST";
    case __WASI_ERRNO_FBIG: return "EFBIG";
    case __WASI_ERRNO_ILSEQ: return "EILSEQ";
    case __WASI_ERRNO_INVAL: return "EINVAL";
    case __WASI_ERRNO_ISDIR: return "EISDIR";
    case __WASI_ERRNO_LOOP: return "ELOOP";
    case __WASI_ERRNO_MFILE: return "EMFILE";
    case __WASI_ERRNO_NAMETOOLONG: return "ENAMETOOLONG";
    case __WASI_ERRNO_NOENT: return "ENOENT";
    case __WASI_ERRNO_NOSPC: return "ENOSPC";
    case __WASI_ERRNO_NOTDIR: return "ENOTDIR";
    case __WASI_ERRNO_NOTEMPTY: return "ENOTEMPTY";
    case __WASI_ERRNO_NOTSOCK: return "ENOTSOCK";
    case __WASI_ERRNO_NOTSUP: return "ENOTSUP";
    case __WASI_ERRNO_PERM: return "EPERM";
    case __WASI_ERRNO_ROFS: return "EROFS";
    case __WASI_ERRNO_SPIPE: return "ESPIPE";
    case __WASI_ERRNO_XDEV: return "EXDEV";
    case __WASI_ERRNO_NOTCAPABLE: return "ENOTCAPABLE";
    default: snprintf(other, sizeof other, "errno %d", code); return other;
  }
}

__wasi_errno_t open_any(__wasi_fd_t dir, const char *path, int how, __wasi_rights_t rights, __wasi_fd_t *fd) {
  return __wasi_path_open(dir, FOLLOW, path, how, rights, rights, 0, fd);
}

__wasi_errno_t write_text(__wasi_fd_t fd, const char *text) {
  __wasi_ciovec_t buffer = {(const uint8_t *)text, strlen(text)};
  __wasi_size_t written;
  return __wasi_fd_write(fd, &buffer, 1, &written);
}

/* Reads what fits, and ends it with a NUL. */
__wasi_errno_t read_text(__wasi_fd_t fd, char *text, size_t room) {
  __wasi_iovec_t buffer = {(uint8_t *)text, room - 1};
  __wasi_size_t count = 0;
  __wasi_errno_t code = __wasi_fd_read(fd, &buffer, 1, &count);
  text[count] = 0;
  return code;
}

/* A new open file in scratch space, standing at its end. */
__wasi_fd_t make(const char *path, const char *text) {
  __wasi_fd_t fd;
  __wasi_errno_t code = open_any(TMP, path, CREAT | TRUNC, ALL_RIGHTS, &fd);
  if (code == 0) code = write_text(fd, text);
  if (code != 0) {
    printf("make %s=%s\n", path, errno_name(code));
    exit(1);
  }
  return fd;
}

/* Prints what is at a path, not following a link: its type, names and size. */
void show(const char *label, __wasi_fd_t dir, const char *path) {
  __wasi_filestat_t stat;
  __wasi_errno_t code = __wasi_path_filestat_get(dir, 0, path, &stat);
  if (code == 0) {
    printf("%s: type %d, links %llu, size %llu\n", label, stat.filetype, stat.nlink, stat.size);
  } else {
    printf("%s=%s\n", label, errno_name(code));
  }
}

static int run(const test_case *cases, const char *name) {
  for (; cases->name; cases++) {
    if (strcmp(cases->name, name) == 0) {
      cases->run();
      return 1;
    }
  }
  return 0;
}

int main(int argc, char **argv) {
  const char *name = argc > 1 ? argv[1] : "";
  if (run(PROGRAM_CASES, name) || run(DESCRIPTOR_CASES, name) || run(FILE_CASES, name) || run(PATH_CASES, name) ||
      run(LIBC_CASES, name)) {
    return 0;
  }
  fprintf(stderr, "no such case: %s\n", name);
  return 2;
}
