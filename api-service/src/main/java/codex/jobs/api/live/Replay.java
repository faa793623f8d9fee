package codex.jobs.api.live;

import codex.jobs.model.job.Job;
import codex.jobs.model.log.LogId;
import codex.jobs.model.log.LogLine;
import codex.jobs.stores.logs.JobLogStore;
import codex.jobs.stores.logs.LogQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import reactor.core.publisher.Flux;

/// A job's stored lines, page by page as the subscriber reads them, then the news that has waited
/// meanwhile and comes later. A line that is in both is told once.
final class Replay {

    private static final int PAGE = 500;
    private static final int MOST_REMEMBERED = 20_000;

    /// Older lines are not on their way any more.
    private static final Duration ON_THEIR_WAY = Duration.ofMinutes(10);

    private final JobLogStore stored;
    private final Job job;
    private final LogWatch watch;
    private final Instant since;
    private final LinkedHashSet<LogId> told = new LinkedHashSet<>();
    private int offset;

    Replay(JobLogStore stored, Job job, LogWatch watch, Instant now) {
        this.stored = stored;
        this.job = job;
        this.watch = watch;
        this.since = now.minus(ON_THEIR_WAY);
    }

    Flux<LogLine> followedByNews() {
        var lines =
                Flux.<List<LogLine>>generate(page -> {
                    var next = next();
                    if (next.isEmpty()) {
                        page.complete();
                    } else {
                        page.next(next);
                    }
                });
        return lines.concatMapIterable(page -> page, 1)
                .concatWith(watch.outbox().flux())
                .filter(this::isNew);
    }

    private List<LogLine> next() {
        var page = read();
        // While a subscriber was busy with the stored lines, too much news may have come to be
        // kept: it is stored by now.
        if (page.isEmpty() && watch.outbox().lostSome()) {
            page = read();
        }
        offset += page.size();
        return page;
    }

    private List<LogLine> read() {
        return stored.search(
                        new LogQuery(
                                job.organization(),
                                job.id(),
                                watch.task(),
                                watch.types(),
                                null,
                                offset,
                                PAGE))
                .items();
    }

    private boolean isNew(LogLine line) {
        if (line.loggedAt().isBefore(since)) {
            return true;
        }
        var isNew = told.add(line.id());
        if (told.size() > MOST_REMEMBERED) {
            told.removeFirst();
        }
        return isNew;
    }
}
