package codex.jobs.stores.content;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.empty;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.regex;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.ascending;

import codex.jobs.model.content.ContentField;
import codex.jobs.model.content.ContentKind;
import codex.jobs.model.content.ContentModel;
import codex.jobs.model.filter.Filter;
import codex.jobs.model.job.JobId;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.mongo.Driver;
import codex.jobs.stores.mongo.Text;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;

/// Reads content. Documents are maps as `docs/content-model.md` describes them; times are
/// `java.util.Date`.
public final class ContentReader {

    private static final int DELETED = 2;
    private static final int BATCH = 1_000;

    private final ContentDatabases databases;
    private final @Nullable Scope draft;

    @Autowired
    ContentReader(ContentDatabases databases) {
        this(databases, null);
    }

    private ContentReader(ContentDatabases databases, @Nullable Scope draft) {
        this.databases = databases;
        this.draft = draft;
    }

    /// Reads as if what lies in `draft` had been written over the content.
    public ContentReader over(Scope draft) {
        return new ContentReader(databases, draft);
    }

    /// Whether the site exists and is ready.
    public boolean siteExists(Scope scope, String id) {
        return !find(scope, ContentKind.SITES, and(eq("_id", id), eq("status", "READY")), "_id")
                .isEmpty();
    }

    /// A model that is not deleted, by id or by alias; aliases are compared without case.
    public Optional<ContentModel> modelByIdOrAlias(Scope scope, String name) {
        var alias =
                Pattern.compile(
                        "^" + Text.containing(name).pattern() + "$", Pattern.CASE_INSENSITIVE);
        var exact = models(scope, eq("_id", name));
        var found = exact.isEmpty() ? models(scope, regex("alias", alias)) : exact;
        return found.stream().findFirst().map(ModelDocument::read);
    }

    /// A field that was taken out of a model before.
    public Optional<ContentField> deletedField(Scope scope, String modelId, String alias) {
        return models(scope, eq("_id", modelId)).stream()
                .flatMap(model -> ModelDocument.deletedFields(model).stream())
                .filter(field -> field.alias().equals(alias))
                .findFirst();
    }

    /// The fields that a model cannot do without: those of the title, the slug and the featured
    /// media.
    public Set<String> neededFields(Scope scope, String modelId) {
        var aliases = new HashSet<String>();
        for (var model : models(scope, eq("_id", modelId))) {
            for (var role : List.of("titleAlias", "slugAlias", "featuredMediaAlias")) {
                if (model.get(role) instanceof String alias) {
                    aliases.add(alias);
                }
            }
        }
        return aliases;
    }

    /// All models that are not deleted.
    public List<ContentModel> models(Scope scope) {
        return models(scope, empty()).stream().map(ModelDocument::read).toList();
    }

    private List<Document> models(Scope scope, Bson which) {
        return find(scope, ContentKind.MODELS, and(which, ne("status", DELETED)));
    }

    /// Which of these ids exist.
    public Set<String> existing(Scope scope, ContentKind kind, Collection<String> ids) {
        var found = new HashSet<String>();
        if (!ids.isEmpty()) {
            find(scope, kind, in("_id", ids), "_id")
                    .forEach(document -> found.add(document.getString("_id")));
        }
        return found;
    }

    /// The documents with these ids, as far as they exist.
    public List<Map<String, Object>> byIds(
            Scope scope, ContentKind kind, Collection<String> ids, String... fields) {
        return ids.isEmpty() ? List.of() : maps(find(scope, kind, in("_id", ids), fields));
    }

    /// The documents of a site whose `field` has one of these values.
    public List<Map<String, Object>> ofSite(
            Scope scope,
            ContentKind kind,
            String siteId,
            String field,
            Collection<String> values,
            String... fields) {
        if (values.isEmpty()) {
            return List.of();
        }
        var site = kind == ContentKind.ENTRIES ? "system.siteId" : "siteId";
        return maps(find(scope, kind, and(eq(site, siteId), in(field, values)), fields));
    }

    /// The documents whose `field` has one of these values.
    public List<Map<String, Object>> byField(
            Scope scope, ContentKind kind, String field, Collection<?> values, String... fields) {
        return values.isEmpty() ? List.of() : maps(find(scope, kind, in(field, values), fields));
    }

    /// The documents of a range.
    public List<Map<String, Object>> range(Scope scope, ContentKind kind, IdRange range) {
        return maps(find(scope, kind, range.filter()));
    }

    /// The next page of the entries that a filter means, by id.
    ///
    /// @param after the last id of the page before, or empty
    public List<Map<String, Object>> entries(
            Scope scope, Filter filter, String after, int limit, String... fields) {
        var query = and(MongoFilter.of(filter), gt("_id", after));
        return page(scope, ContentKind.ENTRIES, query, limit, fields);
    }

    /// The next page of all documents of a kind, by id.
    ///
    /// @param after the last id of the page before, or empty
    public List<Map<String, Object>> all(
            Scope scope, ContentKind kind, String after, int limit, String... fields) {
        return page(scope, kind, gt("_id", after), limit, fields);
    }

