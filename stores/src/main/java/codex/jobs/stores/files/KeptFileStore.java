package codex.jobs.stores.files;

import codex.jobs.model.job.JobId;
import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.mongo.Collections;
import java.time.Instant;
import java.util.List;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;

/// Until when files are kept. What a job writes is entered here before it exists, so that nothing
/// stays for ever, whoever dies.
public final class KeptFileStore {

    private static final String FILES = Collections.KEPT_FILES;

    private final MongoTemplate mongo;

    KeptFileStore(MongoTemplate mongo) {
        this.mongo = mongo;
    }

    /// Replaces what was said before about this file.
    public void keep(BlobKey key, JobId job, Instant until) {
        mongo.save(new KeptFile(key.full(), key.organization(), job, key.path(), until), FILES);
    }

    /// Files whose time was over before `time`, oldest first.
    public List<KeptFile> overdue(Instant time, int limit) {
        var overdue = Criteria.where("dropAt").lt(time);
        return mongo.find(
                new Query(overdue).with(Sort.by("dropAt")).limit(limit), KeptFile.class, FILES);
    }

    /// The file is gone.
    public void forget(KeptFile file) {
        var same = Criteria.where("_id").is(file.id()).and("dropAt").is(file.dropAt());
        mongo.remove(new Query(same), FILES);
    }
}
