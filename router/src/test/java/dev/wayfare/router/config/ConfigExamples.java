package dev.wayfare.router.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Configurations that are written somewhere. They may name a file {@code secret} and a variable
 * {@code SECRET}, each with a key.
 */
final class ConfigExamples {
  private static final Path ROOT = Path.of("..");

  /** Configurations that have every key between them. */
  static final List<String> EVERY_KEY =
      List.of(
          """
          version: 1
          router:
            host: 0.0.0.0
            port: 80
            tls: {certificate: chain.pem, key: key.pem, client-ca: clients.pem}
            admin-host: 0.0.0.0
            admin-key-file: secret
            admin-port: 81
            decision-headers: true
            location: internet
            max-request-body: 1MiB
            retry-buffer: 1KiB
            timeout: 5s
            try-timeout: 500ms
            idle-timeout: 20s
            drain-time: 10s
            max-connections-per-target: 7
            max-waiting-per-target: 8
            retry-budget: {share: 10%, per-second: 5}
            concurrency: {min: 8, max: 200}
            max-ejected: 34%
            max-requests: 500
            max-client-connections: 900
            retry-memory: 8MiB
          prices:
            refresh: 24h
            file: prices.json
            stale-after: 14d
            stale: unpriced
            max-change: "1.5"
            sources:
              aws: {url: "http://mirror.example/aws/"}
              azure: {url: "https://mirror.example/azure/"}
              gcp: {url: "https://mirror.example/", key-variable: SECRET}
          ledger:
            jdbc-url: "jdbc:postgresql://db.example/wayfare?sslmode=verify-full"
            user: wayfare
            password-file: secret
            flush-interval: 250ms
          accounts:
            aws: {free-tier: used, credit-usd: 12.5, prices: [{meter: requests, usd: 0}]}
            azure: {opening: {requests: 1, gb-seconds: "2.5", egress-gb: 3}}
            gcp:
              free-tier: available
              credit-usd: "12.50"
              opening:
                vcpu-seconds: 1000.5
                gib-seconds: 1
                storage-gb-seconds: 1
                standby-gb-seconds: 1
                standby-vcpu-seconds: 1
                standby-gib-seconds: 1
                egress-gib: 1
              discounts:
                - {meter: vcpu-seconds, percent: 17}
                - {meter: gib-seconds, percent: "0.5"}
              prices:
                - {meter: requests, usd: "0.0000003", plan: run-functions, region: us-east1,
                   architecture: x86_64}
          decision-log: {file: decisions.jsonl, sample: 2.5%, max-size: 2MiB, files: 7}
          request-log: {file: requests.jsonl, max-size: 2MiB, files: 7}
          tracing: {endpoint: "http://collector.example:4318", sample: 0.5%}
          budget:
            usd-per-day: 2.5
            usd-per-month: "20"
            at-limit: free
            exploration: {usd-per-day: 0.5, usd-per-month: "5"}
          policy:
            aim: cheapest
            latency: 200ms
            percentile: 99.9
            tolerance: 2%
            hysteresis: 5.5%
            exploration: 0%
            hedge: 95
            regions: {allow: [us-*, eastus, local], deny: [us-gov-*]}
            callers:
              header: cf-ipcountry
              regions:
                japan:
                  header-values: [JP]
                  addresses: [203.0.113.0/24, "2001:db8::/32"]
                  added-latency: {us-*: 120ms, "*": 0ms}
            carbon: {file: carbon.yaml, usd-per-tonne: 80, kwh-per-vcpu-hour: "0.003", kwh-per-gb-hour: 0.0004}
          access:
            anonymous: allow
            api-key: {header: x-shop-key}
            jwt:
              issuer: "https://issuer.example"
              audience: wayfare
              jwks-url: "https://issuer.example/keys"
              algorithms: [RS256, ES256]
              claim: azp
              cache-duration: 10m
              outage: 12h
            functions: [hello]
            rate: {per-second: 50}
            quota: {requests-per-day: 1000, requests-per-month: 20000}
            consumers:
              shop:
                key-hashes:
                  - "sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"
                subjects: ["auth0|1234"]
                functions: [hello, shop]
              lab:
                rate: {per-second: 1, burst: 1000000}
                quota: {usd-per-day: 0.5, usd-per-month: "10"}
          functions:
            hello:
              path: /hello/
              module: hello.wasm
              files: assets
              host:
                deadline: 5s
                start: 1m
                memory: 16MiB
                table-entries: 10
                stack: 1MiB
                request-body: 1MiB
                response-body: 1MiB
                header-fields: 100
                header-size: 1KiB
                log: 0B
                concurrent-guests: 4
                queued-invocations: 0
                uses-per-guest: 1
                isolation: instance
                snapshot: accept-frozen-init
                environment: A,B
                secrets: TOKEN, KEY
                arguments: a b
                scratch: 1MiB
                clock: 1ms
                random: seed:1
                guest-config: "{}"
                callers: router
                event-target: /events?a
              policy:
                aim: balanced
                usd-per-second: "0.00001"
                weights: {target-a: 3, target-r: 1}
                callers: {regions: {lab: {addresses: [192.0.2.1]}}}
                carbon: {file: carbon.yaml, usd-per-tonne: "80.5"}
              targets:
                - id: target-a
                  provider: aws
                  region: us-east-1
                  plan: lambda-provisioned
                  architecture: arm64
                  memory: 512MiB
                  storage: 1GiB
                  budget: {usd-per-day: 1.5, usd-per-month: "20"}
                  endpoint: https://aws.example
                  key-file: secret
                  auth: aws-iam
                - id: target-r
                  provider: gcp
                  region: us-central1
                  memory: 1GiB
                  vcpus: 0.5
                  endpoint: http://127.0.0.1:4003/x
                  http: h2c
                  key-variable: SECRET
                - id: target-g
                  provider: gcp
                  region: us-central1
                  memory: 1GiB
                  vcpus: 1
                  endpoint: https://gcp.example
                  auth: google-id-token
                  audience: https://function.example
                  tls: {ca: roots.pem, certificate: router.pem, key: router.key}
                - id: target-z
                  provider: azure
                  region: eastus
                  memory: 2048MiB
                  endpoint: https://azure.example
                  auth: azure-function-key
                  function-key-file: secret
                - id: target-y
                  provider: azure
                  region: eastus
                  memory: 2048MiB
                  endpoint: https://azure.example/y
                  auth: azure-function-key
                  function-key-variable: SECRET
            shop:
              path: /
              policy: {aim: fastest, price-cap: "0.5", pin: target-own}
              targets:
                - id: target-own
                  provider: edge
                  memory: 64MiB
                  price: {usd-per-million-requests: "0.30", usd-per-gb-second: 0,
                          usd-per-egress-gb: "0.01"}
          """,
          """
          version: 1
          router: {admin-key-variable: SECRET}
          ledger: {jdbc-url: "jdbc:postgresql:x", password-variable: SECRET}
          policy: {aim: fastest, price-cap: 3}
          functions:
            f:
              path: /a/b
              policy: {percentile: "95", price-cap: 2, regions: {}}
              targets:
                - {id: target-o, provider: edge, region: here, plan: edge, architecture: arm64,
                   memory: 1GiB}
                - {id: target-f, provider: azure, region: eastus, plan: consumption,
                   architecture: x86_64, memory: 1536MiB}
          """,
          """
          version: 1
          ledger: {memory: true}
          policy: {aim: balanced, usd-per-second: 0}
          functions:
            f:
              path: /
              policy: {aim: cheapest, latency: 1h, tolerance: 1%, hysteresis: 0.5%, exploration: 100%, hedge: 99.5}
              targets: [{id: target-o, provider: edge, memory: 1MiB}]
          """,
          """
          version: 1
          ledger: {file: state/ledger}
          request-log: {stdout: true}
          functions:
            f: {path: /, targets: [{id: target-o, provider: edge, memory: 1MiB}]}
          """,
          """
          version: 1
          deployment:
            state: deployed.json
            prefix: acme-shop
            aws: {role: "arn:aws:iam::123456789012:role/wayfare", bucket: "acme-{region}",
                  snap-start: false}
            azure:
              subscription: 01234567-89ab-cdef-0123-456789abcdef
              resource-group: shop
              storage-account: shopfiles
              identity: "/subscriptions/01234567-89ab-cdef-0123-456789abcdef/resourceGroups/shop/\\
                providers/Microsoft.ManagedIdentity/userAssignedIdentities/shop"
              endpoint: https://management.azure.example
            gcp: {project: acme-shop, service-account: shop@acme-shop.iam.gserviceaccount.com,
                  endpoint: "http://127.0.0.1:8088"}
          functions:
            f:
              path: /
              targets:
                - {id: target-l, provider: aws, region: eu-west-1, memory: 1GiB, key-file: secret}
                - {id: target-p, provider: aws, region: eu-west-1, memory: 1GiB, auth: none}
                - {id: target-c, provider: gcp, region: us-central1, memory: 1GiB, vcpus: 1,
                   auth: google-id-token, audience: shop, tls: {ca: roots.pem}}
                - {id: target-f, provider: azure, region: eastus, memory: 2048MiB,
                   auth: azure-function-key, function-key-file: secret}
          """);

