package dev.wayfare.shim.gcp;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * Reads the JSON that is the data of some events, token by token: a binding by reflection would
 * cost more of a cold start than all the rest of an event.
 */
final class JsonObjects {
  private static final JsonFactory JSON =
      JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();

  private final JsonParser parser;

  private JsonObjects(JsonParser parser) {
    this.parser = parser;
  }

  /** Takes a member of an object, its value being the parser's current token. */
  interface Member {
    void take(String name, JsonObjects json) throws IOException;
  }

  /**
   * Reads one object.
   *
   * @throws IllegalArgumentException if the data is anything else, and why
   */
  static void read(byte[] data, Member member) {
    try (JsonParser parser = JSON.createParser(data)) {
      parser.nextToken();
      new JsonObjects(parser).object("its data", member);
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("its data goes on after its JSON");
      }
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "its data is no readable JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("its data is no readable JSON", e);
    }
  }

  /** The members of an object; a null has none. */
  void object(String what, Member member) throws IOException {
    if (parser.hasToken(JsonToken.VALUE_NULL)) {
      return;
    }
    require(JsonToken.START_OBJECT, what, "an object");
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      member.take(name, this);
    }
    if (!parser.hasToken(JsonToken.END_OBJECT)) {
      throw new IllegalArgumentException("its data breaks off");
    }
  }

  /** A string; empty for a null. */
  String text(String what) throws IOException {
    if (parser.hasToken(JsonToken.VALUE_NULL)) {
      return "";
    }
    require(JsonToken.VALUE_STRING, what, "a string");
    return parser.getText();
  }

  /** The bytes that a string has in Base64; none for a null. */
  byte[] bytes(String what) throws IOException {
    if (parser.hasToken(JsonToken.VALUE_NULL)) {
      return new byte[0];
    }
    require(JsonToken.VALUE_STRING, what, "a string");
    return parser.getBinaryValue();
  }

  /** A number, or the text of one; empty for a null. */
  String numberText(String what) throws IOException {
    return parser.hasToken(JsonToken.VALUE_NUMBER_INT) ? parser.getText() : text(what);
  }

  /** Passes over a value. */
  void skip() throws IOException {
    parser.skipChildren();
  }

  private void require(JsonToken token, String what, String kind) {
    if (!parser.hasToken(token)) {
      throw new IllegalArgumentException(what + " is not " + kind);
    }
  }
}
