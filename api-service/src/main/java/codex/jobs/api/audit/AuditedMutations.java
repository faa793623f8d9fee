package codex.jobs.api.audit;

import codex.jobs.api.security.Caller;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationFieldFetchParameters;
import graphql.language.OperationDefinition;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Every mutation leaves a record, whoever has written it: first that it is attempted, which is
/// durable before anything is done, then how it ended. Without the first, nothing is done.
@Component
final class AuditedMutations extends SimplePerformantInstrumentation {

    private final AuditTrail trail;

    AuditedMutations(AuditTrail trail) {
        this.trail = trail;
    }

    @Override
    public DataFetcher<?> instrumentDataFetcher(
            DataFetcher<?> fetcher,
            InstrumentationFieldFetchParameters parameters,
            InstrumentationState state) {
        // Fields below a mutation are only read.
        return parameters.getExecutionStepInfo().getPath().getLevel() == 1
                        && parameters.getExecutionContext().getOperationDefinition().getOperation()
                                == OperationDefinition.Operation.MUTATION
                ? environment -> audited(fetcher, environment)
                : fetcher;
    }

    private @Nullable Object audited(DataFetcher<?> fetcher, DataFetchingEnvironment environment)
            throws Exception {
        var context = environment.getGraphQlContext();
        Caller caller = Objects.requireNonNull(context.get(Caller.CONTEXT));
        var id =
                trail.begin(
                        caller,
                        context.get(ClientAddresses.CONTEXT),
                        environment.getField().getName(),
                        AuditArguments.of(environment.getArguments()));
        Object result;
        try {
            result = fetcher.get(environment);
        } catch (Exception | Error e) {
            trail.failed(id, e);
            throw e;
        }
        if (result instanceof CompletableFuture<?> later) {
            var _ = later.whenComplete((value, failure) -> ended(id, value, failure));
        } else {
            ended(id, result, null);
        }
        return result;
    }

    private void ended(String id, @Nullable Object result, @Nullable Throwable failure) {
        if (failure == null) {
            trail.succeeded(id, AuditTarget.of(result));
        } else {
            trail.failed(id, failure);
        }
    }
}
