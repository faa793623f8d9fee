package codex.jobs.worker.handlers.entries;

import codex.jobs.model.content.ContentModel;
import codex.jobs.model.content.FieldType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The calculated figures of an entry: words, characters and sentences of its text, rich text and
/// rich content, and its images (specification 1.2). Markup counts for nothing.
final class TextMetrics {

    private static final int WORDS_PER_MINUTE = 200;

    private long words;
    private long characters;
    private long sentences;
    private long images;

    static Map<String, Object> of(ContentModel model, Map<String, Object> content) {
        var metrics = new TextMetrics();
        content.forEach((alias, value) ->
                model.field(alias).ifPresent(field -> metrics.add(field.type(), value)));
        return metrics.asMap();
    }

    private Map<String, Object> asMap() {
        var minutes = (words + WORDS_PER_MINUTE - 1) / WORDS_PER_MINUTE;
        var map = new LinkedHashMap<String, Object>();
        map.put("wordCount", words);
        map.put("characterCount", characters);
        map.put("sentenceCount", sentences);
        map.put("imageCount", images);
        map.put("readingTime", minutes);
        return map;
    }

    private void add(FieldType type, @Nullable Object value) {
        switch (type) {
            case TEXT, RICH_TEXT -> addTexts(value);
            case RICH_CONTENT -> addBlocks(value);
            case MEDIA -> images += value instanceof List<?> list ? list.size() : 1;
            default -> {}
        }
    }

    private void addTexts(@Nullable Object value) {
        if (value instanceof String text) {
            addText(text);
        } else if (value instanceof List<?> list) {
            list.forEach(this::addTexts);
        }
    }

    private void addBlocks(@Nullable Object value) {
        if (value instanceof List<?> list) {
            list.forEach(this::addBlocks);
        } else if (value instanceof Map<?, ?> block) {
            addTexts(block.get("text"));
            addBlocks(block.get("content"));
        }
    }

    private void addText(String text) {
        var inTag = false;
        var inWord = false;
        var inSentence = false;
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (inTag) {
                inTag = c != '>';
                continue;
            }
            if (c == '<' && i + 1 < text.length() && isTagStart(text.charAt(i + 1))) {
                inTag = true;
                inWord = false;
                continue;
            }
            characters += Character.isLowSurrogate(c) ? 0 : 1;
            var isWordPart = Character.isLetterOrDigit(c) || Character.isSurrogate(c);
            if (isWordPart && !inWord) {
                words++;
                inSentence = true;
            }
            inWord = isWordPart || (inWord && (c == '\'' || c == '’' || c == '-'));
            if (inSentence && (c == '.' || c == '!' || c == '?' || c == '…' || c == '。')) {
                sentences++;
                inSentence = false;
            }
        }
        sentences += inSentence ? 1 : 0;
    }

    private static boolean isTagStart(char c) {
        return Character.isLetter(c) || c == '/' || c == '!';
    }
}
