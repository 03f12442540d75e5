package dev.wayfare.router.proxy;

import dev.wayfare.router.decide.Standing;
import dev.wayfare.router.dispatch.ResponseVerdict;
import dev.wayfare.router.dispatch.Route;
import dev.wayfare.router.dispatch.Target;
import dev.wayfare.router.dispatch.TryRecord;
import dev.wayfare.router.health.Fault;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings failed targets back.
 *
 * <p>Once a second, a target that could not be connected to gets a bare connection, which costs
 * nothing. A target that has been on trial for a second without any request that could try it gets
 * a {@code HEAD} of the function's path; that invocation is recorded and charged like any other.
 * None is sent that costs more than what is left of the budget for exploration.
 */
public final class Prober extends VerticleBase {
  private static final long PERIOD_MILLIS = 1_000;

  private final ProxySetup setup;
  private final Hops hops;
  private final Set<String> waiting = new HashSet<>();
  private final Set<String> busy = new HashSet<>();
  private @Nullable Upstream upstream;
  private @Nullable NetClient connector;

  /** Probes the targets of {@code setup}, with {@code hops}, since one may lead back here. */
  public Prober(ProxySetup setup, Hops hops) {
    this.setup = setup;
    this.hops = hops;
  }

  @Override
  public Future<?> start() {
    int connectMillis = (int) setup.settings().bounds().connectTimeout().toMillis();
    HttpClient client =
        vertx.createHttpClient(
            TargetConnections.options(setup.settings().bounds()).setKeepAlive(false));
    upstream = new Upstream(vertx, client, setup.credentials(), setup.tls());
    connector = vertx.createNetClient(new NetClientOptions().setConnectTimeout(connectMillis));
    vertx.setPeriodic(PERIOD_MILLIS, tick -> probeAll());
    return Future.succeededFuture();
  }

  private void probeAll() {
    for (Route route : setup.routes().all()) {
      for (Target target : route.targets()) {
        if (!busy.contains(target.id())) {
          probe(route, target);
        }
      }
    }
  }

  private void probe(Route route, Target target) {
    if (target.health().awaitsConnection()) {
      connect(target);
      return;
    }
    boolean onTrial = target.health().standing() == Standing.ON_TRIAL;
    if (onTrial && !waiting.add(target.id())) {
      if (target.isProbeAffordable(setup.nanoTicker().getAsLong())) {
        tryOut(route, target);
      }
    } else if (!onTrial) {
      waiting.remove(target.id());
    }
  }

  private void connect(Target target) {
    if (connector == null) {
      return;
    }
    busy.add(target.id());
    connector
        .connect(target.endpoint().port(), target.endpoint().address())
        .onComplete(
            made -> {
              busy.remove(target.id());
              if (made.succeeded()) {
                made.result().close();
                target.health().invite();
              }
            });
  }

  private void tryOut(Route route, Target target) {
    if (upstream == null) {
      return;
    }
    Upstream by = upstream;
    Countdown tryTimes =
        new Countdown(vertx, setup.nanoTicker(), setup.settings().bounds().tryTimeout());
    target
        .health()
        .tryAcquire()
        .ifPresent(
            permit -> {
              busy.add(target.id());
              Probe probe = new Probe(target);
              Attempt attempt =
                  new Attempt(
                      tryTimes,
                      target,
                      new TryRecord(
                          target, permit, setup.nanoTicker(), setup.listener(), Optional.empty()),
                      probe);
              attempt.limit();
              attempt.start(by, head(route));
            });
  }

  private Outbound head(Route route) {
    MultiMap fields = MultiMap.caseInsensitiveMultiMap().add("via", "1.1 " + hops.name());
    return new Outbound(
        HttpMethod.HEAD,
        new OriginForm(route.path()),
        fields,
        null,
        null,
        new Payload.Kept(Buffer.buffer()));
  }

  /** Waits for the end of one trial. */
  private final class Probe implements Attempt.Observer {
    private final Target target;

    Probe(Target target) {
      this.target = target;
    }

    @Override
    public long sending(Attempt attempt) {
      return setup.settings().bounds().tryTimeout().toMillis();
    }

    @Override
    public void headArrived(Attempt attempt, HttpClientResponse response) {
      ResponseVerdict verdict = attempt.verdict(response);
      if (!verdict.isFinal()) {
        attempt.record().failed(Fault.RESET, 0);
      } else if (verdict.isPlatformFailure()) {
        attempt.record().failedWith(verdict);
      }
      attempt.record().answered(verdict, 0);
      attempt.cancel();
      end();
    }

    @Override
    public void failed(Attempt attempt, Fault fault, Throwable cause) {
      end();
    }

    @Override
    public void crowdedOut(Attempt attempt) {
      end();
    }

    private void end() {
      busy.remove(target.id());
    }
  }
}
