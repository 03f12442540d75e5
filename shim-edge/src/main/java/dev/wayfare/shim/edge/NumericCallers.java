package dev.wayfare.shim.edge;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.stream.Stream;

/**
 * Looks up names, but not the names of addresses. For each TLS connection the JDK's server asks for
 * the caller's ({@code SSLStreams}: {@code getHostName()}), a DNS query that nobody needs and that
 * a slow name server would hold the handshake up with.
 */
public final class NumericCallers extends InetAddressResolverProvider {
  /** For {@link java.util.ServiceLoader}. */
  public NumericCallers() {}

  @Override
  public InetAddressResolver get(Configuration configuration) {
    return new ForwardOnly(configuration.builtinResolver());
  }

  @Override
  public String name() {
    return "wayfare-forward-only";
  }

  private record ForwardOnly(InetAddressResolver builtin) implements InetAddressResolver {
    @Override
    public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
        throws UnknownHostException {
      return builtin.lookupByName(host, policy);
    }

    @Override
    public String lookupByAddress(byte[] address) throws UnknownHostException {
      throw new UnknownHostException("names of addresses are not looked up");
    }
  }
}
