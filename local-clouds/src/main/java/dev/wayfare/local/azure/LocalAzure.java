package dev.wayfare.local.azure;

import dev.wayfare.local.Lifetime;
import dev.wayfare.local.Options;
import dev.wayfare.local.StandIn;
import dev.wayfare.local.Unpacked;
import dev.wayfare.local.http.Listener;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Set;

/**
 * A stand-in for Azure Functions. Neither the Functions host nor its Java worker can be had as a
 * library, so this is an emulation of what they do with a packaged app, and says so.
 */
public final class LocalAzure {
  private LocalAzure() {}

  /** Runs until it is told to stop. */
  public static void main(String[] arguments) {
    StandIn.run("local-azure", Set.of("--package", "--port"), LocalAzure::start, arguments);
  }

  private static int start(Options options, Lifetime lifetime) throws IOException {
    System.err.println(
        "local-azure: this is an emulation of the Azure Functions host and its Java worker");
    Path app = lifetime.own(Unpacked.of(options.packageFile())).folder();
    var host = AzureHost.of(app, InstantSource.system(), new SecureRandom());
    Vertx vertx = Listener.vertx();
    lifetime.own(vertx::close);
    return lifetime
        .own(Listener.open(vertx, options.port(), AzureHost.LIMIT_BYTES, AzureHost.TOO_LARGE, host))
        .port();
  }
}
