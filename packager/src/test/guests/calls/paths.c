/* Paths: what they lead to, what they must not lead to, what is denied. */
#include "calls.h"
#include <stdlib.h>

/* wasi-libc measures a path itself, and so never passes on a NUL. */
__attribute__((import_module("wasi_snapshot_preview1"), import_name("path_create_directory")))
int32_t mkdir_of_length(int32_t fd, const char *path, int32_t length);

static void say_open(const char *label, __wasi_fd_t dir, const char *path, int how, __wasi_rights_t rights) {
  __wasi_fd_t fd;
  __wasi_errno_t code = open_any(dir, path, how, rights, &fd);
  printf("%s=%s\n", label, errno_name(code));
  if (code == 0) __wasi_fd_close(fd);
}

static void opening(void) {
  __wasi_fd_t fd;
  __wasi_fd_close(make("file", "x"));
  __wasi_path_create_directory(TMP, "d");
  say_open("missing", TMP, "none", 0, READING);
  say_open("below a missing one", TMP, "none/x", CREAT, READING);
  say_open("below a file", TMP, "file/x", CREAT, READING);
  say_open("a file with a slash", TMP, "file/", 0, READING);
  say_open("a new one with a slash", TMP, "new/", CREAT, READING);
  say_open("a file as a directory", TMP, "file", DIRECTORY, READING);
  say_open("exclusive", TMP, "file", CREAT | EXCL, READING);
  say_open("exclusive and new", TMP, "new", CREAT | EXCL, READING);
  say_open("a directory", TMP, "d", 0, READING);
  say_open("a directory to write", TMP, "d", 0, __WASI_RIGHTS_FD_WRITE);
  say_open("a directory to create", TMP, "d", CREAT, READING);
  say_open("create a directory", TMP, "e", CREAT | DIRECTORY, READING);
  say_open("itself", TMP, ".", DIRECTORY, READING);
  say_open("unknown flags", TMP, "file", 16, READING);
  say_open("no path", TMP, "", 0, READING);
  say_open("from a stream", 1, "file", 0, READING);
  say_open("from nothing", 99, "file", 0, READING);
  SAY("unknown lookup", __wasi_path_open(TMP, 2, "file", 0, READING, 0, 0, &fd));
  SAY("unknown fdflags", __wasi_path_open(TMP, 0, "file", 0, READING, 0, 64, &fd));
  SAY("open", open_any(TMP, "file", 0, READING, &fd));
  say_open("from a file", fd, "x", 0, READING);
}

static void escapes(void) {
  __wasi_fd_t dir;
  __wasi_path_create_directory(TMP, "d");
  __wasi_fd_close(make("file", "x"));
  say_open("absolute", TMP, "/etc/passwd", 0, READING);
  say_open("above", TMP, "..", 0, READING);
  say_open("above and back", TMP, "../tmp/file", 0, READING);
  say_open("down and above", TMP, "d/../../x", 0, READING);
  say_open("down and up", TMP, "d/../file", 0, READING);
  say_open("above the files", ROOT, "dir/sub/../../../tmp", 0, READING);
  SAY("open", open_any(TMP, "d", DIRECTORY, ALL_RIGHTS & ~__WASI_RIGHTS_FD_WRITE, &dir));
  say_open("above what was opened", dir, "../file", 0, READING);
  SAY("link", __wasi_path_symlink("/etc/passwd", TMP, "absolute"));
  say_open("absolute link", TMP, "absolute", 0, READING);
  SAY("link", __wasi_path_symlink("../../etc/passwd", TMP, "d/relative"));
  say_open("relative link", TMP, "d/relative", 0, READING);
  say_open("relative link from below", dir, "relative", 0, READING);
  SAY("link", __wasi_path_symlink("../file", TMP, "d/within"));
  say_open("link within", TMP, "d/within", 0, READING);
  say_open("link within from below", dir, "within", 0, READING);
  SAY("mkdir", __wasi_path_create_directory(TMP, "../e"));
  SAY("unlink", __wasi_path_unlink_file(dir, "../file"));
  SAY("rename", __wasi_path_rename(TMP, "file", dir, "../../file"));
}

