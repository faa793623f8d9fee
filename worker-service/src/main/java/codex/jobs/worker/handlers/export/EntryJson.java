package codex.jobs.worker.handlers.export;

import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/// Writes entries as an import reads them (specification 3.4, "Format").
final class EntryJson implements AutoCloseable {

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                    .rootValueSeparator((String) null)
                    .build();

    /// As the API writes times: always with milliseconds.
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private static final List<String> SYSTEM =
            List.of(
                    "title",
                    "siteId",
                    "modelId",
                    "modelAlias",
                    "externalId",
                    "status",
                    "slug",
                    "firstPublishedAt",
                    "publishedAt",
                    "unpublishedAt",
                    "createdAt",
                    "updatedAt",
                    "versionId",
                    "labels",
                    "metrics");

    private final JsonGenerator json;

    EntryJson(OutputStream out) {
        json = JSON.createGenerator(ObjectWriteContext.empty(), out);
    }

    /// What stands between entries.
    void raw(String text) {
        json.writeRaw(text);
    }

    /// Everything written so far is in the stream.
    void flush() {
        json.flush();
    }

    void write(Map<String, Object> entry, PageReferences references) {
        var system = object(entry.get("system"));
        json.writeStartObject();
        json.writeStringProperty(
                "id", String.valueOf(system.getOrDefault("externalId", entry.get("_id"))));
        json.writeName("system");
        json.writeStartObject();
        for (var name : SYSTEM) {
            if (system.get(name) != null) {
                json.writeName(name);
                value(system.get(name));
            }
        }
        json.writeEndObject();
        json.writeName("content");
        value(references.named(entry));
        json.writeName("attrs");
        value(object(entry.get("attrs")));
        json.writeEndObject();
    }

    private void value(@Nullable Object value) {
        switch (value) {
            case null -> json.writeNull();
            case String text -> json.writeString(text);
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case Double number -> json.writeNumber(number);
            case Number number -> decimal(number.toString());
            case Boolean truth -> json.writeBoolean(truth);
            case Date time -> json.writeString(TIME.format(time.toInstant()));
            case Map<?, ?> map -> {
                json.writeStartObject();
                map.forEach((key, inner) -> {
                    json.writeName(String.valueOf(key));
                    value(inner);
                });
                json.writeEndObject();
            }
            case List<?> list -> {
                json.writeStartArray();
                list.forEach(this::value);
                json.writeEndArray();
            }
            default -> json.writeString(value.toString());
        }
    }

    /// The decimal numbers of MongoDB, which are not all numbers in JSON.
    private void decimal(String number) {
        if (Character.isLetter(number.charAt(number.length() - 1))) {
            json.writeString(number);
        } else {
            json.writeNumber(new BigDecimal(number));
        }
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    @Override
    public void close() {
        json.close();
    }
}
