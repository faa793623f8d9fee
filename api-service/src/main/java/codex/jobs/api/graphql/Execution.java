package codex.jobs.api.graphql;

import codex.jobs.api.ApiProperties;
import graphql.ExecutionResult;
import graphql.parser.ParserOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import org.reactivestreams.Publisher;
import org.springframework.graphql.server.WebGraphQlInterceptor;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.graphql.server.WebSocketGraphQlRequest;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/// Runs a request: with limits on its document and its time, and with errors as clients know them.
@Component
final class Execution implements WebGraphQlInterceptor, AutoCloseable {

    private final Duration timeout;
    private final ParserOptions parser;
    private final Scheduler threads =
            Schedulers.fromExecutorService(
                    Executors.newThreadPerTaskExecutor(
                            Thread.ofVirtual().name("graphql-", 0).factory()));

    Execution(ApiProperties properties) {
        var requests = properties.requests();
        timeout = requests.timeout();
        parser =
                ParserOptions.getDefaultOperationParserOptions()
                        .transform(options ->
                                options.maxTokens(requests.maxTokens())
                                        .maxCharacters((int) requests.maxBody().toBytes()));
    }

    @Override
    public Mono<WebGraphQlResponse> intercept(WebGraphQlRequest request, Chain chain) {
        request.configureExecutionInput(
                (_, input) -> input.graphQLContext(Map.of(ParserOptions.class, parser)).build());
        // The request's thread is a virtual one and waits here, which is cheaper than to give the
        // request back to the server and to take it up again.
        return Mono.deferContextual(context -> {
            var response =
                    chain.next(request)
                            .contextWrite(context)
                            .subscribeOn(threads)
                            .timeout(timeout, Mono.fromSupplier(() -> timedOut(request)))
                            .block();
            return Mono.just(answer(request, Objects.requireNonNull(response)));
        });
    }

    private WebGraphQlResponse timedOut(WebGraphQlRequest request) {
        var error =
                CodedError.of(
                        TransportCode.TIMEOUT,
                        "The request exceeded the configured timeout of %s."
                                .formatted(TimeSpanFormat.print(timeout)));
        return new WebGraphQlResponse(
                new org.springframework.graphql.support.DefaultExecutionGraphQlResponse(
                        request.toExecutionInput(),
                        ExecutionResult.newExecutionResult().addError(error).build()));
    }

    private static WebGraphQlResponse answer(
            WebGraphQlRequest request, WebGraphQlResponse response) {
        var streamed = request.getHeaders().getAccept().contains(MediaType.TEXT_EVENT_STREAM);
        if (response.getData() instanceof Publisher<?> events) {
            return streamed || request instanceof WebSocketGraphQlRequest
                    ? response.transform(changed -> changed.data(coded(events)))
                    : response.transform(
                            changed -> changed.errors(List.of(subscriptionsNeedAStream())));
        }
        var result = ResponseErrors.coded(response.getExecutionResult());
        if (streamed) {
            // One event, then the end: the stream's only other answer would hide the errors.
            return response.transform(changed -> changed.data(Flux.just(result)));
        }
        return result.getErrors().isEmpty()
                ? response
                : response.transform(changed -> changed.errors(result.getErrors()));
    }

    private static Flux<ExecutionResult> coded(Publisher<?> events) {
        return Flux.from(events).cast(ExecutionResult.class).map(ResponseErrors::coded);
    }

    private static CodedError subscriptionsNeedAStream() {
        return CodedError.of(
                TransportCode.INVALID_REQUEST,
                "Subscriptions need a WebSocket (graphql-transport-ws) or text/event-stream.");
    }

    @Override
    public void close() {
        threads.dispose();
    }
}