    /// Which of these entries a filter means.
    public Set<String> meant(Scope scope, Filter filter, Collection<String> ids) {
        var found = new HashSet<String>();
        if (!ids.isEmpty()) {
            var query = and(in("_id", ids), MongoFilter.of(filter));
            find(scope, ContentKind.ENTRIES, query, "_id")
                    .forEach(document -> found.add(document.getString("_id")));
        }
        return found;
    }

    /// The next page of the entries that refer to one of these and are not deleted, by id.
    public List<Map<String, Object>> referrers(
            Scope scope, Collection<String> ids, String after, int limit, String... fields) {
        var query = and(in("references", ids), gt("_id", after), ne("system.status", DELETED));
        return page(scope, ContentKind.ENTRIES, query, limit, fields);
    }

    /// The next page of what a site has of a kind, by id.
    public List<Map<String, Object>> ofSite(
            Scope scope,
            ContentKind kind,
            String siteId,
            String after,
            int limit,
            String... fields) {
        return page(scope, kind, and(eq("siteId", siteId), gt("_id", after)), limit, fields);
    }

    /// The next page of the entries of a model that have a value in this field, deleted ones too,
    /// by id.
    ///
    /// @param siteId of this site only, or of all
    public List<Map<String, Object>> holding(
            Scope scope,
            String modelId,
            @Nullable String siteId,
            String alias,
            String after,
            int limit) {
        var query = and(holders(modelId, siteId, alias), gt("_id", after));
        return page(scope, ContentKind.ENTRIES, query, limit);
    }

    /// How many entries [#holding] would find.
    public long countHolding(Scope scope, String modelId, @Nullable String siteId, String alias) {
        return Driver.call(
                databases.of(scope.organization()),
                ContentDatabases.collection(scope, ContentKind.ENTRIES),
                entries -> entries.countDocuments(holders(modelId, siteId, alias)));
    }

    private static Bson holders(String modelId, @Nullable String siteId, String alias) {
        var ofModel = and(eq("system.modelId", modelId), exists("content." + alias));
        return siteId == null ? ofModel : and(ofModel, eq("system.siteId", siteId));
    }

    /// The next page of what a job has put into the trash of this kind, by key.
    ///
    /// @param after the last id of the page before, or empty
    public List<Map<String, Object>> trash(
            Scope scope, JobId job, ContentKind kind, String after, int limit, String... fields) {
        var first = trashKey(job, kind, after);
        var query = and(gt("_id", first), lt("_id", behind(trashKey(job, kind, ""))));
        return page(scope, ContentKind.TRASH, query, limit, fields);
    }

    /// How many things of this kind a job has put into the trash.
    public long countTrash(Scope scope, JobId job, ContentKind kind) {
        var first = trashKey(job, kind, "");
        return Driver.call(
                databases.of(scope.organization()),
                ContentDatabases.collection(scope, ContentKind.TRASH),
                trash -> trash.countDocuments(and(gt("_id", first), lt("_id", behind(first)))));
    }

    /// Whether the trash holds anything of a job.
    public boolean hasTrash(Scope scope, JobId job) {
        var first = job.value() + "/";
        var query = and(gt("_id", first), lt("_id", behind(first)));
        return !page(scope, ContentKind.TRASH, query, 1, "_id").isEmpty();
    }

    /// The id of the copy of a thing that a job has deleted.
    public static String trashKey(JobId job, ContentKind kind, String id) {
        return job.value() + "/" + kind.slug() + "/" + id;
    }

    /// The first text behind all that begin with `prefix`, which ends with a slash.
    private static String behind(String prefix) {
        return prefix.substring(0, prefix.length() - 1) + '0';
    }

    private List<Map<String, Object>> page(
            Scope scope, ContentKind kind, Bson query, int limit, String... fields) {
        return Driver.call(
                databases.of(scope.organization()),
                ContentDatabases.collection(scope, kind),
                collection -> {
                    var found = collection.find(query).sort(ascending("_id")).limit(limit);
                    return maps(
                            (fields.length == 0 ? found : found.projection(include(fields)))
                                    .into(new ArrayList<>()));
                });
    }

    private static List<Map<String, Object>> maps(List<Document> documents) {
        return new ArrayList<>(documents);
    }

    private List<Document> find(Scope scope, ContentKind kind, Bson query, String... fields) {
        var found = read(scope, kind, query, fields);
        if (draft == null) {
            return found;
        }
        var latest = new LinkedHashMap<String, Document>();
        found.forEach(document -> latest.put(document.getString("_id"), document));
        read(draft, kind, query, fields)
                .forEach(document -> latest.put(document.getString("_id"), document));
        return List.copyOf(latest.values());
    }

    private List<Document> read(Scope scope, ContentKind kind, Bson query, String... fields) {
        return Driver.call(
                databases.of(scope.organization()),
                ContentDatabases.collection(scope, kind),
                collection -> {
                    var found = collection.find(query).batchSize(BATCH);
                    return (fields.length == 0 ? found : found.projection(include(fields)))
                            .into(new ArrayList<>());
                });
    }
}
