package dev.wayfare.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceBookReaderTest {
  /** The smallest book: Lambda in one region, for nothing but its requests' price. */
  private static final String BOOK =
      """
      {
        "format": 1, "asOf": "2026-11-23", "currency": "USD",
        "sources": {"page": {"title": "A page", "url": "https://example.com", "date": "2026-09-01"}},
        "plans": [
          {"provider": "aws", "plan": "lambda", "billedBy": ["REQUESTS"],
           "time": {"stepMillis": 1, "leastMillis": 1, "initBilled": true},
           "memory": {"leastMib": 128, "mostMib": 10240, "stepMib": 1}, "sources": ["page"]}
        ],
        "rates": [
          {"provider": "aws", "plans": ["lambda"], "regions": ["us-east-1"],
           "meter": "REQUESTS", "unit": "request",
           "tiers": [{"from": "0", "to": "10", "usd": "0"}, {"from": "10", "usd": "0.5"}],
           "free": {"given": "as-first-tier", "amount": "10", "scope": "account"},
           "confidence": "medium", "date": "2026-09-01", "sources": ["page"]}
        ],
        "gaps": [
          {"provider": "aws", "plans": ["lambda"], "regions": ["eu-west-1"],
           "meter": "REQUESTS", "reason": "nobody looked"}
        ]
      }
      """;

  @Test
  void aBookIsReadFromAFile() {
    PriceBook book = parse(BOOK);
    PriceLookup lookup = book.rateCard(Sku.lambda("us-east-1", Sku.ARM64, 128));

    assertThat(lookup).isInstanceOf(PriceLookup.Priced.class);
    RateCard card = ((PriceLookup.Priced) lookup).card();
    Quote quote = card.quote(Cards.call(1), Usage.of(Meter.REQUESTS, BigDecimal.TEN)).orElseThrow();
    assertThat(quote.totalUsd()).isEqualByComparingTo("0.5");
    assertThat(quote.confidence()).isEqualTo(Confidence.MEDIUM);
    assertThat(book.rateCard(Sku.flex("eastus", 512)))
        .isEqualTo(new PriceLookup.Unpriced("azure flex is not in the price book of 2026-11-23"));
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "format": 1 | "format": 2 | book.json: format must be 1, the one that this version reads
          "USD" | "EUR" | book.json: currency must be USD, not EUR
          "2026-11-23" | "soon" | book.json: asOf must be a day such as 2026-11-23, not 'soon'
          "rates": | "prices": | book.json: unknown key 'prices'; known are format, asOf, currency, sources, plans, rates, gaps, sha256
          "usd": "0.5" | "usd": 0.5 | book.json: rates[0].tiers[1]: usd must be a decimal of 0 or more in quotes, such as "0.09", not 0.5
          "usd": "0.5" | "usd": "-0.5" | book.json: rates[0].tiers[1]: usd must be a decimal of 0 or more in quotes, such as "0.09", not "-0.5"
          "usd": "0.5" | "usd": "1e999999999" | book.json: rates[0].tiers[1]: usd must be a decimal of 0 or more in quotes, such as "0.09", not "1e999999999"
          , "usd": "0.5" | `` | book.json: rates[0].tiers[1]: 'usd' is missing
          "usd": "0.5" | "usd": null | book.json: rates[0].tiers[1]: 'usd' is missing
          "usd": "0.5" | "eur": "0.5" | book.json: rates[0].tiers[1]: unknown key 'eur'; known are from, to, usd
          {"from": "10", | {"from": "11", | book.json: rates[0]: tiers must start at 0 and leave no gap or overlap
          {"from": "10", | {"from": "9", | book.json: rates[0]: tiers must start at 0 and leave no gap or overlap
          {"from": "0", "to": "10" | {"from": "0", "to": "0" | book.json: rates[0].tiers[0]: a tier must start at 0 or above and end above its start, not run from 0 to 0
          "amount": "10" | "amount": "11" | book.json: rates[0].free: the first tier must be free up to 11, as this says
          "as-first-tier" | "perhaps" | book.json: rates[0].free: given must be before-tiers, as-credit or as-first-tier
          "as-first-tier" | "as-credit" | book.json: rates[0].free: 'valuedAtUsd' is missing
          "scope": "account" | "scope": "planet" | book.json: rates[0].free: scope must be account, subscription or billing-account, not 'planet'
          "initBilled": true} | "initBilled": true, "standbyStepMillis": 0} | book.json: plans[0].time: a time step is 1 ms or more and a minimum 0 ms or more, not 1, 0 and 1
          "stepMib": 1}, | "stepMib": 1}, "includedStorageMib": -1, | book.json: plans[0]: the included storage is 0 MiB or more, not -1
          "unit": "request" | "unit": "10" | book.json: rates[0]: unit of REQUESTS must be request, not 10; convert the prices
          "meter": "REQUESTS", "unit" | "meter": "KILOWATTS", "unit" | book.json: rates[0]: meter 'KILOWATTS' is not known
          "medium" | "fine" | book.json: rates[0]: confidence must be high, medium or low, not 'fine'
          "date": "2026-09-01", "sources" | "date": "2026-12-01", "sources" | book.json: rates[0]: date must not be after the book's own, 2026-11-23, but is 2026-12-01
          "date": "2026-09-01", "sources": ["page"] | "date": "2026-09-01", "sources": ["rumour"] | book.json: rates[0]: source 'rumour' is not among the book's sources
          "date": "2026-09-01", "sources": ["page"] | "date": "2026-09-01", "sources": [] | book.json: rates[0]: sources must be a list of at least one, not an empty list
          ["us-east-1"] | ["us-east-1", "us-east-1"] | book.json: rates[0]: prices REQUESTS of aws lambda on x86_64 in us-east-1 again
          ["eu-west-1"] | ["us-east-1"] | book.json: gaps[0]: calls REQUESTS of aws lambda on x86_64 in us-east-1 a gap, which has a price
          "billedBy": ["REQUESTS"] | "billedBy": ["REQUESTS", "GB_SECONDS"] | book.json: aws lambda is billed by GB_SECONDS, which has no rate anywhere
          "billedBy": ["REQUESTS"] | "billedBy": ["GB_SECONDS"] | book.json: rates[0]: aws lambda is not billed by REQUESTS in this book's plans
          "regions": ["us-east-1"] | "regions": ["us-east-1"], "architectures": ["sparc"] | book.json: rates[0]: architectures must be among [x86_64, arm64], not [sparc]
          "plans": ["lambda"] | "plans": ["fargate"] | book.json: rates[0]: plan 'fargate' of aws is not known
          "plan": "lambda" | "plan": "edge" | book.json: plans[0]: plan 'edge' of aws is not known
          "provider": "aws", "plan" | "provider": "oracle", "plan" | book.json: plans[0]: provider 'oracle' is not known
          "stepMillis": 1 | "stepMillis": 0 | book.json: plans[0].time: a time step is 1 ms or more and a minimum 0 ms or more, not 0, 1 and 1
          "stepMillis": 1 | "stepMillis": "1" | book.json: plans[0].time: stepMillis must be a whole number, not "1"
          "initBilled": true | "initBilled": "yes" | book.json: plans[0].time: initBilled must be true or false, not "yes"
          "mostMib": 10240 | "mostMib": 64 | book.json: plans[0].memory: memory bounds and step must be positive, not 128 to 64 by 1
          "A page" | " " | book.json: sources.page: title must be text in quotes, not " "
          "currency": | "asOf": "2026-11-24", "currency": | book.json, line 2, column 44: is not JSON: Duplicate field 'asOf'
          """)
  void aMalformedBookIsRefusedInOneSentenceThatSaysWhere(String from, String to, String message) {
    String broken = replaceFirst(BOOK, from, to);

    assertThatExceptionOfType(InvalidPriceBookException.class)
        .isThrownBy(() -> parse(broken))
        .withMessage(message);
  }

  @Test
  void whatIsNotJsonIsRefusedWithItsPlace() {
    refuses("<html>", "book.json, line 1, column 1: is not JSON: Unexpected character");
    refuses(BOOK.substring(0, 200), "book.json, line 5, column 34: is not JSON: Unexpected end");
    refuses(BOOK + "]", "book.json, line 21, column 1: is not JSON: ");
    refuses("", "book.json: must be an object");
    refuses("[]", "book.json: must be an object, not an empty list");
    refuses("{}", "book.json: 'format' is missing");
  }

  @Test
  void aStreamThatFailsIsRefusedWithItsName() {
    InputStream failing =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the disk is gone");
          }

          @Override
          public int read(byte[] into, int from, int length) throws IOException {
            return read();
          }
        };

    assertThatExceptionOfType(InvalidPriceBookException.class)
        .isThrownBy(() -> PriceBook.parse(failing, "book.json"))
        .withMessage("book.json: cannot be read: the disk is gone");
  }

  @Test
  void aStreamWithoutEndIsRefused() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return ' ';
          }

          @Override
          public int read(byte[] into, int from, int length) {
            Arrays.fill(into, from, from + length, (byte) ' ');
            return length;
          }
        };

    assertThatExceptionOfType(InvalidPriceBookException.class)
        .isThrownBy(() -> PriceBook.parse(endless, "book.json"))
        .withMessage("book.json: is larger than 16777216 bytes, so it is not a price book");
  }

  private static void refuses(String text, String message) {
    assertThatExceptionOfType(InvalidPriceBookException.class)
        .isThrownBy(() -> parse(text))
        .withMessageStartingWith(message);
  }

  private static String replaceFirst(String text, String from, String to) {
    int at = text.indexOf(from);
    assertThat(at).as("'%s' is in the book", from).isNotNegative();
    return text.substring(0, at) + to + text.substring(at + from.length());
  }

  private static PriceBook parse(String text) {
    return PriceBook.parse(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "book.json");
  }
}
