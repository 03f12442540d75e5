package dev.wayfare.router.ledger.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A real PostgreSQL server on a port of its own, which can be killed and comes back as it was. */
public final class PostgresServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path data;
  private final Path programs;
  private @Nullable EmbeddedPostgres server;
  private int port;

  /** Starts one that keeps its data in {@code folder}. */
  public PostgresServer(Path folder) {
    this.data = folder.resolve("data");
    this.programs = folder.resolve("programs");
    start();
  }

  /** Starts it, again with the same data and port. */
  public void start() {
    try {
      EmbeddedPostgres started =
          EmbeddedPostgres.builder()
              .setDataDirectory(data)
              .setOverrideWorkingDirectory(programs.toFile())
              .setCleanDataDirectory(false)
              .setPGStartupWait(PATIENCE)
              // What it said to be committed is so, also when it is killed.
              .setServerConfig("synchronous_commit", "on")
              .setPort(port)
              .start();
      port = started.getPort();
      server = started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it as {@code kill -9} does: its children notice, and end too. */
  public void kill() throws IOException {
    long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
    ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
    var children = postmaster.children().toList();
    postmaster.destroyForcibly();
    postmaster.onExit().join();
    children.forEach(child -> child.onExit().join());
    close(); // lets go of its lock on the folder
  }

  public int port() {
    return port;
  }

  /** A new and empty database in it, as seen at {@code atPort}. */
  public String create(String name) {
    try (var connection = Objects.requireNonNull(server).getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (java.sql.SQLException e) {
      throw new AssertionError(e);
    }
    return name;
  }

  public static String url(int port, String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
  }

  @Override
  public void close() throws IOException {
    Objects.requireNonNull(server).close();
  }
}
