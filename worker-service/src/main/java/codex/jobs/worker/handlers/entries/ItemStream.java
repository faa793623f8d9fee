package codex.jobs.worker.handlers.entries;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/// The items of one JSON text: one object, an array of objects, or objects one after the other
/// (NDJSON). Only the item being read is in memory.
final class ItemStream implements AutoCloseable {

    private static final int MAX_DEPTH = 100;
    private static final int MAX_NUMBER_LENGTH = 100;

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_DEPTH)
                                    .maxStringLength((int) ItemReader.MAX_BYTES)
                                    .maxNameLength(1_000)
                                    .maxNumberLength(MAX_NUMBER_LENGTH)
                                    .build())
                    .build();

    private final JsonParser json;
    private final InputStream content;
    private boolean started;
    private boolean inArray;
    private boolean ended;
    private long next;

    ItemStream(InputStream content) {
        this.content = content;
        this.json = JSON.createParser(tools.jackson.core.ObjectReadContext.empty(), content);
    }

    /// Goes past the first items without keeping anything of them.
    ///
    /// @return how many there were
    long skip(long items) throws FileProblem {
        try {
            while (next < items && advance()) {
                json.skipChildren();
                next++;
            }
            return next;
        } catch (JacksonException e) {
            throw problem(e);
        }
    }

    /// The next item, or empty at the end of the file.
    Optional<Item> read() throws FileProblem {
        try {
            return advance() ? Optional.of(ItemReader.read(json, next++)) : Optional.empty();
        } catch (JacksonException e) {
            throw problem(e);
        }
    }

    /// To the first token of the next item; false at the end.
    private boolean advance() throws FileProblem {
        if (ended) {
            return false;
        }
        var token = json.nextToken();
        if (!started) {
            started = true;
            if (token == null) {
                throw new FileProblem("FILE_EMPTY", "The file is empty");
            }
            if (token == JsonToken.START_ARRAY) {
                inArray = true;
                token = json.nextToken();
            } else if (token != JsonToken.START_OBJECT) {
                throw new FileProblem(
                        "INVALID_STRUCTURE", "The file must hold an object or a list of objects");
            }
        }
        if (inArray && token == JsonToken.END_ARRAY) {
            ended = true;
            if (json.nextToken() != null) {
                throw new FileProblem(
                        "INVALID_STRUCTURE",
                        "There is something behind the end of the list, at byte " + offset());
            }
            return false;
        }
        ended = token == null;
        return !ended;
    }

    private FileProblem problem(JacksonException e) {
        var where = " (item " + next + ", near byte " + offset() + ")";
        return switch (e) {
            case UnexpectedEndOfInputException _ ->
                    new FileProblem(
                            "TRUNCATED_JSON", "The file ends in the middle of an item" + where);
            case StreamConstraintsException _ ->
                    new FileProblem(
                            "JSON_LIMIT_EXCEEDED",
                            "A text longer than 2 MiB, a number longer than 100 digits, or more"
                                    + " than 100 levels"
                                    + where);
            default ->
                    String.valueOf(e.getOriginalMessage()).contains("UTF-8")
                            ? new FileProblem(
                                    "INVALID_ENCODING", "The file is not valid UTF-8" + where)
                            : new FileProblem("INVALID_JSON", "The file is not valid JSON" + where);
        };
    }

    private long offset() {
        return json.currentLocation().getByteOffset();
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
