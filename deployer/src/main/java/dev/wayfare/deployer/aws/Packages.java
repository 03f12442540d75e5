package dev.wayfare.deployer.aws;

import dev.wayfare.deployer.CloudException;
import dev.wayfare.deployer.Release;
import dev.wayfare.deployer.Unit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.FunctionCode;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/**
 * How a package gets to Lambda: with the call, or by way of a bucket where it is larger than a call
 * may be.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html">Quotas</a>
 */
final class Packages {
  /** {@value}: the most that a call takes, before it is encoded. */
  static final long MOST_DIRECT_BYTES = 50L << 20;

  private static final double BYTES_PER_MIB = 1 << 20;

  private final Supplier<S3Client> s3;
  private final @Nullable String bucket;
  private final String folder;

  /**
   * @param s3 is asked for where a bucket is needed
   * @param bucket in the unit's region; null where there is none
   */
  Packages(Supplier<S3Client> s3, @Nullable String bucket, Unit unit) {
    this.s3 = s3;
    this.bucket = bucket;
    this.folder = "wayfare/" + unit.name() + "/";
  }

  /** The package's size as people read it. */
  static String size(Release release) {
    try {
      return String.format(Locale.ROOT, "%.1f MiB", Files.size(release.archive()) / BYTES_PER_MIB);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What {@code call} gives for the package's code. An object in the bucket is there as long as the
   * call takes: Lambda keeps a copy of its own.
   */
  <T> T with(Release release, Function<FunctionCode, T> call) {
    try {
      if (Files.size(release.archive()) <= MOST_DIRECT_BYTES) {
        byte[] zip = Files.readAllBytes(release.archive());
        return call.apply(FunctionCode.builder().zipFile(SdkBytes.fromByteArray(zip)).build());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (bucket == null) {
      throw new CloudException(
          CloudException.Cause.REFUSED,
          "the package has %s, and what is above 50 MiB goes to Lambda by way of a bucket; name one in"
                  .formatted(size(release))
              + " the target's region as deployment.aws.bucket, such as \"acme-{region}\"",
          null,
          null);
    }
    String key = folder + release.archiveSha256() + ".zip";
    s3.get().putObject(request -> request.bucket(bucket).key(key), release.archive());
    try {
      return call.apply(FunctionCode.builder().s3Bucket(bucket).s3Key(key).build());
    } finally {
      s3.get().deleteObject(request -> request.bucket(bucket).key(key));
    }
  }

  /** Removes what a killed run left in the bucket. */
  void remove() {
    if (bucket == null) {
      return;
    }
    S3Client client = s3.get();
    try {
      client
          .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(folder))
          .contents()
          .forEach(object -> client.deleteObject(it -> it.bucket(bucket).key(object.key())));
    } catch (NoSuchBucketException e) {
      return; // Nor was anything ever in it.
    }
  }
}
