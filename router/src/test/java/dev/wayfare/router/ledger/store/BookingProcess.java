package dev.wayfare.router.ledger.store;

import dev.wayfare.router.config.LedgerPlace;
import dev.wayfare.router.ledger.Batch;
import dev.wayfare.router.ledger.LedgerStore;
import dev.wayfare.router.ledger.LedgerThread;
import dev.wayfare.router.ledger.Replica;
import dev.wayfare.router.ledger.Spend;
import dev.wayfare.router.ledger.Totals;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Another JVM that books calls as fast as it can and says, line by line, how many it had booked
 * before a flush wrote them, and how many are written since the store said so.
 */
final class BookingProcess {
  private static final Duration INTERVAL = Duration.ofMillis(10);

  private final Process process;
  private final BufferedReader lines;
  private long acknowledged;
  private long booked;

  private BookingProcess(Process process) {
    this.process = process;
    this.lines = process.inputReader();
  }

  /** Starts one on {@code file}, and returns when it has the file open. */
  static BookingProcess start(Path file) throws IOException {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            BookingProcess.class.getName(),
            file.toString());
    var started =
        new BookingProcess(builder.redirectError(ProcessBuilder.Redirect.DISCARD).start());
    started.readLine();
    return started;
  }

  /** Ends it as {@code kill -9} does, after so many more lines, and reads what it last said. */
  void killAfter(int more) throws IOException, InterruptedException {
    for (int read = 0; read < more; read++) {
      readLine();
    }
    process.toHandle().destroyForcibly(); // SIGKILL; what it said can still be read
    process.waitFor();
    String line = lines.readLine();
    while (line != null) {
      take(line);
      line = lines.readLine();
    }
    lines.close();
  }

  private void readLine() throws IOException {
    String line = lines.readLine();
    if (line == null) {
      throw new AssertionError("the process ended by itself");
    }
    take(line);
  }

  private void take(String line) {
    if (line.startsWith("written ") && line.endsWith(".")) {
      acknowledged = number(line);
    } else if (line.startsWith("booked ") && line.endsWith(".")) {
      booked = number(line);
    }
  }

  private static long number(String line) {
    return Long.parseLong(line.substring(line.indexOf(' ') + 1, line.length() - 1));
  }

  /** Calls that are in the file for certain. */
  long acknowledged() {
    return acknowledged;
  }

  /** Calls that may be in the file at most. */
  long booked() {
    return booked;
  }

  public static void main(String[] args) {
    Thread.ofPlatform().daemon().start(BookingProcess::endWithTheTest);
    LedgerStore file = Stores.open(new LedgerPlace.DatabaseFile(Path.of(args[0])));
    var telling = new Telling(file);
    var replica = new Replica(UUID.randomUUID().toString(), telling, StoreContract.NOON);
    LedgerThread.start(replica.ledger, telling, INTERVAL);
    while (true) {
      replica.book("own", 1);
    }
  }

  /** The test holds the other end of this process's input. */
  private static void endWithTheTest() {
    try {
      while (System.in.read() >= 0) {}
    } catch (IOException e) {
      // There is nobody any more.
    }
    Runtime.getRuntime().halt(1);
  }

  /** Says before each batch how many calls will have been written, and after it that they are. */
  private record Telling(LedgerStore store, AtomicLong calls) implements LedgerStore {
    Telling(LedgerStore store) {
      this(store, new AtomicLong());
    }

    @Override
    public Totals exchange(Optional<Batch> batch, Set<String> periods) {
      long more =
          batch.stream()
              .flatMap(it -> it.spend().entrySet().stream())
              .filter(row -> row.getKey().period().equals("2026-01"))
              .map(row -> row.getValue())
              .mapToLong(Spend::calls)
              .sum();
      System.out.println("booked " + calls.addAndGet(more) + ".");
      Totals totals = store.exchange(batch, periods);
      System.out.println("written " + calls.get() + ".");
      return totals;
    }

    @Override
    public boolean isDurable() {
      return true;
    }

    @Override
    public void close() {
      store.close();
    }
  }
}
