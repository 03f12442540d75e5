package dev.wayfare.router.config;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code ledger}. */
final class LedgerSection {
  private static final String FILE = "file";
  private static final String URL = "jdbc-url";
  private static final String MEMORY = "memory";
  private static final String USER = "user";
  private static final String PASSWORD_FILE = "password-file";
  private static final String PASSWORD_VARIABLE = "password-variable";
  private static final Pattern POSTGRES = Pattern.compile("jdbc:postgresql:\\S+");
  private static final Pattern CREDENTIALS =
      Pattern.compile(".*[?&](user|password)=.*|[^?]*//[^/?]*@.*");

  private final Section section;
  private final Function<String, Path> resolve;
  private final Map<String, String> environment;

  private LedgerSection(
      Section section, Function<String, Path> resolve, Map<String, String> environment) {
    this.section = section;
    this.resolve = resolve;
    this.environment = environment;
  }

  /**
   * @param resolve makes a path of the file one of this process
   * @param environment where a password may be
   */
  static LedgerSettings read(
      Section section, Function<String, Path> resolve, Map<String, String> environment) {
    section.only(FILE, URL, MEMORY, USER, PASSWORD_FILE, PASSWORD_VARIABLE, "flush-interval");
    return new LedgerSettings(
        new LedgerSection(section, resolve, environment).place(),
        section
            .scalar("flush-interval")
            .map(LedgerSection::interval)
            .orElse(LedgerSettings.DEFAULT.flushInterval()));
  }

  private static Duration interval(Scalar value) {
    Duration interval = value.duration(LedgerSettings.LONGEST_INTERVAL);
    if (interval.compareTo(LedgerSettings.SHORTEST_INTERVAL) < 0) {
      throw value.wrong("a time of at least 10ms");
    }
    return interval;
  }

  private @Nullable LedgerPlace place() {
    List<String> named = List.of(FILE, URL, MEMORY).stream().filter(section::has).toList();
    if (named.size() > 1) {
      throw section.faultAt(
          named.get(1), "a ledger is kept in one place; remove \"" + named.get(0) + "\" or this");
    }
    if (!section.has(URL)) {
      for (String key : List.of(USER, PASSWORD_FILE, PASSWORD_VARIABLE)) {
        if (section.has(key)) {
          throw section.faultAt(key, "\"" + key + "\" is for a server; name it in \"jdbc-url\"");
        }
      }
    }
    if (section.has(URL)) {
      return server(section.required(URL));
    }
    Optional<LedgerPlace> file = section.scalar(FILE).map(this::file);
    return file.or(() -> section.scalar(MEMORY).flatMap(LedgerSection::memory)).orElse(null);
  }

  private LedgerPlace file(Scalar value) {
    String path = value.text();
    if (path.contains(";")) {
      throw value.wrong("a path without a semicolon");
    }
    return new LedgerPlace.DatabaseFile(resolve.apply(path));
  }

  private static Optional<LedgerPlace> memory(Scalar value) {
    return value.bool() ? Optional.of(new LedgerPlace.Memory()) : Optional.empty();
  }

  private LedgerPlace server(Scalar url) {
    String address = url.text(POSTGRES, "an address such as jdbc:postgresql://db.example/wayfare");
    if (CREDENTIALS.matcher(address).matches()) {
      throw url.fault(
          "\"jdbc-url\" must not have credentials; use \"user\" and \"password-file\" or"
              + " \"password-variable\"");
    }
    return new LedgerPlace.Server(
        address, section.scalar(USER).map(Scalar::text).orElse(null), password());
  }

  private @Nullable Password password() {
    if (section.has(PASSWORD_FILE) && section.has(PASSWORD_VARIABLE)) {
      throw section.faultAt(
          PASSWORD_VARIABLE, "a user has one password; remove \"" + PASSWORD_FILE + "\" or this");
    }
    Optional<Scalar> file = section.scalar(PASSWORD_FILE);
    if (file.isPresent()) {
      return fromFile(file.get());
    }
    return section.scalar(PASSWORD_VARIABLE).map(this::fromVariable).orElse(null);
  }

  private Password fromFile(Scalar where) {
    Path file = resolve.apply(where.text());
    Password password = Password.in(file);
    try {
      if (password.read().isEmpty()) {
        throw where.fault("there is no password in %s".formatted(file));
      }
      return password;
    } catch (IOException e) {
      throw where.fault("the password cannot be read from %s (%s)".formatted(file, e.getMessage()));
    }
  }

  private Password fromVariable(Scalar where) {
    String name = where.variable();
    String text = environment.getOrDefault(name, "");
    if (text.isEmpty()) {
      throw where.fault("the environment variable " + name + " is not set");
    }
    return Password.of(text);
  }
}
