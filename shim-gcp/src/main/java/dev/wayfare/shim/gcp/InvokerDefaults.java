package dev.wayfare.shim.gcp;

import com.google.cloud.functions.HttpFunction;
import dev.wayfare.shim.Limits;
import java.lang.System.Logger.Level;
import java.lang.reflect.Field;
import java.util.Set;

/**
 * What Google's invoker, and the Jetty in it, do by themselves, as far as it cannot be changed. The
 * invoker has no options for that, and the JVM's command line is Google's; but it makes the
 * function before it starts its server, in the same process. Where it is not the invoker that this
 * knows, the default stays and is logged.
 *
 * @param formsArriveWhole whether multipart/form-data is left alone
 * @param headBytes the longest head of an answer that is sent; the connection is closed without a
 *     word where one is longer
 * @see <a
 *     href="https://github.com/GoogleCloudPlatform/functions-framework-java/blob/main/invoker/core/src/main/java/com/google/cloud/functions/invoker/runner/Invoker.java">
 *     the invoker</a>
 */
record InvokerDefaults(boolean formsArriveWhole, int headBytes) {
  private static final int JETTYS_HEAD_BYTES = 16_384;

  /** For a request's line, and for what Google's front end and the function host add. */
  private static final int OTHERS_HEAD_BYTES = 16_384;

  /** For an answer's line, and for what Jetty adds: Server, Date, Connection and the framing. */
  private static final int JETTYS_OWN_BYTES = 384;

  private static final String PATHS = "org.eclipse.jetty.http.UriCompliance";
  private static final String TYPES = "org.eclipse.jetty.http.MimeTypes$Type";
  private static final String NOT_FOUND =
      "com.google.cloud.functions.invoker.runner.Invoker$NotFoundHandler";

  /** Changes what can be. */
  static InvokerDefaults changed(Limits limits) {
    change("paths such as /a%2Fb are refused by the platform", InvokerDefaults::acceptPaths);
    change("the platform answers /favicon.ico and /robots.txt", InvokerDefaults::serveAllPaths);
    int wide =
        limits.headerBytes()
            + ResponseWriter.LINE_BYTES * limits.headerFields()
            + OTHERS_HEAD_BYTES;
    boolean heads = change("heads are limited to 8 KiB", () -> HeadRoom.widen(wide));
    return new InvokerDefaults(
        change("multipart/form-data is taken apart", InvokerDefaults::leaveFormsWhole),
        (heads ? wide : JETTYS_HEAD_BYTES) - JETTYS_OWN_BYTES);
  }

  /**
   * Jetty answers paths such as {@code /a%2Fb} and {@code //a} with 400, since a servlet's path
   * checks might be tricked by them; a function that gets the path as it was sent cannot be.
   *
   * @see <a href="https://jetty.org/docs/jetty/12.1/programming-guide/server/compliance.html">
   *     Jetty's compliance modes</a>
   */
  private static void acceptPaths() throws ReflectiveOperationException {
    Class<?> rules = invokersClass(PATHS);
    Field allowed = field(rules, "_allowed");
    allowed.set(
        rules.getField("DEFAULT").get(null), allowed.get(rules.getField("UNSAFE").get(null)));
  }

  /** The invoker answers two paths with 404 by itself, to spare people who try it by a browser. */
  private static void serveAllPaths() throws ReflectiveOperationException {
    ((Set<?>) field(invokersClass(NOT_FOUND), "NOT_FOUND_PATHS").get(null)).clear();
  }

  /**
   * The invoker has Jetty parse forms before the function sees them, and what is left of one are
   * its parts, one for each name. It names the type it wants parsed by this constant, while Jetty
   * looks at what the request says; so a type that no request has leaves all of them alone.
   */
  private static void leaveFormsWhole() throws ReflectiveOperationException {
    Class<?> types = invokersClass(TYPES);
    field(types, "_string")
        .set(types.getField("MULTIPART_FORM_DATA").get(null), "multipart/x-left-to-the-function");
  }

  private interface Change {
    void make() throws ReflectiveOperationException;
  }

  private static boolean change(String otherwise, Change change) {
    try {
      change.make();
      return true;
    } catch (ReflectiveOperationException | RuntimeException e) {
      System.getLogger(InvokerDefaults.class.getName())
          .log(Level.WARNING, "this version of Google's invoker is not known: " + otherwise, e);
      return false;
    }
  }

  private static Class<?> invokersClass(String name) throws ClassNotFoundException {
    return Class.forName(name, true, HttpFunction.class.getClassLoader());
  }

  private static Field field(Class<?> type, String name) throws NoSuchFieldException {
    Field field = type.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }
}
