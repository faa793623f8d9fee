package codex.jobs.api.logs;

import codex.jobs.model.log.LogLine;
import codex.jobs.model.message.Topics;
import codex.jobs.stores.logs.JobLogStore;
import codex.jobs.stores.news.Messages;
import codex.jobs.stores.news.Undecodable;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.NonTransientDataAccessException;
import org.springframework.dao.UncategorizedDataAccessException;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/// Log topic → store, in bulk. Offsets are committed after the write, and a line that arrives again
/// is stored once. While MongoDB is away the same lines are tried again; what can never be stored
/// is skipped and counted.
@Component
class LogIngestion {

    private static final Logger log = LoggerFactory.getLogger(LogIngestion.class);

    private final JobLogStore lines;
    private final Counter stored;
    private final Counter skipped;

    LogIngestion(JobLogStore lines, MeterRegistry meters) {
        this.lines = lines;
        this.stored = meters.counter("codex.jobs.logs.stored");
        this.skipped = meters.counter("codex.jobs.logs.skipped");
    }

    @KafkaListener(id = "log-store", topics = Topics.JOB_TASK_LOGS)
    void store(List<ConsumerRecord<String, byte[]>> records) {
        var batch = new ArrayList<LogLine>(records.size());
        for (var record : records) {
            try {
                batch.add(Messages.decodeLogLine(record.value()));
            } catch (Undecodable e) {
                skip(e, record.partition() + "@" + record.offset());
            }
        }
        insert(batch);
        stored.increment(batch.size());
    }

    private void insert(List<LogLine> batch) {
        try {
            lines.insertAll(batch);
        } catch (RuntimeException e) {
            if (!isForGood(e)) {
                throw e;
            }
            batch.removeIf(line -> !isInserted(line));
        }
    }

    private boolean isInserted(LogLine line) {
        try {
            lines.insertAll(List.of(line));
            return true;
        } catch (RuntimeException e) {
            if (!isForGood(e)) {
                throw e;
            }
            skip(e, line.id().value());
            return false;
        }
    }

    /// Only what the database says about the line itself; everything else may pass.
    private static boolean isForGood(RuntimeException e) {
        return e instanceof IllegalArgumentException
                || (e instanceof NonTransientDataAccessException
                        && !(e instanceof DataAccessResourceFailureException)
                        && !(e instanceof UncategorizedDataAccessException));
    }

    private void skip(Exception why, String which) {
        skipped.increment();
        log.warn("Log line {} skipped", which, why);
    }
}
