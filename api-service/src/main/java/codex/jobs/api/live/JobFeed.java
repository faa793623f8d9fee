package codex.jobs.api.live;

import codex.jobs.api.ApiProperties;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobId;
import codex.jobs.model.message.Topics;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.jobs.JobStore;
import codex.jobs.stores.news.Messages;
import codex.jobs.stores.news.Undecodable;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/// Jobs for those who watch them.
@Component
final class JobFeed extends Feed<JobId, Job> {

    private final JobStore jobs;

    JobFeed(JobStore jobs, ConsumerFactory<String, byte[]> consumers, ApiProperties properties) {
        super(JobId.class, Topics.JOB_EVENTS, consumers, properties);
        this.jobs = jobs;
    }

    /// A job's state now, then each change, coalesced; completes when the job is over.
    Flux<Job> of(Job job) {
        return watch(job.organization(), job.id());
    }

    /// Every change of any of the organization's jobs, coalesced for each job.
    Flux<Job> ofAll(OrganizationId organization) {
        return watch(organization, null);
    }

    @Override
    Subject<JobId> subject(byte[] news) throws Undecodable {
        var decoded = Messages.decodeJobNews(news);
        return new Subject<>(decoded.organization(), decoded.job());
    }

    @Override
    Optional<Job> find(OrganizationId organization, JobId id) {
        return jobs.find(organization, id);
    }

    @Override
    List<Job> findAll(Collection<JobId> ids) {
        return jobs.findAll(ids);
    }

    @Override
    Watch.State<JobId> state(Job job) {
        return new Watch.State<>(
                job.organization(), job.id(), job.version(), job.status().isTerminal());
    }
}
