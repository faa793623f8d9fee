package codex.jobs.worker.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.model.job.ImportConflictMode;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.log.LogLine;
import codex.jobs.model.log.LogType;
import codex.jobs.model.tenant.Actor;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.OrganizationId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class TaskLogTest {

    private static final LogLimits GENEROUS =
            new LogLimits(
                    DataSize.ofKilobytes(8), 100_000, DataSize.ofMegabytes(64), 10_000, 10_000);

    private final List<LogLine> shipped = new ArrayList<>();
    private final AtomicInteger dropped = new AtomicInteger();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private TaskLog log(LogLimits limits) {
        var job =
                Job.planned(
                        new JobId("j1"),
                        new OrganizationId("acme"),
                        new EnvironmentId("main"),
                        "a job",
                        new JobSpec.ImportEntries(
                                "a.json", ImportConflictMode.UPSERT, false, null, null, null),
                        null,
                        Actor.named("u1", false, null, null),
                        null,
                        now);
        var rate = new RateLimit(limits.organizationLinesPerSecond());
        return new TaskLog(
                job,
                job.tasks().getFirst(),
                new LineLimits(limits, rate, dropped::incrementAndGet),
                () -> now,
                shipped::addAll);
    }

    @Test
    void linesKeepTheirOrderAndHaveDistinctIds() {
        var log = log(GENEROUS);

        log.line(LogType.INFO, null, "one");
        log.line(LogType.INFO, null, "two");
        log.chunk(0, List.of(item("three")), null, 0);
        log.close();

        assertThat(shipped).extracting(LogLine::message).containsExactly("one", "two", "three");
        assertThat(shipped).extracting(LogLine::id).doesNotHaveDuplicates();
        assertThat(shipped).extracting(LogLine::sequence).isSorted();
    }

    @Test
    void chunkThatIsDoneAgainByAnotherAttemptHasTheSameIds() {
        log(GENEROUS).chunk(7, List.of(item("a"), item("b")), null, 0);
        var first = shipped.stream().map(LogLine::id).toList();
        shipped.clear();

        log(GENEROUS).chunk(7, List.of(item("a"), item("b")), null, 0);

        assertThat(shipped).extracting(LogLine::id).containsExactlyElementsOf(first);
    }

    @Test
    void progressIsSaidBehindTheItemsAndOnce() {
        log(GENEROUS).chunk(7, List.of(item("a"), item("b")), "half of it", 0);
        log(GENEROUS).chunk(7, List.of(item("a"), item("b")), "half of it", 0);

        assertThat(shipped)
                .extracting(LogLine::message)
                .containsExactly("a", "b", "half of it", "a", "b", "half of it");
        assertThat(Set.copyOf(shipped.stream().map(LogLine::id).toList())).hasSize(3);
        assertThat(shipped.get(2).itemIndex()).isNull();
    }

    @Test
    void progressIsSaidAlsoWhereNoItemIsAnyMore() {
        log(GENEROUS).chunk(0, List.of(item("a")), "half of it", TaskLog.ITEM_ROWS + 1);

        assertThat(shipped).extracting(LogLine::message).containsExactly("half of it");
    }

    @Test
    void longMessageIsCutAtACharacterAndMarked() {
        log(GENEROUS).chunk(0, List.of(item("ä€😀".repeat(10_000))), null, 0);

        var message = shipped.getFirst().message();
        assertThat(message.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(8192);
        assertThat(message).startsWith("ä€😀").endsWith(" … (cut)").doesNotContain("\uFFFD");
    }

    @Test
    void linesAboveTheTasksLimitAreDroppedAndSaidSo() {
        var log =
                log(
                        new LogLimits(
                                DataSize.ofKilobytes(8), 10, DataSize.ofMegabytes(1), 1000, 1000));

        IntStream.range(0, 25).forEach(line -> log.line(LogType.INFO, null, "line " + line));
        log.close();

        assertThat(shipped).hasSize(11);
        assertThat(shipped.getLast().type()).isEqualTo(LogType.WARNING);
        assertThat(shipped.getLast().code()).isEqualTo("LINES_DROPPED");
        assertThat(shipped.getLast().message()).isEqualTo("15 lines dropped");
        assertThat(dropped).hasValue(15);
    }

    @Test
    void bytesOfATaskAreLimited() {
        var log =
                log(
                        new LogLimits(
                                DataSize.ofKilobytes(8), 1000, DataSize.ofBytes(100), 1000, 1000));

        IntStream.range(0, 5).forEach(_ -> log.line(LogType.INFO, null, "x".repeat(40)));
        log.close();

        assertThat(shipped).hasSize(3);
        assertThat(shipped.getLast().message()).isEqualTo("3 lines dropped");
    }

    @Test
    void rateIsLimitedButRecovers() {
        var log =
                log(new LogLimits(DataSize.ofKilobytes(8), 1000, DataSize.ofMegabytes(1), 1, 1000));

        IntStream.range(0, 30).forEach(_ -> log.line(LogType.INFO, null, "burst"));
        log.flush();
        now = now.plus(Duration.ofSeconds(2));
        IntStream.range(0, 5).forEach(_ -> log.line(LogType.INFO, null, "later"));
        log.close();

        assertThat(shipped).filteredOn(line -> line.message().equals("burst")).hasSize(20);
        assertThat(shipped).filteredOn(line -> line.message().equals("later")).hasSize(2);
        assertThat(shipped)
                .filteredOn(line -> line.message().endsWith("lines dropped"))
                .extracting(LogLine::message)
                .containsExactly("10 lines dropped", "3 lines dropped");
    }

    @Test
    void organizationsRateIsSharedByItsTasks() {
        var limits = new LogLimits(DataSize.ofKilobytes(8), 1000, DataSize.ofMegabytes(1), 1000, 1);
        var shared = new RateLimit(limits.organizationLinesPerSecond());
        var one = new LineLimits(limits, shared, dropped::incrementAndGet);
        var two = new LineLimits(limits, shared, dropped::incrementAndGet);

        IntStream.range(0, 15).forEach(_ -> one.admit("x", now));
        IntStream.range(0, 15).forEach(_ -> two.admit("x", now));

        assertThat(dropped).hasValue(10);
    }

    @Test
    void onlyTheFirstItemLinesOfAJobAreKeptWhichIsSaidOnce() {
        var log = log(GENEROUS);

        log.chunk(0, List.of(item("a"), item("b"), item("c")), null, TaskLog.ITEM_ROWS - 2);
        log.chunk(1, List.of(item("d")), null, TaskLog.ITEM_ROWS + 1);

        assertThat(shipped)
                .extracting(LogLine::message)
                .containsExactly(
                        "a",
                        "b",
                        "Only the first 10000 lines about items are kept here; all are counted");
        assertThat(shipped.getLast().type()).isEqualTo(LogType.WARNING);
        assertThat(shipped.getLast().code()).isEqualTo("ITEM_ROWS_LIMITED");
    }

    private static ItemLine item(String message) {
        return new ItemLine(LogType.ERROR, "CODE", message, 1L, "ce1", "ext", "/a");
    }
}
