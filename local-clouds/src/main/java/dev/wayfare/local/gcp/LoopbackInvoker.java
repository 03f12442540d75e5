package dev.wayfare.local.gcp;

import com.google.cloud.functions.invoker.runner.Invoker;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.security.SecureRandom;
import java.util.Optional;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;

/**
 * Starts Google's invoker on loopback. By itself it listens on every address, and it has no option
 * for that; but it loads the function after it has made its server and before it starts it, and
 * that is where the address is set. Lives in a class loader of its own, beside the invoker's jar.
 */
public final class LoopbackInvoker {
  private LoopbackInvoker() {}

  /**
   * Starts the invoker.
   *
   * @param classPath of the function
   * @param target the function's class
   * @param port 0 for any free one
   * @return the port it listens on
   */
  public static int start(String classPath, String target, int port) throws Exception {
    Invoker configured = configured(classPath, target, port);
    var loader = new Loader((ClassLoader) get(configured, "functionClassLoader"));
    var invoker = new Invoker(port, target, null, loader);
    loader.beforeFirstClass = () -> prepare(connector(invoker));
    invoker.startTestServer();
    ServerConnector connector = connector(invoker);
    if (!"127.0.0.1".equals(connector.getHost())) {
      throw new IOException("Google's invoker does not listen on loopback alone; it was stopped");
    }
    return connector.getLocalPort();
  }

  private static void prepare(ServerConnector connector) {
    connector.setHost("127.0.0.1");
    connector
        .getConnectionFactory(HttpConnectionFactory.class)
        .getHttpConfiguration()
        .addCustomizer(new FrontEnd(new SecureRandom()));
  }

  /** What the command line would make, with the function in the invoker's own class loader. */
  private static Invoker configured(String classPath, String target, int port) throws Exception {
    Method make = Invoker.class.getDeclaredMethod("makeInvoker", String[].class);
    make.setAccessible(true);
    String[] arguments = {
      "--classpath", classPath, "--target", target, "--port", Integer.toString(port)
    };
    var invoker = (Optional<?>) make.invoke(null, (Object) arguments);
    return (Invoker) invoker.orElseThrow();
  }

  private static ServerConnector connector(Invoker invoker) {
    try {
      return (ServerConnector) ((Server) get(invoker, "server")).getConnectors()[0];
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this version of Google's invoker is not known", e);
    }
  }

  private static Object get(Invoker invoker, String name) throws ReflectiveOperationException {
    Field field = Invoker.class.getDeclaredField(name);
    field.setAccessible(true);
    return field.get(invoker);
  }

  /** Runs something before it passes the first class on. */
  private static final class Loader extends ClassLoader {
    private @Nullable Runnable beforeFirstClass;

    Loader(ClassLoader function) {
      super(function);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      Runnable first = beforeFirstClass;
      if (first != null) {
        beforeFirstClass = null;
        first.run();
      }
      return super.loadClass(name, resolve);
    }
  }
}
