package dev.wayfare.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Set;

/**
 * The life of a stand-in's process: it reads its options, starts, says on standard output where it
 * listens, and ends on SIGTERM, on SIGINT, or when its standard input does, so that it never
 * outlives whoever started it with a pipe. Everything but that one line goes to standard error.
 */
public final class StandIn {
  /** What a stand-in that cannot start exits with. */
  private static final int CANNOT_START = 2;

  private final String name;
  private final Lifetime lifetime = new Lifetime();

  private StandIn(String name) {
    this.name = name;
  }

  /** How one cloud's stand-in comes to life. */
  @FunctionalInterface
  public interface Starter {
    /**
     * Starts it and waits until it can answer.
     *
     * @param lifetime takes over whatever has to be closed at the end
     * @return the port it listens on
     */
    int start(Options options, Lifetime lifetime) throws Exception;
  }

  /**
   * Runs a stand-in to its end; does not return.
   *
   * @param name what it is called in messages
   * @param known the options it takes
   */
  public static void run(String name, Set<String> known, Starter starter, String... arguments) {
    var standIn = new StandIn(name);
    PrintStream announcements = System.out;
    InputStream parent = System.in;
    System.setOut(System.err);
    Runtime.getRuntime().addShutdownHook(new Thread(standIn::end, "wayfare-shutdown"));
    try {
      int port = starter.start(Options.parse(known, arguments), standIn.lifetime);
      announcements.println("listening http://127.0.0.1:" + port);
      announcements.flush();
      parent.transferTo(OutputStream.nullOutputStream());
      standIn.lifetime.exit(0);
    } catch (Exception e) {
      System.err.println(standIn.name + ": " + sentence(e));
      standIn.lifetime.exit(CANNOT_START);
    }
  }

  private static String sentence(Exception e) {
    boolean ours = e instanceof IllegalArgumentException || e instanceof IOException;
    return ours && e.getMessage() != null ? e.getMessage() : e.toString();
  }

  /** A JVM that ends on a signal exits with 143 otherwise, as if that were a failure. */
  private void end() {
    lifetime.close();
    Runtime.getRuntime().halt(lifetime.exitCode());
  }
}
