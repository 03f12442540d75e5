package dev.wayfare.bench.start;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** What processes hold of memory after they have answered many requests, one after the other. */
public final class Residents {
  private static final int REQUESTS = 1000;

  private Residents() {}

  /** Takes for each process "http" or "runtime-api", its name, and its command. */
  public static void main(String[] arguments) throws IOException {
    for (int at = 0; at + 2 < arguments.length; at += 3) {
      measure(arguments[at].equals("http"), arguments[at + 1], arguments[at + 2]);
    }
    System.exit(0);
  }

  private static void measure(boolean http, String name, String command) throws IOException {
    try (Asking asking = http ? OverHttp.hello() : new OverRuntimeApi()) {
      Process process = Starts.process(List.of(command.split(" +", -1)), asking.place());
      try {
        long first = asking.ask(process);
        Sample after = Sample.of(process, first, first);
        long last = first;
        for (int i = 1; i < REQUESTS; i++) {
          last = asking.ask(process);
        }
        System.out.printf(
            Locale.ROOT,
            "%-24s resident after the first request %5.1f MB, after %d %5.1f MB%n",
            name,
            after.residentKb() / 1024.0,
            REQUESTS,
            Sample.of(process, first, last).residentKb() / 1024.0);
      } finally {
        process.destroyForcibly().onExit().join();
      }
    }
  }
}
