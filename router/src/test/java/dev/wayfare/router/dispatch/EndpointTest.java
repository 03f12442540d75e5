package dev.wayfare.router.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

final class EndpointTest {
  @Test
  void anAddressOfTheSixthVersionKeepsItsBracketsWhereAUrlNeedsThem() {
    Endpoint endpoint = Endpoint.of(URI.create("https://[::1]/base/"));
    assertThat(endpoint).isEqualTo(new Endpoint("[::1]", 443, true, "/base"));
    assertThat(endpoint.address()).isEqualTo("::1");
  }
}
