package codex.jobs.local;

import tools.jackson.databind.JsonNode;

/// What the demo's import must come to, exactly: the mistakes in the file are known.
///
/// @param created articles that are now there
/// @param failed articles that were refused
record DemoResult(String outcome, long created, long updated, long skipped, long failed) {

    /// The bundled file: 2,400 articles. Four each have no title (kept as drafts), a text for a
    /// number, a field that the model has not, and a model that does not exist.
    static final DemoResult EXPECTED = new DemoResult("SUCCEEDED_WITH_ERRORS", 2388, 0, 0, 12);

    static DemoResult of(JsonNode job) {
        var summary = job.path("summary");
        return new DemoResult(
                job.path("outcome").asString("none"),
                summary.path("created").asLong(0),
                summary.path("updated").asLong(0),
                summary.path("skipped").asLong(0),
                summary.path("failed").asLong(0));
    }

    String table() {
        return String.join(
                "\n",
                "outcome   " + outcome,
                "created   " + created,
                "updated   " + updated,
                "skipped   " + skipped,
                "failed    " + failed,
                "");
    }
}
