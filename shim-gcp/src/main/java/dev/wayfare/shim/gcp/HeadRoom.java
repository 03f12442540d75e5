package dev.wayfare.shim.gcp;

import com.google.cloud.functions.HttpFunction;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Widens what Jetty takes as the head of a request, by itself 8 KiB, and sends as the head of an
 * answer, 16 KiB. Both are settings of the server, which the invoker has made by the time it makes
 * the function, but keeps to itself. When it starts, and before it listens, the server adds itself
 * to what Jetty's shutdown monitor watches, if there is one: there it is met. Without a port of its
 * own, and it has none, the monitor does nothing.
 *
 * @see <a
 *     href="https://github.com/jetty/jetty.project/blob/jetty-12.1.x/jetty-core/jetty-server/src/main/java/org/eclipse/jetty/server/Server.java">
 *     Server.doStart</a>
 */
final class HeadRoom {
  private static final String JETTY = "org.eclipse.jetty.server.";

  private final int bytes;
  private final Class<?> factories = jettys("HttpConnectionFactory");
  private final Method connectors = jettys("Server").getMethod("getConnectors");
  private final Method factory = jettys("Connector").getMethod("getConnectionFactory", Class.class);
  private final Method settings = factories.getMethod("getHttpConfiguration");
  private final Method request =
      jettys("HttpConfiguration").getMethod("setRequestHeaderSize", int.class);
  private final Method answer =
      jettys("HttpConfiguration").getMethod("setMaxResponseHeaderSize", int.class);

  private HeadRoom(int bytes) throws ReflectiveOperationException {
    this.bytes = bytes;
  }

  /** Widens both of the server that starts next. */
  static void widen(int bytes) throws ReflectiveOperationException {
    var room = new HeadRoom(bytes);
    Class<?> monitors = jettys("ShutdownMonitor");
    Constructor<?> constructor = monitors.getDeclaredConstructor();
    constructor.setAccessible(true);
    Object monitor = constructor.newInstance();
    accessible(monitors.getSuperclass(), "components").set(monitor, room.new Watched());
    @SuppressWarnings("unchecked")
    var current = (AtomicReference<Object>) accessible(monitors, "INSTANCE").get(null);
    current.set(monitor);
  }

  /** What the monitor watches: one server, which is widened as it comes. */
  private final class Watched extends ArrayList<Object> {
    private static final long serialVersionUID = 1;

    @Override
    public boolean add(Object server) {
      try {
        for (Object connector : (Object[]) connectors.invoke(server)) {
          Object configuration = settings.invoke(factory.invoke(connector, factories));
          request.invoke(configuration, bytes);
          answer.invoke(configuration, bytes);
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("Jetty's limits of heads cannot be set", e);
      }
      return super.add(server);
    }
  }

  private static Class<?> jettys(String name) throws ClassNotFoundException {
    return Class.forName(JETTY + name, true, HttpFunction.class.getClassLoader());
  }

  private static Field accessible(Class<?> type, String name) throws NoSuchFieldException {
    Field field = type.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }
}
