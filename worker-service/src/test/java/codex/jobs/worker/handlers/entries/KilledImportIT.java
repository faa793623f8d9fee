package codex.jobs.worker.handlers.entries;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.embedded.Part;
import codex.jobs.model.content.ContentKind;
import codex.jobs.model.job.TaskType;
import codex.jobs.model.log.LogLine;
import codex.jobs.worker.handlers.FailingStores;
import codex.jobs.worker.handlers.FailingStores.Killed;
import codex.jobs.worker.handlers.FailingStores.Moment;
import codex.jobs.worker.handlers.entries.ImportTrial.Imported;
import codex.jobs.worker.handlers.entries.ImportTrial.Tenant;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A worker dies at every single write of an import, and another one goes on: what is stored,
/// counted and said is always the same.
class KilledImportIT {

    private static final FailingStores stores = new FailingStores();

    @RegisterExtension
    static final ImportTrial trial = ImportTrial.through(stores, Part.MONGODB, Part.S3);

    private static final String BEFORE =
            """
            [{"id": "old", "system": {"status": 1}, "content": {"title": "old", "url": "/old"}},
             {"id": "dying", "system": {"status": 1}, "content": {"title": "d", "url": "/d"}}]
            """;

    /// Created, updated, deleted, skipped, failed, repeated, waiting and pending, in one file.
    private static final String FILE =
            """
            [{"id": "a", "system": {"status": 1}, "content": {"title": "a", "url": "/a", "tags": ["t", "u"], "related": ["c", "gone"]}},
             {"id": "old", "content": {"title": "new", "url": "/new"}},
             {"id": "b", "system": {"status": 1}, "content": {"title": "b", "url": "/old", "tags": ["v"]}},
             {"id": "dying", "system": {"status": "DELETED"}},
             {"id": "nobody", "system": {"status": "DELETED"}},
             {"id": "bad", "content": {"title": 7}},
             {"id": "n", "system": {"modelAlias": "note"}, "content": {"text": "n", "about": "c"}},
             {"id": "a", "content": {"body": "again"}},
             {"id": "c", "system": {"status": 1}, "content": {"title": "c", "url": "/d", "code": "C"}},
             {"id": "m", "system": {"modelAlias": "note"}, "content": {"about": "never"}}]
            """;

    private record Seen(
            String counts,
            List<String> lines,
            List<Document> entries,
            List<Document> urls,
            List<Document> tags,
            int versions) {}

    @Test
    void aWorkerMayDieAtAnyWrite() throws Exception {
        var undisturbed = run(Integer.MAX_VALUE, Moment.BEFORE);
        assertThat(undisturbed.counts()).isEqualTo("4/2/1/1/2");

        var deaths = 0;
        for (var moment : Moment.values()) {
            for (var write = 1; ; write++) {
                var seen = run(write, moment);
                assertThat(seen).as("killed %s write %s", moment, write).isEqualTo(undisturbed);
                if (!wasKilled) {
                    break;
                }
                deaths++;
            }
        }
        assertThat(deaths).isGreaterThan(20);
    }

    private boolean wasKilled;

    private Seen run(int write, Moment moment) throws Exception {
        var tenant = trial.tenant();
        tenant.imported(BEFORE);
        var file = tenant.upload("file", FILE.getBytes(StandardCharsets.UTF_8));
        var job = tenant.job(file);
        wasKilled = false;
        stores.killAt(write, moment);
        Imported imported;
        try {
            var outcome = job.attempt(TaskType.PROCESS_ENTRIES, tenant.handler()).orElseThrow();
            imported = new Imported(outcome, job);
        } catch (Killed _) {
            wasKilled = true;
            stores.spare();
            var outcome = job.attempt(TaskType.PROCESS_ENTRIES, tenant.handler()).orElseThrow();
            imported = new Imported(outcome, job);
        } finally {
            stores.spare();
        }
        return seen(tenant, imported);
    }

    private static Seen seen(Tenant tenant, Imported imported) {
        var lines = new ArrayList<String>();
        for (LogLine line : imported.itemLines()) {
            lines.add(line.itemIndex() + " " + line.code() + " " + line.path());
        }
        return new Seen(
                imported.counts(),
                lines,
                comparable(tenant, ContentKind.ENTRIES),
                comparable(tenant, ContentKind.URLS),
                comparable(tenant, ContentKind.TAGS),
                tenant.all(ContentKind.ENTRY_VERSIONS).size());
    }

    /// Without times and without ids, which contain the job's.
    private static List<Document> comparable(Tenant tenant, ContentKind kind) {
        var names = new java.util.HashMap<String, String>();
        for (var entry : tenant.all(ContentKind.ENTRIES)) {
            names.put(
                    entry.getString("_id"),
                    entry.get("system", Document.class).getString("externalId"));
        }
        return tenant.all(kind).stream()
                .map(document -> comparable(document, names))
                .sorted(java.util.Comparator.comparing(Document::toJson))
                .toList();
    }

    private static Document comparable(Document document, java.util.Map<String, String> names) {
        var result = new Document();
        document.forEach((key, value) -> {
            if (!key.endsWith("At") && !key.equals("versionId") && !key.equals("job")) {
                result.put(key, comparable(value, names));
            }
        });
        return result;
    }

    private static Object comparable(Object value, java.util.Map<String, String> names) {
        return switch (value) {
            case Document inner -> comparable(inner, names);
            case List<?> list ->
                    list.stream()
                            .map(one -> comparable(Objects.requireNonNull(one), names))
                            .toList();
            case String text -> names.getOrDefault(text, text);
            default -> value;
        };
    }
}
