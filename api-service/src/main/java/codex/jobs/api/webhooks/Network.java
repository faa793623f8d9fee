package codex.jobs.api.webhooks;

import java.net.InetAddress;
import java.util.regex.Pattern;

/// A range of addresses, as `10.1.0.0/16` or `fd00::/8`.
@SuppressWarnings("ArrayRecordComponent") // never compared
record Network(byte[] prefix, int bits) {

    /// Digits only: a name would be looked up.
    private static final Pattern FORM = Pattern.compile("([0-9A-Fa-f.:]+)/([0-9]{1,3})");

    /// Found by Spring when it binds settings.
    public static Network valueOf(String text) {
        var form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException("Not a network: " + text);
        }
        var prefix = InetAddress.ofLiteral(form.group(1)).getAddress();
        var bits = Integer.parseInt(form.group(2));
        if (bits > prefix.length * Byte.SIZE) {
            throw new IllegalArgumentException("Not a network: " + text);
        }
        return new Network(prefix, bits);
    }

    boolean has(InetAddress address) {
        var bytes = address.getAddress();
        if (bytes.length != prefix.length) {
            return false;
        }
        for (var bit = 0; bit < bits; bit++) {
            var mask = 0x80 >> (bit % Byte.SIZE);
            if ((bytes[bit / Byte.SIZE] & mask) != (prefix[bit / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }
}
