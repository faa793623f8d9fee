package codex.jobs.stores.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import codex.jobs.stores.blobs.Completion.Incomplete;
import codex.jobs.stores.blobs.Completion.Mismatch;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartPlanTest {

    /// Parts of 10, 10 and 5 bytes.
    private final PartPlan plan = new PartPlan(25, 10);

    private final List<Part> sent =
            List.of(new Part(1, "a", 10), new Part(2, "b", 10), new Part(3, "c", 5));

    @Test
    void lastPartHasWhatIsLeft() {
        assertThat(plan.count()).isEqualTo(3);
        assertThat(plan.sizeOf(2)).isEqualTo(10);
        assertThat(plan.sizeOf(3)).isEqualTo(5);
        assertThat(new PartPlan(20, 10).count()).isEqualTo(2);
        assertThat(new PartPlan(20, 10).sizeOf(2)).isEqualTo(10);
        assertThat(new PartPlan(1, 10).count()).isEqualTo(1);
    }

    @Test
    void fileHasOneToTenThousandParts() {
        assertThat(new PartPlan(10_000, 1).count()).isEqualTo(10_000);
        assertThatIllegalArgumentException().isThrownBy(() -> new PartPlan(10_001, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new PartPlan(0, 1));
    }

    @Test
    void partsMayBeNamedInAnyOrderAndWithQuotes() {
        var named = List.of(tag(3, "c"), tag(1, "\"a\""), tag(2, "b"));

        assertThat(plan.problem(named, sent)).isEmpty();
    }

    @Test
    void missingPartsAreNamed() {
        assertThat(plan.problem(List.of(tag(1, "a"), tag(3, "c")), sent))
                .contains(new Incomplete(List.of(2)));
        assertThat(plan.problem(List.of(), sent)).contains(new Incomplete(List.of(1, 2, 3)));
        assertThat(plan.problem(all(), sent.subList(1, 3))).contains(new Incomplete(List.of(1)));
    }

    @Test
    void whatDoesNotFitIsAMismatch() {
        assertThat(plan.problem(List.of(tag(1, "a"), tag(1, "a")), sent))
                .contains(new Mismatch("Part 1 is named twice"));
        assertThat(plan.problem(List.of(tag(4, "d")), sent))
                .contains(new Mismatch("Part 4 is not part of the file"));
        assertThat(plan.problem(List.of(tag(0, "d")), sent))
                .contains(new Mismatch("Part 0 is not part of the file"));
        assertThat(plan.problem(List.of(tag(1, "a"), tag(2, "x"), tag(3, "c")), sent))
                .contains(new Mismatch("Part 2 was sent, but not with the ETag named"));
    }

    @Test
    void partOfAnotherSizeIsAMismatch() {
        var shorter = List.of(sent.get(0), new Part(2, "b", 9), sent.get(2));
        var more = List.of(sent.get(0), sent.get(1), sent.get(2), new Part(4, "d", 10));

        assertThat(plan.problem(all(), shorter))
                .contains(new Mismatch("Part 2 has another size than planned"));
        assertThat(plan.problem(all(), more)).get().isInstanceOf(Mismatch.class);
    }

    private static List<PartTag> all() {
        return List.of(tag(1, "a"), tag(2, "b"), tag(3, "c"));
    }

    private static PartTag tag(int number, String etag) {
        return new PartTag(number, etag);
    }
}
