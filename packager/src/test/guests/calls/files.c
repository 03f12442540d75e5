/* Files: reading, writing, seeking, sizes, times, space, listings. */
#include "calls.h"
#include <stdlib.h>

static void say_text(const char *label, __wasi_fd_t fd) {
  char text[64];
  __wasi_filesize_t at;
  __wasi_fd_seek(fd, 0, __WASI_WHENCE_SET, &at);
  __wasi_errno_t code = read_text(fd, text, sizeof text);
  __wasi_filestat_t stat;
  __wasi_fd_filestat_get(fd, &stat);
  printf("%s=%s size %llu: ", label, errno_name(code), stat.size);
  for (size_t i = 0; i < stat.size && i < sizeof text - 1; i++) printf("%c", text[i] ? text[i] : '0');
  printf("\n");
}

static void read_files(void) {
  __wasi_fd_t fd;
  __wasi_size_t count;
  char first[6] = {0}, second[32] = {0};
  __wasi_iovec_t buffers[] = {{(uint8_t *)first, 5}, {(uint8_t *)second, 31}};
  SAY("open", open_any(ROOT, "hello.txt", 0, ALL_RIGHTS & ~__WASI_RIGHTS_FD_WRITE, &fd));
  SAY("read", __wasi_fd_read(fd, buffers, 2, &count));
  printf("%zu: %s|%s", count, first, second);
  SAY("at the end", __wasi_fd_read(fd, buffers, 2, &count));
  printf("%zu\n", count);
  SAY("pread", __wasi_fd_pread(fd, buffers, 1, 7, &count));
  printf("%zu: %s\n", count, first);
  SAY("pread past the end", __wasi_fd_pread(fd, buffers, 1, 1ull << 40, &count));
  printf("%zu\n", count);
  SAY("pread before the start", __wasi_fd_pread(fd, buffers, 1, -1, &count));
  SAY("write", write_text(fd, "x"));
  SAY("allocate", __wasi_fd_allocate(fd, 0, 100));
  SAY("set_size", __wasi_fd_filestat_set_size(fd, 0));
  SAY("set_times", __wasi_fd_filestat_set_times(fd, 0, 0, 0));
  SAY("sync", __wasi_fd_sync(fd));
  SAY("advise", __wasi_fd_advise(fd, 0, 10, __WASI_ADVICE_WILLNEED));
  SAY("advise unknown", __wasi_fd_advise(fd, 0, 10, 6));
  SAY("advise before the start", __wasi_fd_advise(fd, -1, 10, 0));
}

static void write_files(void) {
  __wasi_size_t count;
  __wasi_fd_t fd = make("file", "0123456789");
  __wasi_ciovec_t buffers[] = {{(const uint8_t *)"ab", 2}, {(const uint8_t *)"", 0}, {(const uint8_t *)"cd", 2}};
  SAY("write", __wasi_fd_write(fd, buffers, 3, &count));
  printf("%zu\n", count);
  say_text("written", fd);
  SAY("pwrite", __wasi_fd_pwrite(fd, buffers, 3, 1, &count));
  say_text("pwritten", fd);
  SAY("pwrite past the end", __wasi_fd_pwrite(fd, buffers, 1, 16, &count));
  say_text("with a gap", fd);
  SAY("pwrite before the start", __wasi_fd_pwrite(fd, buffers, 1, -1, &count));
  SAY("set_size", __wasi_fd_filestat_set_size(fd, 3));
  say_text("cut", fd);
  SAY("set_size", __wasi_fd_filestat_set_size(fd, 6));
  say_text("zeros", fd);
  SAY("allocate within", __wasi_fd_allocate(fd, 0, 2));
  SAY("allocate", __wasi_fd_allocate(fd, 6, 2));
  say_text("allocated", fd);
  SAY("allocate none", __wasi_fd_allocate(fd, 0, 0));
  SAY("truncate", open_any(TMP, "file", TRUNC, ALL_RIGHTS, &fd));
  say_text("truncated", fd);
  SAY("datasync", __wasi_fd_datasync(fd));
}

static void seeking(void) {
  __wasi_filesize_t at = 77;
  __wasi_fd_t fd = make("file", "0123456789");
  SAY("tell", __wasi_fd_tell(fd, &at));
  printf("%llu\n", at);
  SAY("set", __wasi_fd_seek(fd, 4, __WASI_WHENCE_SET, &at));
  SAY("cur", __wasi_fd_seek(fd, -1, __WASI_WHENCE_CUR, &at));
  printf("%llu\n", at);
  SAY("end", __wasi_fd_seek(fd, 5, __WASI_WHENCE_END, &at));
  printf("%llu\n", at);
  SAY("before the start", __wasi_fd_seek(fd, -11, __WASI_WHENCE_END, &at));
  SAY("past the last number", __wasi_fd_seek(fd, INT64_MAX, __WASI_WHENCE_CUR, &at));
  SAY("unknown", __wasi_fd_seek(fd, 0, 3, &at));
  printf("%llu\n", at);
  SAY("far", __wasi_fd_seek(fd, 1ll << 40, __WASI_WHENCE_SET, &at));
  SAY("write far", write_text(fd, "x"));
}

