package codex.jobs.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.job.Counts;
import codex.jobs.model.job.ImportConflictMode;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobEvent;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.Jobs;
import codex.jobs.model.tenant.Scope;
import codex.jobs.scheduler.retention.UnusedBlobs;
import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.BlobStore;
import codex.jobs.stores.chunks.ChunkLedger;
import codex.jobs.stores.chunks.ChunkRecord;
import codex.jobs.stores.chunks.StoredFile;
import codex.jobs.stores.content.ContentWriter;
import codex.jobs.stores.files.UnusedBlobStore;
import codex.jobs.stores.jobs.JobStore;
import java.time.Duration;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;

/// A random history of imports, copies, deletes and removals, any of which may die half way, over a
/// few hashes; after each step all that is needed must be there.
final class BlobHistory {

    private final TestScheduler scheduler;
    private final Scene scene;
    private final BlobStore blobs;
    private final UnusedBlobStore unused;
    private final ContentWriter content;
    private final Random random;
    private final List<String> hashes;

    private final Scope live = new Scope(Jobs.ACME, Scene.anEnvironment(), 1);
    private final Scope copy = new Scope(Jobs.ACME, Scene.anEnvironment(), 7);

    // what the world looks like, as this remembers it
    private final Set<String> found = new HashSet<>();
    private final Map<String, Job> fetched = new HashMap<>();
    private final Set<String> inAssets = new HashSet<>();
    private final Set<String> inTrash = new HashSet<>();
    private final Set<String> inCopy = new HashSet<>();

    BlobHistory(TestScheduler scheduler, Scene scene, long seed) {
        this.scheduler = scheduler;
        this.scene = scene;
        this.blobs = scheduler.bean(BlobStore.class);
        this.unused = scheduler.bean(UnusedBlobStore.class);
        this.content = scheduler.bean(ContentWriter.class);
        this.random = new Random(seed);
        this.hashes =
                IntStream.range(0, 5)
                        .mapToObj(at ->
                                String.format(Locale.ROOT, "%032x%032x", random.nextLong(), at))
                        .toList();
    }

    void run(int steps) {
        for (var step = 0; step < steps; step++) {
            var what = step(hashes.get(random.nextInt(hashes.size())));
            assertThat(hashes.stream().filter(this::isNeeded))
                    .as("after step %d, %s", step, what)
                    .allMatch(this::isThere);
        }
    }

    private String step(String hash) {
        return switch (random.nextInt(12)) {
            case 0, 1 -> importFindsBytes(hash);
            case 2, 10 -> importNotesThem(hash);
            case 3 -> importWritesTheAsset(hash);
            case 4 -> assetIsDeleted(hash);
            case 5 -> assetIsCopied(hash);
            case 6 -> copyOrTrashGoes(hash);
            case 7 -> aRemovalDies(hash);
            case 8, 9 -> timePasses();
            default -> sweep();
        };
    }

    private String importFindsBytes(String hash) {
        if (unused.use(key(hash), Scene.now())) {
            if (blobs.head(key(hash)).isEmpty()) {
                blobs.put(key(hash), new byte[] {1}, null);
            }
            found.add(hash);
        }
        return "bytes found";
    }

    private String importNotesThem(String hash) {
        if (found.remove(hash) && !fetched.containsKey(hash)) {
            var spec = new JobSpec.ImportAssets("a", ImportConflictMode.UPSERT, false, null);
            var tomorrow = Scene.now().plus(Duration.ofDays(1));
            var job =
                    scheduler
                            .bean(JobStore.class)
                            .insert(Scene.planned(live.environment(), spec, tomorrow));
            var record =
                    ChunkRecord.of(
                            Jobs.ACME,
                            job.tasks().getFirst().id(),
                            0,
                            Scene.now(),
                            Map.of(),
                            Counts.NONE,
                            List.of(),
                            0,
                            ChunkRecord.Touched.NOTHING,
                            List.of());
            scheduler
                    .bean(ChunkLedger.class)
                    .putIfAbsent(record.with(List.of(new StoredFile(0, hash, 1, "image/png"))));
            fetched.put(hash, job);
        }
        return "fetch noted";
    }

    private String importWritesTheAsset(String hash) {
        var job = fetched.get(hash);
        if (job != null) {
            content.put(live, ContentKind.ASSETS, List.of(asset(hash)));
            inAssets.add(hash);
            end(hash, job);
        }
        return "asset written";
    }

    private void end(String hash, Job job) {
        scene.happens(job, _ -> new JobEvent.CancelRequested(Jobs.ALICE));
        fetched.remove(hash);
    }

    private String assetIsDeleted(String hash) {
        if (inAssets.remove(hash)) {
            content.put(
                    live,
                    ContentKind.TRASH,
                    List.of(Map.of("_id", hash, "kind", "assets", "document", asset(hash))));
            content.remove(live, ContentKind.ASSETS, List.of(hash));
            inTrash.add(hash);
        }
        return "asset deleted";
    }

    private String assetIsCopied(String hash) {
        if (inAssets.contains(hash)) {
            content.put(copy, ContentKind.ASSETS, List.of(asset(hash)));
            inCopy.add(hash);
        }
        return "asset copied";
    }

    private String copyOrTrashGoes(String hash) {
        if (random.nextBoolean()) {
            content.remove(copy, ContentKind.ASSETS, List.of(hash));
            inCopy.remove(hash);
        } else {
            content.remove(live, ContentKind.TRASH, List.of(hash));
            inTrash.remove(hash);
        }
        return "copy or trash gone";
    }

    private String aRemovalDies(String hash) {
        var before = Scene.now().minus(Duration.ofHours(25));
        for (var blob : unused.since(before, Scene.now(), 10)) {
            var isSame = blob.key().equals(key(hash));
            if (isSame && unused.startRemoving(blob, Scene.now()).isPresent()) {
                if (!isNeeded(hash) && random.nextBoolean()) {
                    blobs.delete(key(hash));
                }
            }
        }
        return "removal died";
    }

    /// An import that is between two statements has a day; one that takes longer has died.
    private String timePasses() {
        found.clear();
        var mongo = scheduler.bean(MongoTemplate.class);
        mongo.updateMulti(
                new Query(), Update.update("since", ago(Duration.ofDays(2))), "unusedBlobs");
        mongo.updateMulti(
                new Query(Criteria.where("goingSince").exists(true)),
                Update.update("goingSince", ago(Duration.ofMinutes(10))),
                "unusedBlobs");
        return "time passed";
    }

    private static Date ago(Duration ago) {
        return Date.from(Scene.now().minus(ago));
    }

    private String sweep() {
        scheduler.bean(UnusedBlobs.class).remove();
        return "swept";
    }

    /// Nobody needs anything any more, and time passes.
    void end() {
        found.clear();
        Map.copyOf(fetched).forEach(this::end);
        content.drop(live);
        content.drop(copy);
        for (var pass = 0; pass < 3; pass++) {
            sweep();
            timePasses();
        }

        assertThat(hashes).noneMatch(this::isThere);
    }

    private boolean isNeeded(String hash) {
        return found.contains(hash)
                || fetched.containsKey(hash)
                || inAssets.contains(hash)
                || inTrash.contains(hash)
                || inCopy.contains(hash);
    }

    private boolean isThere(String hash) {
        return blobs.head(key(hash)).isPresent();
    }

    private static BlobKey key(String hash) {
        return BlobKey.ofHash(Jobs.ACME, hash);
    }

    private static Map<String, Object> asset(String hash) {
        return Map.of("_id", hash, "externalId", hash, "file", Map.of("sha256", hash));
    }
}
