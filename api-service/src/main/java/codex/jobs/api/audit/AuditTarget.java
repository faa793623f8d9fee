package codex.jobs.api.audit;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a mutation was about, by what it answers: the id in its payload, or in the job in it.
final class AuditTarget {

    private static final List<String> IDS =
            List.of("id", "recurringJobId", "uploadId", "webhookId");
    private static final List<String> THINGS = List.of("job", "recurringJob", "webhook");

    private AuditTarget() {}

    static @Nullable String of(@Nullable Object payload) {
        if (!(payload instanceof Record record)) {
            return null;
        }
        return first(record, IDS)
                .map(Object::toString)
                .or(() -> first(record, THINGS).map(AuditTarget::of))
                .orElse(null);
    }

    private static Optional<Object> first(Record record, List<String> names) {
        return names.stream()
                .flatMap(name ->
                        Arrays.stream(record.getClass().getRecordComponents())
                                .filter(component -> component.getName().equals(name)))
                .map(component -> value(record, component))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Object> value(Record record, RecordComponent component) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return Optional.ofNullable(accessor.invoke(record));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("A record's component cannot be read", e);
        }
    }
}
