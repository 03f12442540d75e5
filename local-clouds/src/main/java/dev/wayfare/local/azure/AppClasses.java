package dev.wayfare.local.azure;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The classes of an app: its functions' jars and its {@code lib/*.jar}, in one class loader, as in
 * the worker, that sees nothing else but the JDK and Azure's interfaces.
 *
 * @see <a
 *     href="https://github.com/Azure/azure-functions-java-worker/blob/dev/src/main/java/com/microsoft/azure/functions/worker/reflect/EnhancedClassLoaderProvider.java">EnhancedClassLoaderProvider</a>
 */
final class AppClasses {
  private AppClasses() {}

  /**
   * The class loader of an app.
   *
   * @throws InvalidAppException if a function's jar is missing
   */
  static ClassLoader of(FunctionApp app) throws IOException {
    var scripts = new TreeSet<Path>();
    for (AppFunction function : app.functions()) {
      scripts.add(script(app.folder(), function));
    }
    return new URLClassLoader(urls(app.folder(), scripts), new AzureInterfaces());
  }

  private static Path script(Path app, AppFunction function) {
    Path script = app.resolve(function.name()).resolve(function.scriptFile()).normalize();
    if (!script.startsWith(app) || !Files.isRegularFile(script)) {
      throw new InvalidAppException(
          "the function " + function.name() + " lacks its scriptFile " + function.scriptFile());
    }
    return script;
  }

  private static URL[] urls(Path app, Iterable<Path> scripts) throws IOException {
    List<Path> jars = new ArrayList<>();
    scripts.forEach(jars::add);
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
        return AppClasses.class.getClassLoader().loadClass(name);
      }
      throw new ClassNotFoundException(name);
    }
  }
}
