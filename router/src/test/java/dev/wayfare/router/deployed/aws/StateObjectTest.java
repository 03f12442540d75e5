package dev.wayfare.router.deployed.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayfare.router.Await;
import dev.wayfare.router.deployed.DeployedTarget;
import dev.wayfare.router.deployed.DeployedTargets;
import dev.wayfare.router.deployed.InvalidStateException;
import dev.wayfare.router.deployed.StateLock;
import dev.wayfare.router.deployed.StateStore;
import dev.wayfare.router.deployed.UnreachableStateException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.S3Client;

final class StateObjectTest {
  private static final String KEY = "shop/state.json";
  private static final String LOCK = KEY + ".lock";
  private static final String PLACE = "s3://acme/shop/state.json";
  private static final AwsCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret"));

  private final S3StandIn s3 = S3StandIn.start();
  private final S3Client client = S3Clients.of(s3.baseUrl(), CREDENTIALS);
  private final StateObject object = new StateObject(S3StandIn.BUCKET, KEY, () -> client);

  @AfterEach
  void close() {
    client.close();
    s3.close();
  }

  private static DeployedTargets state(String id) {
    return DeployedTargets.EMPTY.with(
        id, new DeployedTarget("f", "aws", "eu-west-1", "wayfare-t", null, null, Map.of()));
  }

  private Lease take(String holder) {
    return Lease.take(
        new ConditionalObject(client, S3StandIn.BUCKET, KEY),
        new ConditionalObject(client, S3StandIn.BUCKET, LOCK),
        holder,
        Duration.ofDays(1));
  }

  @Test
  void whereThereIsNoObjectNothingIsDeployed() {
    assertThat(object.read()).isEqualTo(DeployedTargets.EMPTY);
    assertThat(object.version()).isEqualTo("none");
  }

  @Test
  void whatWasWrittenIsThereAndNothingElse() {
    String none = object.version();
    try (StateLock held = object.lock("one")) {
      assertThat(held.before()).isEqualTo(DeployedTargets.EMPTY);
      held.write(state("t"));
      String first = object.version();
      held.write(state("u"));
      assertThat(object.version()).isNotIn(none, first);
    }
    assertThat(object.read()).isEqualTo(state("u"));
    assertThat(s3.keys()).containsExactly(KEY);
    try (StateLock held = object.lock("two")) {
      assertThat(held.before()).isEqualTo(state("u"));
      held.write(state("v"));
    }
    assertThat(object.read()).isEqualTo(state("v"));
  }

  @Test
  void objectsOfOnePlaceAreEqual() {
    assertThat(StateObject.at("acme", KEY))
        .isEqualTo(object)
        .hasSameHashCodeAs(object)
        .hasToString(PLACE)
        .isNotEqualTo(StateObject.at("acme", LOCK))
        .isNotEqualTo(StateObject.at("other", KEY));
  }

  @Test
  void theLockIsForOneAtATime() {
    StateLock held = object.lock("pid 1 of me");
    s3.pass(Duration.ofSeconds(13));
    assertThatThrownBy(() -> object.lock("pid 2 of you"))
        .isInstanceOf(InvalidStateException.class)
        .hasMessage(
            PLACE
                + ".lock: another wayfare has this lock, pid 1 of me; wait for it, or if it was"
                + " killed, for 48 s");
    held.write(state("t"));
    held.close();
    held.close();
    assertThatThrownBy(() -> held.write(state("u")))
        .isInstanceOf(InvalidStateException.class)
        .hasMessageStartingWith(PLACE + ": this run was told to end and gave its lock back");
    object.lock("pid 2 of you").close();
  }

  @Test
  void theLockOfWhomeverWasKilledIsTakenOverOnceItRanOut() {
    Lease killed = take("killed");
    s3.pass(Lease.LENGTH.minusSeconds(1));
    assertThatThrownBy(() -> take("early")).hasMessageContaining("killed; wait for it");
    s3.pass(Duration.ofSeconds(1));
    try (Lease next = take("next")) {
      next.write(state("t"));
      killed.close();
      assertThat(s3.kept(LOCK)).startsWith("next\n");
    }
    assertThat(object.read()).isEqualTo(state("t"));
    assertThat(s3.keys()).containsExactly(KEY);
  }

