package dev.wayfare.router.observe;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Histograms of one name, each with its own labels. */
final class HistogramFamily implements Collector {
  private final String name;
  private final String description;
  private final DurationHistogram.Bounds bounds;
  private final Queue<DurationHistogram> members = new ConcurrentLinkedQueue<>();

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

  /** One more, which no other has the labels of. */
  DurationHistogram add(Labels labels) {
    DurationHistogram member = new DurationHistogram(bounds, labels);
    members.add(member);
    return member;
  }

  @Override
  public MetricSnapshot collect() {
    HistogramSnapshot.Builder snapshot = HistogramSnapshot.builder().name(name).help(description);
    members.forEach(member -> snapshot.dataPoint(member.snapshot()));
    return snapshot.build();
  }
}