static void bad_names(void) {
  static char path[8192];
  __wasi_fd_t fd;
  memset(path, 'n', 255);
  SAY("a name of 255", open_any(TMP, path, CREAT, READING, &fd));
  memset(path, 'n', 256);
  SAY("a name of 256", open_any(TMP, path, CREAT, READING, &fd));
  SAY("a directory of 256", __wasi_path_create_directory(TMP, path));
  for (int i = 0; i < 4096; i++) path[i] = i % 2 ? '/' : '.';
  SAY("a path of 4096", open_any(TMP, path, 0, READING, &fd));
  path[4096] = '.';
  SAY("a path of 4097", open_any(TMP, path, 0, READING, &fd));
  SAY("no UTF-8", open_any(TMP, "\xff\xfe", CREAT, READING, &fd));
  SAY("overlong UTF-8", open_any(TMP, "\xc0\xae\xc0\xae", 0, READING, &fd));
  SAY("UTF-8", open_any(TMP, "h\xc3\xb6llo", CREAT, READING, &fd));
  SAY("a NUL", mkdir_of_length(TMP, "a\0b", 3));
}

static void making(void) {
  __wasi_fd_t dir;
  SAY("mkdir", __wasi_path_create_directory(TMP, "d"));
  SAY("again", __wasi_path_create_directory(TMP, "d"));
  SAY("with a slash", __wasi_path_create_directory(TMP, "d/e/"));
  SAY("below a missing one", __wasi_path_create_directory(TMP, "x/y"));
  SAY("itself", __wasi_path_create_directory(TMP, "."));
  SAY("open", open_any(TMP, "d/e", DIRECTORY, ALL_RIGHTS & ~__WASI_RIGHTS_FD_WRITE, &dir));
  SAY("rmdir of a full one", __wasi_path_remove_directory(TMP, "d"));
  SAY("unlink of a directory", __wasi_path_unlink_file(TMP, "d"));
  SAY("rmdir", __wasi_path_remove_directory(TMP, "d/e"));
  SAY("rmdir again", __wasi_path_remove_directory(TMP, "d/e"));
  SAY("mkdir in a removed one", __wasi_path_create_directory(dir, "f"));
  SAY("rmdir of itself", __wasi_path_remove_directory(TMP, "."));
  __wasi_fd_close(make("file", "x"));
  SAY("rmdir of a file", __wasi_path_remove_directory(TMP, "file"));
  SAY("unlink with a slash", __wasi_path_unlink_file(TMP, "file/"));
  SAY("unlink", __wasi_path_unlink_file(TMP, "file"));
  SAY("unlink again", __wasi_path_unlink_file(TMP, "file"));
  show("file", TMP, "file");
}

