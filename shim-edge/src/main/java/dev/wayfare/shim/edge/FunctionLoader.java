package dev.wayfare.shim.edge;

import dev.wayfare.shim.engine.ModuleImage;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The classes and files of one function jar, over the shim's own. They are the same names in every
 * function jar, so what this one holds goes before what its parent has; all else is the parent's.
 */
final class FunctionLoader extends URLClassLoader {
  private static final String OWN_CLASSES =
      ModuleImage.MACHINE_CLASS.substring(0, ModuleImage.MACHINE_CLASS.lastIndexOf('.') + 1);
  private static final String OWN_FILES = "META-INF/wayfare/";

  static {
    registerAsParallelCapable();
  }

  private FunctionLoader(URL jar, ClassLoader shim) {
    super("function", new URL[] {jar}, shim);
  }

  /**
   * The loader of a jar as the packager makes it.
   *
   * @throws IOException if there is none, in one sentence
   */
  static ClassLoader of(Path jar, ClassLoader shim) throws IOException {
    if (!Files.isRegularFile(jar)) {
      throw new IOException(
          "there is no function jar "
              + jar
              + "; take function.jar from a package that wayfare package --target edge made");
    }
    try (var opened = new JarFile(jar.toFile())) {
      if (opened.getEntry(ModuleImage.DESCRIPTOR) == null) {
        throw new IOException(
            jar + " holds no compiled module; make it with wayfare package --target edge");
      }
      return new FunctionLoader(jar.toUri().toURL(), shim);
    } catch (MalformedURLException e) {
      throw new IllegalStateException("a file has no URL", e);
    } catch (ZipException e) {
      throw new IOException(jar + " is no jar (" + e.getMessage() + ")", e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(OWN_CLASSES)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : findClass(name);
    }
  }

  @Override
  public @Nullable URL getResource(String name) {
    return name.startsWith(OWN_FILES) ? findResource(name) : super.getResource(name);
  }
}
