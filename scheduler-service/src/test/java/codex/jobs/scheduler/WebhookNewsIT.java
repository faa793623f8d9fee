package codex.jobs.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import codex.jobs.embedded.Part;
import codex.jobs.embedded.Servers;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobEvent;
import codex.jobs.model.job.JobOutcome;
import codex.jobs.model.job.Jobs;
import codex.jobs.model.job.Retry;
import codex.jobs.model.job.SessionId;
import codex.jobs.model.webhook.DeliveryStatus;
import codex.jobs.model.webhook.WebhookEvent;
import codex.jobs.model.webhook.WebhookSecret;
import codex.jobs.model.webhook.WebhookStatus;
import codex.jobs.scheduler.webhooks.WebhookNews;
import codex.jobs.stores.webhooks.Delivery;
import codex.jobs.stores.webhooks.DeliveryStore;
import codex.jobs.stores.webhooks.Webhook;
import codex.jobs.stores.webhooks.WebhookStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Everything that happens to a job is stored for delivery, once, and at the latest before the job
/// is settled.
class WebhookNewsIT {

    @RegisterExtension static final Servers servers = Servers.with(Part.MONGODB, Part.KAFKA);

    private static final SessionId WORKER = new SessionId("w-of-a-test");

    private static final List<Webhook> webhooks = new ArrayList<>();

    private static TestScheduler scheduler;
    private static Scene scene;
    private static Recurrences recurrences;

    @BeforeAll
    static void start() {
        // it is looked up by hand who has webhooks
        scheduler =
                TestScheduler.start(
                        servers,
                        "codex.jobs.scheduler.reconcile-period=1h",
                        "codex.jobs.scheduler.webhooks.refresh-period=1h",
                        "codex.jobs.scheduler.webhooks.most-pending=100",
                        "codex.jobs.deliveries.organizations.acme=9d");
        scene = new Scene(scheduler);
        recurrences = new Recurrences(scheduler);
    }

    @AfterAll
    static void stop() {
        scheduler.close();
    }

    /// What is pending counts for all of an organization's webhooks.
    @AfterEach
    void nobodyWaitsForATestThatIsOver() {
        var store = scheduler.bean(DeliveryStore.class);
        webhooks.forEach(one -> scheduler.bean(WebhookStore.class).delete(Jobs.ACME, one.id()));
        webhooks.clear();
        store.due(Jobs.ACME, Scene.now().plusSeconds(60), 500)
                .forEach(one -> store.claim(one, Scene.now()).ifPresent(store::drop));
    }

    private static Webhook webhook(WebhookEvent... events) {
        return webhook(Scene.now(), events);
    }

    private static Webhook webhook(Instant createdAt, WebhookEvent... events) {
        var webhook =
                new Webhook(
                        "wh" + UUID.randomUUID(),
                        Jobs.ACME,
                        "Mine",
                        "https://example.org/",
                        List.of(events),
                        null,
                        WebhookSecret.of(new byte[32]),
                        WebhookStatus.ENABLED,
                        null,
                        0,
                        null,
                        createdAt,
                        null,
                        Jobs.ALICE);
        scheduler.bean(WebhookStore.class).insert(webhook);
        webhooks.add(webhook);
        return webhook;
    }

    private static List<Delivery> deliveries(Webhook webhook, Job job) {
        return scheduler
                .bean(DeliveryStore.class)
                .search(Jobs.ACME, webhook.id(), null, 0, 500)
                .items()
                .stream()
                .filter(delivery -> delivery.job().equals(job.id()))
                .toList();
    }

    private static List<WebhookEvent> told(Webhook webhook, Job job) {
        return deliveries(webhook, job).stream().map(Delivery::event).sorted().toList();
    }

    @Test
    void beginningAndEndOfAJobAreToldOnce() {
        var all = webhook(WebhookEvent.values());
        var ends = webhook(WebhookEvent.COMPLETE, WebhookEvent.FAIL);

        var job = scene.worked(scene.announced(Scene.anEnvironment()), WORKER);

        assertThat(told(all, job))
                .containsExactly(WebhookEvent.INSERT, WebhookEvent.START, WebhookEvent.COMPLETE);
        assertThat(told(ends, job)).containsExactly(WebhookEvent.COMPLETE);
        assertThat(deliveries(all, job))
                .allSatisfy(delivery -> {
                    assertThat(delivery.status()).isEqualTo(DeliveryStatus.PENDING);
                    assertThat(delivery.payload()).isNull();
                    assertThat(delivery.expiresAt())
                            .isEqualTo(delivery.createdAt().plus(Duration.ofDays(9)));
                });
        scheduler.bean(WebhookNews.class).tellAll(List.of(job, job));
        assertThat(told(all, job)).hasSize(3);
    }

