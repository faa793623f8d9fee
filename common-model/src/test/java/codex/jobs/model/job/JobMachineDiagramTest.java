package codex.jobs.model.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Walks everything that can become of a job and compares it with `docs/job-states.md`. To accept a
/// changed machine, run this test with the environment variable `UPDATE_DIAGRAMS` set.
class JobMachineDiagramTest {

    private static final Path FILE = Path.of("..", "docs", "job-states.md");

    private static final String HEAD =
            """
            # States of a job

            Generated from the state machine by `JobMachineDiagramTest`; do not edit. Each state is the
            published status, then why the job is not stuck (`Liveness`). A job has several tasks;
            all of them pass through the same states, so the diagram shows one round. Events that are not
            drawn at a state are ignored there.

            ```mermaid
            stateDiagram-v2
                direction LR
                [*] --> PENDING_Scheduled : planned for later
                [*] --> PENDING_NeedsLocks : planned for now
            """;

    /// Of a situation, what the machine's next answers depend on.
    private record Situation(
            String state,
            int currentTask,
            int strikes,
            boolean cancelRequested,
            boolean waited,
            boolean hasRun,
            boolean hasFailedItems) {

        static Situation of(Job job, Instant now) {
            return new Situation(
                    stateOf(job, now),
                    job.currentTask().map(Task::order).orElse(0),
                    job.currentTask().map(Task::strikes).orElse(0),
                    job.cancelRequestedAt() != null,
                    job.lockWait() != null,
                    job.startedAt() != null,
                    job.tasks().getFirst().counts().failed() > 0);
        }
    }

    private final Map<String, TreeSet<String>> transitions = new TreeMap<>();
    private final Set<String> events = new TreeSet<>();
    private final Set<String> states = new TreeSet<>();

    @Test
    void diagramInTheDocumentationIsTheMachine() throws IOException {
        walk();
        var diagram = diagram();
        if (System.getenv("UPDATE_DIAGRAMS") != null) {
            Files.writeString(FILE, diagram);
        }

        assertThat(Files.readString(FILE)).isEqualTo(diagram);
    }

    @Test
    void everyEventAndEverySituationIsVisited() {
        walk();

        assertThat(events).containsExactlyInAnyOrderElementsOf(namesOf(JobEvent.class));
        assertThat(states.stream().map(state -> state.substring(state.indexOf('_') + 1)).distinct())
                .containsExactlyInAnyOrderElementsOf(
                        namesOf(Liveness.class).stream()
                                .filter(name -> !name.equals("Stuck"))
                                .toList());
    }

    private static Set<String> namesOf(Class<?> sealed) {
        return Stream.of(sealed.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private record Visit(Job job, Instant now) {}

    private void walk() {
        var open = new ArrayDeque<Visit>();
        open.add(new Visit(Jobs.aJob(), Jobs.NOW));
        open.add(new Visit(Jobs.aScheduledJob(Jobs.NOW.plusSeconds(60)), Jobs.NOW));
        var seen = new HashSet<Situation>();
        while (!open.isEmpty()) {
            var visit = open.remove();
            if (!seen.add(Situation.of(visit.job(), visit.now()))) {
                continue;
            }
            states.add(stateOf(visit.job(), visit.now()));
            for (var event : Events.all(visit.job())) {
                if (JobMachine.step(visit.job(), event, visit.now())
                        instanceof Step.Applied(var next, _)) {
                    events.add(event.getClass().getSimpleName());
                    arrow(visit, new Visit(next, visit.now()), event.getClass().getSimpleName());
                    open.add(new Visit(next, visit.now()));
                }
            }
            letTimePass(visit, open);
        }
    }

    /// Until somebody must look; a task that was sent is then sent again.
    private void letTimePass(Visit visit, ArrayDeque<Visit> open) {
        var wakeAt = visit.job().wakeAt();
        if (wakeAt == null || !wakeAt.isAfter(visit.now())) {
            return;
        }
        var later = new Visit(visit.job(), wakeAt);
        if (!stateOf(visit.job(), visit.now()).equals(stateOf(later.job(), later.now()))) {
            arrow(visit, later, "time passes");
            open.add(later);
        } else if (Liveness.of(later.job(), later.now()) instanceof Liveness.Dispatched(var task, _)
                && JobMachine.step(later.job(), new JobEvent.TaskReleased(task.id()), wakeAt)
                        instanceof Step.Applied(var next, _)) {
            arrow(later, new Visit(next, wakeAt), "TaskReleased (again)");
        }
    }

    private void arrow(Visit from, Visit to, String label) {
        var key = stateOf(from.job(), from.now()) + " --> " + stateOf(to.job(), to.now());
        transitions.computeIfAbsent(key, _ -> new TreeSet<>()).add(label);
    }

    private static String stateOf(Job job, Instant now) {
        return job.status() + "_" + Liveness.of(job, now).getClass().getSimpleName();
    }

    private String diagram() {
        var lines = new StringBuilder(HEAD);
        transitions.forEach((arrow, labels) ->
                lines.append("    %s : %s\n".formatted(arrow, String.join(", ", labels))));
        states.stream()
                .filter(state -> state.endsWith("_Over"))
                .forEach(state -> lines.append("    %s --> [*]\n".formatted(state)));
        return lines.append("```\n").toString();
    }
}
