package codex.jobs.model.filter;

import codex.jobs.model.content.EntryStatus;
import codex.jobs.model.filter.Filter.Condition;
import codex.jobs.model.filter.Filter.Not;
import codex.jobs.model.filter.ValueTest.Compare;
import codex.jobs.model.filter.ValueTest.Contains;
import codex.jobs.model.filter.ValueTest.Exists;
import codex.jobs.model.filter.ValueTest.OneOf;
import codex.jobs.model.filter.ValueTest.Side;
import codex.jobs.model.filter.ValueTest.StartsWith;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/// Filters by chance, about the entries of [RandomEntries].
public final class RandomFilters {

    private static final int DEEPEST = 4;
    private static final Set<String> TEXTS = Set.of("text", "texts", "named");

    private final Random random;

    public RandomFilters(long seed) {
        random = new Random(seed);
    }

    public Filter next() {
        return filter(0);
    }

    /// A condition on a system field, which a search index can answer.
    public Filter nextOnSystem() {
        return random.nextInt(4) == 0 ? group(this::onSystem) : onSystem();
    }

    private Filter filter(int depth) {
        if (depth == DEEPEST || random.nextInt(3) == 0) {
            return random.nextInt(3) == 0 ? onContent() : onSystem();
        }
        return group(() -> filter(depth + 1));
    }

    private Filter group(Supplier<Filter> part) {
        return switch (random.nextInt(5)) {
            case 0 -> new Not(part.get());
            case 1, 2 -> Filter.any(parts(part, 1 + random.nextInt(3)));
            default -> Filter.all(parts(part, random.nextInt(4)));
        };
    }

    private static List<Filter> parts(Supplier<Filter> part, int count) {
        var parts = new ArrayList<Filter>();
        for (var i = 0; i < count; i++) {
            parts.add(part.get());
        }
        return parts;
    }

    private Filter onSystem() {
        var field = pick(List.of(SystemField.values()));
        return maybeNot(condition(field, field.kind()));
    }

    private Filter onContent() {
        var field = new FilterField.Content(pick(RandomEntries.ALIASES));
        return maybeNot(condition(field, pick(List.copyOf(field.kinds()))));
    }

    private Filter maybeNot(Filter filter) {
        return random.nextInt(3) == 0 ? new Not(filter) : filter;
    }

    private Condition condition(FilterField field, ValueKind kind) {
        var values = RandomEntries.values(field, kind);
        ValueTest test;
        do {
            test =
                    switch (random.nextInt(7)) {
                        case 0 -> new Exists();
                        case 1 -> new StartsWith(part(values, true));
                        case 2 -> new Contains(part(values, false));
                        case 3, 4 -> new Compare(pick(List.of(Side.values())), pick(values));
                        default -> oneOf(kind, values);
                    };
        } while (!test.fits(kind) || isPatternInNumbers(field, test));
        return new Condition(field, kind, test);
    }

    /// The embedded MongoDB looks for patterns in numbers and times too.
    private static boolean isPatternInNumbers(FilterField field, ValueTest test) {
        return field instanceof FilterField.Content(var alias)
                && !TEXTS.contains(alias)
                && (test instanceof StartsWith || test instanceof Contains);
    }

    private OneOf oneOf(ValueKind kind, List<Value> values) {
        var some = new LinkedHashSet<Value>();
        for (var i = kind == ValueKind.BOOLEAN ? 1 : random.nextInt(6); i > 0; i--) {
            some.add(pick(values));
        }
        return new OneOf(some);
    }

    private String part(List<Value> values, boolean isStart) {
        if (!(pick(values) instanceof Value.Text(var text)) || text.isEmpty()) {
            return pick(List.of("a", "*", ".", "e"));
        }
        var from = isStart ? 0 : text.offsetByCodePoints(0, random.nextInt(codePoints(text)));
        var length = 1 + random.nextInt(Math.min(200, codePoints(text.substring(from))));
        return text.substring(from, text.offsetByCodePoints(from, length));
    }

    private static int codePoints(String text) {
        return text.codePointCount(0, text.length());
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    static List<Value> statuses() {
        var statuses = new ArrayList<Value>();
        for (var status : EntryStatus.values()) {
            statuses.add(new Value.Status(status));
        }
        return statuses;
    }
}
