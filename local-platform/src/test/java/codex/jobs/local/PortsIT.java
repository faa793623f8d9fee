package codex.jobs.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsIT {

    @Test
    void saysThatAPortIsTakenAndWhatToDo() throws IOException {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> Ports.free(other.getLocalPort()))
                    .isInstanceOf(CannotStart.class)
                    .hasMessageStartingWith("Port " + other.getLocalPort() + " is taken")
                    .hasMessageContaining("--port");
        }
    }

    @Test
    void findsAFreePort() {
        assertThat(Ports.free(0)).isPositive();
    }
}
