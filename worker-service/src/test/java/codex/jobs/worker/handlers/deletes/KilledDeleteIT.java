package codex.jobs.worker.handlers.deletes;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.embedded.Part;
import codex.jobs.model.content.ContentKind;
import codex.jobs.model.content.FieldType;
import codex.jobs.model.job.JobSpec;
import codex.jobs.worker.handlers.FailingStores;
import codex.jobs.worker.handlers.FailingStores.Killed;
import codex.jobs.worker.handlers.FailingStores.Moment;
import codex.jobs.worker.handlers.deletes.DeleteTrial.Tenant;
import codex.jobs.worker.runtime.HandlerTrial;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A worker dies at every single write of a delete, and another one goes on: what is stored,
/// counted and said is always the same.
class KilledDeleteIT {

    private static final FailingStores stores = new FailingStores();

    @RegisterExtension
    static final DeleteTrial trial = DeleteTrial.through(stores, Part.MONGODB, Part.S3);

    /// They differ from run to run.
    private static final Set<String> OWN =
            Set.of(
                    "versionId",
                    "job",
                    "createdAt",
                    "updatedAt",
                    "deletedAt",
                    "expiresAt",
                    "purgeAt");

    private record Seen(
            String counts,
            List<String> said,
            List<Document> entries,
            List<Document> urls,
            List<Document> trash,
            List<Document> models,
            int versions) {}

    @Test
    void aWorkerMayDieAtAnyWriteOfADelete() throws Exception {
        diesEverywhere("0/3/2/0", tenant -> tenant.ofIds("a", "b", "c", "d", "e"));
    }

    @Test
    void aWorkerMayDieAtAnyWriteOfAFieldDelete() throws Exception {
        diesEverywhere("4/0/0/0", tenant -> tenant.ofField("url", FieldType.URL));
    }

    @Test
    void aWorkerMayDieAtAnyWriteOfARollback() throws Exception {
        diesEverywhere(
                "3/0/0",
                tenant -> tenant.undoing(tenant.done(tenant.ofIds("a", "b", "c", "d", "e"))));
    }

    @Test
    void aWorkerMayDieAtAnyWriteOfARollbackOfAField() throws Exception {
        diesEverywhere(
                "0/4/0",
                tenant -> tenant.undoing(tenant.done(tenant.ofField("url", FieldType.URL))));
    }

    private interface Prepared {

        HandlerTrial on(Tenant tenant) throws Exception;
    }

    private void diesEverywhere(String counts, Prepared delete) throws Exception {
        var undisturbed = run(delete, Integer.MAX_VALUE, Moment.BEFORE);
        assertThat(undisturbed.counts()).isEqualTo(counts);

        var deaths = 0;
        for (var moment : Moment.values()) {
            for (var write = 1; ; write++) {
                var seen = run(delete, write, moment);
                assertThat(seen).as("killed %s write %s", moment, write).isEqualTo(undisturbed);
                if (!wasKilled) {
                    break;
                }
                deaths++;
            }
        }
        assertThat(deaths).isGreaterThan(10);
    }

    private boolean wasKilled;

    private Seen run(Prepared delete, int write, Moment moment) throws Exception {
        var tenant = trial.tenant();
        tenant.article("a");
        tenant.article("b", "a");
        tenant.article("c", "b");
        tenant.note("d", "c");
        tenant.note("e", "d");
        tenant.note("outside", "d");
        tenant.article("f", "a");
        var job = delete.on(tenant);
        wasKilled = false;
        stores.killAt(write, moment);
        try {
            tenant.done(job);
        } catch (Killed _) {
            wasKilled = true;
            stores.spare();
            tenant.done(job);
        } finally {
            stores.spare();
        }
        return new Seen(
                job.job().spec() instanceof JobSpec.Delete spec && spec.undoes() != null
                        ? DeleteTrial.restored(job)
                        : DeleteTrial.counts(job),
                DeleteTrial.said(job),
                comparable(tenant, ContentKind.ENTRIES),
                comparable(tenant, ContentKind.URLS),
                comparable(tenant, ContentKind.TRASH),
                comparable(tenant, ContentKind.MODELS),
                tenant.all(ContentKind.ENTRY_VERSIONS).size());
    }

    private static List<Document> comparable(Tenant tenant, ContentKind kind) {
        return tenant.all(kind).stream()
                .map(document -> {
                    var copy = comparable(document);
                    if (kind == ContentKind.TRASH) {
                        copy.remove("_id");
                    }
                    return copy;
                })
                .toList();
    }

    private static Document comparable(Document document) {
        var result = new Document();
        document.forEach((key, value) -> {
            if (!OWN.contains(key)) {
                result.put(key, comparableValue(value));
            }
        });
        return result;
    }

    private static Object comparableValue(Object value) {
        return switch (value) {
            case Document inner -> comparable(inner);
            case List<?> list ->
                    list.stream().map(one -> comparableValue(Objects.requireNonNull(one))).toList();
            default -> value;
        };
    }
}
