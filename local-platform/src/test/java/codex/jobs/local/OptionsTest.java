package codex.jobs.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

    private static final Options DEFAULTS = new Options(8080, Path.of("data"), 1, 1);

    @Test
    void whatIsNotGivenStaysAsItWas() {
        assertThat(Options.parse(DEFAULTS)).isEqualTo(DEFAULTS);
        assertThat(Options.parse(DEFAULTS, "--workers", "3", "--port", "9000"))
                .isEqualTo(new Options(9000, Path.of("data"), 3, 1));
        assertThat(Options.parse(DEFAULTS, "--data-dir", "/tmp/here", "--schedulers", "2"))
                .isEqualTo(new Options(8080, Path.of("/tmp/here"), 1, 2));
    }

    @ParameterizedTest
    @CsvSource({
        "--port, 65536, --port takes a number from 0 to 65535",
        "--port, http, --port takes a number from 0 to 65535",
        "--workers, 0, --workers takes a number from 1 to 16",
        "--schedulers, -1, --schedulers takes a number from 1 to 16",
        "--prot, 8080, Unknown option --prot",
    })
    void saysWhatIsWrong(String name, String value, String message) {
        assertThatThrownBy(() -> Options.parse(DEFAULTS, name, value))
                .isInstanceOf(CannotStart.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void saysThatAValueIsMissing() {
        assertThatThrownBy(() -> Options.parse(DEFAULTS, "--port"))
                .hasMessage("--port needs a value.");
    }
}
