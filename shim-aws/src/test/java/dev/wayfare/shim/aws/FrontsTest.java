package dev.wayfare.shim.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayfare.local.aws.Front;
import dev.wayfare.packager.archive.Target;
import dev.wayfare.shim.Body;
import dev.wayfare.shim.Headers;
import dev.wayfare.shim.Invocation;
import dev.wayfare.shim.contract.Answer;
import dev.wayfare.shim.contract.Carried;
import dev.wayfare.shim.contract.Case;
import dev.wayfare.shim.contract.Cases;
import dev.wayfare.shim.contract.Contract;
import dev.wayfare.shim.contract.Place;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What each front takes away on the way to the guest and back, and how it is put back. */
final class FrontsTest {
  private final Lambda lambda = new Lambda();

  @TestFactory
  Stream<DynamicContainer> aCallerMeetsTheContractBehindEachFront() {
    return contract(false, Case::request);
  }

  @TestFactory
  Stream<DynamicContainer> theRouterMeetsTheContractBehindEachFront() {
    return contract(true, Carried::asRouter);
  }

  /** {@link LambdaHandlerTest} has it for Function URLs. */
  private Stream<DynamicContainer> contract(boolean asRouter, Function<Case, Invocation> request) {
    return EnumSet.complementOf(EnumSet.of(Front.FUNCTION_URL)).stream()
        .map(
            front -> {
              var place = new Place(Target.AWS, "aws-" + front.id(), null, asRouter);
              return DynamicContainer.dynamicContainer(
                  front.id(),
                  Cases.ofShims().stream()
                      .map(
                          each ->
                              DynamicTest.dynamicTest(
                                  each.name(),
                                  () -> {
                                    Answer answer = send(front, request.apply(each));
                                    Contract.check(
                                        each, place, asRouter ? answer.restored() : answer);
                                  })));
            });
  }

  @ParameterizedTest
  @EnumSource(names = {"ALB", "ALB_MULTI"})
  void anAnswerThatALoadBalancerCouldNotCarryIsRefused(Front front) throws Exception {
    Answer answer = send(front, post("/tell").body(Body.of(new byte[800_000])).build());
    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.text()).contains("of which 1000000 can go back");
  }

  @Test
  void whatIsRenamedIsLeftToWhoCannotPutItBackAndCarriedToWhoCan() throws Exception {
    var request = answering("401\nwww-authenticate: Basic\ndate: today\nx-a: b\n\n");
    Answer plain = send(Front.FUNCTION_URL, request.build());
    assertThat(plain.fields())
        .containsEntry("x-amzn-remapped-www-authenticate", "Basic")
        .containsEntry("x-amzn-remapped-date", "today");
    Headers accepting = Headers.EMPTY.with("wayfare-accept-fields", "?1");
    Answer carried = send(Front.FUNCTION_URL, request.headers(accepting).build());
    assertThat(carried.fields()).containsEntry("x-a", "b").containsKey("wayfare-fields");
    assertThat(carried.fields()).doesNotContainKeys("x-amzn-remapped-www-authenticate", "date");
    assertThat(carried.restored().fields()).containsEntry("www-authenticate", "Basic");
  }

  @ParameterizedTest
  @CsvSource({
    // The path as sent, and as the guest gets it of a front that decodes it.
    "/a%20b, /a%20b",
    "/%C3%A9/%E2%82%AC, /%C3%A9/%E2%82%AC",
    "/100%25, /100%25",
    "/a%252Fb, /a%252Fb",
    "/a%23b%3Fc, /a%23b",
    "'/-._~!$&''()*,;=:@', '/-._~!$&''()*,;=:@'",
    "/a%2Fb, /a/b",
    "/%61, /a"
  })
  void aDecodedPathIsEncodedAgain(String sent, String arrived) throws Exception {
    for (Front front : List.of(Front.HTTP_API, Front.HTTP_API_1)) {
      assertThat(uri(front, sent)).isEqualTo(arrived);
    }
    for (Front front : List.of(Front.FUNCTION_URL, Front.REST_API, Front.ALB, Front.ALB_MULTI)) {
      assertThat(uri(front, sent)).isEqualTo(sent);
    }
  }

  @ParameterizedTest
  @CsvSource({
    // The query as sent; as the guest gets it of parameters that were decoded; that were not.
    "a=1&b=2, a=1&b=2, a=1&b=2",
    "a=1&b=2&a=3, a=1&a=3&b=2, a=1&a=3&b=2",
    "a, a=, a=",
    "a=b=c, a=b=c, a=b=c",
    "a+b=c%20d, a%20b=c%20d, a+b=c%20d",
    "a=%26%3D%25%2B%23, a=%26=%25%2B%23, a=%26%3D%25%2B%23",
    "%26%3D=x, %26%3D=x, %26%3D=x",
    "n=%C3%A9, n=%C3%A9, n=%C3%A9",
    "q=a/b?c, q=a/b?c, q=a/b?c"
  })
  void parametersBecomeAQueryAgain(String sent, String decoded, String raw) throws Exception {
    for (Front front : List.of(Front.HTTP_API_1, Front.REST_API)) {
      assertThat(uri(front, "/q?" + sent)).isEqualTo("/q?" + decoded);
    }
    assertThat(uri(Front.ALB_MULTI, "/q?" + sent)).isEqualTo("/q?" + raw);
    assertThat(uri(Front.FUNCTION_URL, "/q?" + sent)).isEqualTo("/q?" + sent);
    assertThat(uri(Front.HTTP_API, "/q?" + sent)).isEqualTo("/q?" + sent);
  }

  private String uri(Front front, String target) throws Exception {
    List<String> told = lines(send(front, Invocation.builder().target(target).build()));
    return told.get(1);
  }

  private static List<String> lines(Answer answer) {
    return Arrays.asList(answer.text().split("\n", -1));
  }

  private Answer send(Front front, Invocation request) throws Exception {
    return new FrontAdapter(lambda, front).send(request);
  }

  private static Invocation.Builder answering(String answer) {
    return post("/answer").body(Body.utf8(answer));
  }

  private static Invocation.Builder post(String path) {
    return Invocation.builder().method("POST").path(path);
  }
}
