package dev.wayfare.bench;

import dev.wayfare.shim.Headers;
import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.InvocationResult;
import dev.wayfare.shim.host.FunctionHost;
import java.util.Map;

/** A process that answers one request and ends, for whoever times the whole of it. */
public final class Cold {
  private Cold() {}

  /** Serves the module on the class path; prints the milliseconds of its parts. */
  public static void main(String[] arguments) {
    long begin = System.nanoTime();
    try (var host = FunctionHost.builder(Cold.class.getClassLoader(), Map.of()).build()) {
      long ready = System.nanoTime();
      InvocationResult result =
          host.invoke(
              Invocation.builder()
                  .target("/hello?name=Ada")
                  .headers(Headers.EMPTY.with("x-name", "Ada"))
                  .build());
      long answered = System.nanoTime();
      if (result.status() != 200) {
        throw new IllegalStateException("status " + result.status());
      }
      System.out.println(
          "host "
              + (ready - begin) / 1_000_000
              + " ms, request "
              + (answered - ready) / 1_000
              + " us");
    }
  }
}
