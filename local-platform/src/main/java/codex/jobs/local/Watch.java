package codex.jobs.local;

import java.time.Duration;
import java.util.function.Consumer;

/// Looks after the processes of a platform. What dies is started again after a second; what keeps
/// dying is given longer and longer pauses.
final class Watch implements AutoCloseable {

    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final int LONGEST_PAUSE_IN_PERIODS = 30;

    private final Platform platform;
    private final Consumer<String> news;
    private final Thread thread;
    private int pause = 1;

    Watch(Platform platform, Consumer<String> news) {
        this.platform = platform;
        this.news = news;
        this.thread = Thread.ofPlatform().daemon().name("watch").start(this::run);
    }

    /// Returns when nothing will be started any more.
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Thread.sleep(PERIOD.multipliedBy(pause));
                pause = platform.revive(news) ? Math.min(pause * 2, LONGEST_PAUSE_IN_PERIODS) : 1;
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                news.accept("Cannot start it again, will try once more: " + e.getMessage());
                pause = Math.min(pause * 2, LONGEST_PAUSE_IN_PERIODS);
            }
        }
    }
}
