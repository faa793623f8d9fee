package codex.jobs.stores.blobs;

/// A part that was sent, and the tag the store answered.
///
/// @param number from 1
/// @param etag without quotes, whoever gave it
public record PartTag(int number, String etag) {

    public PartTag {
        etag = withoutQuotes(etag);
    }

    static String withoutQuotes(String etag) {
        return etag.length() >= 2 && etag.startsWith("\"") && etag.endsWith("\"")
                ? etag.substring(1, etag.length() - 1)
                : etag;
    }
}
