package codex.jobs.embedded.mongodb;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractMongoBackend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerException;
import io.netty.channel.Channel;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.h2.mvstore.MVStoreException;

/// All databases, and the commands that concern none of them in particular.
final class OrderedBackend extends AbstractMongoBackend {

    private static final int MOST_WRITES_A_COMMAND = 100_000;

    private final Store store;
    private final CursorReplies replies = new CursorReplies(getCursorRegistry());

    OrderedBackend(Store store) {
        this.store = store;
        OrderedDatabase.namesIn(store).forEach(this::resolveDatabase);
    }

    @Override
    protected MongoDatabase openOrCreateDatabase(String databaseName) {
        return new OrderedDatabase(databaseName, getCursorRegistry(), replies, store);
    }

    @Override
    public Document handleCommand(
            Channel channel, String databaseName, String command, Document query) {
        try {
            return switch (command.toLowerCase(Locale.ROOT)) {
                case "hello", "ismaster" -> hello(channel, databaseName);
                case "getmore" -> getMore(databaseName, command, query);
                case "listdatabases" -> listDatabases();
                default -> super.handleCommand(channel, databaseName, command, query);
            };
        } catch (MongoServerException e) {
            return Errors.response(e);
        } catch (MVStoreException e) {
            return Errors.response(Store.stopped(e));
        }
    }

    /// The older `isMaster` and the newer `hello` in one: each client reads its own names.
    private Document hello(Channel channel, String databaseName) {
        Document hello = super.handleCommand(channel, databaseName, "ismaster", new Document());
        hello.put("isWritablePrimary", true);
        hello.put("helloOk", true);
        hello.put("readOnly", false);
        hello.put("maxWriteBatchSize", MOST_WRITES_A_COMMAND);
        return hello;
    }

    private Document getMore(String databaseName, String command, Document query) {
        String namespace = databaseName + "." + query.get("collection");
        long id = query.get(command) instanceof Number number ? number.longValue() : 0;
        return store.reading(
                () -> replies.next(namespace, id, Reads.number(query, "batchSize", 0)));
    }

    private Document listDatabases() {
        List<Document> databases =
                OrderedDatabase.namesIn(store).stream()
                        .map(name ->
                                new Document("name", name)
                                        .append("sizeOnDisk", 0L)
                                        .append("empty", false))
                        .toList();
        return new Document("databases", databases)
                .append("totalSize", store.fileSizeInBytes())
                .append("ok", 1.0);
    }

    /// Keeps the database's object, so that those who write to it meanwhile and afterwards use the
    /// same.
    @Override
    public void dropDatabase(String databaseName) {
        resolveDatabase(databaseName).drop(oplog);
    }

    /// Deletes expired documents and forgets abandoned cursors.
    void expire(Instant now) {
        replies.expire(now);
        OrderedDatabase.namesIn(store)
                .forEach(name -> ((OrderedDatabase) resolveDatabase(name)).expire(now));
    }

    @Override
    public void close() {
        super.close();
        store.close();
    }
}
