package codex.jobs.stores.tenants;

import codex.jobs.model.job.EnvironmentLock;
import com.mongodb.client.model.Filters;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

/// A lock as it was read.
///
/// @param id of what was read: never used twice, not a count, so that a lock that was freed and
///   taken again meanwhile does not look like it
record StoredLock(ObjectId id, EnvironmentLock lock) {

    /// This one, if nobody has changed it.
    Bson version(EnvironmentKey environment) {
        return Filters.and(environment.filter(), Filters.eq("version", id));
    }
}
