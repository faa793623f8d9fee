package codex.jobs.api.webhooks;

import codex.jobs.api.security.Caller;
import codex.jobs.api.security.Environments;
import codex.jobs.model.job.JobId;
import codex.jobs.model.tenant.Actor;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.model.tenant.Role;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.graphql.ExecutionGraphQlService;
import org.springframework.graphql.support.DefaultExecutionGraphQlRequest;
import org.springframework.stereotype.Component;

/// A job as this API shows it to its clients, asked of the API itself. Links that are valid for a
/// time only are left out: a delivery may be read much later.
@Component
final class JobRendering {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Actor NOBODY = Actor.named("webhooks", true, null, "Webhooks");

    private static final String QUERY =
            """
            query($id: String!) {
              job(id: $id) {
                id name type fileKey status outcome attempt dryRun
                tasks {
                  id consoleAppName displayName status type runAt order startedAt finishedAt attempt
                  progress { processed total percent } error { code message taskId retryable }
                }
                recurringJobId scheduledTime startedAt finishedAt cancelRequestedAt
                progress { processed total percent }
                summary {
                  totalLogs totalErrors totalWarnings elapsedTime startedAt
                  created updated deleted skipped failed
                }
                error { code message taskId retryable }
                result { fileKey sizeInBytes checksumSha256 itemCount newSiteId newEnvironmentId }
                filter
                baseEnvironment { id alias displayName status }
                targetEnvironment { id alias displayName status }
                createdAt updatedAt
                createdBy { id userName displayName isApiKey }
                updatedBy { id userName displayName isApiKey }
              }
            }
            """;

    private final ExecutionGraphQlService graphQl;
    private final Environments environments;

    JobRendering(ExecutionGraphQlService graphQl, Environments environments) {
        this.graphQl = graphQl;
        this.environments = environments;
    }

    /// Empty if the job, or its organization, is gone.
    Optional<Object> of(OrganizationId organization, JobId job) {
        var environment = environments.defaultOf(organization);
        if (environment.isEmpty()) {
            return Optional.empty();
        }
        var caller =
                new Caller(organization, environment.get(), NOBODY, Role.VIEWER, NOBODY.id(), null);
        var request =
                new DefaultExecutionGraphQlRequest(
                        QUERY,
                        null,
                        Map.of("id", job.value()),
                        null,
                        UUID.randomUUID().toString(),
                        null);
        request.configureExecutionInput(
                (_, input) -> input.graphQLContext(Map.of(Caller.CONTEXT, caller)).build());
        var response = graphQl.execute(request).block(PATIENCE);
        if (response == null || !response.isValid() || !response.getErrors().isEmpty()) {
            throw new IllegalStateException("The job could not be shown");
        }
        return Optional.ofNullable(response.<Map<String, Object>>getData())
                .map(data -> data.get("job"));
    }
}
