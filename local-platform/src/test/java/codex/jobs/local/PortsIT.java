package codex.jobs.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PortsIT {

    private final Ports ports = new Ports();

    @Test
    void saysThatAPortIsTakenAndWhatToDo() throws IOException {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> ports.certain(other.getLocalPort()))
                    .isInstanceOf(CannotStart.class)
                    .hasMessageStartingWith("Port " + other.getLocalPort() + " is taken")
                    .hasMessageContaining("--port");
        }
    }

    @Test
    void giveNoPortTwice() {
        var given = Stream.generate(ports::free).limit(2_000).toList();

        assertThat(given).doesNotHaveDuplicates();
        assertThatThrownBy(() -> ports.certain(given.getFirst())).isInstanceOf(CannotStart.class);
    }

    /// Nobody gets it by chance before the process that it is for listens.
    @Test
    void giveNoPortThatTheSystemHandsOut() throws IOException {
        try (var any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(any.getLocalPort()).isGreaterThanOrEqualTo(32_768);
        }
        assertThat(Stream.generate(ports::free).limit(2_000))
                .allMatch(port -> port > 1_024 && port < 32_768);
    }
}
