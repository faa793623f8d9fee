package codex.jobs.stores.content;

import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.content.EntryStatus;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.mongo.Driver;
import com.mongodb.MongoCommandException;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.MergeOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/// Copies whole generations, range by range of ids, and compares them. Documents pass as bytes and
/// in small batches, whatever the size of a collection. Every call may be repeated.
public final class ContentCopies {

    private static final int BATCH = 1_000;
    private static final int DUPLICATE_KEY = 11_000;

    /// What servers say that do not know `$merge`, one of its options, or let us use it: BadValue,
    /// FailedToParse, Unauthorized, IllegalOperation, CommandNotFound, InvalidOptions,
    /// CommandNotSupported, NotImplemented, a stage not supported (Amazon DocumentDB), an
    /// unrecognized stage, an unknown field.
    private static final Set<Integer> CANNOT =
            Set.of(2, 9, 13, 20, 59, 72, 115, 238, 304, 40_324, 40_415);

    private static final MergeOptions KEEP_EXISTING =
            new MergeOptions().whenMatched(MergeOptions.WhenMatched.KEEP_EXISTING);

    private final ContentDatabases databases;
    private volatile boolean serverCopies = true;

    ContentCopies(ContentDatabases databases) {
        this.databases = databases;
    }

    public long count(Scope scope, ContentKind kind) {
        return call(scope, kind, MongoCollection::countDocuments);
    }

    /// How many entries readers can find: those that are not deleted.
    public long countFindable(Scope scope) {
        return call(
                scope,
                ContentKind.ENTRIES,
                entries ->
                        entries.countDocuments(ne("system.status", EntryStatus.DELETED.number())));
    }

    /// The next `size` documents behind `after`, or as many as there are; empty if there are none.
    public Optional<IdRange> range(
            Scope scope, ContentKind kind, @Nullable String after, int size) {
        var last = id(ids(scope, kind, after).sort(ascending("_id")).skip(size - 1).limit(1));
        if (last != null) {
            return Optional.of(new IdRange(after, last, size));
        }
        var end = id(ids(scope, kind, after).sort(descending("_id")).limit(1));
        return end == null
                ? Optional.empty()
                : Optional.of(new IdRange(after, end, count(scope, kind, after, end)));
    }

    private FindIterable<RawBsonDocument> ids(
            Scope scope, ContentKind kind, @Nullable String after) {
        return raw(scope, kind)
                .find(IdRange.everythingAfter(after).filter())
                .projection(include("_id"));
    }

    private static @Nullable String id(FindIterable<RawBsonDocument> found) {
        var document = found.first();
        return document == null ? null : id(document);
    }

    private static String id(RawBsonDocument document) {
        return document.getString("_id").getValue();
    }

    private long count(Scope scope, ContentKind kind, @Nullable String after, String last) {
        return call(
                scope,
                kind,
                documents -> documents.countDocuments(new IdRange(after, last, 0).filter()));
    }

    /// Copies the documents of a range as they are now; what is in `to` already stays. The server
    /// does it by itself where it can.
    public void copy(Scope from, Scope to, ContentKind kind, IdRange range) {
        if (!serverCopies || !isMerged(from, to, kind, range)) {
            ContentStream.copy(raw(from, kind).find(range.filter()), raw(to, kind));
        }
    }

    private boolean isMerged(Scope from, Scope to, ContentKind kind, IdRange range) {
        try {
            raw(from, kind)
                    .aggregate(
                            List.of(
                                    Aggregates.match(range.filter()),
                                    Aggregates.merge(
                                            ContentDatabases.collection(to, kind), KEEP_EXISTING)))
                    .toCollection();
            return true;
        } catch (MongoCommandException e) {
            if (CANNOT.contains(e.getErrorCode())) {
                serverCopies = false;
                return false;
            }
            // Another unique key is taken by what has been changed meanwhile: document by document,
            // only those are left out, and found when both sides are compared.
            if (e.getErrorCode() == DUPLICATE_KEY) {
                return false;
            }
            throw e;
        }
    }

    /// Whether the server copies; if it turns out that it cannot, documents are read and written.
    boolean isServerSide() {
        return serverCopies;
    }

    /// From now on, documents are read and written.
    void stream() {
        serverCopies = false;
    }

    /// Makes these documents in `to` as they are in `from`, also if they are gone there.
    public void repair(Scope from, Scope to, ContentKind kind, Collection<String> ids) {
        if (ids.isEmpty()) {
            return;
        }
        var target = raw(to, kind);
        // All of them first: what has taken over another's unique key must find it free.
        target.deleteMany(in("_id", ids));
        ContentStream.copy(raw(from, kind).find(in("_id", ids)), target);
    }

