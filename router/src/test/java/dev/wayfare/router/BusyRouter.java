package dev.wayfare.router;

import dev.wayfare.router.deployed.Slot;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A router that has everything on and was used in every way that makes a metric. */
final class BusyRouter implements AutoCloseable {
  private final StubTarget failing =
      new StubTarget(request -> request.response().setStatusCode(503).end());
  private final StubTarget good = StubTarget.answering(200, "fine");
  private final RunningRouter router;

  BusyRouter(Path folder) {
    String settings =
        """
        ledger: {memory: true}
        access: {anonymous: allow}
        decision-log: {file: "%1$s/decisions.jsonl", sample: 100%%}
        request-log: {file: "%1$s/requests.jsonl"}
        tracing: {endpoint: "http://127.0.0.1:1", sample: 100%%}
        deployment: {state: "%1$s/wayfare.state.json"}
        """
            .formatted(folder);
    String deployed =
        """
        functions:
          deployed:
            path: /deployed
            targets: [{id: t, provider: azure, region: eastus, memory: 2048MiB}]
        """;
    new Deployed(folder, "deployed")
        .write(Map.of(Slot.A, good.port(), Slot.B, good.port()), Slot.A, 0.5);
    router =
        new RunningRouter(
            settings,
            List.of("http://127.0.0.1:" + failing.port(), "http://127.0.0.1:" + good.port()),
            "",
            deployed);
    router.follow();
    router.get("/f");
    router.get("/none");
    Await.until(
        "all is counted",
        () -> router.admin("/metrics").body().contains("wayfare_overhead_seconds_count 2"));
  }

  RunningRouter router() {
    return router;
  }

  Scrape scrape() {
    return Scrape.of(router.admin("/metrics").body());
  }

  @Override
  public void close() {
    router.close();
    good.close();
    failing.close();
  }
}
