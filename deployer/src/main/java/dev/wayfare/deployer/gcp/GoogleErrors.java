package dev.wayfare.deployer.gcp;

import com.google.api.gax.rpc.ApiException;
import com.google.auth.Retryable;
import dev.wayfare.deployer.CloudException;
import dev.wayfare.deployer.CloudException.Cause;
import dev.wayfare.deployer.Secrets;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says in a sentence what Google refused, and what to do about it.
 *
 * @param project where
 * @param region of the calls, or {@code global}
 * @param secrets which Google's words may quote, and which are not told on
 * @see <a href="https://cloud.google.com/apis/design/errors">Google's errors</a>
 */
record GoogleErrors(String project, String region, Secrets secrets) {
  /** "Permission 'cloudfunctions.functions.create' denied on …", "missing permission "…"". */
  private static final Pattern PERMISSION = Pattern.compile("['\"]([a-z]+\\.[a-zA-Z.]+)['\"]");

  private static final Pattern RATE =
      Pattern.compile("(?i)per (second|minute|\\d+ seconds)|\\brate\\b");
  private static final Pattern BUILD_LOG =
      Pattern.compile("https://console\\.cloud\\.google\\.com/cloud-build/[^\\s\\]\\[()]+");
  private static final int MOST_WORDS = 300;
  private static final String CREDENTIALS =
      "Google does not accept the credentials (%s); run `gcloud auth application-default login`, or"
          + " name a valid file in GOOGLE_APPLICATION_CREDENTIALS, and run the same again";

  /** What {@code call} gives, its errors told as a {@link CloudException}. */
  <T> T told(Supplier<T> call) {
    try {
      return call.get();
    } catch (ApiException | UncheckedIOException e) {
      throw told(e);
    }
  }

