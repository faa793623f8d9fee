package codex.jobs.worker.handlers.environments;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.log.LogLine;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.worker.handlers.environments.EnvironmentTrial.Tenant;
import codex.jobs.worker.runtime.HandlerTrial;
import java.util.List;
import java.util.Objects;

/// What is set up and asked for by all tests of copied environments.
final class CopyJobs {

    private CopyJobs() {}

    /// The target `other`: without m3, with another m4, and with content of its own.
    static EnvironmentId target(Tenant tenant) {
        var other = tenant.environment("other", false).id();
        tenant.fill(other, 1, "m", 6);
        tenant.fill(other, 1, "own", 5);
        var live = tenant.live(other);
        tenant.remove(live, ContentKind.ENTRIES, "m3");
        tenant.put(live, ContentKind.ENTRIES, Tenant.entry("m4", 1, "old"));
        return other;
    }

    static EnvironmentId created(HandlerTrial job) {
        return ((JobSpec.CreateEnvironment) job.job().spec()).newEnvironment(job.job().id());
    }

    static List<String> messages(HandlerTrial job) {
        return job.lines().stream().map(LogLine::message).toList();
    }

    /// Created, updated and deleted.
    static String counts(HandlerTrial job) {
        var counts = job.job().counts();
        return counts.created() + "/" + counts.updated() + "/" + counts.deleted();
    }

    static String code(HandlerTrial job) {
        return Objects.requireNonNull(job.job().error()).code();
    }

    /// Whether something of a kind has been copied, and not yet of the next.
    static boolean hasCopied(HandlerTrial job, ContentKind kind) {
        var position = job.job().currentTask().orElseThrow().checkpoint().position();
        return "COPY".equals(position.get("phase")) && kind.name().equals(position.get("kind"));
    }

    /// Answers whether there is more to do.
    static boolean nextChunk(Tenant tenant, HandlerTrial job) throws Exception {
        job.stoppedAfterChunk(job.job().currentTask().orElseThrow().checkpoint().chunksDone());
        tenant.attempt(job);
        return !job.job().status().isTerminal();
    }
}
