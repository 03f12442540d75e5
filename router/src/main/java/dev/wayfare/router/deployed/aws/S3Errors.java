package dev.wayfare.router.deployed.aws;

import dev.wayfare.router.deployed.UnreachableStateException;
import java.util.Locale;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Says in one sentence why an object could not be read or written, and what to do. */
final class S3Errors {
  private static final int DENIED = 403;
  private static final int FAILED = 500;
  private static final int MOST_WORDS = 300;

  private S3Errors() {}

  /**
   * @param verb what could not be done: {@code read}, {@code written}
   */
  static UnreachableStateException told(ConditionalObject object, String verb, SdkException e) {
    return new UnreachableStateException(object + ": " + sentence(object.bucket(), verb, e), e);
  }

  private static String sentence(String bucket, String verb, SdkException e) {
    return switch (e) {
      case NoSuchBucketException _ ->
          "there is no bucket %s; make it, or name another in deployment.state".formatted(bucket);
      case S3Exception denied when denied.statusCode() == DENIED ->
          "these AWS credentials may not have it %s (%s); see docs/deploy-aws.md for the rights that the state takes"
              .formatted(verb, words(denied));
      case S3Exception failed when failed.statusCode() >= FAILED ->
          "it cannot be %s for now (%s); try again later".formatted(verb, words(failed));
      case S3Exception refused ->
          "it cannot be %s (%s); mend what it names".formatted(verb, words(refused));
      default -> {
        String words = line(String.valueOf(e.getMessage()));
        yield words.toLowerCase(Locale.ROOT).contains("credentials")
            ? "no AWS credentials were found where its SDK looks (variables, ~/.aws, web identity,"
                + " containers, instances); set AWS_PROFILE, or sign in"
            : "S3 could not be asked (%s); check this machine's network and credentials"
                .formatted(words);
      }
    };
  }

  /** The service's own code and message, with the id that its support asks for. */
  private static String words(S3Exception e) {
    AwsErrorDetails details = e.awsErrorDetails();
    String said =
        details == null || details.errorMessage() == null
            ? "status " + e.statusCode()
            : details.errorCode() + ": " + details.errorMessage();
    return line(said) + (e.requestId() == null ? "" : ", request " + e.requestId());
  }

  private static String line(String text) {
    String line = text.strip().replaceAll("\\s+", " ").replaceAll("[.;]+$", "");
    return line.length() <= MOST_WORDS ? line : line.substring(0, MOST_WORDS) + "…";
  }
}
