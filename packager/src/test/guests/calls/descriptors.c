/* Descriptors: streams, what is opened before, rights, flags, numbers. */
#include "calls.h"

static void say_fdstat(const char *label, __wasi_fd_t fd) {
  __wasi_fdstat_t stat;
  __wasi_errno_t code = __wasi_fd_fdstat_get(fd, &stat);
  printf("%s=%s", label, errno_name(code));
  if (code == 0) {
    printf(" type %d, flags %d, rights %llx, inheriting %llx", stat.fs_filetype, stat.fs_flags, stat.fs_rights_base,
           stat.fs_rights_inheriting);
  }
  printf("\n");
}

static void standard_input(void) {
  char first[4] = {0}, second[8] = {0};
  __wasi_iovec_t buffers[] = {{(uint8_t *)first, 3}, {(uint8_t *)second, 7}};
  __wasi_size_t count;
  SAY("fd_read", __wasi_fd_read(0, buffers, 2, &count));
  printf("%zu: %s, %s\n", count, first, second);
  SAY("the rest", __wasi_fd_read(0, buffers, 2, &count));
  printf("%zu: %s\n", count, first);
  SAY("at the end", __wasi_fd_read(0, buffers, 2, &count));
  printf("%zu\n", count);
  SAY("no buffers", __wasi_fd_read(0, buffers, 0, &count));
  SAY("too many buffers", __wasi_fd_read(0, buffers, 1025, &count));
}

static void streams(void) {
  __wasi_size_t count;
  __wasi_filesize_t at;
  char byte = 'x';
  __wasi_iovec_t in = {(uint8_t *)&byte, 1};
  __wasi_ciovec_t out = {(uint8_t *)&byte, 1};
  SAY("read stdout", __wasi_fd_read(1, &in, 1, &count));
  SAY("write stdin", __wasi_fd_write(0, &out, 1, &count));
  SAY("write none", __wasi_fd_write(99, &out, 1, &count));
  SAY("pread", __wasi_fd_pread(0, &in, 1, 0, &count));
  SAY("pwrite", __wasi_fd_pwrite(1, &out, 1, 0, &count));
  SAY("seek", __wasi_fd_seek(1, 0, 0, &at));
  SAY("tell", __wasi_fd_tell(0, &at));
  SAY("advise", __wasi_fd_advise(0, 0, 0, 0));
  SAY("allocate", __wasi_fd_allocate(1, 0, 1));
  SAY("set_size", __wasi_fd_filestat_set_size(1, 0));
  SAY("set_times", __wasi_fd_filestat_set_times(1, 0, 0, 0));
  SAY("sync", __wasi_fd_sync(1));
  SAY("datasync", __wasi_fd_datasync(0));
  uint8_t entries[64];
  SAY("readdir", __wasi_fd_readdir(0, entries, sizeof entries, 0, &count));
  say_fdstat("stdin", 0);
  say_fdstat("stdout", 1);
  __wasi_filestat_t stat;
  SAY("filestat", __wasi_fd_filestat_get(1, &stat));
  printf("type %d, links %llu, size %llu\n", stat.filetype, stat.nlink, stat.size);
}

static void directories(void) {
  __wasi_size_t count;
  __wasi_filesize_t at;
  char byte = 'x';
  __wasi_iovec_t in = {(uint8_t *)&byte, 1};
  __wasi_ciovec_t out = {(uint8_t *)&byte, 1};
  SAY("read", __wasi_fd_read(TMP, &in, 1, &count));
  SAY("write", __wasi_fd_write(TMP, &out, 1, &count));
  SAY("pread", __wasi_fd_pread(TMP, &in, 1, 0, &count));
  SAY("seek", __wasi_fd_seek(TMP, 0, 0, &at));
  SAY("sync", __wasi_fd_sync(TMP));
  SAY("datasync", __wasi_fd_datasync(TMP));
  say_fdstat("root", ROOT);
  __wasi_filestat_t stat;
  SAY("filestat", __wasi_fd_filestat_get(TMP, &stat));
  printf("type %d\n", stat.filetype);
}

static void preopens(void) {
  for (__wasi_fd_t fd = 2; fd < 6; fd++) {
    __wasi_prestat_t prestat;
    char name[8] = "-------";
    __wasi_errno_t code = __wasi_fd_prestat_get(fd, &prestat);
    printf("%u=%s", fd, errno_name(code));
    if (code == 0) {
      __wasi_size_t length = prestat.u.dir.pr_name_len;
      printf(" tag %d, %zu short=%s", prestat.tag, length,
             errno_name(__wasi_fd_prestat_dir_name(fd, (uint8_t *)name, length - 1)));
      printf(" exact=%s %s", errno_name(__wasi_fd_prestat_dir_name(fd, (uint8_t *)name, length)), name);
    }
    printf("\n");
  }
  char name[4];
  SAY("name of none", __wasi_fd_prestat_dir_name(0, (uint8_t *)name, 4));
}

