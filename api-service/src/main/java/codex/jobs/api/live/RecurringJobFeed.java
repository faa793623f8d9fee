package codex.jobs.api.live;

import codex.jobs.api.ApiProperties;
import codex.jobs.model.job.RecurringJobId;
import codex.jobs.model.message.Topics;
import codex.jobs.model.recurring.RecurringJob;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.news.Messages;
import codex.jobs.stores.news.Undecodable;
import codex.jobs.stores.recurring.RecurringJobStore;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/// Recurring jobs for those who watch them.
@Component
final class RecurringJobFeed extends Feed<RecurringJobId, RecurringJob> {

    private final RecurringJobStore jobs;

    RecurringJobFeed(
            RecurringJobStore jobs,
            ConsumerFactory<String, byte[]> consumers,
            ApiProperties properties) {
        super(RecurringJobId.class, Topics.RECURRING_EVENTS, consumers, properties);
        this.jobs = jobs;
    }

    /// Its state now, then each change, coalesced; completes when it is deleted. Without a job,
    /// every change of any of the organization's.
    Flux<RecurringJob> of(OrganizationId organization, @Nullable RecurringJobId job) {
        return watch(organization, job);
    }

    @Override
    Subject<RecurringJobId> subject(byte[] news) throws Undecodable {
        var decoded = Messages.decodeRecurringNews(news);
        return new Subject<>(decoded.organization(), decoded.job());
    }

    @Override
    Optional<RecurringJob> find(OrganizationId organization, RecurringJobId id) {
        return jobs.find(organization, id);
    }

    @Override
    List<RecurringJob> findAll(Collection<RecurringJobId> ids) {
        return jobs.findAll(ids);
    }

    @Override
    Watch.State<RecurringJobId> state(RecurringJob job) {
        return new Watch.State<>(job.organization(), job.id(), job.version(), job.deleted());
    }
}
