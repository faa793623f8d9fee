package codex.jobs.api.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClientAddressesTest {

    @Test
    void outermostOfTheOperatorsProxiesIsBelieved() {
        var headers = List.of("10.9.9.9, 203.0.113.9", "10.0.0.2");

        assertThat(ClientAddresses.forwarded(headers, 1)).isEqualTo("10.0.0.2");
        assertThat(ClientAddresses.forwarded(headers, 2)).isEqualTo("203.0.113.9");
    }

    @Test
    void tooFewAddressesSayNothing() {
        assertThat(ClientAddresses.forwarded(List.of(), 1)).isNull();
        assertThat(ClientAddresses.forwarded(List.of("203.0.113.9"), 2)).isNull();
        assertThat(ClientAddresses.forwarded(List.of("203.0.113.9,"), 1)).isNull();
        assertThat(ClientAddresses.forwarded(List.of("x".repeat(65)), 1)).isNull();
    }
}
