package dev.wayfare.router.deployed.aws;

import dev.wayfare.router.deployed.DeployedTargets;
import dev.wayfare.router.deployed.StateLock;
import dev.wayfare.router.deployed.StateStore;
import dev.wayfare.router.deployed.UnreachableStateException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * An object in a bucket that says what is deployed. Each write is on the condition that nobody else
 * wrote since; the lock is another object, whose name ends in {@code .lock}.
 */
public final class StateObject implements StateStore {
  private final String bucket;
  private final String key;
  private final Supplier<S3Client> client;

  StateObject(String bucket, String key, Supplier<S3Client> client) {
    this.bucket = bucket;
    this.key = key;
    this.client = client;
  }

  /** The object {@code key}, which need not exist, in {@code bucket}. */
  public static StateObject at(String bucket, String key) {
    return new StateObject(bucket, key, S3Clients::system);
  }

  @Override
  public DeployedTargets read() {
    return object()
        .get()
        .map(found -> DeployedTargets.parse(toString(), found.text()))
        .orElse(DeployedTargets.EMPTY);
  }

  @Override
  public String version() {
    ConditionalObject object = object();
    try {
      return object.etag().orElse(NONE);
    } catch (UnreachableStateException e) {
      // Something between may pass on no HEAD.
      return object.get().map(ConditionalObject.Found::etag).orElse(NONE);
    }
  }

  /** A look may ask for the version and for the object, and either take as long as a call may. */
  @Override
  public Duration timeToBeRead() {
    return S3Clients.MOST_PER_CALL.multipliedBy(2).plusSeconds(3);
  }

  @Override
  public StateLock lock(String holder) {
    return Lease.take(
        object(),
        new ConditionalObject(client.get(), bucket, key + ".lock"),
        holder,
        Lease.RENEWED_AFTER);
  }

  private ConditionalObject object() {
    return new ConditionalObject(client.get(), bucket, key);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StateObject that && bucket.equals(that.bucket) && key.equals(that.key);
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  @Override
  public String toString() {
    return "s3://" + bucket + "/" + key;
  }
}
