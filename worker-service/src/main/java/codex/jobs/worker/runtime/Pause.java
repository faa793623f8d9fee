package codex.jobs.worker.runtime;

import codex.jobs.model.job.Backoff;
import java.util.concurrent.ThreadLocalRandom;

/// Sleeps between tries, with jitter, so that many who wait for the same thing do not come back at
/// the same moment.
final class Pause {

    private Pause() {}

    static void after(int tries, Backoff backoff) throws InterruptedException {
        var full = backoff.after(tries).toMillis();
        Thread.sleep(full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1));
    }
}
