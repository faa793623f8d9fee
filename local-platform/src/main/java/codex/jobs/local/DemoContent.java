package codex.jobs.local;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.content.ContentDatabases;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.bson.Document;

/// The site, the model and what articles refer to, from the files in `demo/content`: one for each
/// kind (docs/content-model.md).
final class DemoContent {

    private static final List<ContentKind> KINDS =
            List.of(
                    ContentKind.SITES,
                    ContentKind.MODELS,
                    ContentKind.SETTINGS,
                    ContentKind.SECTIONS,
                    ContentKind.AUTHORS,
                    ContentKind.LABELS);

    private final MongoClient mongo;

    DemoContent(StoreConnection stores) {
        mongo = stores.get(MongoClient.class);
    }

    void write(Scope scope) {
        var database = mongo.getDatabase(ContentDatabases.database(scope.organization()));
        for (var kind : KINDS) {
            write(kind, database.getCollection(ContentDatabases.collection(scope, kind)));
        }
    }

    private static void write(ContentKind kind, MongoCollection<Document> target) {
        for (var document : documents(kind)) {
            target.replaceOne(
                    Filters.eq("_id", document.get("_id")),
                    document,
                    new ReplaceOptions().upsert(true));
        }
    }

    private static List<Document> documents(ContentKind kind) {
        var file = "/demo/content/" + kind.slug() + ".json";
        try (var bytes = Objects.requireNonNull(DemoContent.class.getResourceAsStream(file))) {
            var text = new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
            return Document.parse(text).getList("documents", Document.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
