package dev.wayfare.router;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Verifies Signature Version 4 as a service of AWS does, of bytes as they came; written from AWS's
 * page <a
 * href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">Create
 * a signed AWS API request</a>, with nothing but the JDK.
 *
 * @param scope region and service, such as {@code us-east-1/lambda}
 */
record Sigv4Verifier(String accessKey, String secretKey, String scope) {
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  /**
   * A request as it came.
   *
   * @param target path and query, its octets as ISO-8859-1
   * @param fields by lower-case names
   */
  @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
  record Request(String method, String target, Map<String, String> fields, byte[] body) {
    String field(String name) {
      return Optional.ofNullable(fields.get(name))
          .orElseThrow(() -> new AssertionError("there is no field " + name));
    }
  }

  /** Why {@code request} is refused; empty where it is not. */
  Optional<String> refusal(Request request) {
    String authorization = request.fields().getOrDefault("authorization", "");
    if (!authorization.startsWith(ALGORITHM + " ")) {
      return Optional.of("it is not signed");
    }
    Map<String, String> parts =
        Arrays.stream(authorization.substring(ALGORITHM.length()).split(",", -1))
            .map(part -> part.strip().split("=", 2))
            .collect(Collectors.toMap(part -> part[0], part -> part[1]));
    String date = request.field("x-amz-date");
    String credential = accessKey + "/" + date.substring(0, 8) + "/" + scope + "/aws4_request";
    if (!credential.equals(parts.get("Credential"))) {
      return Optional.of("the credential is " + parts.get("Credential"));
    }
    List<String> signed = List.of(parts.getOrDefault("SignedHeaders", "").split(";", -1));
    if (!signed.contains("host")) {
      return Optional.of("the host is not signed");
    }
    String said = request.fields().get("x-amz-content-sha256");
    if (said != null && !said.equals(sha256(request.body()))) {
      return Optional.of("the body is another");
    }
    String expected = signature(request, signed);
    return expected.equals(parts.get("Signature"))
        ? Optional.empty()
        : Optional.of("the signature is wrong for\n" + canonical(request, signed));
  }

  /** The signature of {@code request} with the fields {@code signed}. */
  String signature(Request request, List<String> signed) {
    String date = request.field("x-amz-date");
    String day = date.substring(0, 8);
    String text =
        String.join(
            "\n",
            ALGORITHM,
            date,
            day + "/" + scope + "/aws4_request",
            sha256(latin1(canonical(request, signed))));
    byte[] key = latin1("AWS4" + secretKey);
    for (String part : (day + "/" + scope + "/aws4_request").split("/", -1)) {
      key = hmac(key, part);
    }
    return HexFormat.of().formatHex(hmac(key, text));
  }

  private static String canonical(Request request, List<String> signed) {
    int query = request.target().indexOf('?');
    String path = query < 0 ? request.target() : request.target().substring(0, query);
    String fields =
        signed.stream()
            .map(name -> name + ":" + request.field(name).strip().replaceAll(" +", " ") + "\n")
            .collect(Collectors.joining());
    return String.join(
        "\n",
        request.method(),
        encoded(normalized(path), "/"),
        query < 0 ? "" : sorted(request.target().substring(query + 1)),
        fields,
        String.join(";", signed),
        sha256(request.body()));
  }

  /** Without empty segments, and with dot segments followed (RFC 3986, section 5.2.4). */
  private static String normalized(String path) {
    Deque<String> segments = new ArrayDeque<>();
    for (String segment : path.split("/", -1)) {
      if (segment.equals("..")) {
        segments.pollLast();
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        segments.addLast(segment);
      }
    }
    boolean isFolder = path.endsWith("/") && !segments.isEmpty();
    return "/" + String.join("/", segments) + (isFolder ? "/" : "");
  }

  private static String sorted(String query) {
    Function<String, String> again = part -> encoded(decoded(part), "");
    List<String[]> parameters = new ArrayList<>();
    for (String parameter : query.split("&", -1)) {
      if (parameter.isEmpty()) {
        continue;
      }
      String[] pair = parameter.split("=", 2);
      parameters.add(
          new String[] {again.apply(pair[0]), pair.length < 2 ? "" : again.apply(pair[1])});
    }
    return parameters.stream()
        .sorted((a, b) -> a[0].equals(b[0]) ? a[1].compareTo(b[1]) : a[0].compareTo(b[0]))
        .map(pair -> pair[0] + "=" + pair[1])
        .collect(Collectors.joining("&"));
  }

  private static String decoded(String part) {
    StringBuilder octets = new StringBuilder();
    for (int i = 0; i < part.length(); i++) {
      if (part.charAt(i) == '%') {
        octets.append((char) Integer.parseInt(part.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        octets.append(part.charAt(i));
      }
    }
    return octets.toString();
  }

  private static String encoded(String octets, String kept) {
    StringBuilder encoded = new StringBuilder();
    for (int i = 0; i < octets.length(); i++) {
      char c = octets.charAt(i);
      if ((UNRESERVED + kept).indexOf(c) >= 0) {
        encoded.append(c);
      } else {
        encoded.append(String.format(Locale.ROOT, "%%%02X", (int) c));
      }
    }
    return encoded.toString();
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(latin1(text));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
