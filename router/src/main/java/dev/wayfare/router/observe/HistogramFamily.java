package dev.wayfare.router.observe;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Histograms of one name, each with its own labels. */
final class HistogramFamily implements Collector {
  private final String name;
  private final String description;
  private final DurationHistogram.Bounds bounds;
  private final Map<Labels, DurationHistogram> members = new ConcurrentHashMap<>();

  private HistogramFamily(String name, String description, DurationHistogram.Bounds bounds) {
    this.name = name;
    this.description = description;
    this.bounds = bounds;
  }

  static HistogramFamily register(
      PrometheusRegistry registry,
      String name,
      String description,
      DurationHistogram.Bounds bounds) {
    HistogramFamily family = new HistogramFamily(name, description, bounds);
    registry.register(family);
    return family;
  }

  /** The one with {@code labels}. */
  DurationHistogram of(Labels labels) {
    return members.computeIfAbsent(labels, it -> new DurationHistogram(bounds, it));
  }

  @Override
  public MetricSnapshot collect() {
    HistogramSnapshot.Builder snapshot = HistogramSnapshot.builder().name(name).help(description);
    members.values().forEach(member -> snapshot.dataPoint(member.snapshot()));
    return snapshot.build();
  }
}
