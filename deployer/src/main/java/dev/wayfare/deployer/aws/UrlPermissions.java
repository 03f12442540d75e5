package dev.wayfare.deployer.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.AddPermissionRequest;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/**
 * Who may call a Function URL: anybody, by the two permissions that this has taken since October
 * 2025, or whom IAM policies let in, by none.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html">Access control</a>
 */
final class UrlPermissions {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String URL = "wayfare-public-url";
  private static final String INVOKE = "wayfare-public-invoke";
  private static final List<String> BOTH = List.of(URL, INVOKE);

  private final LambdaClient lambda;
  private final String function;
  private final String alias;

  UrlPermissions(LambdaClient lambda, String function, String alias) {
    this.lambda = lambda;
    this.function = function;
    this.alias = alias;
  }

  /** Whether they are what a URL that is public, or is not, takes. */
  boolean isSet(boolean isPublic) {
    Set<String> there = statements();
    return isPublic ? there.containsAll(BOTH) : BOTH.stream().noneMatch(there::contains);
  }

  /** Makes them that. */
  void set(boolean isPublic) {
    Set<String> there = statements();
    for (String statement : BOTH) {
      if (isPublic && !there.contains(statement)) {
        lambda.addPermission(permission(statement));
      }
      if (!isPublic && there.contains(statement)) {
        lambda.removePermission(
            request -> request.functionName(function).qualifier(alias).statementId(statement));
      }
    }
  }

  private AddPermissionRequest permission(String statement) {
    AddPermissionRequest.Builder request =
        AddPermissionRequest.builder()
            .functionName(function)
            .qualifier(alias)
            .statementId(statement)
            .principal("*");
    return statement.equals(URL)
        ? request
            .action("lambda:InvokeFunctionUrl")
            .functionUrlAuthType(FunctionUrlAuthType.NONE)
            .build()
        : request.action("lambda:InvokeFunction").invokedViaFunctionUrl(true).build();
  }

  private Set<String> statements() {
    Set<String> ids = new HashSet<>();
    try {
      String policy =
          lambda.getPolicy(request -> request.functionName(function).qualifier(alias)).policy();
      for (JsonNode statement : JSON.readTree(policy).path("Statement")) {
        ids.add(statement.path("Sid").asText());
      }
    } catch (ResourceNotFoundException e) {
      return Set.of();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("AWS answered a policy that is no JSON", e);
    }
    return ids;
  }
}
