package dev.wayfare.shim.aws;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.wayfare.shim.Body;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * Reads JSON token by token; a null counts as absent everywhere. Jackson's parser alone, without
 * its data binding: nothing here needs reflection, which would cost a cold start hundreds of
 * classes, and the one jar of 600 KB bounds depth, names and numbers by itself.
 */
final class JsonReader implements AutoCloseable {
  private static final JsonFactory JSON =
      JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();

  private final byte[] json;
  private final JsonParser parser;

  JsonReader(byte[] json) throws IOException {
    this.json = json;
    this.parser = JSON.createParser(json);
    parser.nextToken();
  }

  /** Reads one member of an object; the parser stands at its value. */
  @FunctionalInterface
  interface Member {
    void read(String name) throws IOException;
  }

  /** Reads one element of an array; the parser stands at it. */
  @FunctionalInterface
  interface Element {
    void read() throws IOException;
  }

  /**
   * A value that is read later, when it is known how.
   *
   * @param start its first byte
   * @param length its bytes
   */
  record Slice(int start, int length) {
    /** No value. */
    static final Slice NONE = new Slice(0, 0);
  }

  /** Reads each member of an object. */
  void object(String what, Member member) throws IOException {
    if (isNull()) {
      return;
    }
    require(what, "an object", JsonToken.START_OBJECT);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      member.read(name);
    }
  }

  /**
   * Reads each member of an object that is itself a member, known by its path, such as "s3.bucket".
   */
  void within(String path, Member member) throws IOException {
    object(path, name -> member.read(path + "." + name));
  }

  /** Reads each element of an array. */
  void array(String what, Element element) throws IOException {
    if (isNull()) {
      return;
    }
    require(what, "an array", JsonToken.START_ARRAY);
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      element.read();
    }
  }

  /** A string; empty where it is null. */
  String text(String what) throws IOException {
    if (isNull()) {
      return "";
    }
    require(what, "a string", JsonToken.VALUE_STRING);
    return parser.getText();
  }

  /** Whatever is here as a text; empty where it is null or has parts. */
  String scalar() throws IOException {
    String text = isNull() ? "" : parser.getValueAsString("");
    parser.skipChildren();
    return text;
  }

  /** A boolean; false where it is null. */
  boolean bool(String what) {
    if (isNull() || parser.hasToken(JsonToken.VALUE_FALSE)) {
      return false;
    }
    require(what, "true or false", JsonToken.VALUE_TRUE);
    return true;
  }

  /** A whole number; empty where it is null. */
  OptionalLong number(String what) throws IOException {
    if (isNull()) {
      return OptionalLong.empty();
    }
    require(what, "a whole number", JsonToken.VALUE_NUMBER_INT);
    return OptionalLong.of(parser.getLongValue());
  }

  /** Remembers where a string is, without decoding it. */
  Slice textLater(String what) throws IOException {
    if (isNull()) {
      return Slice.NONE;
    }
    require(what, "a string", JsonToken.VALUE_STRING);
    return slice();
  }

  /** Whatever is here, as it is written. */
  Body raw() throws IOException {
    if (isNull()) {
      return Body.EMPTY;
    }
    if (parser.currentToken().isNumeric() || parser.currentToken().isBoolean()) {
      return Body.utf8(parser.getText());
    }
    Slice slice = slice();
    return Body.copyOf(json, slice.start, slice.length);
  }

  /** Passes over whatever is here. */
  void skip() throws IOException {
    parser.skipChildren();
  }

  boolean isNull() {
    return parser.hasToken(JsonToken.VALUE_NULL);
  }

  /** Refuses anything after the value that was read. */
  void end() throws IOException {
    if (parser.nextToken() != null) {
      throw new IllegalArgumentException("something follows its end");
    }
  }

  /** What a string that was remembered says, in UTF-8 or decoded from Base64. */
  Body later(Slice slice, boolean base64) throws IOException {
    if (slice.length == 0) {
      return Body.EMPTY;
    }
    try (JsonParser later = JSON.createParser(json, slice.start, slice.length)) {
      later.nextToken();
      return base64 ? Body.of(later.getBinaryValue()) : Body.utf8(later.getText());
    }
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }

  private Slice slice() throws IOException {
    int start = (int) parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    parser.finishToken();
    return new Slice(start, (int) parser.currentLocation().getByteOffset() - start);
  }

  private void require(String what, String kind, JsonToken token) {
    if (!parser.hasToken(token)) {
      throw new IllegalArgumentException(what + " must be " + kind);
    }
  }
}
