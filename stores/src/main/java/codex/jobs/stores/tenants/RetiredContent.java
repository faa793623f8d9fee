package codex.jobs.stores.tenants;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.setOnInsert;

import codex.jobs.model.job.JobId;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.mongo.Collections;
import codex.jobs.stores.mongo.Driver;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.MongoTemplate;

/// Content that no reader sees any more, and when it is to be dropped: generations given up or
/// replaced, whole environments, and sites that nobody has seen. Until somebody has begun to drop
/// it, it can be taken back.
public final class RetiredContent {

    private static final String DROPPED_ONCE = "droppedOnce";
    private static final String SITE = "site";
    private static final String TAKEN_BACK = "takenBack";

    private final MongoTemplate mongo;

    RetiredContent(MongoTemplate mongo) {
        this.mongo = mongo;
    }

    /// Something to be dropped.
    ///
    /// @param generation null: the whole environment
    /// @param site only what this site has in the generation
    /// @param job whose work this is
    /// @param dropping whether somebody has begun
    public record Retired(
            OrganizationId organization,
            EnvironmentId environment,
            @Nullable Long generation,
            @Nullable String site,
            JobId job,
            Instant dropAt,
            boolean dropping) {

        private String id() {
            return id(organization, environment, generation, site);
        }

        private static String id(
                OrganizationId organization,
                EnvironmentId environment,
                @Nullable Long generation,
                @Nullable String site) {
            var key = new EnvironmentKey(organization, environment).value();
            var ofGeneration = generation == null ? key : key + "/g" + generation;
            return site == null ? ofGeneration : ofGeneration + "/" + site;
        }
    }

    /// Has a generation dropped at that time; the first call counts.
    public void retire(Scope scope, JobId job, Instant dropAt) {
        retire(scope.organization(), scope.environment(), scope.generation(), null, job, dropAt);
    }

    /// Has a site dropped at that time; the first call counts.
    public void retire(Scope scope, String site, JobId job, Instant dropAt) {
        retire(scope.organization(), scope.environment(), scope.generation(), site, job, dropAt);
    }

    /// Has a whole environment dropped at that time; the first call counts.
    public void retire(
            OrganizationId organization, EnvironmentId environment, JobId job, Instant dropAt) {
        retire(organization, environment, null, null, job, dropAt);
    }

    private void retire(
            OrganizationId organization,
            EnvironmentId environment,
            @Nullable Long generation,
            @Nullable String site,
            JobId job,
            Instant dropAt) {
        var insert =
                new ArrayList<Bson>(
                        List.of(
                                setOnInsert("organization", organization.value()),
                                setOnInsert("environment", environment.value()),
                                setOnInsert("job", job.value()),
                                setOnInsert("dropAt", Date.from(dropAt))));
        if (generation != null) {
            insert.add(setOnInsert("generation", generation));
        }
        if (site != null) {
            insert.add(setOnInsert(SITE, site));
        }
        var id = Retired.id(organization, environment, generation, site);
        Driver.call(
                mongo,
                Collections.RETIRED_CONTENT,
                stored -> stored.deleteOne(and(eq("_id", id), exists(TAKEN_BACK, true))));
        Driver.call(
                mongo,
                Collections.RETIRED_CONTENT,
                stored ->
                        stored.updateOne(
                                eq("_id", id), combine(insert), new UpdateOptions().upsert(true)));
    }

    /// The generations and environments that are to be dropped by now, longest overdue first.
    public List<Retired> due(Instant now, int limit) {
        return read(and(isDue(now), exists(SITE, false)), limit);
    }

    /// The same of sites.
    public List<Retired> dueSites(Instant now, int limit) {
        return read(and(isDue(now), exists(SITE)), limit);
    }

    private static Bson isDue(Instant now) {
        return and(lte("dropAt", Date.from(now)), exists(TAKEN_BACK, false));
    }

    /// Whether a site that was retired has been dropped for the first time.
    public boolean isDropped(Scope scope, String site) {
        var id = Retired.id(scope.organization(), scope.environment(), scope.generation(), site);
        return Driver.call(
                mongo,
                Collections.RETIRED_CONTENT,
                stored -> stored.countDocuments(and(eq("_id", id), exists(DROPPED_ONCE))) > 0);
    }

    /// What a job has retired.
    public List<Retired> of(JobId job) {
        return read(eq("job", job.value()), 0);
    }

    private List<Retired> read(Bson which, int limit) {
        return Driver.call(
                mongo,
                Collections.RETIRED_CONTENT,
                stored ->
                        stored.find(which)
                                .sort(Sorts.ascending("dropAt"))
                                .limit(limit)
                                .map(RetiredContent::retired)
                                .into(new ArrayList<>()));
    }

    private static Retired retired(Document document) {
        return new Retired(
                new OrganizationId(document.getString("organization")),
                new EnvironmentId(document.getString("environment")),
                document.get("generation") instanceof Number number ? number.longValue() : null,
                document.getString(SITE),
                new JobId(document.getString("job")),
                document.getDate("dropAt").toInstant(),
                document.containsKey("dropping"));
    }

    /// From now on it cannot be taken back.
    ///
    /// @return whether it may be dropped: nobody has taken it back
    public boolean startDropping(Retired retired) {
        return Driver.call(
                        mongo,
                        Collections.RETIRED_CONTENT,
                        stored ->
                                stored.updateOne(
                                                and(
                                                        eq("_id", retired.id()),
                                                        exists(TAKEN_BACK, false)),
                                                set("dropping", true))
                                        .getMatchedCount())
                == 1;
    }

    /// Takes it back: nobody will drop it, until it is retired anew.
    ///
    /// @return whether it is still whole: nobody has begun to drop it
    public boolean takeBack(Retired retired) {
        return Driver.call(
                        mongo,
                        Collections.RETIRED_CONTENT,
                        stored ->
                                stored.updateOne(
                                                and(
                                                        eq("_id", retired.id()),
                                                        exists("dropping", false)),
                                                set(TAKEN_BACK, true))
                                        .getMatchedCount())
                == 1;
    }

    /// It is dropped. It will be dropped once more at `again`, in case that somebody who had not
    /// heard of it was still writing; after the second time it is forgotten.
    public void dropped(Retired retired, Instant again) {
        var first =
                Driver.call(
                        mongo,
                        Collections.RETIRED_CONTENT,
                        stored ->
                                stored.updateOne(
                                        and(eq("_id", retired.id()), exists(DROPPED_ONCE, false)),
                                        combine(
                                                set(DROPPED_ONCE, true),
                                                set("dropAt", Date.from(again)))));
        if (first.getMatchedCount() == 0) {
            Driver.call(
                    mongo,
                    Collections.RETIRED_CONTENT,
                    stored -> stored.deleteOne(eq("_id", retired.id())));
        }
    }
}