    @Test
    void aBeginningIsToldWhileTheJobIsGoingOn() {
        var all = webhook(WebhookEvent.values());
        scheduler.bean(WebhookNews.class).refresh();

        var job = scene.announced(Scene.anEnvironment());

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() ->
                        assertThat(told(all, job))
                                .containsExactly(WebhookEvent.INSERT, WebhookEvent.START));
        scene.worked(job, WORKER);
    }

    @Test
    void aJobThatIsCancelledBeforeItStartsIsToldAsCancelled() {
        var all = webhook(WebhookEvent.values());
        var job = scene.created(Scene.anEnvironment(), Scene.now().plus(Duration.ofDays(1)));
        scene.announce(scene.happens(job, _ -> new JobEvent.CancelRequested(Jobs.ALICE)));

        var over = scene.awaitUntil(job, Job::settled);

        assertThat(told(all, over)).containsExactly(WebhookEvent.INSERT, WebhookEvent.CANCEL);
    }

    @Test
    void aSkippedRunIsToldToNobody() {
        var all = webhook(WebhookEvent.values());
        var recurring = recurrences.due(Scene.now());
        recurrences.awaitUntil(recurring, now -> now.lastJob() != null && now.firings().isEmpty());
        var going = recurrences.runs(recurring).getFirst();
        recurrences.moved(recurring, Scene.now());
        await().until(() -> recurrences.runs(recurring).size() == 2);
        var skipped =
                recurrences.runs(recurring).stream()
                        .filter(run -> !run.id().equals(going.id()))
                        .findFirst()
                        .orElseThrow();

        var settled = scene.awaitUntil(skipped, Job::settled);

        assertThat(settled.outcome()).isEqualTo(JobOutcome.SKIPPED);
        assertThat(told(all, settled)).isEmpty();
        assertThat(told(all, scene.worked(going, WORKER)))
                .containsExactly(WebhookEvent.INSERT, WebhookEvent.START, WebhookEvent.COMPLETE);
    }

    @Test
    void aRetryIsToldAsStartedWhenItHasItsEnvironmentAndNotBefore() {
        var all = webhook(WebhookEvent.values());
        var environment = Scene.anEnvironment();
        var failed =
                scene.failed(
                        scene.claimed(scene.awaitDispatched(scene.announced(environment)), WORKER));
        scene.awaitUntil(failed, Job::settled);
        var holder = scene.awaitDispatched(scene.announced(environment));
        scene.happens(
                failed, _ -> new JobEvent.RetryRequested(Jobs.ALICE, Retry.FROM_CHECKPOINT, null));

        var waiting = scene.awaitUntil(failed, now -> now.lockWait() != null);

        scheduler.bean(WebhookNews.class).tellAll(List.of(waiting));
        assertThat(told(all, waiting))
                .containsExactly(WebhookEvent.INSERT, WebhookEvent.START, WebhookEvent.FAIL);

        scene.worked(holder, WORKER);
        var over = scene.worked(waiting, WORKER);

        assertThat(told(all, over))
                .containsExactly(
                        WebhookEvent.INSERT,
                        WebhookEvent.START,
                        WebhookEvent.START,
                        WebhookEvent.COMPLETE,
                        WebhookEvent.FAIL);
        assertThat(deliveries(all, over))
                .filteredOn(delivery -> delivery.event() == WebhookEvent.START)
                .extracting(Delivery::occurredAt)
                .containsExactlyInAnyOrder(failed.startedAt(), over.startedAt());
    }

    @Test
    void aJobThatIsHiddenAfterItsEndIsToldAsDeleted() {
        var all = webhook(WebhookEvent.values());
        var over = scene.worked(scene.announced(Scene.anEnvironment()), WORKER);

        var hidden = scene.happens(over, _ -> new JobEvent.DeleteRequested(Jobs.ALICE));

        // also if the news of it is lost: then nobody but its own wake-up calls a scheduler
        assertThat(hidden.wakeAt()).isNotNull();
        assertThat(scene.awaitUntil(hidden, job -> job.wakeAt() == null).outcome())
                .isEqualTo(over.outcome());
        assertThat(told(all, over))
                .containsExactly(
                        WebhookEvent.INSERT,
                        WebhookEvent.START,
                        WebhookEvent.COMPLETE,
                        WebhookEvent.DELETE);
    }

    @Test
    void whatHappenedBeforeAWebhookWasThereIsNotTold() {
        var job = scene.announced(Scene.anEnvironment());
        scene.awaitDispatched(job);
        var late = webhook(Scene.now().plusMillis(1), WebhookEvent.values());

        await().until(() -> Scene.now().isAfter(late.createdAt()));
        scene.worked(job, WORKER);

        assertThat(told(late, job)).containsExactly(WebhookEvent.COMPLETE);
    }

    @Test
    void aDisabledWebhookIsToldNothing() {
        var disabled = webhook(WebhookEvent.values());
        scheduler.bean(WebhookStore.class).disable(disabled.id(), "A test", Scene.now());

        var job = scene.worked(scene.announced(Scene.anEnvironment()), WORKER);

        assertThat(told(disabled, job)).isEmpty();
    }

    @Test
    void whoIsNotListeningHoldsUpSoMuchAndNoMore() {
        var busy = webhook(WebhookEvent.INSERT);
        var jobs =
                Stream.generate(() ->
                                scene.created(
                                        Scene.anEnvironment(), Scene.now().plusSeconds(3_600)))
                        .limit(110)
                        .toList();
        var news = scheduler.bean(WebhookNews.class);

        jobs.forEach(job -> news.tellAll(List.of(job)));

        assertThat(
                        Arrays.stream(DeliveryStatus.values())
                                .mapToLong(status ->
                                        scheduler
                                                .bean(DeliveryStore.class)
                                                .search(Jobs.ACME, busy.id(), status, 0, 500)
                                                .total())
                                .sum())
                .isLessThanOrEqualTo(100);
    }
}
