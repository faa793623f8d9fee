package codex.jobs.api.graphql;

import codex.jobs.model.error.Rejected;
import codex.jobs.model.error.Rejected.Violation;
import graphql.GraphQLError;
import graphql.language.SourceLocation;
import graphql.schema.DataFetchingEnvironment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.execution.DataFetcherExceptionResolver;
import org.springframework.graphql.execution.SubscriptionExceptionResolver;
import org.springframework.stereotype.Component;
import org.springframework.validation.BindException;
import reactor.core.publisher.Mono;

/// The only translator from exceptions to errors: a [Rejected] becomes one error for each of its
/// violations, everything else becomes the generic one.
@Component
final class GraphQlErrors implements DataFetcherExceptionResolver, SubscriptionExceptionResolver {

    @Override
    public Mono<List<GraphQLError>> resolveException(
            Throwable exception, DataFetchingEnvironment environment) {
        return Mono.just(
                errors(
                        exception,
                        List.of(environment.getField().getSourceLocation()),
                        environment.getExecutionStepInfo().getPath().toList()));
    }

    @Override
    public Mono<List<GraphQLError>> resolveException(Throwable exception) {
        return Mono.just(errors(exception, null, null));
    }

    private static List<GraphQLError> errors(
            Throwable exception,
            @Nullable List<SourceLocation> locations,
            @Nullable List<Object> path) {
        return switch (exception) {
            case Rejected rejected ->
                    rejected.violations().stream()
                            .<GraphQLError>map(violation ->
                                    new CodedError(
                                            violation.message(),
                                            locations,
                                            path,
                                            extensions(violation)))
                            .toList();
            case BindException _ ->
                    List.of(
                            new CodedError(
                                    "An argument cannot be read.",
                                    locations,
                                    path,
                                    Map.of("code", TransportCode.INVALID_VALUE)));
            case CompletionException e when e.getCause() != null ->
                    errors(e.getCause(), locations, path);
            default -> List.of(Unexpected.error(exception, locations, path));
        };
    }

    private static Map<String, Object> extensions(Violation violation) {
        var extensions = new LinkedHashMap<String, Object>();
        extensions.put("code", violation.code().name());
        if (!violation.argument().isEmpty()) {
            extensions.put("argument", violation.argument());
        }
        extensions.put("retryable", violation.code().isRetryable());
        var retryAfter = violation.retryAfter();
        if (retryAfter != null) {
            extensions.put(RetryAfter.EXTENSION, RetryAfter.seconds(retryAfter));
        }
        return extensions;
    }
}
