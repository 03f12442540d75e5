package dev.wayfare.packager.compile;

import dev.wayfare.shim.engine.ModuleImage;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A module compiled to JVM classes: the files that, put on a class path, {@link ModuleImage#load}
 * finds again. The same module gives the same bytes.
 */
public final class CompiledModule {
  private final String name;
  private final String sha256;
  private final SortedMap<String, byte[]> files;
  private final List<String> interpretedFunctions;

  CompiledModule(
      String name,
      String sha256,
      SortedMap<String, byte[]> files,
      List<String> interpretedFunctions) {
    this.name = name;
    this.sha256 = sha256;
    this.files = files;
    this.interpretedFunctions = List.copyOf(interpretedFunctions);
  }

  /** The module's file name, such as "hello.wasm". */
  public String name() {
    return name;
  }

  /** The SHA-256 of the module's file, 64 lower-case hexadecimal digits. */
  public String sha256() {
    return sha256;
  }

  /** Every file by its path on the class path, sorted. */
  public SortedMap<String, byte[]> files() {
    return files;
  }

  /** The functions that were too large to compile and will be interpreted, as people name them. */
  public List<String> interpretedFunctions() {
    return interpretedFunctions;
  }

  /** A class loader that sees these files and the function host, to run the module in this JVM. */
  public ClassLoader classLoader() {
    return new FilesClassLoader(files);
  }

  private static final class FilesClassLoader extends ClassLoader {
    private final SortedMap<String, byte[]> files;

    FilesClassLoader(SortedMap<String, byte[]> files) {
      super(ModuleImage.class.getClassLoader());
      this.files = files;
    }

    @Override
    protected Class<?> findClass(String className) throws ClassNotFoundException {
      byte[] bytes = files.get(className.replace('.', '/') + ".class");
      if (bytes == null) {
        throw new ClassNotFoundException(className);
      }
      return defineClass(className, bytes, 0, bytes.length);
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String path) {
      byte[] bytes = files.get(path);
      return bytes == null ? super.getResourceAsStream(path) : new ByteArrayInputStream(bytes);
    }
  }
}
