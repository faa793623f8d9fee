package codex.jobs.acceptance.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.acceptance.client.JobsClient;
import java.util.Map;

/// A tenant's job does not exist for another one.
public final class TenantsIsolated {

    private TenantsIsolated() {}

    public static void from(JobsClient stranger, String jobId) {
        assertThat(stranger.job(jobId)).isEmpty();
        var logs =
                stranger.send(
                        "query($id: String!) { jobTaskLogs(jobId: $id) { total } }",
                        Map.of("id", jobId));
        assertThat(logs.at("/errors/0/extensions/code").asString()).isEqualTo("JOB_NOT_FOUND");
        var jobs =
                stranger.data(
                        "query($id: String!) { jobs(filter: {ids: [$id]}) { total } }",
                        Map.of("id", jobId));
        assertThat(jobs.at("/jobs/total").asInt()).isZero();
    }
}
