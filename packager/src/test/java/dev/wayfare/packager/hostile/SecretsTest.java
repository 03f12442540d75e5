package dev.wayfare.packager.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.shim.Grants;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.HostConfig;
import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.host.FunctionHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What reaches the log of what a guest says, and of what it was denied. */
final class SecretsTest {
  private static final String SECRET = "hunter2-never-to-be-seen";

  private QuietLog log;

  @BeforeEach
  void quieten() {
    log = QuietLog.keeping();
  }

  @AfterEach
  void end() {
    log.close();
  }

  @Test
  void aGuestThatPrintsItsEnvironmentDoesNotPrintItsSecret() {
    invoke(
        HostileGuest.COMMAND,
        Grants.builder().variable("PLAIN", "seen").secret("TOKEN", SECRET).build(),
        "/s/0");
    assertThat(log.lines())
        .contains("request=id-1 source=stderr text=\"PLAIN=seen\"")
        .contains("request=id-1 source=stderr text=\"TOKEN=***\"")
        .noneMatch(line -> line.contains(SECRET) || line.contains("hunter2"));
  }

  @Test
  void aDeniedCallNamesTheGrantUnderTheRequestsId() {
    Grants nothing = Grants.builder().randomness(new Grants.Randomness.Off()).build();
    for (HostileGuest guest : HostileGuest.values()) {
      log.forget();
      invoke(guest, nothing, "/h/0");
      assertThat(log.lines())
          .filteredOn(line -> line.startsWith("request=id-1 source=denied "))
          .as("%s: said once in a request", guest)
          .singleElement()
          .asString()
          .contains("random_get was denied: ");
    }
  }

  private static void invoke(HostileGuest guest, Grants grants, String path) {
    HostConfig config =
        HostConfig.DEFAULT.with(HostileGuest.limits().logBytes(1 << 20).build()).with(grants);
    try (FunctionHost host = FunctionHost.builder(guest.image()).config(config).build()) {
      var headers = Headers.EMPTY.with("x-request-id", "id-1");
      int status = host.invoke(Invocation.builder().path(path).headers(headers).build()).status();
      assertThat(status).isIn(200, 500);
    }
  }
}
