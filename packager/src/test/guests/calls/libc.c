/* The same through the C library, as programs use it. */
#include "calls.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static void say_errno(const char *label, int result) { printf("%s=%s\n", label, result < 0 ? strerror(errno) : "OK"); }

static void copy_file(void) {
  char line[64];
  FILE *in = fopen("/hello.txt", "r"), *out = fopen("/tmp/copy.txt", "w+");
  if (!in || !out) return perror("fopen");
  while (fgets(line, sizeof line, in)) fprintf(out, "> %s", line);
  rewind(out);
  while (fgets(line, sizeof line, out)) printf("%s", line);
  fclose(in);
  fclose(out);
  struct stat info;
  say_errno("stat", stat("/tmp/copy.txt", &info));
  printf("regular %d, size %lld, mtime %lld\n", S_ISREG(info.st_mode), info.st_size, (long long)info.st_mtim.tv_sec);
}

static void manage_files(void) {
  say_errno("mkdir", mkdir("/tmp/d", 0777));
  say_errno("mkdir again", mkdir("/tmp/d", 0777));
  say_errno("symlink", symlink("d", "/tmp/l"));
  say_errno("rename", rename("/tmp/d", "/tmp/e"));
  say_errno("open", open("/tmp/e/f", O_CREAT | O_WRONLY, 0666));
  DIR *dir = opendir("/tmp");
  if (!dir) return perror("opendir");
  for (struct dirent *entry; (entry = readdir(dir));) printf("%s\n", entry->d_name);
  closedir(dir);
  say_errno("rmdir", rmdir("/tmp/e"));
  say_errno("unlink", unlink("/tmp/e/f"));
  say_errno("rmdir", rmdir("/tmp/e"));
  say_errno("write to the files", open("/hello.txt", O_WRONLY));
  say_errno("missing", open("/none.txt", O_RDONLY));
  printf("terminal %d\n", isatty(1));
}

static void take_time(void) {
  struct timespec before, after, wait = {2, 0};
  say_errno("gettime", clock_gettime(CLOCK_MONOTONIC, &before));
  say_errno("nanosleep", nanosleep(&wait, NULL));
  clock_gettime(CLOCK_MONOTONIC, &after);
  printf("slept %lld s, now %lld\n", after.tv_sec - before.tv_sec, (long long)time(NULL));
  printf("VARIABLE=%s\n", getenv("VARIABLE"));
}

const test_case LIBC_CASES[] = {
    {"libc-copy", copy_file}, {"libc-manage", manage_files}, {"libc-time", take_time}, {0}};
