package dev.wayfare.router.observe;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.util.List;
import java.util.Objects;

/**
 * The process itself, for Prometheus: heap, collector, threads, descriptors, processor, version.
 *
 * <p>To set that up takes a tenth of a second or more, since it loads the JVM's management; so the
 * first scrape does it and not the start.
 */
final class ProcessMetrics implements AutoCloseable {
  private final JvmGcMetrics collector = new JvmGcMetrics();

  ProcessMetrics(MeterRegistry registry) {
    List<MeterBinder> binders =
        List.of(
            new JvmMemoryMetrics(),
            new JvmThreadMetrics(),
            new FileDescriptorMetrics(),
            new ProcessorMetrics(),
            new UptimeMetrics(),
            collector);
    binders.forEach(it -> it.bindTo(registry));
  }

  static void showBuild(MeterRegistry registry) {
    String version =
        Objects.requireNonNullElse(
            ProcessMetrics.class.getPackage().getImplementationVersion(), "unpackaged");
    Gauge.builder("wayfare.build.info", () -> 1)
        .description("1, with the versions of the router and of Java")
        .tags("version", version, "java", Runtime.version().toString())
        .register(registry);
  }

  @Override
  public void close() {
    collector.close();
  }
}
