package codex.jobs.stores.content;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.regex;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.pull;
import static com.mongodb.client.model.Updates.push;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.job.JobId;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.mongo.Driver;
import codex.jobs.stores.mongo.Text;
import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.bson.Document;
import org.bson.conversions.Bson;

/// Sites that jobs build beside those that readers see: from the beginning to the one write that
/// makes a site visible, or to its end. Until then its document names the job (`build`). Every call
/// may be repeated.
public final class SiteBuilds {

    private static final String ID = "_id";
    private static final String STATUS = "status";
    private static final String BUILD = "build";
    private static final String JOB = "build.job";
    private static final String USED_BY = "siteConfigurations.siteId";

    private final ContentDatabases databases;

    SiteBuilds(ContentDatabases databases) {
        this.databases = databases;
    }

    /// Whether a site that readers see has this alias, compared without case.
    public boolean isTaken(Scope scope, String alias) {
        var same = Pattern.compile("^" + Text.literal(alias) + "$", Pattern.CASE_INSENSITIVE);
        return sites(
                scope, sites -> matches(sites, and(regex("alias", same), exists(BUILD, false))));
    }

    /// Stores a new site that readers do not see. What jobs that are over have left behind under
    /// its alias makes room: the job must be the only one that builds sites here.
    ///
    /// @param site with id and alias
    /// @return whether it is there now; else the alias is taken
    public boolean begin(Scope scope, JobId job, Map<String, Object> site) {
        return sites(
                scope,
                sites -> {
                    var id = String.valueOf(site.get(ID));
                    var alias = eq("alias", site.get("alias"));
                    sites.deleteMany(and(alias, exists(BUILD), ne(ID, id)));
                    var document = new Document(site);
                    document.put(STATUS, "CREATING");
                    document.put(BUILD, new Document("job", job.value()));
                    if (!matches(sites, builtBy(id, job))) {
                        insert(sites, document);
                    }
                    return matches(sites, builtBy(id, job));
                });
    }

    private static void insert(MongoCollection<Document> sites, Document document) {
        try {
            sites.insertOne(document);
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
        }
    }

    /// Whether the job builds this site and nobody has ended that.
    public boolean isBuilding(Scope scope, JobId job, String site) {
        return sites(scope, sites -> matches(sites, builtBy(site, job)));
    }

    private static Bson builtBy(String site, JobId job) {
        return and(eq(ID, site), eq(STATUS, "CREATING"), eq(JOB, job.value()));
    }

    /// Has the models that one site uses used by another one, in the same way. Those without a list
    /// of sites are used by all.
    ///
    /// @param change what becomes of what a model says of the base
    public void enableModels(
            Scope scope, String base, String site, UnaryOperator<Map<String, Object>> change) {
        models(
                scope,
                models -> {
                    var found = models.find(eq(USED_BY, base)).into(new ArrayList<>());
                    for (var model : found) {
                        enable(models, model, base, site, change);
                    }
                    return found.size();
                });
    }

    private static void enable(
            MongoCollection<Document> models,
            Document model,
            String base,
            String site,
            UnaryOperator<Map<String, Object>> change) {
        model.getList("siteConfigurations", Document.class, List.of()).stream()
                .filter(one -> base.equals(one.get("siteId")))
                .findFirst()
                .ifPresent(one -> {
                    var same = new Document(change.apply(one));
                    same.put("siteId", site);
                    models.updateOne(
                            and(eq(ID, model.get(ID)), ne(USED_BY, site)),
                            push("siteConfigurations", same));
                });
    }

    /// How many things of a kind a site has.
    public long count(Scope scope, ContentKind kind, String site) {
        var field = kind == ContentKind.ENTRIES ? "system.siteId" : "siteId";
        return call(scope, kind, documents -> documents.countDocuments(eq(field, site)));
    }

    /// Shows the site to readers.
    ///
    /// @return whether they see it now; else somebody has ended its making
    public boolean publish(Scope scope, JobId job, String site) {
        return sites(
                scope,
                sites -> {
                    sites.updateOne(
                            builtBy(site, job), combine(set(STATUS, "READY"), unset(BUILD)));
                    return matches(sites, and(eq(ID, site), exists(BUILD, false)));
                });
    }

    /// From now on the site cannot be shown any more.
    ///
    /// @return whether all that it has may be removed; false if readers see it
    public boolean giveUp(Scope scope, String site) {
        return sites(
                scope,
                sites -> {
                    sites.updateOne(and(eq(ID, site), exists(BUILD)), set(STATUS, "DELETING"));
                    return !matches(sites, and(eq(ID, site), exists(BUILD, false)));
                });
    }

    /// Removes the document of a site that was given up, and what models say of it.
    public void remove(Scope scope, String site) {
        models(
                scope,
                models ->
                        models.updateMany(
                                eq(USED_BY, site),
                                pull("siteConfigurations", new Document("siteId", site))));
        sites(scope, sites -> sites.deleteOne(and(eq(ID, site), exists(BUILD))));
    }

    private static boolean matches(MongoCollection<Document> sites, Bson which) {
        return sites.find(which).first() != null;
    }

    private <T> T sites(Scope scope, Function<MongoCollection<Document>, T> call) {
        return call(scope, ContentKind.SITES, call);
    }

    private <T> T models(Scope scope, Function<MongoCollection<Document>, T> call) {
        return call(scope, ContentKind.MODELS, call);
    }

    private <T> T call(Scope scope, ContentKind kind, Function<MongoCollection<Document>, T> call) {
        return Driver.call(
                databases.of(scope.organization()), ContentDatabases.collection(scope, kind), call);
    }
}
