package codex.jobs.scheduler.events;

import codex.jobs.model.job.JobId;
import codex.jobs.model.message.JobNews;
import codex.jobs.scheduler.decisions.Decisions;
import codex.jobs.scheduler.decisions.SchedulerMetrics;
import codex.jobs.stores.news.Messages;
import codex.jobs.stores.news.Undecodable;
import java.util.LinkedHashSet;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.stereotype.Component;

/// News of jobs → decisions, a batch at a time; progress concerns only those who watch. What fails
/// is delivered again; the offsets move when the batch is decided.
@Component
class JobNewsListener implements BatchMessageListener<byte[], byte[]> {

    private static final Logger log = LoggerFactory.getLogger(JobNewsListener.class);

    private final Decisions decisions;
    private final SchedulerMetrics metrics;

    JobNewsListener(Decisions decisions, SchedulerMetrics metrics) {
        this.decisions = decisions;
        this.metrics = metrics;
    }

    @Override
    public void onMessage(List<ConsumerRecord<byte[], byte[]>> news) {
        var changed = new LinkedHashSet<JobId>();
        for (var message : news) {
            try {
                var decoded = Messages.decodeJobNews(message.value());
                if (decoded.kind() == JobNews.Kind.CHANGED) {
                    changed.add(decoded.job());
                }
            } catch (Undecodable e) {
                metrics.undecodable();
                log.error(
                        "News skipped, {}: topic={} partition={} offset={}",
                        e.getMessage(),
                        message.topic(),
                        message.partition(),
                        message.offset());
            }
        }
        if (!changed.isEmpty()) {
            decisions.decide(changed);
        }
    }
}
