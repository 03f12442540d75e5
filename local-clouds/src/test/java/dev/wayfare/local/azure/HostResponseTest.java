package dev.wayfare.local.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.azure.functions.HttpStatusType;
import dev.wayfare.local.http.Field;
import dev.wayfare.local.http.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HostResponseTest {
  private final WorkerResponse response = new WorkerResponse(HttpStatusType.custom(200));

  @Test
  void bytesAndTheirTypeGoAsTheyAre() {
    var _ = response.header("Content-Type", "text/plain").body(new byte[] {1, -1});
    assertThat(HostResponse.of(response).fields())
        .containsExactly(new Field("Content-Type", "text/plain"));
    assertThat(HostResponse.of(response).body().bytes()).containsExactly(1, -1);
  }

  @Test
  void noBytesNeedNoType() {
    var _ = response.body(new byte[0]);
    assertThat(HostResponse.of(response)).isEqualTo(Reply.empty(200));
  }

  @Test
  void aTextOrNothingGetsATypeOrACharset() {
    assertThat(HostResponse.of(response).fields())
        .containsExactly(new Field("content-type", "text/plain; charset=utf-8"));
    var _ = response.header("content-type", "application/json").body("{}");
    assertThat(HostResponse.of(response).fields())
        .containsExactly(new Field("content-type", "application/json; charset=utf-8"));
  }

  @Test
  void ofAFieldInTwoCasesOneIsDropped() {
    var _ = response.header("Set-Cookie", "a=1").header("set-cookie", "b=2").body(new byte[0]);
    assertThat(HostResponse.of(response).fields()).hasSize(1);
  }

  @Test
  void anEmptyTypeIsDroppedAndOtherEmptyFieldsAreNot() {
    var _ = response.header("content-type", "").header("x-empty", "").body(new byte[0]);
    assertThat(HostResponse.of(response).fields()).containsExactly(new Field("x-empty", ""));
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 205, 304})
  void contentWhereThereCanBeNoneIsAnError(int status) {
    var _ = response.status(HttpStatusType.custom(status)).body(new byte[0]);
    assertThat(HostResponse.of(response).status()).isEqualTo(status);
    var _ = response.body(new byte[1]);
    assertThatThrownBy(() -> HostResponse.of(response)).hasMessageContaining("has content");
  }

  @Test
  void aValueThatIsNotAsciiIsAnError() {
    var _ = response.header("x-name", "Zo\u00eb").body(new byte[0]);
    assertThatThrownBy(() -> HostResponse.of(response)).hasMessageContaining("Invalid non-ASCII");
  }
}
