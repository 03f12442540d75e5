package dev.wayfare.shim.abi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.shim.Body;
import dev.wayfare.shim.Header;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.Invocation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CgiEnvironmentTest {
  @Test
  void aRequestBecomesTheMetaVariablesOfRfc3875() {
    Map<String, String> variables =
        CgiEnvironment.of(
            Invocation.builder()
                .method("POST")
                .target("/a%2Fb%20c?x=1&y=%20")
                .scheme("https")
                .remoteAddress("192.0.2.7")
                .headers(
                    Headers.of(
                        List.of(
                            new Header("Host", "example.com:8443"),
                            new Header("Content-Type", "text/plain"),
                            new Header("Content-Length", "99"),
                            new Header("X-A", "1"),
                            new Header("x-a", "2"),
                            new Header("Cookie", "a=1"),
                            new Header("Cookie", "b=2"))))
                .body(Body.utf8("hello"))
                .build());
    assertThat(variables)
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("GATEWAY_INTERFACE", "CGI/1.1"),
                Map.entry("SERVER_SOFTWARE", "wayfare"),
                Map.entry("SERVER_PROTOCOL", "HTTP/1.1"),
                Map.entry("SERVER_NAME", "example.com"),
                Map.entry("SERVER_PORT", "8443"),
                Map.entry("REQUEST_METHOD", "POST"),
                Map.entry("SCRIPT_NAME", ""),
                Map.entry("PATH_INFO", "/a/b c"),
                Map.entry("PATH_TRANSLATED", "/a/b c"),
                Map.entry("AUTH_TYPE", ""),
                Map.entry("REMOTE_USER", ""),
                Map.entry("REMOTE_IDENT", ""),
                Map.entry("X_RAW_PATH_INFO", "/a%2Fb%20c"),
                Map.entry("QUERY_STRING", "x=1&y=%20"),
                Map.entry("X_FULL_URL", "https://example.com:8443/a%2Fb%20c?x=1&y=%20"),
                Map.entry("REMOTE_ADDR", "192.0.2.7"),
                Map.entry("REMOTE_HOST", "192.0.2.7"),
                Map.entry("CONTENT_TYPE", "text/plain"),
                Map.entry("CONTENT_LENGTH", "5"),
                Map.entry("HTTP_HOST", "example.com:8443"),
                Map.entry("HTTP_X_A", "1, 2"),
                Map.entry("HTTP_COOKIE", "a=1; b=2")));
  }

  @Test
  void aProxyFieldCannotPassForTheProxySettingNorAnUnderscoreForADash() {
    Map<String, String> variables =
        CgiEnvironment.of(
            Invocation.builder()
                .headers(
                    Headers.of(
                        List.of(new Header("Proxy", "http://evil"), new Header("X_Role", "admin"))))
                .build());
    assertThat(variables).doesNotContainKeys("HTTP_PROXY", "HTTP_X_ROLE");
  }

  @Test
  void aFieldsOctetsReachTheGuestAsTheyAre() {
    Map<String, String> variables =
        CgiEnvironment.of(
            Invocation.builder()
                .headers(
                    Headers.of(
                        List.of(
                            new Header("x-utf8", "caf\u00c3\u00a9"),
                            new Header("x-latin1", "caf\u00e9"))))
                .build());
    assertThat(variables)
        .containsEntry("HTTP_X_UTF8", "caf\u00c3\u00a9")
        .containsEntry("HTTP_X_LATIN1", "caf\u00e9");
  }

  @ParameterizedTest
  @CsvSource({
    "/plain, /plain",
    "/%41%c3%a9, /AÃ©",
    "/%41%e9, /Aé",
    "/100%, /100%",
    "/%4, /%4",
    "/%zz%41, /%zzA",
    "/%2541, /%41",
    "/é, /Ã©"
  })
  void aPathIsDecodedToOctetsOnceAndWhatIsNoEscapeStays(String path, String octets) {
    assertThat(CgiEnvironment.of(Invocation.builder().path(path).build()))
        .containsEntry("PATH_INFO", octets);
  }

  @ParameterizedTest
  @CsvSource({"[::1]:8080, [::1], 8080", "[::1], [::1], 80", "a.example, a.example, 80"})
  void theHostFieldGivesNameAndPort(String host, String name, String port) {
    Map<String, String> variables =
        CgiEnvironment.of(Invocation.builder().headers(Headers.EMPTY.with("host", host)).build());
    assertThat(variables).containsEntry("SERVER_NAME", name).containsEntry("SERVER_PORT", port);
  }
}