static void links(void) {
  char text[32];
  __wasi_fd_t fd;
  __wasi_size_t used;
  __wasi_path_create_directory(TMP, "d");
  __wasi_fd_close(make("file", "content"));
  SAY("hard link", __wasi_path_link(TMP, 0, "file", TMP, "d/hard"));
  show("hard", TMP, "d/hard");
  SAY("again", __wasi_path_link(TMP, 0, "file", TMP, "d/hard"));
  SAY("of a directory", __wasi_path_link(TMP, 0, "d", TMP, "e"));
  SAY("of a missing one", __wasi_path_link(TMP, 0, "none", TMP, "e"));
  SAY("unlink", __wasi_path_unlink_file(TMP, "file"));
  SAY("open", open_any(TMP, "d/hard", 0, READING, &fd));
  SAY("read", read_text(fd, text, sizeof text));
  printf("%s\n", text);
  SAY("symlink", __wasi_path_symlink("d/hard", TMP, "soft"));
  SAY("again", __wasi_path_symlink("other", TMP, "soft"));
  SAY("empty", __wasi_path_symlink("", TMP, "empty"));
  show("soft", TMP, "soft");
  memset(text, 0, sizeof text);
  SAY("readlink", __wasi_path_readlink(TMP, "soft", (uint8_t *)text, sizeof text, &used));
  printf("%zu: %s\n", used, text);
  memset(text, 0, sizeof text);
  SAY("readlink of 3", __wasi_path_readlink(TMP, "soft", (uint8_t *)text, 3, &used));
  printf("%zu: %s\n", used, text);
  SAY("readlink of a file", __wasi_path_readlink(TMP, "d/hard", (uint8_t *)text, 3, &used));
  SAY("followed", open_any(TMP, "soft", 0, READING, &fd));
  SAY("not followed", __wasi_path_open(TMP, 0, "soft", 0, READING, 0, 0, &fd));
  __wasi_filestat_t stat;
  SAY("stat", __wasi_path_filestat_get(TMP, FOLLOW, "soft", &stat));
  printf("type %d, size %llu\n", stat.filetype, stat.size);
  SAY("to nothing", __wasi_path_symlink("new", TMP, "dangling"));
  SAY("open", open_any(TMP, "dangling", 0, READING, &fd));
  SAY("exclusive", open_any(TMP, "dangling", CREAT | EXCL, READING, &fd));
  SAY("create", open_any(TMP, "dangling", CREAT, READING, &fd));
  show("new", TMP, "new");
  SAY("to itself", __wasi_path_symlink("loop", TMP, "loop"));
  SAY("open", open_any(TMP, "loop", 0, READING, &fd));
  SAY("below", open_any(TMP, "loop/x", 0, READING, &fd));
  SAY("to a directory", __wasi_path_symlink("d", TMP, "dir"));
  SAY("through it", open_any(TMP, "dir/hard", 0, READING, &fd));
  SAY("rmdir of a link", __wasi_path_remove_directory(TMP, "dir"));
  SAY("unlink of a link", __wasi_path_unlink_file(TMP, "dir"));
  show("d", TMP, "d");
}

static void renaming(void) {
  char text[32];
  __wasi_fd_t dir, fd;
  __wasi_fd_close(make("a", "A"));
  __wasi_fd_close(make("b", "B"));
  __wasi_path_create_directory(TMP, "d");
  __wasi_path_create_directory(TMP, "d/inner");
  __wasi_path_create_directory(TMP, "empty");
  SAY("open", open_any(TMP, "d/inner", DIRECTORY, ALL_RIGHTS & ~__WASI_RIGHTS_FD_WRITE, &dir));
  SAY("over a file", __wasi_path_rename(TMP, "a", TMP, "b"));
  show("a", TMP, "a");
  SAY("open", open_any(TMP, "b", 0, READING, &fd));
  SAY("read", read_text(fd, text, sizeof text));
  printf("%s\n", text);
  SAY("to itself", __wasi_path_rename(TMP, "b", TMP, "./b"));
  SAY("a missing one", __wasi_path_rename(TMP, "a", TMP, "c"));
  SAY("a file over a directory", __wasi_path_rename(TMP, "b", TMP, "d"));
  SAY("a file to a slash", __wasi_path_rename(TMP, "b", TMP, "c/"));
  SAY("a directory over a file", __wasi_path_rename(TMP, "d", TMP, "b"));
  SAY("a directory over a full one", __wasi_path_rename(TMP, "empty", TMP, "d"));
  SAY("a directory below itself", __wasi_path_rename(TMP, "d", TMP, "d/inner/d"));
  SAY("a directory below itself by number", __wasi_path_rename(TMP, "d", dir, "d"));
  SAY("itself", __wasi_path_rename(TMP, ".", TMP, "x"));
  SAY("a directory over an empty one", __wasi_path_rename(TMP, "d", TMP, "empty"));
  show("empty/inner", TMP, "empty/inner");
  SAY("into another", __wasi_path_rename(TMP, "b", dir, "b"));
  show("empty/inner/b", TMP, "empty/inner/b");
}

