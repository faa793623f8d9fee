package codex.jobs.worker.handlers.entries;

import codex.jobs.model.content.ContentModel;
import codex.jobs.model.content.FieldType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The calculated numbers of an entry (specification 1.2, `metrics`).
final class TextMetrics {

    private static final Pattern TAGS = Pattern.compile("<[^>]*>");
    private static final Pattern WORD = Pattern.compile("\\S+");
    private static final Pattern SENTENCE_END = Pattern.compile("[.!?]+(?=\\s|$)");
    private static final int WORDS_PER_MINUTE = 200;

    private TextMetrics() {}

    static Map<String, Object> of(ContentModel model, Map<String, Object> content) {
        var text = new StringBuilder();
        var images = 0;
        for (var field : model.fields().values()) {
            var value = content.get(field.alias());
            if (field.type() == FieldType.MEDIA) {
                images += value instanceof List<?> list ? list.size() : value == null ? 0 : 1;
            } else if (isText(field.type())) {
                append(text, value);
            }
        }
        return counted(TAGS.matcher(text).replaceAll(" ").strip(), images);
    }

    private static boolean isText(FieldType type) {
        return type == FieldType.TEXT
                || type == FieldType.RICH_TEXT
                || type == FieldType.RICH_CONTENT;
    }

    private static void append(StringBuilder text, @Nullable Object value) {
        switch (value) {
            case String string -> text.append(string).append(' ');
            case List<?> list -> list.forEach(element -> append(text, element));
            case Map<?, ?> block -> {
                append(text, block.get("text"));
                append(text, block.get("content"));
            }
            case null, default -> {}
        }
    }

    private static Map<String, Object> counted(String text, int images) {
        var words = (int) WORD.matcher(text).results().count();
        var metrics = new LinkedHashMap<String, Object>();
        metrics.put("wordCount", words);
        metrics.put("characterCount", text.codePointCount(0, text.length()));
        metrics.put("sentenceCount", (int) SENTENCE_END.matcher(text).results().count());
        metrics.put("imageCount", images);
        metrics.put("readingTime", (words + WORDS_PER_MINUTE - 1) / WORDS_PER_MINUTE);
        return metrics;
    }
}
