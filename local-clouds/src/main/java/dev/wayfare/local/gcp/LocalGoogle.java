package dev.wayfare.local.gcp;

import dev.wayfare.local.Lifetime;
import dev.wayfare.local.Options;
import dev.wayfare.local.StandIn;
import dev.wayfare.local.Unpacked;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.BindException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A stand-in for Google Cloud Functions: Google's own invoker runs the packaged function, in this
 * process.
 */
public final class LocalGoogle {
  private static final String ARCHIVE = "function.jar";
  private static final String HTTP_TARGET = "dev.wayfare.shim.gcp.GoogleFunction";

  private LocalGoogle() {}

  /**
   * Runs until it is told to stop. {@code --target} names the function's class, where it is not the
   * one for HTTP.
   */
  public static void main(String[] arguments) {
    StandIn.run(
        "local-google",
        Set.of("--package", "--runtime", "--port", "--target"),
        LocalGoogle::start,
        arguments);
  }

  private static int start(Options options, Lifetime lifetime) throws Exception {
    Path folder = lifetime.own(Unpacked.of(options.packageFile())).folder();
    Path function = folder.resolve(ARCHIVE);
    if (!Files.isRegularFile(function)) {
      throw new IllegalArgumentException(
          options.packageFile() + " is no package for Google: it holds no " + ARCHIVE);
    }
    String target = options.text("--target", HTTP_TARGET);
    return serve(options.runtime(), function.toString(), target, options.port());
  }

  /**
   * Starts the invoker in a class loader of its own.
   *
   * @return the port it listens on
   */
  static int serve(Path runtimeJars, String classPath, String target, int port) throws Exception {
    ClassLoader loader =
        new URLClassLoader(urls(runtimeJars), ClassLoader.getPlatformClassLoader());
    try {
      Object actual =
          loader
              .loadClass(LoopbackInvoker.class.getName())
              .getMethod("start", String.class, String.class, int.class)
              .invoke(null, classPath, target, port);
      return (Integer) actual;
    } catch (InvocationTargetException e) {
      throw failure(e, port);
    }
  }

  private static Exception failure(Throwable cause, int port) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root instanceof BindException
        ? new IOException(
            "cannot listen on 127.0.0.1:" + port + " (" + root.getMessage() + ")", root)
        : new IOException("Google's invoker did not start the function: " + root, root);
  }

  /** The invoker's jars, and this class's own place for {@link LoopbackInvoker}. */
  private static URL[] urls(Path runtimeJars) throws IOException {
    List<URL> urls = new ArrayList<>();
    urls.add(LocalGoogle.class.getProtectionDomain().getCodeSource().getLocation());
    try (Stream<Path> files = Files.list(runtimeJars)) {
      for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
        urls.add(url(jar));
      }
    }
    return urls.toArray(URL[]::new);
  }

  private static URL url(Path jar) throws MalformedURLException {
    return jar.toUri().toURL();
  }
}
