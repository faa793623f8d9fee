package codex.jobs.model.filter;

import codex.jobs.model.filter.Filter.All;
import codex.jobs.model.filter.Filter.Any;
import codex.jobs.model.filter.Filter.Condition;
import codex.jobs.model.filter.Filter.Not;
import codex.jobs.model.filter.ValueTest.OneOf;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Finds the smallest filter that goes wrong.
public final class SmallerFilters {

    private SmallerFilters() {}

    /// Takes away from a filter that fails as long as what is left fails too.
    public static Filter smallest(Filter filter, Predicate<Filter> fails) {
        return of(filter)
                .filter(fails)
                .findFirst()
                .map(smaller -> smallest(smaller, fails))
                .orElse(filter);
    }

    private static Stream<Filter> of(Filter filter) {
        return switch (filter) {
            case All(var parts) -> Stream.concat(parts.stream(), lists(parts).map(All::new));
            case Any(var parts) ->
                    Stream.concat(
                            parts.stream(),
                            lists(parts).filter(list -> !list.isEmpty()).map(Any::new));
            case Not(var part) -> Stream.concat(Stream.of(part), of(part).map(Not::new));
            case Condition(var field, var kind, OneOf(var values)) when values.size() > 1 ->
                    values.stream()
                            .map(value -> new Condition(field, kind, new OneOf(Set.of(value))));
            case Condition _ -> Stream.empty();
        };
    }

    /// The list without one of its elements, or with a smaller one.
    private static Stream<List<Filter>> lists(List<Filter> parts) {
        return IntStream.range(0, parts.size())
                .boxed()
                .flatMap(at ->
                        Stream.concat(
                                Stream.of(with(parts, at, List.of())),
                                of(parts.get(at)).map(one -> with(parts, at, List.of(one)))));
    }

    private static List<Filter> with(List<Filter> parts, int at, List<Filter> instead) {
        var changed = new ArrayList<>(parts);
        changed.remove(at);
        changed.addAll(at, instead);
        return changed;
    }
}
