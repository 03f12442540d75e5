package dev.wayfare.shim.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.shim.Body;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.Invocation;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestReaderTest {
  private static final Trace TRACE = Trace.ofProject(Map.of());

  @ParameterizedTest
  @ValueSource(strings = {"/", "//a//b", "/a%2Fb", "/a;b", "/http://x/y"})
  void thePathIsWhatFollowsTheAuthority(String path) throws IOException {
    assertThat(read(Invocation.builder().path(path)).path()).isEqualTo(path);
  }

  @Test
  void theFrontEndsWordsAreHeard() throws IOException {
    Headers forwarded =
        Headers.EMPTY
            .with("x-forwarded-for", "6.6.6.6, 1.2.3.4")
            .with("x-forwarded-proto", "https");
    Invocation invocation = read(Invocation.builder().headers(forwarded));
    assertThat(invocation.remoteAddress()).isEqualTo("1.2.3.4");
    assertThat(invocation.scheme()).isEqualTo("https");
  }

  @Test
  void withoutAFrontEndTheCallerIsUnknown() throws IOException {
    Invocation invocation = read(Invocation.builder());
    assertThat(invocation.remoteAddress()).isEmpty();
    assertThat(invocation.scheme()).isEqualTo("http");
  }

  @Test
  void nothingIsReadPastTheLimitButOneByte() throws IOException {
    var request = new FakeRequest(Invocation.builder().body(Body.of(new byte[100])).build());
    assertThat(new RequestReader(10, TRACE).read(request).body().length()).isEqualTo(11);
  }

  @Test
  void repeatedFieldsAreJoinedAsOnEveryCloud() throws IOException {
    Headers headers = Headers.EMPTY.with("X-B", "1").with("x-a", "").with("x-b", "2");
    assertThat(read(Invocation.builder().headers(headers)).headers())
        .isEqualTo(Headers.EMPTY.with("x-a", "").with("x-b", "1,2"));
  }

  @Test
  void logLinesBelongToTheTraceOfTheRequest() throws IOException {
    String id = "0af7651916cd43dd8448eb211c80319c";
    Headers headers = Headers.EMPTY.with("traceparent", "00-" + id + "-b7ad6b7169203331-00");
    assertThat(read(Invocation.builder().headers(headers)).logFields())
        .containsEntry(Trace.TRACE, id);
  }

  private static Invocation read(Invocation.Builder request) throws IOException {
    return new RequestReader(1000, TRACE).read(new FakeRequest(request.build()));
  }
}