  @Test
  void whoeverLostItRemovesNobodyElsesLock() {
    Lease slept = take("slept");
    s3.beforePut(() -> s3.beforeDelete(() -> s3.keep(LOCK, "next\nrenewed 0\n")));
    slept.close();
    assertThat(s3.kept(LOCK)).startsWith("next\n");
  }

  @Test
  void aLockThatIsGivenBackAtThatMomentIsTaken() {
    s3.keep(LOCK, "other\nrenewed 0\n");
    s3.afterPut(() -> s3.remove(LOCK));
    try (Lease held = take("held")) {
      held.write(state("t"));
    }
    assertThat(s3.keys()).containsExactly(KEY);
  }

  @Test
  void twoThatTakeOverAtOnceAreNotBothGivenTheLock() {
    take("killed");
    s3.pass(Lease.LENGTH);
    // The second finds a lock as it writes the first time, and by the next time another one.
    s3.beforePut(() -> s3.beforePut(() -> s3.keep(LOCK, "first\nrenewed 0\n")));
    assertThatThrownBy(() -> take("second"))
        .isInstanceOf(InvalidStateException.class)
        .hasMessageStartingWith(PLACE + ": another wayfare took the lock at this moment");
    assertThat(s3.kept(LOCK)).startsWith("first\n");
  }

  @Test
  void aLockThatIsMadeSureOfDoesNotRunOut() {
    try (Lease held = take("held")) {
      for (int i = 0; i < 4; i++) {
        s3.pass(Lease.LENGTH.dividedBy(2));
        held.require();
      }
      assertThatThrownBy(() -> take("other")).hasMessageContaining("held; wait for it");
      held.write(state("t"));
    }
    assertThat(s3.keys()).containsExactly(KEY);
  }

  @Test
  void aLockIsRenewedByItself() throws Exception {
    Lease held =
        Lease.take(
            new ConditionalObject(client, S3StandIn.BUCKET, KEY),
            new ConditionalObject(client, S3StandIn.BUCKET, LOCK),
            "held",
            Duration.ofMillis(1));
    Await.until("it is renewed", () -> s3.kept(LOCK).matches("held\nrenewed ([3-9]|\\d\\d+)\n"));
    held.close();
    assertThat(s3.keys()).isEmpty();
  }

  @Test
  void whoeverLostTheLockUnawaresChangesNothing() {
    Lease slept = take("slept");
    s3.pass(Lease.LENGTH);
    try (Lease other = take("other")) {
      other.write(state("theirs"));
      assertThatThrownBy(slept::require)
          .isInstanceOf(InvalidStateException.class)
          .hasMessageStartingWith(PLACE + ".lock: this lock is not this run's any more");
      assertThatThrownBy(() -> slept.write(state("mine"))).hasMessageContaining("not this run's");
      slept.close();
      other.write(state("theirs too"));
    }
    assertThat(object.read()).isEqualTo(state("theirs too"));
  }

  @Test
  void aLockThatSomebodyRemovedIsLost() {
    try (Lease held = take("held")) {
      s3.remove(LOCK);
      assertThatThrownBy(held::require)
          .isInstanceOf(InvalidStateException.class)
          .hasMessageEndingWith(
              "or somebody removed it); see wayfare status for what is left to do");
    }
    assertThat(s3.keys()).isEmpty();
  }

  @Test
  void whatWasWrittenWithoutTheLockIsNotOverwritten() {
    try (Lease held = take("held")) {
      held.write(state("t"));
      s3.keep(KEY, state("by hand").json());
      assertThatThrownBy(() -> held.write(state("u")))
          .isInstanceOf(InvalidStateException.class)
          .hasMessageStartingWith(PLACE + ": this is not as this run wrote it last");
    }
    assertThat(object.read()).isEqualTo(state("by hand"));
  }

  @Test
  void whileNobodyCanTellWhoHasTheLockNothingIsChanged() {
    try (Lease held = take("held")) {
      s3.refuse(403, "AccessDenied", "Access Denied");
      assertThatThrownBy(held::require)
          .isInstanceOf(UnreachableStateException.class)
          .hasMessageContaining("AccessDenied: Access Denied, request 4442587FB7D0A2F9");
      assertThatThrownBy(() -> held.write(state("t")))
          .isInstanceOf(UnreachableStateException.class);
      s3.serve();
      held.write(state("t"));
    }
    assertThat(s3.keys()).containsExactly(KEY);
  }

