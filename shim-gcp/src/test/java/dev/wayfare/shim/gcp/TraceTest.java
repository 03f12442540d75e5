package dev.wayfare.shim.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.shim.Headers;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TraceTest {
  private static final String ID = "0af7651916cd43dd8448eb211c80319c";
  private static final String W3C = "00-" + ID + "-b7ad6b7169203331-01";

  private final Trace trace = Trace.ofProject(Map.of("GOOGLE_CLOUD_PROJECT", "mine"));

  @Test
  void theTraceIsNamedWithItsProject() {
    assertThat(trace.fields(Headers.EMPTY.with("traceparent", W3C)))
        .containsOnly(
            Map.entry(Trace.TRACE, "projects/mine/traces/" + ID),
            Map.entry(Trace.SPAN, "b7ad6b7169203331"));
  }

  @Test
  void withoutAProjectTheTraceKeepsItsId() {
    assertThat(Trace.ofProject(Map.of()).fields(Headers.EMPTY.with("traceparent", W3C)))
        .containsEntry(Trace.TRACE, ID);
  }

  @Test
  void googlesOwnFieldIsReadWhereTheStandardOneIsMissingOrWrong() {
    Headers google =
        Headers.EMPTY.with("traceparent", "nonsense").with("x-cloud-trace-context", ID + "/74;o=1");
    assertThat(trace.fields(google))
        .containsOnly(
            Map.entry(Trace.TRACE, "projects/mine/traces/" + ID),
            Map.entry(Trace.SPAN, "000000000000004a"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ";o=1", "/;o=0", "/99999999999999999999;o=1"})
  void aSpanThatIsNoneIsLeftOut(String rest) {
    assertThat(trace.fields(Headers.EMPTY.with("x-cloud-trace-context", ID + rest)))
        .doesNotContainKey(Trace.SPAN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "00-0-0-0", "\"},{\""})
  void whatIsNoTraceIsNotLogged(String value) {
    Headers headers = Headers.EMPTY.with("traceparent", value).with("x-cloud-trace-context", value);
    assertThat(trace.fields(headers)).isEmpty();
  }
}
