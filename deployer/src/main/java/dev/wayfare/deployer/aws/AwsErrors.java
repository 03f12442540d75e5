package dev.wayfare.deployer.aws;

import dev.wayfare.deployer.CloudException;
import dev.wayfare.deployer.CloudException.Cause;
import dev.wayfare.deployer.Secrets;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Says in a sentence what AWS refused, and what to do about it.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/CommonErrors.html">Common errors</a>
 */
final class AwsErrors {
  /** "… is not authorized to perform: lambda:CreateFunction on resource: …" */
  private static final Pattern DENIED = Pattern.compile("not authorized to perform: (\\S+)");

  private static final int MOST_WORDS = 300;

  /** Lambda quotes an environment that is too large, values and all. */
  private static final String QUOTED = "String measured:";

  private final String region;
  private final Secrets secrets;

  /** Of calls to {@code region}. */
  AwsErrors(String region) {
    this(region, Secrets.NONE);
  }

  /**
   * The same.
   *
   * @param secrets that AWS's words may quote
   */
  AwsErrors(String region, Secrets secrets) {
    this.region = region;
    this.secrets = secrets;
  }

  /** What {@code call} gives, its errors told as a {@link CloudException}. */
  <T> T told(Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw told(e);
    }
  }

  void told(Runnable call) {
    told(
        () -> {
          call.run();
          return "";
        });
  }

  CloudException told(SdkException e) {
    return switch (e) {
      case AwsServiceException refused -> refused(refused);
      case SdkClientException failed -> failed(failed);
      default -> exception(Cause.REFUSED, words(e), null, e);
    };
  }

  private CloudException refused(AwsServiceException e) {
    AwsErrorDetails details = e.awsErrorDetails();
    String code = details == null || details.errorCode() == null ? "" : details.errorCode();
    String words = words(e);
    String id = e.requestId();
    if (e.isThrottlingException() || code.equals("TooManyRequestsException")) {
      return exception(
          Cause.THROTTLED,
          "AWS takes no more calls in %s for now (%s); wait a minute and run the same again"
              .formatted(region, words),
          id,
          e);
    }
    return switch (code) {
      case "ExpiredTokenException", "ExpiredToken", "RequestExpired" ->
          exception(
              Cause.CREDENTIALS,
              "the AWS credentials have expired; get new ones (such as by `aws sso login`) and run"
                  + " the same again",
              id,
              e);
      case "UnrecognizedClientException",
          "InvalidClientTokenId",
          "InvalidSignatureException",
          "SignatureDoesNotMatch",
          "IncompleteSignature" ->
          exception(
              Cause.CREDENTIALS,
              "AWS does not accept the credentials in %s (%s); check them, and that the account has"
                      .formatted(region, words)
                  + " the region switched on",
              id,
              e);
      case "AccessDeniedException", "AccessDenied" ->
          exception(Cause.PERMISSION, denied(words), id, e);
      case "CodeStorageExceededException",
          "ServiceQuotaExceededException",
          "AliasLimitExceededException",
          "LimitExceeded",
          "TooManyBuckets" ->
          exception(
              Cause.QUOTA,
              "the account has reached a quota of AWS in %s (%s); remove what is not needed, or ask"
                      .formatted(region, words)
                  + " for more in the Service Quotas console",
              id,
              e);
      case "BucketAlreadyExists" ->
          exception(
              Cause.NAME_TAKEN,
              "the bucket's name belongs to another account (%s); choose another as"
                      .formatted(words)
                  + " deployment.aws.bucket",
              id,
              e);
      default ->
          exception(
              Cause.REFUSED,
              "AWS refused a call in %s (%s%s); mend what it names and run the same again"
                  .formatted(region, code.isEmpty() ? "" : code + ": ", words),
              id,
              e);
    };
  }

  private String denied(String words) {
    Matcher action = DENIED.matcher(words);
    return action.find()
        ? "the AWS credentials lack the permission %s in %s; add it to their policy, and run the same again"
            .formatted(action.group(1), region)
        : "the AWS credentials lack a permission in %s (%s); add it to their policy, and run the same again"
            .formatted(region, words);
  }

  private CloudException failed(SdkClientException e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof UnknownHostException) {
        return exception(
            Cause.REGION,
            "there is no host %s: either this machine has no network, or the region %s does not exist"
                    .formatted(t.getMessage(), region)
                + " or lacks the service; check both",
            null,
            e);
      }
      if (t instanceof ApiCallAttemptTimeoutException) {
        break;
      }
    }
    String words = words(e);
    return words.toLowerCase(Locale.ROOT).contains("credentials")
        ? exception(
            Cause.CREDENTIALS,
            "no AWS credentials were found where its SDK looks (variables, ~/.aws, web identity,"
                + " containers, instances); set AWS_PROFILE, or sign in",
            null,
            e)
        : exception(
            Cause.UNREACHABLE,
            "AWS in %s could not be reached (%s); check this machine's network and run the same again"
                .formatted(region, words),
            null,
            e);
  }

  private CloudException exception(
      Cause cause, String sentence, @Nullable String requestId, SdkException e) {
    return new CloudException(cause, sentence, requestId, secrets.unlessQuoting(e));
  }

  /** The service's own message, without what the SDK adds to it. */
  private String words(SdkException e) {
    String message =
        e instanceof AwsServiceException refused
                && refused.awsErrorDetails() != null
                && refused.awsErrorDetails().errorMessage() != null
            ? refused.awsErrorDetails().errorMessage()
            : String.valueOf(e.getMessage());
    int quoted = message.indexOf(QUOTED);
    String told = secrets.redacted(quoted < 0 ? message : message.substring(0, quoted));
    String line = told.strip().replaceAll("\\s+", " ").replaceAll("[.;]+$", "");
    return line.length() <= MOST_WORDS ? line : line.substring(0, MOST_WORDS) + "…";
  }
}
