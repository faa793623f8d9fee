package codex.jobs.worker.handlers.entries;

import java.util.Optional;

/// What an entry may refer to, as the rules need to know it.
interface Surroundings {

    boolean sectionExists(String siteId, String id);

    boolean labelExists(String id);

    boolean authorExists(String id);

    /// The id of an asset that is named by its id or its external id.
    Optional<String> assetId(String name);

    /// The entry of a site that a reference means, by id or by external id.
    Optional<Target> target(String siteId, String name);

    /// Whether another entry of the model in the site has this value in the field.
    boolean isUsed(String siteId, String modelId, String alias, Object value, String entryId);

    /// The entity other than `entryId` that has the address in the site.
    Optional<String> urlOwner(String siteId, String url, String entryId);

    /// An entry that can be referred to.
    record Target(String id, String modelId) {}
}
