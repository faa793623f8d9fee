package codex.jobs.worker.runtime;

import codex.jobs.model.job.Effect;
import codex.jobs.model.job.JobId;
import codex.jobs.model.message.JobNews;
import codex.jobs.stores.news.EffectPublisher;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/// News for those who only watch: at most one a second and job, always the latest, and none about a
/// task that was over before anybody could have looked.
@Component
final class ProgressNews {

    private static final Duration DISTANCE = Duration.ofSeconds(1);

    private record Latest(JobNews news, boolean told, Instant toldAt) {}

    private final Map<JobId, Latest> latest = new ConcurrentHashMap<>();
    private final EffectPublisher publisher;
    private final InstantSource clock;

    ProgressNews(EffectPublisher publisher, InstantSource clock) {
        this.publisher = publisher;
        this.clock = clock;
    }

    void happened(JobNews news) {
        latest.merge(
                news.job(),
                new Latest(news, false, Instant.MIN),
                (before, _) -> new Latest(news, false, before.toldAt()));
    }

    /// The job's task is over here; its last news are told by others.
    void over(JobId job) {
        latest.remove(job);
    }

    /// To be called a few times a second.
    void tell() {
        var now = clock.instant();
        var due = new ArrayList<Effect>();
        latest.replaceAll((_, entry) -> {
            if (entry.told() || entry.toldAt().isAfter(now.minus(DISTANCE))) {
                return entry;
            }
            due.add(new Effect.PublishNews(entry.news()));
            return new Latest(entry.news(), true, now);
        });
        if (!due.isEmpty()) {
            var _ = publisher.publish(List.copyOf(due));
        }
    }
}
