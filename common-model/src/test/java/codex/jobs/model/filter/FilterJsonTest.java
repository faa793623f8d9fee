package codex.jobs.model.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random filters: a seed that fails is in the test's name.
@DisplayName("a filter that is written down")
class FilterJsonTest {

    static Stream<Long> seeds() {
        return new Random().longs(200).boxed();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void meansTheSameWhenItIsReadAgain(long seed) {
        var filter = new RandomFilters(seed).next();
        var entries = new RandomEntries(seed);

        var again = Filters.stored(filter.json());

        assertThat(again.json()).isEqualTo(filter.json());
        for (var i = 0; i < 50; i++) {
            var entry = entries.next();
            assertThat(again.matches(entry)).as("%s", entry).isEqualTo(filter.matches(entry));
        }
    }
}
