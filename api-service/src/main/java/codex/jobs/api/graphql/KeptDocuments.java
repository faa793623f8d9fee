package codex.jobs.api.graphql;

import codex.jobs.api.ApiProperties;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import graphql.ExecutionInput;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.execution.preparsed.PreparsedDocumentProvider;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/// Documents parsed, validated and judged by [RequestLimits] once, then kept: clients send the same
/// few again and again.
@Component
final class KeptDocuments implements PreparsedDocumentProvider {

    /// Longer ones are not worth their memory.
    private static final int LONGEST_KEPT = 20_000;

    private final RequestLimits limits;
    private final Cache<String, PreparsedDocumentEntry> kept;

    KeptDocuments(RequestLimits limits, ApiProperties properties) {
        this.limits = limits;
        this.kept =
                Caffeine.newBuilder().maximumSize(properties.requests().keptDocuments()).build();
    }

    @Override
    public CompletableFuture<PreparsedDocumentEntry> getDocumentAsync(
            ExecutionInput input, Function<ExecutionInput, PreparsedDocumentEntry> parse) {
        var text = input.getQuery();
        var entry =
                text.length() > LONGEST_KEPT
                        ? judged(parse.apply(input))
                        : kept.get(text, _ -> judged(parse.apply(input)));
        return CompletableFuture.completedFuture(entry);
    }

    private PreparsedDocumentEntry judged(PreparsedDocumentEntry entry) {
        if (entry.hasErrors()) {
            return entry;
        }
        var violations = limits.violations(entry.getDocument());
        return violations.isEmpty() ? entry : new PreparsedDocumentEntry(violations);
    }
}
