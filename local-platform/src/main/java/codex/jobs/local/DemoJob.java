package codex.jobs.local;

import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// An import job, followed from its creation to its end.
final class DemoJob {

    private static final String CREATE =
            """
            mutation($file: String!) {
              createImportJob(createJobInput:
                  {jobName: "Harbour News archive", fileKey: $file, jobType: IMPORT_ENTRIES}) { id }
            }
            """;

    private static final String STATE =
            """
            query($id: String!) {
              job(id: $id) {
                status outcome
                tasks { displayName status progress { processed total percent } }
                summary { created updated skipped failed totalErrors totalWarnings elapsedTime }
                error { code message }
                result { errorReportUrl }
              }
            }
            """;

    private static final String LOG =
            """
            subscription($id: String!) {
              jobTaskLogs(jobId: $id, fromStart: true) { type message code externalId path }
            }
            """;

    private static final Duration POLL = Duration.ofMillis(300);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int ERRORS_SHOWN = 5;

    private final Api api;
    private final String id;
    private int errors;
    private String progress = "";

    private DemoJob(Api api, String id) {
        this.api = api;
        this.id = id;
    }

    static DemoJob create(Api api, String fileKey) throws InterruptedException {
        var created = api.call(CREATE, Map.of("file", fileKey));
        return new DemoJob(api, created.path("createImportJob").path("id").stringValue());
    }

    String id() {
        return id;
    }

    /// Shows progress and log until the job has ended, and returns its last state.
    JsonNode follow() throws InterruptedException {
        var tail = Thread.ofVirtual().start(this::showLog);
        try {
            var deadline = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < deadline) {
                var job = api.call(STATE, Map.of("id", id)).path("job");
                showProgress(job);
                var status = job.path("status").stringValue();
                if (!status.equals("PENDING") && !status.equals("ACTIVE")) {
                    return job;
                }
                Thread.sleep(POLL);
            }
            throw new DemoFailed("The job was not finished after " + PATIENCE.toMinutes() + " min");
        } finally {
            tail.interrupt();
        }
    }

    private void showLog() {
        try {
            api.subscribe(LOG, Map.of("id", id), data -> showLine(data.path("jobTaskLogs")));
        } catch (InterruptedException e) {
            // the job has ended
        }
    }

    private void showLine(JsonNode line) {
        var type = line.path("type").asString("");
        if (type.equals("ERROR") && ++errors > ERRORS_SHOWN) {
            if (errors == ERRORS_SHOWN + 1) {
                Console.say("  | ...     more errors follow, see the report below");
            }
            return;
        }
        Console.say("  | %-7s %s".formatted(type, line.path("message").asString("")));
    }

    private void showProgress(JsonNode job) {
        for (var task : job.path("tasks").values()) {
            if (task.path("status").asString("").equals("ACTIVE")) {
                var percent = task.path("progress").path("percent").asDouble(0);
                show(ProgressBar.of(task.path("displayName").asString(""), percent));
            }
        }
    }

    private void show(String line) {
        if (!line.equals(progress)) {
            progress = line;
            Console.say(line);
        }
    }
}
