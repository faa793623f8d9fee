package codex.jobs.benchmarks;

import codex.jobs.model.content.ContentKind;
import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.BlobStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.bson.RawBsonDocument;

/// How many entries a second an export writes, and what part that is of what the drivers alone
/// write of the same entries. Export and baseline take turns.
final class ExportThroughput implements Row {

    /// Of all entries.
    static final String EXPORT =
            """
            mutation { createExportJob(createJobInput: {jobName: "Export",
            jobType: EXPORT_ENTRIES}) { id } }
            """;

    private static final int ENTRIES = 50_000;
    private static final int ROUNDS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /// One export and its baseline, both of the same entries.
    private record Round(Duration whole, Duration processing, Duration raw) {

        double wholePerSecond() {
            return perSecond(whole);
        }

        double processedPerSecond() {
            return perSecond(processing);
        }

        double rawPerSecond() {
            return perSecond(raw);
        }

        double wholeRatio() {
            return wholePerSecond() / rawPerSecond();
        }

        double processedRatio() {
            return processedPerSecond() / rawPerSecond();
        }

        private static double perSecond(Duration lasted) {
            return Amount.rate(ENTRIES, lasted, "").value();
        }
    }

    @Override
    public List<Figure> measure(Laboratory laboratory) throws Exception {
        var platform = laboratory.platform();
        laboratory.say("importing what is exported");
        var tenant = ImportRun.of(platform, "export", ENTRIES, PATIENCE, () -> {}).tenant();
        laboratory.say("warming up");
        round(platform, tenant);
        var rounds = new ArrayList<Round>();
        for (var number = 1; number <= ROUNDS; number++) {
            var round = round(platform, tenant);
            laboratory.say(
                    "%s of %s"
                            .formatted(
                                    Amount.of(round.wholePerSecond(), "/s"),
                                    Amount.of(round.rawPerSecond(), "/s")));
            rounds.add(round);
        }
        return List.of(
                Figure.atLeast(
                        "whole job ÷ cursor to JSON to S3",
                        Amount.ratio(median(rounds, Round::wholeRatio)),
                        0.8),
                Figure.of(
                        "PROCESS_ENTRIES ÷ the same",
                        Amount.ratio(median(rounds, Round::processedRatio))),
                Figure.of("whole job, entries", perSecond(rounds, Round::wholePerSecond)),
                Figure.of("PROCESS_ENTRIES, entries", perSecond(rounds, Round::processedPerSecond)),
                Figure.of("cursor to JSON to S3, entries", perSecond(rounds, Round::rawPerSecond)));
    }

    private static Round round(LocalPlatform platform, Tenant tenant) throws IOException {
        var stores = platform.stores();
        var entries =
                tenant.content(stores)
                        .getCollection(
                                tenant.collection(ContentKind.ENTRIES), RawBsonDocument.class);
        var key = new BlobKey(tenant.organization(), "benchmark/raw.json");
        var raw = RawExport.of(entries, stores.get(BlobStore.class), key);
        try (var client = new Client(platform)) {
            var id = client.job(tenant, EXPORT, "createExportJob", "/id");
            var run = JobRun.await(platform, tenant, id, PATIENCE, () -> {});
            if (!Objects.equals(run.job().result().itemCount(), raw.documents())
                    || raw.documents() != ENTRIES) {
                throw new IllegalStateException("The export went wrong: " + run);
            }
            return new Round(run.whole(), run.first(), raw.lasted());
        }
    }

    private static Amount perSecond(List<Round> rounds, ToDoubleFunction<Round> property) {
        return Amount.of(median(rounds, property), "/s");
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> property) {
        return Samples.of(rounds.stream().mapToDouble(property).toArray()).median();
    }
}
