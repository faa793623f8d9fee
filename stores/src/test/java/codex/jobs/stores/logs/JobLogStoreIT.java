package codex.jobs.stores.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import codex.jobs.embedded.Part;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.TaskId;
import codex.jobs.model.log.LogId;
import codex.jobs.model.log.LogLine;
import codex.jobs.model.log.LogType;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.Any;
import codex.jobs.stores.Stores;
import codex.jobs.stores.jobs.Page;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.mongodb.core.MongoTemplate;

class JobLogStoreIT {

    /// Today, since lines of long ago leave at once.
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.DAYS);

    private static final OrganizationId ACME = new OrganizationId("acme");

    @RegisterExtension static final Stores stores = Stores.with(Part.MONGODB);

    private final JobLogStore logs = stores.get(JobLogStore.class);
    private final JobId job = new JobId(UUID.randomUUID().toString().replace("-", ""));
    private final TaskId task = TaskId.of(job, 1);

    @Test
    void everyLineComesBackAsItWas() {
        var seed = System.nanoTime();
        var any = new Any(seed);

        IntStream.range(0, 300)
                .mapToObj(_ -> any.of(LogLine.class))
                .filter(line -> line.loggedAt().isAfter(now))
                .forEach(line -> {
                    logs.insertAll(List.of(line));
                    var query =
                            new LogQuery(
                                    line.organization(), line.job(), null, List.of(), null, 0, 10);
                    assertThat(logs.search(query).items())
                            .as("seed %d", seed)
                            .containsExactly(line);
                });
    }

    @Test
    void linesAreReadInTheOrderTheyWereSaid() {
        var third = line(3, now.plusMillis(1), LogType.INFO, "three");
        var second = line(2, now, LogType.INFO, "two");
        var first = line(1, now, LogType.INFO, "one");
        logs.insertAll(List.of(third, second, first));

        assertThat(logs.search(query(0, 10)))
                .isEqualTo(new Page<>(List.of(first, second, third), 0, 10, 3));
        assertThat(logs.search(query(1, 1))).isEqualTo(new Page<>(List.of(second), 1, 1, 3));
        assertThat(logs.search(query(0, 0)).total()).isEqualTo(3);
    }

    @Test
    void repeatedLinesAreStoredOnceAndNewOnesAmongThemAreKept() {
        var lines =
                IntStream.range(0, 100)
                        .mapToObj(number -> line(number, now, LogType.INFO, "line " + number))
                        .toList();
        logs.insertAll(lines.subList(0, 60));

        logs.insertAll(lines.subList(30, 100));
        logs.insertAll(lines);

        assertThat(logs.search(query(0, 200)).items()).containsExactlyElementsOf(lines);
    }

    @Test
    void sameLineTwiceInOneBatchIsStoredOnce() {
        var line = line(1, now, LogType.INFO, "once");

        logs.insertAll(List.of(line, line));

        assertThat(logs.search(query(0, 10)).items()).containsExactly(line);
    }

    @Test
    void noLinesAreNoTrouble() {
        logs.insertAll(List.of());

        assertThat(logs.search(query(0, 10)).total()).isZero();
    }

    @Test
    void otherFailuresAreNotHidden() {
        var tooLarge = line(1, now, LogType.INFO, "x".repeat(17 << 20));

        assertThatThrownBy(() -> logs.insertAll(List.of(tooLarge)))
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void eachConditionNarrows() {
        var info = line(1, now, LogType.INFO, "Imported 100%");
        var error = line(2, now, LogType.ERROR, "Not imported");
        logs.insertAll(List.of(info, error, lineOfTheJob()));

        assertThat(found(task, List.of(), null)).containsExactly(info, error);
        assertThat(found(null, List.of(LogType.ERROR), null)).containsExactly(error);
        assertThat(found(null, List.of(), "IMPORTED")).containsExactly(info, error);
        assertThat(found(null, List.of(), "100%")).containsExactly(info);
        assertThat(found(null, List.of(), ".")).isEmpty();
        assertThat(found(null, List.of(), null)).hasSize(3);
    }

    @Test
    void linesOfAnotherOrganizationAreNotFound() {
        logs.insertAll(List.of(line(1, now, LogType.INFO, "ours")));

        var query = new LogQuery(new OrganizationId("other"), job, null, List.of(), null, 0, 10);

        assertThat(logs.search(query).items()).isEmpty();
    }

    @Test
    void lineLeavesAfterThirtyDays() {
        var line = line(1, now, LogType.INFO, "short-lived");
        logs.insertAll(List.of(line));

        var stored =
                stores.get(MongoTemplate.class)
                        .findById(line.id().value(), Document.class, "jobTaskLogs");

        assertThat(stored).containsEntry("expiresAt", Date.from(now.plus(Duration.ofDays(30))));
    }

    private List<LogLine> found(
            @Nullable TaskId task, List<LogType> types, @Nullable String search) {
        return logs.search(new LogQuery(ACME, job, task, types, search, 0, 10)).items();
    }

    private LogQuery query(int offset, int limit) {
        return new LogQuery(ACME, job, null, List.of(), null, offset, limit);
    }

    private LogLine line(int number, Instant time, LogType type, String message) {
        return line(LogId.ofChunk(task, 1, number), task, number, time, type, message);
    }

    private LogLine lineOfTheJob() {
        return line(LogId.ofJob(job, "waits"), null, 1, now, LogType.INFO, "Waits");
    }

    private LogLine line(
            LogId id,
            @Nullable TaskId task,
            int number,
            Instant time,
            LogType type,
            String message) {
        return new LogLine(
                id, ACME, job, task, 1, number, time, type, message, null, null, null, null, null);
    }
}
