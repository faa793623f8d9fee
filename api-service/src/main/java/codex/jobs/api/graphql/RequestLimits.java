package codex.jobs.api.graphql;

import codex.jobs.api.ApiProperties;
import graphql.GraphQLError;
import graphql.language.Document;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/// What a document may ask for at most. Judged once for each document, before it is kept for its
/// next use.
@Component
final class RequestLimits {

    /// Lists that are as long as their `limit`.
    static final Map<String, Paging.Limits> PAGED =
            Map.of(
                    "jobs", Paging.JOBS,
                    "jobTaskLogs", Paging.LOGS,
                    "logs", Paging.LOGS,
                    "webhookDeliveries", Paging.JOBS);

    private final ApiProperties.Requests limits;

    RequestLimits(ApiProperties properties) {
        this.limits = properties.requests();
    }

    /// What is too much, or nothing.
    ///
    /// @param document a valid one: its fragments do not use themselves
    List<GraphQLError> violations(Document document) {
        var cost = DocumentCost.of(document);
        if (cost.introspects() && !limits.introspection()) {
            return refused(
                    TransportCode.INTROSPECTION_NOT_ALLOWED,
                    "Introspection is not allowed for the current request.");
        }
        if (cost.depth() > limits.maxDepth()) {
            return tooComplex("depth", cost.depth(), limits.maxDepth());
        }
        if (cost.aliases() > limits.maxAliases()) {
            return tooComplex("number of aliases", cost.aliases(), limits.maxAliases());
        }
        if (cost.complexity() > limits.maxComplexity()) {
            return tooComplex("complexity", cost.complexity(), limits.maxComplexity());
        }
        return List.of();
    }

    private static List<GraphQLError> tooComplex(String what, long is, long most) {
        return refused(
                TransportCode.TOO_COMPLEX,
                "The maximum allowed operation "
                        + what
                        + " was exceeded: "
                        + is
                        + ", allowed "
                        + most
                        + ".");
    }

    private static List<GraphQLError> refused(String code, String message) {
        return List.of(CodedError.of(code, message));
    }
}
