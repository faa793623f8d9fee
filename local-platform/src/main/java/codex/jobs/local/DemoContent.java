package codex.jobs.local;

import codex.jobs.model.tenant.Scope;
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

    private static final List<String> KINDS =
            List.of("sites", "models", "sections", "authors", "labels");

    private final MongoClient mongo;

    DemoContent(StoreConnection stores) {
        mongo = stores.get(MongoClient.class);
    }

    void write(Scope scope) {
        var database = mongo.getDatabase("org_" + scope.organization());
        for (var kind : KINDS) {
            var name = scope.environment() + ".g" + scope.generation() + "." + kind;
            write(kind, database.getCollection(name));
        }
    }

    private static void write(String kind, MongoCollection<Document> target) {
        for (var document : documents(kind)) {
            target.replaceOne(
                    Filters.eq("_id", document.get("_id")),
                    document,
                    new ReplaceOptions().upsert(true));
        }
    }

    private static List<Document> documents(String kind) {
        var file = "/demo/content/" + kind + ".json";
        try (var bytes = Objects.requireNonNull(DemoContent.class.getResourceAsStream(file))) {
            var text = new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
            return Document.parse(text).getList("documents", Document.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
