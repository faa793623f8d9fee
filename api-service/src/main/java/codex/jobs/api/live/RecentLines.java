package codex.jobs.api.live;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// The latest lines of all jobs as they came, undecoded: between the topic and the store a line is
/// neither behind nor ahead of a new subscriber, and this is where it finds such lines.
final class RecentLines {

    private static final int MOST_LINES = 20_000;
    private static final long MOST_BYTES = 16 << 20;

    private final ArrayDeque<ConsumerRecord<String, byte[]>> lines = new ArrayDeque<>();
    private long bytes;

    /// A record with a key, the job, and a value.
    void add(ConsumerRecord<String, byte[]> line) {
        lines.addLast(line);
        bytes += line.value().length;
        while (lines.size() > MOST_LINES || bytes > MOST_BYTES) {
            bytes -= lines.removeFirst().value().length;
        }
    }

    List<byte[]> of(String job) {
        var found = new ArrayList<byte[]>();
        for (var line : lines) {
            if (line.key().equals(job)) {
                found.add(line.value());
            }
        }
        return found;
    }
}
