package codex.jobs.model.filter;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// Writes JSON of objects, lists, texts, numbers and truth values.
final class JsonWriter {

    private final StringBuilder json = new StringBuilder();

    private JsonWriter() {}

    static String of(Map<String, ?> object) {
        var text = new JsonWriter();
        text.value(object);
        return text.json.toString();
    }

    private void value(Object value) {
        switch (value) {
            case Map<?, ?> object -> {
                json.append('{');
                for (var members = object.entrySet().iterator(); members.hasNext(); ) {
                    var member = members.next();
                    text(String.valueOf(member.getKey()));
                    json.append(':');
                    value(member.getValue());
                    separate(members);
                }
                json.append('}');
            }
            case List<?> list -> {
                json.append('[');
                for (var elements = list.iterator(); elements.hasNext(); ) {
                    value(elements.next());
                    separate(elements);
                }
                json.append(']');
            }
            case String text -> text(text);
            default -> json.append(value);
        }
    }

    private void separate(Iterator<?> rest) {
        if (rest.hasNext()) {
            json.append(',');
        }
    }

    private void text(String text) {
        json.append('"');
        text.chars()
                .forEach(one -> {
                    if (one < ' ') {
                        json.append("\\u00")
                                .append(one < 16 ? "0" : "")
                                .append(Integer.toHexString(one));
                    } else {
                        if (one == '"' || one == '\\') {
                            json.append('\\');
                        }
                        json.append((char) one);
                    }
                });
        json.append('"');
    }
}
