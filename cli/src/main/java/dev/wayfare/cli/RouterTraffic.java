package dev.wayfare.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayfare.deployer.Traffic;
import dev.wayfare.router.config.AdminKey;
import dev.wayfare.router.deployed.Canary;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Asks the admin servers of routers how a new version does. */
final class RouterTraffic implements Traffic {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** So much longer than it may take to read the state, a router may take to go by it. */
  private static final Duration TAKE_UP = Duration.ofSeconds(7);

  /** A look may fail once or twice, as a network does. */
  private static final int MOST_FAILED_LOOKS = 3;

  private static final int OK = 200;

  private final List<URI> routers;
  private final @Nullable AdminKey key;
  private final Duration untilKnown;
  private final LongSupplier nanoTicker;
  private final HttpClient client;

  /**
   * @param routers the base addresses of all admin servers
   * @param key that they ask for, or null
   * @param untilKnown is the time until routers know the state
   * @param nanoTicker measures how long a version is watched
   */
  RouterTraffic(
      List<URI> routers, @Nullable AdminKey key, Duration untilKnown, LongSupplier nanoTicker) {
    this.routers = List.copyOf(routers);
    this.key = key;
    this.untilKnown = untilKnown;
    this.nanoTicker = nanoTicker;
    this.client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  }

  /**
   * Whether every router answers.
   *
   * @throws UserErrorException with the next step, where one does not
   */
  void requireRouters() throws InterruptedException {
    for (URI router : routers) {
      try {
        targets(router);
      } catch (IOException e) {
        throw new UserErrorException(
            "no router at %s tells how a new version does (%s); name the admin server of each with --router, or let it have all requests at once by --canary 100%%"
                .formatted(router, words(e)),
            e);
      }
    }
  }

  @Override
  public void settle() throws InterruptedException {
    Thread.sleep(untilKnown);
  }

  @Override
  public Verdict watch(String target, Canary canary, Duration time) {
    long begin = nanoTicker.getAsLong();
    int failedLooks = 0;
    try {
      while (true) {
        Thread.sleep(PAUSE);
        Look look;
        try {
          look = look(target, canary);
          failedLooks = 0;
        } catch (IOException e) {
          failedLooks++;
          if (failedLooks == MOST_FAILED_LOOKS) {
            return new Verdict.Unknown("no router answers (%s)".formatted(words(e)));
          }
          continue;
        }
        if (look.returned() != null) {
          return new Verdict.Returned(look.returned());
        }
        long elapsedNanos = nanoTicker.getAsLong() - begin;
        Duration takeUp = untilKnown.plus(TAKE_UP);
        if (!look.isTakenUp() && elapsedNanos > takeUp.toNanos()) {
          return new Verdict.Unknown(
              "a router has not taken up the state in %d s; see its log"
                  .formatted(takeUp.toSeconds()));
        }
        if (look.isTakenUp() && elapsedNanos >= time.toNanos()) {
          return new Verdict.Well(look.requests());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Verdict.Unknown("the wait was interrupted");
    }
  }

  /**
   * What all routers tell at one moment.
   *
   * @param returned the counts of one that returned to the version before; null where none did
   */
  private record Look(long requests, boolean isTakenUp, @Nullable String returned) {}

  private Look look(String target, Canary canary) throws IOException, InterruptedException {
    long requests = 0;
    boolean isTakenUp = true;
    for (URI router : routers) {
      JsonNode told = canary(router, target);
      boolean isThis =
          told.path("slot").asText().equals(canary.slot().id())
              && told.path("share").asDouble() == canary.share();
      if (isThis && told.path("withdrawn").asBoolean()) {
        return new Look(requests, true, counts(told));
      }
      requests += told.path("requests").asLong();
      isTakenUp &= isThis;
    }
    return new Look(requests, isTakenUp, null);
  }

  /** A refused connection has no message. */
  private static String words(IOException e) {
    return e.getMessage() == null ? "it does not answer" : e.getMessage();
  }

  private static String counts(JsonNode canary) {
    return "%d of its %d requests, and %d of %d of the version before"
        .formatted(
            canary.path("errors").asLong(),
            canary.path("requests").asLong(),
            canary.path("servingErrors").asLong(),
            canary.path("servingRequests").asLong());
  }

  private JsonNode canary(URI router, String target) throws IOException, InterruptedException {
    for (JsonNode each : targets(router)) {
      if (each.path("id").asText().equals(target)) {
        return each.path("canary");
      }
    }
    throw new IOException("%s knows no target %s".formatted(router, target));
  }

  private JsonNode targets(URI router) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(router.resolve("/targets")).timeout(PATIENCE);
    Optional.ofNullable(key).ifPresent(it -> request.header("Authorization", it.authorization()));
    HttpResponse<String> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != OK) {
      throw new IOException("%s answers %d".formatted(router, answer.statusCode()));
    }
    return new JsonMapper().readTree(answer.body()).path("targets");
  }
}
