package codex.jobs.stores.content;

import com.mongodb.client.MongoCursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.DocumentCodec;

/// Entries, a page at a time: as many as fit a few mebibytes, however large each one is. Documents
/// are maps as `docs/content-model.md` describes them. For one thread.
public final class EntryPages implements AutoCloseable {

    static final int MOST = 500;
    private static final int MOST_BYTES = 2 << 20;

    private final MongoCursor<RawBsonDocument> cursor;
    private final int most;
    private final DocumentCodec codec = new DocumentCodec();

    /// @param most entries of a page
    EntryPages(MongoCursor<RawBsonDocument> cursor, int most) {
        this.cursor = cursor;
        this.most = most;
    }

    public boolean hasNext() {
        return cursor.hasNext();
    }

    /// The next page, which is empty behind the last entry.
    public List<Map<String, Object>> next() {
        var page = new ArrayList<Map<String, Object>>();
        for (var bytes = 0; page.size() < most && bytes < MOST_BYTES && cursor.hasNext(); ) {
            var raw = cursor.next();
            bytes += raw.getByteBuffer().remaining();
            page.add(decoded(raw));
        }
        return page;
    }

    private Document decoded(RawBsonDocument raw) {
        try (var reader = raw.asBsonReader()) {
            return codec.decode(reader, DecoderContext.builder().build());
        }
    }

    @Override
    public void close() {
        cursor.close();
    }
}
