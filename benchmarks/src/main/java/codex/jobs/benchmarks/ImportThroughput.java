package codex.jobs.benchmarks;

import codex.jobs.model.content.ContentKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// How many entries a second an import takes, and what part that is of what the driver alone writes
/// of the same documents. Import and baseline take turns.
final class ImportThroughput implements Row {

    private static final int ENTRIES = 50_000;
    private static final int WARM_UP = 10_000;
    private static final int ROUNDS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /// One import and its baselines.
    private record Round(ImportRun run, RawCopy.Result entries, RawCopy.Result everything) {

        double perSecond(Duration lasted) {
            return Amount.rate(entries.documents(), lasted, "").value();
        }

        double wholePerSecond() {
            return perSecond(run.whole());
        }

        double processedPerSecond() {
            return perSecond(run.processing());
        }

        double rawPerSecond() {
            return perSecond(entries.writing());
        }

        double wholeRatio() {
            return wholePerSecond() / rawPerSecond();
        }

        double processedRatio() {
            return processedPerSecond() / rawPerSecond();
        }

        /// Against all documents that the import wrote, entries and what belongs to them.
        double everythingRatio() {
            return processedPerSecond() / perSecond(everything.writing());
        }
    }

    @Override
    public List<Figure> measure(Laboratory laboratory) throws Exception {
        var platform = laboratory.platform();
        laboratory.say("warming up");
        round(platform, "import-warm-up", WARM_UP);
        var rounds = new ArrayList<Round>();
        for (var number = 1; number <= ROUNDS; number++) {
            var round = round(platform, "import-" + number, ENTRIES);
            laboratory.say(
                    "%s; %s of %s"
                            .formatted(
                                    round.run().job().tasks(),
                                    Amount.of(round.wholePerSecond(), "/s"),
                                    Amount.of(round.rawPerSecond(), "/s")));
            rounds.add(round);
        }
        return List.of(
                Figure.atLeast(
                        "whole job ÷ bulk write of the entries",
                        Amount.ratio(median(rounds, Round::wholeRatio)),
                        0.6),
                Figure.of("PROCESS_ENTRIES ÷ the same", ratio(rounds, Round::processedRatio)),
                Figure.of(
                        "PROCESS_ENTRIES ÷ bulk write of all documents it wrote",
                        ratio(rounds, Round::everythingRatio)),
                Figure.of("whole job, entries", perSecond(rounds, Round::wholePerSecond)),
                Figure.of("PROCESS_ENTRIES, entries", perSecond(rounds, Round::processedPerSecond)),
                Figure.of("bulk write, entries", perSecond(rounds, Round::rawPerSecond)));
    }

    private static Round round(LocalPlatform platform, String organization, int entries)
            throws Exception {
        var run = ImportRun.of(platform, organization, entries, PATIENCE, () -> {});
        var stores = platform.stores();
        var content = run.tenant().content(stores);
        var into = stores.mongo().getDatabase("raw_" + organization);
        var main = run.tenant().collection(ContentKind.ENTRIES);
        var written = RawCopy.of(content, main, into);
        if (written.documents() != entries) {
            throw new IllegalStateException("Entries stored: " + written.documents());
        }
        var all = written;
        for (var collection : content.listCollectionNames()) {
            if (!collection.equals(main)) {
                all = all.plus(RawCopy.of(content, collection, into));
            }
        }
        into.drop();
        return new Round(run, written, all);
    }

    private static Amount ratio(List<Round> rounds, ToDoubleFunction<Round> property) {
        return Amount.ratio(median(rounds, property));
    }

    private static Amount perSecond(List<Round> rounds, ToDoubleFunction<Round> property) {
        return Amount.of(median(rounds, property), "/s");
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> property) {
        return Samples.of(rounds.stream().mapToDouble(property).toArray()).median();
    }
}
