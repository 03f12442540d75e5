package dev.wayfare.deployer.azure;

import com.azure.core.management.polling.PollResult;
import com.azure.core.util.polling.LongRunningOperationStatus;
import com.azure.core.util.polling.PollResponse;
import com.azure.core.util.polling.SyncPoller;
import dev.wayfare.deployer.Patience;
import java.util.Optional;
import java.util.function.Supplier;

/** Waits for the resource manager's long-running operations. */
record Operations(AzureErrors errors, Patience patience) {
  /**
   * Begins one and waits until it is over.
   *
   * @param doing what it does, as in "create the app hello-a"
   */
  <T> void run(String doing, Supplier<SyncPoller<PollResult<T>, T>> begin) {
    SyncPoller<PollResult<T>, T> poller = errors.told(doing, begin);
    PollResponse<PollResult<T>> last =
        patience.await(
            "Azure to " + doing,
            () ->
                Optional.of(errors.told(doing, poller::poll))
                    .filter(response -> response.getStatus().isComplete()));
    if (!last.getStatus().equals(LongRunningOperationStatus.SUCCESSFULLY_COMPLETED)) {
      throw errors.failed(doing, last.getValue().getError());
    }
  }
}
