package codex.jobs.model.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("a filter by chance")
class RandomFiltersTest {

    /// If most filters found nothing or everything, agreeing on them would say little.
    @Test
    void oftenFindsSomeEntriesAndNotOthers() {
        var entries = Stream.generate(new RandomEntries(1)::next).limit(100).toList();
        var filters = new RandomFilters(1);

        var telling =
                Stream.generate(filters::next)
                        .limit(500)
                        .filter(filter -> {
                            var found = entries.stream().filter(filter::matches).count();
                            return found > 0 && found < entries.size();
                        })
                        .count();

        assertThat(telling).isGreaterThan(200);
    }
}
