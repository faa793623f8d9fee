package codex.jobs.model.job;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that tests move by hand; safe for use by many threads.
public final class SettableTime implements InstantSource {

    private volatile Instant now;

    public SettableTime(Instant now) {
        this.now = now;
    }

    @Override
    public Instant instant() {
        return now;
    }

    public void set(Instant time) {
        now = time;
    }

    public synchronized void advance(Duration duration) {
        now = now.plus(duration);
    }
}
