package dev.wayfare.packager.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Something that a place cannot carry to a function or back, as {@code limits.tsv} has it. The
 * tests of all shims and their platforms hold each line to be true.
 *
 * @param id what tests know it by
 * @param places where it holds, in the order of the file: ids of targets; "aws" is AWS behind a
 *     Function URL, and "aws-rest-api" and so on behind its other fronts
 * @param by whose doing it is
 * @param status what the caller is answered; empty where the request is served, but altered
 * @param isUndoneByRouter whether a caller of the router notices nothing
 * @param what what cannot be carried
 * @param outcome what happens, for people
 * @param source where the provider or the code says so
 */
public record PlatformLimit(
    String id,
    List<String> places,
    By by,
    OptionalInt status,
    boolean isUndoneByRouter,
    String what,
    String outcome,
    URI source) {
  private static final String FILE = "limits.tsv";
  private static final int COLUMNS = 8;
  private static final Set<String> PLACES =
      Set.of(
          "aws",
          "aws-http-api",
          "aws-http-api-1",
          "aws-rest-api",
          "aws-alb",
          "aws-alb-multi",
          "azure",
          "gcp",
          "edge");

  /** Whose doing a limit is. */
  public enum By {
    /** The shim refuses, with a reason, what would be lost otherwise. */
    SHIM,
    /** What stands before the shim. */
    PLATFORM
  }

  /** Copies the places, of which there is at least one. */
  public PlatformLimit {
    places = List.copyOf(places);
    if (places.isEmpty() || !PLACES.containsAll(places)) {
      throw new IllegalArgumentException(id + " holds nowhere, or where there is nothing");
    }
  }

  /** Every limit, in the order of the file. */
  public static List<PlatformLimit> all() {
    try (InputStream in = PlatformLimit.class.getResourceAsStream(FILE)) {
      String text =
          new String(Objects.requireNonNull(in, FILE).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().skip(1).map(PlatformLimit::parse).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(FILE, e);
    }
  }

  private static PlatformLimit parse(String line) {
    String[] cells = line.split("\t", -1);
    if (cells.length != COLUMNS) {
      throw new IllegalArgumentException(FILE + " has a line of other columns: " + line);
    }
    return new PlatformLimit(
        cells[0],
        List.of(cells[1].split(",", -1)),
        choice(cells[2], Map.of("shim", By.SHIM, "platform", By.PLATFORM)),
        cells[3].equals("-") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(cells[3])),
        choice(cells[4], Map.of("undone", true, "no", false)),
        cells[5],
        cells[6],
        URI.create(cells[7]));
  }

  private static <T> T choice(String word, Map<String, T> choices) {
    return Objects.requireNonNull(choices.get(word), () -> FILE + " has the word " + word);
  }
}
