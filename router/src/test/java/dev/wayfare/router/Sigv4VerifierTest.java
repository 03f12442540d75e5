package dev.wayfare.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The verifier that targets of tests use is right by the vectors that AWS published. */
final class Sigv4VerifierTest {
  private static final Sigv4Verifier VERIFIER =
      new Sigv4Verifier(
          "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "us-east-1/service");

  record Vector(String name, Sigv4Verifier.Request request, String signature) {
    @Override
    public String toString() {
      return name;
    }

    List<String> signed() {
      return List.copyOf(request.fields().keySet());
    }
  }

  static List<Vector> vectors() throws IOException {
    List<Vector> vectors = new ArrayList<>();
    try (InputStream in = Sigv4VerifierTest.class.getResourceAsStream("sigv4-vectors.tsv")) {
      String table = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      table.lines().filter(line -> !line.startsWith("#")).forEach(line -> vectors.add(of(line)));
    }
    return vectors;
  }

  private static Vector of(String line) {
    String[] cells = line.split("\t", -1);
    Map<String, String> fields = new TreeMap<>();
    fields.put("host", "example.amazonaws.com");
    fields.put("x-amz-date", "20150830T123600Z");
    for (String field : cells[3].isEmpty() ? new String[0] : cells[3].split("\\|")) {
      fields.put(field.substring(0, field.indexOf('=')), field.substring(field.indexOf('=') + 1));
    }
    byte[] target = cells[2].getBytes(StandardCharsets.UTF_8);
    return new Vector(
        cells[0],
        new Sigv4Verifier.Request(
            cells[1],
            new String(target, StandardCharsets.ISO_8859_1),
            fields,
            cells[4].getBytes(StandardCharsets.UTF_8)),
        cells[5]);
  }

  @Test
  void thereAreVectors() throws IOException {
    assertThat(vectors()).hasSizeGreaterThan(15);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void aPublishedSignatureIsTheVerifiers(Vector vector) {
    assertThat(VERIFIER.signature(vector.request(), vector.signed())).isEqualTo(vector.signature());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void aPublishedRequestIsAcceptedAndAnyOtherIsNot(Vector vector) {
    assertThat(VERIFIER.refusal(signed(vector, vector.request()))).isEmpty();
    Sigv4Verifier.Request was = vector.request();
    var other =
        new Sigv4Verifier.Request(was.method(), was.target() + "x", was.fields(), was.body());
    assertThat(VERIFIER.refusal(signed(vector, other))).isPresent();
    var longer = new Sigv4Verifier.Request(was.method(), was.target(), was.fields(), new byte[99]);
    assertThat(VERIFIER.refusal(signed(vector, longer))).isPresent();
  }

  private static Sigv4Verifier.Request signed(Vector vector, Sigv4Verifier.Request request) {
    Map<String, String> fields = new TreeMap<>(request.fields());
    fields.put(
        "authorization",
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
            + " SignedHeaders=%s, Signature=%s"
                .formatted(String.join(";", vector.signed()), vector.signature()));
    return new Sigv4Verifier.Request(request.method(), request.target(), fields, request.body());
  }
}
