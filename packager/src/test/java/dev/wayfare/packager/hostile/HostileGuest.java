package dev.wayfare.packager.hostile;

import dev.wayfare.packager.compile.ModuleCompiler;
import dev.wayfare.packager.compile.ModuleCompiler.TooLarge;
import dev.wayfare.shim.Grants;
import dev.wayfare.shim.HostConfig;
import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.InvocationResult;
import dev.wayfare.shim.Limits;
import dev.wayfare.shim.engine.ModuleImage;
import dev.wayfare.shim.host.FunctionHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The guest in src/test/guests/hostile, for each ABI. */
enum HostileGuest {
  HANDLER("hostile-http.wasm"),
  COMMAND("hostile-command.wasm");

  private final String file;

  HostileGuest(String file) {
    this.file = file;
  }

  static ModuleImage image(String name, byte[] wasm) {
    return ModuleImage.load(ModuleCompiler.compile(name, wasm, TooLarge.INTERPRETED).classLoader());
  }

  /** Bounds that are quickly reached. */
  static Limits.Builder limits() {
    return Limits.builder()
        .deadline(Duration.ofSeconds(20))
        .memoryPages(128)
        .tableEntries(64)
        .stackBytes(512 << 10)
        .logBytes(1024)
        .concurrentGuests(1);
  }

  FunctionHost host(Limits.Builder limits) {
    return host(HostConfig.DEFAULT.with(limits.build()));
  }

  /** A host whose guests may write files too. */
  FunctionHost host(HostConfig config) {
    return FunctionHost.builder(image())
        .config(config.with(Grants.builder().scratchBytes(64 << 10).build()))
        .build();
  }

  ModuleImage image() {
    try {
      return image(file, Files.readAllBytes(Path.of("src", "test", "guests", file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static InvocationResult get(FunctionHost host, String path) {
    return host.invoke(Invocation.builder().path(path).build());
  }

  static String text(InvocationResult result) {
    return new String(result.body().toByteArray(), StandardCharsets.UTF_8);
  }
}
