package codex.jobs.stores.outside;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;

/// Which addresses belong to the public Internet, by IANA's special-purpose registries (RFC 6890).
/// What tenants name must not lead to what only this machine's network can reach.
public final class PublicAddresses {

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Block(int[] prefix, int bits) {

        boolean has(byte[] address) {
            for (var bit = 0; bit < bits; bit++) {
                var mask = 0x80 >> (bit % 8);
                if ((address[bit / 8] & mask) != (prefix[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final List<Block> NOT_PUBLIC_4 =
            List.of(
                    block(8, 0),
                    block(8, 10),
                    block(10, 100, 64), // shared by a carrier's customers; also a metadata service
                    block(8, 127),
                    block(32, 168, 63, 129, 16), // a cloud's metadata service
                    block(16, 169, 254), // link-local; the usual metadata service
                    block(12, 172, 16),
                    block(24, 192, 0, 0),
                    block(24, 192, 0, 2),
                    block(24, 192, 88, 99),
                    block(16, 192, 168),
                    block(15, 198, 18),
                    block(24, 198, 51, 100),
                    block(24, 203, 0, 113),
                    block(4, 224), // multicast
                    block(4, 240)); // reserved, broadcast

    /// All global unicast addresses (RFC 4291). Everything else is not: loopback, mapped IPv4,
    /// NAT64 (64:ff9b::/96), unique local, link-local, multicast.
    private static final Block GLOBAL_6 = block(3, 0x20);

    private static final List<Block> NOT_PUBLIC_6 =
            List.of(
                    block(23, 0x20, 0x01, 0x00), // protocol assignments, Teredo
                    block(32, 0x20, 0x01, 0x0d, 0xb8),
                    block(16, 0x20, 0x02), // 6to4: an IPv4 address in disguise
                    block(20, 0x3f, 0xff, 0x00));

    private PublicAddresses() {}

    public static boolean has(InetAddress address) {
        var bytes = address.getAddress();
        return switch (address) {
            case Inet4Address _ -> NOT_PUBLIC_4.stream().noneMatch(block -> block.has(bytes));
            case Inet6Address _ ->
                    GLOBAL_6.has(bytes)
                            && NOT_PUBLIC_6.stream().noneMatch(block -> block.has(bytes));
            default -> false;
        };
    }

    private static Block block(int bits, int... prefix) {
        var whole = new int[16];
        System.arraycopy(prefix, 0, whole, 0, prefix.length);
        return new Block(whole, bits);
    }
}