  private CloudException told(RuntimeException e) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (at instanceof Retryable token) {
        return token.isRetryable()
            ? unreachable(e)
            : exception(Cause.CREDENTIALS, CREDENTIALS.formatted(line(at)), null, e);
      }
    }
    Optional<Refusal> refusal = Refusal.in(e);
    return refusal.isPresent() ? refused(refusal.get(), e) : unreachable(e);
  }

  private CloudException unreachable(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return exception(
        Cause.UNREACHABLE,
        "Google cannot be reached (%s); check the network and run the same again"
            .formatted(line(root)),
        null,
        e);
  }

  private CloudException refused(Refusal refusal, @Nullable Throwable e) {
    return exception(cause(refusal), sentence(refusal), refusal.requestId(), e);
  }

  /**
   * Of an operation that failed.
   *
   * @param what it was about
   * @param log of the build, or null where there was none
   */
  CloudException failed(String what, Refusal refusal, @Nullable String log) {
    Cause cause = cause(refusal);
    if (cause != Cause.REFUSED && cause != Cause.UNREACHABLE) {
      return refused(refusal, null);
    }
    return exception(
        Cause.HALF_STATE, halfMade(what, refusal.words(), log), refusal.requestId(), null);
  }

  /** Of a function that Google says failed, or is not what was asked for. */
  CloudException halfMade(String what, String words) {
    return exception(Cause.HALF_STATE, halfMade(what, words, null), null, null);
  }

  private String halfMade(String what, String words, @Nullable String log) {
    Matcher named = BUILD_LOG.matcher(words);
    String at = named.find() ? named.group() : log;
    String next = at == null ? "run the same again" : "see " + at + " and run the same again";
    return "Google failed at %s (%s); %s".formatted(what, words(words), next);
  }

  private Cause cause(Refusal refusal) {
    String words = refusal.words().toLowerCase(Locale.ROOT);
    if (isOfRegion(refusal)) {
      return Cause.REGION;
    }
    return switch (refusal.code()) {
      case "UNAUTHENTICATED" -> Cause.CREDENTIALS;
      case "PERMISSION_DENIED" -> isOff(refusal) ? Cause.REFUSED : Cause.PERMISSION;
      case "RESOURCE_EXHAUSTED" -> isRate(refusal) ? Cause.THROTTLED : Cause.QUOTA;
      case "ALREADY_EXISTS" -> Cause.NAME_TAKEN;
      case "DEADLINE_EXCEEDED" -> Cause.TIMED_OUT;
      case "ABORTED" -> Cause.HALF_STATE;
      case "UNAVAILABLE", "INTERNAL", "UNKNOWN" -> Cause.UNREACHABLE;
      default -> words.contains("quota") ? Cause.QUOTA : Cause.REFUSED;
    };
  }

  private String sentence(Refusal refusal) {
    String words = words(refusal.words());
    return switch (cause(refusal)) {
      case CREDENTIALS -> CREDENTIALS.formatted(words);
      case PERMISSION ->
          "Google's credentials lack %s in project %s (%s); have a role with it granted, as docs/deploy-gcp.md lists"
              .formatted(permission(refusal), project, words);
      case QUOTA ->
          "project %s may not have more in %s (%s); ask for more quota, or remove something"
              .formatted(project, region, words);
      case NAME_TAKEN ->
          "Google has something of that name already (%s); choose another deployment.prefix"
              .formatted(words);
      case THROTTLED ->
          "Google takes no more calls of project %s for now (%s); wait a minute and run the same again"
              .formatted(project, words);
      case REGION ->
          "Cloud Run functions are not to be had in %s for project %s (%s); choose a region that"
                  .formatted(region, project, words)
              + " `gcloud functions regions list` names";
      case TIMED_OUT, HALF_STATE, UNREACHABLE ->
          "Google did not do it for now (%s); run the same again".formatted(words);
      case REFUSED -> "Google refused it (%s); %s".formatted(words, next(refusal));
    };
  }

  /** What to do about what no other kind of error has a sentence for. */
  private String next(Refusal refusal) {
    if (refusal.reason().equals("SERVICE_DISABLED")) {
      return "run `wayfare bootstrap`, which enables %s, wait some minutes and run the same again"
          .formatted(refusal.metadata().getOrDefault("service", "the API"));
    }
    if (refusal.reason().equals("BILLING_DISABLED")) {
      return "link a billing account with project " + project + " and run the same again";
    }
    if (isByOrganization(refusal)) {
      return "the organization's policy iam.allowedPolicyMemberDomains lets nobody make a function"
          + " public: have an exception made for the project, or say `auth: google-id-token` in"
          + " place of `auth: none`";
    }
    return "correct it and run the same again";
  }

  /** Google tells of a region without the service as if a permission were missing. */
  private boolean isOfRegion(Refusal refusal) {
    String words = refusal.words().toLowerCase(Locale.ROOT);
    return (words.contains("'locations/" + region + "'") && words.contains("may not exist"))
        || (words.contains("location") && words.contains(region) && words.contains("unsupported"))
        || refusal.reason().equals("LOCATION_POLICY_VIOLATED");
  }

  private static boolean isOff(Refusal refusal) {
    return refusal.reason().equals("SERVICE_DISABLED")
        || refusal.reason().equals("BILLING_DISABLED");
  }

  /** What may be had again in a while, unlike a number of things that may be there. */
  private static boolean isRate(Refusal refusal) {
    return refusal.reason().equals("RATE_LIMIT_EXCEEDED")
        || (!refusal.reason().equals("RESOURCE_QUOTA_EXCEEDED")
            && (RATE.matcher(refusal.words()).find()
                || !refusal.words().toLowerCase(Locale.ROOT).contains("quota")));
  }

  private static boolean isByOrganization(Refusal refusal) {
    return refusal.words().contains("permitted customer")
        || refusal.metadata().getOrDefault("violation", "").contains("allowedPolicyMemberDomains");
  }

  private static String permission(Refusal refusal) {
    String named = refusal.metadata().get("permission");
    Matcher inWords = PERMISSION.matcher(refusal.words());
    if (named == null && inWords.find()) {
      named = inWords.group(1);
    }
    return named == null ? "a permission" : "the permission " + named;
  }

  private CloudException exception(
      Cause cause, String message, @Nullable String requestId, @Nullable Throwable thrown) {
    return new CloudException(cause, message, requestId, secrets.unlessQuoting(thrown));
  }

  /** In one line, without secrets. */
  String words(String text) {
    return line(secrets.redacted(text));
  }

  static String line(Throwable e) {
    return line(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
  }

  private static String line(String text) {
    String line = text.strip().replaceAll("\\s+", " ").replaceAll("\\.$", "");
    return line.length() <= MOST_WORDS ? line : line.substring(0, MOST_WORDS) + "…";
  }
}
