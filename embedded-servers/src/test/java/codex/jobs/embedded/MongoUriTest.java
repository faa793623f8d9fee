package codex.jobs.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MongoUriTest {

    @ParameterizedTest
    @CsvSource({
        "mongodb://host:1, mongodb://host:1/own",
        "mongodb://host:1/, mongodb://host:1/own",
        "mongodb://host:1/other, mongodb://host:1/own",
        "mongodb://a:1%2Cb:2/other?replicaSet=rs, mongodb://a:1%2Cb:2/own?replicaSet=rs",
        "mongodb+srv://user:word@host/?w=majority, mongodb+srv://user:word@host/own?w=majority",
    })
    void keepsServersAndOptions(String uri, String expected) {
        assertThat(MongoUri.withDatabase(uri, "own")).isEqualTo(expected);
    }

    @Test
    void refusesAnythingElse() {
        assertThatThrownBy(() -> MongoUri.withDatabase("http://host", "own"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
