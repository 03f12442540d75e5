package dev.wayfare.router.deployed.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wayfare.router.deployed.InvalidStateException;
import dev.wayfare.router.deployed.StateStore;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * An object of S3 that is written only where it is as its writer last saw it.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html">Conditional
 *     writes</a>
 */
record ConditionalObject(S3Client client, String bucket, String key) {
  /** It is gone; others write it all the time; it is another by now. */
  private static final Set<Integer> CONDITION_FAILED = Set.of(404, S3Clients.CONFLICT, 412);

  /**
   * What is there.
   *
   * @param written when, by the server's clock, if it told
   * @param now the same clock, as it answered
   */
  record Found(String text, String etag, @Nullable Instant written, @Nullable String now) {}

  /**
   * How old {@code found} is.
   *
   * @throws InvalidStateException where the server does not tell
   */
  Duration age(Found found) {
    if (found.written() == null || found.now() == null) {
      throw new InvalidStateException(
          "%s: this server does not tell the time (Date, Last-Modified), without which no lock runs out there"
              .formatted(this));
    }
    try {
      return Duration.between(
          found.written(), Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(found.now())));
    } catch (DateTimeException e) {
      throw new InvalidStateException(
          "%s: this server's Date is none: %s".formatted(this, found.now()), e);
    }
  }

  /** What is there; empty where nothing is. */
  Optional<Found> get() {
    ResponseBytes<GetObjectResponse> got;
    try {
      got = client.getObject(it -> it.bucket(bucket).key(key), bounded());
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    } catch (SdkException e) {
      throw S3Errors.told(this, "read", e);
    }
    if (got.asByteArrayUnsafe().length > StateStore.MOST_BYTES) {
      throw new InvalidStateException(
          "%s: a state has at most %d bytes; is this one?".formatted(this, StateStore.MOST_BYTES));
    }
    GetObjectResponse response = got.response();
    return Optional.of(
        new Found(
            got.asString(UTF_8),
            known(response.eTag()),
            response.lastModified(),
            response.sdkHttpResponse().firstMatchingHeader("Date").orElse(null)));
  }

  /** Reads within the time of a call; of too much, just enough to tell that it is. */
  private static ResponseTransformer<GetObjectResponse, ResponseBytes<GetObjectResponse>>
      bounded() {
    return (response, in) -> {
      try {
        byte[] bytes = in.readNBytes(StateStore.MOST_BYTES + 1);
        if (bytes.length > StateStore.MOST_BYTES) {
          in.abort();
        }
        return ResponseBytes.fromByteArrayUnsafe(response, bytes);
      } catch (IOException e) {
        throw RetryableException.create("the answer broke off", e);
      }
    };
  }

  /** The ETag of what is there; empty where nothing is. */
  Optional<String> etag() {
    try {
      return Optional.of(known(client.headObject(it -> it.bucket(bucket).key(key)).eTag()));
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    } catch (SdkException e) {
      throw S3Errors.told(this, "read", e);
    }
  }

  private String known(@Nullable String etag) {
    if (etag == null) {
      throw new InvalidStateException(
          "%s: this server tells no ETag, without which the state is not safe there"
              .formatted(this));
    }
    return etag;
  }

  /**
   * Writes {@code text}, which differs from all that anybody else writes or is as good as that.
   *
   * @param etag of what is there, or null where nothing is
   * @return the ETag of what is there now; empty, and nothing is written, where something else was
   *     there
   */
  Optional<String> put(String text, @Nullable String etag) {
    try {
      return Optional.of(
          known(client.putObject(request(etag), RequestBody.fromString(text)).eTag()));
    } catch (S3Exception e) {
      if (!CONDITION_FAILED.contains(e.statusCode())) {
        throw S3Errors.told(this, "written", e);
      }
      // Where an answer is lost the SDK asks again, and finds what it wrote itself.
      return get().filter(found -> found.text().equals(text)).map(Found::etag);
    } catch (SdkException e) {
      throw S3Errors.told(this, "written", e);
    }
  }

  private PutObjectRequest request(@Nullable String etag) {
    var request = PutObjectRequest.builder().bucket(bucket).key(key);
    return (etag == null ? request.ifNoneMatch("*") : request.ifMatch(etag)).build();
  }

  /** Removes it where {@code etag} is still its own; nobody needs to know whether it was. */
  void delete(String etag) {
    try {
      client.deleteObject(it -> it.bucket(bucket).key(key).ifMatch(etag));
    } catch (S3Exception e) {
      if (!CONDITION_FAILED.contains(e.statusCode())) {
        throw S3Errors.told(this, "removed", e);
      }
    } catch (SdkException e) {
      throw S3Errors.told(this, "removed", e);
    }
  }

  @Override
  public String toString() {
    return "s3://" + bucket + "/" + key;
  }
}
