package dev.wayfare.shim.aws;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.wayfare.shim.InvocationResult;
import dev.wayfare.shim.host.FunctionHost;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The Lambda function that serves a module behind a Function URL. Its handler string is {@code
 * dev.wayfare.shim.aws.LambdaHandler::handleRequest}.
 *
 * <p>It never throws for what a caller or a guest did: Lambda would take that for a function error
 * and tell the caller nothing.
 */
public final class LambdaHandler implements RequestStreamHandler {
  private final FunctionHost host;

  /** Serves the module on this class's own class path; Lambda calls it during INIT. */
  public LambdaHandler() {
    this(FunctionHost.builder(LambdaHandler.class.getClassLoader(), System.getenv()).build());
  }

  LambdaHandler(FunctionHost host) {
    this.host = host;
  }

  @Override
  public void handleRequest(InputStream event, OutputStream response, Context context)
      throws IOException {
    byte[] payload = PayloadWriter.write(answer(event));
    if (payload.length > PayloadWriter.LIMIT_BYTES) {
      payload =
          PayloadWriter.write(
              host.refuse(
                  502,
                  "the response takes "
                      + payload.length
                      + " bytes in Lambda's encoding, of which it carries "
                      + PayloadWriter.LIMIT_BYTES));
    }
    response.write(payload);
  }

  private InvocationResult answer(InputStream event) throws IOException {
    try {
      return host.invoke(EventReader.read(event));
    } catch (MalformedEventException e) {
      return host.refuse(400, String.valueOf(e.getMessage()));
    }
  }
}
