package codex.jobs.stores.mongo;

import static com.mongodb.client.model.Indexes.ascending;

import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.data.mongodb.core.MongoTemplate;

/// Every index of the control plane, in one list. They are created when the application starts;
/// while MongoDB is away the start goes on and a thread of its own keeps trying.
public final class Indexes implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Indexes.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    static final Map<String, List<IndexModel>> ALL = all();

    private final MongoTemplate mongo;
    private volatile boolean running;
    private volatile boolean complete;

    Indexes(MongoTemplate mongo) {
        this.mongo = mongo;
    }

    private static Map<String, List<IndexModel>> all() {
        var unique = new IndexOptions().unique(true);
        var indexes = new LinkedHashMap<String, List<IndexModel>>();
        indexes.put(
                Collections.JOBS,
                List.of(
                        // Settled and leased jobs have no such time, so the index stays small.
                        new IndexModel(ascending("wakeAt"), new IndexOptions().sparse(true)),
                        new IndexModel(ascending("leaseOwner"), new IndexOptions().sparse(true)),
                        new IndexModel(ascending("queue"), new IndexOptions().sparse(true)),
                        new IndexModel(ascending("admitted"), new IndexOptions().sparse(true)),
                        new IndexModel(ascending("dispatched"), new IndexOptions().sparse(true)),
                        new IndexModel(ascending("recurringJob"), new IndexOptions().sparse(true)),
                        new IndexModel(ascending("spec.fileKey"), new IndexOptions().sparse(true)),
                        new IndexModel(ascending("organization", "createdAt", "_id")),
                        new IndexModel(ascending("organization", "status", "createdAt")),
                        new IndexModel(
                                ascending("idempotency"),
                                new IndexOptions().unique(true).sparse(true))));
        indexes.put(
                Collections.CHUNKS,
                List.of(
                        new IndexModel(
                                ascending("files.sha256"), new IndexOptions().sparse(true))));
        indexes.put(Collections.UNUSED_BLOBS, List.of(new IndexModel(ascending("since"))));
        indexes.put(
                Collections.RECURRING_JOBS,
                List.of(
                        new IndexModel(ascending("wakeAt"), new IndexOptions().sparse(true)),
                        new IndexModel(ascending("organization", "createdAt", "_id")),
                        new IndexModel(
                                ascending("idempotency"),
                                new IndexOptions().unique(true).sparse(true))));
        indexes.put(
                Collections.JOB_TASK_LOGS,
                List.of(
                        new IndexModel(
                                ascending("organization", "job", "loggedAt", "sequence", "_id")),
                        new IndexModel(
                                ascending("expiresAt"),
                                new IndexOptions().expireAfter(0L, TimeUnit.SECONDS))));
        indexes.put(
                Collections.AUDIT_LOG,
                List.of(
                        new IndexModel(ascending("organization", "at", "_id")),
                        new IndexModel(ascending("organization", "target", "at")),
                        new IndexModel(
                                ascending("expiresAt"),
                                new IndexOptions().expireAfter(0L, TimeUnit.SECONDS))));
        indexes.put(
                Collections.DEAD_TASKS,
                List.of(
                        new IndexModel(ascending("organization", "diedAt", "_id")),
                        new IndexModel(ascending("job")),
                        new IndexModel(
                                ascending("expiresAt"),
                                new IndexOptions().expireAfter(0L, TimeUnit.SECONDS))));
        indexes.put(
                Collections.ENVIRONMENTS,
                List.of(new IndexModel(ascending("organization", "alias"), unique)));
        indexes.put(
                Collections.RETIRED_CONTENT,
                List.of(new IndexModel(ascending("dropAt")), new IndexModel(ascending("job"))));
        indexes.put(Collections.REMOVED_JOBS, List.of(new IndexModel(ascending("since"))));
        indexes.put(
                Collections.KEPT_FILES,
                List.of(
                        new IndexModel(ascending("dropAt")),
                        new IndexModel(ascending("organization", "wholeSince", "_id")),
                        new IndexModel(ascending("goingSince"), new IndexOptions().sparse(true))));
        indexes.put(Collections.SESSIONS, List.of(new IndexModel(ascending("seenAt"))));
        indexes.put(
                Collections.UPLOADS,
                List.of(
                        new IndexModel(ascending("status", "expiresAt")),
                        new IndexModel(ascending("organization", "status", "size")),
                        new IndexModel(ascending("organization", "key")),
                        new IndexModel(ascending("organization", "endedAt", "_id")),
                        new IndexModel(ascending("goingSince"), new IndexOptions().sparse(true))));
        indexes.put(
                Collections.WEBHOOKS,
                List.of(
                        new IndexModel(ascending("organization", "createdAt")),
                        new IndexModel(ascending("status", "organization"))));
        indexes.put(
                Collections.WEBHOOK_DELIVERIES,
                List.of(
                        new IndexModel(ascending("status", "organization", "dueAt")),
                        new IndexModel(ascending("organization", "webhook", "createdAt")),
                        new IndexModel(
                                ascending("expiresAt"),
                                new IndexOptions().expireAfter(0L, TimeUnit.SECONDS))));
        return indexes;
    }

    /// Creates what is missing; what exists already stays as it is.
    public void create() {
        ALL.forEach((collection, indexes) ->
                mongo.execute(collection, target -> target.createIndexes(indexes)));
        complete = true;
    }

    /// Whether every index is known to exist.
    public boolean areComplete() {
        return complete;
    }

    @Override
    public void start() {
        running = true;
        if (!created()) {
            Thread.ofPlatform().daemon().name("indexes").start(this::keepTrying);
        }
    }

    private void keepTrying() {
        try {
            do {
                Thread.sleep(PAUSE);
            } while (running && !created());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean created() {
        try {
            create();
            return true;
        } catch (DataAccessException e) {
            if (running) {
                log.warn("Indexes could not be created; trying again: {}", e.getMessage());
            }
            return false;
        }
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /// Before everything that reads or writes on its own.
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }
}
