package dev.wayfare.deployer.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayfare.router.config.AwsDeployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AwsFoundationTest {
  private final AwsStandIn aws = AwsStandIn.start();
  private final List<String> steps = new ArrayList<>();
  private final AwsFoundation foundation =
      new AwsFoundation(
          AwsCloudTest.clients(aws.baseUrl()),
          new AwsDeployment(
              "arn:aws:iam::123456789012:role/team/acme-functions", "acme-{region}", false),
          "acme",
          List.of("us-east-1", "eu-west-1", "eu-west-1"));

  @AfterEach
  void stop() {
    foundation.close();
    aws.close();
  }

  @Test
  void whatIsMissingIsSaidBeforeItIsMade() {
    assertThat(foundation.missing())
        .hasSize(3)
        .satisfies(
            all -> {
              assertThat(all.getFirst())
                  .contains("role/team/acme-functions", "logs:PutLogEvents", "/aws/lambda/acme-*");
              assertThat(all.get(1)).contains("bucket acme-eu-west-1");
              assertThat(all.get(2)).contains("bucket acme-us-east-1");
            });
    assertThat(aws.roles()).isEmpty();
    assertThat(aws.buckets()).isEmpty();
  }

  private ObjectNode role() {
    return Objects.requireNonNull(aws.roles().get("acme-functions"));
  }

  @Test
  void whatIsMadeHasTheLeastRights() {
    foundation.lay(steps::add);

    assertThat(role().get("path").asText()).isEqualTo("/team/");
    assertThat(role().get("trust").asText()).contains("lambda.amazonaws.com");
    assertThat(role().get("wayfare-logs").asText())
        .contains("arn:aws:logs:*:123456789012:log-group:/aws/lambda/acme-*")
        .doesNotContain("\"*\"");
    assertThat(aws.buckets().get("acme-eu-west-1"))
        .anyMatch(it -> it.contains("publicAccessBlock"))
        .anyMatch(it -> it.contains("lifecycle"));
    assertThat(steps)
        .containsExactly("role acme-functions", "bucket acme-eu-west-1", "bucket acme-us-east-1");
  }

  @Test
  void theSecondTimeNothingIsMissing() {
    foundation.lay(steps::add);
    steps.clear();

    assertThat(foundation.missing()).isEmpty();
    foundation.lay(steps::add);
    assertThat(steps).isEmpty();
  }
}
