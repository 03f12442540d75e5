package dev.wayfare.local.aws;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.InputStream;
import java.io.OutputStream;

/** A function that does not initialise. */
public final class BrokenHandler implements RequestStreamHandler {
  /** Fails. */
  public BrokenHandler() {
    throw new IllegalStateException("broken on purpose");
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) {
    throw new AssertionError("it never came to be");
  }
}
