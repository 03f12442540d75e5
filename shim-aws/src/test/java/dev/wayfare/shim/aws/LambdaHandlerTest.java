package dev.wayfare.shim.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayfare.local.aws.Front;
import dev.wayfare.packager.archive.Target;
import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.contract.Adapter;
import dev.wayfare.shim.contract.AdapterContract;
import dev.wayfare.shim.contract.ContractGuest;
import dev.wayfare.shim.host.FunctionHost;
import dev.wayfare.shim.host.LogLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract over events and answers of Function URLs; {@link FrontsTest} has the others. */
final class LambdaHandlerTest extends AdapterContract {
  private static final JsonMapper JSON = new JsonMapper();

  private final Lambda lambda = new Lambda();
  private final FrontAdapter url = new FrontAdapter(lambda, Front.FUNCTION_URL);

  @Override
  protected Target target() {
    return Target.AWS;
  }

  @Override
  protected Adapter adapter() {
    return url;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'rawPath':'/'",
        "{'version':'2.0','rawPath':7}",
        "{'version':'3.0','rawPath':'/'}",
        "{'httpMethod':'GET','path':'/','isBase64Encoded':true,'body':'*'}",
        "{'requestContext':{'elb':{}},'multiValueHeaders':{'a':['b']},'path':[]}"
      })
  void aMalformedRequestGets400AndNoException(String event) throws IOException {
    JsonNode payload = JSON.readTree(lambda.invoke(Lambda.json(event)));
    assertThat(payload.path("statusCode").asInt()).isEqualTo(400);
    assertThat(payload.has("multiValueHeaders")).isEqualTo(!event.contains("rawPath"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "[]", "''", "null", "{}", "{'key1':'value1'}", "\ufeff{}", "{}x"})
  void whatMayBeAnEventOfATriggerIsNotAnswered(String event) {
    assertThatThrownBy(() -> lambda.invoke(Lambda.json(event)))
        .isInstanceOf(EventFailedException.class)
        .hasMessageStartingWith("the event")
        .hasNoCause();
  }

  @Test
  void aResponseThatLambdaCouldNotCarryIsRefused() throws IOException {
    String event =
        "{'version':'2.0','rawPath':'/tell','isBase64Encoded':true,'body':'"
            + Base64.getEncoder().encodeToString(new byte[5 << 20])
            + "','requestContext':{'http':{'method':'POST'}}}";
    JsonNode payload = JSON.readTree(lambda.invoke(Lambda.json(event)));
    assertThat(payload.path("statusCode").asInt()).isEqualTo(502);
    assertThat(new String(payload.path("body").binaryValue(), StandardCharsets.UTF_8))
        .contains("of which 6291556 can go back");
  }

  @Test
  void anEventWithoutEndIsReadToTheLimitAndNoFurther() throws IOException {
    var event = new EndlessEvent("{\"version\":\"2.0\",\"rawPath\":\"/\",\"body\":\"");
    JsonNode payload = JSON.readTree(lambda.invoke(event));
    assertThat(payload.path("statusCode").asInt()).isEqualTo(413);
    assertThat(event.readBytes).isEqualTo(EventReader.LIMIT_BYTES + 1);
  }

  @Test
  void eachLineOfTheLogBearsLambdasRequestId() throws IOException {
    List<LogLine> log = new ArrayList<>();
    var host =
        FunctionHost.builder(ContractGuest.classPath(), ContractGuest.ENVIRONMENT)
            .log(log::add)
            .build();
    Invocation trap = Invocation.builder().path("/trap").build();
    assertThat(new FrontAdapter(new Lambda(host), Front.FUNCTION_URL).send(trap).status())
        .isEqualTo(500);
    assertThat(log).isNotEmpty();
    assertThat(log)
        .allSatisfy(
            line -> assertThat(line.fields()).containsEntry("requestId", Lambda.REQUEST_ID));
    var out = new ByteArrayOutputStream();
    LambdaLog.to(new PrintStream(out, true, StandardCharsets.UTF_8)).write(log.getFirst());
    JsonNode line = JSON.readTree(out.toByteArray());
    assertThat(line.path("level").asText()).isEqualTo("WARN");
    assertThat(line.path("requestId").asText()).isEqualTo(Lambda.REQUEST_ID);
    assertThat(line.path("timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
    assertThat(line.path("message").asText()).isNotEmpty();
  }

  /** A string that goes on for ever. */
  private static final class EndlessEvent extends InputStream {
    private final byte[] beginning;
    private int readBytes;

    EndlessEvent(String beginning) {
      this.beginning = beginning.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public int read() {
      return readBytes < beginning.length ? beginning[readBytes++] : 'a' + readBytes++ % 7;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      for (int i = 0; i < length; i++) {
        bytes[offset + i] = (byte) read();
      }
      return length;
    }
  }
}
