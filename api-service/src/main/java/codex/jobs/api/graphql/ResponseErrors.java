package codex.jobs.api.graphql;

import graphql.ErrorType;
import graphql.ExecutionResult;
import graphql.GraphQLError;
import graphql.InvalidSyntaxError;
import graphql.execution.NonNullableFieldWasNullError;
import graphql.execution.NonNullableValueCoercedAsNullException;
import graphql.execution.UnknownOperationException;
import graphql.validation.ValidationError;
import java.util.Map;

/// Gives the errors of the GraphQL engine itself their codes.
final class ResponseErrors {

    private ResponseErrors() {}

    static ExecutionResult coded(ExecutionResult result) {
        var errors = result.getErrors();
        return errors.stream().allMatch(CodedError.class::isInstance)
                ? result
                : result.transform(changed ->
                        changed.errors(errors.stream().map(ResponseErrors::coded).toList()));
    }

    private static GraphQLError coded(GraphQLError error) {
        return switch (error) {
            case CodedError coded -> coded;
            case InvalidSyntaxError _ -> as(TransportCode.SYNTAX_ERROR, error);
            case UnknownOperationException _ -> as(TransportCode.INVALID_REQUEST, error);
            case ValidationError _ -> as(TransportCode.INVALID_REQUEST, error);
            case NonNullableValueCoercedAsNullException _ ->
                    as(TransportCode.NULL_WHERE_NONE_MAY_BE, error);
            case NonNullableFieldWasNullError _ -> unexpected(error);
            default -> byType(error);
        };
    }

    private static GraphQLError byType(GraphQLError error) {
        return switch (error.getErrorType()) {
            case ErrorType.InvalidSyntax -> as(TransportCode.SYNTAX_ERROR, error);
            case ErrorType.ValidationError -> as(TransportCode.INVALID_VALUE, error);
            case ErrorType.OperationNotSupported -> as(TransportCode.INVALID_REQUEST, error);
            case ErrorType.ExecutionAborted -> as(TransportCode.CANCELLED, error);
            default -> unexpected(error);
        };
    }

    private static GraphQLError as(String code, GraphQLError error) {
        return new CodedError(
                error.getMessage(), error.getLocations(), error.getPath(), Map.of("code", code));
    }

    /// The engine's message may hold a value that nobody should see.
    private static GraphQLError unexpected(GraphQLError error) {
        return Unexpected.error(
                new IllegalStateException(error.getMessage()),
                error.getLocations(),
                error.getPath());
    }
}
