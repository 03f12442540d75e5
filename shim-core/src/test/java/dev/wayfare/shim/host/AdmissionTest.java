package dev.wayfare.shim.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayfare.shim.Body;
import dev.wayfare.shim.Callers;
import dev.wayfare.shim.Header;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.Limits;
import dev.wayfare.shim.abi.Answer.Failed;
import dev.wayfare.shim.abi.Answer.Fault;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AdmissionTest {
  private static final String KEY = "0123456789abcdef";
  private static final Header ID = new Header("x-request-id", "id-1");

  private final Admission open = new Admission(new Callers(Optional.empty(), true), Limits.DEFAULT);
  private final Admission known =
      new Admission(new Callers(Optional.of(KEY), true), Limits.DEFAULT);
  private final Admission closed =
      new Admission(new Callers(Optional.of(KEY), false), Limits.DEFAULT);

  @Test
  void fieldsOfTheConnectionAndOfWayfareAndWhatWasMetNeverReachAGuest() {
    Headers came =
        Headers.EMPTY
            .with("Wayfare-Meter", "v=1")
            .with("Upgrade", "h2c")
            .with("Expect", "100-continue")
            .with("Connection", "x-mine")
            .with("x-mine", "1")
            .with("x-kept", "1");
    assertThat(admitted(open, Invocation.builder().headers(came)).headers())
        .containsExactly(new Header("x-kept", "1"), ID);
  }

  @Test
  void contentLengthIsTheBodysWhereverThereIsOneOrWasSuchAField() {
    Header three = new Header("content-length", "3");
    Headers wrong = Headers.EMPTY.with("Content-Length", "7").with("content-length", "8");
    assertThat(admitted(open, Invocation.builder().body(Body.utf8("abc"))).headers())
        .containsExactly(three, ID);
    assertThat(admitted(open, Invocation.builder().headers(wrong).body(Body.utf8("abc"))).headers())
        .containsExactly(three, ID);
    assertThat(admitted(open, Invocation.builder().headers(wrong)).headers())
        .containsExactly(new Header("content-length", "0"), ID);
    assertThat(admitted(open, Invocation.builder()).headers()).containsExactly(ID);
  }

  @Test
  void anIdThatIsNotFitForALogIsReplaced() {
    Headers came = Headers.EMPTY.with("X-Request-Id", "two words");
    assertThat(admitted(open, Invocation.builder().headers(came)).headers()).containsExactly(ID);
  }

  @Test
  void onlyTheRouterIsBelievedWhatTheTargetWas() {
    Headers claim = Headers.EMPTY.with("wayfare-target", "/%7ea?b=%2f");
    Invocation.Builder request = Invocation.builder().target("/~a?b=/");
    Invocation router = admitted(known, request.headers(claim.with("wayfare-key", KEY)));
    assertThat(router.path()).isEqualTo("/%7ea");
    assertThat(router.query()).isEqualTo("b=%2f");
    assertThat(router.headers()).containsExactly(ID);
    for (Headers other : new Headers[] {claim, claim.with("wayfare-key", KEY + "0")}) {
      assertThat(admitted(known, request.headers(other)).path()).isEqualTo("/~a");
    }
    assertThat(admitted(open, request.headers(claim.with("wayfare-key", KEY))).path())
        .isEqualTo("/~a");
  }

  @Test
  void onlyTheRouterIsBelievedWhatMethodAndFieldsWere() {
    // printf 'Content-Type: a' | base64; printf 'X-Hop: 1' | base64; printf 'Connection: x-hop'
    Headers claim =
        Headers.EMPTY
            .with("content-type", "b")
            .with("wayfare-method", "PURGE")
            .with(
                "wayfare-fields",
                ":Q29udGVudC1UeXBlOiBh:, :WC1Ib3A6IDE=:, :Q29ubmVjdGlvbjogeC1ob3A=:");
    Invocation.Builder request = Invocation.builder().method("POST");
    Invocation router = admitted(known, request.headers(claim.with("wayfare-key", KEY)));
    assertThat(router.method()).isEqualTo("PURGE");
    assertThat(router.headers()).containsExactly(new Header("content-type", "a"), ID);
    Invocation other = admitted(known, request.headers(claim));
    assertThat(other.method()).isEqualTo("POST");
    assertThat(other.headers()).containsExactly(new Header("content-type", "b"), ID);
  }

  @Test
  void aTargetThatIsNoneIsRefused() {
    Headers claim = Headers.EMPTY.with("wayfare-target", "x").with("wayfare-key", KEY);
    assertThatThrownBy(() -> admitted(known, Invocation.builder().headers(claim)))
        .hasMessage("the path must start with \"/\", but is \"x\"");
  }

  @Test
  void whoLacksTheKeyIsRefusedWhereOnlyTheRouterMayCall() {
    Invocation stranger = Invocation.builder().build();
    Invocation router =
        Invocation.builder().headers(Headers.EMPTY.with("wayfare-key", KEY)).build();
    assertThat(closed.refusal(stranger))
        .contains(
            new Failed(403, Fault.HOST, "only the router may call, and this caller lacks its key"));
    assertThat(closed.refusal(router)).isEmpty();
    assertThat(known.refusal(stranger)).isEmpty();
  }

  private static Invocation admitted(Admission admission, Invocation.Builder request) {
    return admission.admitted(request.build(), "id-1");
  }
}
