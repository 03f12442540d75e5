package dev.wayfare.deployer.azure;

import dev.wayfare.deployer.Unit;
import dev.wayfare.router.deployed.Slot;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * What the resources of a slot are called.
 *
 * @param app the function app, which is a host's name, too, and so nobody else's in the world
 * @param plan the app's own plan: Flex Consumption has one app in each
 * @param container of blobs, where the platform keeps the app's package
 */
record AzureNames(String app, String plan, String container) {
  static AzureNames of(Unit unit, Slot slot) {
    String name = unit.name() + "-" + slot.id();
    return new AzureNames(name, name + "-plan", name);
  }

  /**
   * By which the host tells its blobs from those of others in the same storage account: the
   * platform would take the app's first 32 characters, which both slots may have in common.
   *
   * @see <a
   *     href="https://learn.microsoft.com/azure/azure-functions/storage-considerations#host-id-considerations">Host
   *     ID considerations</a>
   */
  String hostId() {
    return UUID.nameUUIDFromBytes(app.getBytes(StandardCharsets.UTF_8)).toString().replace("-", "");
  }
}
