package dev.wayfare.shim.gcp;

import com.google.cloud.functions.HttpFunction;
import java.lang.System.Logger.Level;
import java.lang.reflect.Field;

/**
 * Lets paths such as {@code /a%2Fb} and {@code //a} reach the function. Jetty, which Google's
 * invoker 2 is built on, answers them with 400 since a servlet's path checks might be tricked by
 * them; a function that gets the path as it was sent cannot be. The invoker has no option for that,
 * so this changes Jetty's default before the invoker starts its server, and leaves it be where
 * Jetty is not what it was.
 *
 * @see <a href="https://jetty.org/docs/jetty/12.1/programming-guide/server/compliance.html">Jetty's
 *     compliance modes</a>
 */
final class EncodedPaths {
  private static final String RULES = "org.eclipse.jetty.http.UriCompliance";

  private EncodedPaths() {}

  static void accept() {
    try {
      Class<?> rules = Class.forName(RULES, true, HttpFunction.class.getClassLoader());
      Field allowed = rules.getDeclaredField("_allowed");
      allowed.setAccessible(true);
      allowed.set(
          rules.getField("DEFAULT").get(null), allowed.get(rules.getField("UNSAFE").get(null)));
    } catch (ReflectiveOperationException | RuntimeException e) {
      System.getLogger(EncodedPaths.class.getName())
          .log(Level.WARNING, "paths with an encoded slash will be refused by the platform", e);
    }
  }
}
