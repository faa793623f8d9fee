package codex.jobs.worker.handlers.items;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// One item of a file, understood or not.
public sealed interface ReadItem {

    /// Its number in the file, counted from 0.
    long index();

    /// An item that was understood.
    ///
    /// @param json its text, should it have to wait
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Whole(long index, byte[] json, Map<String, Object> root) implements ReadItem {}

    record Broken(long index, String code, String message, String path) implements ReadItem {}

    static ReadItem of(ItemParser parser, long index, RawItem raw) {
        var json = raw.json();
        if (json == null) {
            return new Broken(index, "ITEM_TOO_LARGE", "The item is longer than 2 MiB", "");
        }
        return of(parser, index, json);
    }

    static ReadItem of(ItemParser parser, long index, String json) {
        return of(parser, index, json.getBytes(StandardCharsets.UTF_8));
    }

    private static ReadItem of(ItemParser parser, long index, byte[] json) {
        try {
            return new Whole(index, json, parser.parse(json));
        } catch (BrokenItem e) {
            return new Broken(index, e.code(), e.reason(), e.path());
        }
    }
}
