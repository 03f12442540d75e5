package dev.wayfare.shim.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;

/** Request bodies arrive byte for byte, and come back so: the guest tells all that it was sent. */
final class BodyCases {
  static final int MIB = 1 << 20;

  /** Of the bytes that random bodies are made of; the same in each run. */
  private static final long SEED = 20_260_401;

  /** The limit that bytes meet which are no text and not called bytes. */
  private static final String BYTES = "bodies-read-as-text";

  private BodyCases() {}

  static List<Case> all() {
    var cases = new ArrayList<Case>();
    cases.add(Case.told("a POST without a body arrives", "POST", "/body"));
    cases.add(post("an empty body arrives", new byte[0], "text/plain"));
    cases.add(post("a body of 1 byte arrives", new byte[] {0}, "application/octet-stream"));
    cases.add(post("a text arrives", "Grüße, 世界\r\n".getBytes(UTF_8), "text/plain"));
    cases.add(
        post("JSON arrives", "{\"a\": [1, \"\\u0000\"]}".getBytes(UTF_8), "application/json"));
    cases.add(
        post("a form arrives", "a=1&a=%20+b".getBytes(UTF_8), "application/x-www-form-urlencoded"));
    cases.add(
        post(
                "what is no text arrives, though it is called one",
                new byte[] {(byte) 0xc3, 0x28, 0, (byte) 0xff},
                "text/plain; charset=utf-8")
            .meets(BYTES));
    cases.add(
        Case.told("a body without a type arrives", "PUT", "/body").with(everyByte()).meets(BYTES));
    cases.add(post("every byte arrives", everyByte(), "image/png").meets(BYTES));
    cases.add(sized(65_535));
    cases.add(sized(65_537));
    cases.add(sized(MIB).meets("answers-over-1-mb"));
    cases.add(sized(4 * MIB).meets("bodies-over-1-mib"));
    cases.add(
        post("a coded body arrives as it is", gzip("a text".getBytes(UTF_8)), "text/plain")
            .with("Content-Encoding", "gzip")
            .meets(BYTES));
    cases.add(
        post(
            "a form of parts arrives",
            "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x--\r\n"
                .getBytes(UTF_8),
            "multipart/form-data; boundary=x"));
    cases.add(
        Case.told("a DELETE may have a body", "DELETE", "/body")
            .with("Content-Type", "text/plain")
            .with("why".getBytes(UTF_8)));
    cases.add(
        post("a body above the host's limit is 413", new byte[6 * MIB + 1], "image/png")
            .expecting(new Expected.Refused(413))
            .meets("bodies-over-1-mib")
            .meets("bodies-over-4-mib"));
    return cases;
  }

  /** Bodies of no length that is said before, and one that waits to be asked for. */
  static List<Case> ofWires() {
    return List.of(
        post("a body in chunks arrives whole", random(70_000), "image/png")
            .with("Transfer-Encoding", "chunked")
            .meets("unsaid-lengths"),
        post("an empty body in chunks arrives", new byte[0], "image/png")
            .with("Transfer-Encoding", "chunked")
            .meets("unsaid-lengths"),
        post("a body that waits to be asked for arrives", random(70_000), "image/png")
            .with("Expect", "100-continue")
            .meets(BYTES));
  }

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(SEED + length).nextBytes(bytes);
    return bytes;
  }

  static byte[] everyByte() {
    byte[] bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  static byte[] gzip(byte[] bytes) {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static Case sized(int bytes) {
    return post("a body of " + bytes + " bytes arrives", random(bytes), "application/pdf")
        .meets(BYTES);
  }

  private static Case post(String name, byte[] body, String type) {
    return Case.told(name, "POST", "/body").with("Content-Type", type).with(body);
  }
}
