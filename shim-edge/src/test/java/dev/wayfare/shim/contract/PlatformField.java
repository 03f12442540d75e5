package dev.wayfare.shim.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A field that is not the caller's or the guest's, but belongs to the way between them; {@code
 * platform-fields.tsv} names them all. Whatever is not named there must arrive as it was sent.
 *
 * @param name in lower case; one that ends with "*" stands for all that begin so
 * @param isOfRequest whether it is a field of requests, or else of answers
 * @param places ids of the targets whose platform it belongs to, or "router", or "all"
 * @param how what the platform does
 * @param why what it is for
 * @param source who says so
 */
public record PlatformField(
    String name, boolean isOfRequest, List<String> places, How how, String why, String source) {
  private static final String FILE = "platform-fields.tsv";

  /** What a platform does with a field. */
  public enum How {
    /** It adds the field where the sender did not; what was sent arrives. */
    ADDED,
    /** It adds to what was sent, which stands in front. */
    APPENDED,
    /** It puts a value of its own in place of what was sent. */
    REPLACED
  }

  /** Every field that is named. */
  public static List<PlatformField> all() {
    try (InputStream in = PlatformField.class.getResourceAsStream(FILE)) {
      String text =
          new String(Objects.requireNonNull(in, FILE).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().skip(1).map(PlatformField::parse).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(FILE, e);
    }
  }

  private static PlatformField parse(String line) {
    String[] cells = line.split("\t", -1);
    return new PlatformField(
        cells[0],
        cells[1].equals("request"),
        Arrays.asList(cells[2].split(",", -1)),
        How.valueOf(cells[3].toUpperCase(java.util.Locale.ROOT)),
        cells[4],
        cells[5]);
  }

  boolean isAt(Place place) {
    return places.contains("all")
        || (place.target() != null && places.contains(place.target().id()))
        || (place.isWhole() && place.isRouted() && places.contains("router"));
  }

  boolean covers(String field) {
    return name.endsWith("*")
        ? field.startsWith(name.substring(0, name.length() - 1))
        : field.equals(name);
  }
}
