package dev.wayfare.shim.azure;

import com.microsoft.azure.functions.ExecutionContext;
import dev.wayfare.shim.contract.HelloGuest;
import dev.wayfare.shim.host.FunctionHost;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A worker process in a test: its host, its log, and what the worker gives an invocation. */
final class TestWorker {
  /** The time of every worker. */
  static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-12T19:03:58Z"));

  private TestWorker() {}

  /** A worker around a host whose log is not looked at. */
  static Worker of(FunctionHost host) {
    return new Worker(host, new WorkerLog(new PrintStream(OutputStream.nullOutputStream())), CLOCK);
  }

  /** A worker around the hello guest, configured by these variables. */
  static Worker of(Map<String, String> environment, WorkerLog log) {
    FunctionHost host = FunctionHost.ofClassPath(HelloGuest.classPath(), environment, log);
    return new Worker(host, log, CLOCK);
  }

  /** An invocation of a function whose log is not looked at. */
  static ExecutionContext context(String function) {
    return new Invoked(function, "an-id", logger(new ArrayList<>()));
  }

  /** A logger as the worker makes one for each invocation. */
  static Logger logger(List<LogRecord> records) {
    Logger logger = Logger.getAnonymousLogger();
    logger.setLevel(Level.ALL);
    logger.setUseParentHandlers(false);
    logger.addHandler(
        new Handler() {
          @Override
          public void publish(LogRecord logRecord) {
            records.add(logRecord);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        });
    return logger;
  }

  /** An invocation. */
  record Invoked(String getFunctionName, String getInvocationId, @Nullable Logger getLogger)
      implements ExecutionContext {}
}
