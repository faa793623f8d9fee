package codex.jobs.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import codex.jobs.model.job.Effect;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobEvent;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.JobMachine;
import codex.jobs.model.job.Step;
import codex.jobs.model.log.LogId;
import codex.jobs.model.log.LogLine;
import codex.jobs.model.log.LogType;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.BlobStore;
import codex.jobs.stores.jobs.JobStore;
import codex.jobs.stores.news.EffectPublisher;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// What scheduler and workers do to a job, done by a test.
public record Examples(Api api, OrganizationId organization, Client client) {

    public static Examples in(Api api, String organization) {
        var client = api.organization(organization);
        var id = new OrganizationId(organization);
        api.get(BlobStore.class)
                .put(new BlobKey(id, "file.json"), "[]".getBytes(UTF_8), "application/json");
        return new Examples(api, id, client);
    }

    public String aJob() {
        return client.ask(
                        """
                        mutation { createImportJob(createJobInput: {
                          jobName: "Import" fileKey: "file.json" jobType: IMPORT_ENTRIES
                        }) { id } }\
                        """)
                .data("/createImportJob/id")
                .asString();
    }

    public Job stored(String job) {
        return api.get(JobStore.class).find(organization, new JobId(job)).orElseThrow();
    }

    /// Writes the next state and tells the news, as every service does.
    public Job step(String job, JobEvent event) {
        var before = stored(job);
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        if (!(JobMachine.step(before, event, now) instanceof Step.Applied(var next, var effects))) {
            throw new IllegalStateException("Ignored: " + event);
        }
        api.get(JobStore.class).apply(before, next);
        api.get(EffectPublisher.class)
                .publish(effects.stream().filter(Effect.PublishNews.class::isInstance).toList())
                .join();
        return next;
    }

    public LogLine line(String job, int number, LogType type) {
        return new LogLine(
                new LogId(job + ":" + number),
                organization,
                new JobId(job),
                null,
                1,
                number,
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                type,
                "Line " + number,
                type == LogType.INFO ? null : "INVALID_FIELD",
                (long) number,
                null,
                null,
                "/content/title");
    }
}