static void space(void) {
  static char block[32768];
  memset(block, 'x', sizeof block - 1);
  __wasi_fd_t fd, other;
  SAY("unlimited", open_any(TMP, "a", CREAT, ALL_RIGHTS, &fd));
  SAY("32767", write_text(fd, block));
  SAY("65534", write_text(fd, block));
  SAY("one too many", write_text(fd, "xyz"));
  SAY("the last two", write_text(fd, "xy"));
  SAY("one more", write_text(fd, "x"));
  SAY("set_size", __wasi_fd_filestat_set_size(fd, 65537));
  SAY("allocate", __wasi_fd_allocate(fd, 65536, 1));
  SAY("too large for a file", __wasi_fd_filestat_set_size(fd, 1ull << 40));
  SAY("larger than all numbers", __wasi_fd_filestat_set_size(fd, -1));
  SAY("allocate past all numbers", __wasi_fd_allocate(fd, INT64_MAX, INT64_MAX));
  SAY("an empty file", open_any(TMP, "b", CREAT, ALL_RIGHTS, &other));
  SAY("with a byte", write_text(other, "x"));
  SAY("a link", __wasi_path_symlink("a", TMP, "l"));
  SAY("unlink", __wasi_path_unlink_file(TMP, "a"));
  SAY("still open", write_text(other, "x"));
  SAY("close", __wasi_fd_close(fd));
  SAY("room again", write_text(other, block));
}

static void names(void) {
  char path[16];
  int made = 0;
  __wasi_fd_t fd;
  __wasi_errno_t code;
  for (;;) {
    snprintf(path, sizeof path, "f%d", made);
    if ((code = open_any(TMP, path, CREAT, READING, &fd)) != 0) break;
    __wasi_fd_close(fd);
    made++;
  }
  printf("%d, then %s\n", made, errno_name(code));
  SAY("mkdir", __wasi_path_create_directory(TMP, "d"));
  SAY("link", __wasi_path_link(TMP, 0, "f0", TMP, "g"));
  SAY("unlink", __wasi_path_unlink_file(TMP, "f0"));
  SAY("mkdir", __wasi_path_create_directory(TMP, "d"));
}

static void say_times(const char *label, __wasi_fd_t fd) {
  __wasi_filestat_t stat;
  __wasi_fd_filestat_get(fd, &stat);
  printf("%s: atim %llu, mtim %llu\n", label, stat.atim, stat.mtim);
}

static void times(void) {
  __wasi_fd_t fd = make("file", "x");
  say_times("new", fd);
  SAY("both", __wasi_fd_filestat_set_times(fd, 11, 22, __WASI_FSTFLAGS_ATIM | __WASI_FSTFLAGS_MTIM));
  say_times("both", fd);
  SAY("none", __wasi_fd_filestat_set_times(fd, 33, 44, 0));
  say_times("none", fd);
  SAY("now", __wasi_path_filestat_set_times(TMP, 0, "file", 0, 0, __WASI_FSTFLAGS_MTIM_NOW));
  say_times("now", fd);
  SAY("by path", __wasi_path_filestat_set_times(TMP, 0, "file", 55, 0, __WASI_FSTFLAGS_ATIM));
  say_times("by path", fd);
  SAY("contrary", __wasi_fd_filestat_set_times(fd, 1, 1, __WASI_FSTFLAGS_ATIM | __WASI_FSTFLAGS_ATIM_NOW));
  SAY("unknown", __wasi_fd_filestat_set_times(fd, 1, 1, 16));
  SAY("missing", __wasi_path_filestat_set_times(TMP, 0, "none", 0, 0, 0));
}

/* Lists with a buffer of that size, from that cookie on, and returns the cookie after what was whole. */
static uint64_t list(const char *label, __wasi_fd_t dir, size_t room, uint64_t cookie) {
  uint8_t buffer[1024];
  __wasi_size_t used = 0, at = 0;
  __wasi_errno_t code = __wasi_fd_readdir(dir, buffer, room, cookie, &used);
  printf("%s=%s used %zu:", label, errno_name(code), used);
  while (at + sizeof(__wasi_dirent_t) <= used) {
    __wasi_dirent_t entry;
    memcpy(&entry, buffer + at, sizeof entry);
    at += sizeof entry;
    if (at + entry.d_namlen > used) break;
    printf(" %.*s/%d/%llu", (int)entry.d_namlen, (char *)buffer + at, entry.d_type, entry.d_next);
    at += entry.d_namlen;
    cookie = entry.d_next;
  }
  printf("\n");
  return cookie;
}

static void listing(void) {
  __wasi_fd_t dir;
  list("root", ROOT, 1024, 0);
  SAY("open", open_any(ROOT, "dir", DIRECTORY, ALL_RIGHTS & ~__WASI_RIGHTS_FD_WRITE, &dir));
  list("dir", dir, 1024, 0);
  for (int i = 0; i < 5; i++) __wasi_fd_close(make((char[]){'f', '0' + i, 0}, ""));
  __wasi_path_create_directory(TMP, "d");
  __wasi_path_symlink("f1", TMP, "l");
  uint64_t cookie = list("in parts", TMP, 80, 0);
  SAY("unlink", __wasi_path_unlink_file(TMP, "f0"));
  SAY("unlink", __wasi_path_unlink_file(TMP, "f2"));
  cookie = list("on", TMP, 80, cookie);
  list("to the end", TMP, 1024, cookie);
  list("no room", TMP, 0, 0);
  list("past the end", TMP, 1024, 1000);
  list("before the start", TMP, 1024, -1);
}

const test_case FILE_CASES[] = {
    {"read-files", read_files}, {"write-files", write_files}, {"seeking", seeking}, {"space", space},
    {"names", names}, {"times", times}, {"listing", listing}, {0}};
