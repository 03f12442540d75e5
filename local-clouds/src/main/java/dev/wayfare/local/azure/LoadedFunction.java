package dev.wayfare.local.azure;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import dev.wayfare.local.http.Reply;
import dev.wayfare.local.http.Request;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A function's method, ready to be called. The worker makes a new instance for each invocation, and
 * so does this.
 */
final class LoadedFunction {
  private static final List<String> PARAMETERS =
      List.of(
          HttpRequestMessage.class.getName() + "<java.util.Optional<byte[]>>",
          ExecutionContext.class.getName());

  private final HttpFunction function;
  private final Method method;

  private LoadedFunction(HttpFunction function, Method method) {
    this.function = function;
    this.method = method;
  }

  /**
   * Loads a function from its app: its jar and the app's {@code lib/*.jar}, in a class loader that
   * sees nothing else but the JDK and Azure's interfaces.
   *
   * @throws InvalidAppException if there is no such method, or one of another form
   */
  static LoadedFunction of(Path app, HttpFunction function) throws IOException {
    Path script = app.resolve(function.name()).resolve(function.scriptFile()).normalize();
    if (!script.startsWith(app) || !Files.isRegularFile(script)) {
      throw new InvalidAppException(
          "the function " + function.name() + " lacks its scriptFile " + function.scriptFile());
    }
    var loader = new URLClassLoader(urls(app, script), new AzureInterfaces());
    try {
      Class<?> type = loader.loadClass(function.className());
      return new LoadedFunction(function, method(type, function));
    } catch (ClassNotFoundException e) {
      throw new InvalidAppException(
          function.scriptFile() + " holds no class " + function.className(), e);
    }
  }

  HttpFunction function() {
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

  /** Runs one invocation. */
  Reply invoke(Request request, String invocationId) throws ReflectiveOperationException {
    var message = WorkerRequest.of(request);
    var context = new WorkerContext(function.name(), invocationId);
    Thread.currentThread().setContextClassLoader(method.getDeclaringClass().getClassLoader());
    Object response = method.invoke(instance(), message, context);
    return response instanceof WorkerResponse worker ? worker.reply() : Reply.empty(200);
  }

  private Object instance() throws ReflectiveOperationException {
    return method.getDeclaringClass().getDeclaredConstructor().newInstance();
  }

  private static Throwable root(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause == null ? failure : root(cause);
  }

  private static Method method(Class<?> type, HttpFunction function) {
    Method method =
        Arrays.stream(type.getMethods())
            .filter(each -> each.getName().equals(function.methodName()))
            .findFirst()
            .orElseThrow(
                () ->
                    new InvalidAppException(
                        function.className() + " has no method " + function.methodName()));
    List<String> parameters =
        Arrays.stream(method.getGenericParameterTypes()).map(each -> each.getTypeName()).toList();
    if (!parameters.equals(PARAMETERS) || method.getReturnType() != HttpResponseMessage.class) {
      throw new InvalidAppException(
          "only a method that takes " + PARAMETERS + " is emulated, but this is " + method);
    }
    return method;
  }

  private static URL[] urls(Path app, Path script) throws IOException {
    var jars = new ArrayList<Path>(List.of(script));
    Path library = app.resolve("lib");
    if (Files.isDirectory(library)) {
      try (Stream<Path> files = Files.list(library)) {
        files.filter(file -> file.toString().endsWith(".jar")).sorted().forEach(jars::add);
      }
    }
    var urls = new URL[jars.size()];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = jars.get(i).toUri().toURL();
    }
    return urls;
  }

  /** The JDK, and of this process's classes those of Azure's API alone. */
  private static final class AzureInterfaces extends ClassLoader {
    private static final String API = "com.microsoft.azure.functions.";

    AzureInterfaces() {
      super(ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith(API)) {
        return LoadedFunction.class.getClassLoader().loadClass(name);
      }
      throw new ClassNotFoundException(name);
    }
  }
}
