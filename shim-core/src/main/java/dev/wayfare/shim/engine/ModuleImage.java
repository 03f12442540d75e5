package dev.wayfare.shim.engine;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.WasmModule;
import dev.wayfare.shim.capability.FileTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Properties;

/**
 * A module compiled ahead of time: known by the SHA-256 of the file it came from, shared by all
 * guests. What the packager makes of a module is three things on the class path, which {@link
 * #load} finds again: {@value #DESCRIPTOR}, {@value #SKELETON} and the machine's classes; and
 * {@value #FILES} where the module was packaged with files.
 */
public final class ModuleImage {
  /** A properties file: {@code sha256}, {@code name}. */
  public static final String DESCRIPTOR = "META-INF/wayfare/function.properties";

  /** The module without the code that was compiled to classes. */
  public static final String SKELETON = "META-INF/wayfare/function.skeleton";

  /** A ZIP archive of the files that guests may read. */
  public static final String FILES = "META-INF/wayfare/files.zip";

  /** The class that the compiled code starts from. */
  public static final String MACHINE_CLASS = "dev.wayfare.function.Machine";

  /** The descriptor's key of the SHA-256 of the module's file, 64 hexadecimal digits. */
  public static final String SHA256_KEY = "sha256";

  /** The descriptor's key of how many functions are interpreted; 0 where it is not there. */
  public static final String INTERPRETED_KEY = "interpreted";

  /** The descriptor's key of the module's file name. */
  public static final String NAME_KEY = "name";

  private final String name;
  private final String sha256;
  private final WasmModule module;
  private final Constructor<?> machine;
  private final ModuleDescription description;
  private final FileTree files;
  private final boolean isInterpreted;

  private ModuleImage(
      Properties descriptor, WasmModule module, Constructor<?> machine, FileTree files) {
    this.name = required(descriptor, NAME_KEY);
    this.sha256 = required(descriptor, SHA256_KEY);
    this.isInterpreted = !descriptor.getProperty(INTERPRETED_KEY, "0").equals("0");
    this.module = module;
    this.machine = machine;
    this.description = ModuleDescription.of(module);
    this.files = files;
  }

  /**
   * Finds the one compiled module on a class path.
   *
   * @throws InvalidModuleException if there is none, or a part of it is missing or broken
   */
  public static ModuleImage load(ClassLoader loader) {
    var descriptor = new Properties();
    try (InputStream in = open(loader, DESCRIPTOR)) {
      descriptor.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try (InputStream in = open(loader, SKELETON)) {
      Constructor<?> machine =
          Class.forName(MACHINE_CLASS, true, loader).getConstructor(Instance.class);
      return new ModuleImage(
          descriptor, ModuleDescription.parseValidated(in.readAllBytes()), machine, files(loader));
    } catch (ReflectiveOperationException e) {
      throw new InvalidModuleException(
          "the package holds no compiled module (" + e + "); make it again with wayfare package",
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file name of the module, such as "hello.wasm". */
  public String name() {
    return name;
  }

  /** The SHA-256 of the module's file, 64 lower-case hexadecimal digits. */
  public String sha256() {
    return sha256;
  }

  /** What the module says of itself. */
  public ModuleDescription description() {
    return description;
  }

  /** The files it was packaged with, which its guests may read. */
  public FileTree files() {
    return files;
  }

  /** Whether some functions were too large to compile, so that the engine interprets them. */
  boolean isInterpreted() {
    return isInterpreted;
  }

  WasmModule module() {
    return module;
  }

  Machine machineFor(Instance instance) {
    try {
      return (Machine) machine.newInstance(instance);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("the compiled module did not start", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the compiled module did not start", e);
    }
  }

  private static FileTree files(ClassLoader loader) throws IOException {
    try (InputStream in = loader.getResourceAsStream(FILES)) {
      return in == null ? FileTree.EMPTY : FileTree.ofZip(in);
    }
  }

  private static InputStream open(ClassLoader loader, String resource) {
    InputStream in = loader.getResourceAsStream(resource);
    if (in == null) {
      throw new InvalidModuleException(
          "there is no compiled module here ("
              + resource
              + " is missing from the class path); make a package with wayfare package");
    }
    return in;
  }

  private static String required(Properties descriptor, String key) {
    String value = descriptor.getProperty(key);
    if (value == null) {
      throw new InvalidModuleException(
          DESCRIPTOR + " lacks " + key + "; make the package again with wayfare package");
    }
    return value;
  }
}
