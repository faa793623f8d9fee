package codex.jobs.api.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

    @ParameterizedTest
    @CsvSource({
        "10.1.0.0/16, 10.1.255.7, true",
        "10.1.0.0/16, 10.2.0.0, false",
        "127.0.0.1/32, 127.0.0.1, true",
        "127.0.0.1/32, 127.0.0.2, false",
        "192.168.4.0/23, 192.168.5.9, true",
        "192.168.4.0/23, 192.168.6.0, false",
        "fd00::/8, fd12::1, true",
        "fd00::/8, fe80::1, false",
        "0.0.0.0/0, 8.8.8.8, true",
        "0.0.0.0/0, ::2, false",
    })
    void anAddressLiesInsideOrOutside(String network, String address, boolean isInside) {
        assertThat(Network.valueOf(network).has(InetAddress.ofLiteral(address)))
                .isEqualTo(isInside);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.1.0.0", "10.1.0.0/33", "host/8", "fd00::/129", "", "/8"})
    void whatIsNoNetworkIsRefused(String text) {
        assertThatThrownBy(() -> Network.valueOf(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNetworkIsNotLookedUp() {
        assertThatThrownBy(() -> Network.valueOf("localhost/8"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
