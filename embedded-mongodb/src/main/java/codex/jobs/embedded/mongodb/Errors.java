package codex.jobs.embedded.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.exception.MongoServerException;

/// Errors as the protocol carries them.
final class Errors {

    private Errors() {}

    /// The answer to a command that failed as a whole.
    static Document response(MongoServerException e) {
        Document error = new Document("ok", 0.0);
        describe(e, error);
        return error;
    }

    /// One entry of `writeErrors`.
    static Document writeError(int index, MongoServerException e) {
        Document error = new Document("index", index);
        describe(e, error);
        return error;
    }

    /// The exception behind an entry of `writeErrors`.
    static MongoServerException of(Document writeError) {
        return new MongoServerError(
                ((Number) writeError.getOrDefault("code", 8)).intValue(),
                String.valueOf(writeError.getOrDefault("codeName", "UnknownError")),
                String.valueOf(writeError.get("errmsg")));
    }

    private static void describe(MongoServerException e, Document error) {
        error.put("errmsg", e.getMessageWithoutErrorCode());
        if (e instanceof MongoServerError coded) {
            error.put("code", coded.getCode());
            error.putIfNotNull("codeName", coded.getCodeName());
        }
        if (e instanceof DuplicateKey duplicate) {
            duplicate.describeIn(error);
        }
    }
}