  private static final String SMALLEST =
      """
      version: 1
      functions:
        hello:
          path: /
          targets: [{id: target-z, provider: azure, region: westeurope, memory: 512MiB}]
      """;

  private static final Pattern SECTION =
      Pattern.compile("(router|prices|ledger|accounts|budget|policy|access):.*", Pattern.DOTALL);

  private ConfigExamples() {}

  /** Those that Wayfare comes with. */
  static List<String> shipped() throws IOException {
    var shipped = new ArrayList<String>();
    for (Path file : files("(cli/src/main/share|examples/.*)/wayfare\\.yaml")) {
      shipped.add(Files.readString(file));
    }
    return shipped;
  }

  /** The indented blocks of pages that are configurations or a section of one, made whole. */
  static List<String> documented() throws IOException {
    var examples = new ArrayList<String>();
    for (Path page : files("[^/]+\\.md|(docs|examples)/.*\\.md")) {
      for (String block : all("(?m)(?:^    .*\\n)+", Files.readString(page))) {
        String text =
            block
                .replaceAll("(?m)^    ", "")
                .replaceAll("/run/secrets/\\w+|(?<=admin-key-file: )admin-key", "secret");
        if (SECTION.matcher(text).matches()) {
          examples.add(SMALLEST + text);
        } else if (text.startsWith("host:")) {
          examples.add(SMALLEST + text.indent(4));
        } else if (text.startsWith("version:") && text.contains("\nfunctions:")) {
          examples.add(text);
        }
      }
    }
    return examples;
  }

  /** The text blocks of all sources, most of them of tests, that may be configurations. */
  static List<String> inSources() throws IOException {
    var examples = new ArrayList<String>();
    for (Path source : files("[^/]+/src/.*\\.java")) {
      for (String block :
          all("\"\"\"\\n[^\"]*(?:\"{1,2}[^\"]+)*\"\"\"", Files.readString(source))) {
        if (block.contains("functions:")) {
          examples.add(block.substring(4, block.length() - 3).stripIndent().translateEscapes());
        }
      }
    }
    return examples;
  }

  private static List<Path> files(String pattern) throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> ROOT.relativize(file).toString().matches(pattern))
          .sorted()
          .toList();
    }
  }

  private static List<String> all(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(MatchResult::group).toList();
  }
}
