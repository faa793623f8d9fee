package codex.jobs.model.filter;

import codex.jobs.model.content.EntryStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which entries are meant (specification 1.11). There are only a few shapes: `Ne`, `Nin` and
/// `Exists: false` are the negation of what they negate, `Eq` is one of one. Made by [Filters].
public sealed interface Filter {

    /// Every part matches; without parts, so does everything.
    record All(List<Filter> parts) implements Filter {
        public All {
            parts = List.copyOf(parts);
        }
    }

    /// At least one part matches.
    record Any(List<Filter> parts) implements Filter {
        public Any {
            parts = List.copyOf(parts);
            if (parts.isEmpty()) {
                throw new IllegalArgumentException("Nothing to choose from");
            }
        }
    }

    record Not(Filter part) implements Filter {}

    /// The field has at least one value of this kind that passes the test. Values of other kinds
    /// are as good as absent.
    record Condition(FilterField field, ValueKind kind, ValueTest test) implements Filter {
        public Condition {
            if (!field.kinds().contains(kind) || !test.fits(kind)) {
                throw new IllegalArgumentException(field + " is not asked " + test);
            }
        }
    }

    /// The one that says nothing.
    static Filter everything() {
        return new All(List.of());
    }

    /// All of them, without needless nesting.
    static Filter all(List<Filter> parts) {
        var flat = new ArrayList<Filter>();
        for (var part : parts) {
            if (part instanceof All(var inner)) {
                flat.addAll(inner);
            } else {
                flat.add(part);
            }
        }
        return flat.size() == 1 ? flat.getFirst() : new All(flat);
    }

    static Filter any(List<Filter> parts) {
        return parts.size() == 1 ? parts.getFirst() : new Any(parts);
    }

    /// Whether the entry, in the form in which it is stored (`docs/content-model.md`), is meant.
    /// This defines what a filter means; a store's query must give the same answer.
    default boolean matches(Map<String, ?> entry) {
        return switch (this) {
            case All(var parts) -> parts.stream().allMatch(part -> part.matches(entry));
            case Any(var parts) -> parts.stream().anyMatch(part -> part.matches(entry));
            case Not(var part) -> !part.matches(entry);
            case Condition(var field, var kind, var test) ->
                    StoredValues.of(entry, field, kind).anyMatch(test::passes);
        };
    }

    /// Whether it says nothing: it could be left out. Told from its shape alone, so that a
    /// condition that every entry happens to fulfil does not count.
    default boolean matchesEverything() {
        return switch (this) {
            case All(var parts) -> parts.stream().allMatch(Filter::matchesEverything);
            case Any(var parts) -> parts.stream().anyMatch(Filter::matchesEverything);
            case Not(var part) -> part.matchesNothing();
            case Condition _ -> false;
        };
    }

    /// Whether no entry can match, told from its shape alone.
    default boolean matchesNothing() {
        return switch (this) {
            case All(var parts) -> parts.stream().anyMatch(Filter::matchesNothing);
            case Any(var parts) -> parts.stream().allMatch(Filter::matchesNothing);
            case Not(var part) -> part.matchesEverything();
            case Condition(_, _, var test) ->
                    test instanceof ValueTest.OneOf(var values) && values.isEmpty();
        };
    }

    /// Whether the status of an entry plays a part.
    default boolean namesStatus() {
        return switch (this) {
            case All(var parts) -> parts.stream().anyMatch(Filter::namesStatus);
            case Any(var parts) -> parts.stream().anyMatch(Filter::namesStatus);
            case Not(var part) -> part.namesStatus();
            case Condition(var field, _, _) -> field == SystemField.STATUS;
        };
    }

    /// Deleted entries are left out, unless the filter names the status (specification 3.4).
    default Filter withoutDeleted() {
        if (namesStatus()) {
            return this;
        }
        var deleted = new ValueTest.OneOf(Set.of(new Value.Status(EntryStatus.DELETED)));
        return all(
                List.of(
                        this,
                        new Not(new Condition(SystemField.STATUS, ValueKind.STATUS, deleted))));
    }

    /// The filter in its own language, every `_t` written out; [Filters#stored] reads it back.
    default String json() {
        return FilterWriter.json(this);
    }
}
