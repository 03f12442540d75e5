package dev.wayfare.local.azure;

import com.microsoft.azure.functions.internal.spi.middleware.Middleware;
import com.microsoft.azure.functions.internal.spi.middleware.MiddlewareChain;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function's method, ready to be called. The worker makes a new instance for each invocation, and
 * so does this; in front of it runs whatever middleware the app brings along.
 *
 * @see <a
 *     href="https://github.com/Azure/azure-functions-java-worker/blob/dev/src/main/java/com/microsoft/azure/functions/worker/broker/JavaFunctionBroker.java">JavaFunctionBroker</a>
 */
final class LoadedFunction {
  private final AppFunction function;
  private final Method method;
  private final List<Middleware> middleware;

  private LoadedFunction(AppFunction function, Method method, List<Middleware> middleware) {
    this.function = function;
    this.method = method;
    this.middleware = List.copyOf(middleware);
  }

  /**
   * A function of an app whose classes are loaded.
   *
   * @throws InvalidAppException if there is no such method
   */
  static LoadedFunction of(AppFunction function, ClassLoader loader, List<Middleware> middleware) {
    try {
      Class<?> type = loader.loadClass(function.className());
      return new LoadedFunction(function, method(type, function), middleware);
    } catch (ClassNotFoundException e) {
      throw new InvalidAppException(
          function.scriptFile() + " holds no class " + function.className(), e);
    }
  }

  AppFunction function() {
    return function;
  }

  /** Makes an instance, as the first invocation would, and lets go of it. */
  void warmUp() throws IOException {
    try {
      var _ = instance();
    } catch (InvocationTargetException | ExceptionInInitializerError e) {
      throw new IOException("the function did not start: " + root(e), e);
    } catch (ReflectiveOperationException e) {
      throw new InvalidAppException(function.className() + " cannot be made: " + e, e);
    }
  }

  /**
   * Runs one invocation.
   *
   * @return what the function returned
   * @throws Exception what it threw, or why its parameters could not be bound
   */
  @Nullable Object invoke(Trigger.Inputs inputs, String invocationId) throws Exception {
    var context = new WorkerContext(function, method, inputs, invocationId);
    Thread.currentThread().setContextClassLoader(method.getDeclaringClass().getClassLoader());
    chain(middleware.iterator(), context).doNext(context);
    return context.returned();
  }

  private MiddlewareChain chain(Iterator<Middleware> rest, WorkerContext context) {
    return next -> {
      if (rest.hasNext()) {
        rest.next().invoke(next, chain(rest, context));
      } else {
        context.updateReturnValue(method.invoke(instance(), context.arguments()));
      }
    };
  }

  private Object instance() throws ReflectiveOperationException {
    return method.getDeclaringClass().getDeclaredConstructor().newInstance();
  }

  private static Throwable root(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause == null ? failure : root(cause);
  }

  private static Method method(Class<?> type, AppFunction function) {
    return Arrays.stream(type.getMethods())
        .filter(each -> each.getName().equals(function.methodName()))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidAppException(
                    function.className() + " has no method " + function.methodName()));
  }
}
