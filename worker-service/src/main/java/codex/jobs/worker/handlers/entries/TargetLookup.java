package codex.jobs.worker.handlers.entries;

import codex.jobs.model.content.ContentKind;
import codex.jobs.worker.handlers.entries.Surroundings.Target;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;

/// Finds the stored entries that references mean: by external id in the site, else by id.
final class TargetLookup {

    private static final String[] FIELDS = {
        "_id", "system.modelId", "system.externalId", "system.status"
    };

    private TargetLookup() {}

    /// By the name that was asked for; deleted entries are not there.
    static Map<String, Target> find(ContentCache cache, String siteId, Collection<String> names) {
        var found = new HashMap<String, Target>();
        for (var entry :
                cache.reader()
                        .ofSite(
                                cache.scope(),
                                ContentKind.ENTRIES,
                                siteId,
                                "system.externalId",
                                names,
                                FIELDS)) {
            put(found, String.valueOf(EntryState.system(entry).get("externalId")), entry);
        }
        var ids = new HashSet<>(names);
        ids.removeIf(name -> !name.startsWith("ce") || found.containsKey(name));
        for (var entry : cache.reader().byIds(cache.scope(), ContentKind.ENTRIES, ids, FIELDS)) {
            put(found, String.valueOf(entry.get("_id")), entry);
        }
        return found;
    }

    private static void put(Map<String, Target> found, String name, Map<String, Object> entry) {
        if (!EntryState.isDeleted(entry)) {
            found.put(
                    name,
                    new Target(
                            String.valueOf(entry.get("_id")),
                            String.valueOf(EntryState.system(entry).get("modelId"))));
        }
    }
}
