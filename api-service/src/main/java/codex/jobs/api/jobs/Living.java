package codex.jobs.api.jobs;

import codex.jobs.model.job.TaskType;
import codex.jobs.stores.sessions.Session;
import codex.jobs.stores.sessions.SessionStore;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// Which schedulers and workers are alive, looked up at most once a second.
@Component
final class Living {

    /// Twice the silence after which the schedulers declare a session dead, by default.
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private static final Duration KEPT_FOR = Duration.ofSeconds(1);
    private static final String WHO = "all";

    private final LoadingCache<String, Now> known;

    Living(SessionStore sessions) {
        this.known =
                Caffeine.newBuilder()
                        .expireAfterWrite(KEPT_FOR)
                        .build(_ -> Now.of(sessions.alive(SILENCE)));
    }

    /// @param served the types of task that workers take
    record Now(Set<TaskType> served, boolean schedulers) {

        private static Now of(List<Session> sessions) {
            return new Now(
                    sessions.stream()
                            .flatMap(session -> session.taskTypes().stream())
                            .collect(Collectors.toSet()),
                    sessions.stream().anyMatch(session -> session.kind().equals("scheduler")));
        }
    }

    Now now() {
        return known.get(WHO);
    }
}
