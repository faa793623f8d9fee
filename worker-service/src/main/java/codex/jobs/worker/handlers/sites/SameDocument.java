package codex.jobs.worker.handlers.sites;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Whether two documents say the same, whatever kind of maps they are made of.
final class SameDocument {

    private SameDocument() {}

    static boolean is(@Nullable Object one, @Nullable Object other) {
        return switch (one) {
            case null -> other == null;
            case Map<?, ?> map ->
                    other instanceof Map<?, ?> others
                            && map.keySet().equals(others.keySet())
                            && map.entrySet().stream()
                                    .allMatch(entry ->
                                            is(entry.getValue(), others.get(entry.getKey())));
            case List<?> list ->
                    other instanceof List<?> others
                            && list.size() == others.size()
                            && areAll(list, others);
            default -> one.equals(other);
        };
    }

    private static boolean areAll(List<?> list, List<?> others) {
        for (var i = 0; i < list.size(); i++) {
            if (!is(list.get(i), others.get(i))) {
                return false;
            }
        }
        return true;
    }
}
