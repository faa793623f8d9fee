package codex.jobs.worker.runtime;

import codex.jobs.model.job.Effect;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobEvent.TaskClaimed;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.JobMachine;
import codex.jobs.model.job.SessionId;
import codex.jobs.model.job.Step;
import codex.jobs.model.job.TaskType;
import codex.jobs.model.message.TaskCommand;
import codex.jobs.stores.jobs.Change;
import codex.jobs.stores.jobs.JobStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Turns commands into leases: all jobs read at once, all claims written at once. Who loses a race
/// looks again.
@Component
final class Claims {

    private static final Logger log = LoggerFactory.getLogger(Claims.class);

    /// After so many lost races a command is dropped; the scheduler sends it again.
    private static final int MOST_ROUNDS = 5;

    /// A task that is this worker's now.
    record Claimed(Job job, TaskCommand command) {}

    private record Claim(TaskCommand command, Change change, List<Effect> effects) {}

    private final JobStore jobs;
    private final JobWrites writes;
    private final JobSteps steps;
    private final InstantSource clock;

    Claims(JobStore jobs, JobWrites writes, JobSteps steps, InstantSource clock) {
        this.jobs = jobs;
        this.writes = writes;
        this.steps = steps;
        this.clock = clock;
    }

    /// Those of the commands that could be claimed; all others are doubled or late. Throws what the
    /// store throws, and then it is unknown which were claimed.
    ///
    /// @param type of the topic that the commands come from
    List<Claimed> claim(TaskType type, List<TaskCommand> commands, SessionId session)
            throws InterruptedException {
        var claimed = new ArrayList<Claimed>();
        var open = commands;
        for (var round = 0; round < MOST_ROUNDS && !open.isEmpty(); round++) {
            open = claimOnce(type, open, session, claimed);
        }
        return claimed;
    }

    /// Answers the commands to look at again.
    private List<TaskCommand> claimOnce(
            TaskType type, List<TaskCommand> commands, SessionId session, List<Claimed> claimed)
            throws InterruptedException {
        var stored = stored(commands);
        var claims = new HashMap<JobId, Claim>();
        var again = new ArrayList<TaskCommand>();
        for (var command : commands) {
            var job = stored.get(command.job());
            if (job == null) {
                refused(command, "no such job");
            } else if (!fits(job, command, type)) {
                refused(command, "not a task of this type and organization");
            } else if (claims.containsKey(command.job())) {
                again.add(command);
            } else {
                step(job, command, session, claims);
            }
        }
        var won = writes.writeAll(claims.values().stream().map(Claim::change).toList());
        for (var claim : claims.values()) {
            if (won.contains(claim.command().job())) {
                steps.tell(claim.effects());
                claimed.add(new Claimed(claim.change().next(), claim.command()));
            } else {
                again.add(claim.command());
            }
        }
        return again;
    }

    private void step(Job job, TaskCommand command, SessionId session, Map<JobId, Claim> claims) {
        var event = new TaskClaimed(command.task(), command.attempt(), session);
        switch (JobMachine.step(job, event, clock.instant())) {
            case Step.Applied(var next, var effects) ->
                    claims.put(job.id(), new Claim(command, new Change(job, next), effects));
            case Step.Ignored(var reason) -> refused(command, reason);
        }
    }

    private static boolean fits(Job job, TaskCommand command, TaskType type) {
        return job.organization().equals(command.organization())
                && job.task(command.task()).filter(task -> task.type() == type).isPresent();
    }

    private Map<JobId, Job> stored(Collection<TaskCommand> commands) {
        var ids = new HashSet<JobId>();
        commands.forEach(command -> ids.add(command.job()));
        return jobs.findAll(ids).stream().collect(Collectors.toMap(Job::id, Function.identity()));
    }

    private static void refused(TaskCommand command, String reason) {
        log.info(
                "Claim refused, {}: organization={} job={} task={} attempt={}",
                reason,
                command.organization(),
                command.job(),
                command.task(),
                command.attempt());
    }
}