static void closing(void) {
  __wasi_fd_t fd;
  SAY("close none", __wasi_fd_close(9));
  SAY("close -1", __wasi_fd_close(-1));
  SAY("open", open_any(ROOT, "hello.txt", 0, READING, &fd));
  printf("fd %u\n", fd);
  SAY("close", __wasi_fd_close(fd));
  SAY("close again", __wasi_fd_close(fd));
  SAY("close stdin", __wasi_fd_close(0));
  SAY("open", open_any(ROOT, "hello.txt", 0, READING, &fd));
  printf("fd %u\n", fd);
}

static void renumbering(void) {
  char text[32];
  __wasi_fd_t a, b;
  SAY("open", open_any(ROOT, "hello.txt", 0, READING, &a));
  SAY("open", open_any(ROOT, "dir/inner.txt", 0, READING, &b));
  SAY("to a closed one", __wasi_fd_renumber(a, 30));
  SAY("from a closed one", __wasi_fd_renumber(30, a));
  SAY("to itself", __wasi_fd_renumber(a, a));
  SAY("over another", __wasi_fd_renumber(a, b));
  SAY("the old number", read_text(a, text, sizeof text));
  SAY("the new number", read_text(b, text, sizeof text));
  printf("%s", text);
  SAY("over stdin", __wasi_fd_renumber(b, 0));
}

static void too_many(void) {
  __wasi_fd_t fd;
  int opened = 0;
  __wasi_errno_t code;
  while ((code = open_any(ROOT, "hello.txt", 0, READING, &fd)) == 0) opened++;
  printf("%d, then %s, last %u\n", opened, errno_name(code), fd);
  SAY("creating", open_any(TMP, "new", CREAT, ALL_RIGHTS, &fd));
  show("was not created", TMP, "new");
  SAY("close", __wasi_fd_close(100));
  SAY("open", open_any(ROOT, "hello.txt", 0, READING, &fd));
  printf("fd %u\n", fd);
}

static void rights(void) {
  char text[32];
  __wasi_fd_t fd, dir;
  SAY("open", open_any(TMP, "file", CREAT, READING | __WASI_RIGHTS_FD_WRITE, &fd));
  say_fdstat("as opened", fd);
  SAY("advise without", __wasi_fd_advise(fd, 0, 0, 0));
  SAY("more", __wasi_fd_fdstat_set_rights(fd, ALL_RIGHTS, 0));
  SAY("less", __wasi_fd_fdstat_set_rights(fd, __WASI_RIGHTS_FD_SEEK, 0));
  SAY("read", read_text(fd, text, sizeof text));
  SAY("write", write_text(fd, "x"));
  SAY("flags", __wasi_fd_fdstat_set_flags(fd, 0));
  SAY("back", __wasi_fd_fdstat_set_rights(fd, READING, 0));
  SAY("mkdir", __wasi_path_create_directory(TMP, "d"));
  make("d/file", "x");
  SAY("opendir", __wasi_path_open(TMP, 0, "d", DIRECTORY, __WASI_RIGHTS_PATH_OPEN, READING, 0, &dir));
  SAY("create without", open_any(dir, "new", CREAT, READING, &fd));
  SAY("mkdir without", __wasi_path_create_directory(dir, "e"));
  SAY("all that is passed on", open_any(dir, "file", 0, ALL_RIGHTS, &fd));
  say_fdstat("as opened", fd);
  SAY("write", write_text(fd, "x"));
}

static void flags(void) {
  char text[32];
  __wasi_filesize_t at;
  __wasi_fd_t fd = make("file", "12345");
  SAY("unknown", __wasi_fd_fdstat_set_flags(fd, 32));
  SAY("append", __wasi_fd_fdstat_set_flags(fd, __WASI_FDFLAGS_APPEND));
  say_fdstat("stat", fd);
  SAY("seek", __wasi_fd_seek(fd, 0, __WASI_WHENCE_SET, &at));
  SAY("write", write_text(fd, "67"));
  SAY("tell", __wasi_fd_tell(fd, &at));
  printf("at %llu\n", at);
  SAY("seek", __wasi_fd_seek(fd, 1, __WASI_WHENCE_SET, &at));
  SAY("read", read_text(fd, text, sizeof text));
  printf("%s\n", text);
}

/* What Go's runtime does when it starts. */
static void nonblock(void) {
  for (__wasi_fd_t fd = 0; fd < 3; fd++) SAY("nonblock", __wasi_fd_fdstat_set_flags(fd, __WASI_FDFLAGS_NONBLOCK));
  say_fdstat("stdin", 0);
}

const test_case DESCRIPTOR_CASES[] = {
    {"standard-input", standard_input}, {"streams", streams}, {"directories", directories}, {"preopens", preopens},
    {"closing", closing}, {"renumbering", renumbering}, {"too-many", too_many}, {"rights", rights}, {"flags", flags},
    {"nonblock", nonblock}, {0}};