  @Test
  void aLockThatCannotBeGivenBackIsLeftToRunOut() {
    Lease held = take("held");
    s3.refuse(403, "AccessDenied", "Access Denied");
    held.close();
    held.close();
    s3.serve();
    s3.pass(Lease.LENGTH);
    take("next").close();
    assertThat(s3.keys()).isEmpty();
  }

  /** The SDK asks again, and then the condition does not hold any more. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void anAnswerThatIsLostIsNoOtherWriter(int answers) {
    s3.loseAnswers(answers);
    try (Lease held = take("held")) {
      s3.loseAnswers(answers);
      held.require();
      s3.afterPut(() -> s3.loseAnswers(answers)); // The state's own, after that of the lock.
      held.write(state("t"));
      held.write(state("u"));
    }
    assertThat(object.read()).isEqualTo(state("u"));
    assertThat(s3.keys()).containsExactly(KEY);
  }

  @Test
  void whereNoAnswerComesAtAllTheNextWriteGoesOnFromThere() {
    try (Lease held = take("held")) {
      answerNothingAfterThis();
      assertThatThrownBy(held::require).isInstanceOf(UnreachableStateException.class);
      s3.serve();
      held.write(state("t"));
      s3.afterPut(this::answerNothingAfterThis); // That of the lock.
      assertThatThrownBy(() -> held.write(state("u")))
          .isInstanceOf(UnreachableStateException.class);
      assertThat(s3.kept(KEY)).isEqualTo(state("u").json());
      s3.serve();
      s3.beforePut(() -> s3.beforePut(() -> s3.refuse(500, "InternalError", "Again.")));
      assertThatThrownBy(() -> held.write(state("w")))
          .isInstanceOf(UnreachableStateException.class)
          .hasMessageEndingWith("it may be written all the same, see wayfare status");
      s3.serve();
      held.write(state("v"));
    }
    assertThat(object.read()).isEqualTo(state("v"));
    assertThat(s3.keys()).containsExactly(KEY);
  }

  @Test
  void aRenewalThatWasLeftWithoutAnswerIsMadeAnew() {
    try (Lease held = take("held")) {
      answerNothingAfterThis();
      assertThatThrownBy(held::require).isInstanceOf(UnreachableStateException.class);
      s3.serve();
      s3.pass(Duration.ofSeconds(40));
      held.require();
      s3.pass(Duration.ofSeconds(40));
      assertThatThrownBy(() -> take("other")).hasMessageContaining("held; wait for it");
    }
  }

  /** The next write is done, and then nothing is answered, to it neither. */
  private void answerNothingAfterThis() {
    s3.loseAnswers(1);
    s3.afterPut(() -> s3.refuse(500, "InternalError", "We encountered an internal error."));
  }

  @Test
  void aWriteThatCollidesIsRepeated() {
    s3.conflict(2);
    try (Lease held = take("held")) {
      s3.conflict(1);
      held.write(state("t"));
    }
    assertThat(object.read()).isEqualTo(state("t"));
  }

  @Test
  void aServerThatIgnoresConditionsIsRefused() {
    s3.ignoreIfNoneMatch();
    assertThatThrownBy(() -> object.lock("held"))
        .isInstanceOf(InvalidStateException.class)
        .hasMessageContaining("this server ignores conditions of writes");
  }

  @Test
  void aServerThatIgnoresTheOtherConditionIsRefused() {
    s3.ignoreIfMatch();
    assertThatThrownBy(() -> object.lock("held"))
        .isInstanceOf(InvalidStateException.class)
        .hasMessageContaining("this server ignores conditions of writes");
    assertThat(s3.keys()).isEmpty();
  }

  @Test
  void aServerThatDoesNotTellTheTimeFreesNoLock() {
    take("killed");
    s3.pass(Lease.LENGTH);
    s3.keepTheTimeToItself();
    assertThatThrownBy(() -> take("next"))
        .isInstanceOf(InvalidStateException.class)
        .hasMessageStartingWith(PLACE + ".lock: this server does not tell the time");
  }

