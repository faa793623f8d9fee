package codex.jobs.stores.news;

import codex.jobs.model.job.JobId;
import codex.jobs.model.job.RecurringJobId;
import codex.jobs.model.job.TaskId;
import codex.jobs.model.log.LogId;
import codex.jobs.model.log.LogLine;
import codex.jobs.model.message.JobNews;
import codex.jobs.model.message.RecurringNews;
import codex.jobs.model.message.TaskCommand;
import codex.jobs.model.tenant.OrganizationId;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/// The messages as JSON: the model's own field names, value types as their text, nothing where a
/// value is null. A reader ignores fields it does not know, so a later version may add some; a new
/// field that an older writer leaves out must be nullable.
public final class Messages {

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .addModule(values())
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .changeDefaultPropertyInclusion(
                            inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
                    .build();

    /// The components that a message must have. Looking at annotations costs more than all the rest
    /// of decoding, so each type is looked at once.
    private static final ClassValue<List<RecordComponent>> REQUIRED =
            new ClassValue<>() {
                @Override
                protected List<RecordComponent> computeValue(Class<?> type) {
                    return Arrays.stream(type.getRecordComponents())
                            .filter(component ->
                                    !component
                                            .getAnnotatedType()
                                            .isAnnotationPresent(Nullable.class))
                            .toList();
                }
            };

    private Messages() {}

    public static byte[] encode(JobNews news) {
        return JSON.writeValueAsBytes(news);
    }

    static byte[] encode(RecurringNews news) {
        return JSON.writeValueAsBytes(news);
    }

    public static byte[] encode(TaskCommand command) {
        return JSON.writeValueAsBytes(command);
    }

    public static byte[] encode(LogLine line) {
        return JSON.writeValueAsBytes(line);
    }

    static byte[] encode(DeadTask task) {
        return JSON.writeValueAsBytes(task);
    }

    public static JobNews decodeJobNews(byte @Nullable [] message) throws Undecodable {
        return decode(message, JobNews.class);
    }

    public static RecurringNews decodeRecurringNews(byte @Nullable [] message) throws Undecodable {
        return decode(message, RecurringNews.class);
    }

    public static TaskCommand decodeTaskCommand(byte @Nullable [] message) throws Undecodable {
        return decode(message, TaskCommand.class);
    }

    public static LogLine decodeLogLine(byte @Nullable [] message) throws Undecodable {
        return decode(message, LogLine.class);
    }

    private static <T extends Record> T decode(byte @Nullable [] message, Class<T> type)
            throws Undecodable {
        if (message == null) {
            throw new Undecodable("Nothing where a " + type.getSimpleName() + " should be", null);
        }
        try {
            return complete(JSON.readValue(message, type));
        } catch (JacksonException | IllegalArgumentException e) {
            throw new Undecodable("Not a " + type.getSimpleName(), e);
        }
    }

    /// Jackson leaves a record's component null where the message does not have it.
    private static <T extends @Nullable Record> T complete(@Nullable T message) {
        if (message == null) {
            throw new IllegalArgumentException("null");
        }
        for (var component : REQUIRED.get(message.getClass())) {
            if (valueOf(component, message) == null) {
                throw new IllegalArgumentException("no " + component.getName());
            }
        }
        return message;
    }

    private static @Nullable Object valueOf(RecordComponent component, Record message) {
        try {
            return component.getAccessor().invoke(message);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SimpleModule values() {
        var module = new SimpleModule();
        add(module, JobId.class, JobId::new);
        add(module, RecurringJobId.class, RecurringJobId::new);
        add(module, TaskId.class, TaskId::new);
        add(module, LogId.class, LogId::new);
        add(module, OrganizationId.class, OrganizationId::new);
        return module;
    }

    private static <T> void add(SimpleModule module, Class<T> type, Function<String, T> parse) {
        module.addSerializer(new AsText<>(type));
        module.addDeserializer(type, new FromText<>(type, parse));
    }

    private static final class AsText<T> extends StdSerializer<T> {

        AsText(Class<T> type) {
            super(type);
        }

        @Override
        public void serialize(T value, JsonGenerator json, SerializationContext context) {
            json.writeString(value.toString());
        }
    }

    private static final class FromText<T> extends StdDeserializer<T> {

        private final Function<String, T> parse;

        FromText(Class<T> type, Function<String, T> parse) {
            super(type);
            this.parse = parse;
        }

        @Override
        public T deserialize(JsonParser json, DeserializationContext context) {
            var text = json.getValueAsString();
            if (text == null) {
                throw new IllegalArgumentException("not a text");
            }
            return parse.apply(text);
        }
    }
}
