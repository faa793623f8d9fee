package codex.jobs.worker.handlers.sites;

import codex.jobs.model.content.ContentField;
import codex.jobs.model.content.ContentKind;
import codex.jobs.model.content.FieldType;
import codex.jobs.model.job.Counts;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobSpec;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.stores.content.ContentWriter;
import codex.jobs.stores.content.EntryReader;
import codex.jobs.stores.content.SiteBuilds;
import codex.jobs.worker.handlers.sites.ClonePlace.Phase;
import codex.jobs.worker.runtime.ChunkReport;
import codex.jobs.worker.runtime.Outcome;
import codex.jobs.worker.runtime.TaskContext;
import codex.jobs.worker.runtime.TaskHandler;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// `CLONE_SITE` (specification 3.8): makes the new site, which readers do not see before the last
/// task of the job has ended, and copies into it what the base site has.
public final class CloneSite implements TaskHandler {

    private final ContentReader reader;
    private final EntryReader entries;
    private final ContentWriter writer;
    private final SiteBuilds sites;
    private final int page;

    /// @param page things of a chunk
    CloneSite(
            ContentReader reader,
            EntryReader entries,
            ContentWriter writer,
            SiteBuilds sites,
            int page) {
        this.reader = reader;
        this.entries = entries;
        this.writer = writer;
        this.sites = sites;
        this.page = page;
    }

    static JobSpec.CloneSite spec(Job job) {
        if (job.spec() instanceof JobSpec.CloneSite spec) {
            return spec;
        }
        throw new IllegalStateException("No site is cloned by " + job.type());
    }

    @Override
    public Outcome run(TaskContext task) throws InterruptedException {
        var spec = spec(task.job());
        var base = reader.byIds(task.scope(), ContentKind.SITES, List.of(spec.siteId())).stream();
        var ready = base.filter(site -> "READY".equals(site.get("status"))).findFirst();
        if (ready.isEmpty()) {
            return Outcome.Failed.forGood(
                    "SITE_NOT_FOUND", "The site that was to be cloned is not there any more");
        }
        var copy =
                new SiteCopy(
                        task.job().id(), spec.siteId(), spec.newSite(task.job()), fields(task));
        try (var pages = new SitePages(reader, entries, task.scope(), spec.siteId(), page);
                var steps = new CloneSteps(copy, pages, reader, writer, sites, task.scope())) {
            return clone(task, copy, steps, ready.get());
        }
    }

    private Map<String, Map<String, FieldType>> fields(TaskContext task) {
        var fields = new HashMap<String, Map<String, FieldType>>();
        for (var model : reader.models(task.scope())) {
            fields.put(
                    model.id(),
                    model.fields().values().stream()
                            .collect(Collectors.toMap(ContentField::alias, ContentField::type)));
        }
        return fields;
    }

    private Outcome clone(
            TaskContext task, SiteCopy copy, CloneSteps steps, Map<String, Object> base)
            throws InterruptedException {
        writer.prepare(task.scope());
        task.total(steps.total());
        task.stopHere();
        var place = ClonePlace.of(task.checkpoint().position());
        if (place.phase() == Phase.SITE) {
            if (!begin(task, copy, base)) {
                return Outcome.Failed.forGood(
                        "SITE_ALIAS_TAKEN", "There is a site with the alias of the new one");
            }
            place = ClonePlace.startOf(Phase.COPY);
            report(
                    task,
                    new CloneSteps.Done(
                            place,
                            Counts.NONE,
                            List.of(
                                    CloneSteps.line("New site is created!"),
                                    CloneSteps.line("Cloning entities in site has started!")),
                            0));
        }
        while (place.phase() != Phase.DONE) {
            var step = steps.after(place);
            if (step.isEmpty()) {
                return Outcome.Failed.forGood(
                        "COPY_NOT_VERIFIED",
                        "The site was changed again and again while it was cloned");
            }
            place = step.get().next();
            report(task, step.get());
        }
        return Outcome.Completed.WITHOUT_RESULT;
    }

    private static void report(TaskContext task, CloneSteps.Done step) {
        task.chunkDone(
                new ChunkReport(
                        task.checkpoint().chunksDone(),
                        step.next().toPosition(),
                        step.counts(),
                        step.lines(),
                        step.processed()));
    }

    private boolean begin(TaskContext task, SiteCopy copy, Map<String, Object> base) {
        var spec = spec(task.job());
        if (sites.isTaken(task.scope(), spec.newSiteAlias())) {
            return false;
        }
        var references = new SiteReferences(reader, task.scope(), copy);
        var site = new LinkedHashMap<>(references.rewritten(base));
        site.keySet()
                .removeAll(List.of("updatedAt", "updatedBy", "createdBy", "logo", "externalId"));
        site.put("_id", copy.site());
        site.put("alias", spec.newSiteAlias());
        site.put("name", spec.newSiteName());
        if (spec.newSiteLogo() != null) {
            site.put("logo", spec.newSiteLogo());
        }
        site.put("createdAt", Date.from(task.job().createdAt()));
        if (!sites.begin(task.scope(), task.job().id(), site)) {
            return false;
        }
        sites.enableModels(task.scope(), copy.base(), copy.site(), references::rewritten);
        return true;
    }
}
