package dev.wayfare.deployer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayfare.pricing.Provider;
import dev.wayfare.pricing.Sku;
import dev.wayfare.router.deployed.Canary;
import dev.wayfare.router.deployed.DeployedTarget;
import dev.wayfare.router.deployed.DeployedTargets;
import dev.wayfare.router.deployed.InvalidStateException;
import dev.wayfare.router.deployed.Slot;
import dev.wayfare.router.deployed.StateFile;
import dev.wayfare.router.deployed.StateLock;
import dev.wayfare.router.deployed.StateStore;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RolloutTest {
  private static final String ID = "lambda";
  private static final Unit UNIT = Unit.of("acme", "hello", ID, "eu-west-1");
  private static final Steps STEPS = Steps.parse("5%,25%,100%", Duration.ofSeconds(1));

  private final MemoryCloud cloud = new MemoryCloud();
  private final List<String> steps = new ArrayList<>();
  private final List<String> checked = new ArrayList<>();
  private Optional<String> fault = Optional.empty();
  private final List<Traffic.Verdict> verdicts = new ArrayList<>();
  private final List<String> watched = new ArrayList<>();
  private int settled;
  private Runnable checkedBy = () -> {};
  private Runnable watchedBy = () -> {};
  @TempDir private Path folder;
  private DeploymentState state;

  private boolean isLockLost;

  @BeforeEach
  void open() {
    state = DeploymentState.hold(new LosableFile(), "a test");
  }

  /** The file, with a lock that somebody else may take over, as one may that a server keeps. */
  private final class LosableFile implements StateStore {
    @Override
    public DeployedTargets read() {
      return file().read();
    }

    @Override
    public String version() {
      return file().version();
    }

    @Override
    public Duration timeToBeRead() {
      return file().timeToBeRead();
    }

    @Override
    public StateLock lock(String holder) {
      StateLock lock = file().lock(holder);
      return new StateLock() {
        @Override
        public DeployedTargets before() {
          return lock.before();
        }

        @Override
        public void require() {
          if (isLockLost) {
            throw new InvalidStateException("this lock is lost");
          }
          lock.require();
        }

        @Override
        public void write(DeployedTargets next) {
          require();
          lock.write(next);
        }

        @Override
        public void close() {
          lock.close();
        }
      };
    }
  }

  @AfterEach
  void close() {
    state.close();
  }

  private StateFile file() {
    return new StateFile(folder.resolve("wayfare.state.json"));
  }

  private static String module(String word) {
    return HexFormat.of().formatHex(Sha256.of(word.getBytes(StandardCharsets.UTF_8)));
  }

  private static Wanted wanted(String module) {
    return new Wanted(
        Provider.AWS,
        UNIT,
        new Release(
            Path.of("hello-aws.zip"),
            "00".repeat(32),
            module(module),
            "0.1.0",
            new Sku(Provider.AWS, "eu-west-1", "lambda", Sku.ARM64, 512, BigDecimal.ZERO, 512),
            "",
            false,
            new TreeMap<>()));
  }

  private Outcome run(String module, Steps by) throws InterruptedException {
    Check check =
        (id, with) -> {
          checkedBy.run();
          checked.add(id + " at " + target(with).endpoint().orElseThrow());
          return fault;
        };
    Traffic traffic =
        new Traffic() {
          @Override
          public Verdict watch(String id, Canary canary, Duration time) {
            // What routers read at that moment is in the file.
            assertThat(target(file().read()).canary()).isEqualTo(canary);
            watchedBy.run();
            watched.add(canary.slot().id() + " " + Steps.percent(canary.share()));
            return verdicts.isEmpty() ? new Verdict.Well(7) : verdicts.removeFirst();
          }

          @Override
          public void settle() {
            assertThat(target(file().read()).canary()).isNull();
            settled++;
          }
        };
    return new Rollout(state, check, traffic, by, () -> Instant.EPOCH)
        .run(wanted(module), () -> cloud, steps::add);
  }

  private static DeployedTarget target(DeployedTargets all) {
    return Objects.requireNonNull(all.byId().get(ID));
  }

  private DeployedTarget target() {
    return target(file().read());
  }

  @Test
  void theFirstVersionServesOnceItPassedItsCheck() throws InterruptedException {
    assertThat(run("one", STEPS)).isEqualTo(new Outcome.Serves());

    assertThat(target().serving()).isEqualTo(Slot.A);
    assertThat(target().canary()).isNull();
    assertThat(target().slot(Slot.A).release()).isEqualTo(wanted("one").release().digest());
    assertThat(checked).containsExactly("lambda at https://acme-hello-lambda-a.example");
    assertThat(watched).isEmpty();
  }

  @Test
  void theSecondTimeNothingIsDone() throws InterruptedException {
    run("one", STEPS);
    checked.clear();
    cloud.puts.clear();

    assertThat(run("one", STEPS)).isEqualTo(new Outcome.Unchanged());
    assertThat(cloud.puts).isEmpty();
    assertThat(checked).isEmpty();
  }

  @Test
  void theNextVersionTakesItsRequestsByStepsFromTheOtherSlot() throws InterruptedException {
    run("one", STEPS);

    assertThat(run("two", STEPS)).isEqualTo(new Outcome.Serves());

    assertThat(watched).containsExactly("b 5%", "b 25%");
    assertThat(target().serving()).isEqualTo(Slot.B);
    assertThat(target().canary()).isNull();
    assertThat(target().slots()).containsOnlyKeys(Slot.A, Slot.B);
    assertThat(cloud.puts).containsExactly("a " + module("one"), "b " + module("two"));
  }

  @Test
  void aVersionThatDoesNotPassItsCheckGetsNothing() throws InterruptedException {
    run("one", STEPS);
    fault = Optional.of("GET / answers 500");

    assertThat(run("two", STEPS))
        .isInstanceOfSatisfying(
            Outcome.Failed.class, it -> assertThat(it.why()).contains("GET / answers 500"));

    assertThat(watched).isEmpty();
    assertThat(target().serving()).isEqualTo(Slot.A);
    assertThat(target().canary()).isNull();
    nobodyGoesBackToB();
  }

  /** Since what is there did not do well. */
  private void nobodyGoesBackToB() {
    assertThat(new Rollback(state).run(UNIT, () -> cloud)).isInstanceOf(Outcome.Failed.class);
    assertThat(target().serving()).isEqualTo(Slot.A);
  }

  @Test
  void theFirstVersionThatDoesNotPassItsCheckGetsNothingEither() throws InterruptedException {
    fault = Optional.of("GET / answers 500");

    assertThat(run("one", STEPS)).isInstanceOf(Outcome.Failed.class);

    assertThat(target().serving()).isNull();
    assertThat(target().endpoint()).isEmpty();
  }

  @Test
  void requestsGoBackWhereARouterSaysSo() throws InterruptedException {
    run("one", STEPS);
    verdicts.add(new Traffic.Verdict.Well(3));
    verdicts.add(new Traffic.Verdict.Returned("12 of 20 failed"));

    assertThat(run("two", STEPS))
        .isInstanceOfSatisfying(
            Outcome.Failed.class, it -> assertThat(it.why()).contains("12 of 20 failed"));

    assertThat(watched).containsExactly("b 5%", "b 25%");
    assertThat(target().serving()).isEqualTo(Slot.A);
    assertThat(target().canary()).isNull();
    nobodyGoesBackToB();
  }

  @Test
  void requestsGoBackWhereNobodyTells() throws InterruptedException {
    run("one", STEPS);
    verdicts.add(new Traffic.Verdict.Unknown("no router answers"));

    assertThat(run("two", STEPS)).isInstanceOf(Outcome.Failed.class);

    assertThat(target().serving()).isEqualTo(Slot.A);
    assertThat(target().canary()).isNull();
  }

  @Test
  void aFailureOfTheProviderIsToldWithTheIdOfTheRequest() throws InterruptedException {
    cloud.failure =
        new CloudException(CloudException.Cause.QUOTA, "the account is full", "r-17", null);

    assertThat(run("one", STEPS))
        .isEqualTo(new Outcome.Failed("the account is full (request r-17)"));
    assertThat(target().serving()).isNull();
  }

  @Test
  void whatIsSomebodyElsesIsRefused() throws InterruptedException {
    cloud.slots.put(Slot.A, new Holding.Foreign("a function of that name"));

    assertThat(run("one", STEPS))
        .isInstanceOfSatisfying(
            Outcome.Failed.class, it -> assertThat(it.why()).contains("a function of that name"));
    assertThat(cloud.puts).isEmpty();
    assertThat(file().read()).isEqualTo(DeployedTargets.EMPTY);
  }

  @Test
  void whatWasRemovedByHandIsBroughtBack() throws InterruptedException {
    run("one", STEPS);
    cloud.slots.clear();

    assertThat(run("one", Steps.NONE)).isEqualTo(new Outcome.Serves());

    assertThat(cloud.slots).containsKey(Objects.requireNonNull(target().serving()));
  }

  @Test
  void rollingBackTakesNoDeploymentAndTheSameVersionMayBeDeployedAgain()
      throws InterruptedException {
    run("one", STEPS);
    run("two", STEPS);
    cloud.puts.clear();

    assertThat(new Rollback(state).run(UNIT, () -> cloud)).isEqualTo(new Outcome.Serves());
    assertThat(target().serving()).isEqualTo(Slot.A);
    assertThat(cloud.puts).isEmpty();

    assertThat(run("two", Steps.NONE)).isEqualTo(new Outcome.Serves());
    assertThat(target().serving()).isEqualTo(Slot.B);
  }

  @Test
  void rollingBackRefusesWhatIsNotThereAnyMore() throws InterruptedException {
    assertThat(new Rollback(state).run(UNIT, () -> cloud)).isInstanceOf(Outcome.Failed.class);
    run("one", STEPS);
    assertThat(new Rollback(state).run(UNIT, () -> cloud)).isInstanceOf(Outcome.Failed.class);
    run("two", STEPS);
    cloud.slots.remove(Slot.A);

    assertThat(new Rollback(state).run(UNIT, () -> cloud)).isInstanceOf(Outcome.Failed.class);
    assertThat(target().serving()).isEqualTo(Slot.B);
  }

  @Test
  void rollingBackEndsACanaryFirst() throws InterruptedException {
    run("one", STEPS);
    run("two", STEPS);
    state.change(ID, it -> Objects.requireNonNull(it).withCanary(new Canary(Slot.A, 0.05)));

    assertThat(new Rollback(state).run(UNIT, () -> cloud)).isEqualTo(new Outcome.Serves());

    assertThat(target().serving()).isEqualTo(Slot.B);
    assertThat(target().canary()).isNull();
    assertThat(new Rollback(state).run(UNIT, () -> cloud)).isInstanceOf(Outcome.Failed.class);
    assertThat(target().serving()).isEqualTo(Slot.B);
  }

  /** At each call of the cloud, the check and the routers. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void whatWasKilledIsFinishedByTheNextRun(int n) throws InterruptedException {
    run("one", STEPS);
    var left = new int[] {n};
    cloud.before =
        () -> {
          if (--left[0] == 0) {
            throw new Killed();
          }
        };
    try {
      run("two", STEPS);
      assertThat(left[0]).as("a run makes fewer calls than that").isPositive();
    } catch (Killed e) {
      assertThat(target().serving()).isEqualTo(Slot.A);
    }
    state.close();
    state = DeploymentState.hold(file(), "a test");
    cloud.before = () -> {};

    assertThat(run("two", STEPS)).isNotInstanceOf(Outcome.Failed.class);

    assertThat(target().serving()).isEqualTo(Slot.B);
    assertThat(target().canary()).isNull();
  }

  @Test
  void whoeverLostTheLockPutsNothingAnywhere() throws InterruptedException {
    // As it puts: what it is about to make is written before.
    cloud.before = () -> isLockLost = state.target(ID).isPresent();

    assertThat(run("one", STEPS)).isEqualTo(new Outcome.Failed("this lock is lost"));

    assertThat(cloud.puts).isEmpty();
    assertThat(checked).isEmpty();
    assertThat(target().serving()).isNull();
  }

  @Test
  void whyAVersionWentBackIsToldThoughItCannotBeWrittenDown() throws InterruptedException {
    run("one", STEPS);
    verdicts.add(new Traffic.Verdict.Returned("9 of its 10 requests"));
    watchedBy = () -> isLockLost = true;

    assertThat(run("two", STEPS))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            it -> assertThat(it.why()).contains("9 of its 10 requests", "this lock is lost"));
  }

  @Test
  void goingBackWithoutTheLockIsAFailureOfThatTarget() throws InterruptedException {
    run("one", STEPS);
    run("two", STEPS);
    isLockLost = true;

    assertThat(new Rollback(state).run(UNIT, () -> cloud))
        .isEqualTo(new Outcome.Failed("this lock is lost"));
    assertThat(target().serving()).isEqualTo(Slot.B);
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void aCanaryThatWasInterruptedGoesOnWhereItWas() throws InterruptedException {
    run("one", STEPS);
    run("two", STEPS);
    state.change(ID, it -> Objects.requireNonNull(it).withServing(Slot.A));
    state.change(ID, it -> Objects.requireNonNull(it).withCanary(new Canary(Slot.B, 0.25)));
    watched.clear();

    run("two", STEPS);

    assertThat(watched).containsExactly("b 25%");
    assertThat(target().serving()).isEqualTo(Slot.B);
  }

  @Test
  void aCanaryOfAnotherReleaseEndsBeforeItsSlotIsDeployedTo() throws InterruptedException {
    run("one", STEPS);
    run("two", STEPS);
    state.change(ID, it -> Objects.requireNonNull(it).withServing(Slot.A));
    state.change(ID, it -> Objects.requireNonNull(it).withCanary(new Canary(Slot.B, 0.25)));
    cloud.before =
        () -> {
          if (!cloud.puts.getLast().equals("b " + module("three"))) {
            return;
          }
          assertThat(target().canary()).isNull();
        };

    run("three", STEPS);

    assertThat(target().serving()).isEqualTo(Slot.B);
    assertThat(settled).isEqualTo(1);
  }

  @Test
  void aCanaryEndsWhereTheFileGoesBackToWhatServes() throws InterruptedException {
    run("one", STEPS);
    run("two", STEPS);
    state.change(ID, it -> Objects.requireNonNull(it).withCanary(new Canary(Slot.A, 0.25)));
    cloud.puts.clear();

    assertThat(run("two", STEPS)).isEqualTo(new Outcome.Serves());

    assertThat(target().canary()).isNull();
    assertThat(target().serving()).isEqualTo(Slot.B);
    assertThat(target().slots()).containsOnlyKeys(Slot.B);
    assertThat(cloud.puts).isEmpty();
  }

  @Test
  void whatWasKilledBeforeItsCheckIsNothingToGoBackTo() throws InterruptedException {
    run("one", STEPS);
    run("two", STEPS);
    checkedBy =
        () -> {
          throw new Killed();
        };
    assertThatThrownBy(() -> run("three", STEPS)).isInstanceOf(Killed.class);

    assertThat(new Rollback(state).run(UNIT, () -> cloud)).isInstanceOf(Outcome.Failed.class);
    assertThat(target().serving()).isEqualTo(Slot.B);
  }

  @Test
  void whatWasDeployedUnderAnotherNameIsRemovedFirst() throws InterruptedException {
    run("one", STEPS);
    state.change(
        ID,
        it ->
            new DeployedTarget(
                "hello", "aws", "us-east-1", UNIT.name(), Slot.A, null, target().slots()));

    assertThat(run("two", STEPS))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            it -> assertThat(it.why()).contains("us-east-1", "wayfare destroy --target lambda"));
    assertThat(cloud.puts).hasSize(1);
  }

  @Test
  void whatWasMadeAnewUnderTheSameNameIsDeployedAgain() throws InterruptedException {
    run("one", STEPS);
    String digest = wanted("one").release().digest();
    cloud.slots.put(
        Slot.A,
        new Holding.Deployed(
            digest, module("one"), "0.1.0", URI.create("https://another.example")));

    assertThat(run("one", Steps.NONE)).isEqualTo(new Outcome.Serves());

    assertThat(target().endpoint()).contains(URI.create("https://acme-hello-lambda-b.example"));
  }

  @Test
  void sharesRise() {
    assertThat(Steps.parse("100%", Duration.ZERO).shares()).isEmpty();
    assertThat(Steps.parse("5%, 12.5%", Duration.ZERO).shares()).containsExactly(0.05, 0.125);
    for (String wrong : List.of("", "5", "0%", "101%", "25%,5%", "5%,5%", "five%", "100%,100%")) {
      assertThatThrownBy(() -> Steps.parse(wrong, Duration.ZERO))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
