package dev.wayfare.router;

import java.nio.file.Path;

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
        """
            .formatted(folder);
    router = new RunningRouter(settings, failing.port(), good.port());
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
