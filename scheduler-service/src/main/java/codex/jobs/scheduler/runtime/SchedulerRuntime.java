package codex.jobs.scheduler.runtime;

import codex.jobs.scheduler.SchedulerProperties;
import codex.jobs.scheduler.decisions.FairRelease;
import codex.jobs.scheduler.decisions.WakeUps;
import codex.jobs.scheduler.due.DatabaseTime;
import codex.jobs.scheduler.events.NewsConsumer;
import codex.jobs.scheduler.reconcile.Reconciler;
import codex.jobs.scheduler.recurring.RecurringFirings;
import codex.jobs.scheduler.retention.DeadDrafts;
import codex.jobs.scheduler.retention.ExportFiles;
import codex.jobs.scheduler.retention.FinishedJobs;
import codex.jobs.scheduler.retention.RetentionProperties;
import codex.jobs.scheduler.retention.UnusedBlobs;
import codex.jobs.scheduler.retention.UnusedUploads;
import codex.jobs.scheduler.sessions.DeadSessions;
import codex.jobs.scheduler.sessions.SchedulerSession;
import codex.jobs.stores.news.KafkaProvisioning;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Starts and stops everything that a scheduler does. It owns nothing, so it may be stopped, or
/// killed, at any time.
@Component
final class SchedulerRuntime implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(SchedulerRuntime.class);
    private static final Duration JOIN = Duration.ofSeconds(3);

    private final KafkaProvisioning provisioning;
    private final DatabaseTime time;
    private final NewsConsumer news;
    private final SchedulerSession session;
    private final List<Duty> duties;

    private @Nullable Thread starting;
    private volatile boolean running;

    SchedulerRuntime(
            KafkaProvisioning provisioning,
            NewsConsumer news,
            SchedulerSession session,
            DeadSessions sessions,
            WakeUps wakeUps,
            FairRelease queues,
            RecurringFirings firings,
            DatabaseTime time,
            Reconciler reconciler,
            StoreWatch store,
            FinishedJobs finished,
            UnusedUploads uploads,
            ExportFiles exports,
            UnusedBlobs blobs,
            DeadDrafts drafts,
            RetentionProperties retention,
            SchedulerProperties properties) {
        this.provisioning = provisioning;
        this.time = time;
        this.news = news;
        this.session = session;
        this.duties =
                List.of(
                        new Duty(
                                "sessions",
                                properties.beatPeriod(),
                                () -> {
                                    sessions.bury();
                                    store.answered();
                                }),
                        new Duty("wake-ups", wakeUps::decideDue),
                        new Duty("recurring", firings::fireDue),
                        new Duty("fair-release", properties.releasePeriod(), queues::release),
                        new Duty("reconcile", properties.reconcilePeriod(), reconciler::reconcile),
                        new Duty("retention", retention.period(), finished::remove),
                        new Duty("uploads", retention.period(), uploads::remove),
                        new Duty("exports", retention.period(), exports::remove),
                        new Duty("blobs", retention.period(), blobs::remove),
                        new Duty("drafts", retention.period(), drafts::drop));
    }

    @Override
    public void start() {
        running = true;
        duties.forEach(Duty::start);
        starting = Thread.ofPlatform().daemon().name("scheduler-start").start(this::consume);
    }

    private void consume() {
        try {
            provisioning.provision();
            time.awaitKnown();
            news.start();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        running = false;
        try {
            var provisioner = starting;
            if (provisioner != null) {
                provisioner.interrupt();
                provisioner.join(JOIN);
            }
            news.stop();
            for (var duty : duties) {
                duty.stop(JOIN);
            }
            session.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.warn("The session was not closed, it ends by itself: {}", e.toString());
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