static void read_only(void) {
  __wasi_fd_t fd;
  say_open("write", ROOT, "hello.txt", 0, READING | __WASI_RIGHTS_FD_WRITE);
  say_open("truncate", ROOT, "hello.txt", TRUNC, READING);
  say_open("create", ROOT, "new", CREAT, READING);
  say_open("create an existing one", ROOT, "hello.txt", CREAT, READING);
  say_open("exclusive", ROOT, "hello.txt", CREAT | EXCL, READING);
  SAY("mkdir", __wasi_path_create_directory(ROOT, "d"));
  SAY("mkdir of an existing one", __wasi_path_create_directory(ROOT, "dir"));
  SAY("rmdir", __wasi_path_remove_directory(ROOT, "dir"));
  SAY("unlink", __wasi_path_unlink_file(ROOT, "hello.txt"));
  SAY("unlink of a missing one", __wasi_path_unlink_file(ROOT, "none"));
  SAY("rename", __wasi_path_rename(ROOT, "hello.txt", ROOT, "x"));
  SAY("link", __wasi_path_link(ROOT, 0, "hello.txt", ROOT, "x"));
  SAY("symlink", __wasi_path_symlink("hello.txt", ROOT, "x"));
  SAY("times", __wasi_path_filestat_set_times(ROOT, 0, "hello.txt", 1, 1, 5));
  SAY("out", __wasi_path_rename(ROOT, "hello.txt", TMP, "x"));
  SAY("link out", __wasi_path_link(ROOT, 0, "hello.txt", TMP, "x"));
  __wasi_fd_close(make("file", "x"));
  SAY("in", __wasi_path_rename(TMP, "file", ROOT, "x"));
  SAY("open", open_any(ROOT, "hello.txt", 0, READING | __WASI_RIGHTS_FD_FILESTAT_SET_TIMES, &fd));
  SAY("times", __wasi_fd_filestat_set_times(fd, 1, 1, 5));
  show("hello.txt", ROOT, "hello.txt");
}

/* For a run without grants: libc finds the root, and the host says what is missing. */
static void denied(void) {
  __wasi_timestamp_t time;
  __wasi_size_t used;
  uint8_t bytes[64];
  say_open("open", ROOT, "etc/passwd", 0, READING);
  SAY("mkdir", __wasi_path_create_directory(ROOT, "d"));
  SAY("list", __wasi_fd_readdir(ROOT, bytes, sizeof bytes, 0, &used));
  say_open("scratch", TMP, "x", CREAT, READING);
  SAY("time", __wasi_clock_time_get(0, 0, &time));
  SAY("time again", __wasi_clock_time_get(1, 0, &time));
  SAY("random", __wasi_random_get(bytes, sizeof bytes));
  FILE *file = fopen("/etc/passwd", "r");
  if (!file) perror("fopen");
}

/* Leaves something of everything for the next run to find. */
static void litter(void) {
  make("left", "behind");
  __wasi_fd_close(0);
  __wasi_fd_close(ROOT);
  show("left", TMP, "left");
}

static void look(void) {
  show("left", TMP, "left");
  show("hello.txt", ROOT, "hello.txt");
}

static void just_read(void) {
  char text[32];
  __wasi_fd_t fd;
  open_any(ROOT, "hello.txt", 0, READING, &fd);
  read_text(fd, text, sizeof text);
  __wasi_fd_close(fd);
}

static void leave_open(void) {
  __wasi_fd_t fd;
  open_any(ROOT, "hello.txt", 0, READING, &fd);
}

const test_case PATH_CASES[] = {
    {"opening", opening}, {"escapes", escapes}, {"bad-names", bad_names}, {"making", making}, {"links", links},
    {"renaming", renaming}, {"read-only", read_only}, {"denied", denied}, {"litter", litter}, {"look", look},
    {"just-read", just_read}, {"leave-open", leave_open}, {0}};
