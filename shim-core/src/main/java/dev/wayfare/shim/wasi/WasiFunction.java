package dev.wayfare.shim.wasi;

import java.util.Locale;

/** Every function of WASI preview 1; its name is the constant's in lower case. */
enum WasiFunction {
  ARGS_GET("(i32,i32) -> (i32)"),
  ARGS_SIZES_GET("(i32,i32) -> (i32)"),
  ENVIRON_GET("(i32,i32) -> (i32)"),
  ENVIRON_SIZES_GET("(i32,i32) -> (i32)"),
  CLOCK_RES_GET("(i32,i32) -> (i32)"),
  CLOCK_TIME_GET("(i32,i64,i32) -> (i32)"),
  RANDOM_GET("(i32,i32) -> (i32)"),
  PROC_EXIT("(i32) -> ()"),
  PROC_RAISE("(i32) -> (i32)"),
  SCHED_YIELD("() -> (i32)"),
  SOCK_ACCEPT("(i32,i32,i32) -> (i32)"),
  SOCK_RECV("(i32,i32,i32,i32,i32,i32) -> (i32)"),
  SOCK_SEND("(i32,i32,i32,i32,i32) -> (i32)"),
  SOCK_SHUTDOWN("(i32,i32) -> (i32)"),
  POLL_ONEOFF("(i32,i32,i32,i32) -> (i32)"),
  FD_ADVISE("(i32,i64,i64,i32) -> (i32)"),
  FD_CLOSE("(i32) -> (i32)"),
  FD_DATASYNC("(i32) -> (i32)"),
  FD_FDSTAT_GET("(i32,i32) -> (i32)"),
  FD_FDSTAT_SET_FLAGS("(i32,i32) -> (i32)"),
  FD_FDSTAT_SET_RIGHTS("(i32,i64,i64) -> (i32)"),
  FD_FILESTAT_GET("(i32,i32) -> (i32)"),
  FD_FILESTAT_SET_TIMES("(i32,i64,i64,i32) -> (i32)"),
  FD_PRESTAT_GET("(i32,i32) -> (i32)"),
  FD_PRESTAT_DIR_NAME("(i32,i32,i32) -> (i32)"),
  FD_RENUMBER("(i32,i32) -> (i32)"),
  FD_SEEK("(i32,i64,i32,i32) -> (i32)"),
  FD_SYNC("(i32) -> (i32)"),
  FD_TELL("(i32,i32) -> (i32)"),
  FD_READ("(i32,i32,i32,i32) -> (i32)"),
  FD_PREAD("(i32,i32,i32,i64,i32) -> (i32)"),
  FD_WRITE("(i32,i32,i32,i32) -> (i32)"),
  FD_PWRITE("(i32,i32,i32,i64,i32) -> (i32)"),
  FD_ALLOCATE("(i32,i64,i64) -> (i32)"),
  FD_FILESTAT_SET_SIZE("(i32,i64) -> (i32)"),
  FD_READDIR("(i32,i32,i32,i64,i32) -> (i32)"),
  PATH_OPEN("(i32,i32,i32,i32,i32,i64,i64,i32,i32) -> (i32)"),
  PATH_CREATE_DIRECTORY("(i32,i32,i32) -> (i32)"),
  PATH_FILESTAT_GET("(i32,i32,i32,i32,i32) -> (i32)"),
  PATH_FILESTAT_SET_TIMES("(i32,i32,i32,i32,i64,i64,i32) -> (i32)"),
  PATH_READLINK("(i32,i32,i32,i32,i32,i32) -> (i32)"),
  PATH_REMOVE_DIRECTORY("(i32,i32,i32) -> (i32)"),
  PATH_SYMLINK("(i32,i32,i32,i32,i32) -> (i32)"),
  PATH_UNLINK_FILE("(i32,i32,i32) -> (i32)"),
  PATH_LINK("(i32,i32,i32,i32,i32,i32,i32) -> (i32)"),
  PATH_RENAME("(i32,i32,i32,i32,i32,i32) -> (i32)");

  private final String title = name().toLowerCase(Locale.ROOT);
  private final String type;

  WasiFunction(String type) {
    this.type = type;
  }

  String title() {
    return title;
  }

  /** As {@link dev.wayfare.shim.engine.HostCall#type}. */
  String type() {
    return type;
  }
}
