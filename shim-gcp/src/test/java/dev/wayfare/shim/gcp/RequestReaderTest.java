package dev.wayfare.shim.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.shim.Body;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.Invocation;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestReaderTest {
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
    assertThat(RequestReader.read(request, 10).body().length()).isEqualTo(11);
  }

  private static Invocation read(Invocation.Builder request) throws IOException {
    return RequestReader.read(new FakeRequest(request.build()), 1000);
  }
}
