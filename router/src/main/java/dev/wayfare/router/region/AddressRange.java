package dev.wayfare.router.region;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * The addresses that begin with the same bits (CIDR, <a
 * href="https://www.rfc-editor.org/rfc/rfc4632#section-3.1">RFC 4632</a>, <a
 * href="https://www.rfc-editor.org/rfc/rfc4291#section-2.3">RFC 4291</a>).
 *
 * @param first the lowest of them: all bits after the prefix are 0
 * @param prefixBits how many bits are the same, 0 to 32 or to 128
 */
public record AddressRange(Bits first, int prefixBits) {
  private static final int IPV4_BITS = 32;
  private static final int IPV6_BITS = 128;

  /**
   * An address as numbers; that of IPv4 is in the upper half of {@code high}.
   *
   * @param isIpv4 of the two kinds, which never match one another
   */
  public record Bits(boolean isIpv4, long high, long low) {
    /** The bits of {@code address}; one of IPv4 that is mapped into IPv6 is one of IPv4. */
    public static Bits of(InetAddress address) {
      ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
      return address instanceof Inet4Address
          ? new Bits(true, (long) bytes.getInt() << IPV4_BITS, 0)
          : new Bits(false, bytes.getLong(), bytes.getLong());
    }

    /** The number of bits that an address of this kind has. */
    public int length() {
      return isIpv4 ? IPV4_BITS : IPV6_BITS;
    }

    private Bits masked(int prefixBits) {
      return new Bits(isIpv4, high & mask(prefixBits), low & mask(prefixBits - Long.SIZE));
    }
  }

  public AddressRange {
    if (prefixBits < 0 || prefixBits > first.length()) {
      throw new IllegalArgumentException("a prefix has 0 to %d bits".formatted(first.length()));
    }
    if (!first.masked(prefixBits).equals(first)) {
      throw new IllegalArgumentException("bits are set after the prefix");
    }
  }

  /** Whether {@code address} is one of them. */
  public boolean covers(Bits address) {
    return address.isIpv4() == first.isIpv4()
        && (address.high() & mask(prefixBits)) == first.high()
        && (address.low() & mask(prefixBits - Long.SIZE)) == first.low();
  }

  /** The first {@code bits} of 64, where that is between 0 and 64, else none or all. */
  private static long mask(int bits) {
    if (bits <= 0) {
      return 0;
    }
    return bits >= Long.SIZE ? -1 : -1L << (Long.SIZE - bits);
  }
}
