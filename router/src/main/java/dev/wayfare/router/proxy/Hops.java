package dev.wayfare.router.proxy;

import io.vertx.core.http.HttpServerRequest;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What a router says of itself in {@code Via}, and what it reads there (RFC 9110, section 7.6.3).
 *
 * @param name the router's pseudonym, which no other router has: a request that bears it was here
 */
public record Hops(String name) {
  /** More than any way that somebody laid out, and few enough to end a loop of other servers. */
  static final int MOST = 20;

  private static final String VIA = "via";

  /** The hops of a new router: routers that stand in a row are not taken for one. */
  public static Hops draw(RandomGenerator random) {
    return new Hops("wayfare-" + HexFormat.of().toHexDigits(random.nextInt()));
  }

  /** True where {@code request} was here already, or came by more servers than a way has. */
  boolean isLoop(HttpServerRequest request) {
    String first = request.getHeader(VIA);
    return first != null && isLoop(request.headers().getAll(VIA));
  }

  private boolean isLoop(List<String> values) {
    int hops = 0;
    for (String value : values) {
      if (value.contains(name)) {
        return true;
      }
      hops += 1 + (int) value.chars().filter(c -> c == ',').count();
    }
    return hops > MOST;
  }

  /** The entry of this router for a request that came as {@code request} did. */
  String entry(HttpServerRequest request) {
    String version =
        switch (request.version()) {
          case HTTP_1_0 -> "1.0 ";
          case HTTP_1_1 -> "1.1 ";
          case HTTP_2 -> "2.0 ";
          case HTTP_3 -> "3.0 ";
        };
    return version + name;
  }
}
