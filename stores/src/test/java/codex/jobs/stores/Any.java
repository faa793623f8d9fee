package codex.jobs.stores;

import codex.jobs.model.job.JobId;
import codex.jobs.model.job.RecurringJobId;
import codex.jobs.model.job.SessionId;
import codex.jobs.model.job.TaskId;
import codex.jobs.model.log.LogId;
import codex.jobs.model.tenant.EnvironmentAlias;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.OrganizationId;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Any record of the model, with every component filled by chance; what may be null sometimes is.
/// New components and new kinds of a sealed type are covered without a word here.
public final class Any {

    private static final List<String> TEXTS =
            List.of(
                    "",
                    " ",
                    "a.b",
                    "$set",
                    "Grüße, 世界 🎈",
                    "x".repeat(2_000),
                    "null",
                    "\u0000",
                    "1");

    private final Random random;

    public Any(long seed) {
        random = new Random(seed);
    }

    public <T> T of(Class<T> type) {
        return type.cast(plain(type));
    }

    private Object value(Type type) {
        return switch (type) {
            case Class<?> plain -> plain(plain);
            case ParameterizedType generic when generic.getRawType() == List.class ->
                    list(generic.getActualTypeArguments()[0]);
            case ParameterizedType generic when generic.getRawType() == Map.class ->
                    map(generic.getActualTypeArguments()[1]);
            default -> throw new IllegalArgumentException("No example of " + type);
        };
    }

    private Object plain(Class<?> type) {
        if (type == String.class) {
            return TEXTS.get(random.nextInt(TEXTS.size()));
        } else if (type == int.class || type == Integer.class) {
            return random.nextInt(1_000_000);
        } else if (type == long.class || type == Long.class) {
            return random.nextLong(1L << 53);
        } else if (type == boolean.class) {
            return random.nextBoolean();
        } else if (type == Instant.class) {
            return Instant.ofEpochMilli(random.nextLong(4_102_444_800_000L));
        } else if (type.isEnum()) {
            return type.getEnumConstants()[random.nextInt(type.getEnumConstants().length)];
        } else if (type.isSealed()) {
            var kinds = type.getPermittedSubclasses();
            return plain(kinds[random.nextInt(kinds.length)]);
        }
        return identifier(type);
    }

    private Object identifier(Class<?> type) {
        var text = Long.toString(random.nextLong(1L << 60), 36);
        if (type == JobId.class) {
            return new JobId(text);
        } else if (type == TaskId.class) {
            return TaskId.of(new JobId(text), 1 + random.nextInt(9));
        } else if (type == LogId.class) {
            return new LogId(text + ":c1:2");
        } else if (type == RecurringJobId.class) {
            return new RecurringJobId(text);
        } else if (type == SessionId.class) {
            return new SessionId(text);
        } else if (type == OrganizationId.class) {
            return new OrganizationId(text);
        } else if (type == EnvironmentId.class) {
            return new EnvironmentId(text);
        } else if (type == EnvironmentAlias.class) {
            return new EnvironmentAlias("env-" + text);
        }
        return record(type);
    }

    private Object record(Class<?> type) {
        var components = type.getRecordComponents();
        try {
            var constructor =
                    type.getDeclaredConstructor(
                            Stream.of(components)
                                    .map(RecordComponent::getType)
                                    .toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(Stream.of(components).map(this::component).toArray());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("No example of " + type, e);
        }
    }

    private @Nullable Object component(RecordComponent component) {
        var type = component.getAnnotatedType();
        return type.isAnnotationPresent(Nullable.class) && random.nextInt(3) == 0
                ? null
                : value(component.getGenericType());
    }

    private List<Object> list(Type item) {
        var list = new ArrayList<>();
        for (int size = random.nextInt(4); size > 0; size--) {
            list.add(value(item));
        }
        return list;
    }

    private Map<String, Object> map(Type item) {
        var map = new HashMap<String, Object>();
        for (int size = random.nextInt(4); size > 0; size--) {
            map.put("key." + random.nextInt(100), value(item));
        }
        return map;
    }
}
