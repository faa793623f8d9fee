package codex.jobs.stores.outside;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.Predicate;
import org.apache.hc.client5.http.DnsResolver;

/// Turns a host's name into addresses that may be reached. The client connects to these very
/// addresses, so that a name cannot change its meaning between the check and the connection.
public final class CheckedResolver implements DnsResolver {

    /// What a name means at the moment.
    @FunctionalInterface
    public interface Lookup {

        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    private final Lookup names;
    private final Predicate<InetAddress> isAllowed;

    public CheckedResolver(Lookup names, Predicate<InetAddress> isAllowed) {
        this.names = names;
        this.isAllowed = isAllowed;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        var addresses = names.addresses(host);
        for (var address : addresses) {
            if (!isAllowed.test(address)) {
                throw new Forbidden();
            }
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    /// The host has an address that must not be reached.
    public static final class Forbidden extends UnknownHostException {

        private static final long serialVersionUID = 1L;
    }
}
