package codex.jobs.local;

import codex.jobs.model.tenant.Scope;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.bson.Document;

/// The site, the model and what articles refer to, from the files in `demo/content`: one per
/// collection, one document a line (docs/content-model.md).
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
            write(
                    kind,
                    database.getCollection(
                            scope.environment() + ".g" + scope.generation() + "." + kind));
        }
    }

    private static void write(String kind, MongoCollection<Document> target) {
        var file = "/demo/content/" + kind + ".ndjson";
        var bytes = Objects.requireNonNull(DemoContent.class.getResourceAsStream(file), file);
        try (var lines = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var document = Document.parse(line);
                target.replaceOne(
                        Filters.eq("_id", document.get("_id")),
                        document,
                        new ReplaceOptions().upsert(true));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
