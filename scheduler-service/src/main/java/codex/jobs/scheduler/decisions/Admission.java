package codex.jobs.scheduler.decisions;

import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobEvent;
import codex.jobs.model.job.QueueWait;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.jobs.JobQueues;
import codex.jobs.stores.tenants.LimitStore;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Lets a due job go on at once if nobody stands before it: its organization may have one more
/// active job, and its task type has room and no queue. Any other job is queued; the queues are
/// served by [FairRelease]. Several schedulers may each let one job too many pass at a moment.
@Component
final class Admission {

    private final JobQueues queues;
    private final LimitStore limits;
    private final ReleaseWindow window;

    Admission(JobQueues queues, LimitStore limits, ReleaseWindow window) {
        this.queues = queues;
        this.limits = limits;
        this.window = window;
    }

    /// The due jobs that may ask for their locks. The others have been queued.
    List<Draft> admitted(Collection<Draft> due) {
        var news = due.stream().filter(draft -> !isThrough(draft)).toList();
        if (news.isEmpty()) {
            return List.copyOf(due);
        }
        var active = active(news);
        for (var draft : news) {
            var organization = draft.job().organization();
            var reason = refusal(draft.job(), active.getOrDefault(organization, 0));
            if (reason != null) {
                draft.step(new JobEvent.Queued(reason));
            } else {
                active.merge(organization, 1, Integer::sum);
            }
        }
        return due.stream().filter(draft -> draft.job().queueWait() == null).toList();
    }

    private static boolean isThrough(Draft draft) {
        return draft.isFromQueue() || draft.job().isAdmitted();
    }

    private Map<OrganizationId, Integer> active(List<Draft> drafts) {
        var organizations =
                drafts.stream()
                        .map(draft -> draft.job().organization())
                        .collect(Collectors.toSet());
        return new HashMap<>(queues.countAdmitted(organizations));
    }

    private QueueWait.@Nullable Reason refusal(Job job, int active) {
        var most = limits.of(job.organization()).activeJobs();
        if (most == 0) {
            return QueueWait.Reason.PAUSED;
        }
        if (active >= most) {
            return QueueWait.Reason.QUOTA;
        }
        return window.take(job.tasks().getFirst().type()) ? null : QueueWait.Reason.WINDOW;
    }
}
