package codex.jobs.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.parser.Parser;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DocumentCostTest {

    private static DocumentCost cost(String document) {
        return DocumentCost.of(Parser.parse(document));
    }

    @Test
    void countsFieldsAndDepth() {
        var cost = cost("{ job(id: \"1\") { id tasks { id } } }");

        assertThat(cost.depth()).isEqualTo(3);
        assertThat(cost.complexity()).isEqualTo(4);
    }

    @Test
    void listsCountAsOftenAsTheyMayAnswer() {
        assertThat(cost("{ jobs { total } }").complexity()).isEqualTo(1 + 20);
        assertThat(cost("{ jobs(limit: 5) { total } }").complexity()).isEqualTo(1 + 5);
        assertThat(cost("{ jobs(limit: 100000) { total } }").complexity()).isEqualTo(1 + 100);
        assertThat(cost("query($n: Int) { jobs(limit: $n) { total } }").complexity())
                .isEqualTo(1 + 100);
    }

    @Test
    void aFragmentCountsWhereverItIsUsed() {
        var cost = cost("{ a: job { ...f } b: job { ...f } } fragment f on Job { id name }");

        assertThat(cost.complexity()).isEqualTo(6);
        assertThat(cost.aliases()).isEqualTo(2);
    }

    @Test
    void fragmentsThatGrowExponentiallyAreJudgedInNoTime() {
        var fragments =
                IntStream.range(0, 200)
                        .mapToObj(n ->
                                "fragment f%s on Job { a: x { ...f%s } b: x { ...f%s } }"
                                        .formatted(n, n + 1, n + 1))
                        .collect(Collectors.joining("\n"));

        var cost = cost("{ ...f0 } " + fragments + " fragment f200 on Job { id }");

        assertThat(cost.complexity()).isEqualTo(Integer.MAX_VALUE);
        assertThat(cost.depth()).isEqualTo(201);
    }

    @Test
    void introspectionIsSeenInsideFragments() {
        assertThat(
                        cost("{ ...f } fragment f on Query { __schema { types { name } } }")
                                .introspects())
                .isTrue();
        assertThat(cost("{ __typename }").introspects()).isFalse();
    }
}
