package codex.jobs.worker.handlers.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import codex.jobs.model.content.ContentKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PagesAheadTest {

    private static final int LAST = 6;

    private final List<String> read = new ArrayList<>();

    /// Things from 1 on, each on a page of its own.
    private List<Map<String, Object>> page(ContentKind kind, @Nullable String after) {
        var next = after == null ? 1 : Integer.parseInt(after) + 1;
        read.add(kind + " " + next);
        return next > LAST ? List.of() : List.of(Map.of("_id", Integer.toString(next)));
    }

    private PagesAhead<String> ahead(UnaryOperator<String> work) {
        return new PagesAhead<>(
                this::page,
                (_, page) -> page.isEmpty() ? "end" : work.apply(SiteCopy.id(page.getFirst())));
    }

    private static List<String> answers(
            PagesAhead<String> ahead, ContentKind kind, @Nullable String after)
            throws InterruptedException {
        var answers = new ArrayList<String>();
        var page = ahead.next(kind, after);
        for (; !page.isEmpty(); page = ahead.next(kind, page.last())) {
            answers.add(page.answer());
        }
        answers.add(page.answer());
        return answers;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void pagesAreWorkedOnAtOnceAndComeInTheirOrder() throws Exception {
        var third = new CountDownLatch(1);
        UnaryOperator<String> work =
                id -> {
                    if (id.equals("1")) {
                        await(third);
                    } else if (id.equals("3")) {
                        third.countDown();
                    }
                    return "done " + id;
                };

        try (var ahead = ahead(work)) {
            assertThat(answers(ahead, ContentKind.TAGS, null))
                    .containsExactly(
                            "done 1", "done 2", "done 3", "done 4", "done 5", "done 6", "end");
        }
    }

    @Test
    void aKindMayBeginBehindAnIdAndAnotherOneFollows() throws Exception {
        try (var ahead = ahead(UnaryOperator.identity())) {
            assertThat(answers(ahead, ContentKind.TAGS, "4")).containsExactly("5", "6", "end");
            assertThat(answers(ahead, ContentKind.URLS, null)).hasSize(LAST + 1);
        }
        assertThat(read)
                .containsExactly(
                        "TAGS 5", "TAGS 6", "TAGS 7", "URLS 1", "URLS 2", "URLS 3", "URLS 4",
                        "URLS 5", "URLS 6", "URLS 7");
    }

    @Test
    void ofThingsThatMayBeLargeOnePageIsInMemory() throws Exception {
        try (var ahead = ahead(UnaryOperator.identity())) {
            ahead.next(ContentKind.TAGS, null);
            assertThat(read).containsExactly("TAGS 1", "TAGS 2", "TAGS 3");
        }
        for (var kind : List.of(ContentKind.LISTS, ContentKind.VIEWS, ContentKind.SETTINGS)) {
            read.clear();
            try (var ahead = ahead(UnaryOperator.identity())) {
                ahead.next(kind, null);
                assertThat(read).containsExactly(kind + " 1");
            }
        }
    }

    @Test
    void whatTheWorkThrowsIsThrown() {
        try (var ahead =
                ahead(_ -> {
                    throw new IllegalStateException("no room");
                })) {
            assertThatThrownBy(() -> ahead.next(ContentKind.TAGS, null))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("no room");
        }
    }

    @Test
    void nothingIsUnderWayAfterTheEnd() throws Exception {
        var begun = new CountDownLatch(1);
        var ended = new AtomicBoolean();
        var closing = Thread.currentThread();
        UnaryOperator<String> work =
                id -> {
                    if (id.equals("2")) {
                        begun.countDown();
                        try {
                            await(new CountDownLatch(1));
                        } finally {
                            // as long as nobody waits for its end
                            while (closing.getState() == Thread.State.RUNNABLE) {
                                Thread.onSpinWait();
                            }
                            ended.set(true);
                        }
                    }
                    return id;
                };

        try (var ahead = ahead(work)) {
            ahead.next(ContentKind.TAGS, null);
            begun.await();
        }

        assertThat(ended).isTrue();
    }
}
