package dev.wayfare.pricing.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How long the files of AWS's price list take to read, and that the one for all regions fits into a
 * small heap: it is made as it is read, so the heap holds what the reader keeps and nothing else.
 */
final class Parsing {
  private static final int REGION_PRODUCTS = 420;
  private static final int ALL_PRODUCTS = 8_400;
  private static final int RUNS = 61;
  private static final double NANOS_PER_MILLI = 1e6;

  private Parsing() {}

  public static void main(String[] arguments) throws IOException {
    long heapMib = Runtime.getRuntime().maxMemory() >> 20;
    measure("region", REGION_PRODUCTS);
    measure("all regions", ALL_PRODUCTS);
    System.out.println("in a heap of at most " + heapMib + " MiB");
  }

  private static void measure(String name, int products) throws IOException {
    long bytes = bytes(products);
    double[] millis = new double[RUNS];
    int found = 0;
    for (int run = 0; run < RUNS; run++) {
      long begin = System.nanoTime();
      found = AwsOfferFile.read(file(products), AwsOffer.LAMBDA::match).products().size();
      millis[run] = (System.nanoTime() - begin) / NANOS_PER_MILLI;
    }
    Arrays.sort(millis);
    System.out.printf(
        "%s: %,d bytes, %d products of ours, median %.1f ms, making the file included%n",
        name, bytes, found, millis[RUNS / 2]);
  }

  private static long bytes(int products) throws IOException {
    try (InputStream in = file(products)) {
      return in.transferTo(OutputStream.nullOutputStream());
    }
  }

  /** A file with that many products, every tenth of them a duration of a region's. */
  private static InputStream file(int products) {
    Stream<String> parts =
        Stream.of(
                Stream.of("{\"formatVersion\":\"v1.0\",\"offerCode\":\"AWSLambda\",\"products\":{"),
                IntStream.range(0, products).mapToObj(Parsing::product),
                Stream.of("},\"terms\":{\"OnDemand\":{"),
                IntStream.range(0, products).mapToObj(Parsing::term),
                Stream.of("}},\"attributesList\":{}}"))
            .flatMap(it -> it);
    return new Parts(parts.iterator());
  }

  private static String product(int number) {
    return """
    %s"SKU%013d" : {
      "sku" : "SKU%013d",
      "productFamily" : "Serverless",
      "attributes" : {
        "servicecode" : "AWSLambda",
        "location" : "US East (N. Virginia)",
        "locationType" : "AWS Region",
        "group" : "%s",
        "groupDescription" : "Invocation duration weighted by memory assigned to the function",
        "usagetype" : "USE1-Lambda-GB-Second-%d",
        "operation" : "",
        "regionCode" : "region-%d",
        "servicename" : "AWS Lambda"
      }
    }\
    """
        .formatted(
            number == 0 ? "" : ",",
            number,
            number,
            number % 10 == 0 ? "AWS-Lambda-Duration" : "AWS-Lambda-Something-Else",
            number,
            number / 10);
  }

  private static String term(int number) {
    StringBuilder tiers = new StringBuilder();
    for (int tier = 0; tier < 3; tier++) {
      tiers.append(
          """
          %s"SKU%013d.JRTCKXETXF.RATE%d" : {
            "rateCode" : "SKU%013d.JRTCKXETXF.RATE%d",
            "description" : "AWS Lambda - Total Compute - US East (Northern Virginia)",
            "beginRange" : "%d", "endRange" : "%s", "unit" : "Lambda-GB-Second",
            "pricePerUnit" : {"USD" : "0.0000166667"}, "appliesTo" : [ ]
          }\
          """
              .formatted(
                  tier == 0 ? "" : ",",
                  number,
                  tier,
                  number,
                  tier,
                  tier * 6_000_000_000L,
                  tier == 2 ? "Inf" : Long.toString((tier + 1) * 6_000_000_000L)));
    }
    return """
    %s"SKU%013d" : { "SKU%013d.JRTCKXETXF" : {
      "offerTermCode" : "JRTCKXETXF", "sku" : "SKU%013d",
      "effectiveDate" : "2026-09-01T00:00:00Z",
      "priceDimensions" : {%s}, "termAttributes" : { }
    } }\
    """
        .formatted(number == 0 ? "" : ",", number, number, number, tiers);
  }

  /** The bytes of one text after another. */
  private static final class Parts extends InputStream {
    private final Iterator<String> parts;
    private byte[] part = {};
    private int at;

    Parts(Iterator<String> parts) {
      this.parts = parts;
    }

    @Override
    public int read() {
      return fill() ? part[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      if (!fill()) {
        return -1;
      }
      int copied = Math.min(length, part.length - at);
      System.arraycopy(part, at, buffer, offset, copied);
      at += copied;
      return copied;
    }

    private boolean fill() {
      while (at == part.length && parts.hasNext()) {
        part = parts.next().getBytes(StandardCharsets.UTF_8);
        at = 0;
      }
      return at < part.length;
    }
  }
}
