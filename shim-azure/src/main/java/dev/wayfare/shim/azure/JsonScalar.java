package dev.wayfare.shim.azure;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The text of a trigger's metadata: the host sends strings as they are, and what is no string there
 * (a URI, a time) as JSON, where it is in quotation marks.
 */
final class JsonScalar {
  private JsonScalar() {}

  /** The text; empty where there is none, as it is where it is no JSON string. */
  static String text(@Nullable String value) {
    if (value == null || value.equals("null")) {
      return "";
    }
    if (!value.startsWith("\"")) {
      return value;
    }
    try (JsonParser parser = EventGridReader.JSON.createParser(value)) {
      parser.nextToken();
      return parser.getText();
    } catch (IOException e) {
      return value;
    }
  }
}