  @Test
  void aStateThatIsNotValidIsNotLocked() {
    s3.keep(KEY, "{");
    assertThatThrownBy(object::read)
        .isInstanceOf(InvalidStateException.class)
        .isNotInstanceOf(UnreachableStateException.class)
        .hasMessageStartingWith(PLACE + ": this is not JSON");
    assertThatThrownBy(() -> object.lock("held")).hasMessageStartingWith(PLACE + ": this is not");
    assertThat(s3.keys()).containsExactly(KEY);
  }

  @Test
  void whatIsNoStateByItsSizeIsNotReadWhole() {
    s3.keep(KEY, "x".repeat(StateStore.MOST_BYTES + 1));
    assertThatThrownBy(object::read)
        .isInstanceOf(InvalidStateException.class)
        .hasMessage(PLACE + ": a state has at most 16777216 bytes; is this one?");
  }

  @Test
  void aBucketIsFoundInItsRegion() {
    s3.liesIn("eu-central-2");
    try (StateLock held = object.lock("held")) {
      held.write(state("t"));
    }
    assertThat(object.read()).isEqualTo(state("t"));
    assertThat(object.version()).isNotEqualTo("none");
  }

  /** Few other servers know a host for each bucket. */
  @Test
  void theBucketOfAnotherServerIsInThePath() {
    s3.keep(KEY, state("t").json());
    URI named = URI.create("http://localhost:" + s3.baseUrl().getPort());
    try (S3Client byName = S3Clients.of(named, CREDENTIALS)) {
      assertThat(new StateObject(S3StandIn.BUCKET, KEY, () -> byName).read()).isEqualTo(state("t"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403 | AccessDenied | Access Denied | these AWS credentials may not have it read"
            + " (AccessDenied: Access Denied, request 4442587FB7D0A2F9); see docs/deploy-aws.md",
        "400 | ExpiredToken | The provided token has expired. | it cannot be read (ExpiredToken:"
            + " The provided token has expired, request 4442587FB7D0A2F9)",
        "500 | InternalError | We encountered an internal error. | it cannot be read for now"
            + " (InternalError: We encountered an internal error, request 4442587FB7D0A2F9); try",
      })
  void whatS3RefusesIsSaidInOneSentence(int status, String code, String message, String sentence) {
    s3.refuse(status, code, message);
    assertThatThrownBy(object::read)
        .isInstanceOf(UnreachableStateException.class)
        .hasMessageStartingWith(PLACE + ": " + sentence);
    assertThatThrownBy(object::version).isInstanceOf(UnreachableStateException.class);
    assertThatThrownBy(() -> object.lock("held")).isInstanceOf(UnreachableStateException.class);
  }

  @Test
  void aBucketThatIsMissingIsNoEmptyState() {
    var elsewhere = new StateObject("nobody", KEY, () -> client);
    assertThatThrownBy(elsewhere::read)
        .isInstanceOf(InvalidStateException.class)
        .hasMessage(
            "s3://nobody/shop/state.json: there is no bucket nobody; make it, or name another in"
                + " deployment.state");
    assertThatThrownBy(() -> elsewhere.lock("held")).hasMessageContaining("there is no bucket");
  }

  @Test
  void whereNoHeadIsPassedOnTheObjectItselfTellsItsVersion() {
    String none = object.version();
    s3.keep(KEY, state("t").json());
    String version = object.version();
    s3.refuseHeads();
    assertThat(object.version()).isEqualTo(version).isNotEqualTo(none);
  }

  @Test
  void whatDoesNotAnswerIsSaid() {
    s3.close();
    assertThatThrownBy(object::read)
        .isInstanceOf(UnreachableStateException.class)
        .hasMessageStartingWith(PLACE + ": S3 could not be asked (");
  }

  @Test
  void missingCredentialsAreSaid() {
    AwsCredentialsProvider none =
        () -> {
          throw SdkClientException.create("Unable to load credentials from any of the providers");
        };
    try (S3Client without = S3Clients.of(s3.baseUrl(), none)) {
      assertThatThrownBy(() -> new StateObject("acme", KEY, () -> without).read())
          .hasMessageStartingWith(PLACE + ": no AWS credentials were found");
    }
  }
}