    /// Copies the versions in the range of those entries that `to` has.
    ///
    /// @return how many
    public long copyVersions(Scope from, Scope to, IdRange range) {
        var versions = raw(from, ContentKind.ENTRY_VERSIONS);
        var target = raw(to, ContentKind.ENTRY_VERSIONS);
        var copied = 0L;
        var batch = new ArrayList<RawBsonDocument>(BATCH);
        try (var found = versions.find(range.filter()).batchSize(BATCH).iterator()) {
            while (found.hasNext()) {
                batch.add(found.next());
                if (batch.size() == BATCH || !found.hasNext()) {
                    var surviving = surviving(to, batch);
                    ContentStream.insert(target, surviving);
                    copied += surviving.size();
                    batch.clear();
                }
            }
        }
        return copied;
    }

    private List<RawBsonDocument> surviving(Scope scope, List<RawBsonDocument> versions) {
        var entries = new HashSet<String>();
        versions.forEach(version -> entries.add(version.getString("entryId").getValue()));
        Set<String> existing =
                raw(scope, ContentKind.ENTRIES)
                        .find(in("_id", entries))
                        .projection(include("_id"))
                        .map(ContentCopies::id)
                        .into(new HashSet<>());
        return versions.stream()
                .filter(version -> existing.contains(version.getString("entryId").getValue()))
                .toList();
    }

    /// What was seen of two sides that were walked along together.
    ///
    /// @param last where the walk goes on; null if it is over
    public record Outdated(List<String> ids, @Nullable String last) {}

    /// Walks along the next `size` documents behind `after` and answers the ids that one side
    /// lacks, or where the documents differ: what has been changed since it was copied. Where
    /// changes always come with a time or version, only these are read.
    public Outdated outdated(
            Scope one, Scope other, ContentKind kind, @Nullable String after, int size) {
        var found = new ArrayList<String>();
        var last =
                Comparison.of(
                        stamps(one, kind, after),
                        stamps(other, kind, after),
                        size,
                        (id, difference) -> {
                            if (difference != Comparison.Difference.NONE) {
                                found.add(id);
                            }
                        });
        return new Outdated(found, last);
    }

    private FindIterable<RawBsonDocument> stamps(
            Scope scope, ContentKind kind, @Nullable String after) {
        var found = raw(scope, kind).find(IdRange.everythingAfter(after).filter());
        return switch (kind) {
            case ENTRIES -> found.projection(include("system.updatedAt", "system.versionId"));
            case ASSETS -> found.projection(include("updatedAt"));
            default -> found;
        };
    }

    /// What was seen of two sides that were walked along together.
    ///
    /// @param last where the walk goes on; null if it is over
    public record Changed(Changes changes, @Nullable String last) {}

    /// What becomes of the next `size` documents of a reader's content behind `after` when `before`
    /// gives way to `later`, by whole documents.
    public Changed changes(
            Scope before, Scope later, ContentKind kind, @Nullable String after, int size) {
        var counted = new Changes.Counter();
        var all = IdRange.everythingAfter(after).filter();
        var last =
                Comparison.of(
                        raw(before, kind).find(all),
                        raw(later, kind).find(all),
                        size,
                        (_, difference) -> counted.add(difference));
        return new Changed(counted.changes(), last);
    }

    /// Removes a whole generation, whatever kinds of content it has.
    public void drop(Scope scope) {
        dropAll(scope.organization(), prefix(scope.environment()) + scope.generation() + ".");
    }

    /// Removes all generations of an environment.
    public void drop(OrganizationId organization, EnvironmentId environment) {
        dropAll(organization, prefix(environment));
    }

    /// Every environment that has something, known or not.
    public Set<EnvironmentId> environments(OrganizationId organization) {
        var found = new HashSet<EnvironmentId>();
        for (var name : databases.of(organization).getCollectionNames()) {
            var end = name.indexOf(".g");
            if (end > 0 && EnvironmentId.isValid(name.substring(0, end))) {
                found.add(new EnvironmentId(name.substring(0, end)));
            }
        }
        return found;
    }

    private static String prefix(EnvironmentId environment) {
        return environment.value() + ".g";
    }

    private void dropAll(OrganizationId organization, String prefix) {
        var database = databases.of(organization);
        for (var name : database.getCollectionNames()) {
            if (name.startsWith(prefix)) {
                database.dropCollection(name);
            }
        }
    }

    private <T> T call(Scope scope, ContentKind kind, Function<MongoCollection<Document>, T> call) {
        return Driver.call(
                databases.of(scope.organization()), ContentDatabases.collection(scope, kind), call);
    }

    private MongoCollection<RawBsonDocument> raw(Scope scope, ContentKind kind) {
        return databases
                .of(scope.organization())
                .getCollection(ContentDatabases.collection(scope, kind))
                .withDocumentClass(RawBsonDocument.class);
    }
}
